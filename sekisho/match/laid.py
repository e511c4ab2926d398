"""Spellings with what each of their words is worth: one form for the names asked for and the listed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sekisho.match.near import Hashes, Ints
    from sekisho.match.spell import Spellings
    from sekisho.match.texts import Texts

WORTH: Final = np.array([1.0, 0.45, 0.4, 0.7, 0.25, 0.05, 0.05], np.float32)
"""What a word of each kind says of who bears the name, against a name proper."""
OF_PATRONYMIC: Final = 0.35
"""What a patronymic is worth: it says whose child one is, which many are."""
PATRONYMIC: Final = 1 << len(Kind)
"""The mark of a patronymic, above those of the kinds of words."""
AT_ONCE: Final = 1 << 18
"""Words that are weighed together, to bound what is kept meanwhile."""
MARKS: Final = np.left_shift(1, np.arange(len(Kind))).astype(np.int16)


class Laid(NamedTuple):
    """Spellings in columns; `starts` has one place more than there are spellings.

    Attributes:
        names: whose spelling each is: a place among the names.
        starts: where the words of each begin.
        words: places in the vocabulary; those it lacks follow after its end.
        units: what each word says, up to `UNIT`: how rare it is, by what its kind is worth.
        marks: what each word is: the bit of its kind, and `PATRONYMIC`.
        totals: of each spelling: the units of its words.
        texts: as written where that is in Latin letters, else as read, without spaces.
        sorted: the same with the words in the order of the alphabet.
        letters: of each text.
        initials: of each, the mark by which it is the initials of another, or another is its; 0 for none.
    """

    names: Ints
    starts: Ints
    words: Ints
    units: Ints
    marks: NDArray[np.int16]
    totals: Ints
    texts: Texts
    sorted: Texts
    letters: Ints
    initials: Hashes

    @classmethod
    def of(cls, spelt: Spellings, rare: Ints, patronymics: NDArray[np.bool_]) -> Laid:
        """Weigh the words of spellings.

        Args:
            spelt: the spellings.
            rare: how rare each word is, up to `UNIT`.
            patronymics: which words are patronymics.
        """
        worth = WORTH.take(spelt.kinds)
        marks = MARKS.take(spelt.kinds)
        if np.count_nonzero(patronymics):
            worth = np.where(patronymics, worth * np.float32(OF_PATRONYMIC), worth)
            marks = marks | np.where(patronymics, np.int16(PATRONYMIC), np.int16(0))
        units = np.empty(len(rare), np.int32)
        for start in range(0, len(units), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            units[part] = (rare[part] * worth[part]).astype(np.int32)
        sums = np.zeros(len(units) + 1, np.uint32)  # it may begin anew: the totals are differences
        units.cumsum(out=sums[1:], dtype=np.uint32)
        return cls(
            spelt.names,
            spelt.starts,
            spelt.words,
            units,
            marks,
            np.diff(sums.take(spelt.starts)).view(np.int32),
            spelt.texts,
            spelt.sorted,
            spelt.letters,
            spelt.initials,
        )
