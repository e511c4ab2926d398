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
RUN_BITS: Final = 22
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
        runs: of letters that stand in the names, however their words are ordered.
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
    runs: Runs
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
        runs, bags = Runs(roster, chosen), _bags(roster, chosen)
        return cls(borne, share, first, last, begun, single, fewest, most, runs, bags)


def _bags(roster: Roster, chosen: NDArray[np.bool_]) -> Bags | None:
    texts = set(roster.spellings.sorted.take(chosen.nonzero()[0].tolist()))
    return Bags.of(sorted(texts)) if len(texts) <= FEW else None


class Runs:
    """Which runs of letters stand in some names of a roster, however their words are ordered."""

    __slots__ = ("_met",)

    def __init__(self, roster: Roster, chosen: NDArray[np.bool_]) -> None:
        """Go through some spellings."""
        self._met = np.zeros((len(RUNS), 1 << RUN_BITS), np.bool_)
        at = chosen.nonzero()[0].tolist()
        for texts in (roster.spellings.texts, roster.spellings.sorted):
            whole = "".join(texts.take(at)).encode("utf-32-le", "surrogatepass")
            for row, size in enumerate(RUNS):
                self._met[row, _runs(np.frombuffer(whole, np.uint32)[None, :], size)] = True

    def slips(self, runs: Sequence[NDArray[np.uint32]], lengths: Ints) -> Floats:
        """How many letters must go from each word, or come into it, for it to stand in any of the names.

        A run that no name has holds a slip; runs that share no letter hold one each.

        Args:
            runs: of words, from `runs_of`.
            lengths: of these.
        """
        begins = np.full(
            (WIDTH + 1, len(lengths)), -1, np.int32
        )  # of the shortest strange run that ends there
        for row, (size, keys) in reversed(list(enumerate(zip(RUNS, runs, strict=True)))):
            strange = ~self._met[row, keys].T
            strange &= np.arange(size, size + len(strange))[:, None] <= lengths
            for at, ends in enumerate(strange):
                begins[at + size, ends] = at
        slips, free = np.zeros((2, len(lengths)), np.int32)
        for end in range(min(RUNS), WIDTH + 1):
            more = begins[end] >= free
            slips += more
            free[more] = end
        return slips.astype(np.float32)


def runs_of(words: Sequence[str]) -> list[NDArray[np.uint32]]:
    """The runs of letters of some words, as keys: by their size, a row a word."""
    letters = np.array(words, f"U{WIDTH}").view(np.uint32).reshape(len(words), WIDTH)
    return [_runs(letters, size) for size in RUNS]


def _runs(letters: NDArray[np.uint32], size: int) -> NDArray[np.uint32]:
    """The runs of so many letters of each row, as keys."""
    last = max(letters.shape[1] - size + 1, 0)
    keys = np.zeros((len(letters), last), np.uint32)
    for at in range(size):
        keys *= _SPREAD
        keys += letters[:, at : at + last]
    keys ^= keys >> np.uint32(15)
    keys *= _MIXED
    return keys >> np.uint32(32 - RUN_BITS)


def hashes(texts: Sequence[str]) -> Longs:
    """A number for each text, the same within a process."""
    return np.fromiter(map(hash, texts), np.int64, len(texts))
