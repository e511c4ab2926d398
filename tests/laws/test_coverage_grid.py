"""The temporal grid: on every month, each rule of the corpus has one text, one state, and can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sekisho import dates
from sekisho.dates import LAST_DAY, AsOf, Moment
from sekisho.law import temporal
from sekisho.law.columns import Batch
from sekisho.law.decide import judge
from sekisho.law.evaluate import scope_of, stretches
from sekisho.law.register import Law
from sekisho.law.temporal import gaps, grid
from sekisho.model.case import Case
from sekisho.model.measure import State

if TYPE_CHECKING:
    from sekisho.model.measure import Block

LAW = Law.load()
TODAY = dates.today()
RULES = [block for block in LAW.blocks.values() if block.kind != "definition"]


def test_the_states_of_every_clause_follow_one_another() -> None:
    assert not list(gaps(LAW, TODAY))


def test_a_state_that_cannot_follow_is_told_with_both_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(temporal.FOLLOWING, State.UPCOMING, frozenset({State.UPCOMING}))
    told = [each.message for each in gaps(LAW, TODAY) if "'US-889A/procure'" in each.message]
    assert told == ["'US-889A/procure' is upcoming on 2019-08-01 and in force on 2019-08-13"]


def test_the_grid_reaches_from_publication_to_two_years_ahead() -> None:
    days = grid(LAW, LAW.blocks["US-889A/procure"], dates.day("2026-11-30"))
    assert (days[0], days[-1]) == (dates.day("2018-08-13"), dates.day("2028-12-01"))
    assert {dates.day("2019-08-01"), dates.day("2019-08-13")} <= set(days)


@pytest.mark.parametrize("block", RULES, ids=lambda block: block.id)
def test_one_text_governs_each_month(block: Block) -> None:
    days = grid(LAW, block, TODAY)
    batch = Batch([Case("", {}) for _ in days], [AsOf(Moment(day), LAST_DAY) for day in days], LAW.facts)
    governed = np.zeros(len(days), np.int64)
    for governing, rows in stretches(scope_of(LAW, batch), block):
        assert governing is not None
        governed[rows] += 1
    assert (governed == 1).all()


def test_nothing_is_known_before_anything_was_published() -> None:
    batch = Batch([Case("early", {})], AsOf(Moment(dates.today()), dates.day("1900-01-01")), LAW.facts)
    for block in (block for name in LAW.instruments for block in LAW.clauses(name)):
        assert not list(judge(block, scope_of(LAW, batch)))
