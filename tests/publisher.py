"""A publisher of lists, simulated: an HTTP server on the loopback interface that answers as it is told.

Each answer is used once, the last one for good. What was asked is kept in `asked`.
"""

from __future__ import annotations

import http.server
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer.

    Attributes:
        body: sent in pieces of `piece` bytes with `delay` seconds before each.
        length: what `Content-Length` claims; None: the truth; -1: there is none.
        broken: the connection is cut before a single byte of an answer.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    piece: int = 1 << 16
    delay: float = 0.0
    broken: bool = False


@dataclass(slots=True)
class Publisher:
    """What is published at which path, and who asked for what."""

    address: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def publish(self, path: str, *replies: Reply) -> str:
        """Answer so at a path from now on; returns its address."""
        self.replies[path] = list(replies)
        return f"{self.address}{path}"

    def reply(self, path: str, headers: dict[str, str]) -> Reply:
        self.asked.append((path, headers))
        waiting = self.replies.get(path.partition("?")[0], [Reply(status=404)])
        reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        etag = reply.headers.get("ETag")
        if etag is not None and headers.get("if-none-match") == etag:
            return Reply(status=304, headers=reply.headers)
        return reply


@contextmanager
def published() -> Iterator[Publisher]:
    """A publisher that answers until the block ends."""
    publisher = Publisher("")

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            _send(self, publisher.reply(self.path, headers))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the parent's name
            """Stay quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    publisher.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _send(desk: http.server.BaseHTTPRequestHandler, reply: Reply) -> None:
    desk.close_connection = True
    if reply.broken:
        return
    desk.send_response(reply.status)
    for name, value in reply.headers.items():
        desk.send_header(name, value)
    length = len(reply.body) if reply.length is None else reply.length
    if length >= 0 and reply.status != http.HTTPStatus.NOT_MODIFIED:
        desk.send_header("Content-Length", str(length))
    desk.end_headers()
    try:
        for start in range(0, len(reply.body), reply.piece):
            time.sleep(reply.delay)
            desk.wfile.write(reply.body[start : start + reply.piece])
            desk.wfile.flush()
    except OSError:  # whoever asked has gone
        return
