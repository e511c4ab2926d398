"""Runs of the command line, each a process that is forked where all of it is imported already.

Most of a run would be Python and its imports, the same each time. Arguments, environment, streams, files,
exit code, and all that a run reads and makes, are its own; with others it shares what modules are when they
are imported, and Python's hash seed. Whoever tests that start, or another seed, asks for a process of Python.

    a test ──arguments, streams──▶ the origin ──fork──▶ a keeper ──fork──▶ the run
           ◀──────────── its process, then its exit code ────┘
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import warnings
from importlib import import_module
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

APART = ("sekisho.service", "sekisho.spark")
"""What few runs import, or none."""
MOST = 1 << 20
"""Bytes of a call: more than a system lets arguments and environment have."""


class Origin:
    """The process that runs are forked from; it ends with the process that made it."""

    def __init__(self, folder: Path) -> None:
        """Start it, in a folder that its runs find themselves in."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "PYTHONUTF8": "0"},
            text=True,
        )
        assert self._process.stdout is not None
        self._address = self._process.stdout.readline().strip()
        assert self._address, "it ended before it was ready"

    def run(
        self, arguments: Sequence[str], given: bytes, environment: Mapping[str, str], timeout: float
    ) -> subprocess.CompletedProcess[bytes]:
        """What a run with these arguments, input and environment leaves behind, in so many seconds at most.

        Raises:
            subprocess.TimeoutExpired: it took longer, and was killed.
        """
        with (
            tempfile.TemporaryFile() as put,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
        ):
            put.write(given)
            put.seek(0)
            code = self._code(arguments, (put, out, err), environment, timeout)
            for stream in (out, err):
                stream.seek(0)
            return subprocess.CompletedProcess(list(arguments), code, out.read(), err.read())

    def _code(
        self,
        arguments: Sequence[str],
        streams: Sequence[IO[bytes]],
        environment: Mapping[str, str],
        timeout: float,
    ) -> int:
        with socket.socket(socket.AF_UNIX) as line, line.makefile("rb") as told:
            line.settimeout(timeout)
            line.connect(self._address)
            call = json.dumps([list(arguments), dict(environment)]).encode()
            socket.send_fds(line, [b"."], [stream.fileno() for stream in streams])
            line.sendall(call)
            line.shutdown(socket.SHUT_WR)
            process = int(told.readline())
            try:
                return int(told.readline())
            except TimeoutError:
                os.kill(process, signal.SIGKILL)
                raise subprocess.TimeoutExpired(list(arguments), timeout) from None

    def stop(self) -> None:
        """End it."""
        self._process.communicate()


def _serve() -> socket.socket | None:
    """Fork a keeper for each that calls; in it, the line to who called. None: whoever made this has ended."""
    folder = tempfile.mkdtemp(prefix="sekisho-")  # short: a socket's path has a limit
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{folder}/runs")
        listening.listen()
        print(f"{folder}/runs", flush=True)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a keeper ended
        while listening.fileno() in select.select([listening.fileno(), 0], [], [])[0]:
            line, _ = listening.accept()
            if _fork() == 0:
                return line
            line.close()
    shutil.rmtree(folder)
    return None


def _fork() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # libraries have threads that wait for work
        return os.fork()


def _keep(line: socket.socket) -> list[str] | None:
    """Fork the run that somebody asks for; in it, its arguments. None: it has ended, and he was told how."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, streams, _, _ = socket.recv_fds(line, 1, 3)
    with line.makefile("rb") as asked:
        arguments, environment = json.loads(asked.read(MOST))
    process = _fork()
    if process == 0:
        line.close()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.environ.clear()
        os.environ.update(environment)
        return list(arguments)
    line.sendall(b"%d\n" % process)
    line.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
    return None


def _import() -> None:
    import sekisho

    for module in pkgutil.walk_packages(sekisho.__path__, "sekisho."):
        if not module.name.startswith(APART) and not module.name.endswith("__main__"):
            import_module(module.name)
    gc.freeze()  # else each run, when it ends, would look through all of that for cycles


def _main() -> None:
    """The origin; a keeper; a run: which of them, the forks tell."""
    _import()
    line = _serve()
    arguments = None if line is None else _keep(line)
    if arguments is not None:
        sys.argv[1:] = arguments
        runpy.run_module("sekisho", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _main()
