"""Skeletons of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.names.skeleton import skeleton, skeletons, sounds


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


@pytest.mark.parametrize(
    "ways",
    [
        "seif sayf",
        "sahraoui sahrawi",
        "obeida ubaydah oubaida",
        "hocine hussein husayn",
        "aulaqi awlaki",
        "uways oweys",
        "raouf rauf",
        "barsukou barsukov barsukoff",
        "tchaikovsky chaykovskiy",
        "viktoriya victoria",
        "alexei aleksey",
        "khasan hasan hassan",
    ],
)
def test_what_sounds_the_same_is_one_sound(ways: str) -> None:
    assert len(set(sounds(ways.split()))) == 1


@pytest.mark.parametrize(
    "ways", ["hasan husayn", "salim salam", "huawei hawaii", "chen shen", "ivanov ivanova"]
)
def test_other_vowels_are_other_sounds(ways: str) -> None:
    one, other = sounds(ways.split())
    assert one != other


@given(st.lists(st.text("abcehouy9华")))
def test_many_words_sound_as_each_does(words: list[str]) -> None:
    assert sounds(words) == [sounds([word])[0] for word in words]
