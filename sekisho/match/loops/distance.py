"""How far apart two words are letter by letter, in loops: slips (OSA), and Jaro-Winkler similarity.

Bits tell where in a word each letter stands, so a word may have `MOST` letters, and what it is held against
any number. Invariant: what is found is what `rapidfuzz.distance` finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.match.loops.compiled import part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sekisho.match.near import Hashes

MOST: Final = 64
"""Letters of a word."""
PLAIN: Final = 128
"""Letters of ASCII: where these stand is known beforehand."""
BOOSTED: Final = 0.7
"""Jaro similarity above which Winkler has the first letters count more: each so much, up to so many."""
BOOST: Final = 0.1
FIRST: Final = 4
_NO: Final = np.uint64(0)
_ONE: Final = np.uint64(1)


class Word(NamedTuple):
    """A word that others are held against.

    Attributes:
        letters: its code points; at least one, and no more than `MOST`.
        places: where each letter of ASCII stands in it: a bit a place.
        met: room for where letters stand that another word has.
    """

    letters: Hashes
    places: NDArray[np.uint64]
    met: NDArray[np.uint64]


@part
def word_of(letters: Hashes) -> Word:
    """Find out where the letters of a word stand."""
    places = np.zeros(PLAIN, np.uint64)
    for at, letter in enumerate(letters):
        if letter < PLAIN:
            places[letter] |= _ONE << np.uint64(at)
    return Word(letters, places, np.empty(len(letters), np.uint64))


@part
def slips(own: Word, other: Hashes) -> int:
    """How many letters are left out, put in, changed or swapped: the OSA distance.

    H. Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances, 2003: a column of
    the table of all beginnings of both words is kept as the places where it rises, and where it falls.
    """
    letters, places = own.letters, own.places
    found, last = len(letters), _ONE << np.uint64(len(letters) - 1)
    rises, falls, level, before = ~_NO, _NO, _NO, _NO
    for letter in other:
        same = places[letter] if letter < PLAIN else _strange(letters, letter)
        swapped = ((~level & same) << _ONE) & before
        level = (((same & rises) + rises) ^ rises) | same | falls | swapped
        more, fewer = falls | ~(level | rises), level & rises
        found += int(more & last > _NO) - int(fewer & last > _NO)
        more, fewer = more << _ONE | _ONE, fewer << _ONE
        rises, falls = fewer | ~(level | more), more & level
        before = same
    return found


@part
def jaro_winkler(own: Word, other: Hashes) -> np.float32:
    """Jaro-Winkler similarity."""
    letters, places, ranks = own
    size, whole = len(letters), len(other)
    within = max(max(size, whole) // 2 - 1, 0)
    window, taken, met = ~_NO >> np.uint64(max(MOST - 1 - within, 0)), _NO, 0
    for at in range(min(whole, size + within)):
        letter = other[at]
        same = places[letter] if letter < PLAIN else _strange(letters, letter)
        free = same & window & ~taken
        if free:
            taken |= free & (~free + _ONE)  # the first of them
            ranks[met] = same
            met += 1
        window = window << _ONE | _ONE if at < within else window << _ONE
    if met == 0:
        return np.float32(0)
    swapped = 0
    for rank in range(met):
        first = taken & (~taken + _ONE)
        swapped += int(ranks[rank] & first == _NO)
        taken ^= first
    alike = (met / size + met / whole + (met - swapped // 2) / met) / 3
    if alike > BOOSTED:
        begun = 0
        while begun < min(FIRST, size, whole) and letters[begun] == other[begun]:
            begun += 1
        alike += begun * BOOST * (1 - alike)
    return np.float32(alike)


@part
def _strange(letters: Hashes, letter: np.uint32) -> np.uint64:
    """Where a letter beyond ASCII stands in a word: a bit a place."""
    found = _NO
    for at, each in enumerate(letters):
        if each == letter:
            found |= _ONE << np.uint64(at)
    return found
