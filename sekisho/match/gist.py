"""What the words of a roster's names come to, word by word: the most that any of them can do for a pair.

Invariant: it is of the roster alone; what is said is never less than what a name of the roster has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.match.bags import FEW, Bags
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Ints, Longs
    from sekisho.match.roster import Roster

LETTERS: Final = 128
"""Codes of plain letters."""
RUNS: Final = (3, 4)
"""Letters of the runs that are known."""
SPARE: Final = 6
"""Bits by which there is more room for runs than there are letters: what is met by chance is let through."""
LEAST_BITS, MOST_BITS = 16, 22
WIDTH: Final = 24
"""Letters of a word that are looked at."""
_SPREAD: Final = np.uint32(0x9E3779B1)
_MIXED: Final = np.uint32(0x85EBCA77)


@dataclass(frozen=True, slots=True, eq=False)
class Gist:
    """What some names of a roster have of each word of the vocabulary, and of words by their first letter.

    Attributes:
        borne: whether any name has it.
        share: the greatest part of a name that it is.
        first: whether it stands first in a name.
        last: whether it stands last in one.
        begun: of the words that begin with a letter: the greatest share; -1: there is none.
        single: of the initials that are a letter: likewise.
        fewest: words that a name has.
        most: words that a name has.
        bags: the letters of the names; None where they are too many to go through.
    """

    borne: NDArray[np.bool_]
    share: Floats
    first: NDArray[np.bool_]
    last: NDArray[np.bool_]
    begun: Floats
    single: Floats
    fewest: int
    most: int
    bags: Bags | None

    @classmethod
    def of(cls, roster: Roster, chosen: NDArray[np.bool_]) -> Gist:
        """Go through some spellings of a roster."""
        own, size = roster.spellings, len(roster.words.listed)
        counts = np.diff(own.starts)
        whose = np.arange(len(counts)).repeat(counts)
        within = chosen[whose].nonzero()[0]
        words = own.words[within]
        shares = (own.units[within] / np.maximum(own.totals[whose[within]], 1)).astype(np.float32)
        borne, first, last = np.zeros((3, size), np.bool_)
        share = np.zeros(size, np.float32)
        borne[words] = True
        np.maximum.at(share, words, shares)
        some = chosen & (counts > 0)
        first[own.words[own.starts[:-1][some]]] = True
        last[own.words[own.starts[1:][some] - 1]] = True
        begun, single = np.full((2, LETTERS), -1, np.float32)
        letters = np.minimum(roster.words.initials[words], LETTERS - 1)
        np.maximum.at(begun, letters, shares)
        initial = own.marks[within] & (1 << Kind.INITIAL) > 0
        np.maximum.at(single, letters[initial], shares[initial])
        sizes = counts[some]
        fewest, most = (int(sizes.min()), int(sizes.max())) if len(sizes) else (0, 0)
        return cls(borne, share, first, last, begun, single, fewest, most, _bags(roster, chosen))


def _bags(roster: Roster, chosen: NDArray[np.bool_]) -> Bags | None:
    texts = set(roster.spellings.sorted.take(chosen.nonzero()[0].tolist()))
    return Bags.of(sorted(texts)) if len(texts) <= FEW else None


class Runs:
    """Which runs of letters stand in names of a roster, however their words are ordered: side by side."""

    __slots__ = ("_bits", "_met", "_sides")

    def __init__(self, roster: Roster, sides: Sequence[NDArray[np.bool_]]) -> None:
        """Go through spellings.

        Args:
            roster: with them.
            sides: which of them are of each side.
        """
        texts = roster.spellings.texts, roster.spellings.sorted
        self._sides = len(sides)
        self._bits = min(max(len(texts[0].whole).bit_length() + SPARE, LEAST_BITS), MOST_BITS)
        self._met = np.zeros((len(RUNS), 1 << self._bits), np.uint8)  # a bit a side
        for side, chosen in enumerate(sides):
            at = chosen.nonzero()[0].tolist()
            for each in texts:
                whole = "".join(each.take(at)).encode("utf-32-le", "surrogatepass")
                for row, size in enumerate(RUNS):
                    keys = _runs(np.frombuffer(whole, np.uint32)[None, :], size, self._bits)
                    self._met[row, keys] |= 1 << side

    def slips(self, words: Sequence[str], lengths: Ints) -> Floats:
        """How many letters must go from each word, or come into it, for it to stand in any name of each side.

        A run that no name has holds a slip; runs that share no letter hold one each.

        Args:
            words: in plain letters.
            lengths: of these.

        Returns:
            A row a side.
        """
        letters = np.array(words, f"U{WIDTH}").view(np.uint32).reshape(len(words), WIDTH)
        bits = np.left_shift(1, np.arange(self._sides)).astype(np.uint8)[:, None]
        # Of the shortest strange run that ends at each letter, where it begins.
        begins = np.full((WIDTH + 1, self._sides, len(words)), -1, np.int8)
        for row, size in reversed(list(enumerate(RUNS))):
            met = self._met[row, _runs(letters, size, self._bits).T]
            met[np.arange(size, size + len(met))[:, None] > lengths] = 255  # it is not within the word
            for at, own in enumerate(met):
                begins[at + size][own & bits == 0] = at
        slips, free = np.zeros((2, self._sides, len(words)), np.int8)
        for end in range(min(RUNS), min(WIDTH, int(lengths.max(initial=0))) + 1):
            more = begins[end] >= free
            slips += more
            free[more] = end
        return slips.astype(np.float32)


def _runs(letters: NDArray[np.uint32], size: int, bits: int) -> NDArray[np.uint32]:
    """The runs of so many letters of each row, as keys of so many bits."""
    last = max(letters.shape[1] - size + 1, 0)
    keys = np.zeros((len(letters), last), np.uint32)
    for at in range(size):
        keys *= _SPREAD
        keys += letters[:, at : at + last]
    keys ^= keys >> np.uint32(15)
    keys *= _MIXED
    return keys >> np.uint32(32 - bits)


class Among:
    """Whether numbers are among some others, told at once of those that are not, as most are not."""

    __slots__ = ("_maybe", "_numbers", "_shift")

    def __init__(self, numbers: NDArray[np.uint64]) -> None:
        """Take hashes."""
        self._numbers = np.unique(numbers)
        bits = min(len(numbers).bit_length() + SPARE, MOST_BITS)
        self._shift = np.uint64(64 - bits)
        self._maybe = np.zeros(1 << bits, np.bool_)
        self._maybe[self._numbers >> self._shift] = True

    def have(self, asked: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which of some numbers are among them."""
        found: NDArray[np.bool_] = self._maybe[asked >> self._shift]
        some = found.nonzero()[0]
        found[some] = np.isin(asked[some], self._numbers)
        return found


def hashes(texts: Sequence[str]) -> Longs:
    """A number for each text, the same within a process."""
    return np.fromiter(map(hash, texts), np.int64, len(texts))
