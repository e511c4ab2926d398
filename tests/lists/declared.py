"""Declarations and files for tests: written into a folder, read, and asked for what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.lists.declaration import MAIN
from sekisho.lists.reading import Reading
from sekisho.lists.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.model.statement import Said

HEAD = """
[source]
id        = "mine"
title     = "My list"
publisher = { name = "Us", country = "jp" }
kind      = "user"
format    = { kind = "csv" }
"""

NAMED = '[entity]\nid = ["Name"]\n[entity.columns]\nName = { prop = "name", clean = "name" }\n'


def declare(folder: Path, text: str, name: str = "mine.toml") -> Source:
    """A declaration, read from a file."""
    path = folder / name
    path.write_text(text, "utf-8")
    return Source.read(path)


def reading(folder: Path, text: str, content: str | bytes, name: str = "list.csv") -> Reading:
    """A file of one table under a declaration."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Reading({MAIN: path}, declare(folder, text))


def said(folder: Path, text: str, content: str | bytes, name: str = "list.csv") -> list[Said]:
    """Its statements."""
    return list(reading(folder, text, content, name).said())


def values(all_said: list[Said], prop: str, schema: str | None = None) -> list[str]:
    """The values of a property, in their order."""
    found = (each.statement for each in all_said)
    return [each.value for each in found if each.prop == prop and schema in {None, each.schema}]
