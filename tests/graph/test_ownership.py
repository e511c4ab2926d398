"""A whole list at once: the same answers as one company at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings

from sekisho.graph.ownership import Holdings, reachable
from sekisho.model.case import Range
from sekisho.model.entity import Ownership
from sekisho.truth import NO, UNKNOWN, YES, Truth
from tests.graph.worlds import NAMES, ON, Graph, graphs
from tests.work import calls

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUMBERS = {name: place for place, name in enumerate(NAMES)}


@settings(max_examples=150)
@given(graphs)
def test_it_agrees_with_one_at_a_time(graph: Graph) -> None:
    listed = np.array([YES if name in graph.listed else NO for name in NAMES], np.int8)
    found = reachable(Holdings.of(graph.held, NUMBERS), listed, ON)
    for name, place in NUMBERS.items():
        alone = graph.ask("share", name, register=True).share
        missed = found.missed[place]
        assert alone == Range(
            float(found.low[place]), min(round(float(found.high[place] + missed), 9), 100.0)
        )
        under = max(Truth(int(found.under[place])), UNKNOWN if missed else NO)
        assert graph.ask("under", name, register=True).truth is under


def test_half_is_told_by_its_bounds() -> None:
    held = [
        Ownership("A", "B", Range(50.0, 50.0)),
        Ownership("A", "C", Range(45.0, 55.0)),
        Ownership("A", "D", Range(49.0, 49.0)),
    ]
    listed = np.array([YES, *[NO] * 5], np.int8)
    half = reachable(Holdings.of(held, NUMBERS), listed, ON).half
    assert half.tolist()[1:4] == [YES, UNKNOWN, NO]


def test_one_who_may_be_listed_leaves_it_open() -> None:
    listed = np.array([UNKNOWN, *[NO] * 5], np.int8)
    found = reachable(Holdings.of([Ownership("A", "B", Range(60.0, 60.0))], NUMBERS), listed, ON)
    assert (found.under[1], found.low[1], found.high[1]) == (UNKNOWN, 0.0, 60.0)


def _chain(size: int) -> tuple[Holdings, NDArray[np.int8]]:
    """Companies of which each holds half of the next, and the first is listed."""
    numbers = {str(place): place for place in range(size)}
    held = [Ownership(str(place), str(place + 1), Range(50.0, 50.0)) for place in range(size - 1)]
    listed = np.full(size, NO, np.int8)
    listed[0] = YES
    return Holdings.of(held, numbers), listed


def test_a_long_chain_is_followed_to_its_end() -> None:
    found = reachable(*_chain(5_000), ON)
    assert bool((found.under == YES).all())
    assert found.low[-1] == 50.0


def test_a_chain_costs_what_its_holdings_do() -> None:
    some, many = (calls(partial(reachable, *_chain(size), ON)) for size in (500, 2_000))
    assert many < 5 * some
