"""Names that are the first letters of others: IRISL, Islamic Republic of Iran Shipping Lines.

They have no word and no piece in common with what they stand for, so they are found by a mark of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

from sekisho.match.near import spans
from sekisho.names.analyse import Kind
from sekisho.names.script import unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Hashes, Ints, Longs
    from sekisho.names.analyse import Analysis

FEWEST: Final = 3
MOST: Final = 8
"""Letters that a name made of initials has."""
BESIDE: Final = 4
"""Initials that there must be beside it: NASCO may be many a name, and NAS more."""
KEPT: Final = 8
"""Names found for one by initials."""
COMPANY: Final = "co"
"""What a name of initials may end in beside these: PIDMCO."""

_FORM: Final = int(Kind.FORM)
"""Kinds from this one on only link others: to ask a number is several times cheaper than to ask an enum."""
_MADE: Final = np.uint32(1)


def mark(analysis: Analysis) -> int:
    """A hash of the initials of a name, or of the name where it may be initials itself; 0: neither.

    The lowest bit is 1 where the name has the words, 0 where it is their initials.
    """
    core, tokens = analysis.core, analysis.tokens
    if not core.isascii():  # a single word of Cyrillic or Arabic may be initials as it is read
        core = tokens[0].text if len(tokens) == 1 and not unspaced(core) else ""
    words = core.split(" ")
    if len(words) == len(tokens):
        words = [word for word, token in zip(words, tokens, strict=True) if token.kind < _FORM]
    return mark_of(words) if words and core.isascii() else 0


def mark_of(words: Sequence[str]) -> int:
    """The same of words, none of which only links others."""
    if len(words) == 1:
        (word,) = words
        if not FEWEST <= len(word) <= MOST or not word.isalpha():
            return 0
        short = word.removesuffix(COMPANY) if len(word) >= BESIDE + len(COMPANY) else word
        return crc32(short.encode()) & ~1
    if not FEWEST <= len(words) <= MOST:
        return 0
    letters = "".join([word[:1] for word in words])
    return crc32(letters.encode()) | 1 if letters.isalpha() else 0


def marks_of(begins: str, starts: Longs, stops: Longs) -> Hashes:
    """The same of many names of several words each, none of which only links others.

    Args:
        begins: the first letters of words, in ASCII.
        starts: the place of the first word of each name.
        stops: the place after its last one.
    """
    letters = begins.encode()
    others = np.append(0, np.fromiter(map(str.isalpha, begins), np.bool_, len(begins)).cumsum())
    counts, found = stops - starts, np.zeros(len(starts), np.uint32)
    able = (counts >= FEWEST) & (counts <= MOST) & (others[stops] - others[starts] == counts)
    spanned = zip(starts[able].tolist(), stops[able].tolist(), strict=True)
    found[able] = [crc32(letters[start:stop]) | 1 for start, stop in spanned]
    return found


def same(one: Hashes, other: Hashes) -> NDArray[np.bool_]:
    """Whether one name is the initials of the other, pair by pair."""
    is_so: NDArray[np.bool_] = ((one ^ other) == _MADE) & (one > _MADE)
    return is_so


@dataclass(frozen=True, slots=True, eq=False)
class Initials:
    """Where to find spellings by their marks.

    Attributes:
        marks: in ascending order, without 0.
        spellings: that have them.
    """

    marks: Hashes
    spellings: Ints

    @classmethod
    def of(cls, marks: Hashes) -> Initials:
        """Sort the marks of spellings."""
        order = marks.argsort(kind="stable").astype(np.int32)
        order = order[int((marks == 0).sum()) :]
        return cls(marks[order], order)

    def pairs(self, marks: Hashes) -> Longs:
        """Pairs of a spelling asked for, by its mark, and one of these, as one number, in ascending order."""
        asked = marks.nonzero()[0]
        if not len(asked):
            return asked
        wanted = marks[asked] ^ _MADE
        first = self.marks.searchsorted(wanted, "left")
        counts = np.minimum(self.marks.searchsorted(wanted, "right") - first, KEPT)
        found: Longs = asked.repeat(counts) << 32 | self.spellings[spans(first, counts)]
        found.sort()
        return found

    def met(self, marks: Hashes) -> NDArray[np.bool_]:
        """Which of some marks have a pair here."""
        return np.isin(marks ^ _MADE, self.marks) & (marks > 0)
