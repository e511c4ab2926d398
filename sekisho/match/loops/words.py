"""Two spellings laid word against word, in a loop: how well each word is met, and what a side comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np

from sekisho.match.asked import KEYS
from sekisho.match.laid import PATRONYMIC
from sekisho.match.loops.compiled import Number, part
from sekisho.match.pairs import INITIAL, INITIAL_FITS, KNOWN, LACKS, NAME, NEARLY, OWN, Shares
from sekisho.match.postings import UNIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Hashes, Ints

    Flags: TypeAlias = NDArray[np.bool_]

_single: Any = np.float32
_ZERO: Final = _single(0)
_INITIAL_FITS: Final = _single(INITIAL_FITS)
_PART: Final = _single(1 / UNIT)
_Shares: Final[Any] = Shares  # of numbers


class Side(NamedTuple):
    """One side of the pairs: columns as of :class:`sekisho.match.laid.Laid`, and others.

    Attributes:
        words: of the listed names; of those asked for, the keys of each.
        begins: the first letters of the words: of the vocabulary, or of those asked for.
        is_native: of each name, as of :class:`sekisho.match.columns.Names`.
        is_latin: likewise.
        schemata: what its bearer may be, as bits.
    """

    names: Ints
    starts: Ints
    units: Ints
    marks: NDArray[np.int16]
    initials: Hashes
    words: Ints
    begins: Hashes
    is_native: Flags
    is_latin: Flags
    schemata: NDArray[np.int8]


@part
def meet(own: Side, row: int, other: Side, spelling: int, fits: Floats, best: Floats) -> None:
    """How well each word of either spelling is met by the other one."""
    start, begin = own.starts[row], other.starts[spelling]
    best[:] = 0
    for one in range(own.starts[row + 1] - start):
        for two in range(other.starts[spelling + 1] - begin):
            word = other.words[begin + two]
            marks, theirs = own.marks[start + one], other.marks[begin + two]
            fit = _fit(own.words[start + one], fits[start + one], word)
            # What is known of is not nearly something else, and Alexandrovich is not nearly Alexander.
            apart = (marks & KNOWN > 0 and theirs & KNOWN > 0) or (marks ^ theirs) & PATRONYMIC > 0
            if apart and fit < 1:
                fit = _ZERO
            if (marks | theirs) & INITIAL > 0 and own.begins[start + one] == other.begins[word]:
                fit = max(fit, _INITIAL_FITS)
            best[0, one] = max(best[0, one], fit)
            best[1, two] = max(best[1, two], fit)


@part
def _fit(keys: Ints, fits: Floats, word: Number) -> Number:
    """How far a word asked for meets a listed one."""
    fit = _ZERO
    for key in range(KEYS):
        if keys[key] == word:
            fit = max(fit, fits[key])
    return fit


@part
def share(side: Side, spelling: int, best: Floats) -> tuple[Shares, Number, Number, Number, Number]:
    """How far one spelling is met: shares, words, their weight, and the bits of what it lacks and has."""
    start, end = side.starts[spelling], side.starts[spelling + 1]
    total, met, same, named, lost, initials, lacks, has = 0, 0, 0, 0, 0, 0, 0, 0
    for word in range(start, end):
        fit, units, marks = best[word - start], side.units[word], side.marks[word]
        own = int(units * fit)
        total += units
        met += own
        same += units if fit == 1 else 0
        named += own if marks & NAME > 0 else 0
        lost = max(lost, units - own)
        initials += fit == INITIAL_FITS
        lacks |= marks & LACKS[int(fit >= NEARLY) + int(fit >= 1)]
        has |= marks & OWN
    total, words = max(total, 1), end - start
    shares = _Shares(
        _single(met / total),
        _single(same / total),
        _single(lost) * _PART,
        best[0],
        best[words - 1],
        _single(named) * _PART,
        _single(initials / words),
    )
    return shares, words, total, lacks, has
