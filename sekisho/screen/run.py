"""Cases in, answers out: in chunks, each laid out in columns, decided, and explained on access."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.assets.marks import Marks
from sekisho.dates import AsOf, Moment
from sekisho.errors import UsageError
from sekisho.law.answer import answer
from sekisho.law.columns import Batch
from sekisho.law.decide import Board, decide, wanted
from sekisho.law.read import READINGS
from sekisho.match.index import Index
from sekisho.memory import collector_at_rest
from sekisho.model.decision import Answer, Basis
from sekisho.model.measure import BY_STRICTNESS, Outcome
from sekisho.screen.listed import listed_in
from sekisho.screen.supply import Knowledge
from sekisho.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sekisho.law.register import Law
    from sekisho.model.case import Case
    from sekisho.model.decision import Decision
    from sekisho.store.base import Store

CHUNK = 16_384
"""Cases laid out at a time; an answer does not depend on it."""


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
            store: who is who, and who is on which list.
            readings: names of readings to adopt: `press`, `as-law`.
            measures: ids of instruments or measures to look at; none means all.
            every: list decisions with `no-rule` too.

        Raises:
            UsageError: a reading or measure does not exist.
        """
        self.law = law
        self.knowledge = Knowledge(store, Index(store, store.forms), Marks(store.marks))
        self.adopted = frozenset(readings)
        self.only = frozenset(measures)
        self._every = every
        self._basis = Basis(__version__, law.digest, store.hashes)
        for name in self.adopted - set(READINGS):
            message = f"there is no reading '{name}'; known are {', '.join(READINGS)}"
            raise UsageError(message)
        answering = wanted(law, frozenset())
        for name in self.only - set(answering) - frozenset().union(*answering.values()):
            there = name in law.instruments or name in law.blocks
            what = f"'{name}' answers nothing by itself" if there else f"there is no measure '{name}'"
            raise UsageError(f"{what}; see 'sekisho law list', and 'sekisho law show' for the measures")

    def batch(self, cases: Sequence[Case], as_of: AsOf) -> Batch:
        """Cases in columns, each at its own times; what a case leaves out, *as_of* fills in."""
        self.knowledge.companies.begin()
        times = [AsOf(c.on or as_of.on, as_of.known if c.known is None else c.known) for c in cases]
        return Batch(cases, times, self.law.facts, self.knowledge)

    def decide(self, batch: Batch) -> Board:
        """The outcomes of a batch, without explanations."""
        return decide(self.law, batch, self.adopted, self.only)

    def answers(self, cases: Sequence[Case], as_of: AsOf) -> Iterator[Answer]:
        """Answer the cases of one chunk."""
        batch = self.batch(cases, as_of)
        board = self.decide(batch)
        for row in range(len(batch)):
            yield self._answer(batch, board, row)

    def _answer(self, batch: Batch, board: Board, row: int) -> Answer:
        decisions: list[Decision] = []
        readings: list[Decision] = []
        for place, name in enumerate(board.instruments):
            if not (self._every or board.codes[place, row] or board.shown[place, row]):
                continue
            decision, aside = answer(self.law, batch, row, name, self.adopted, self.only)
            if decision is not None and (self._every or _speaks(decision) or decision.latent):
                decisions.append(decision)
            # A reading that is merely possible says nothing yet.
            readings.extend(each for each in aside if self._every or each.outcome is not Outcome.UNKNOWN)
        # The strictest first; a stable sort keeps the order of the register.
        decisions.sort(key=lambda decision: -decision.outcome.strictness)
        outcome = decisions[0].outcome if decisions else Outcome.NO_RULE
        touched = readings or any(_speaks(decision) or decision.latent for decision in decisions)
        return Answer(
            batch.cases[row].id,
            outcome,
            tuple(decisions),
            tuple(readings),
            listed_in(batch, row, self.knowledge),
            batch.as_of[row],
            self._basis,
            () if touched else board.instruments,
            batch.cases[row].called,
        )


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
    for start in range(0, len(cases), CHUNK):
        with collector_at_rest():
            board = screener.decide(screener.batch(cases[start : start + CHUNK], as_of))
        decided.extend(BY_STRICTNESS[code] for code in board.overall.tolist())
    return decided


def now() -> AsOf:
    """Today, as known today."""
    day = dates.today()
    return AsOf(Moment(day), day)
