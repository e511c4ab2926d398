"""Texts end to end: what is cut is what was put in."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.match.texts import FEW, Aside, Texts, apart

LISTS = st.lists(st.text(max_size=5), max_size=12)


@given(LISTS, LISTS)
def test_joined_are_one_after_another(one: list[str], other: list[str]) -> None:
    joined = Texts.joined([Texts.of(one), Texts.of(other)])
    assert list(joined) == [*one, *other]
    assert joined.whole == "".join([*one, *other])
    assert joined.take(range(len(joined))) == [*one, *other]


@given(st.lists(st.lists(st.text(max_size=5) | st.just("\ud800"), max_size=12)))
def test_texts_put_aside_are_joined_as_they_were(told: list[list[str]]) -> None:
    parts = [Aside(Texts.of(each)) for each in told]
    assert list(Aside.joined(parts)) == [text for each in told for text in each]
    assert not parts


def test_numbers_apart_are_the_same() -> None:
    for column in (np.arange(5, dtype=np.int32), np.zeros(0, np.int8), np.array([True, False])):
        assert apart(column).dtype == column.dtype
        assert apart(column).tolist() == column.tolist()


@settings(max_examples=5, deadline=None)
@given(st.lists(st.text(max_size=5), min_size=1, max_size=12))
def test_many_are_cut_as_few_are(told: list[str]) -> None:
    many = Texts.joined([Texts.of([*told, *("x" for _ in range(FEW))])])
    assert many[0] == told[0]
    assert many[: len(told)] == told
    assert many[-1] == "x"


def test_none() -> None:
    assert list(Texts.joined([])) == []
    assert len(Texts.of(())) == 0
