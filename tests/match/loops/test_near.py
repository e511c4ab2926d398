"""The words near some others are the same in loops as in columns, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sekisho.match.compare import tools
from sekisho.match.loops.distance import MOST
from sekisho.match.loops.near import near
from sekisho.match.near import KEPT
from sekisho.match.roster import Bearer, Roster

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


@given(st.lists(slipped() | ANY, max_size=12, unique=True))
def test_they_are_what_columns_find(words: list[str]) -> None:
    found, told = near(words, ROSTER), ROSTER.words.slips.near(words, ROSTER.words.listed)
    assert np.array_equal(found.words, told.words)
    assert np.array_equal(found.likeness, told.likeness)


@pytest.mark.parametrize("word", ["kozlov", "yusuf", "muhamad", "sahraoui", "technolgoeis", "hauwei"])
def test_some_are_found(word: str) -> None:
    assert near([word], ROSTER).likeness[0, 0] > 0


def test_no_more_than_are_kept_and_of_equals_the_first() -> None:
    found = near(["kozlov"], ROSTER)
    ranked = [*zip((-found.likeness[0]).tolist(), found.words[0].tolist(), strict=True)]
    assert len(ranked) == KEPT
    assert ranked[-1] < (0, 0)
    assert ranked == sorted(ranked)


def test_words_of_very_many_letters_are_left_to_columns() -> None:
    words = ["hauwei", "n" * (MOST + 1)]
    told = ROSTER.words.slips.near(words, ROSTER.words.listed)
    assert np.array_equal(near(words, ROSTER).likeness, told.likeness)
