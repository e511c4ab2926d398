"""What is told of a roster at a glance is never less than what stands in it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from sekisho.match.compare import CORPUS
from sekisho.match.gist import Among, Runs
from sekisho.match.lore import Lore
from sekisho.match.roster import Bearer, Roster

LISTED = ("Huawei Technologies", "Hikvision Digital", "Powergrid Solutions", "Иван Петров")
ROSTER = Roster.build([Bearer(name, "Company", (name,)) for name in LISTED], Lore.load(CORPUS))
SIDES = [ROSTER.names.is_latin[ROSTER.spellings.names], ~ROSTER.names.is_latin[ROSTER.spellings.names]]
RUNS = Runs(ROSTER, SIDES)
WORDS = st.lists(
    st.sampled_from(("huawei", "hikvision", "petrov", "solutions", "quimby"))
    | st.text("aeghiknouvw", min_size=1, max_size=30),
    min_size=1,
    max_size=10,
)


def slips(word: str, side: int) -> int:
    """Letters left out or put in between a word and the nearest part of any name of a side."""
    texts = [ROSTER.spellings.texts[at] for at in SIDES[side].nonzero()[0].tolist()]
    parts = {text[at:end] for text in texts for at in range(len(text)) for end in range(at, len(text) + 1)}
    return min(Indel.distance(word, part) for part in parts)


@given(WORDS)
def test_no_word_has_fewer_slips_than_is_said(words: list[str]) -> None:
    said = RUNS.slips(words, np.array([*map(len, words)], np.int32))
    for at, word in enumerate(words):
        for side in range(len(SIDES)):
            assert said[side, at] <= slips(word, side)


def test_sides_are_told_apart() -> None:
    said = RUNS.slips(["huawei", "petrov", "zzyxqj"], np.array([6, 6, 6], np.int32))
    assert said[:, 0].tolist() == [0, 2]
    assert said[1, 1] == 0 < said[0, 1]
    assert said[:, 2].tolist() == [2, 2]


@given(st.lists(st.integers(0, 2**64 - 1), max_size=50), st.lists(st.integers(0, 2**64 - 1), max_size=50))
def test_numbers_are_found_among_others(numbers: list[int], others: list[int]) -> None:
    asked = np.array([*numbers, *others], np.uint64)
    assert Among(np.array(numbers, np.uint64)).have(asked).tolist() == [
        each in set(numbers) for each in asked.tolist()
    ]
