"""A store in memory: by whom a statement is, when it holds, and when it could be known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sekisho import dates
from sekisho.dates import LAST_DAY, Interval
from sekisho.model.case import Range
from sekisho.model.entity import Entity, Identifier, ListInfo, Listing, Ownership
from sekisho.names.legal_form import Forms
from sekisho.store.base import Store, gather

FORMS = Forms({}, {}, {}, {}, {})


def day(text: str) -> int:
    return dates.day(text)


@pytest.fixture
def small() -> Store:
    early = Interval(day("2016-03-08"), day("2017-03-29"))
    late = Interval(day("2019-05-16"), LAST_DAY)
    return gather(
        [Entity("acme", "Company", ("Acme",)), Entity("other", "Company", ("Other",))],
        FORMS,
        [
            Listing("acme", "l", "Acme", ("a", "b"), early, day("2016-03-07")),
            Listing("acme", "l", "Acme again", ("c",), late, day("2019-05-15")),
            Listing("acme", "m", "Acme", known=day("2018-08-13")),
        ],
        [Ownership("other", "acme", Range(60, 60)), Ownership("acme", "acme"), Ownership("acme", "other")],
        [Identifier("pci", "19e5", "acme")],
        [
            ListInfo("l", "a list", "order", complete=True),
            ListInfo("n", "an empty list", "group", complete=True),
        ],
        {"lists": "abc"},
    )


def entries(store: Store, entity: str, listed: str, on: str, known: str = "2026-01-01") -> list[str]:
    return [each.entry for each in store.listings_of(entity, listed, day(on), day(known))]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2016-03-07", []),
        ("2016-03-08", ["Acme"]),
        ("2017-03-29", ["Acme"]),
        ("2017-03-30", []),
        ("2019-05-15", []),
        ("2019-05-16", ["Acme again"]),
        ("2026-01-01", ["Acme again"]),
    ],
)
def test_an_entry_holds_from_its_first_day_to_its_last(small: Store, on: str, expected: list[str]) -> None:
    assert entries(small, "acme", "l", on) == expected


def test_nothing_is_known_before_its_day(small: Store) -> None:
    assert entries(small, "acme", "l", "2020-01-01", known="2019-05-14") == []
    assert entries(small, "acme", "l", "2020-01-01", known="2019-05-15") == ["Acme again"]
    assert entries(small, "acme", "m", "1990-01-01", known="2018-08-13") == ["Acme"]
    assert entries(small, "acme", "m", "1990-01-01", known="2018-08-12") == []


def test_a_part_has_its_own_entries(small: Store) -> None:
    assert entries(small, "acme", "l:b", "2016-06-01") == ["Acme"]
    assert entries(small, "acme", "l:c", "2016-06-01") == []
    assert entries(small, "acme", "l:c", "2020-01-01") == ["Acme again"]
    assert entries(small, "acme", "l:d", "2020-01-01") == []


def test_nobody_is_on_a_list_that_is_not_there(small: Store) -> None:
    assert entries(small, "acme", "x", "2020-01-01") == []
    assert entries(small, "nobody", "l", "2020-01-01") == []


def test_lists_are_called_by_name_and_part(small: Store) -> None:
    assert small.names == {"l", "n", "l:a", "l:b", "l:c"}


def test_statements_stand_under_whom_they_are_about(small: Store) -> None:
    assert set(small.entities) == {"acme", "other"}
    assert [each.owner for each in small.owners["acme"]] == ["other", "acme"]
    assert [each.owner for each in small.owners["other"]] == ["acme"]
    assert set(small.listings) == {"acme"}
    assert small.marks[0].value == "19e5"
    assert small.hashes == {"lists": "abc"}


def test_a_holding_is_known_from_its_first_day_and_its_end_from_that_day() -> None:
    since, until = (
        Interval(day("2018-02-06"), day("2018-02-06")),
        Interval(day("2022-12-01"), day("2022-12-31")),
    )
    held = Ownership("other", "acme", Range(60, 60), since=since, until=until)
    others = (Ownership("acme", "other"), Ownership("acme", "third"))
    store = gather((), FORMS, (), (held, *others), (), (), {})

    def told(known: str) -> list[Ownership]:
        owners, holdings = (ask("acme", day(known)) for ask in (store.owners_of, store.holdings_of))
        assert holdings == others
        assert store.holdings_of("other", day(known)) == owners
        return list(owners)

    assert told("2018-02-05") == []
    assert told("2018-02-06") == told("2022-11-30") == [replace(held, until=None)]
    assert told("2022-12-01") == [held]
    assert store.owners_of("nobody", LAST_DAY) == store.holdings_of("nobody", LAST_DAY) == ()


def test_every_statement_of_the_corpus_is_of_somebody_in_it(store: Store) -> None:
    for entity, listings in store.listings.items():
        assert entity in store.entities
        assert {listing.list for listing in listings} <= set(store.lists)
    for asset, ownerships in store.owners.items():
        assert asset in store.entities
        assert {each.owner for each in ownerships} <= set(store.entities)
    assert {mark.entity for mark in store.marks} <= set(store.entities)


def test_no_entry_of_the_corpus_was_known_in_1900(store: Store) -> None:
    early = day("1900-01-01")
    for entity in store.listings:
        for listed in store.names:
            assert store.listings_of(entity, listed, day("2020-01-01"), early) == ()
