"""Files that are not what they should be, in every format, through the whole of an update.

Each is refused with its reason, the last good snapshot stays and serves, and the next good file is taken.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from sekisho import dates
from sekisho.lists.brought import Brought
from sekisho.lists.fetch import Fetcher
from sekisho.lists.keep import Keep
from sekisho.lists.source import Source
from sekisho.lists.update import Updater
from sekisho.outside import open_client
from sekisho.store.engine import Archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sekisho.lists.update import Updated

NAMES = ("Huawei Technologies Co., Ltd.", *(f"Acme {number} Ltd." for number in range(1, 10)))
DECLARATION = """
[source]
id        = "broken"
title     = "A list that breaks"
publisher = { name = "A bureau", country = "us" }
format    = %s

[entity]
id = ["Name"]
[entity.columns]
Name = { prop = "name" }
Town = { prop = "address" }

[assert]
rows         = { min = 3 }
must_contain = ["HUAWEI TECHNOLOGIES CO., LTD."]
max_removed  = "20%%"
"""
FORMATS = {
    "csv": '{ kind = "csv" }',
    "json": '{ kind = "json", rows = "results" }',
    "jsonl": '{ kind = "jsonl" }',
    "xml": '{ kind = "xml", row = "ENTRY" }',
    "xlsx": '{ kind = "xlsx" }',
    "html": '{ kind = "html", row = "Name" }',
}
FIFTY_MB = "x" * 50_000_000
BOMB = (
    '<!DOCTYPE LIST [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    + "]>"
)


def csv(names: tuple[str, ...] = NAMES, head: str = "Name,Town", town: str = "Ise") -> bytes:
    return (f"{head}\n" + "".join(f'"{name}",{town}\n' for name in names)).encode()


def rows(names: tuple[str, ...], town: str = "Ise") -> list[dict[str, str]]:
    return [{"Name": name, "Town": town} for name in names]


def table(names: tuple[str, ...] = NAMES, town: str = "Ise") -> bytes:
    return json.dumps({"results": rows(names, town)}).encode()


def lines(names: tuple[str, ...] = NAMES, town: str = "Ise") -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows(names, town)).encode()


def xml(names: tuple[str, ...] = NAMES, before: str = "", town: str = "Ise", head: str = "Name") -> bytes:
    entries = "".join(f"<ENTRY><{head}>{name}</{head}><Town>{town}</Town></ENTRY>" for name in names)
    return f'<?xml version="1.0"?>{before}<LIST>{entries}</LIST>'.encode()


def page(names: tuple[str, ...] = NAMES, head: str = "Name") -> bytes:
    body = "".join(f"<tr><td>{name}</td><td>Ise</td></tr>" for name in names)
    heads = f"<tr><th>{head}</th><th>Town</th></tr>"
    return f"<!DOCTYPE html><html><body><table>{heads}{body}</table></body></html>".encode()


def book(names: tuple[str, ...] = NAMES, head: str = "Name") -> bytes:
    made, file = Workbook(), io.BytesIO()
    for row in [(head, "Town"), *((name, "Ise") for name in names)]:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


def swollen(content: bytes) -> bytes:
    """The same workbook with a part that swells to 64 MB."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * 64_000_000)
    return file.getvalue()


def torn(content: bytes) -> bytes:
    """The same with its middle overwritten."""
    middle = len(content) // 2
    return content[:middle] + b"\xff" * 200 + content[middle + 200 :]


GOOD: dict[str, Callable[[], bytes]] = {
    "csv": csv, "json": table, "jsonl": lines, "xml": xml, "xlsx": book, "html": page,
}  # fmt: skip
ERROR_PAGE = (
    b"<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head><body>Sorry</body></html>"
)
CANARY = "'HUAWEI TECHNOLOGIES CO., LTD.' is missing"
GONE = "6 of 20 entities and listings are gone: 30.0%, more than 20.0%"
BROKEN: dict[tuple[str, str], tuple[Callable[[], bytes], str]] = {
    ("csv", "a canary is missing"): (lambda: csv(NAMES[1:]), CANARY),
    ("json", "a canary is missing"): (lambda: table(NAMES[1:]), CANARY),
    ("xlsx", "a canary is missing"): (lambda: book(NAMES[1:]), CANARY),
    ("csv", "thirty per cent are gone"): (lambda: csv(NAMES[:7]), GONE),
    ("json", "thirty per cent are gone"): (lambda: table(NAMES[:7]), GONE),
    ("xml", "thirty per cent are gone"): (lambda: xml(NAMES[:7]), GONE),
    ("html", "thirty per cent are gone"): (lambda: page(NAMES[:7]), GONE),
    ("csv", "a column is renamed"): (lambda: csv(head="Name,City"), "'City' is neither used nor ignored"),
    ("json", "a column is renamed"): (
        lambda: table().replace(b'"Town"', b'"City"'),
        "'City' is neither used nor ignored",
    ),
    ("xml", "a column is renamed"): (lambda: xml(head="NAME"), "'NAME' is neither used nor ignored"),
    ("xlsx", "a column is renamed"): (lambda: book(head="NAME"), "'NAME' is neither used nor ignored"),
    ("html", "a column is renamed"): (lambda: page(head="Firm"), "no table"),
    ("csv", "an error page"): (lambda: ERROR_PAGE, "a web page where csv is expected"),
    ("json", "an error page"): (lambda: ERROR_PAGE, "a web page where json is expected"),
    ("xml", "an error page"): (lambda: ERROR_PAGE, "a web page where xml is expected"),
    ("xlsx", "an error page"): (lambda: ERROR_PAGE, "no spreadsheet"),
    ("html", "an error page"): (lambda: ERROR_PAGE, "no table"),
    ("csv", "cut short"): (lambda: csv()[:-8], "unexpected end of data"),
    ("json", "cut short"): (lambda: table()[:-9], "list.json"),
    ("jsonl", "cut short"): (lambda: lines()[:-9], "not JSON"),
    ("xml", "cut short"): (lambda: xml()[:-9], "list.xml"),
    ("xlsx", "cut short"): (lambda: book()[:-200], "list.xlsx"),
    ("csv", "torn"): (lambda: torn(csv()), "not utf-8"),
    ("json", "torn"): (lambda: torn(table()), "not UTF-8"),
    ("xml", "torn"): (lambda: torn(xml()), "list.xml"),
    ("xlsx", "torn"): (lambda: torn(book()), "list.xlsx"),
    ("csv", "NUL bytes"): (lambda: csv(town="I\0se"), "NUL"),
    ("json", "NUL bytes"): (lambda: table(town="I\0se"), "NUL"),
    ("xml", "NUL bytes"): (lambda: xml(town="I\0se"), "list.xml"),
    ("csv", "a field of 50 MB"): (lambda: csv(NAMES[:1], town=FIFTY_MB), "raise assert.max_field"),
    ("json", "a field of 50 MB"): (lambda: table(NAMES[:1], FIFTY_MB), "raise assert.max_field"),
    ("jsonl", "a field of 50 MB"): (lambda: lines(NAMES[:1], FIFTY_MB), "raise assert.max_field"),
    ("xml", "a field of 50 MB"): (lambda: xml(NAMES[:1], town=FIFTY_MB), "raise assert.max_field"),
    ("xml", "a bomb"): (lambda: xml(before=BOMB, town="&a9;"), "list.xml"),
    ("xlsx", "a bomb"): (lambda: swollen(book()), "swells more than"),
    ("csv", "empty"): (lambda: b"", "the file is empty"),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A store and what is brought to it."""

    archive: Archive
    folder: Path

    def bring(self, kind: str, content: bytes) -> Updated:
        declaration, file = self.folder / "broken.toml", self.folder / f"list.{kind}"
        declaration.write_text(DECLARATION % FORMATS[kind], "utf-8")
        file.write_bytes(content)
        with open_client() as client:
            updater = Updater(self.archive, Fetcher(client, Keep(self.folder / "keep")))
            return updater.update(Source.read(declaration), Brought({"main": file}))

    def names(self) -> set[str]:
        return {each.value for each, _ in self.archive.statements(dates.today()) if each.prop == "name"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Archive.open(tmp_path / "store.sqlite", create=True) as archive:
        yield Desk(archive, tmp_path)


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_file_is_taken(desk: Desk, kind: str) -> None:
    assert desk.bring(kind, GOOD[kind]()).error is None
    assert desk.names() == set(NAMES)


@pytest.mark.parametrize(("kind", "how"), BROKEN)
def test_a_broken_file_is_refused_and_the_last_good_one_serves(desk: Desk, kind: str, how: str) -> None:
    make, why = BROKEN[kind, how]
    desk.bring(kind, GOOD[kind]())
    before = list(desk.archive.statements(dates.today()))
    updated = desk.bring(kind, make())
    assert updated.status == "refused"
    assert updated.error is not None
    assert why in updated.error.diagnostics()
    assert all(each.hint for each in updated.error.problems)
    assert [each.id for each in desk.archive.snapshots()] == [1]
    assert list(desk.archive.statements(dates.today())) == before
    (failure,) = desk.archive.problems("broken")
    assert (failure.after, failure.problems) == (1, updated.error.problems)
    assert not list(desk.folder.glob("**/*.part"))
    assert desk.bring(kind, GOOD[kind]()).error is None
    assert desk.names() == set(NAMES)
