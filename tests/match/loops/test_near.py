"""The words near some others are the same in loops as in columns, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sekisho.match.asked import Meeting, Met
from sekisho.match.compare import tools
from sekisho.match.loops.distance import MOST
from sekisho.match.loops.laid import met
from sekisho.match.near import KEPT, Floats, Ints
from sekisho.match.roster import Bearer, Roster
from sekisho.match.single import spell_single

LISTED = (
    "Huawei Technologies",
    "Hikvision Digital Technology",
    "Mohammed Abdelrazak Sahrawi",
    "Giuseppe Yusuf Kozlov",
    "Shevchenko Tchaikovsky Chernyshevsky",
    "Nizhnekamskneftekhimtransport",
    "ZTE 1234 12345678",
    "Красная звезда ሰላም ஸ்ரீராம்",
    " ".join(f"kozlov{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
)
ROSTER = Roster.build([Bearer(name, "Company", (name,)) for name in LISTED], tools()[0])
LETTERS = "abcehiknoswz1ʻмሰஸ"
ANY = st.text(LETTERS, max_size=30)


@st.composite
def slipped(draw: st.DrawFn) -> str:
    """A listed word with up to three letters left out, put in or swapped."""
    word = draw(st.sampled_from(ROSTER.words.listed))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(word)))
        letter = draw(st.sampled_from(["", *LETTERS]))
        word = draw(
            st.sampled_from(
                (
                    word[:at] + letter + word[at:],
                    word[:at] + letter + word[at + 1 :],
                    word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
                )
            )
        )
    return word


def near(words: list[str], way: Meeting) -> tuple[Ints, Floats]:
    """What is near some words, each once, in rows."""
    found = way(spell_single(words, ROSTER.words.places), ROSTER)
    return found.keys[:, 1:], found.likeness[:, 1:]


@given(st.lists(slipped() | ANY, max_size=12, unique=True))
def test_they_are_what_columns_find(words: list[str]) -> None:
    for found, told in zip(near(words, met), near(words, Met.of), strict=True):
        assert found.dtype == told.dtype
        assert np.array_equal(found, told)


@pytest.mark.parametrize("word", ["kozlov", "yusuf", "muhamad", "sahraoui", "chernishevsky"])
def test_some_are_found(word: str) -> None:
    _, likeness = near([word], met)
    assert likeness[0, 0] > 0


def test_no_more_than_are_kept_and_of_equals_the_first() -> None:
    words, likeness = near(["kozlov"], met)
    ranked = [*zip((-likeness[0]).tolist(), words[0].tolist(), strict=True)]
    assert len(ranked) == KEPT
    assert ranked[-1] < (0, 0)
    assert ranked == sorted(ranked)


def test_words_of_very_many_letters_are_left_to_columns() -> None:
    words = ["hauwei", "n" * (MOST + 1)]
    assert np.array_equal(near(words, met)[1], near(words, Met.of)[1])
