"""Texts end to end: what is cut is what was put in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.match.texts import FEW, Texts

LISTS = st.lists(st.text(max_size=5), max_size=12)


@given(LISTS, LISTS)
def test_joined_are_one_after_another(one: list[str], other: list[str]) -> None:
    joined = Texts.joined([Texts.of(one), Texts.of(other)])
    assert list(joined) == [*one, *other]
    assert joined.whole == "".join([*one, *other])
    assert joined.take(range(len(joined))) == [*one, *other]


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
