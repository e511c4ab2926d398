"""Files of names: what comes back of them, and what is added."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from sekisho.errors import InputError
from sekisho.match.table import ADDED, read, write

if TYPE_CHECKING:
    from pathlib import Path

FOUND = dict(zip(ADDED, ("acme", "=Acme Widgets Ltd", "0.9900", "same"), strict=True))


def test_own_columns_come_back_as_they_were_and_no_formula_is_added(tmp_path: Path) -> None:
    own = {"id": "=1+1", "name": "=Acme Widgets"}
    write(tmp_path / "out.csv", [own | FOUND])
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row == own | FOUND | {"match_name": "'=Acme Widgets Ltd"}


def test_no_spreadsheet_reads_parquet(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    write(path, [{"name": "=Acme Widgets"} | FOUND])
    assert read(path, "name") == [{"name": "=Acme Widgets"} | FOUND]


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("id,vendor\n1,Acme\n", "utf-8")
    with pytest.raises(InputError) as refused:
        read(path, "name")
    assert "there are: id, vendor (name it with --column)" in str(refused.value.problems[0])
