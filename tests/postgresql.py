"""A PostgreSQL server of the tests: in a private folder, on a socket, without a network."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = "postgres"


class Cluster:
    """A server and its databases, empty at first."""

    def __init__(self, folder: Path, programs: Path) -> None:
        """Make it in a folder, with the programs of another, and start it."""
        self.folder = folder
        self._programs = programs
        self._as = ["runuser", "-u", SERVER, "--"] if os.geteuid() == 0 else []
        if self._as:
            shutil.chown(folder, SERVER)
        self._run("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", SERVER, "--no-sync", "-E", "UTF8")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        # Without fsync, what is committed is with the kernel: a process that is killed does not lose it.
        settings = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=50"
        self._run(
            "pg_ctl", "-D", f"{self.folder}/data", "-o", settings, "-l", f"{self.folder}/log", "-w", "start"
        )

    def stop(self) -> None:
        """Stop it at once."""
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """Kill its every process (SIGKILL): nothing of it can finish anything."""
        first = int((self.folder / "data/postmaster.pid").read_text("utf-8").split("\n")[0])
        os.kill(first, signal.SIGSTOP)  # it makes no more of them
        own = [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text("utf-8").split())]
        for each in own:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        while any(map(_runs, own)):
            time.sleep(0.01)
        # Where nobody takes note that they ended, as in many a container, it would be taken for running.
        for left in (self.folder / "data/postmaster.pid", self.folder / ".s.PGSQL.5432.lock"):
            left.unlink(missing_ok=True)

    def url(self, schema: str = "", database: str = SERVER) -> str:
        """A URL of a database, or of a schema of it."""
        options = f"&options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql+psycopg://{SERVER}@/{database}?host={self.folder}{options}"

    def sql(self, text: str) -> None:
        """Run something outside a transaction."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), user=SERVER, dbname=SERVER, autocommit=True
        ) as connection:
            connection.execute(text.encode())

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._programs / program), *arguments]
        # Not through pipes: the server would inherit them, and we would wait for it to end.
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False, timeout=60
        )
        assert done.returncode == 0, f"{program} failed; see {self.folder}/log"


@contextmanager
def private_cluster() -> Iterator[Cluster]:
    """A server of one's own; where there can be none, the test is skipped and says why."""
    pytest.importorskip("psycopg", reason="no PostgreSQL: psycopg is not installed")
    programs = _binaries()
    if programs is None:
        pytest.skip("no PostgreSQL: no server programs under /usr/lib/postgresql/*/bin or on the PATH")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("no PostgreSQL: its server does not run as root, and there is no runuser")
    folder = Path(tempfile.mkdtemp(prefix="sekisho-pg-"))  # short: a socket's path has a limit
    made = Cluster(folder, programs)
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    """Where PostgreSQL's server programs are; None: nowhere."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: each.parent.name)
    found = shutil.which("pg_ctl")
    if found:
        folders.append(Path(found).resolve().parent)
    return next((each for each in reversed(folders) if (each / "initdb").exists()), None)


def _runs(process: int) -> bool:
    """Is it there, and not merely waiting for its parent to take note that it ended?"""
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
