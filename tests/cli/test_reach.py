"""Whom a list reaches through a table of owners, on the command line."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.whole import Run, sekisho

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """owner,asset,share,control,from,until
"Huawei Technologies Co., Ltd.",Blue Fern,30,no,2019,
"HiSilicon Technologies Co., Ltd.",Blue Fern,25,no,2019,
Clean Holding,Blue Fern,45,no,,
Blue Fern,Fern Logistics,60,,2021-03-01,2025-11-30
Clean Holding,Fern Logistics,40,no,,
Clean Holding,Clean Daughter,100,yes,,
Fern Logistics,Fern Cable,20,yes,,
=Formula,Clean Daughter,1,no,,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "owners.csv"
    path.write_text(TABLE, "utf-8")
    return path


def reach(table: Path, *options: str, listed: str = "us-entity-list") -> Run:
    return sekisho("reach", listed, "--owners", table, "--store", "none", *options)


def told(run: Run) -> dict[str, tuple[str, str, float, float]]:
    assert run.code == 0, run.err
    return {
        each["name"]: (each["under"], each["half"], each["share_low"], each["share_high"])
        for each in json.loads(run.out)
    }


def test_who_is_held_to_one_half_passes_it_on(table: Path) -> None:
    found = told(reach(table, "--on", "2025-10-15", "--format", "json"))
    assert found == {
        "Blue Fern": ("no", "yes", 55.0, 55.0),
        "Fern Logistics": ("no", "yes", 60.0, 60.0),
        "Fern Cable": ("no", "unknown", 20.0, 100.0),
    }


def test_the_day_after_a_sale_is_another_answer(table: Path) -> None:
    assert set(told(reach(table, "--on", "2025-12-01", "--format", "json"))) == {"Blue Fern"}


def test_the_text_tells_the_holders_and_clears_nobody(table: Path) -> None:
    run = reach(table, "--on", "2025-10-15")
    assert "Huawei Technologies Co., Ltd. (30 %) + HiSilicon Technologies Co., Ltd. (25 %)" in run.out
    assert "2 of 8 parties are on it" in run.out
    assert "Who is not named here is not known to be free of it." in run.out


def test_csv_is_safe_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "owners.csv"
    path.write_text('owner,asset,share\n"Huawei Technologies Co., Ltd.",=1+1,60\n', "utf-8")
    (row,) = csv.DictReader(io.StringIO(reach(path, "--format", "csv").out))
    assert (row["name"], row["under"]) == ("'=1+1", "yes")


def test_a_list_that_is_none_is_refused(table: Path) -> None:
    run = reach(table, listed="us-nothing")
    assert run.code == 64
    assert "there is no list 'us-nothing'" in run.err


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "owners.csv"
    path.write_text("owner,asset,share\nA,B,lots\n", "utf-8")
    run = reach(path)
    assert run.code == 65
    assert "owners.csv:2 share" in run.err
