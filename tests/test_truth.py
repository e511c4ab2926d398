"""Kleene's tables, on one value and on columns."""

from __future__ import annotations

import numpy as np
import pytest

from sekisho import truth
from sekisho.truth import NO, UNKNOWN, YES, Truth


def test_the_words() -> None:
    assert [each.word for each in Truth] == ["no", "unknown", "yes"]


@pytest.mark.parametrize(("value", "expected"), [(True, YES), (False, NO), (None, UNKNOWN)])
def test_a_value_that_may_be_absent(value: bool | None, expected: Truth) -> None:
    assert truth.of(value) is expected


def test_not_leaves_unknown_alone() -> None:
    assert truth.negate(np.array([NO, UNKNOWN, YES], np.int8)).tolist() == [YES, UNKNOWN, NO]


def test_a_column_of_one_value() -> None:
    column = truth.column(3, UNKNOWN)
    assert column.tolist() == [1, 1, 1]
    assert column.dtype == np.int8


def test_a_claim_about_a_value_within_bounds() -> None:
    lowest, highest = np.array([True, False, False]), np.array([True, True, False])
    assert truth.between(lowest, highest).tolist() == [YES, UNKNOWN, NO]
    assert truth.between(True, True) == YES


@pytest.mark.parametrize(
    ("children", "offsets", "expected"),
    [
        ([], [0], []),
        ([], [0, 0, 0], [NO, NO]),
        ([NO, YES, UNKNOWN], [0, 2, 2, 3], [YES, NO, UNKNOWN]),
        ([UNKNOWN, NO], [0, 0, 2, 2], [NO, UNKNOWN, NO]),
        ([YES], [0, 1], [YES]),
    ],
)
def test_some_is_the_maximum_and_none_is_no(
    children: list[int], offsets: list[int], expected: list[int]
) -> None:
    found = truth.any_by(np.array(children, np.int8), np.array(offsets, np.intp))
    assert found.tolist() == expected
    assert found.dtype == np.int8
