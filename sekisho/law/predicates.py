"""The closed list of operators: a test against a column, as a column of truths.

Each predicate's docstring is shown to users as its meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from sekisho.law.force import NO_INSTANT
from sekisho.truth import NO, UNKNOWN, YES, Truths, between, negate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sekisho.dates import Moment
    from sekisho.law.facts import Fact
    from sekisho.law.values import Bounds, Column, Words
    from sekisho.model.measure import Test


_NO, _UNKNOWN, _YES = int(NO), int(UNKNOWN), int(YES)
"""For columns: NumPy asks an enumeration for much that it lacks."""


def _is(column: Column, test: Test, fact: Fact) -> Truths:
    """It is that value; unknown when the fact is absent."""
    if isinstance(column, np.ndarray):
        return column if test.value[0] == "yes" else negate(column)
    return _in(column, test, fact)


def _in(column: Column, test: Test, fact: Fact) -> Truths:
    """It is one of the values, or in a group of them; unknown when the fact is absent."""
    words = cast("Words", column)
    wanted = fact.expand(str(value) for value in test.value)
    # A code of -1 takes the last entry: absent is unknown.
    answers = [_NO if wanted.isdisjoint(value) else _YES for value in words.distinct]
    return np.array([*answers, _UNKNOWN], np.int8)[words.codes]


def _at_least(column: Column, test: Test, _: Fact) -> Truths:
    """It is at least the limit; unknown when absent, or known only within bounds that contain the limit."""
    bounds, limit = cast("Bounds", column), cast("float", test.value[0])
    return between(bounds.low >= limit, bounds.high >= limit)


def _above(column: Column, test: Test, _: Fact) -> Truths:
    """It is more than the limit; unknown when absent, or known only within bounds that contain the limit."""
    bounds, limit = cast("Bounds", column), cast("float", test.value[0])
    return between(bounds.low > limit, bounds.high > limit)


def _below(column: Column, test: Test, _: Fact) -> Truths:
    """It is less than the limit; unknown when absent, or known only within bounds that contain the limit."""
    bounds, limit = cast("Bounds", column), cast("float", test.value[0])
    return between(bounds.high < limit, bounds.low < limit)


def _since(column: Column, test: Test, _: Fact) -> Truths:
    """It is on or after the day; unknown when absent, or when a year, a month or a bare day straddles it."""
    bounds, limit = cast("Bounds", column), cast("Moment", test.value[0])
    low, high = bounds.low >= limit.day, bounds.high >= limit.day
    if limit.instant is not None:
        hour = np.zeros(len(low), np.bool_) if bounds.instants is None else bounds.instants != NO_INSTANT
        exact = hour if bounds.instants is None else bounds.instants >= limit.instant
        low, high = np.where(hour, exact, bounds.low > limit.day), np.where(hour, exact, high)
    none = bounds.high < bounds.low
    return between(low & ~none, high & ~none)


def _before(column: Column, test: Test, fact: Fact) -> Truths:
    """It is earlier than the day; unknown when absent, or when a year, a month or a bare day straddles it."""
    bounds = cast("Bounds", column)
    none = bounds.high < bounds.low
    return np.where(none, np.int8(NO), negate(_since(column, test, fact))).astype(np.int8)


PREDICATES: Mapping[str, Callable[[Column, Test, Fact], Truths]] = {
    "is": _is,
    "in": _in,
    "has": _in,
    "at-least": _at_least,
    "above": _above,
    "below": _below,
    "before": _before,
    "since": _since,
}
"""Every operator but `meets`, which evaluates a definition instead of a column."""
