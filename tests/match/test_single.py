"""Words laid out one by one are laid out as names of one word are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.match.compare import CORPUS
from sekisho.match.lore import Lore
from sekisho.match.single import is_single, spell_single
from sekisho.match.spell import spell

LORE = Lore.load(CORPUS)
LISTED = ("huawei", "hik", "vision", "data", "comm", "trading", "12", "shipping")
VOCABULARY = {word: place for place, word in enumerate(dict.fromkeys((*LORE.meant, *LISTED)))}
KNOWN = (*LISTED, "hikdata", "quimby", "5th", "iii", "007", "a", "ltd", "of", "alhakim")
WORDS = st.sampled_from(KNOWN) | st.text("abdeiknostv5", min_size=1, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_a_word_is_laid_out_as_among_names(words: list[str]) -> None:
    analyses = [LORE.analyser.word(word) for word in words]
    single = [each for each in analyses if is_single(each, VOCABULARY)]
    fast, slow = spell_single(single, VOCABULARY), spell(single, VOCABULARY, apart=True)
    for name in ("names", "starts", "words", "kinds", "letters"):
        assert np.array_equal(getattr(fast, name), getattr(slow, name)), name
    for name in ("texts", "sorted", "unknown"):
        assert list(getattr(fast, name)) == list(getattr(slow, name)), name


@pytest.mark.parametrize(
    ("word", "single"),
    [
        ("quimby", True),
        ("huawei", True),
        ("12", True),
        ("a", True),
        ("hikdata", False),
        ("hikdatb", True),
        ("of", False),
        ("alhakim", False),
    ],
)
def test_words_of_more_spellings_are_none(word: str, single: bool) -> None:
    assert is_single(LORE.analyser.word(word), VOCABULARY) is single
