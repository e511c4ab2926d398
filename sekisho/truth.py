"""Three truth values after Kleene (1938): no 0, unknown 1, yes 2.

*and* is the minimum, *or* the maximum, *not* is 2 - x: the same three rules on one value and on a
column of them. An absent fact is unknown; nothing here ever turns unknown into no.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Truths: TypeAlias = npt.NDArray[np.int8]
"""A column of truth values, one int8 a row."""

Index: TypeAlias = npt.NDArray[np.intp]
"""A column of row numbers."""


class Truth(IntEnum):
    """One truth value."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @property
    def word(self) -> str:
        """The value as a reader sees it."""
        return self.name.lower()


NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES


def of(value: bool | None) -> Truth:
    """A yes-no value that may be absent, as a truth."""
    if value is None:
        return UNKNOWN
    return YES if value else NO


def column(size: int, value: Truth) -> Truths:
    """A column of *size* rows that all hold *value*."""
    return np.full(size, int(value), np.int8)


def between(lowest: bool | npt.NDArray[np.bool_], highest: bool | npt.NDArray[np.bool_]) -> Truths:
    """The truth of a claim about a value known only within bounds.

    Args:
        lowest: does the claim hold at the least favourable end?
        highest: does it hold at the most favourable end?
    """
    return np.asarray(lowest, np.int8) + np.asarray(highest, np.int8)


def negate(truths: Truths) -> Truths:
    """*not*, on a column."""
    return (int(YES) - truths).astype(np.int8)


def any_by(truths: Truths, offsets: Index) -> Truths:
    """The maximum of each run of a child column; an empty run is no.

    Args:
        truths: one value a child row, in the order of their parents.
        offsets: where each parent's run starts, and the end: one more than there are parents.
    """
    if not len(truths):
        return column(len(offsets) - 1, NO)
    padded = np.append(truths, np.int8(NO))
    reduced = np.maximum.reduceat(padded, offsets[:-1])
    empty = offsets[1:] == offsets[:-1]
    return np.where(empty, np.int8(NO), reduced).astype(np.int8)
