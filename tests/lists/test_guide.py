"""The guide for newcomers, tried as a newcomer would: its own file, its own declaration."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from sekisho.lists.declaration import CLEANS, KINDS, MAIN
from sekisho.lists.part import COLUMN_KEYS, PART_KEYS
from sekisho.lists.props import OURS
from sekisho.lists.reading import Reading
from sekisho.lists.source import LIST_KEYS, SOURCE_KEYS
from sekisho.lists.table import FORMAT_KEYS, TABLE_KEYS
from tests.lists.ask import missing
from tests.lists.declared import declare, values

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[2] / "docs"


def block(language: str) -> str:
    found = re.search(
        rf"```{language}\n(.*?)```", (DOCS / "guides" / "declare-a-list.md").read_text("utf-8"), re.DOTALL
    )
    assert found
    return found[1]


def test_the_declaration_of_the_guide_reads_its_file(tmp_path: Path) -> None:
    text = block("toml")
    assert len(text.splitlines()) < 30
    (tmp_path / "watch.csv").write_text(block("csv"), "utf-8")
    source = declare(tmp_path, text)
    reading = Reading({MAIN: tmp_path / "watch.csv"}, source)
    found = list(reading.said())
    assert (reading.rows, reading.entities, reading.warnings) == (2, 2, ())
    assert not missing(source, found)
    assert values(found, "name") == ["Shenzhen Example Technology Co., Ltd.", "Esempio Ottica S.p.A."]
    assert values(found, "alias") == ["SETC", "深圳示例", "Example SZ"]
    assert values(found, "country") == ["cn", "it"]
    assert {str(each.statement.valid) for each in found if each.statement.schema == "Sanction"} == {
        "2026-03-02..9999-12-31",
        "2026-04-15..9999-12-31",
    }


def _sheet(rows: list[list[str]]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([dt.date.fromisoformat(cell) if cell[:4] == "2026" else cell for cell in row])
    book.save(file)
    return file.getvalue()


def _objects(rows: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.mark.parametrize(
    ("number", "name", "made"),
    [
        (0, "watch.xlsx", _sheet),
        (1, "watch.json", lambda rows: json.dumps(_objects(rows)).encode()),
        (2, "watch.json", lambda rows: json.dumps({"items": _objects(rows)}).encode()),
        (
            3,
            "watch.csv",
            lambda rows: "".join(";".join(row) + "\n" for row in rows).encode("cp1252", "replace"),
        ),
    ],
)
def test_the_same_list_in_another_format(
    tmp_path: Path, number: int, name: str, made: Callable[[list[list[str]]], bytes]
) -> None:
    page = (DOCS / "guides" / "declare-a-list.md").read_text("utf-8")
    others = [form for form in re.findall(r"format = \{ .*? \}", page) if form != 'format = { kind = "csv" }']
    table = [[cell.replace("; ", ";") for cell in row] for row in csv.reader(block("csv").splitlines())]
    if number == 3:  # as a spreadsheet saves it, with what that encoding has
        table = [[cell.replace("深圳示例;", "").replace(";", "") for cell in row] for row in table]
    text = re.sub(r"format +=.*", others[number], block("toml"))
    (tmp_path / name).write_bytes(made(table))
    reading = Reading({MAIN: tmp_path / name}, declare(tmp_path, text))
    found = list(reading.said())
    assert (reading.rows, reading.warnings) == (2, ())
    assert values(found, "name") == ["Shenzhen Example Technology Co., Ltd.", "Esempio Ottica S.p.A."]
    assert values(found, "alias") == ["SETC", *([] if number == 3 else ["深圳示例"]), "Example SZ"]
    assert values(found, "startDate") == ["2026-03-02", "2026-04-15"]


def test_the_reference_names_every_key() -> None:
    page = (DOCS / "reference" / "sources.md").read_text("utf-8")
    keys = {
        *SOURCE_KEYS,
        *FORMAT_KEYS,
        *LIST_KEYS,
        *TABLE_KEYS,
        *PART_KEYS,
        *COLUMN_KEYS,
        *CLEANS,
        *KINDS,
        *OURS,
    }
    assert not [key for key in keys if f"`{key}`" not in page and f"[table.{key}]" not in page]
