"""From keys to the spellings that have them: the candidates of a query.

A key is a word, a piece of a few letters, or two words side by side that so many names have that neither
leads to all of them. Columns throughout; one pass over the postings of many queries at once. Weights are
whole numbers, so that their sums do not depend on the order in which they are added.

Invariants: the candidates of a query are the same whatever is asked beside it; a key that many spellings
share brings in the shortest of them, of which it is the greatest part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from sekisho.match.near import spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Hashes, Ints, Longs

UNIT: Final = 1 << 10
"""The greatest weight of a key, as a whole number."""
AT_LEAST: Final = 8
"""Spellings that every key may bring in, however many others the query has."""
LETTERS: Final = 3
"""Letters of a piece."""
NATIVE: Final = 2
"""The same where they are Han, kana or Hangul."""
PIECE_BITS: Final = 18
BUDGET: Final = np.array([400, 250], np.int32)
"""Postings read for a query: by words, by pieces."""
MOST: Final = np.array([12, 8])
"""Spellings wanted for a query: by words, by pieces."""
PAIRED: Final = 1 << 16
"""Pairs of words, one of which is not listed whole, from which it pays to list two side by side."""
TOGETHER: Final = 32
"""Spellings that are kept for two words side by side."""
ORDINARY: Final = 0.57
"""The weight, against one that nobody bears, of a word that as few firms of the world bear as are counted."""
EVERYWHERE: Final = 5_000
"""Of 100,000 firms, so many bear a word that tells nothing."""
LITTLE: Final = 0.05
"""The least weight of a word that firms share."""
AT_ONCE: Final = 1 << 15
"""Spellings whose keys are listed together, to bound what is kept meanwhile."""

FITS: Final = 1 << 20
"""How well a spelling fits, as a whole number: 1 less than that if no other could fit better."""

_SPREAD: Final = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)
_ALL: Final = (1 << 32) - 1
# A posting that was met, as one number: the query above, then the spelling, then the weight.
_WEIGHT: Final = 11
_ROW: Final = 44
_WEIGHTS: Final = (1 << _WEIGHT) - 1
_SPELLINGS: Final = (1 << (_ROW - _WEIGHT)) - 1


class Wanted(NamedTuple):
    """What is asked for, in columns; a query is asked in two rows, by words and, the next, by pieces.

    Attributes:
        rows: the row of each key.
        keys: asked for.
        weights: of the keys in their row, up to `UNIT`.
        totals: of each row: what the name asked for weighs.
        allowed: of each query: what its bearer may be, as bits.
    """

    rows: Ints
    keys: Ints
    weights: Ints
    totals: Longs
    allowed: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Which spellings have a key.

    Attributes:
        starts: where those of each key begin; one place more than there are keys: words, pieces and, if there
            are any, hashes of two words side by side, a power of two of them.
        spellings: of the keys, one after another; shorter spellings first, and no more than are ever read.
        weights: of each word and piece: how rare it is, up to `UNIT`, which two words side by side are.
        totals: of each spelling: the weights of its words, and of its pieces.
    """

    starts: Ints
    spellings: Ints
    weights: Ints
    totals: Ints

    @property
    def bits(self) -> int:
        """Of the keys of two words side by side; 0: there are none."""
        return max((len(self.starts) - 1 - len(self.weights)).bit_length() - 1, 0)

    def candidates(
        self, wanted: Wanted, allowed: NDArray[np.int8], bearers: Callable[[Longs], Ints]
    ) -> Longs:
        """The best spellings for each of some queries, and of as many bearers those as good as the best.

        So one who has a name in many spellings does not crowd out others who have the same.

        Args:
            wanted: what is asked for.
            allowed: what the bearer of each spelling may be, as bits.
            bearers: of some spellings.

        Returns:
            Pairs of a query and a spelling as one number, the query in the upper half; each once, in
            ascending order.
        """
        rows, spellings, shared = self._met(*self._rationed(wanted))
        able = (wanted.allowed.take(rows >> 1) & allowed.take(spellings)).nonzero()[0]
        if len(able) < len(rows):
            rows, spellings, shared = rows.take(able), spellings.take(able), shared.take(able)
        kind = rows & 1
        length = self.totals.ravel().take(kind * self.totals.shape[1] + spellings)
        fit = shared / (wanted.totals.take(rows) + length + 1)
        place = np.minimum((fit * FITS).astype(np.int64), FITS - 1)
        ranked = rows << 44 | (FITS - 1 - place) << 24 | np.arange(len(rows))
        ranked.sort()
        # Each row has as many as before, so `rows` and `kind` are in the order of the ranks, too.
        spellings = spellings.take(ranked & ((1 << 24) - 1))
        heads, most = _heads(rows), MOST.take(kind)
        kept = np.arange(len(rows)) - heads < most
        ranked >>= 24
        best = ranked == ranked.take(heads)
        if np.count_nonzero(best > kept):  # more are as good as the best than are wanted
            at = best.nonzero()[0]
            first = at[_firsts(rows[at] << 32 | bearers(spellings[at]))]
            own = rows[first]
            kept[first[np.arange(len(own)) - _heads(own) < most[first]]] = True
        pairs: Longs = rows[kept] >> 1 << 32 | spellings[kept]
        pairs.sort()
        return pairs[_fresh(pairs)]

    def _rationed(self, wanted: Wanted) -> tuple[Ints, Ints, Ints, Ints]:
        """The keys of each row, the rarest first, and how many postings of each are read."""
        held = self.starts.take(wanted.keys + 1) - self.starts.take(wanted.keys)
        some = held.nonzero()[0]
        rows, keys = wanted.rows.take(some), wanted.keys.take(some)
        rare = self.weights.take(keys, mode="clip")
        if self.bits:
            rare[keys >= len(self.weights)] = UNIT
        order = (rows.astype(np.int64) << 32 | UNIT - rare).argsort(kind="stable")
        rows, some = rows.take(order), some.take(order)
        held = held.take(some)
        before = held.cumsum() - held
        before -= before.take(_heads(rows))
        counts = np.minimum(held, np.maximum(BUDGET.take(rows & 1) - before, AT_LEAST))
        return rows, keys.take(order), wanted.weights.take(some), counts

    def _met(self, rows: Ints, keys: Ints, weights: Ints, counts: Ints) -> tuple[Longs, Longs, Longs]:
        """Every spelling that a row meets by some key, and the weight of the keys they share."""
        met = (rows.astype(np.int64) << _ROW | np.minimum(weights, UNIT)).repeat(counts)
        met |= self.spellings.take(spans(self.starts.take(keys), counts)).astype(np.int64) << _WEIGHT
        met.sort()
        pairs = met >> _WEIGHT
        heads = _fresh(pairs)
        shared = np.add.reduceat(met & _WEIGHTS, heads) if len(heads) else met
        found = pairs.take(heads)
        return found >> (_ROW - _WEIGHT), found & _SPELLINGS, shared


def listed(
    keys_of: Callable[[Ints], tuple[Ints, Ints]], totals: Ints, bearing: Longs, most: int
) -> tuple[Ints, Ints]:
    """The spellings of every key, the shortest first.

    Args:
        keys_of: the keys of some spellings, as place among them and key.
        totals: of each spelling: how long it is.
        bearing: how often each key stands in all of them.
        most: spellings that are kept for a key.

    Returns:
        Where those of each key begin, and the spellings.
    """
    starts = np.zeros(len(bearing) + 1, np.int32)
    np.minimum(bearing, most).cumsum(out=starts[1:], dtype=np.int32)
    ends, free = starts[1:], starts[:-1].copy()
    spellings = np.empty(int(starts[-1]), np.int32)
    order = totals.argsort(kind="stable").astype(np.int32)
    for start in range(0, len(order), AT_ONCE):
        chosen = order[start : start + AT_ONCE]
        rows, keys = keys_of(chosen)
        wanted = (free[keys] < ends[keys]).nonzero()[0]
        each = keys[wanted].astype(np.int64) << 32 | rows[wanted]
        each.sort()
        keys = (each >> 32).astype(np.int32)
        place = free[keys] + (np.arange(len(keys)) - keys.searchsorted(keys, "left"))
        fits = (place < ends[keys]).nonzero()[0]
        spellings[place[fits]] = chosen[each[fits].astype(np.int32)]
        kept = keys[fits]
        heads = _fresh(kept)
        free[kept[heads]] += np.diff(heads, append=len(kept)).astype(np.int32)
    return starts, spellings


def _fresh(pairs: Longs | Ints) -> NDArray[np.intp]:
    """Where numbers in ascending order differ from the one before."""
    fresh = np.ones(len(pairs), np.bool_)
    np.not_equal(pairs[1:], pairs[:-1], out=fresh[1:])
    return fresh.nonzero()[0]


def _firsts(numbers: Longs) -> NDArray[np.intp]:
    """Where each number stands for the first time."""
    _, first = np.unique(numbers, return_index=True)
    first.sort()
    return first


def _heads(rows: Longs | Ints) -> NDArray[np.intp]:
    """Where the row of each begins, of rows in ascending order."""
    fresh = _fresh(rows)
    ends = np.append(fresh[1:], len(rows)) if len(rows) else fresh
    return fresh.repeat(ends - fresh)


def rarity(bearing: NDArray[np.int64], count: int) -> Ints:
    """The weight of each key by how many of the spellings bear it; `UNIT` for one that a single one bears."""
    rare = np.log1p(count / np.maximum(bearing, 1)) / np.log1p(max(count, 1))
    weights: Ints = np.round(rare * UNIT).astype(np.int32)
    return weights


def ordinary(shared: NDArray[np.int64], fewest: int) -> Ints:
    """The weight of each word by how many of 100,000 firms bear it, 0 for none; *fewest* are the least told.

    Two firms that happen to share a word of the language, as eagle or grandeur, are far more than its part of
    all names makes one think: any word of a name may be one of the
    thousands of words of a list.
    """
    part = np.log(np.maximum(shared, fewest) / fewest) / np.log(EVERYWHERE / fewest)
    rare = np.where(shared > 0, np.maximum(ORDINARY * (1 - part), LITTLE), 1)
    weights: Ints = np.round(rare * UNIT).astype(np.int32)
    return weights


def hashed(left: Hashes, right: Hashes, bits: int) -> Hashes:
    """The key of two words side by side, in whatever order, as a number of so many bits.

    Of columns, or in a loop of a word each.
    """
    both: Any = np.minimum(left, right) * _SPREAD[0] + np.maximum(left, right) & _ALL
    keys: Hashes = ((both ^ both >> 15) * _SPREAD[1] & _ALL) >> 32 - bits
    return keys


def piece(one: Hashes, two: Hashes, three: Hashes | int, size: int) -> Hashes:
    """The key of a run of letters, of which it has two or three; the third of two is 0.

    Of columns, or in a loop of a letter each.
    """
    run: Any = one * _SPREAD[0] + two * _SPREAD[1] + three * _SPREAD[2] + size & _ALL
    keys: Hashes = ((run ^ run >> 15) * _SPREAD[0] & _ALL) >> 32 - PIECE_BITS
    return keys


def pieces(texts: Sequence[str], size: int) -> tuple[Ints, Ints]:
    """Every run of letters of some texts, as keys of `PIECE_BITS` bits; a text's ends count as letters.

    Args:
        texts: without spaces.
        size: letters of a run: `LETTERS` or `NATIVE`.

    Returns:
        The text that each belongs to, in ascending order, and the key.
    """
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    padded = f" {'  '.join(texts)} ".encode("utf-32-le", "surrogatepass")
    chars = np.frombuffer(padded, np.uint32)
    owners = np.arange(len(texts), dtype=np.int32).repeat(lengths + 2)
    if len(owners) < size:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    last = len(chars) - size + 1
    keys = piece(chars[:last], chars[1 : last + 1], chars[2:] if size == LETTERS else 0, size)
    within = (owners[:last] == owners[size - 1 :]).nonzero()[0]
    return owners[within], keys[within].astype(np.int32)
