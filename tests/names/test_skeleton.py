"""Skeletons of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.names.skeleton import skeleton, skeletons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("muhammad", "mahamad"),
        ("huawei", "hauvei"),
        ("qaddafi", "gadhafi"),
        ("shevchenko", "shevchenco"),
        ("aleksandr", "alexandr"),
        ("yusuf", "yousef"),
        ("chaikovsky", "tchaikovsky"),
        ("hussein", "husayn"),
        ("chavez", "tchaves"),
    ],
)
def test_ways_to_write_one_sound_are_one(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other) != ""


@pytest.mark.parametrize(("one", "other"), [("kim", "tim"), ("sony", "sonar"), ("zte", "zte1")])
def test_other_consonants_are_other_words(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("word", ["aiou", "5g", "华为", ""])
def test_a_word_without_consonants_is_its_own_skeleton(word: str) -> None:
    assert skeleton(word) == word


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1))
def test_a_skeleton_is_never_empty(word: str) -> None:
    assert skeleton(word)


@given(st.lists(st.text("abchstzdgjkx9华")))
def test_many_words_are_heard_as_each_is(words: list[str]) -> None:
    assert skeletons(words) == [skeleton(word) for word in words]
