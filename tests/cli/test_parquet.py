"""What `sekisho lists export --format parquet` wrote, taken by another store through the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from sekisho.store.engine import Archive
from tests.lists.stated import declared, edition
from tests.whole import ROOT, Run, sekisho

if TYPE_CHECKING:
    from pathlib import Path

ZTE, DAY = "ZTE Parsian", "2024-12-31"
DECLARED = """
[source]
id        = "from-elsewhere"
title     = "Lists as another store keeps them"
publisher = { name = "Us", country = "jp" }
format    = { kind = "parquet" }
[source.list]
column = "list"
values = { us-test-list = "us-test-list" }
"""


def lists(folder: Path, *arguments: str | Path) -> Run:
    given = {"SEKISHO_STORE": str(folder / "store.sqlite"), "SEKISHO_SOURCES": str(folder / "sources")}
    return sekisho("lists", *arguments, **given)


def test_a_store_takes_what_another_one_wrote(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        (folder / "sources").mkdir(parents=True)
    (second / "sources" / "mine.toml").write_text(DECLARED, "utf-8")
    source = declared(first / "sources")["us-test"]
    with Archive.open(first / "store.sqlite", create=True) as archive:
        edition(archive, source, first, "2024-03-01", {"name": ZTE, "from": "2016-03-08"}, "Gone Works")
        # What the second edition teaches of the same company and of its listing stands apart in the file.
        more = {"name": ZTE, "alias": "Parsian", "from": "2016-03-08", "note": "81 FR 12004"}
        edition(archive, source, first, "2024-03-05", more, "Acme Optics")
    out, again = tmp_path / "out.parquet", tmp_path / "again.parquet"
    lists(first, "export", "--format", "parquet", "--out", out, "--known", DAY)
    done = lists(second, "update", "from-elsewhere", "--from", out, "--retrieved", DAY)
    assert (done.code, done.err) == (0, "")
    assert "from-elsewhere: 4 rows, 2 entities; " in done.out, "two companies with a listing each"
    lists(second, "export", "--format", "parquet", "--out", again, "--known", DAY)
    assert pq.read_table(out).num_rows > 0
    assert pq.read_table(out).to_pylist() == pq.read_table(again).to_pylist()
    shown = lists(second, "show", ZTE, "--known", "2020-01-01", "--on", "2020-01-01").out
    assert "on us-test-list, from 2016-03-08: in force on 2020-01-01" in shown
    assert "known from 2016-03-08 (inherited, not witnessed)" in shown


def test_what_is_not_declared_or_no_such_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "mine.toml").write_text(DECLARED, "utf-8")
    source = declared(tmp_path, listed="us-zest-list")["us-test"]
    with Archive.open(tmp_path / "store.sqlite", create=True) as archive:
        edition(archive, source, tmp_path, "2024-03-01", ZTE)
    out = tmp_path / "out.parquet"
    assert lists(tmp_path, "export", "--format", "parquet", "--out", out, "--known", DAY).code == 0
    refused = lists(tmp_path, "update", "from-elsewhere", "--from", out)
    assert refused.code == 65
    assert "the list 'us-zest-list' is not declared" in refused.err
    plain = lists(tmp_path, "update", "from-elsewhere", "--from", ROOT / "README.md")
    assert plain.code == 65
    assert "give a file written by `sekisho lists export --format parquet`" in plain.err
