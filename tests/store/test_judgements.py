"""Judgements as statements: kept, replaced, and known from their own day, in both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sekisho import dates
from sekisho.errors import UsageError
from sekisho.model.judgement import Judgement, Verdict
from sekisho.store.engine import Archive
from sekisho.store.judgements import LIST, add, judgements, record

MONDAY, TUESDAY, FRIDAY = (dates.day(f"2024-05-0{number}") for number in (6, 7, 9))
AT = "2024-05-06T09:00:00Z"
FIRST = Judgement("Dahua 大华", "cn", "dahua", Verdict.UNSURE, "ann", MONDAY, "no address\ntold", "0123")
OTHER = Judgement("Acme", None, "acme", Verdict.SAME, "bob", TUESDAY, "their invoice", "4567")


def test_what_was_recorded_comes_back(archive: Archive) -> None:
    record(archive, (FIRST,), MONDAY, AT)
    record(archive, (OTHER,), TUESDAY, AT)
    assert judgements(archive, TUESDAY) == (FIRST, OTHER)


def test_nothing_is_known_before_it_was_said(archive: Archive) -> None:
    assert judgements(archive, FRIDAY) == ()
    record(archive, (FIRST,), MONDAY, AT)
    record(archive, (OTHER,), TUESDAY, AT)
    assert judgements(archive, MONDAY - 1) == ()
    assert judgements(archive, MONDAY) == (FIRST,)


def test_a_later_word_replaces_the_earlier_and_the_past_keeps_it(archive: Archive) -> None:
    record(archive, (FIRST, replace(OTHER, day=MONDAY)), MONDAY, AT)
    later = replace(FIRST, verdict=Verdict.DIFFERENT, by="bob", day=FRIDAY, why="an address in Osaka")
    record(archive, (later,), FRIDAY, AT)
    assert judgements(archive, FRIDAY) == (replace(OTHER, day=MONDAY), later)
    assert FIRST in judgements(archive, TUESDAY)


def test_a_word_of_the_same_day_replaces_too_and_is_replayed_by_its_number(archive: Archive) -> None:
    first = record(archive, (FIRST,), MONDAY, AT)
    later = replace(FIRST, verdict=Verdict.SAME)
    record(archive, (later,), MONDAY, AT)
    assert judgements(archive, MONDAY) == (later,)
    assert judgements(archive, MONDAY, first) == (FIRST,)


def test_ways_of_writing_are_one_name_and_countries_are_not(archive: Archive) -> None:
    record(
        archive, (FIRST, replace(FIRST, name="ＤＡＨＵＡ　大华"), replace(FIRST, country="jp")), MONDAY, AT
    )
    assert {(each.name, each.country) for each in judgements(archive, MONDAY)} == {
        ("ＤＡＨＵＡ　大华", "cn"),
        ("Dahua 大华", "jp"),
    }


def test_an_earlier_day_than_the_last_is_refused_and_changes_nothing(archive: Archive) -> None:
    record(archive, (FIRST,), TUESDAY, AT)
    with pytest.raises(UsageError):
        record(archive, (OTHER,), MONDAY, AT)
    assert judgements(archive, FRIDAY) == (FIRST,)


def test_each_is_a_snapshot_of_one_source(archive: Archive) -> None:
    numbers = [record(archive, (FIRST,), MONDAY, AT), record(archive, (OTHER,), TUESDAY, AT)]
    assert [each.id for each in archive.snapshots(LIST)] == numbers
    assert [each.rows for each in archive.snapshots(LIST)] == [1, 2]


def test_one_after_another_over_a_connection_that_is_kept_and_two_in_one_transaction(url: str) -> None:
    with Archive.open(url, create=True, kept=True) as archive:
        record(archive, (FIRST,), MONDAY, AT)
        record(archive, (OTHER,), TUESDAY, AT)
        with archive.writing() as connection:
            add(connection, (replace(FIRST, verdict=Verdict.SAME, day=FRIDAY),), FRIDAY, AT)
            add(connection, (replace(OTHER, verdict=Verdict.UNSURE, day=FRIDAY),), FRIDAY, AT)
        assert {each.verdict for each in judgements(archive, FRIDAY)} == {Verdict.SAME, Verdict.UNSURE}
