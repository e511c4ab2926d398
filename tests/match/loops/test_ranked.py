"""The best pairs of names and bearers, in a loop: the same as in columns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.match.way import COLUMNS

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sekisho.match.loops.ranked import ranked  # there is no such module without it

PAIRED = st.lists(st.tuples(*(st.integers(0, 3) for _ in range(4))), max_size=30)


@settings(deadline=None)
@given(PAIRED, st.integers(0, 4), st.sampled_from([0, 0.25, 0.5, 2]))
def test_the_best_are_the_same_in_the_same_order(
    pairs: list[tuple[int, int, int, int]], most: int, least: float
) -> None:
    queries, names, bearers, scores = np.array(sorted(pairs), np.int32).reshape(-1, 4).T.copy()
    columns = queries, names, bearers, scores / 4, most, least
    assert ranked(*columns).tolist() == COLUMNS.ranked(*columns).tolist()
