"""From words, or from pieces of three letters, to the spellings that have them: the candidates of a query.

Columns throughout; one pass over the postings of many queries at once. Weights are whole numbers, so that
their sums do not depend on the order in which they are added.

Invariants: the candidates of a query are the same whatever is asked beside it; a word that many spellings
share brings in the shortest of them, of which it is the greatest part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Ints

    Longs = NDArray[np.int64]

UNIT: Final = 1 << 10
"""The greatest weight of a word, as a whole number."""
AT_LEAST: Final = 8
"""Spellings that every word may bring in, however many others the query has."""
PIECE_BITS: Final = 18

_SPREAD: Final = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D], np.uint32)
_PLACES: Final = (1 << 20) - 1
# A posting that was met, as one number: the query above, then the spelling, then the weight.
_WEIGHT: Final = 11
_ROW: Final = 44
_WEIGHTS: Final = (1 << _WEIGHT) - 1
_SPELLINGS: Final = (1 << (_ROW - _WEIGHT)) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Allowed:
    """Which spellings may answer which query: those that share a bit; all, where queries have none.

    Attributes:
        spellings: what the bearer of each may be.
        queries: what is asked for by each.
    """

    spellings: NDArray[np.int8]
    queries: NDArray[np.int8] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Which spellings have a key.

    Attributes:
        starts: where those of each key begin; one place more than there are keys.
        spellings: of the keys, one after another; shorter spellings first.
        weights: of each key: how rare it is, up to `UNIT`.
        totals: of each spelling: the weights of all its keys.
    """

    starts: Longs
    spellings: Ints
    weights: Ints
    totals: Ints

    @classmethod
    def of(cls, keys: Ints, spellings: Ints, size: int, count: int, scale: Floats | None = None) -> Postings:
        """Build from pairs of key and spelling.

        Args:
            keys: of each pair.
            spellings: of each pair, in ascending order.
            size: keys there may be.
            count: spellings there are.
            scale: what the weight of each pair counts in the totals, from 0 to 1.
        """
        bearing = np.bincount(keys, minlength=size)
        weights = rarity(bearing, count)
        each = weights[keys] if scale is None else (weights[keys] * scale).astype(np.int32)
        totals = np.bincount(spellings, each, minlength=count).astype(np.int32)
        order = (keys.astype(np.int64) << 32 | totals[spellings]).argsort(kind="stable")
        starts = np.concatenate(([0], bearing.cumsum()))
        return cls(starts, spellings[order], weights, totals)

    def candidates(
        self, rows: Ints, keys: Ints, weights: Ints, allowed: Allowed, *, most: int, budget: int
    ) -> tuple[Ints, Ints]:
        """The best spellings for each of some queries.

        Args:
            rows: the query of each key asked for.
            keys: asked for.
            weights: of the keys in their query.
            allowed: which spellings may answer which query.
            most: spellings wanted for a query.
            budget: postings read for a query; keys that few spellings have are read first.

        Returns:
            Queries and spellings, in ascending order of the query, the best first.
        """
        if not len(rows):
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        asked = np.bincount(rows, weights).astype(np.int64)
        rows, keys, weights, counts = self._rationed(rows, keys, weights, budget)
        first = self.starts[keys]
        ends = counts.cumsum()
        places = (first - ends + counts).repeat(counts) + np.arange(int(ends[-1]))
        met = (rows.astype(np.int64) << _ROW | np.minimum(weights, UNIT)).repeat(counts)
        met |= self.spellings[places].astype(np.int64) << _WEIGHT
        met.sort()
        pairs = met >> _WEIGHT
        heads = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))[: len(met)]
        shared = np.add.reduceat(met & _WEIGHTS, heads)
        found = pairs[heads]
        queries, spellings = found >> (_ROW - _WEIGHT), found & _SPELLINGS
        if allowed.queries is not None:
            able = np.flatnonzero(allowed.queries[queries] & allowed.spellings[spellings])
            queries, spellings, shared = queries[able], spellings[able], shared[able]
        fit = (2 * shared << 20) // (asked[queries] + self.totals[spellings] + 1)
        return _best(queries, spellings, np.minimum(fit, _PLACES), most)

    def _rationed(self, rows: Ints, keys: Ints, weights: Ints, budget: int) -> tuple[Ints, Ints, Ints, Longs]:
        """The keys of each query, the rarest first, and how many postings of each are read."""
        held = self.starts[keys + 1] - self.starts[keys]
        order = (rows.astype(np.int64) << 32 | held).argsort(kind="stable")
        rows, keys, weights, held = rows[order], keys[order], weights[order], held[order]
        before = held.cumsum() - held
        before -= before[rows.searchsorted(rows, "left")]
        return rows, keys, weights, np.minimum(held, np.maximum(budget - before, AT_LEAST))


def rarity(bearing: NDArray[np.int64], count: int) -> Ints:
    """The weight of each key by how many of the spellings bear it; `UNIT` for one that a single one bears."""
    rare = np.log1p(count / np.maximum(bearing, 1)) / np.log1p(max(count, 1))
    weights: Ints = np.round(rare * UNIT).astype(np.int32)
    return weights


def _best(queries: Longs, spellings: Longs, fit: Longs, most: int) -> tuple[Ints, Ints]:
    """The best fitting spellings of each query; of equals the first."""
    ranked = queries << 44 | (_PLACES - fit) << 24 | np.arange(len(queries))
    ranked.sort()
    order = ranked & ((1 << 24) - 1)
    queries = ranked >> 44
    kept = np.arange(len(queries)) - queries.searchsorted(queries, "left") < most
    return queries[kept].astype(np.int32), spellings[order[kept]].astype(np.int32)


def pieces(texts: Sequence[str], size: int) -> tuple[Ints, Ints]:
    """Every run of letters of some texts, as keys of `PIECE_BITS` bits; a text's ends count as letters.

    Args:
        texts: without spaces.
        size: letters of a run, 2 or 3.

    Returns:
        The text that each belongs to, in ascending order, and the key.
    """
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    padded = "".join([f" {text} " for text in texts]).encode("utf-32-le", "surrogatepass")
    chars = np.frombuffer(padded, np.uint32)
    owners = np.arange(len(texts), dtype=np.int32).repeat(lengths + 2)
    if len(chars) < size:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    last = len(chars) - size + 1
    keys = np.full(last, size, np.uint32)
    for at in range(size):
        keys += chars[at : at + last] * _SPREAD[at]
    keys ^= keys >> np.uint32(15)
    keys *= _SPREAD[0]
    within = owners[:last] == owners[size - 1 :]
    return owners[:last][within], (keys[within] >> np.uint32(32 - PIECE_BITS)).astype(np.int32)
