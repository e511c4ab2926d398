"""The best pairs of names and bearers, in a loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sekisho.match.loops.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sekisho.match.near import Ints


def ranked(
    queries: Ints, names: Ints, bearers: Ints, scores: NDArray[np.float64], most: int, least: float
) -> NDArray[np.intp]:
    """As :data:`sekisho.match.way.COLUMNS` ranks pairs."""
    best = np.empty(len(scores), np.intp)
    return best[: _rank(queries, names, bearers, scores, most, float(least), best)]


@compiled
def _rank(
    queries: Ints,
    names: Ints,
    bearers: Ints,
    scores: NDArray[np.float64],
    most: int,
    least: float,
    best: NDArray[np.intp],
) -> int:
    """Put the best pair of each name asked for and bearer into *best*, the best first; say how many are."""
    count, start, told = 0, 0, np.zeros(len(scores), np.bool_)
    while start < len(scores):
        end = start
        while end < len(scores) and queries[end] == queries[start]:
            end += 1
        for _ in range(most):
            first = -1
            for at in range(start, end):
                if (
                    not told[at]
                    and scores[at] >= least
                    and (
                        first < 0
                        or scores[at] > scores[first]
                        or (scores[at] == scores[first] and names[at] < names[first])
                    )
                ):
                    first = at
            if first < 0:
                break
            best[count] = first
            count += 1
            for at in range(start, end):
                told[at] |= bearers[at] == bearers[first]
        start = end
    return count
