"""Files to rows: one module a kind, each with ``rows(files, source)``.

A kind's module reads `files["main"]` by `source.format` and `source.checks`; other tables are read by the
same functions, each as if it were the main one, and joined here. Invariants: rows are streamed in the
order of the file; a file that is not what it should be is refused with its place, at the latest at its end.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Protocol, cast

from sekisho.errors import InputError, Location, Problem
from sekisho.lists.declaration import MAIN
from sekisho.lists.read.join import joined
from sekisho.lists.read.row import Row, checked, refused, sniff

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.source import Source

__all__ = ["Row", "checked", "refused", "rows", "sniff"]

MODULES = {
    "csv": "csv", "tsv": "csv", "json": "json", "jsonl": "json", "xlsx": "xlsx", "xml": "xml", "html": "html",
}  # fmt: skip
"""The module that reads each kind; files of statements have no rows, see `lists/reading.py`."""


class Reader(Protocol):
    """What a module of this folder offers."""

    def rows(self, files: Mapping[str, Path], source: Source) -> Iterator[Row]:
        """The rows of the main file."""


def rows(files: Mapping[str, Path], source: Source) -> Iterator[Row]:
    """The rows of a source, with those of its other tables joined to them.

    Args:
        files: by table: `main`, and the name of each `[[table]]`; of a table in several files, the further
            ones by table and name: `main/b.csv`.
        source: how they are to be read.

    Raises:
        InputError: a file is missing, or is not what the source says it is.
    """
    tables: dict[str, list[Path]] = {}
    for key, path in files.items():
        tables.setdefault(key.partition("/")[0], []).append(path)
    _all_there(tables, source)
    main = _rows(tables[MAIN], source)
    if not source.joined:
        return main
    others = {}
    for table in source.joined:
        alone = replace(source, tables=(replace(table, name=MAIN),))
        others[table.name] = _rows(tables[table.name], alone)
    return joined(main, others, source)


def _rows(paths: Iterable[Path], source: Source) -> Iterator[Row]:
    """The rows of the files of one table, one after the other."""
    module = _module(source)
    return chain.from_iterable(module.rows({MAIN: path}, source) for path in paths)


def _all_there(files: Collection[str], source: Source) -> None:
    names = [table.name for table in source.tables]
    missing = [name for name in names if name not in files]
    unknown = [name for name in files if name not in names]
    if missing or unknown:
        message = f"the file of table '{missing[0]}' is missing" if missing else f"no table is '{unknown[0]}'"
        problem = Problem(Location(source.id), message, f"give {', '.join(names)}")
        raise InputError(f"{source.id} is refused: {message}", [problem])


def _module(source: Source) -> Reader:
    name = source.format.reader or MODULES[source.format.kind]
    return cast("Reader", import_module(f"{__name__}.{name}"))
