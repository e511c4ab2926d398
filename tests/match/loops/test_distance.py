"""How far apart words are letter by letter is what RapidFuzz finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sekisho.match.loops.distance import MOST, jaro_winkler, slips, word_of
from sekisho.match.loops.near import letters_of

WORDS = st.text("abcми华𠮷", min_size=1, max_size=MOST)


@given(WORDS, st.text("abcми华𠮷", min_size=1, max_size=2 * MOST))
def test_they_are_as_far_apart(one: str, other: str) -> None:
    word = word_of(letters_of(one))
    assert slips(word, letters_of(other)) == OSA.distance(one, other)
    assert jaro_winkler(word, letters_of(other)) == np.float32(JaroWinkler.similarity(one, other))


@given(st.text("ab", min_size=MOST, max_size=MOST), st.integers(0, MOST - 2))
def test_a_word_of_all_the_letters_it_may_have(one: str, at: int) -> None:
    other = one[:at] + one[at + 1] + one[at] + one[at + 2 :]
    word = word_of(letters_of(one))
    assert slips(word, letters_of(other)) == OSA.distance(one, other)
    assert jaro_winkler(word, letters_of(other)) == np.float32(JaroWinkler.similarity(one, other))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("huawei", "huawei", 0), ("huawei", "hauwei", 1), ("ca", "abc", 3), ("zte", "华为", 3)],
)
def test_swapped_neighbours_are_one_slip(one: str, other: str, apart: int) -> None:
    assert slips(word_of(letters_of(one)), letters_of(other)) == apart
