"""A table of owners as columns says the same as row by row."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.errors import InputError
from sekisho.lists.read.owners import said
from sekisho.lists.read.owners_columns import columns
from sekisho.lists.view import rows_of, view

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """Asset,owner,share,votes,control,from,until,source,owner_country
Low,Top,30..45,<50,no,2019-04,2021-03-01,"a, b",cn
Low,Top,,,,,,,CN
Low,"Other, Inc.",51,,yes,,2020..2021-02,,
Third,Low,>=50,unknown,?,,,,
"""


def test_it_says_the_same_as_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "owners.csv"
    path.write_text(TEXT, "utf-8-sig")
    found = columns(path)
    seen = view([list(rows_of(said({"main": path}, "x"), "x"))])
    names = {each.id: (each.names[0], each.country or "") for each in seen.entities}
    for place, held in enumerate(seen.ownerships):
        assert found.parties[found.owner[place]] == names[held.owner]
        assert found.parties[found.asset[place]] == names[held.asset]
        for ends, told in ((found.share, held.share), (found.votes, held.votes)):
            low, high = float(ends[0][place]), float(ends[1][place])
            assert math.isnan(low) if told is None else (low, high) == (told.low, told.high)
        assert found.control[place] == {True: 2, None: 1, False: 0}[held.control]
        since, until = ((int(a[place]), int(b[place])) for a, b in (found.since, found.until))
        assert since == (
            (FIRST_DAY, FIRST_DAY) if held.since is None else (held.since.first, held.since.last)
        )
        assert until == ((LAST_DAY, LAST_DAY) if held.until is None else (held.until.first, held.until.last))
    assert len(seen.ownerships) == len(found.owner) == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("owner,asset,share\nA,B,1\nA,C,lots\n", "owners.csv:3 share: 'lots' is no share"),
        ("owner,asset\nA,B\n,C\n", "owners.csv:3 owner: the row names no owner"),
        ("owner,asset,from,until\nA,B,2021,2020\n", "owners.csv:2: the holding ends before it begins"),
        ("owner,asset\nA,B,C\n", "owners.csv:2: the row has 3 fields, not 2"),
        ("owner,assets\nA,B\n", "owners.csv:1: there is no column 'assets'"),
        ("", "owners.csv: the file is empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "owners.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        columns(path)
    assert str(caught.value.problems[0]).startswith(told)
