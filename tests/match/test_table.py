"""Files of names: what comes back of them, what is added, and what is refused lest a name be lost."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sekisho.errors import InputError, UsageError
from sekisho.match.table import ADDED, Table, read, write

if TYPE_CHECKING:
    from pathlib import Path

FOUND = {
    name: [text] for name, text in zip(ADDED, ("acme", "=Acme Widgets Ltd", "0.9900", "same"), strict=True)
}


def test_own_columns_come_back_as_they_were_and_no_formula_is_added(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write(path, Table(["id", "name", ""], [["=1+1", "=Acme Widgets", "x"]]), FOUND)
    found = read(path, "name")
    assert found.header == ["id", "name", "", *ADDED]
    assert found.rows == [["=1+1", "=Acme Widgets", "x", "acme", "'=Acme Widgets Ltd", "0.9900", "same"]]


def test_parquet_comes_back_with_its_types_and_no_spreadsheet_reads_it(tmp_path: Path) -> None:
    own = pa.table({"name": ["=Acme"], "day": [dt.date(2026, 1, 2)], "many": pa.array([None], pa.int64())})
    pq.write_table(own, tmp_path / "in.parquet")
    given = read(tmp_path / "in.parquet", "name")
    assert [given.texts(name) for name in ("name", "day", "many")] == [["=Acme"], ["2026-01-02"], [""]]
    write(tmp_path / "out.parquet", given, FOUND)
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.select(own.column_names).equals(own)
    assert found.to_pylist()[0]["match_name"] == "=Acme Widgets Ltd"


def test_each_kind_is_written_as_the_other(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name,n\nAcme,7\n", "utf-8")
    write(tmp_path / "out.parquet", read(tmp_path / "in.csv", "name"), FOUND)
    given = read(tmp_path / "out.parquet", "name")
    write(tmp_path / "out.csv", Table(given.header, given.rows, given.whole), {})
    assert read(tmp_path / "out.csv", "name").rows == [
        ["Acme", "7", "acme", "=Acme Widgets Ltd", "0.9900", "same"]
    ]


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_a_column_that_would_be_lost_is_not_written_over(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="column 'match' already"):
        write(tmp_path / name, Table(["name", "match"], [["Acme", "mine"]]), FOUND)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("content", "line", "message", "remedy"),
    [
        ('name,c\nBakery,jp\n"Smith,uk\nZTE,cn\n', 4, "broken CSV: unexpected end of data", "stands in"),
        ("name,c\nAcme, Inc.,us\nZTE,cn\n", 2, "the row has 3 cells, and there are 2", "in quotes then"),
        ("name,zone,name\nZTE,1,3\n", 1, "the column 'name' stands twice", "name each column once"),
        ("id,vendor\n1,Acme\n", 0, "no column 'name'; there are: id, vendor", "name it with --column"),
        ("name;c\nAcme;us\n", 0, "no column 'name'; there are: name;c", "save it with commas"),
        ("", 0, "no column 'name'; there are: none", "name it with --column"),
        ("name\nM\u00fcller\n".encode("latin-1"), 0, "this text is not UTF-8", "save it as CSV UTF-8"),
    ],
)
def test_a_file_from_which_a_name_could_be_lost_is_refused(
    tmp_path: Path, content: str | bytes, line: int, message: str, remedy: str
) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as refused:
        read(path, "name")
    (problem,) = refused.value.problems
    assert problem.at.line == line
    assert message in problem.message
    assert remedy in problem.hint


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "names.parquet").write_text("name\nAcme\n", "utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "names.parquet", "name")


def test_short_rows_are_filled_and_empty_lines_left_out(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,c\nAcme\n\nZTE,cn,,\n", "utf-8")
    assert read(tmp_path / "names.csv", "name", "c").rows == [["Acme", ""], ["ZTE", "cn"]]
