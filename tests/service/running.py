"""A service as it is run in a house: `sekisho serve` in processes of its own."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 60
"""Seconds after which what is waited for does not come any more."""


class Running(NamedTuple):
    """A service that runs: its process and its port on loopback."""

    process: int
    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        """What somebody without an account is answered with."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            return answer


@contextmanager
def running(store: str, log: Path, workers: int = 1) -> Iterator[Running]:
    """A service over a store, from when it is ready until it is let go."""
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        port = int(own.getsockname()[1])
    command = [sys.executable, "-m", "sekisho", "serve", "--port", str(port), "--workers", str(workers)]
    with (
        log.open("wb") as told,
        subprocess.Popen([*command, "--store", store], stdout=told, stderr=told) as process,
    ):
        made, begun = Running(process.pid, port), time.monotonic()
        try:
            while not _ready(made):
                assert process.poll() is None, log.read_text("utf-8")
                assert time.monotonic() - begun < PATIENCE, log.read_text("utf-8")
                time.sleep(0.05)
            yield made
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _ready(service: Running) -> bool:
    with contextlib.suppress(OSError):
        return service.get("/readyz").status == 200
    return False
