"""Names written as listed ones are: found together as each is alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.match.identifiers import identifiers_of
from sekisho.match.query import Query
from sekisho.match.written import SHORT, Written

if TYPE_CHECKING:
    from sekisho.store.base import Store

WORDS = (
    "huawei",
    "HUAWEI",
    "Technologies",
    "Co.,",
    "Ltd.",
    "Hangzhou",
    "Hikvision",
    "&",
    "Zqx",
    "华为",
    "G.m.b.H.",
)
BETWEEN = (" ", "  ", "-", "\n", "\t", "")


@pytest.fixture(scope="module")
def written(store: Store) -> Written:
    return Written(store)


@given(st.lists(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BETWEEN))), max_size=8))
def test_many_are_found_as_each_is(written: Written, names: list[list[tuple[str, str]]]) -> None:
    queries = [Query("".join(map("".join, name))) for name in names]
    assert written.find_many(queries) == list(map(written.find, queries))


def test_every_listed_name_is_found_among_many(written: Written, store: Store) -> None:
    queries = [
        Query(name, "", "cn") for each in store.entities.values() for name in (*each.names, *each.weak)
    ]
    assert written.find_many(queries) == list(map(written.find, queries))
    assert all(written.find_many(queries))


def test_an_identifier_is_found_whatever_the_name_is(written: Written, store: Store) -> None:
    numbers = [each for own in identifiers_of(store).values() for each in own]
    queries = [Query("Zqx Works", ids=(number,)) for number in numbers]
    assert numbers
    assert all(written.find_many(queries))


def test_of_a_long_name_what_is_read_decides(written: Written) -> None:
    long = Query("Huawei" + " " * SHORT + "Technologies Co Ltd")
    assert written.find_many([long]) == [written.find(long)] != [[]]
