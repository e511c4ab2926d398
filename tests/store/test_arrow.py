"""Arrow tables and Parquet files of what was known, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sekisho.dates import Interval
from sekisho.errors import InputError
from sekisho.store import arrow
from sekisho.store.belief import COLUMNS
from tests.store.sayings import DAY, LIST, believed, listing, many, names, put, said

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.store.engine import Archive

SOME = [
    said("a", "ALPHA", "name", lang="en", cleaned="Alpha", since=DAY - 5),
    said("a", "阿尔法", "alias", lang="zh", listed="us-meu"),
    *listing("a", "84 FR 1", valid=Interval(1, 3652059)),
    *listing("a", "90 FR 9", valid=Interval(DAY, DAY + 9)),
]


def test_columns_are_those_of_a_row() -> None:
    assert tuple(arrow.SCHEMA.names) == COLUMNS


def test_a_table_holds_what_was_known(archive: Archive) -> None:
    put(archive, SOME)
    put(archive, SOME[:1], DAY + 1)
    table = arrow.table(archive, DAY)
    assert table.num_rows == 6
    assert table.schema.metadata == {b"sekisho.known": b"2026-01-01", b"sekisho.snapshot": b"2"}
    assert table.column("known_from").to_pylist()[0].isoformat() == "2025-12-27"
    assert table.column("valid_from").to_pylist()[2].isoformat() == "0001-01-01"
    assert table.column("valid_to").to_pylist()[2].isoformat() == "9999-12-31"
    assert table.column("lang").to_pylist()[:3] == ["en", "zh", None]
    assert arrow.table(archive, DAY + 1).num_rows == 1
    assert arrow.table(archive, DAY + 1, upto_snapshot=1).num_rows == 6
    assert arrow.table(archive, DAY, ["us-meu"]).column("value").to_pylist() == ["阿尔法"]
    assert arrow.table(archive, DAY - 9).num_rows == 0


def test_batches_come_one_at_a_time(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sekisho.store.belief.FETCH", 100)
    put(archive, many(1, 100))
    batches = list(arrow.reader(archive, DAY))
    assert [batch.num_rows for batch in batches] == [100, 100, 100, 100]
    whole = pa.Table.from_batches(batches).unify_dictionaries()
    assert whole.column("value").to_pylist() == [each.value for each, _ in archive.statements(DAY)]


@pytest.mark.parametrize("group", [1, 150, 100_000])
def test_parquet_reads_back_as_it_was(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int
) -> None:
    monkeypatch.setattr("sekisho.store.belief.FETCH", 100)
    monkeypatch.setattr(arrow, "ROW_GROUP", group)
    put(archive, [*SOME, *many(1, 100)])
    path = tmp_path / "lists.parquet"
    assert arrow.write_parquet(archive, path, DAY) == 406
    back = [(each.statement, each.since) for each in arrow.read_parquet(path)]
    assert back == list(archive.statements(DAY))
    assert list(tmp_path.glob(".*")) == []
    assert pq.read_schema(path).metadata[b"sekisho.known"] == b"2026-01-01"


def test_parquet_carries_knowledge_into_another_store(archive: Archive, tmp_path: Path) -> None:
    put(archive, SOME)
    path = tmp_path / "lists.parquet"
    arrow.write_parquet(archive, path, DAY)
    put(archive, arrow.read_parquet(path), DAY + 30, "shipped")
    assert believed_of(archive, "shipped", DAY - 5) == 1
    assert believed_of(archive, "shipped", DAY) == 6


def believed_of(archive: Archive, source: str, known: int) -> int:
    return sum(each.source == source and each.held(known) for each in archive.history("a"))


def test_nothing_is_a_file_too(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "none.parquet"
    assert arrow.write_parquet(archive, path, DAY) == 0
    assert list(arrow.read_parquet(path)) == []


def test_a_file_is_whole_or_not_there(archive: Archive, tmp_path: Path) -> None:
    put(archive, names("a=Alpha"))
    with pytest.raises(InputError, match="cannot be written"):
        arrow.write_parquet(archive, tmp_path / "none" / "lists.parquet", DAY)
    (tmp_path / "folder.parquet").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        arrow.write_parquet(archive, tmp_path / "folder.parquet", DAY)
    assert list(tmp_path.glob(".*")) == []


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.parquet"
    with pytest.raises(InputError):
        next(arrow.read_parquet(path))
    path.write_text("{}")
    with pytest.raises(InputError, match=r"odd\.parquet is refused"):
        next(arrow.read_parquet(path))
    pq.write_table(pa.table({"id": ["x"]}), path)
    with pytest.raises(InputError) as caught:
        next(arrow.read_parquet(path))
    assert "no column 'entity_id'" in str(caught.value.problems[0])
    empty = {name: pa.array([None], arrow.SCHEMA.field(name).type) for name in COLUMNS}
    pq.write_table(pa.table(empty), path)
    with pytest.raises(InputError) as caught:
        next(arrow.read_parquet(path))
    assert "is empty in some rows" in str(caught.value.problems[0])


def test_the_list_is_a_word(archive: Archive) -> None:
    put(archive, SOME)
    column = arrow.table(archive, DAY).column("list").combine_chunks()
    assert sorted(column.dictionary.to_pylist()) == [LIST, "us-meu"]
    assert believed(archive, DAY)
