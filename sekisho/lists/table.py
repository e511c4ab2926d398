"""The tables of a declaration: which files they are, at what address, and how rows come out of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.lists.declaration import KINDS, MAIN, Format, Table

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.lists.section import Section

FORMAT_KEYS = (
    "kind", "rows", "row", "sheet", "header", "columns", "encoding", "null", "quote", "delimiter",
    "skip", "reader",
)  # fmt: skip
TABLE_KEYS = (
    "name", "url", "format", "key", "joins", "many", "strays", "files", "optional", "columns", "ignore",
)  # fmt: skip
_READER = re.compile(r"([a-z_]+)\.py:rows")


def format_of(owner: Section, base: Format | None) -> Format:
    """How the rows of a table come out of its file; *base* is that of the main table."""
    section = owner.section("format", FORMAT_KEYS)
    if section is None:
        if base is None:
            owner.refuse((), f"{owner.name} has no 'format'", 'write format = { kind = "csv" }')
        return base or Format("csv")
    kind = section.text("kind", base.kind if base else None, KINDS)
    reader = section.text("reader", "")
    found = _READER.fullmatch(reader)
    if reader and found is None:
        hint = "name a module of lists/read: us_ecfr.py:rows"
        section.refuse(("reader",), f"'{reader}' is no reader", hint)
    return Format(
        kind,
        section.text("rows", ""),
        section.text("row", ""),
        section.text("sheet", ""),
        section.flag("header", absent=base.header if base else True),
        section.texts("columns"),
        section.text("encoding", base.encoding if base else "utf-8"),
        section.texts("null") or (base.null if base else ()),
        section.text("quote", base.quote if base else '"'),
        section.text("delimiter", "\t" if kind == "tsv" else ","),
        section.number("skip", 0) or 0,
        found[1] if found else "",
    )


def url_of(section: Section, folder: Path) -> str:
    """An address; a bare name is a file beside the declaration."""
    url = section.text("url", "")
    return url if not url or ":" in url else (folder / url).absolute().as_uri()


def files_of(section: Section) -> str:
    """A pattern of names of files."""
    pattern = section.text("files", "")
    if "/" in pattern or "\\" in pattern:
        section.refuse(("files",), f"'{pattern}' is no pattern of names", 'without folders: "*.csv"')
        return ""
    return pattern


def table_of(section: Section, folder: Path, base: Format) -> Table:
    """A `[[table]]` of a declaration in *folder*."""
    table = Table(
        section.text("name"),
        url_of(section, folder),
        format_of(section, base),
        section.text("key"),
        section.text("joins"),
        section.flag("many", absent=True),
        section.flag("strays", absent=False),
        files_of(section),
        section.flag("optional", absent=False),
    )
    if not re.fullmatch(r"[a-z][a-z0-9_]*", table.name) or table.name == MAIN:
        section.refuse(("name",), f"'{table.name}' cannot name a table", "one small word other than main")
    return table
