"""The temporal grid: on every quarter, each rule of the corpus has one text, one state, and can be asked."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sekisho import dates
from sekisho.dates import LAST_DAY, AsOf, Moment
from sekisho.law.columns import Batch
from sekisho.law.decide import judge, state_of
from sekisho.law.evaluate import scope_of, stretches
from sekisho.law.register import Law
from sekisho.model.case import Case
from sekisho.model.measure import State

if TYPE_CHECKING:
    from sekisho.model.measure import Block

LAW = Law.load()
RULES = [block for block in LAW.blocks.values() if block.kind != "definition"]
CLAUSES = [block for instrument in LAW.instruments for block in LAW.clauses(instrument)]
LEGAL = {
    State.REPORTED: {State.REPORTED},
    State.ANNOUNCED: {State.ANNOUNCED, State.UPCOMING, State.IN_FORCE, State.SUSPENDED},
    State.UPCOMING: {State.UPCOMING, State.IN_FORCE, State.SUSPENDED, State.ENDED},
    State.IN_FORCE: {State.IN_FORCE, State.SUSPENDED, State.ENDED, State.UPCOMING},
    State.SUSPENDED: {State.SUSPENDED, State.IN_FORCE, State.ENDED, State.UPCOMING},
    State.ENDED: {State.ENDED},
}
"""What may follow what, all being known: a text may begin and end within a quarter; *upcoming* after *in
force* is a gap that a later text ends."""


def quarters() -> list[int]:
    starts = [
        text.start.day for block in LAW.blocks.values() for text in block.texts if text.start is not None
    ]
    starts += [
        text.start.day for each in LAW.instruments.values() for text in each.texts if text.start is not None
    ]
    first, last = dt.date.fromordinal(min(starts)).year, dt.date.fromordinal(dates.today()).year + 2
    return [dt.date(year, month, 1).toordinal() for year in range(first, last + 1) for month in (1, 4, 7, 10)]


@pytest.fixture(scope="module")
def grid() -> Batch:
    """A case of which nothing is told, on every quarter."""
    days = quarters()
    return Batch(
        [Case(dates.iso(day), {}) for day in days], [AsOf(Moment(day), LAST_DAY) for day in days], LAW.facts
    )


@pytest.mark.parametrize("block", RULES, ids=lambda block: block.id)
def test_one_text_governs_each_quarter(block: Block, grid: Batch) -> None:
    governed = np.zeros(len(grid), np.int64)
    for governing, rows in stretches(scope_of(LAW, grid), block):
        assert governing is not None
        governed[rows] += 1
    assert (governed == 1).all()


@pytest.mark.parametrize("block", CLAUSES, ids=lambda block: block.id)
def test_every_clause_can_be_asked_and_its_states_follow_one_another(block: Block, grid: Batch) -> None:
    states: dict[int, State] = {}
    for judged in judge(block, scope_of(LAW, grid), keep=True):
        assert len(judged.truths) == len(judged.rows)
        states.update((int(row), state_of(judged, at)) for at, row in enumerate(judged.rows))
    line = [states[row] for row in range(len(grid))]
    for before, after in pairwise(line):
        assert after in LEGAL[before]


def test_nothing_is_known_before_anything_was_published() -> None:
    batch = Batch([Case("early", {})], AsOf(Moment(dates.today()), dates.day("1900-01-01")), LAW.facts)
    for block in CLAUSES:
        assert not list(judge(block, scope_of(LAW, batch)))
