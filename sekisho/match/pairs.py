"""Pairs of spellings laid word against word, in columns: what the features read.

Every word of one spelling is held against every word of the other: the same word counts 1, a near name what
it is near, an initial the half of a name that begins with it. Each word keeps its best.

Invariants: a pair is aligned the same whatever stands beside it; sums are of whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from sekisho.match.asked import KEYS
from sekisho.match.initials import same
from sekisho.match.laid import PATRONYMIC
from sekisho.match.near import spans
from sekisho.match.postings import UNIT
from sekisho.names.analyse import Kind
from sekisho.names.script import scripts
from sekisho.names.skeleton import skeleton

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sekisho.match.asked import Asked
    from sekisho.match.near import Floats, Hashes, Ints, Longs
    from sekisho.match.roster import Roster

__all__ = ["PATRONYMIC", "Pairs", "Shares", "Sides", "align"]

INITIAL_FITS: Final = 0.5
"""What an initial is worth beside a name that begins with it."""
WITHIN: Final = 0.8
"""What a native name is worth that stands within the other one."""
HALF: Final = 0.5
"""Likeness letter by letter that any two names may have."""
LONG: Final = 10
"""Letters of a name from which a slip leaves it the same name."""
TOO_FEW: Final = 3
"""Letters of a name that are the initials of too many others."""
NEARLY: Final = np.float32(0.8)
"""How near a patronymic must be to be of the same father in another spelling."""

NAME: Final = np.int16(1 << Kind.NAME)
OWN: Final = NAME | np.int16(PATRONYMIC)
INITIAL: Final = np.int16(1 << Kind.INITIAL)
KNOWN: Final = np.int16(1 << Kind.PLACE | 1 << Kind.DESCRIPTOR | 1 << Kind.NUMBER)
"""Kinds of words that are known for what they are: Iran is not nearly Iraq."""
LACKS: Final = np.array([2 * PATRONYMIC - 1, PATRONYMIC - 1, 0], np.int16)
"""Of a word that is not met, nearly met, and met: the bits of it that the other side has not."""


_scripts = lru_cache(maxsize=1 << 16)(scripts)


class Shares(NamedTuple):
    """How far one side of the pairs is met by the other, pair by pair; 0 to 1 but for `named`.

    Attributes:
        met: the part of the weights of its words that the other side meets, each word as far as it is met.
        same: the part whose words stand on the other side too.
        lost: the weight of the most telling word that is not met, as far as it is not.
        first: how well the first word is met.
        last: how well the last word is met.
        named: the weights of the words that are names, as far as these are met; 1: one as rare as can be.
        initials: the part of the words that are met by initials.
    """

    met: Floats
    same: Floats
    lost: Floats
    first: Floats
    last: Floats
    named: Floats
    initials: Floats


class Sides(NamedTuple):
    """Both sides of the pairs.

    Attributes:
        asked: how far the name asked for is met.
        listed: how far the listed one is.
        words: how many either has: those of the names asked for, and below them those of the listed ones.
        total: the weights of these, in units; likewise.
        lacks: bits of the kinds of words that the other has not; `PATRONYMIC` for one of these; likewise.
        has: the bits of names and patronymics that it has; likewise.
    """

    asked: Shares
    listed: Shares
    words: Ints
    total: Ints
    lacks: NDArray[np.int16]
    has: NDArray[np.int16]


class Pairs(NamedTuple):
    """Pairs of a name asked for and a listed one.

    Attributes:
        rows: the spelling asked for.
        spellings: the spelling of the roster.
        sides: what their words come to.
        alike: likeness of the whole names, letter by letter, from one half to 1, else 0; the better of two
            orders of words.
        in_order: the same with the words as they stand.
        native: the same of their letters of Han, kana or Hangul; -1 where they are not both written in
            these, and in the same of them.
        shortness: 1 for a pair with a name of no letters, 0 for names that are long enough.
        heard: 1 where only one of them is in such letters, and is compared by its sounds.
        initialled: 1 where one of them is the initials of the other, and these are more than a few.
        read: 1 where only one of them is in Latin letters.
        consonants: likeness of the consonants where that is so, else 0.
    """

    rows: Ints
    spellings: Ints
    sides: Sides
    alike: Floats
    in_order: Floats
    native: Floats
    shortness: Floats
    heard: Floats
    initialled: Floats
    read: Floats
    consonants: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The words of both sides of the pairs: those asked for, pair by pair, and after them the listed ones.

    Attributes:
        places: of the words in the columns of their side.
        starts: where those of each pair begin: all pairs of the one side, then all of the other.
        counts: how many each pair has, in the same order.
        marks: what each word is.
        units: what each says.
    """

    places: Longs
    starts: Longs
    counts: Ints
    marks: NDArray[np.int16]
    units: Ints

    @classmethod
    def of(cls, asked: Asked, roster: Roster, rows: Ints, spellings: Ints) -> _Words:
        """Collect the words of pairs."""
        left, right = asked.spellings, roster.spellings
        first = np.concatenate((left.starts.take(rows), right.starts.take(spellings)))
        ends = np.concatenate((left.starts.take(rows + 1), right.starts.take(spellings + 1)))
        counts = ends - first
        places = spans(first, counts)
        starts: Longs = counts.cumsum() - counts
        size = int(starts[len(rows)])
        mine, theirs = places[:size], places[size:]
        marks = np.concatenate((left.marks.take(mine), right.marks.take(theirs)))
        units = np.concatenate((left.units.take(mine), right.units.take(theirs)))
        return cls(places, starts, counts, marks, units)


def align(asked: Asked, roster: Roster, rows: Ints, spellings: Ints) -> Pairs:
    """Lay pairs of spellings word against word; there must be some."""
    left, right = asked.spellings, roster.spellings
    words = _Words.of(asked, roster, rows, spellings)
    total = np.maximum(np.concatenate((left.totals.take(rows), right.totals.take(spellings))), 1)
    alike, in_order = _alike(asked, roster, rows, spellings)
    best = _best(asked, roster, words)
    exact = in_order == 1
    if np.count_nonzero(exact):  # the same letters are the same words, however spaces part them
        best[np.concatenate((exact, exact)).repeat(words.counts)] = 1
    names, listed = left.names.take(rows), right.names.take(spellings)
    read = asked.is_latin.take(names) != roster.names.is_latin.take(listed)
    own, other = asked.is_native.take(names), roster.names.is_native.take(listed)
    letters = np.minimum(left.letters.take(rows), right.letters.take(spellings))
    initials = left.initials.take(rows), right.initials.take(spellings)
    return Pairs(
        rows,
        spellings,
        _sides(words, total, best),
        alike,
        in_order,
        natives_alike(asked, roster, names, listed, own & other),
        shortness(letters),
        (own != other).astype(np.float32),
        _initialled(*initials, letters),
        read.astype(np.float32),
        consonants(asked, roster, rows, spellings, read),
    )


def shortness(letters: Ints | Floats) -> Floats:
    """1 for a name of no letters, 0 for one that is long enough; of three letters half of it is left."""
    short: Floats = np.maximum(1 - letters.astype(np.float32) / LONG, 0) ** 2
    return short


def _initialled(own: Hashes, other: Hashes, letters: Ints) -> Floats:
    """Three letters say nothing: too many names have them; from four on few have."""
    is_so = same(own, other)
    if not np.count_nonzero(is_so):
        return np.zeros(len(letters), np.float32)
    telling: Floats = (is_so & (letters > TOO_FEW)).astype(np.float32)
    return telling


def _sides(words: _Words, total: Ints, best: Floats) -> Sides:
    """What the words of both sides come to.

    Sums are of whole numbers, so that they do not depend on their order.
    """
    starts, units, size = words.starts, words.units, len(best)
    met = (units * best).astype(np.int32)
    bits = np.empty((2, size), np.int16)
    np.bitwise_and(words.marks, LACKS.take((best >= NEARLY) + (best >= 1).view(np.int8)), out=bits[0])
    np.bitwise_and(words.marks, OWN, out=bits[1])
    sums = np.empty((4, size), np.int64)
    sums[0] = met
    np.multiply(units, best == 1, out=sums[1])
    np.multiply(met, words.marks & NAME > 0, out=sums[2])
    sums[3] = best == INITIAL_FITS
    whole = np.add.reduceat(sums, starts, axis=1)
    shares = np.empty((len(Shares._fields), len(total)), np.float32)
    np.divide(whole[:2], total, out=shares[:2], casting="same_kind")
    shares[2] = np.maximum.reduceat(units - met, starts)
    best.take(starts, out=shares[3])
    best.take(starts + words.counts - 1, out=shares[4])
    shares[5] = whole[2]
    np.divide(whole[3], words.counts, out=shares[6], casting="same_kind")
    shares[2:6:3] *= np.float32(1 / UNIT)
    lacks, has = np.bitwise_or.reduceat(bits, starts, axis=1)
    own, other = shares.reshape(len(shares), 2, -1).swapaxes(0, 1)
    return Sides(
        Shares(*own),
        Shares(*other),
        words.counts.reshape(2, -1),
        total.reshape(2, -1),
        lacks.reshape(2, -1),
        has.reshape(2, -1),
    )


def _best(asked: Asked, roster: Roster, words: _Words) -> Floats:
    """How well each word is met by the other side of its pair.

    Every word asked for is held against every listed one of its pair, the listed ones running fastest.
    """
    pairs = len(words.counts) // 2
    size = int(words.starts[pairs])
    have, turns = words.counts[:pairs], words.counts[pairs:]
    across = turns.repeat(have)
    mine = np.arange(size).repeat(across)
    theirs = spans(words.starts[pairs:].repeat(have), across)
    listed = roster.spellings.words.take(words.places.take(theirs))
    own = words.places.take(mine)
    met = (asked.keys.take(own, axis=0) == listed[:, None]).ravel().nonzero()[0]
    at = met // KEYS
    fit = asked.likeness.ravel().take(own.take(at) * KEYS + (met - at * KEYS))
    one, other = mine.take(at), theirs.take(at)
    known = (words.marks.take(one) & KNOWN > 0) & (words.marks.take(other) & KNOWN > 0)
    # What is known for what it is is not nearly something else, and Alexandrovich is not nearly Alexander.
    known |= (words.marks.take(one) ^ words.marks.take(other)) & PATRONYMIC > 0
    known &= fit < 1
    fit[known] = 0
    best = np.zeros(len(words.places), np.float32)
    np.maximum.at(best, one, fit)
    np.maximum.at(best, other, fit)
    initial = words.marks & INITIAL > 0
    if np.count_nonzero(initial):
        maybe = (initial.take(mine) | initial.take(theirs)).nonzero()[0]
        one, other = mine.take(maybe), theirs.take(maybe)
        letters = roster.words.initials.take(listed.take(maybe))
        begins = asked.initials.take(own.take(maybe)) == letters
        np.maximum.at(best, one[begins], np.float32(INITIAL_FITS))
        np.maximum.at(best, other[begins], np.float32(INITIAL_FITS))
    return best


def _alike(asked: Asked, roster: Roster, rows: Ints, spellings: Ints) -> tuple[Floats, Floats]:
    """Likeness of the names letter by letter, in the better order of their words and as they stand.

    Up to one half it says nothing: to be told that it is no more costs less.
    """
    own, other = rows.tolist(), spellings.tolist()
    mine, theirs = asked.spellings, roster.spellings
    alike: Floats = process.cpdist(
        mine.texts.take(own) + mine.sorted.take(own),
        theirs.texts.take(other) + theirs.sorted.take(other),
        scorer=Indel.normalized_similarity,
        score_cutoff=HALF,
        dtype=np.float32,
    )
    as_written = alike[: len(own)]
    return np.maximum(as_written, alike[len(own) :]), as_written


def consonants(asked: Asked, roster: Roster, rows: Ints, spellings: Ints, read: NDArray[np.bool_]) -> Floats:
    """Likeness of the consonants of names in two scripts; 0 for those in one."""
    alike = np.zeros(len(rows), np.float32)
    at = read.nonzero()[0]
    if len(at):
        left = asked.spellings.sorted.take(rows[at].tolist())
        right = roster.spellings.sorted.take(spellings[at].tolist())
        alike[at] = process.cpdist(
            list(map(skeleton, left)),
            list(map(skeleton, right)),
            scorer=Indel.normalized_similarity,
            dtype=np.float32,
        )
    return alike


def natives_alike(asked: Asked, roster: Roster, names: Ints, listed: Ints, both: NDArray[np.bool_]) -> Floats:
    """As `native` of :class:`Pairs`, of names by their places, of which some are both in such letters."""
    native = np.full(len(names), -1, np.float32)
    at = both.nonzero()[0]
    if not len(at):
        return native
    left = asked.natives.take(names[at].tolist())
    right = roster.names.natives.take(listed[at].tolist())
    whole = process.cpdist(left, right, scorer=Indel.normalized_similarity, dtype=np.float32)
    within = process.cpdist(left, right, scorer=fuzz.partial_ratio, dtype=np.float32)
    alike = np.maximum(whole, within * np.float32(WITHIN / 100))
    # スバル自動車 and 斯巴鲁汽车 say one thing by other letters: those are not held against each other.
    as_one = [_scripts(one) == _scripts(other) for one, other in zip(left, right, strict=True)]
    native[at] = np.where(as_one, alike, np.float32(-1))
    return native
