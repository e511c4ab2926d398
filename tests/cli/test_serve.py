"""`sekisho serve` as a user runs it: it says where to go, answers, and ends with all that was asked."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.whole import sekisho

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def free() -> int:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        port: int = own.getsockname()[1]
        return port


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    """A service with two workers over a new store, and its address."""
    port, store = free(), tmp_path / "store.sqlite"
    command = (
        "serve",
        "--port",
        str(port),
        "--workers",
        "2",
        "--store",
        str(store),
        "--examples",
        "examples",
    )
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "sekisho", *command], stdout=subprocess.PIPE, text=True
    ) as process:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                if httpx.get(f"{address}/readyz", trust_env=False).status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.05)
        yield process, address, store
        process.kill()


def test_it_begins_from_nothing_and_ends_with_all_that_was_asked(
    served: tuple[subprocess.Popen[str], str, Path],
) -> None:
    process, address, store = served
    assert process.stdout is not None
    link, place = process.stdout.readline(), process.stdout.readline()
    assert re.fullmatch(rf"the first administrator .*: {address}/welcome/\S+\n", link)
    assert place.startswith(f"the workbench is at {address}")
    assert httpx.get(f"{address}/healthz", trust_env=False).json() == {"status": "ok"}
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) in (0, -signal.SIGTERM)
    listed = sekisho("record", "list", "--store", str(store)).out
    assert "agency-camera: prohibited" in listed
    assert sekisho("record", "verify", "--store", str(store)).code == 0


def test_none_is_no_store(tmp_path: Path) -> None:
    run = sekisho("serve", "--store", "none")
    assert (run.code, "'none' is no store" in run.err) == (64, True)
    run = sekisho("serve", "--store", str(tmp_path / "s.sqlite"), "--examples", str(tmp_path / "nowhere"))
    assert (run.code, "there is no such folder" in run.err) == (64, True)
