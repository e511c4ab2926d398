"""A table of owners, and what becomes of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho import dates
from sekisho.dates import Interval
from sekisho.errors import InputError
from sekisho.lists.read.owners import said
from sekisho.lists.share import HAIR, bounds, share, within, words, yes_no
from sekisho.lists.view import rows_of, view
from sekisho.model.case import Range

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.model.entity import Ownership


def read(folder: Path, text: str) -> tuple[Ownership, ...]:
    path = folder / "owners.csv"
    path.write_text(text, "utf-8")
    return view([list(rows_of(said({"main": path}, "owners-csv"), "owners-csv"))]).ownerships


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, text)
    return str(caught.value.problems[0])


def test_a_row_is_a_holding(tmp_path: Path) -> None:
    (held,) = read(
        tmp_path,
        "asset,owner,share,votes,control,from,until,source\n"
        "Low,Top,30..45,<50,no,2019-04,2021-03-01,report p. 12\n",
    )
    assert (held.share, held.votes, held.control) == (Range(30, 45), Range(0, 50 - HAIR), False)
    assert (held.since, held.until) == (dates.interval("2019-04"), dates.interval("2021-03-01"))
    assert held.source == "owners-csv: report p. 12"


def test_what_is_empty_is_not_told(tmp_path: Path) -> None:
    (held,) = read(tmp_path, "owner,asset,share,control,from,until\nTop,Low,,,,\n")
    assert (held.share, held.votes, held.control, held.since, held.until) == (None,) * 5


def test_a_name_is_one_party_in_one_country_and_another_elsewhere(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        "owner,asset,owner_country,asset_country\nTop,Low,cn,\nTop,Other,CN,\nTop,Third,us,\nLow,Last,,\n",
    )
    first, second, third, last = held
    assert first.owner == second.owner != third.owner
    assert last.owner == first.asset


def test_the_window_of_a_change_is_kept(tmp_path: Path) -> None:
    (held,) = read(tmp_path, "owner,asset,until\nTop,Low,2021-09-12..2022-01\n")
    assert held.until == Interval(dates.day("2021-09-12"), dates.day("2022-01-31"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("owner,asset,shares\nA,B,5\n", "owners.csv:1: there is no column 'shares' in a table of owners"),
        ("owner,share\nA,5\n", "owners.csv:1: there is no column 'asset'"),
        ("owner,asset,owner\nA,B,C\n", "owners.csv:1: the column 'owner' is there twice"),
        ("owner,asset,share\nA,B,120\n", "owners.csv:2 share: '120' is not between 0 and 100 %"),
        ("owner,asset,share\nA,B,half\n", "owners.csv:2 share: 'half' is no share"),
        ("owner,asset,control\nA,B,perhaps\n", "owners.csv:2 control: 'perhaps' is neither yes nor no"),
        ("owner,asset,from\nA,B,1/2/2020\n", "owners.csv:2 from: '1/2/2020' is no date"),
        ("owner,asset,from,until\nA,B,2021,2020\n", "owners.csv:2: the holding ends before it begins"),
        ("owner,asset\n,B\n", "owners.csv:2 owner: the row names no owner"),
        ("owner,asset,owner_kind\nA,B,dog\n", "owners.csv:2 owner_kind: 'dog' is no kind of party"),
        ("owner,asset\nA,B,C\n", "owners.csv:2: the row has 3 fields, not 2"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    assert refusal(tmp_path, text).startswith(told)


SHARES = st.floats(0, 100).map(lambda each: round(each, 4))


@given(SHARES, SHARES)
def test_a_share_reads_as_it_was_written(one: float, two: float) -> None:
    range_ = Range(min(one, two), max(one, two))
    assert share(words(range_)) == range_


@given(st.dates(), st.dates())
def test_a_partly_known_day_reads_as_it_was_written(one: object, two: object) -> None:
    first, last = sorted((dates.day(str(one)), dates.day(str(two))))
    assert within(bounds(Interval(first, last))) == Interval(first, last)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("51", Range(51, 51)),
        ("51,5 %", Range(51.5, 51.5)),
        (">=50", Range(50, 100)),
        ("> 50", Range(50 + HAIR, 100)),
        ("<=49.9", Range(0, 49.9)),
        ("25-50%", Range(25, 50)),
        ("25 % to 50 %", Range(25, 50)),
        ("", None),
        ("unknown", None),
    ],
)
def test_the_ways_to_write_a_share(text: str, read_as: Range | None) -> None:
    assert share(text) == read_as


@pytest.mark.parametrize("text", ["half", "50..20", "101", "-3", "5 apples"])
def test_what_is_no_share(text: str) -> None:
    with pytest.raises(ValueError, match="is n"):
        share(text)


def test_yes_and_no() -> None:
    assert [yes_no(each) for each in ("Yes", "no", "", "?")] == [True, False, None, None]
