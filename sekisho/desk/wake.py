"""When lists change: decides those recorded cases again that the change touches, and no others.

Which these are, names tell: every name that was looked up for a decision is looked up once more. Where what
is said of its bearers is another than it was (its portrait), the decisions that asked for it are decided
again, on the day of their act and as known today; so are those for which a list has become complete, or no
longer is.

Invariants: a decision is taken up only while it is the last one of its case; what comes out as it was leaves
no trace but a number; what comes out otherwise is a decision of its own that follows the one before, and a
changed outcome awaits a person. Whoever is stopped half way can begin again: nothing is decided twice.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from sekisho import dates
from sekisho.dates import AsOf
from sekisho.desk import beside
from sekisho.desk.beside import Beside, drawn, is_alive, query_in
from sekisho.desk.notice import of_change, post
from sekisho.desk.queue import changed
from sekisho.errors import InputError, UsageError
from sekisho.model.task import Changed
from sekisho.record import said
from sekisho.record.chain import Chain, ready
from sekisho.record.difference import difference
from sekisho.store import concerns as kept
from sekisho.store import entries
from sekisho.store.concerns import Woken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from sekisho.desk.ready import Ready
    from sekisho.law.register import Law
    from sekisho.model.case import Case
    from sekisho.model.entity import ListInfo
    from sekisho.model.entry import Entry
    from sekisho.record.chain import Ready as Entering
    from sekisho.record.said import Decided
    from sekisho.store.concerns import LookedUp
    from sekisho.store.engine import Archive

TOGETHER = 64
"""Cases that are decided again at once."""
AUTHOR = "sekisho"
"""In whose name it is done: nobody asked."""


@dataclass(frozen=True, slots=True)
class Waking:
    """What came of holding the decisions of a store against its lists as they are now.

    Attributes:
        snapshots: the newest one when that was done last (0: never), and the newest now.
        names: how many were looked up again.
        other: of how many of these something else is said than before.
        again: the decisions that were decided again.
        otherwise: the new decisions, where reasons or outcome are others now.
        changed: those whose outcome changed.
        refused: decisions that cannot be decided again, with the reason.
    """

    snapshots: tuple[int, int]
    names: int = 0
    other: int = 0
    again: tuple[int, ...] = ()
    otherwise: tuple[int, ...] = ()
    changed: tuple[Changed, ...] = ()
    refused: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Again:
    """A decision that was decided again.

    Attributes:
        owner: who asked first.
        now: its outcome.
        beside: what is kept beside it.
        entry: the new decision, ready to be kept; None: it came out as it was.
    """

    before: Decided
    owner: str
    now: str
    beside: Beside
    entry: Entering | None


class _Standing(NamedTuple):
    """A decision that stands, with its case and who asked first."""

    before: Decided
    case: Case
    owner: str


class Waker:
    """Holds the decisions of a store against its lists."""

    def __init__(
        self, archive: Archive, law: Law, rooms: Ready, clock: Callable[[], str] = dates.instant
    ) -> None:
        """Of *archive*, which stays open, by what is ready in *rooms*."""
        self._archive = archive
        self._law = law
        self._rooms = rooms
        self._chain = Chain(archive)
        self._clock = clock

    def wake(self, *, every: bool = False, progress: Callable[[str, int], None] | None = None) -> Waking:
        """Do it.

        Args:
            every: decide every decision again that still stands, whatever changed: after a change of the law.
            progress: is told how many names were looked up (`names`) and decisions decided (`decisions`).

        Raises:
            StoreError: the store cannot be read or written; what was done until then stays.
        """
        tell = progress or (lambda *_: None)
        with self._archive.reading() as connection:
            last = kept.woken(connection)
        newest, standing = self._lists_now()
        names, other = self._other(tell)
        numbers = self._touched(other, last, standing, every=every)
        done = list(self._all_again(numbers, tell))
        result = Waking(
            (last.snapshot, newest),
            names,
            len(other),
            tuple(each for part in done for each in part.again),
            tuple(each for part in done for each in part.otherwise),
            tuple(each for part in done for each in part.changed),
            tuple(each for part in done for each in part.refused),
        )
        with self._archive.writing() as connection:
            kept.redraw(connection, other)
            kept.wake(connection, Woken(newest, standing, self._law.digest))
            if result.again:
                self._chain.add(connection, [ready(said.waking(**_told(result)), AUTHOR)], self._clock())
        return result

    # --- whom it touches -------------------------------------------------------------------------

    def _lists_now(self) -> tuple[int, dict[str, list[Any]]]:
        """The newest snapshot, and how complete each list is."""
        with self._rooms.turn():
            newest = self._archive.latest()
            store = self._rooms.knowledge(dates.today()).store
            return newest, {name: _completeness(info) for name, info in store.lists.items()}

    def _other(self, tell: Callable[[str, int], None]) -> tuple[int, list[LookedUp]]:
        """How many names there are, and those of which something else is said now."""
        count, other = 0, []
        with self._archive.reading() as connection:
            for some in kept.every(connection):
                with self._rooms.turn():
                    knowledge = self._rooms.knowledge(dates.today())
                    queries = [query_in(each) for each in some]
                    knowledge.index.prepare(queries)
                    now = [drawn(each, knowledge) for each in queries]
                    knowledge.index.forget()
                other += [new for new, old in zip(now, some, strict=True) if new != old]
                count += len(some)
                tell("names", count)
        return count, other

    def _touched(
        self, other: Sequence[LookedUp], last: Woken, standing: Mapping[str, Sequence[Any]], *, every: bool
    ) -> list[int]:
        """The decisions to be decided again."""
        with self._archive.reading() as connection:
            if every:
                return sorted(kept.standing(connection))
            numbers = {*kept.decisions(connection, other), *_unfiled(connection)}
            turned = _turned(last.lists, standing)
            for on, some in kept.days(connection).items() if turned else ():
                day = dates.moment(on).day
                if any(_is_open(then, day) != _is_open(now, day) for then, now in turned):
                    numbers.update(some)
            return sorted(numbers)

    # --- decided again ---------------------------------------------------------------------------

    def _all_again(self, numbers: Iterable[int], tell: Callable[[str, int], None]) -> Iterator[Waking]:
        remaining, count = iter(numbers), 0
        while some := list(islice(remaining, TOGETHER)):
            yield self._some_again(some)
            count += len(some)
            tell("decisions", count)

    def _some_again(self, numbers: Sequence[int]) -> Waking:
        refused: list[tuple[int, str]] = []
        decisions: list[_Standing] = []
        with self._archive.reading() as connection:
            found = list(entries.some(connection, numbers))
        for entry in found:
            try:
                decisions.append(self._standing(entry))
            except (InputError, UsageError) as error:
                refused.append((entry.number, str(error)))
        with self._rooms.turn():
            again = [each for some in _alike(decisions) for each in self._answered(some)]
        with self._archive.writing() as connection:
            new = self._keep(connection, again)
        others = [(each, entry) for each, entry in new if entry is not None]
        return Waking(
            (0, 0),
            again=tuple(each.before.number for each, _ in new),
            otherwise=tuple(entry.number for _, entry in others),
            changed=tuple(_change(each, entry) for each, entry in others if _turns(each)),
            refused=tuple(refused),
        )

    def _standing(self, entry: Entry) -> _Standing:
        """A decision that stands.

        Raises:
            InputError: it cannot be read, or a word of its case is no word of the case format any more.
        """
        before = said.decided(entry)
        owner = json.loads(entry.body).get("asked_by") or entry.by
        return _Standing(before, before.told(self._law.facts), owner)

    def _answered(self, some: Sequence[_Standing]) -> Iterator[_Again]:
        """The answers to cases that are asked in one way, as known today."""
        asked, today = some[0].before.asked, dates.today()
        screener = self._rooms.screener(asked)
        cases = [replace(each.case, on=each.before.as_of.on, known=today) for each in some]
        answers = screener.answers(cases, AsOf(dates.Moment(today), today))
        knowledge = screener.knowing(today)
        for (before, case, owner), timed, answer in zip(some, cases, answers, strict=True):
            kind, body = said.decision(case, answer, asked, self._law.facts)
            now: Any = body["answer"]
            own = beside.beside(knowledge, timed, now)
            found = difference(before.answer, now)
            same = found.then == found.now and not (found.decisions or found.listed or found.held)
            new = {**body, "follows": before.number, "asked_by": owner}
            yield _Again(before, owner, found.now, own, None if same else ready((kind, new), AUTHOR))

    def _keep(self, connection: Connection, again: Sequence[_Again]) -> list[tuple[_Again, Entry | None]]:
        """Keep what came out otherwise, of cases that nobody else has decided meanwhile."""
        at = self._clock()
        still = set(kept.standing(connection, (each.before.number for each in again)))
        standing = [each for each in again if each.before.number in still]
        made = iter(self._chain.add(connection, [each.entry for each in standing if each.entry], at))
        new = [(each, next(made) if each.entry else None) for each in standing]
        told = [(each, entry) for each, entry in new if entry is not None]
        beside.keep(
            connection, self._law, [(entry, each.before.case, each.beside) for each, entry in told], at
        )
        kept.note(connection, [(each.before.number, each.beside.names) for each, _ in new])
        for each, entry in told:
            if _turns(each):
                change = _change(each, entry)
                changed(connection, change, at)
                post(connection, [(each.owner, of_change(change))], at)
        return new


def _unfiled(connection: Connection) -> Iterator[int]:
    """Decisions from before names were noted, but for those about what was known on a past day."""
    for number, known, at in kept.unfiled(connection):
        if is_alive(dates.day(known), dates.moment(at).day):
            yield number


def _alike(decisions: Iterable[_Standing]) -> Iterable[list[_Standing]]:
    """Decisions that were asked in one way, together."""
    ways: dict[object, list[_Standing]] = {}
    for each in decisions:
        ways.setdefault(each.before.asked, []).append(each)
    return ways.values()


def _turns(again: _Again) -> bool:
    return bool(again.before.answer["outcome"] != again.now)


def _change(again: _Again, entry: Entry) -> Changed:
    was = again.before.answer["outcome"]
    return Changed(again.before.case, again.before.number, entry.number, was, again.now)


def _completeness(info: ListInfo) -> list[Any]:
    """How complete a list is, and what says so."""
    return [info.published, info.complete, info.complete_from, info.loaded]


def _turned(
    then: Mapping[str, Sequence[Any]], now: Mapping[str, Sequence[Any]]
) -> list[tuple[Sequence[Any] | None, Sequence[Any]]]:
    """The lists for which another snapshot speaks, as they were and as they are.

    One that has merely become old is left out: that is told where lists are looked after, and touches all.
    """
    return [(then.get(name), each) for name, each in now.items() if then.get(name, [""])[-1] != each[-1]]


def _is_open(standing: Sequence[Any] | None, day: int) -> bool:
    """May somebody who is not found on a list have stood on it on a day?"""
    if standing is None:
        return True
    _, complete, complete_from, _ = standing
    return bool(not complete or day < complete_from)


def _told(result: Waking) -> dict[str, Any]:
    """What is kept of it: numbers, for the decisions themselves are entries."""
    return {
        **asdict(result),
        "changed": [each.decision for each in result.changed],
        "refused": [n for n, _ in result.refused],
    }
