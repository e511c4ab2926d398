"""Skeletons and sounds of words are the same in loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sekisho.match.loops.distance import MOST
from sekisho.match.loops.heard import Room, skeleton, sound
from sekisho.match.loops.near import letters_of
from sekisho.names.skeleton import FATHER, MUTE, OF_FATHERS, SOUNDS, SPELT, skeletons, sounds

ROOM = Room(np.empty(2 * MOST, np.uint32), np.empty(2 * MOST, np.uint32))
WAYS = st.sampled_from((*SOUNDS, *SPELT, *"abcdefghijklmnopqrstuvwxyz"))
ENDS = st.sampled_from(("", *OF_FATHERS, *(after[0] + letter for letter, after in MUTE.items())))
SMALL = st.builds(lambda ways, end: ("".join(ways) + end)[:MOST], st.lists(WAYS, max_size=12), ENDS)


def read(size: int) -> str:
    return "".join(map(chr, ROOM.read[:size]))


@given(SMALL | st.text("abhXЖ华1", max_size=8))
def test_they_are_what_is_made_of_words_one_by_one(word: str) -> None:
    letters = letters_of(word)
    assert [read(skeleton(letters, ROOM))] == skeletons([word])
    assert [read(sound(letters, ROOM))] == sounds([word])


@pytest.mark.parametrize("end", OF_FATHERS)
def test_a_son_is_one_only_after_letters_enough(end: str) -> None:
    for before in range(FATHER + 2):
        word = "kostra"[:before] + end
        assert [read(sound(letters_of(word), ROOM))] == sounds([word])
