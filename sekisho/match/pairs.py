"""Pairs of spellings laid word against word, in columns: what the features read.

Every word of one spelling is held against every word of the other: the same word counts 1, a near name what
it is near, an initial the half of a name that begins with it. Each word keeps its best.

Invariants: a pair is aligned the same whatever stands beside it; sums are of whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from sekisho.match.asked import KEYS
from sekisho.match.initials import same
from sekisho.match.laid import PATRONYMIC, Laid
from sekisho.match.near import spans
from sekisho.match.postings import UNIT
from sekisho.names.analyse import Kind
from sekisho.names.script import scripts
from sekisho.names.skeleton import skeleton

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sekisho.match.asked import Asked
    from sekisho.match.near import Floats, Ints, Longs
    from sekisho.match.roster import Roster

__all__ = ["PATRONYMIC", "Pairs", "Side", "align"]

INITIAL_FITS: Final = 0.5
"""What an initial is worth beside a name that begins with it."""
WITHIN: Final = 0.8
"""What a native name is worth that stands within the other one."""
LONG: Final = 10
"""Letters of a name from which a slip leaves it the same name."""
NEARLY: Final = np.float32(0.8)
"""How near a patronymic must be to be of the same father in another spelling."""

_NAME: Final = np.int16(1 << Kind.NAME)
_INITIAL: Final = np.int16(1 << Kind.INITIAL)
_KNOWN: Final = np.int16(1 << Kind.PLACE | 1 << Kind.DESCRIPTOR | 1 << Kind.NUMBER)
"""Kinds of words that are known for what they are: Iran is not nearly Iraq."""
_KINDS: Final = np.int16(PATRONYMIC - 1)
_ALL: Final = np.int16(2 * PATRONYMIC - 1)


_scripts = lru_cache(maxsize=1 << 16)(scripts)


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
        last: how well the last word is met.
        named: the weights of the words that are names, as far as these are met; 1: one as rare as can be.
        nameless: whether no word is a name.
        initials: the part of the words that are met by initials.
    """

    words: Ints
    total: Longs
    met: Floats
    same: Floats
    lost: Floats
    lacks: Ints
    first: Floats
    last: Floats
    named: Floats
    nameless: NDArray[np.bool_]
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
        in_order: the same with the words as they stand.
        native: the same of their letters of Han, kana or Hangul; -1 where they are not both written in
            these, and in the same of them.
        shortness: 1 for a pair with a name of no letters, 0 for names that are long enough.
        heard: 1 where only one of them is in such letters, and is compared by its sounds.
        initialled: how telling it is that one of them is the initials of the other; 0 where it is not.
        read: 1 where only one of them is in Latin letters.
        consonants: likeness of the consonants where that is so, else 0.
    """

    rows: Ints
    spellings: Ints
    asked: Side
    listed: Side
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
        first = np.concatenate((left.starts[rows], right.starts[spellings]))
        counts = np.concatenate((left.starts[rows + 1], right.starts[spellings + 1])) - first
        places = spans(first, counts)
        starts: Longs = counts.cumsum(dtype=np.int64) - counts
        mine, theirs = np.split(places, [starts[len(rows)]])
        return cls(
            places,
            starts,
            counts,
            np.concatenate((left.marks[mine], right.marks[theirs])),
            np.concatenate((left.units[mine], right.units[theirs])),
        )


def align(asked: Asked, roster: Roster, rows: Ints, spellings: Ints) -> Pairs:
    """Lay pairs of spellings word against word; there must be some."""
    left, right = asked.spellings, roster.spellings
    words = _Words.of(asked, roster, rows, spellings)
    total = np.maximum(np.concatenate((left.totals[rows], right.totals[spellings])), 1)
    alike, in_order = _alike(asked, roster, rows, spellings)
    best = _best(asked, roster, words)
    # What is written with the same letters has the same words, however spaces part them.
    best[np.concatenate((in_order, in_order)).repeat(words.counts) == 1] = 1
    sides = _side(words, total.astype(np.int64), best)
    read = asked.is_latin[left.names[rows]] != roster.names.is_latin[right.names[spellings]]
    own, other = asked.is_native[left.names[rows]], roster.names.is_native[right.names[spellings]]
    return Pairs(
        rows,
        spellings,
        Side(*[column[: len(rows)] for column in sides]),
        Side(*[column[len(rows) :] for column in sides]),
        alike,
        in_order,
        _native(asked, roster, rows, spellings, own & other),
        _shortness(np.minimum(left.letters[rows], right.letters[spellings])),
        (own != other).astype(np.float32),
        _initialled(left, right, rows, spellings),
        read.astype(np.float32),
        _consonants(asked, roster, rows, spellings, read),
    )


def _initialled(left: Laid, right: Laid, rows: Ints, spellings: Ints) -> Floats:
    """Three letters say little: many names have them; from six on they say as much as they can."""
    is_so = same(left.initials[rows], right.initials[spellings])
    letters = np.minimum(left.letters[rows], right.letters[spellings])
    telling: Floats = (is_so * np.clip((letters - 2) / np.float32(4), 0, 1)).astype(np.float32)
    return telling


def _shortness(letters: Ints) -> Floats:
    short: Floats = np.maximum(np.float32(1) - letters.astype(np.float32) / np.float32(LONG), np.float32(0))
    return short


def _side(words: _Words, total: Longs, best: Floats) -> tuple[NDArray[Any], ...]:
    """The columns of :class:`Side`, of both sides."""
    starts, units = words.starts, words.units
    lacking = words.marks & np.where(best < NEARLY, _ALL, np.where(best < 1, _KINDS, np.int16(0)))
    met = (units * best).astype(np.int32)
    lost = np.maximum.reduceat(units - met, starts).astype(np.float32) / np.float32(UNIT)
    names = words.marks & _NAME > 0
    by_initial = np.add.reduceat(best == INITIAL_FITS, starts, dtype=np.int32)
    return (
        words.counts,
        total,
        _part(np.add.reduceat(met, starts, dtype=np.int64), total),
        _part(np.add.reduceat(units * (best == 1), starts, dtype=np.int64), total),
        lost,
        np.bitwise_or.reduceat(lacking, starts).astype(np.int32),
        best[starts],
        best[starts + words.counts - 1],
        np.add.reduceat(met * names, starts).astype(np.float32) / np.float32(UNIT),
        ~np.logical_or.reduceat(names, starts),
        _part(by_initial, words.counts),
    )


def _part(some: Longs | Ints, total: Longs | Ints) -> Floats:
    part: Floats = (some / total).astype(np.float32)
    return part


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
    listed = roster.spellings.words[words.places[theirs]]
    met = (asked.keys[words.places[mine]] == listed[:, None]).ravel().nonzero()[0]
    at = met // KEYS
    fit = asked.likeness[words.places[mine[at]], met - at * KEYS]
    one, other = mine[at], theirs[at]
    known = (words.marks[one] & _KNOWN > 0) & (words.marks[other] & _KNOWN > 0)
    fit[known & (fit < 1)] = 0
    best = np.zeros(len(words.places), np.float32)
    np.maximum.at(best, one, fit)
    np.maximum.at(best, other, fit)
    initial = words.marks & _INITIAL > 0
    if initial.any():
        maybe = (initial[mine] | initial[theirs]).nonzero()[0]
        one, other = mine[maybe], theirs[maybe]
        letters = roster.words.initials[roster.spellings.words[words.places[other]]]
        begins = asked.initials[words.places[one]] == letters
        np.maximum.at(best, one[begins], np.float32(INITIAL_FITS))
        np.maximum.at(best, other[begins], np.float32(INITIAL_FITS))
    return best


def _alike(asked: Asked, roster: Roster, rows: Ints, spellings: Ints) -> tuple[Floats, Floats]:
    """Likeness of the names letter by letter, in the better order of their words and as they stand."""
    own, other = rows.tolist(), spellings.tolist()
    mine, theirs = asked.spellings, roster.spellings
    alike: Floats = process.cpdist(
        mine.texts.take(own) + mine.sorted.take(own),
        theirs.texts.take(other) + theirs.sorted.take(other),
        scorer=Indel.normalized_similarity,
        dtype=np.float32,
    )
    as_written = alike[: len(own)]
    return np.maximum(as_written, alike[len(own) :]), as_written


def _consonants(asked: Asked, roster: Roster, rows: Ints, spellings: Ints, read: NDArray[np.bool_]) -> Floats:
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


def _native(asked: Asked, roster: Roster, rows: Ints, spellings: Ints, both: NDArray[np.bool_]) -> Floats:
    native = np.full(len(rows), -1, np.float32)
    at = both.nonzero()[0]
    if not len(at):
        return native
    left = asked.natives.take(asked.spellings.names[rows[at]].tolist())
    right = roster.names.natives.take(roster.spellings.names[spellings[at]].tolist())
    whole = process.cpdist(left, right, scorer=Indel.normalized_similarity, dtype=np.float32)
    within = process.cpdist(left, right, scorer=fuzz.partial_ratio, dtype=np.float32)
    alike = np.maximum(whole, within * np.float32(WITHIN / 100))
    # スバル自動車 and 斯巴鲁汽车 say one thing by other letters: those are not held against each other.
    as_one = [_scripts(one) == _scripts(other) for one, other in zip(left, right, strict=True)]
    native[at] = np.where(as_one, alike, np.float32(-1))
    return native
