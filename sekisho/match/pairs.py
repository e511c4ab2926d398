"""Pairs of spellings laid word against word, in columns: what the features read.

Every word of one spelling is held against every word of the other: the same word counts 1, a near name what
it is near, an initial the half of a name that begins with it. Each word keeps its best.

Invariants: a pair is aligned the same whatever stands beside it; sums are of whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from sekisho.match.near import KEPT
from sekisho.match.postings import UNIT
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from sekisho.match.asked import Asked
    from sekisho.match.near import Floats, Ints
    from sekisho.match.postings import Longs
    from sekisho.match.roster import Roster

INITIAL_FITS: Final = 0.5
"""What an initial is worth beside a name that begins with it."""

WITHIN: Final = 0.8
"""What a native name is worth that stands within the other one."""
LONG: Final = 10
"""Letters of a name from which a slip leaves it the same name."""


_KNOWN: Final = np.isin(np.arange(len(Kind)), (Kind.PLACE, Kind.DESCRIPTOR, Kind.NUMBER))
"""Kinds of words that are known for what they are: Iran is not nearly Iraq."""
PATRONYMIC: Final = 1 << len(Kind)
NEARLY: Final = np.float32(0.8)
"""How near a patronymic must be to be of the same father in another spelling."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of the pairs: what its words come to, pair by pair.

    Attributes:
        words: how many.
        total: their weights, in units.
        met: the part of the weights, 0 to 1, that the other side meets, each word as far as it is met.
        same: the part whose words stand on the other side too.
        lost: the weight, 0 to 1, of the most telling word that is not met, as far as it is not.
        lacks: bits of the kinds of words that the other side has not; `PATRONYMIC` for one of these.
        first: how well the first word is met.
        initials: the part of the words that are met by initials.
    """

    words: Ints
    total: Longs
    met: Floats
    same: Floats
    lost: Floats
    lacks: Ints
    first: Floats
    initials: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of a name asked for and a listed one.

    Attributes:
        rows: the spelling asked for.
        spellings: the spelling of the roster.
        asked: what the words of the one side come to.
        listed: what those of the other do.
        alike: likeness of the whole names, letter by letter, 0 to 1; the better of two orders of words.
        native: the same of their letters of Han, kana or Hangul; -1 where not both are written in them.
        shortness: 1 for a pair with a name of no letters, 0 for names that are long enough.
        heard: 1 where only one of them is in such letters, and is compared by its sounds.
    """

    rows: Ints
    spellings: Ints
    asked: Side
    listed: Side
    alike: Floats
    native: Floats
    shortness: Floats
    heard: Floats


def align(asked: Asked, roster: Roster, rows: Ints, spellings: Ints) -> Pairs:
    """Lay pairs of spellings word against word."""
    left, right = asked.spellings, roster.spellings
    first, other = left.starts[rows], right.starts[spellings]
    have, has = left.starts[rows + 1] - first, right.starts[spellings + 1] - other
    fits = _fits(asked, roster, (first, have), (other, has))
    of_asked = _places(first, have)
    of_listed = _places(other, has)
    return Pairs(
        rows,
        spellings,
        _side(have, of_asked, asked, _best(fits, has, have)),
        _side(has, of_listed, roster, _best(*_turned(fits, have, has))),
        _alike(asked, roster, rows, spellings),
        _native(asked, roster, rows, spellings),
        _shortness(np.minimum(left.letters[rows], right.letters[spellings])),
        _heard(asked, roster, rows, spellings),
    )


def _heard(asked: Asked, roster: Roster, rows: Ints, spellings: Ints) -> Floats:
    own = asked.is_native[asked.spellings.names[rows]]
    other = roster.names.is_native[roster.spellings.names[spellings]]
    return np.not_equal(own, other).astype(np.float32)


def _shortness(letters: Ints) -> Floats:
    short: Floats = np.maximum(np.float32(1) - letters.astype(np.float32) / np.float32(LONG), np.float32(0))
    return short


def _places(first: Ints, counts: Ints) -> Longs:
    ends = counts.cumsum(dtype=np.int64)
    places: Longs = (first - ends + counts).repeat(counts) + np.arange(ends[-1] if len(ends) else 0)
    return places


def _side(words: Ints, places: Longs, names: Asked | Roster, best: Floats) -> Side:
    starts = _starts(words)
    units = (names.weights[places] * np.float32(UNIT)).astype(np.int32)
    total: Longs = np.maximum(np.add.reduceat(units, starts, dtype=np.int64), 1)
    bits = np.left_shift(np.int32(1), names.spellings.kinds[places], dtype=np.int32)
    lacking = np.where(best < 1, bits, 0) | np.where(
        names.patronymics[places] & (best < NEARLY), np.int32(PATRONYMIC), np.int32(0)
    )
    met = (units * best).astype(np.int32)
    lost = np.maximum.reduceat(units - met, starts).astype(np.float32) / np.float32(UNIT)
    by_initial = np.add.reduceat(best == INITIAL_FITS, starts, dtype=np.int32)
    return Side(
        words,
        total,
        _part(np.add.reduceat(met, starts, dtype=np.int64), total),
        _part(np.add.reduceat(units * (best == 1), starts, dtype=np.int64), total),
        lost,
        np.bitwise_or.reduceat(lacking, starts),
        best[starts],
        _part(by_initial, words),
    )


def _part(some: Longs | Ints, total: Longs | Ints) -> Floats:
    part: Floats = (some / total).astype(np.float32)
    return part


def _fits(asked: Asked, roster: Roster, left: tuple[Ints, Ints], right: tuple[Ints, Ints]) -> Floats:
    """How well each word asked for fits each listed one: pair by pair, the listed words running fastest."""
    (first, have), (other, has) = left, right
    turns = has.repeat(have)
    mine = _places(first, have).repeat(turns)
    theirs = _places(other.repeat(have), turns)
    word, listed = asked.spellings.words[mine], roster.spellings.words[theirs]
    fits: Floats = (word == listed).astype(np.float32)
    rows = asked.rows[mine]
    met = np.flatnonzero(asked.near.words[rows] == listed[:, None])
    at, column = met // KEPT, met % KEPT
    kinds, kind_of = asked.spellings.kinds[mine], roster.spellings.kinds[theirs]
    known = _KNOWN[kinds[at]] & _KNOWN[kind_of[at]]
    fits[at] = np.maximum(fits[at], np.where(known, 0, asked.near.likeness[rows[at], column]))
    maybe = np.flatnonzero(((kinds == Kind.INITIAL) | (kind_of == Kind.INITIAL)) & (fits < INITIAL_FITS))
    if len(maybe):
        begins = asked.initials[mine[maybe]] == roster.initials[theirs[maybe]]
        fits[maybe[begins]] = INITIAL_FITS
    return fits


def _best(fits: Floats, across: Ints, counts: Ints) -> Floats:
    """The best fit of each word, whose fits stand one after another."""
    best: Floats = np.maximum.reduceat(fits, _starts(across.repeat(counts)))
    return best


def _starts(counts: Ints) -> Longs:
    starts: Longs = counts.cumsum(dtype=np.int64) - counts.astype(np.int64)
    return starts


def _turned(fits: Floats, have: Ints, has: Ints) -> tuple[Floats, Ints, Ints]:
    """The same fits with the words asked for running fastest."""
    cells = have * has
    within = np.arange(len(fits)) - _starts(cells).repeat(cells)
    row, column = np.divmod(within, has.repeat(cells))
    turned = np.empty_like(fits)
    turned[_starts(cells).repeat(cells) + column * have.repeat(cells) + row] = fits
    return turned, have, has


def _alike(asked: Asked, roster: Roster, rows: Ints, spellings: Ints) -> Floats:
    own, other = rows.tolist(), spellings.tolist()
    mine, theirs = asked.spellings, roster.spellings
    as_written = process.cpdist(
        [mine.texts[at] for at in own],
        [theirs.texts[at] for at in other],
        scorer=Indel.normalized_similarity,
        dtype=np.float32,
    )
    in_order = process.cpdist(
        [mine.sorted[at] for at in own],
        [theirs.sorted[at] for at in other],
        scorer=Indel.normalized_similarity,
        dtype=np.float32,
    )
    better: Floats = np.maximum(as_written, in_order)
    return better


def _native(asked: Asked, roster: Roster, rows: Ints, spellings: Ints) -> Floats:
    native = np.full(len(rows), -1, np.float32)
    if not asked.is_native.any():
        return native
    own = [asked.natives[at] for at in asked.spellings.names[rows].tolist()]
    other = [roster.names.natives[at] for at in roster.spellings.names[spellings].tolist()]
    both = [at for at, (left, right) in enumerate(zip(own, other, strict=True)) if left and right]
    if both:
        left, right = [own[at] for at in both], [other[at] for at in both]
        whole = process.cpdist(left, right, scorer=Indel.normalized_similarity, dtype=np.float32)
        within = process.cpdist(left, right, scorer=fuzz.partial_ratio, dtype=np.float32)
        native[both] = np.maximum(whole, within * np.float32(WITHIN / 100))
    return native
