"""Spreadsheets as rows, and archives that are not opened."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from sekisho.lists.read import xlsx
from tests.lists.read.declare import cells, read, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FORM = 'kind = "xlsx", sheet = "ユーザーリスト"'
HEAD = [
    "No.",
    "国名、地域名\nCountry or Region",
    "企業名、組織名\nCompany or Organization",
    "別名\nAlso Known As",
]


def write(folder: Path, *rows: Sequence[object], sheet: str = "ユーザーリスト") -> Path:
    book = Workbook()
    book.active.title = "表紙"
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    path = folder / "list.xlsx"
    book.save(path)
    return path


def swollen(path: Path, part: str, content: bytes) -> Path:
    """The same archive with another part put in."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != part}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, part: content}.items():
            archive.writestr(name, data)
    return path


def test_a_row_is_a_row_and_both_lines_of_a_heading_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD, [1, "中国\nPeople's Republic of China", " Poly  Ltd. ", "・A\n・B"])
    (row,) = read(path, FORM)
    assert row.place.line == 2
    assert cells([row]) == [
        {
            "No.": "1",
            "国名、地域名 / Country or Region": "中国\nPeople's Republic of China",
            "企業名、組織名 / Company or Organization": "Poly Ltd.",
            "別名 / Also Known As": "・A\n・B",
        }
    ]


def test_cells_are_text_as_one_reads_them(tmp_path: Path) -> None:
    day = dt.datetime(2025, 10, 9)  # noqa: DTZ001  # cells have no zone
    path = write(tmp_path, ["a", "b", "c", "d", "e"], [day, day.replace(hour=16), 7.0, 7.5, True])
    assert list(cells(read(path, FORM))[0].values()) == [
        "2025-10-09",
        "2025-10-09T16:00:00",
        "7",
        "7.5",
        "true",
    ]


def test_empty_rows_and_empty_columns_at_the_end_say_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, ["name", "", None], [None, None], ["A", None])
    assert cells(read(path, FORM)) == [{"name": "A"}]
    path = write(tmp_path, ["name", "", None], ["A", "B"])
    assert "beyond its 1 columns" in refusal(lambda: read(path, FORM))


def test_rows_above_the_header_are_skipped(tmp_path: Path) -> None:
    path = write(tmp_path, ["as of 9 October"], ["name"], ["A"])
    assert cells(read(path, FORM + ", skip = 1")) == [{"name": "A"}]


def test_the_first_sheet_is_read_where_none_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, ["name"], ["A"])
    assert "no row of column names" in refusal(lambda: read(path, 'kind = "xlsx"'))


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, ["name"], ["A"], sheet="改訂履歴")
    assert "there is no sheet 'ユーザーリスト' (it has 表紙, 改訂履歴)" in refusal(lambda: read(path, FORM))


def test_a_heading_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, ["name", "name"], ["A", "B"])
    assert "'name' stands twice" in refusal(lambda: read(path, FORM))


def test_a_field_that_is_too_long_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, ["name"], ["x" * 200])
    assert "a field of 200 characters" in refusal(lambda: read(path, FORM, 100))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (
            b"<!DOCTYPE html><title>404 Not Found</title>",
            "an HTML page stands in place of XLSX (“404 Not Found”)",
        ),
        (b"No.,Name\n1,A\n", "no spreadsheet"),
        (b"PK\x03\x04broken", "no spreadsheet"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(raw)
    assert said in refusal(lambda: read(path, FORM))


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD, *([number, "x", "y", "z"] for number in range(2000)))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "no spreadsheet" in refusal(lambda: read(path, FORM))


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "no workbook" in refusal(lambda: read(path, FORM))


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = swollen(write(tmp_path, HEAD), "xl/worksheets/sheet9.xml", b"0" * (64 << 20))
    assert "swells more than 200 times" in refusal(lambda: read(path, FORM))


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = swollen(write(tmp_path, HEAD), "xl/media/a.bin", b"0" * (64 << 20))
    raw = bytearray(path.read_bytes())
    true = (64 << 20).to_bytes(4, "little")
    while (at := raw.find(true)) >= 0:
        raw[at : at + 4] = (100).to_bytes(4, "little")
    path.write_bytes(raw)
    assert "is refused" in refusal(lambda: read(path, FORM))


def test_the_whole_of_an_archive_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_UNPACKED", 1000)
    path = write(tmp_path, HEAD)
    assert "MiB unpacked" in refusal(lambda: read(path, FORM))


def test_an_archive_of_too_many_parts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_PARTS", 3)
    path = write(tmp_path, HEAD)
    assert "parts" in refusal(lambda: read(path, FORM))


def test_entities_in_a_part_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    for codec in ("utf-8", "utf-16"):
        path = swollen(write(tmp_path, HEAD, [1, "x", "y", "z"]), "xl/sharedStrings.xml", bomb.encode(codec))
        assert "declares entities" in refusal(lambda path=path: read(path, FORM))  # type: ignore[misc]


def test_a_sheet_that_is_no_xml_is_refused(tmp_path: Path) -> None:
    path = swollen(write(tmp_path, HEAD), "xl/worksheets/sheet2.xml", b"<worksheet><sheetData><row>")
    assert "is refused" in refusal(lambda: read(path, FORM))


def test_nothing_is_left_open(tmp_path: Path) -> None:
    path = write(tmp_path, ["name"], ["A"])
    read(path, FORM)
    assert zipfile.is_zipfile(io.BytesIO(path.read_bytes()))
