"""A service under load on this machine: how many cases a second, how soon, and whether its memory stays.

Promises: it is ready two seconds after it was called, the median of five times, as after an installation:
the bytecode of Python is there; beside it stands how long the first page and the first case take, asked at
once. 150 recorded cases a second with two workers on two cores, asked by 32 users; 500 users at once for
five minutes, no error, memory flat (`--long`; else twenty seconds). Whoever asks shares the cores with who
answers. At the end the record has every decision that was acknowledged, and its chain holds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from machine import machine, table
from start import installed

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
PROMISED, READY = 150, 2.0
"""Recorded cases a second, and seconds from the call until a service can answer."""
STARTS = 5
"""Of which the median is told: one before them made bytecode, and is not counted."""
GROWTH = 1.15
"""What a worker may have grown by, from the first quarter of the long load to its end."""
CRLF = b"\r\n\r\n"
LENGTH = b"content-length: "
BROKEN = 0
"""In place of a status code: the connection broke before there was one."""


class Load(NamedTuple):
    """What came of a load: status codes, seconds of each answer in their order, and how long it took.

    Attributes:
        asked: counts the questions, so that each user asks another one.
    """

    codes: Counter[int]
    times: list[float]
    seconds: float
    asked: count[int]

    @property
    def errors(self) -> int:
        """What was answered with anything but 200, or not at all."""
        return sum(self.codes.values()) - self.codes[200]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    def share(self, part: float) -> float:
        """Milliseconds within which a part of the answers came."""
        return self.times[min(int(len(self.times) * part), len(self.times) - 1)] * 1000


async def user(port: int, head: bytes, bodies: list[bytes], stop: float, load: Load) -> None:
    """Ask one question after the other until it is time; where the connection breaks, over another one."""
    while time.perf_counter() < stop:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                while time.perf_counter() < stop:
                    await question(reader, writer, head, bodies, load)
            finally:
                writer.close()
        except (ConnectionError, asyncio.IncompleteReadError):
            load.codes[BROKEN] += 1


async def question(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes, bodies: list[bytes], load: Load
) -> None:
    """Ask the next question, and wait for the answer."""
    body = bodies[next(load.asked) % len(bodies)]
    begun = time.perf_counter()
    writer.write(head % len(body) + body)
    answer = (await reader.readuntil(CRLF)).lower()
    begins = answer.index(LENGTH) + len(LENGTH)
    await reader.readexactly(int(answer[begins : answer.index(b"\r\n", begins)]))
    load.times.append(time.perf_counter() - begun)
    load.codes[int(answer[9:12])] += 1


async def ask(port: int, key: str, bodies: list[bytes], users: int, seconds: float) -> Load:
    """Some users at once, for some seconds."""
    head = (
        f"POST /api/screen HTTP/1.1\r\nhost: localhost\r\nauthorization: ApiKey {key}\r\n"
        "content-type: application/json\r\ncontent-length: %d\r\n\r\n"
    ).encode()
    return await together(port, head, bodies, users, seconds)


async def together(port: int, head: bytes, bodies: list[bytes], users: int, seconds: float) -> Load:
    """Some users at once; each asks again as soon as he is answered, and reads no JSON: it costs little."""
    load, begun = Load(Counter(), [], 0.0, count()), time.perf_counter()
    await asyncio.gather(*(user(port, head, bodies, begun + seconds, load) for _ in range(users)))
    return load._replace(times=sorted(load.times), seconds=time.perf_counter() - begun)


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
def service(store: Path, workers: int = WORKERS) -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    """A service over a store: its process, its port, and after how many seconds it was ready."""
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        port = own.getsockname()[1]
    command = [sys.executable, "-m", "sekisho", "serve", "--port", str(port), "--workers", str(workers)]
    begun = time.perf_counter()
    with subprocess.Popen(
        [*command, "--store", str(store)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=installed(str(store.parent)),
    ) as process:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as own:
                own.sendall(b"GET /readyz HTTP/1.0\r\n\r\n")
                if own.recv(64).startswith(b"HTTP/1.1 200"):
                    break
            time.sleep(0.01)
        try:
            yield process, port, time.perf_counter() - begun
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


class Start(NamedTuple):
    """Seconds of a start.

    Attributes:
        ready: until it says that it is.
        page: that the first page takes then, asked for at once.
        case: that the first case takes after that, recorded.
    """

    ready: float
    page: float
    case: float


def starts(folder: Path, key: str, body: bytes) -> Start:
    """The medians of a service as it is called without options, over a store that is there."""
    taken = []
    for _ in range(STARTS + 1):
        with service(folder / "store.sqlite", workers=1) as (_, port, ready):
            page = first(port, "GET", "/sign-in", {})
            told = {"authorization": f"ApiKey {key}", "content-type": "application/json"}
            taken.append(Start(ready, page, first(port, "POST", "/api/screen", told, body)))
    return Start(*map(statistics.median, zip(*taken[1:], strict=True)))


def first(port: int, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> float:
    """Seconds until a request is answered, and as it should be."""
    begun = time.perf_counter()
    with contextlib.closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == HTTPStatus.OK, answer.status
    return time.perf_counter() - begun


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
        begun = starts(store.parent, key, bodies[0])
        with service(store) as (process, port, _):
            asyncio.run(ask(port, key, bodies, 16, 3))  # what is made ready once is no part of it
            some = asyncio.run(ask(port, key, bodies, 32, SECONDS))
            quarter = asyncio.run(ask(port, key, bodies, 500, (LONG if long else SECONDS) / 4))
            before = memory(process)
            many = asyncio.run(ask(port, key, bodies, 500, (LONG if long else SECONDS) * 3 / 4))
            after = memory(process)
        with Archive.open(store) as archive:
            links = Chain(archive).verify()
        answered = sum(each.codes[200] for each in (some, quarter, many))
    errors = sum(each.errors for each in (some, quarter, many))
    rows = [
        (f"seconds until it is ready, one worker, median of {STARTS}", begun.ready),
        ("  the first page then, asked at once, ms", begun.page * 1000),
        ("  the first case after it, recorded, ms", begun.case * 1000),
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
    soon, flat = begun.ready <= READY, after <= before * GROWTH
    kept = soon and some.rate >= PROMISED and not errors and whole and flat
    print(f"  promises: {'kept' if kept else 'MISSED'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
