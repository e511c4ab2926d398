"""The guide for newcomers, tried as a newcomer would: its own file, its own declaration."""

from __future__ import annotations

import re
from pathlib import Path

from sekisho.lists.declaration import CLEANS, KINDS, MAIN
from sekisho.lists.part import COLUMN_KEYS, PART_KEYS
from sekisho.lists.props import OURS
from sekisho.lists.reading import Reading
from sekisho.lists.source import FORMAT_KEYS, LIST_KEYS, SOURCE_KEYS, TABLE_KEYS
from tests.lists.ask import missing
from tests.lists.declared import declare, values

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
