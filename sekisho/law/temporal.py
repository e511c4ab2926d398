"""Rule 14 of the law format: every text is asked on every month, from its publication to two years ahead.

On each day one text governs each block, each clause can be asked, and its states follow one another as states
do. Asked are the first days of months, and the days on which something turns.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sekisho.dates import LAST_DAY, AsOf, Moment, iso
from sekisho.errors import Problem
from sekisho.law.columns import Batch
from sekisho.law.decide import judge, state_of
from sekisho.law.evaluate import scope_of
from sekisho.law.timeline import turns
from sekisho.model.case import Case
from sekisho.model.measure import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.law.register import Law
    from sekisho.model.measure import Block

AHEAD = 2
"""Years after this one."""
FOLLOWING: Mapping[State, frozenset[State]] = {
    State.REPORTED: frozenset({State.REPORTED}),
    State.ANNOUNCED: frozenset({State.ANNOUNCED, State.UPCOMING, State.IN_FORCE, State.SUSPENDED}),
    State.UPCOMING: frozenset({State.UPCOMING, State.IN_FORCE, State.SUSPENDED, State.ENDED}),
    State.IN_FORCE: frozenset({State.IN_FORCE, State.SUSPENDED, State.ENDED, State.UPCOMING}),
    State.SUSPENDED: frozenset({State.SUSPENDED, State.IN_FORCE, State.ENDED, State.UPCOMING}),
    State.ENDED: frozenset({State.ENDED}),
}
"""What may follow what, all being known; *upcoming* after *in force* is a gap that a later text ends."""


def gaps(law: Law, today: int) -> Iterator[Problem]:
    """Every clause whose life does not hold together.

    Args:
        law: the register.
        today: the day from which two years ahead are counted.
    """
    for name in law.instruments:
        for block in law.clauses(name):
            yield from _disordered(law, block, grid(law, block, today))


def grid(law: Law, block: Block, today: int) -> list[int]:
    """The days on which a block is asked."""
    instrument = law.instruments[block.instrument]
    first = block.texts[0].published or instrument.texts[0].published or today
    years = range(dt.date.fromordinal(first).year, dt.date.fromordinal(today).year + AHEAD + 1)
    months = {dt.date(year, month, 1).toordinal() for year in years for month in range(1, 13)}
    return sorted(day for day in months | turns(law, block) if day >= first)


def _disordered(law: Law, block: Block, days: Sequence[int]) -> Iterator[Problem]:
    batch = Batch(
        [Case(iso(day), {}) for day in days], [AsOf(Moment(day), LAST_DAY) for day in days], law.facts
    )
    states: dict[int, State] = {}
    for judged in judge(block, scope_of(law, batch, np.arange(len(days))), keep=True):
        states.update((int(row), state_of(judged, at)) for at, row in enumerate(judged.rows))
    for one, other in pairwise(range(len(days))):
        before, after = states.get(one), states.get(other)
        if before is not None and (after is None or after not in FOLLOWING[before]):
            message = (
                f"'{block.id}' is {before} on {iso(days[one])} and {after or 'nothing'} on {iso(days[other])}"
            )
            yield Problem(block.at, message, "see its from, until and amendments")
