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

    from sekisho.names.analyse import Analysis


def is_single(analysis: Analysis, vocabulary: Mapping[str, int]) -> bool:
    """Whether a word has one spelling, and that of one word: neither a legal form nor two words in one."""
    if len(analysis.tokens) != 1:
        return False
    (token,) = analysis.tokens
    word, kind = token.text, token.kind
    if kind >= Kind.FORM:
        return False
    if len(word) < 2 * GLUED or kind is Kind.NUMBER or word in vocabulary:
        return True
    cuts = range(GLUED, len(word) - GLUED + 1)
    return not any(word[:cut] in vocabulary and word[cut:] in vocabulary for cut in cuts)


def spell_single(analyses: Sequence[Analysis], vocabulary: Mapping[str, int]) -> Spellings:
    """Lay out words of one spelling.

    Args:
        analyses: of words in plain Latin letters; each is single.
        vocabulary: the place of each word; a word it lacks is given the next place.
    """
    size, count = len(vocabulary), len(analyses)
    fresh: dict[str, int] = {}
    tokens = [token for each in analyses for token in each.tokens]
    words = [
        fresh.setdefault(token.text, size + len(fresh)) if place is None else place
        for token, place in ((token, vocabulary.get(token.text)) for token in tokens)
    ]
    written = [each.core for each in analyses]
    texts = Texts.of(written)
    return Spellings(
        np.arange(count, dtype=np.int32),
        np.arange(count + 1, dtype=np.int32),
        np.array(words, np.int32),
        np.fromiter((token.kind for token in tokens), np.int8, count),
        texts,
        texts,
        list(fresh),
        np.fromiter(map(len, written), np.int32, count),
        np.zeros(count, np.uint32),
    )
