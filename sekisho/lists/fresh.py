"""How fresh a list is: when it is due again, and from when on its silence says nothing.

Invariants: *due* is a matter of instants and of the publisher's rhythm; *stale* is asked at a day of
knowledge, never of the clock, so that the same question has the same answer later.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sekisho.dates import FIRST_DAY
from sekisho.store import parties
from sekisho.store.own import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from sekisho.lists.source import Source
    from sekisho.model.statement import Snapshot
    from sekisho.store.engine import Archive, Failure


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stands on a day.

    Attributes:
        source: its declaration; None: the store holds it, but it is not declared here.
        snapshot: the one that serves; None: it was never retrieved.
        age: days since that snapshot.
        due: the instant from which it is to be retrieved again; empty: it is not declared, or has no rhythm.
        stale: is a name that is not found on it unknown?
        failure: the last update, where it failed.
        serves: the lists that it speaks for; None: it holds nothing.
    """

    id: str
    source: Source | None
    snapshot: Snapshot | None
    age: int | None
    due: str
    stale: bool
    failure: Failure | None
    serves: tuple[str, ...] | None = None


def standings(archive: Archive, declared: Mapping[str, Source], known: int) -> tuple[Standing, ...]:
    """How every source stands that is declared or held, as known on a day."""
    last = {each.source: each for each in archive.used(known)}
    failures: dict[str, Failure] = {}
    for failure in archive.problems():  # the newest first
        failures.setdefault(failure.source, failure)
    serves = _serves(archive, declared, last, known)
    found = []
    for name in sorted({*declared, *last, *failures} - OWN):
        standing = _standing(archive, name, declared.get(name), last.get(name), failures, known)
        found.append(replace(standing, serves=serves.get(name)))
    return tuple(found)


def _serves(
    archive: Archive, declared: Mapping[str, Source], last: Mapping[str, Snapshot], known: int
) -> Mapping[str, tuple[str, ...]]:
    """The lists that each source speaks for, of those that hold something, as an answer would have it."""
    order = {name: place for place, name in enumerate(declared)}
    held = sorted(last.values(), key=lambda each: (order.get(each.source, len(order)), each.source))
    found: dict[str, list[str]] = {each.source: [] for each in held if each.source not in OWN}
    carried = {pair for pair in parties.carried(archive, known, archive.latest()) if pair[0] in found}
    for listed, each in (
        Servings(archive.snapshots(), declared.get, archive.day).of(held, carried, known).items()
    ):
        found[each.source].append(listed)
    return {name: tuple(lists) for name, lists in found.items()}


def _standing(
    archive: Archive,
    name: str,
    source: Source | None,
    snapshot: Snapshot | None,
    failures: Mapping[str, Failure],
    known: int,
) -> Standing:
    day = archive.day(snapshot.id) if snapshot is not None else None
    failure = failures.get(name)
    if failure is not None and snapshot is not None and failure.after != snapshot.id:
        failure = None  # an update succeeded since
    return Standing(
        name,
        source,
        snapshot,
        max(0, known - day) if day is not None else None,
        next_due(source, asked(archive, snapshot)) if source is not None and snapshot is not None else "",
        source is not None and stale(source, day, known),
        failure,
    )


def asked(archive: Archive, last: Snapshot) -> str:
    """The instant at which the publisher was last asked; what was unchanged on that day left no snapshot."""
    files = archive.fetched(last.source) or {}
    return max([last.retrieved, *(str(each["retrieved"]) for each in files.values())])


def next_due(source: Source, retrieved: str) -> str:
    """The instant in UTC from which a source that was retrieved then is to be retrieved again."""
    when = dt.datetime.fromisoformat(retrieved) + source.about.refresh
    return when.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def is_due(archive: Archive, source: Source, at: str) -> bool:
    """Is it to be retrieved at this instant?"""
    last = archive.snapshots(source.id)
    return not last or next_due(source, asked(archive, last[-1])) <= at


def stale(source: Source, day: int | None, known: int) -> bool:
    """Is the last snapshot too old on a day of knowledge for its silence to mean anything?

    Args:
        source: its declaration says how long.
        day: of the last snapshot; None: there is none.
        known: the day of knowledge.
    """
    ended = source.about.ended
    return day is None or known - day > source.about.stale.days or (ended is not None and known > ended)


def declaration_digest(source: Source | None) -> str:
    """A hash of what a declaration has to say in an answer: how whole and fresh its lists are, their titles.

    Where it is fetched from and how it is read changes no answer from a store.

    Args:
        source: the declaration; None: there is none, and `none` is what the answer rests on.
    """
    if source is None:
        return "none"
    about = replace(source.about, refresh=dt.timedelta(), published=None, lists={}, law=(), terms="")
    told = (about, sorted(source.lists.items()), source.format.kind)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Serving:
    """The snapshot that speaks for a list on a day of knowledge.

    Attributes:
        day: its day of knowledge.
        declaration: a hash of what its declaration has to say.
        complete: is a name that is not found on the list known not to be on it?
        complete_from: the first day for which that may be said: nobody saw who was removed before.
        inherited: the question is of a day before anybody looked.
    """

    source: str
    snapshot: Snapshot
    day: int
    declaration: str
    complete: bool
    complete_from: int
    inherited: bool


@dataclass(slots=True)
class Servings:
    """Says which source speaks for a list: of several the newest, of two of a day the one declared first.

    Attributes:
        snapshots: all there are, the oldest first.
        declared: the declaration of a source; None: it has none here.
        day: the day of knowledge of a snapshot.
    """

    snapshots: Iterable[Snapshot]
    declared: Callable[[str], Source | None]
    day: Callable[[int], int]
    _first: dict[tuple[str, str], Snapshot] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for each in self.snapshots:
            for listed in each.lists:
                self._first.setdefault((each.source, listed), each)

    def of(
        self, used: Iterable[Snapshot], carried: Collection[tuple[str, str]], known: int
    ) -> dict[str, Serving]:
        """What serves on a day of knowledge, by list.

        Args:
            used: the snapshot of each source on that day, in the order of the declarations.
            carried: each source with the lists on which it has somebody; a file may come without a list.
            known: the day.
        """
        best: dict[str, Snapshot] = {}
        latest = {each.source: each for each in used}
        for source, listed in sorted(carried, key=lambda pair: list(latest).index(pair[0])):
            each = latest[source]
            if listed not in best or self.day(best[listed].id) < self.day(each.id):
                best[listed] = each
        return {listed: self._serving(listed, each, known) for listed, each in sorted(best.items())}

    def _serving(self, listed: str, snapshot: Snapshot, known: int) -> Serving:
        day, source = self.day(snapshot.id), self.declared(snapshot.source)
        first = self._first.get((snapshot.source, listed), snapshot)
        begun = min(self.day(first.id), first.published or self.day(first.id))
        # What no declaration names, as a dataset among others in a file, nobody says to be the whole list.
        whole = source is not None and source.about.complete and listed in snapshot.lists
        fresh = source is not None and not stale(source, day, known)
        # An act of Congress says once whom it names, and says it for good.
        named_for_good = source is not None and source.about.kind == "statute"
        return Serving(
            snapshot.source,
            snapshot,
            day,
            declaration_digest(source),
            complete=whole and fresh and (named_for_good or day <= known),
            complete_from=FIRST_DAY if named_for_good else begun,
            inherited=day > known,
        )
