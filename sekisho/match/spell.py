"""Names laid out in columns: every way a name may be spelt in Latin letters, as words of a vocabulary.

A name has one spelling, or several where its script may be read in more ways than one, where two of its
words may be one (DATA COMM) or one of them two (DATACOMM).

Invariants: the spellings of a name stand one after another; legal forms are no words of a spelling; what a
name is spelt as depends on the name and the vocabulary alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.match.initials import mark
from sekisho.match.texts import Texts
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Hashes, Ints
    from sekisho.names.analyse import Analysis

LONGEST: Final = 16
"""Words of a spelling that count."""
READINGS: Final = 4
"""Spellings of one name that count."""
GLUED: Final = 3
"""Letters that each part of a word taken apart must have."""

Words = tuple[tuple[str, int], ...]
"""The words of a spelling, each with its kind."""

_NUMBER: Final = int(Kind.NUMBER)
_LEFT_OUT: Final = int(Kind.FORM)
"""Kinds from this one on are no words of a spelling: legal forms and small words."""


class Spellings(NamedTuple):
    """Spellings in columns; `starts` has one place more than there are spellings.

    Attributes:
        names: whose spelling each is: a place among the names.
        starts: where the words of each begin.
        words: places in the vocabulary; those it lacks follow after its end.
        kinds: of the words.
        texts: as written where that is in Latin letters, else as read, without spaces.
        sorted: the same with the words in the order of the alphabet.
        unknown: the words the vocabulary lacks, in the order of their places.
        initials: see :func:`sekisho.match.initials.mark`; the first spelling of a name has its mark.
        letters: of each text.
    """

    names: Ints
    starts: Ints
    words: Ints
    kinds: NDArray[np.int8]
    texts: Texts
    sorted: Texts
    unknown: list[str]
    letters: Ints
    initials: Hashes


def spell(analyses: Sequence[Analysis], vocabulary: Mapping[str, int], *, apart: bool) -> Spellings:
    """Lay out names as words.

    Args:
        analyses: of the names.
        vocabulary: the place of each word; a word it lacks is given the next place.
        apart: also with words that are two put together, and two that are one taken apart, where that gives
            words of the vocabulary.
    """
    names: list[int] = []
    starts: list[int] = [0]
    words: list[int] = []
    kinds = bytearray()
    texts: list[str] = []
    in_order: list[str] = []
    fresh: dict[str, int] = {}
    size = len(vocabulary)
    for at, analysis in enumerate(analyses):
        written = analysis.core.split() if analysis.core.isascii() else None
        for spelling in _spellings(analysis, vocabulary if apart else None):
            for word, kind in spelling:
                place = vocabulary.get(word)
                words.append(fresh.setdefault(word, size + len(fresh)) if place is None else place)
                kinds.append(kind)
            own = written or [word for word, _ in spelling]
            names.append(at)
            starts.append(len(words))
            texts.append("".join(own))
            in_order.append("".join(sorted(own)) if len(own) > 1 else texts[-1])
    return Spellings(
        np.array(names, np.int32),
        np.array(starts, np.int32),
        np.array(words, np.int32),
        np.frombuffer(kinds, np.int8),
        Texts.of(texts),
        Texts.of(in_order),
        list(fresh),
        np.fromiter(map(len, texts), np.int32, len(texts)),
        _marks(analyses, names),
    )


def _marks(analyses: Sequence[Analysis], names: Sequence[int]) -> Hashes:
    """The mark of each name, at the first of its spellings."""
    marks = np.zeros(len(names), np.uint32)
    before = -1
    for at, name in enumerate(names):
        if name != before:
            marks[at] = mark(analyses[name])
        before = name
    return marks


def _spellings(analysis: Analysis, vocabulary: Mapping[str, int] | None) -> Iterable[Words]:
    """Every spelling of a name; the best first."""
    tokens = analysis.tokens
    best: Words = tuple([(token.text, token.kind) for token in tokens if token.kind < _LEFT_OUT])
    if not best:  # a name of small words only; one of legal forms only names nobody
        best = tuple((token.text, Kind.NAME) for token in tokens if token.kind is not Kind.FORM)
    best = best[:LONGEST]
    found: list[Words] = [best]
    if analysis.readings:
        kinds = dict(best)
        found += [
            tuple((word, kinds.get(word, Kind.NAME)) for word in reading[:LONGEST])
            for reading in analysis.readings
        ]
    if vocabulary is not None:
        found += _together(best, vocabulary)
        found += _apart(best, vocabulary)
    return tuple(dict.fromkeys(found))[:READINGS] if len(found) > 1 else found


def _together(spelling: Words, vocabulary: Mapping[str, int]) -> list[Words]:
    """With two words put together that the vocabulary has as one."""
    found: list[Words] = []
    before = ""
    for at, (word, _) in enumerate(spelling):
        if at and before + word in vocabulary:
            found.append((*spelling[: at - 1], (before + word, Kind.NAME), *spelling[at + 1 :]))
        before = word
    return found


def _apart(spelling: Words, vocabulary: Mapping[str, int]) -> list[Words]:
    """With a word taken apart that the vocabulary has as two."""
    found: list[Words] = []
    for at, (word, kind) in enumerate(spelling):
        if len(word) < 2 * GLUED or word in vocabulary or kind == _NUMBER:
            continue
        for cut in range(GLUED, len(word) - GLUED + 1):
            if word[:cut] in vocabulary and word[cut:] in vocabulary:
                parts = (word[:cut], Kind.NAME), (word[cut:], Kind.NAME)
                found.append((*spelling[:at], *parts, *spelling[at + 1 :]))
    return found
