"""Cases in, answers out: in chunks, each laid out in columns, decided, and explained on access.

Invariants: answers come in the order of the cases, and each is the one that its case would have alone; where
lists differ with the day of knowledge, the cases of a chunk are decided store by store.
"""

from __future__ import annotations

from collections import OrderedDict
from copy import copy
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sekisho import dates
from sekisho.assets.marks import Marks
from sekisho.dates import AsOf, Moment
from sekisho.errors import UsageError
from sekisho.law.answer import answers
from sekisho.law.columns import Batch
from sekisho.law.decide import Board, asked_of, decide, wanted
from sekisho.match.index import Index
from sekisho.memory import collector_at_rest
from sekisho.model.case import Called
from sekisho.model.decision import Answer, Basis
from sekisho.model.measure import BY_STRICTNESS, READINGS, Outcome
from sekisho.screen.licences import Licences, naming
from sekisho.screen.listed import listed_in
from sekisho.screen.named import named
from sekisho.screen.supply import Knowledge
from sekisho.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sekisho.law.register import Law
    from sekisho.law.shapes import Shapes
    from sekisho.model.case import Case
    from sekisho.model.decision import Decision
    from sekisho.model.licence import Held
    from sekisho.store.base import Store
    from sekisho.truth import Index as Rows

CHUNK = 32_768
"""Cases laid out at a time; an answer does not depend on it."""
MANY = 131_072
"""The same where nothing but outcomes is asked for: it costs less, and nobody waits for the first answers."""
TOGETHER, PARTS = 64, 10_000
"""Cases told together, and parts in them: whatever an explanation may need is at hand for all of them."""
SORTED = 256
"""Cases from which on they are sorted into kinds that the law answers alike."""
KEPT = 4
"""Stores of other days that are kept ready."""


class Decided(NamedTuple):
    """The cases of a chunk that one store answers.

    Attributes:
        places: where they stand in the chunk.
    """

    places: Sequence[int]
    batch: Batch
    board: Board
    knowledge: Knowledge
    basis: Basis


class Screener:
    """A law and a store, ready to answer."""

    def __init__(
        self,
        law: Law,
        store: Store,
        *,
        readings: Iterable[str] = (),
        measures: Iterable[str] = (),
        every: bool = False,
    ) -> None:
        """Prepare.

        Args:
            law: the register.
            store: who is who, and who is on which list; each case asks it as known on its own day.
            readings: names of readings to adopt: `press`, `as-law`.
            measures: ids of instruments or measures to look at; none means all.
            every: list decisions with `no-rule` too.

        Raises:
            UsageError: a reading or measure does not exist.
        """
        self.law = law
        self._marks = Marks(store.marks)
        self.knowledge = Knowledge(store, Index(store), self._marks)
        self._others: OrderedDict[Store, Knowledge] = OrderedDict()
        self._ask(readings, measures, every=every)

    def asking(
        self, readings: Iterable[str] = (), measures: Iterable[str] = (), *, every: bool = False
    ) -> Screener:
        """The same law and store, asked in another way; what is ready is shared, so one is asked at a time.

        Raises:
            UsageError: a reading or measure does not exist.
        """
        other = copy(self)
        other._ask(readings, measures, every=every)  # noqa: SLF001  # it is one of these
        return other

    def _ask(self, readings: Iterable[str], measures: Iterable[str], *, every: bool) -> None:
        self.adopted = frozenset(readings)
        self.only = frozenset(measures)
        self._every = every
        for name in self.adopted - set(READINGS):
            message = f"there is no reading '{name}'; known are {', '.join(READINGS)}"
            raise UsageError(message)
        answering = wanted(self.law, frozenset())
        for name in self.only - set(answering) - frozenset().union(*answering.values()):
            there = name in self.law.instruments or name in self.law.blocks
            what = f"'{name}' answers nothing by itself" if there else f"there is no measure '{name}'"
            raise UsageError(f"{what}; see 'sekisho law list', and 'sekisho law show' for the measures")

    def knowing(self, known: int) -> Knowledge:
        """What is known on a day: names, owners and lists, ready to be asked."""
        return self._ready(self.knowledge.store.at(known))

    def _ready(self, store: Store) -> Knowledge:
        if store is self.knowledge.store:
            return self.knowledge
        found = self._others.get(store)
        if found is None:
            # Stores that differ only in how fresh their lists are share an index.
            alike = (each for each in (self.knowledge, *self._others.values()) if _alike(each.store, store))
            index = next((each.index for each in alike), None)
            found = Knowledge(store, index or Index(store), self._marks)
            self._others[store] = found
            if len(self._others) > KEPT:
                self._others.popitem(last=False)
        self._others.move_to_end(store)
        return found

    def _licences(self, knowledge: Knowledge) -> Licences:
        return Licences(knowledge.store.licences, self.law.facts, knowledge.index.find)

    def _held(self, decided: Decided, row: int) -> tuple[Held, ...]:
        """What the licences on file say to a case."""
        if not decided.knowledge.store.licences:
            return ()
        batch = decided.batch
        return self._licences(decided.knowledge).held(batch.cases[row], batch.as_of[row].on.day)

    def batch(self, cases: Sequence[Case], as_of: AsOf, knowledge: Knowledge | None = None) -> Batch:
        """Cases in columns, each at its own times; what a case leaves out, *as_of* fills in.

        Args:
            cases: the cases, all answered by one store.
            as_of: the two times for cases that give none.
            knowledge: that store, ready to be asked; None: the one this was made with.
        """
        supplier = knowledge or self.knowledge
        if supplier.store.licences:
            licences = self._licences(supplier)
            cases = [licences.given(case, (case.on or as_of.on).day) for case in cases]
        supplier.companies.begin()
        times = [
            as_of
            if case.on is None and case.known is None
            else AsOf(case.on or as_of.on, as_of.known if case.known is None else case.known)
            for case in cases
        ]
        return Batch(cases, times, self.law.facts, supplier)

    def decide(self, batch: Batch) -> Board:
        """The outcomes of a batch, without explanations; of cases answered alike the law is asked one."""
        knowledge = batch.supplier
        if len(batch) < SORTED or not isinstance(knowledge, Knowledge):
            return self._ask_law(batch)
        from sekisho.screen.alike import kinds, some  # noqa: PLC0415  # who asks about few need not wait

        clauses = [each.block for each in asked_of(self.law, self.only)]
        first, kind = kinds(self._shapes, batch, knowledge, clauses)
        if len(first) == len(batch):
            return self._ask_law(batch)
        board = self._ask_law(Batch(*some(batch, first), knowledge))
        return Board(board.instruments, board.codes[:, kind], board.shown[:, kind])

    @cached_property
    def _shapes(self) -> Shapes:
        from sekisho.law.shapes import Shapes  # noqa: PLC0415  # who asks about few need not wait

        return Shapes(self.law)

    def _ask_law(self, batch: Batch) -> Board:
        return decide(self.law, batch, self.adopted, self.only)

    def decided(self, cases: Sequence[Case], as_of: AsOf) -> Iterator[Decided]:
        """The outcomes of cases, store by store: days between which nothing was learnt share one."""
        for store, places in self._shares(cases, as_of).items():
            own = cases if len(places) == len(cases) else [cases[place] for place in places]
            knowledge = self._ready(store)
            batch = self.batch(own, as_of, knowledge)
            basis = Basis(__version__, self.law.digest, store.hashes)
            yield Decided(places, batch, self.decide(batch), knowledge, basis)

    def _shares(self, cases: Sequence[Case], as_of: AsOf) -> dict[Store, Sequence[int]]:
        """The places of the cases that each store answers."""
        own = self.knowledge.store
        if own.others is None:
            return {own: range(len(cases))}
        days: dict[int, list[int]] = {}
        for place, case in enumerate(cases):
            days.setdefault(as_of.known if case.known is None else case.known, []).append(place)
        shares: dict[Store, list[int]] = {}
        for known in sorted(days):
            shares.setdefault(own.at(known), []).extend(days[known])
        return {store: sorted(places) for store, places in shares.items()}

    def answers(self, cases: Sequence[Case], as_of: AsOf) -> Iterator[Answer]:
        """Answer the cases of one chunk, in their order."""
        decided = list(self.decided(cases, as_of))
        own = [self.told(each, np.arange(len(each.batch))) for each in decided]
        if len(own) == 1:
            yield from own[0]
            return
        share = {place: told for each, told in zip(decided, own, strict=True) for place in each.places}
        yield from (next(share[place]) for place in range(len(cases)))

    def told(self, decided: Decided, rows: Rows) -> Iterator[Answer]:
        """The whole answers to some cases of what was decided, in their order, with their reasons."""
        cases = decided.batch.cases
        # The law need not ask about everybody, but whoever is listed is told.
        decided.knowledge.index.prepare(query for row in rows.tolist() for _, query in named(cases[row]))
        for share in _shares(cases, rows):
            decisions: dict[int, list[Decision]] = {row: [] for row in share.tolist()}
            readings: dict[int, list[Decision]] = {row: [] for row in share.tolist()}
            for name, own in self._concerned(decided.board, share):
                told = answers(self.law, decided.batch, own, name, self.adopted, self.only)
                for row, (decision, aside) in zip(own.tolist(), told, strict=True):
                    if decision is not None and (self._every or _speaks(decision) or decision.latent):
                        decisions[row].append(naming(decision, cases[row]))
                    # A reading that is merely possible says nothing yet.
                    readings[row].extend(
                        each for each in aside if self._every or each.outcome is not Outcome.UNKNOWN
                    )
            for row in share.tolist():
                yield self._answer(decided, row, decisions[row], readings[row])

    def _concerned(self, board: Board, rows: Rows) -> Iterator[tuple[str, Rows]]:
        """The instruments that have something to say, each with those of some rows to which it has."""
        for name, codes, shown in zip(board.instruments, board.codes, board.shown, strict=True):
            own = rows if self._every else rows[(codes[rows] > 0) | shown[rows]]
            if len(own):
                yield name, own

    def _answer(
        self, decided: Decided, row: int, decisions: list[Decision], readings: list[Decision]
    ) -> Answer:
        batch = decided.batch
        # The strictest first; a stable sort keeps the order of the register.
        decisions.sort(key=lambda decision: -decision.outcome.strictness)
        touched = readings or any(_speaks(decision) or decision.latent for decision in decisions)
        return Answer(
            batch.cases[row].id,
            decisions[0].outcome if decisions else Outcome.NO_RULE,
            tuple(decisions),
            tuple(readings),
            listed_in(batch, row, decided.knowledge),
            batch.as_of[row],
            decided.basis,
            () if touched else decided.board.instruments,
            self._held(decided, row) if touched else (),
            Called(batch.cases[row]),
        )


def _shares(cases: Sequence[Case], rows: Rows) -> Iterator[Rows]:
    """Some rows of a batch in shares that are told together: so many cases, or so many parts."""
    begun = parts = 0
    for place, row in enumerate(rows.tolist(), start=1):
        parts += len(cases[row].components or ())
        if place - begun == TOGETHER or parts >= PARTS or place == len(rows):
            yield rows[begun:place]
            begun, parts = place, 0


def _alike(one: Store, other: Store) -> bool:
    """Would a name find the same entities in both?"""
    return one.entities is other.entities and one.judgements == other.judgements


def _speaks(decision: Decision) -> bool:
    return decision.outcome is not Outcome.NO_RULE


def screen(
    cases: Iterable[Case],
    *,
    law: Law,
    store: Store,
    as_of: AsOf | None = None,
    readings: Iterable[str] = (),
    measures: Iterable[str] = (),
    every: bool = False,
) -> Iterator[Answer]:
    """Answer cases, in their order, as they come.

    Args:
        cases: the cases.
        law: the register, from :meth:`Law.load`.
        store: who is who, from :func:`open_store`.
        as_of: the two times for cases that give none; None: today.
        readings: names of readings to adopt.
        measures: ids of instruments or measures to look at; none means all.
        every: list decisions with `no-rule` too.

    Raises:
        UsageError: a reading or measure does not exist.
    """
    screener = Screener(law, store, readings=readings, measures=measures, every=every)
    times = as_of or now()
    remaining = iter(cases)
    while chunk := list(islice(remaining, CHUNK)):
        yield from screener.answers(chunk, times)


def outcomes(cases: Sequence[Case], screener: Screener, as_of: AsOf) -> list[Outcome]:
    """The overall outcome of each case, without explanations: the fast way over many."""
    decided: list[Outcome] = []
    for start in range(0, len(cases), MANY):
        chunk = cases[start : start + MANY]
        codes: list[int] = [0] * len(chunk)
        with collector_at_rest():
            for each in screener.decided(chunk, as_of):
                for place, code in zip(each.places, each.board.overall.tolist(), strict=True):
                    codes[place] = code
        decided.extend(BY_STRICTNESS[code] for code in codes)
    return decided


def now() -> AsOf:
    """Today, as known today."""
    day = dates.today()
    return AsOf(Moment(day), day)
