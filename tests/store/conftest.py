"""A store in each database: a SQLite file, and a schema of its own in a private PostgreSQL cluster."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sekisho.store.engine import Archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENGINES = ("sqlite", "postgresql")
SERVER = "postgres"
_number = itertools.count(1)


def binaries() -> Path | None:
    """Where PostgreSQL's server programs are; None: nowhere."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: each.parent.name)
    found = shutil.which("pg_ctl")
    if found:
        folders.append(Path(found).resolve().parent)
    return next((each for each in reversed(folders) if (each / "initdb").exists()), None)


class Cluster:
    """A PostgreSQL server of our own: on a socket in a private folder, without a network."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self._programs = programs
        self._as = ["runuser", "-u", SERVER, "--"] if os.geteuid() == 0 else []
        if self._as:
            shutil.chown(folder, SERVER)
        self._run("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", SERVER, "--no-sync", "-E", "UTF8")
        settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=50"
        self._run("pg_ctl", "-D", f"{folder}/data", "-o", settings, "-l", f"{folder}/log", "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")

    def url(self, schema: str = "") -> str:
        """A URL of the database, or of a schema of it."""
        options = f"&options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql+psycopg://{SERVER}@/{SERVER}?host={self.folder}{options}"

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


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    pytest.importorskip("psycopg", reason="no PostgreSQL: psycopg is not installed")
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL: no server programs under /usr/lib/postgresql/*/bin or on the PATH")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("no PostgreSQL: its server does not run as root, and there is no runuser")
    folder = Path(tempfile.mkdtemp(prefix="sekisho-pg-"))  # short: a socket's path has a limit
    made = Cluster(folder, programs)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the address of a store that is not there yet, a new one each time."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"store-{next(_number)}.sqlite")
    cluster: Cluster = request.getfixturevalue("cluster")

    def schema() -> str:
        name = f"store_{next(_number)}"
        cluster.sql(f"CREATE SCHEMA {name}")
        return cluster.url(name)

    return schema


@pytest.fixture
def url(place: Callable[[], str]) -> str:
    """The address of a store that is not there yet."""
    return place()


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    """An empty store."""
    with Archive.open(url, create=True) as opened:
        yield opened
