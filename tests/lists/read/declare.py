"""A small declared source, for readers that only need its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.errors import InputError
from sekisho.lists.read import rows
from sekisho.lists.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sekisho.lists.read import Row

HEAD = """
[source]
id        = "some-list"
title     = "some list"
publisher = {{ name = "somebody", country = "jp" }}
kind      = "user"
format    = {{ {form} }}

[entity]
id = ["name"]

[entity.columns]
name = {{ prop = "name" }}

[listing]
id = ["name"]

[assert]
max_field = {limit}
"""


def declare(folder: Path, form: str, limit: int = 10_000) -> Source:
    """A source with this format, written as in TOML."""
    path = folder / "some-list.toml"
    path.write_text(HEAD.format(form=form, limit=limit), "utf-8")
    return Source.read(path)


def read(path: Path, form: str, limit: int = 10_000) -> list[Row]:
    """The rows of a file."""
    return list(rows({"main": path}, declare(path.parent, form, limit)))


def cells(found: list[Row]) -> list[dict[str, str | list[str]]]:
    """The columns that say something, one value as a text."""
    return [
        {
            name: values[0] if len(values) == 1 else list(values)
            for name, values in row.values.items()
            if values
        }
        for row in found
    ]


def refusal(act: Callable[[], object]) -> str:
    """What the refusal of a file says, problems and all."""
    try:
        act()
    except InputError as error:
        return error.diagnostics()
    message = "it was not refused"
    raise AssertionError(message)
