"""Takes what a source says into the store, if it may be believed.

Invariants: what is checked of the whole (counts, canaries, the share that vanished) is checked before the
transaction is committed; a refusal leaves the store as it was, except that it is recorded, in a transaction
of its own. Bytes that were read before in the same way are not read again.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem, counted
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

NO_CHECKS = Checks((0, None), (0, None))
FEW = 20
"""Of so few entries one is a large share: the share of such a list inside a file is not looked at."""
MOST_REMOVED = 0.2
"""The share that may vanish at once where the declaration says nothing."""
HINT_REMOVED = "see what the publisher says; if it is right, allow it this once: --allow-removed"


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
    checks, allow_removed = (NO_CHECKS, True) if checks is None else (checks, allow_removed)
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

    def watched(self, said: Iterable[Said]) -> Iterable[Said]:
        """The same statements; names that pass are crossed off."""
        return self._crossing(said) if self._missing else said

    def _crossing(self, said: Iterable[Said]) -> Iterator[Said]:
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
        raise InputError(f"{source} is refused: {counted(len(problems), 'problem')}", problems)


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
    """Too much gone from the whole, or from one list of several: a small list may vanish in a long file."""
    at, hint = Location(change.snapshot.source), HINT_REMOVED
    before, most = change.entities_before, _most(checks, change.entities_before)
    if change.share_removed > most:
        of = f"{change.entities_removed:,} of {before:,} entities and listings are gone"
        yield Problem(at, f"{of}: {change.share_removed:.1%}, more than {most:.1%}", hint)
    several = len(change.thinned) > 1
    for each in change.thinned:
        if each.empty:
            yield Problem(at, f"list {each.list}: of {each.before:,} entries none is left", hint)
        elif several and each.before > FEW and each.share > (most := _most(checks, each.before)):
            of = f"list {each.list}: {each.removed:,} of {each.before:,} entries are gone"
            yield Problem(at, f"{of}: {each.share:.1%}, more than {most:.1%}", hint)


def _most(checks: Checks, before: int) -> float:
    """The share that may vanish; where none is declared, of a few entries any."""
    if checks.max_removed is not None:
        return checks.max_removed
    return MOST_REMOVED if before > FEW else 1.0
