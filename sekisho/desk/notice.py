"""News for those who asked, of outcomes that changed and names that are watched: by signed webhook or e-mail.

What is posted carries `Sekisho-Signature: t=SECONDS,v1=HEX`: HMAC-SHA256, under the secret of the hook, over
the seconds since 1970, a dot, and the body. Invariants: news is kept in the transaction of what it tells and
sent afterwards, again and again with growing pauses, for two days; only public addresses are posted to, and
networks of one's own that are named (:mod:`sekisho.outside`); no redirect is followed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import smtplib
from dataclasses import asdict, replace
from email.message import EmailMessage
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from sekisho import dates
from sekisho.desk.refusals import MissingError
from sekisho.desk.rights import require
from sekisho.errors import SekishoError, UsageError
from sekisho.model.person import Right
from sekisho.model.watch import Hook, Notice, Way
from sekisho.store import watches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from sekisho.model.person import Caller
    from sekisho.model.task import Changed
    from sekisho.model.watch import Watch
    from sekisho.store.engine import Archive

SMTP = "SEKISHO_SMTP"
"""The variable that names the server for e-mail: `smtps://NAME:PASSWORD@HOST?from=sekisho@example.org`."""
SIGNATURE = "Sekisho-Signature"
EPOCH = "1970-01-01T00:00:00Z"
SECONDS = 10.0
"""How long a receiver may take."""
TEST, APART = "test", 10
"""What is sent to see whether it arrives, and the seconds between two of these to one place."""
TOGETHER = 100
"""Notices that are sent in one go."""
PAUSES = (60, 300, 1800, 7200, 21600, 43200, 86400)
"""Seconds before each further attempt; after the last one it is given up."""
_MAIL = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\"]+")


def signature(secret: str, body: str, seconds: int) -> str:
    """What a receiver holds the body against."""
    told = hmac.new(secret.encode(), f"{seconds}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={seconds},v1={told}"


def of_change(change: Changed) -> dict[str, object]:
    """News of an outcome that changed."""
    return {"event": "outcome-changed", **asdict(change)}


def of_watch(watch: Watch) -> dict[str, object]:
    """News of a name that is watched."""
    told = {"watch": watch.id, "name": watch.name, "country": watch.country or None, "why": watch.why}
    return {"event": "name-moved", **told}


def post(connection: Connection, news: Iterable[tuple[str, Mapping[str, object]]], at: str) -> int:
    """Put news on its way to everybody who wants it, in the transaction of what it tells.

    Args:
        connection: of that transaction.
        news: of each, whose it is (the account) and what it says.
        at: the instant.
    """
    hooks = watches.hooks(connection)
    told = (
        (owner, json.dumps({**body, "at": at}, ensure_ascii=False, sort_keys=True)) for owner, body in news
    )
    wanted = ((hook.id, body) for owner, body in told for hook in hooks if not hook.mine or hook.by == owner)
    return watches.put(connection, wanted, at)


class Notices:
    """Where news goes, and what is on its way there."""

    def __init__(self, archive: Archive, clock: Callable[[], str] = dates.instant) -> None:
        """Of *archive*, which stays open; *clock* gives instants as :func:`sekisho.dates.instant` does."""
        self._archive = archive
        self._clock = clock

    def hook(self, caller: Caller, way: Way, target: str, *, mine: bool = True) -> tuple[Hook, str]:
        """Have news sent somewhere.

        Returns:
            The hook, and the secret by which what is posted is signed: it is shown once.

        Raises:
            ForbiddenError: the caller may not.
            UsageError: the target is no address of that kind.
        """
        require(caller, Right.READ)
        _check(way, target)
        secret = secrets.token_urlsafe(32)
        with self._archive.writing() as connection:
            made = watches.hook(connection, Hook(0, caller.name, way, target, mine, self._clock()), secret)
        return made, secret

    def hooks(self, caller: Caller) -> tuple[Hook, ...]:
        """The hooks of the caller."""
        with self._archive.reading() as connection:
            return watches.hooks(connection, caller.name)

    def unhook(self, caller: Caller, id_: int) -> None:
        """Have nothing sent there any more.

        Raises:
            MissingError: the caller has no such hook.
        """
        with self._archive.writing() as connection:
            if not watches.unhook(connection, id_, caller.name):
                raise MissingError(f"you have no hook {id_}")

    def sent(self, caller: Caller, id_: int, limit: int = 20) -> tuple[Notice, ...]:
        """The last news for one of the caller's hooks, the newest first.

        Raises:
            MissingError: the caller has no such hook.
        """
        if all(each.id != id_ for each in self.hooks(caller)):
            raise MissingError(f"you have no hook {id_}")
        with self._archive.reading() as connection:
            return watches.notices(connection, id_, limit)

    def test(self, caller: Caller, id_: int) -> Notice:
        """Send one of the caller's hooks what is no news, now and only once: does it arrive?

        Raises:
            MissingError: the caller has no such hook.
            UsageError: he did so a moment ago.
        """
        now = self._clock()
        body = json.dumps({"event": TEST, "at": now}, sort_keys=True)
        with self._archive.writing() as connection:
            found = watches.own(connection, id_, caller.name)
            if found is None:
                raise MissingError(f"you have no hook {id_}")
            last = watches.notices(connection, id_, 1)
            if last and json.loads(last[0].body)["event"] == TEST and dates.between(last[0].at, now) < APART:
                raise UsageError(f"something was sent there a moment ago; try again in {APART} seconds")
            watches.put(connection, [(id_, body)], now, after=watches.GIVEN_UP)  # nobody else is to send it
            (notice,) = watches.notices(connection, id_, 1)
        failure = _sent(notice, *found)
        sent = self._clock() if failure is None else ""
        with self._archive.writing() as connection:
            watches.tried(connection, notice.id, sent=sent, after=watches.GIVEN_UP, failure=failure or "")
        return replace(notice, attempts=1, sent=sent, failure=failure or "")

    def send(self) -> tuple[int, int]:
        """Send what is due: how much of it arrived, and how much did not."""
        arrived = failed = 0
        with self._archive.reading() as connection:
            due = watches.waiting(connection, self._clock(), TOGETHER)
        for notice, hook, secret in due:
            failure = _sent(notice, hook, secret)
            now = self._clock()
            with self._archive.writing() as connection:
                if failure is None:
                    watches.tried(connection, notice.id, sent=now)
                else:
                    watches.tried(connection, notice.id, after=_after(notice, now), failure=failure)
            arrived, failed = arrived + (failure is None), failed + (failure is not None)
        return arrived, failed


def _after(notice: Notice, now: str) -> str:
    """When the next attempt is made."""
    if notice.attempts >= len(PAUSES):
        return watches.GIVEN_UP
    return dates.later(now, PAUSES[notice.attempts])


def _sent(notice: Notice, hook: Hook, secret: str) -> str | None:
    """Send it; why it did not arrive, or None."""
    import httpx  # noqa: PLC0415  # a service need not wait for it to begin

    try:
        if hook.way is Way.EMAIL:
            _mail(hook.target, notice.body)
        else:
            _posted(hook.target, notice.body, secret)
    except (httpx.HTTPError, OSError, smtplib.SMTPException, SekishoError) as error:
        return str(error) or type(error).__name__
    return None


def _posted(target: str, body: str, secret: str) -> None:
    from sekisho.outside import open_client  # noqa: PLC0415  # as above

    seconds = dates.between(EPOCH, dates.instant())
    headers = {"Content-Type": "application/json", SIGNATURE: signature(secret, body, seconds)}
    with (
        open_client(SECONDS) as client,
        client.stream("POST", target, content=body, headers=headers) as response,
    ):
        if not response.is_success:
            raise UsageError(f"the receiver answers {response.status_code}")


def _mail(target: str, body: str) -> None:
    server = urlsplit(os.environ.get(SMTP, ""))
    if server.scheme not in {"smtp", "smtps"} or not server.hostname:
        raise UsageError(f"there is no server for e-mail: set ${SMTP} to smtps://NAME:PASSWORD@HOST")
    told = json.loads(body)
    message = EmailMessage()
    message["Subject"] = _subject(told)
    message["To"] = target
    message["From"] = server.query.partition("from=")[2] or f"sekisho@{server.hostname}"
    message.set_content("\n".join(_lines(told)))
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with kind(server.hostname, server.port or 0, timeout=SECONDS) as connection:
        connection.ehlo()
        if server.scheme == "smtp" and (server.username or connection.has_extn("starttls")):
            connection.starttls()  # a password is told to nobody who cannot
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _subject(told: Mapping[str, object]) -> str:
    what = told.get("case") or told.get("name") or told["at"]
    return " ".join(f"sekisho: {told['event']}: {what}".split())[:200]


def _lines(told: Mapping[str, object]) -> Iterator[str]:
    yield from (f"{key}: {value}" for key, value in told.items() if value not in (None, ""))


def _check(way: Way, target: str) -> None:
    """Is it an address to which something can be sent?"""
    if way is Way.EMAIL:
        if not _MAIL.fullmatch(target):
            raise UsageError(f"'{target}' is no address for e-mail")
        return
    address = urlsplit(target)
    if address.scheme not in {"http", "https"} or not address.hostname or address.username:
        raise UsageError(
            f"'{target}' is nothing to post to; give https://HOST/PATH, without a password in it"
        )
