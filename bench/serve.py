"""A service under load on this machine: how many cases a second, how soon, and whether its memory stays.

Promises: 150 recorded cases a second with two workers on two cores; 500 users at once for five minutes, no
error, memory flat (`--long`; else twenty seconds). Whoever asks shares the cores with who answers. At the
end the record has every decision that was acknowledged, and its chain holds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from machine import machine, table

from sekisho.desk.keys import Keys
from sekisho.desk.people import People
from sekisho.desk.rights import console
from sekisho.model.person import Right, Role
from sekisho.record.chain import Chain
from sekisho.store.engine import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parent.parent / "examples"
WORKERS, SECONDS, LONG = 2, 20, 300
PROMISED = 150
"""Recorded cases a second."""
GROWTH = 1.15
"""What a worker may have grown by, from the first quarter of the long load to its end."""
CRLF = b"\r\n\r\n"
LENGTH = b"content-length: "


class Load(NamedTuple):
    """What came of a load: status codes, seconds of each answer in their order, and how long it took."""

    codes: Counter[int]
    times: list[float]
    seconds: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    def share(self, part: float) -> float:
        """Milliseconds within which a part of the answers came."""
        return self.times[min(int(len(self.times) * part), len(self.times) - 1)] * 1000


async def user(port: int, head: bytes, bodies: list[bytes], stop: float, load: Load) -> None:
    """Ask over one connection, one question after the other, until it is time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = len(load.times)
    while time.perf_counter() < stop:
        asked += 1
        body = bodies[asked % len(bodies)]
        begun = time.perf_counter()
        writer.write(head % len(body) + body)
        answer = (await reader.readuntil(CRLF)).lower()
        begins = answer.index(LENGTH) + len(LENGTH)
        await reader.readexactly(int(answer[begins : answer.index(b"\r\n", begins)]))
        load.times.append(time.perf_counter() - begun)
        load.codes[int(answer[9:12])] += 1
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


async def ask(port: int, key: str, bodies: list[bytes], users: int, seconds: float) -> Load:
    """Some users at once, for some seconds."""
    head = (
        f"POST /api/screen HTTP/1.1\r\nhost: localhost\r\nauthorization: ApiKey {key}\r\n"
        "content-type: application/json\r\ncontent-length: %d\r\n\r\n"
    ).encode()
    load, begun = Load(Counter(), [], 0.0), time.perf_counter()
    await asyncio.gather(*(user(port, head, bodies, begun + seconds, load) for _ in range(users)))
    return Load(load.codes, sorted(load.times), time.perf_counter() - begun)


def cases() -> list[bytes]:
    """Requests with the cases of the examples, each with other names, as no two questions are the same."""
    told = (json.loads(path.read_text("utf-8")) for path in sorted(EXAMPLES.glob("*.json")))
    found = [each for one in told for each in (one if isinstance(one, list) else [one])]
    return [
        json.dumps({"case": {**each, "id": f"{each['id']}-{turn}"}}).encode()
        for turn in range(200)
        for each in found
    ]


@contextlib.contextmanager
def service(store: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    """A service over a store: its process, its port, and after how many seconds it was ready."""
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        port = own.getsockname()[1]
    command = [sys.executable, "-m", "sekisho", "serve", "--port", str(port), "--workers", str(WORKERS)]
    begun = time.perf_counter()
    with subprocess.Popen(
        [*command, "--store", str(store)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as own:
                own.sendall(b"GET /readyz HTTP/1.0\r\n\r\n")
                if own.recv(64).startswith(b"HTTP/1.1 200"):
                    break
            time.sleep(0.01)
        yield process, port, time.perf_counter() - begun
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def memory(process: subprocess.Popen[bytes]) -> float:
    """MiB that the workers have in memory, together."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("utf-8").split()
    pages = sum(int(Path(f"/proc/{each}/statm").read_text("utf-8").split()[1]) for each in children)
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def key_of(store: Path) -> str:
    """A key that may screen and record, of an account made for it."""
    with Archive.open(store, create=True) as archive:
        People(archive).create(console("bench"), "ann", Role.ANALYST)
        _, token = Keys(archive).make(console("bench"), "load", [Right.SCREEN, Right.RECORD], 1, "ann")
    return token


def main() -> int:
    """Measure; 1 where a promise is not kept."""
    long = "--long" in sys.argv
    bodies = cases()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store.sqlite"
        key = key_of(store)
        with service(store) as (process, port, ready):
            asyncio.run(ask(port, key, bodies, 16, 3))  # what is made ready once is no part of it
            some = asyncio.run(ask(port, key, bodies, 32, SECONDS))
            quarter = asyncio.run(ask(port, key, bodies, 500, (LONG if long else SECONDS) / 4))
            before = memory(process)
            many = asyncio.run(ask(port, key, bodies, 500, (LONG if long else SECONDS) * 3 / 4))
            after = memory(process)
        with Archive.open(store) as archive:
            links = Chain(archive).verify()
        answered = sum(each.codes[200] for each in (some, quarter, many))
    errors = sum(count for each in (some, quarter, many) for code, count in each.codes.items() if code != 200)
    rows = [
        ("seconds until it is ready", ready),
        ("recorded cases a second, 32 users", some.rate),
        ("  of these, half within ms", some.share(0.5)),
        ("  99 of 100 within ms", some.share(0.99)),
        ("recorded cases a second, 500 users", many.rate),
        ("  99 of 100 within ms", many.share(0.99)),
        ("answers that were errors", errors),
        ("MiB of the workers, after the first quarter", before),
        ("MiB of the workers, at the end", after),
    ]
    table(f"sekisho serve --workers {WORKERS}", rows)
    print(f"  {machine()}")
    whole = not links.problems and links.number >= answered
    verdict = "holds" if whole else "DOES NOT HOLD"
    print(f"  the chain {verdict}: {links.number:,} entries, {answered:,} measured")
    kept = some.rate >= PROMISED and not errors and whole and after <= before * GROWTH
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
