"""Letters counted: no two names are more alike than their letters allow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from sekisho.match.bags import AT_ONCE, Bags

TEXTS = st.lists(st.text("abcdeijqxz09é華", min_size=1, max_size=12), min_size=1, max_size=8)


@given(TEXTS, TEXTS)
def test_no_name_is_more_like_another_than_is_said(asked: list[str], listed: list[str]) -> None:
    nearest = Bags.of(listed).nearest(Bags.of(asked))
    for text, most in zip(asked, nearest.tolist(), strict=True):
        assert max(Indel.normalized_similarity(text, other) for other in listed) <= most + 1e-6


@pytest.mark.parametrize(
    ("asked", "listed", "most"),
    [
        ("huawei", "iewauh", 1),
        ("huawei", "hikvision", 4 / 15),
        ("bakery", "nulldo", 0),
        ("qx", "jz", 1),
        ("aaa", "a", 0.5),
        ("中", "é", 1),
    ],
)
def test_what_both_have_of_each_letter_counts(asked: str, listed: str, most: float) -> None:
    assert Bags.of([listed]).nearest(Bags.of([asked])).tolist() == pytest.approx([most])


def test_long_names_are_counted_whole() -> None:
    assert Bags.of(["a" * 1000, "b"]).nearest(Bags.of(["a" * 200])).tolist() == pytest.approx([1 / 3])


def test_many_names_are_held_against_the_listed_ones_as_each_is() -> None:
    texts = [f"{chr(97 + at % 26)}{at}" for at in range(2 * AT_ONCE + 1)]
    listed = Bags.of(texts[:7])
    alone = [listed.nearest(Bags.of([text]))[0] for text in texts]
    assert np.array_equal(listed.nearest(Bags.of(texts)), np.array(alone))


def test_where_nobody_is_listed_nothing_is_alike() -> None:
    assert Bags.of([]).nearest(Bags.of(["a"])).tolist() == [0]
