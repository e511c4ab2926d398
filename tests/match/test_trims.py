"""Every way to take a name is told, and its letters and marks are those of the name taken so."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sekisho.match.initials import mark_of
from sekisho.match.trims import Trims

SMALL = ("of", "and")
FORMS = ("ltd", "co")
MISTYPED = ("limtied", "copmany")
PROPER = ("quimby", "zzyx", "b", "12", "marine", "trading")
NAMES = st.lists(
    st.lists(st.sampled_from((*SMALL, *FORMS, *MISTYPED, *PROPER)), min_size=1, max_size=6),
    min_size=1,
    max_size=5,
)


def ways_of(names: list[list[str]]) -> tuple[Trims, np.ndarray]:
    words = [word for name in names for word in name]
    columns = {
        "form": np.array([word in FORMS for word in words]),
        "mistyped": np.array([word in MISTYPED for word in words]),
    }
    starts = np.cumsum([0, *map(len, names)])[:-1]
    return Trims.of(names, columns, starts), np.array([word in SMALL for word in words])


def taken(name: list[str]) -> set[tuple[str, ...]]:
    """A name with and without the legal forms at its ends, found one by one."""
    proper = [at for at, word in enumerate(name) if word not in FORMS]
    first, last = (proper[0], proper[-1] + 1) if proper else (0, len(name))
    return {tuple(name[start:end]) for start in range(first + 1) for end in range(last, len(name) + 1)}


@given(NAMES)
def test_every_way_is_told(names: list[list[str]]) -> None:
    ways, _ = ways_of(names)
    found: list[set[str]] = [set() for _ in names]
    for whose, text in zip(ways.whose.tolist(), ways.texts(), strict=True):
        found[whose].add(text)
    for name, own in zip(names, found, strict=True):
        assert own == {"".join(word for word in way if word not in MISTYPED) for way in taken(name)}


@given(NAMES)
def test_the_marks_are_those_of_the_names_one_by_one(names: list[list[str]]) -> None:
    ways, small = ways_of(names)
    chosen = np.arange(len(names)) % 2 == 0
    found = set(zip(*(column.tolist() for column in ways.marks(small, chosen)), strict=True))
    expected = {
        (at, mark_of(words))
        for at, name in enumerate(names)
        for way in taken(name)
        for words in (list(way), [word for word in way if word not in SMALL])
        if words and at % 2 == 0 and not {*name} <= {*SMALL, *FORMS}
    }
    assert {each for each in expected if each[1]} <= found
    assert all(at % 2 == 0 and mark for at, mark in found)


def test_a_mistyped_form_that_stands_twice_is_seen() -> None:
    names = [["quimby", "limtied"], ["limtied", "quimby", "limtied"], ["xlimt", "iedx", "limtied"], ["zzyx"]]
    assert set(ways_of(names)[0].repeating().tolist()) == {1, 2}
