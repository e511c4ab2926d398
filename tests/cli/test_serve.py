"""`sekisho serve` as a user runs it: it says where to go, answers, and ends with all that was asked."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from sekisho.desk.keys import Keys
from sekisho.desk.people import People
from sekisho.desk.rights import console
from sekisho.model.person import Right, Role
from sekisho.record.chain import Chain
from sekisho.store.decisions import page
from sekisho.store.engine import Archive
from tests.whole import sekisho

if TYPE_CHECKING:
    from collections.abc import Iterator


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


def test_whoever_waits_is_answered_before_it_ends(served: tuple[subprocess.Popen[str], str, Path]) -> None:
    process, address, store = served
    with Archive.open(store) as archive:
        People(archive).create(console("test"), "ann", Role.ANALYST)
        _, key = Keys(archive).make(console("test"), "test", [Right.SCREEN, Right.RECORD], 1, "ann")
    case = json.loads(Path("examples/2-agency-camera.json").read_text("utf-8"))
    asked = {"cases": [{**case, "id": f"camera-{each}"} for each in range(80)]}
    with ThreadPoolExecutor(1) as pool:
        headers = {"authorization": f"ApiKey {key}"}
        answer = pool.submit(
            httpx.post, f"{address}/api/screen/many", json=asked, headers=headers, timeout=60, trust_env=False
        )
        with Archive.open(store) as archive:
            before = len(page(archive, limit=1000))
            while len(page(archive, limit=1000)) == before:  # it is at work
                assert not answer.done()
                time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        told = answer.result()
    assert process.wait(60) in (0, -signal.SIGTERM)
    assert told.status_code == 200
    with Archive.open(store) as archive:
        kept = {each.number: each.hash for each in Chain(archive).entries()}
        assert not Chain(archive).verify().problems
    assert all(kept[each["number"]] == each["hash"] for each in told.json())


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        run = sekisho("serve", "--port", port, "--store", str(tmp_path / "s.sqlite"))
    assert (run.code, run.out, f"--port {port}: cannot listen" in run.err) == (64, "", True)
    assert not list(tmp_path.iterdir())


def test_none_is_no_store(tmp_path: Path) -> None:
    run = sekisho("serve", "--store", "none")
    assert (run.code, "'none' is no store" in run.err) == (64, True)
    place = ("--port", str(free()), "--store", str(tmp_path / "s.sqlite"))
    run = sekisho("serve", *place, "--examples", str(tmp_path / "nowhere"))
    assert (run.code, "there is no such folder" in run.err) == (64, True)
