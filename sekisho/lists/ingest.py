"""Takes what a source says into the store, if it may be believed.

Invariants: what is checked of the whole (counts, canaries, the share that vanished) is checked before the
transaction is committed; a refusal leaves the store as it was, except that it is recorded, in a transaction
of its own. Bytes that were read before in the same way are not read again.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem
from sekisho.lists.declaration import Checks
from sekisho.lists.props import NAMES
from sekisho.memory import collector_at_rest
from sekisho.store.engine import WAIT
from sekisho.store.fault import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sekisho.model.statement import Said
    from sekisho.store.engine import Archive
    from sekisho.store.writer import Change, Retrieval


def ingest(
    archive: Archive,
    retrieval: Retrieval,
    said: Iterable[Said],
    day: int,
    checks: Checks | None = None,
    *,
    rows: Callable[[], int] | None = None,
    allow_removed: bool = False,
    wait: float = WAIT,
) -> Change:
    """Let *said* be all that a source says from *day* on, unless a check speaks against it.

    Args:
        archive: the store.
        retrieval: where it comes from; its `sha256` names the original bytes.
        said: every statement, in the order of the file; not touched where the same bytes were read before.
        day: the day of knowledge.
        checks: what is asserted of the whole; None: nothing is.
        rows: asked once *said* is read: how many rows there were.
        allow_removed: take it even where more vanished than is allowed; a person has looked.
        wait: seconds to wait for another writer.

    Raises:
        InputError: it is refused; every reason is among the problems, and recorded.
        StoreError: the store cannot be written; nothing was changed.
        UsageError: *day* is before the last snapshot of the source.
    """
    checks = Checks((0, None), (0, None)) if checks is None else checks
    try:
        with collector_at_rest(), archive.write(wait=wait) as writer:
            change = writer.repeat(retrieval, day)
            if change is None:
                canaries = Canaries(checks.must_contain)
                change = writer.replace(retrieval, canaries.watched(said), day, rows)
                _check(change, checks, canaries, allow_removed=allow_removed)
    except InputError as error:
        _record(archive, retrieval, error, wait)
        raise
    return change


def _record(archive: Archive, retrieval: Retrieval, error: InputError, wait: float) -> None:
    """Note a refusal; that it happened matters more than its record."""
    with suppress(StoreError), archive.write(wait=wait) as writer:
        source, at = retrieval.source, retrieval.retrieved
        writer.refuse(source, at, str(error), error.problems, retrieval.sha256)


class Canaries:
    """Names without which a list is not the list, in whatever letters it writes them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._missing = {name.casefold(): name for name in names}

    @property
    def missing(self) -> tuple[str, ...]:
        """Those that have not come, as they were declared."""
        return tuple(self._missing.values())

    def watched(self, said: Iterable[Said]) -> Iterator[Said]:
        """The same statements; names that pass are crossed off."""
        missing, coming = self._missing, iter(said)
        while missing:
            each = next(coming, None)
            if each is None:
                return
            if each.statement.prop in NAMES:
                missing.pop(each.statement.value.casefold(), None)
            yield each
        yield from coming  # all have passed: the rest is not looked at

    def problems(self, source: str) -> Iterator[Problem]:
        """What is to be said of those that did not come."""
        for name in self.missing:
            hint = "see whether the layout changed; change assert.must_contain only if it left the list"
            yield Problem(Location(source), f"'{name}' is missing", hint)


def _check(change: Change, checks: Checks, canaries: Canaries, *, allow_removed: bool) -> None:
    """Refuse a snapshot that looks wrong as a whole, with every reason.

    Raises:
        InputError: it does.
    """
    source = change.snapshot.source
    problems = [*_counts(change, checks), *canaries.problems(source)]
    if not allow_removed:
        problems += _removed(change, checks)
    if problems:
        raise InputError(f"{source}: the file is refused, the last good snapshot goes on serving", problems)


def _counts(change: Change, checks: Checks) -> Iterator[Problem]:
    snapshot = change.snapshot
    for word, count, (least, most) in (
        ("rows", snapshot.rows, checks.rows),
        ("entities", snapshot.entities, checks.entities),
    ):
        if count < least:
            hint = f"the file is cut short, or its layout changed; else lower assert.{word}.min"
            yield Problem(Location(snapshot.source), f"{count:,} {word}, fewer than {least:,}", hint)
        if most is not None and count > most:
            hint = f"see what was added; if it is right, raise assert.{word}.max"
            yield Problem(Location(snapshot.source), f"{count:,} {word}, more than {most:,}", hint)


def _removed(change: Change, checks: Checks) -> Iterator[Problem]:
    if change.share_removed > checks.max_removed:
        of = f"{change.entities_removed:,} of {change.entities_before:,} entities and listings are gone"
        what = f"{of}: {change.share_removed:.1%}, more than {checks.max_removed:.1%}"
        hint = "see what the publisher says; if it is right, allow it for this once"
        yield Problem(Location(change.snapshot.source), what, hint)
