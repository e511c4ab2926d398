"""Words laid out one by one, as names of a single word: what `spell` does, for those that need no more.

Invariant: a word is laid out as `spell` lays it out, but for the mark of its initials, which is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sekisho.match.spell import GLUED, Spellings
from sekisho.match.texts import Texts
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def is_single(word: str, vocabulary: Mapping[str, int]) -> bool:
    """Whether a bare name has one spelling: it is not two words in one."""
    if len(word) < 2 * GLUED or word in vocabulary:
        return True
    for cut in range(GLUED, len(word) - GLUED + 1):  # a loop, which costs half of what `any` does
        if word[:cut] in vocabulary and word[cut:] in vocabulary:
            return False
    return True


def spell_single(words: Sequence[str], vocabulary: Mapping[str, int]) -> Spellings:
    """Lay out words of one spelling.

    Args:
        words: bare names (`Analyser.bare`), each single.
        vocabulary: the place of each word; a word it lacks is given the next place.
    """
    size, count = len(vocabulary), len(words)
    fresh: dict[str, int] = {}
    places = [
        fresh.setdefault(word, size + len(fresh)) if place is None else place
        for word, place in zip(words, map(vocabulary.get, words), strict=True)
    ]
    texts = Texts.of(words)
    return Spellings(
        np.arange(count, dtype=np.int32),
        np.arange(count + 1, dtype=np.int32),
        np.array(places, np.int32),
        np.full(count, Kind.NAME, np.int8),
        texts,
        texts,
        list(fresh),
        np.fromiter(map(len, words), np.int32, count),
        np.zeros(count, np.uint32),
    )
