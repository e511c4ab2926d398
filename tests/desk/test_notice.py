"""News reaches those who asked for it, signed, again until it arrives, and nowhere that is private."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.desk import notice
from sekisho.desk.notice import PAUSES, SIGNATURE, SMTP, Notices, of_change, post
from sekisho.desk.refusals import ForbiddenError, MissingError
from sekisho.desk.rights import NOBODY, console
from sekisho.errors import UsageError
from sekisho.model.task import Changed
from sekisho.model.watch import Way
from sekisho.outside import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.store.engine import Archive
    from tests.desk.conftest import Clock

ANN, BOB = console("ann"), console("bob")
CHANGE = Changed("routers, second lot", 3, 9, "no-rule", "prohibited")


class Receiver:
    """Whoever is posted to: answers with the statuses it is told, then with 200."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.statuses: list[int] = []
        self.got: list[tuple[str, str]] = []


@contextmanager
def receiver() -> Iterator[Receiver]:
    told = Receiver("")

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told.got.append((self.headers[SIGNATURE], body))
            self.send_response(told.statuses.pop(0) if told.statuses else 200)
            self.send_header("Location", told.url)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    told.url = f"http://127.0.0.1:{server.server_port}/news"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def notices(archive: Archive, clock: Clock) -> Notices:
    return Notices(archive, clock)


def tell(archive: Archive, owner: str, at: str) -> int:
    with archive.writing() as connection:
        return post(connection, [(owner, of_change(CHANGE))], at)


def test_news_is_signed_so_that_its_receiver_can_tell(
    archive: Archive, notices: Notices, clock: Clock
) -> None:
    with receiver() as there:
        _, secret = notices.hook(ANN, Way.WEBHOOK, there.url)
        tell(archive, "ann", clock())
        assert notices.send() == (1, 0)
        assert notices.send() == (0, 0)
    ((signed, body),) = there.got
    assert json.loads(body) == {
        "event": "outcome-changed",
        "case": CHANGE.case,
        "before": 3,
        "decision": 9,
        "was": "no-rule",
        "now": "prohibited",
        "at": clock(),
    }
    seconds, _, told = signed.removeprefix("t=").partition(",v1=")
    assert told == hmac.new(secret.encode(), f"{seconds}.{body}".encode(), hashlib.sha256).hexdigest()


def test_a_try_is_sent_at_once_and_only_once(notices: Notices, clock: Clock) -> None:
    with receiver() as there:
        hook, secret = notices.hook(ANN, Way.WEBHOOK, there.url)
        told = notices.test(ANN, hook.id)
        assert (told.sent, told.failure) == (clock(), "")
        assert notices.send() == (0, 0)
    ((signed, body),) = there.got
    assert json.loads(body) == {"event": "test", "at": clock()}
    assert signed == notice.signature(secret, body, int(signed.removeprefix("t=").partition(",")[0]))
    assert notices.sent(ANN, hook.id) == (replace(told, after=notices.sent(ANN, hook.id)[0].after),)


def test_a_try_that_does_not_arrive_says_why_and_is_not_repeated(notices: Notices, clock: Clock) -> None:
    with receiver() as there:
        there.statuses = [500]
        hook, _ = notices.hook(ANN, Way.WEBHOOK, there.url)
        told = notices.test(ANN, hook.id)
        assert (told.sent, told.attempts) == ("", 1)
        assert "500" in told.failure
        clock.wait(sum(PAUSES))
        assert notices.send() == (0, 0)
        assert notices.sent(ANN, hook.id)[0].failure == told.failure


def test_one_tries_ones_own_and_not_all_the_time(notices: Notices, clock: Clock) -> None:
    with receiver() as there:
        hook, _ = notices.hook(ANN, Way.WEBHOOK, there.url)
        with pytest.raises(MissingError):
            notices.test(BOB, hook.id)
        notices.test(ANN, hook.id)
        with pytest.raises(UsageError, match="a moment ago"):
            notices.test(ANN, hook.id)
        clock.wait(notice.APART)
        assert notices.test(ANN, hook.id).sent
        assert len(there.got) == 2


def test_only_those_who_asked_are_told(archive: Archive, notices: Notices, clock: Clock) -> None:
    with receiver() as there:
        notices.hook(ANN, Way.WEBHOOK, there.url, mine=True)
        notices.hook(BOB, Way.WEBHOOK, there.url, mine=True)
        notices.hook(BOB, Way.WEBHOOK, there.url, mine=False)
        assert tell(archive, "ann", clock()) == 2
        assert notices.send() == (2, 0)


def test_what_does_not_arrive_is_sent_again_with_growing_pauses(
    archive: Archive, notices: Notices, clock: Clock
) -> None:
    with receiver() as there:
        hook, _ = notices.hook(ANN, Way.WEBHOOK, there.url)
        tell(archive, "ann", clock())
        there.statuses = [500] * len(PAUSES)
        for pause in PAUSES:
            assert notices.send() == (0, 1)
            clock.wait(pause - 1)
            assert notices.send() == (0, 0)
            clock.wait(1)
        assert notices.send() == (1, 0)
        (sent,) = notices.sent(ANN, hook.id)
    assert (sent.attempts, sent.sent, sent.failure) == (len(PAUSES) + 1, clock(), "")
    assert {body for _, body in there.got} == {sent.body}


def test_what_never_arrives_is_given_up_and_said(archive: Archive, notices: Notices, clock: Clock) -> None:
    with receiver() as there:
        hook, _ = notices.hook(ANN, Way.WEBHOOK, there.url)
        tell(archive, "ann", clock())
        there.statuses = [503] * 99
        for _ in range(len(PAUSES) + 3):
            notices.send()
            clock.wait(PAUSES[-1])
        (sent,) = notices.sent(ANN, hook.id)
    assert (sent.attempts, sent.sent, sent.failure) == (len(PAUSES) + 1, "", "the receiver answers 503")


def test_a_redirect_is_not_followed(archive: Archive, notices: Notices, clock: Clock) -> None:
    with receiver() as there:
        notices.hook(ANN, Way.WEBHOOK, there.url)
        tell(archive, "ann", clock())
        there.statuses = [307]
        assert notices.send() == (0, 1)
    assert len(there.got) == 1


def test_nothing_private_is_posted_to(
    archive: Archive, notices: Notices, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(OWN)
    with receiver() as there:
        hook, _ = notices.hook(ANN, Way.WEBHOOK, there.url)
        tell(archive, "ann", clock())
        assert notices.send() == (0, 1)
    assert there.got == []
    (sent,) = notices.sent(ANN, hook.id)
    assert "is not asked" in sent.failure


def test_e_mail_says_what_happened(
    archive: Archive, notices: Notices, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mailbox() as there:
        monkeypatch.setenv(SMTP, f"smtp://127.0.0.1:{there.port}?from=desk@example.org")
        notices.hook(ANN, Way.EMAIL, "ann@example.org")
        tell(archive, "ann", clock())
        assert notices.send() == (1, 0)
    (message,) = there.got
    assert "From: desk@example.org" in message
    assert "Subject: sekisho: outcome-changed: routers, second lot" in message
    assert "now: prohibited" in message


def test_without_a_server_for_e_mail_that_is_said(
    archive: Archive, notices: Notices, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SMTP, raising=False)
    hook, _ = notices.hook(ANN, Way.EMAIL, "ann@example.org")
    tell(archive, "ann", clock())
    assert notices.send() == (0, 1)
    assert SMTP in notices.sent(ANN, hook.id)[0].failure


@pytest.mark.parametrize(
    ("way", "target"),
    [
        (Way.WEBHOOK, "ftp://example.org/"),
        (Way.WEBHOOK, "https://ann:secret@example.org/"),
        (Way.WEBHOOK, "example.org"),
        (Way.EMAIL, "ann"),
        (Way.EMAIL, "ann@example.org\nBcc: all@example.org"),
        (Way.EMAIL, "ann@example.org, bob@example.org"),
    ],
)
def test_what_is_no_target_is_refused(way: Way, target: str, notices: Notices) -> None:
    with pytest.raises(UsageError):
        notices.hook(ANN, way, target)


def test_hooks_are_their_owners(notices: Notices) -> None:
    hook, _ = notices.hook(ANN, Way.EMAIL, "ann@example.org")
    assert notices.hooks(BOB) == ()
    with pytest.raises(MissingError):
        notices.unhook(BOB, hook.id)
    with pytest.raises(MissingError):
        notices.sent(BOB, hook.id)
    with pytest.raises(ForbiddenError):
        notices.hook(NOBODY, Way.EMAIL, "ann@example.org")
    notices.unhook(ANN, hook.id)
    assert notices.hooks(ANN) == ()


class Mailbox:
    """A server for e-mail, as far as smtplib talks to one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.got: list[str] = []


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    import socketserver

    there = Mailbox(0)

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                word = line.split()[0].upper() if line.split() else b""
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    there.got.append(self._message())
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")

        def _message(self) -> str:
            lines: list[Any] = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.decode())
            return "".join(lines)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        there.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield there
        server.shutdown()


def test_the_signature_is_of_body_and_time() -> None:
    one = notice.signature("secret", "body", 1)
    assert one != notice.signature("secret", "body", 2)
    assert one != notice.signature("secret", "bodY", 1)
    assert one != notice.signature("Secret", "body", 1)
