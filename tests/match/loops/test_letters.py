"""Likeness letter by letter, beside rapidfuzz."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sekisho.match.loops.compiled import compiled  # there is no such module without it
from sekisho.match.loops.letters import CODES, Text, blocks, clear, likeness, spread
from sekisho.match.pairs import HALF


def text(*texts: str) -> Text:
    starts = np.cumsum([0, *map(len, texts)]).astype(np.int32)
    return Text(np.frombuffer("".join(texts).encode(), np.uint8), starts)


@compiled
def compared(one: Text, other: Text) -> float:
    """The second text of the one beside the second of the other; what the first ones left is taken out."""
    rows = max(blocks(one, 0), blocks(one, 1))
    bits, states = np.zeros((rows, CODES), np.uint64), np.empty(rows, np.uint64)
    spread(one, 0, bits)
    clear(one, 0, bits)
    spread(one, 1, bits)
    start, end = other.starts[1], other.starts[2]
    return likeness(bits, one.starts[2] - one.starts[1], other.codes, start, end, states)


TEXTS = st.text("abcde", max_size=9) | st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=200)


@settings(max_examples=500, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
@example("", "", "")
@example("", "abcd", "")
@example("", "", "abcd")
@example("", "ab", "bc")  # one half
@example("", "a" * 64, "a" * 64)
@example("", "a" * 63 + "b" * 66, "b" * 129)
def test_two_texts_are_as_alike_as_rapidfuzz_finds_them(before: str, one: str, other: str) -> None:
    expected = np.float32(Indel.normalized_similarity(one, other, score_cutoff=HALF))
    assert compared(text(before, one), text(before, other)) == expected


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_a_text_is_as_alike_to_one_a_few_slips_away(one: str, data: st.DataObject) -> None:
    other = list(one)
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(other)))
        other[at : at + data.draw(st.integers(0, 3))] = data.draw(st.text("abc", max_size=2))
    expected = np.float32(Indel.normalized_similarity(one, "".join(other), score_cutoff=HALF))
    assert compared(text("", one), text("", "".join(other))) == expected
