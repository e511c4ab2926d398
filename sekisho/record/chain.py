"""The chain: each entry has the hash of the one before, so that nothing is changed, dropped or moved unseen.

Two hashes, each SHA-256 over canonical JSON (RFC 8785):

    content = {"at", "body", "by", "kind"}
    hash    = {"content", "number", "previous"}

Invariants: entries are counted from 1 without a gap; the first one's *previous* is zeros; an entry that is
not for everybody's eyes is a link by its content alone. A chain shows by itself what was changed, dropped in
the middle or moved; that its end was dropped shows against an :class:`Anchor` that is kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

import rfc8785

from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.model.entry import Anchor, Entry, Kind
from sekisho.store import decisions, entries
from sekisho.store.decisions import Line, filed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from sekisho.store.decisions import Filed
    from sekisho.store.engine import Archive

_PLAIN = frozenset((str, bool, type(None)))
"""What JSON says in one way only."""
_EXACT = 2**53 - 1
"""The largest whole number that every reader of JSON has exactly."""
GENESIS = "0" * 64
"""What stands before the first entry."""
Said: TypeAlias = tuple[str, Mapping[str, object]]
"""The kind of an entry, and its body."""


def canonical(value: object) -> str:
    """A value as canonical JSON.

    Raises:
        InputError: JSON has no such value, or no such number or character.
    """
    try:
        if _is_plain(value):
            text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            text.encode()  # half of a pair is no character
            return text
        return rfc8785.dumps(value).decode()  # type: ignore[arg-type]  # it checks for itself, and says what it misses
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise InputError(f"it cannot be kept in the record: {error}; nothing was changed") from error


def _is_plain(value: object) -> bool:
    """Is it canonical as soon as its keys are in order? Then the standard library writes it, and much faster.

    So it is without fractions, which RFC 8785 writes in its own way (3.2.2.3), without numbers too large for
    it, and with keys whose order is the same by letters as by the units of UTF-16 (3.2.3).
    """
    kind = type(value)
    if kind is dict:
        told = cast("dict[str, object]", value)
        if not all(type(key) is str and key.isascii() for key in told):
            return False
        inner: Iterable[object] = told.values()
    elif kind is list or kind is tuple:
        inner = cast("list[object]", value)
    else:
        return kind in _PLAIN or (kind is int and -_EXACT <= cast("int", value) <= _EXACT)
    # Most of what is in an answer is text: only for the rest is a call worth its time.
    return all(map(_is_plain, [each for each in inner if type(each) not in _PLAIN]))


def content_of(at: str, by: str, kind: str, body: str) -> str:
    """The hash of what an entry says; *body* is canonical already."""
    # The keys in their order, as canonical JSON has them: the body need not be read again.
    at, by, kind = (canonical(each) for each in (at, by, kind))
    return _sha256(f'{{"at":{at},"body":{body},"by":{by},"kind":{kind}}}')


def hash_of(previous: str, number: int, content: str) -> str:
    """The hash of an entry at its place."""
    return _sha256(canonical({"content": content, "number": number, "previous": previous}))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Links:
    """Follows a chain, entry by entry, and notes where it does not hold."""

    def __init__(self, name: str, before: int = 0, previous: str = GENESIS) -> None:
        """Begin.

        Args:
            name: of the store or file, for problems.
            before: the number before the first entry.
            previous: its hash.
        """
        self.number = before
        self.hash = previous
        self.problems: list[Problem] = []
        self._name = name

    def follow(self, number: int, content: str, stated: str, previous: str | None = None) -> None:
        """Take the next entry: its number, the hash of what it says, and its own hash as it is stated."""
        if number != self.number + 1:
            what = f"it stands after entry {self.number}: an entry is missing, was added or was moved"
            self.note(number, what)
        elif previous is not None and previous != self.hash:
            self.note(number, "it does not follow the entry before it: one of them was replaced")
        if stated != hash_of(self.hash if previous is None else previous, number, content):
            self.note(number, "it does not have its own hash: it was changed, or one before it")
        self.number, self.hash = number, stated

    def note(self, number: int, what: str) -> None:
        """Note what is wrong with an entry."""
        hint = "compare it with a copy or an evidence file of that time"
        self.problems.append(Problem(Location(self._name, path=f"entry {number}"), what, hint))

    def meets(self, anchor: Anchor, found: str | None) -> None:
        """Hold the chain against an anchor.

        Args:
            anchor: how far the record had come.
            found: the hash of the entry of that number; None: there is none.
        """
        if found is None:
            what = f"the record had it on {anchor.at} and ends at entry {self.number}: its end is missing"
            self.note(anchor.number, what)
        elif found != anchor.hash:
            self.note(anchor.number, f"it is not the one that was anchored on {anchor.at}")


@dataclass(frozen=True, slots=True)
class Ready:
    """What is going to be an entry: all of it but its place in the chain and its time.

    Attributes:
        body: canonical JSON.
        case: the name of the case that it is about; empty: none.
        filed: of a decision, what it is found by.
    """

    kind: str
    by: str
    body: str
    case: str
    filed: Filed | None


def ready(said: Said, by: str) -> Ready:
    """Make an entry ready: what takes long is done before the writer's lock is taken.

    Raises:
        UsageError: *by* is empty.
        InputError: the body cannot be kept.
    """
    kind, body = said
    if not by.strip():
        raise UsageError("nobody is named who says it; an entry of the record has an author (--by)")
    told = filed(body) if kind == Kind.DECISION else None
    return Ready(kind, by, canonical(body), str(body.get("case", "")), told)


class Chain:
    """The record of a store."""

    def __init__(self, archive: Archive) -> None:
        """Of *archive*, which stays open as long as the chain is asked."""
        self.archive = archive

    def append(self, said: Iterable[Said], by: str, at: str) -> tuple[Entry, ...]:
        """Add entries at the end: all of them or, where anything is raised, none; once it returns, kept.

        Args:
            said: kind and body of each; `case` in a body is the name of the case that it is about.
            by: who asked or said it.
            at: the instant, ISO 8601 in UTC.

        Raises:
            UsageError: *by* is empty.
            InputError: a body cannot be kept.
            StoreError: the store cannot be written; nothing was changed.
        """
        prepared = [ready(each, by) for each in said]
        with self.archive.writing() as connection:
            return self.add(connection, prepared, at)

    def add(self, connection: Connection, prepared: Iterable[Ready], at: str) -> tuple[Entry, ...]:
        """The same inside a writer's transaction (:meth:`Archive.writing`), which may keep more with it."""
        before = entries.last(connection)
        number, previous = (before.number, before.hash) if before else (0, GENESIS)
        made: list[tuple[Entry, str]] = []
        lines: list[Line] = []
        for each in prepared:
            number += 1
            own = hash_of(previous, number, content_of(at, each.by, each.kind, each.body))
            made.append((Entry(number, previous, at, each.by, each.kind, each.body, own), each.case))
            previous = own
            if each.filed is not None:
                lines.append(Line(number, at, each.by, each.filed))
        entries.add(connection, made)
        decisions.add(connection, lines)
        return tuple(entry for entry, _ in made)

    def head(self) -> Entry | None:
        """The newest entry; None: there is none."""
        with self.archive.reading() as connection:
            return entries.last(connection)

    def entries(self, first: int = 1, until: int | None = None, case: str | None = None) -> Iterator[Entry]:
        """Entries in their order, all or those about a case."""
        return (entry for entry, _ in entries.entries(self.archive, first, until, case))

    def entry(self, number: int) -> Entry:
        """One entry.

        Raises:
            UsageError: there is none of that number.
        """
        found = next(self.entries(number, number), None)
        if found is None:
            raise UsageError(f"there is no entry {number} in the record of {self.archive}; see `record list`")
        return found

    def anchor(self, at: str) -> Anchor:
        """How far the record has come, at an instant.

        Raises:
            UsageError: it is empty.
        """
        head = self.head()
        if head is None:
            raise UsageError(f"the record of {self.archive} is empty; `sekisho screen --record` begins one")
        return Anchor(head.number, head.hash, at)

    def verify(self, anchor: Anchor | None = None) -> Links:
        """Follow the whole chain: where it holds, the links have no problems."""
        links = Links(str(self.archive))
        anchored: str | None = None
        for entry, looked_up in entries.entries(self.archive):
            content = content_of(entry.at, entry.by, entry.kind, entry.body)
            links.follow(entry.number, content, entry.hash, entry.previous)
            if looked_up != entries.about(_case(entry.body)):
                links.note(entry.number, "it is looked up by another case than it is about")
            if anchor is not None and entry.number == anchor.number:
                anchored = entry.hash
        if anchor is not None:
            links.meets(anchor, anchored)
        return links


def _case(body: str) -> str:
    """The case that a body is about; empty: none, or it cannot be read any more."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return str(told.get("case", "")) if isinstance(told, dict) else ""


def whole(entry: Entry) -> str:
    """An entry as one line of canonical JSON, with its body as JSON."""
    tail = {
        "by": entry.by,
        "hash": entry.hash,
        "kind": entry.kind,
        "number": entry.number,
        "previous": entry.previous,
    }
    # The keys in the order of canonical JSON, so that the body need not be read again.
    return f'{{"at":{canonical(entry.at)},"body":{entry.body},{canonical(tail)[1:]}'
