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
from sekisho.names.analyse import Kind, Token

LORE = Lore.load(CORPUS)
LISTED = ("huawei", "hik", "vision", "data", "comm", "trading", "12", "shipping")
VOCABULARY = {word: place for place, word in enumerate(dict.fromkeys((*LORE.meant, *LISTED)))}
KNOWN = (*LISTED, "hikdata", "quimby", "5th", "iii", "007", "a", "ltd", "of", "alhakim")
WORDS = st.sampled_from(KNOWN) | st.text("abdeiknostv5", min_size=1, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_a_word_is_laid_out_as_among_names(words: list[str]) -> None:
    bare = zip(words, LORE.analyser.bare(words), strict=True)
    single = [word for word, alone in bare if alone and is_single(word, VOCABULARY)]
    analyses = [LORE.analyser.word(word) for word in single]
    fast, slow = spell_single(single, VOCABULARY), spell(analyses, VOCABULARY, apart=True)
    for name in ("names", "starts", "words", "kinds", "letters"):
        assert np.array_equal(getattr(fast, name), getattr(slow, name)), name
    for name in ("texts", "sorted", "unknown"):
        assert list(getattr(fast, name)) == list(getattr(slow, name)), name


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_a_bare_word_is_taken_as_it_stands(words: list[str]) -> None:
    for word, bare in zip(words, LORE.analyser.bare(words), strict=True):
        assert not bare or LORE.analyser.word(word).tokens == (Token(word, Kind.NAME),)


@pytest.mark.parametrize("word", ["a", "12", "5th", "iii", "of", "trading", "alhakim", "ltd"])
def test_what_a_table_has_is_not_bare(word: str) -> None:
    assert LORE.analyser.bare([word, "quimby"]) == [False, True]


@pytest.mark.parametrize(
    ("word", "single"),
    [
        ("quimby", True),
        ("huawei", True),
        ("hikdata", False),
        ("hikdatb", True),
        ("alhakim", True),
    ],
)
def test_words_of_more_spellings_are_none(word: str, single: bool) -> None:
    assert is_single(word, VOCABULARY) is single
