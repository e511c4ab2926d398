"""Files that were brought by hand to a machine without a network: which is which.

Invariants: a file is taken for a table only by its name, and only if no other could be meant; a source of
which some tables are there and others not is refused, never read in part.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from sekisho.errors import UsageError
from sekisho.lists.declaration import MAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.lists.declaration import Table
    from sekisho.lists.source import Source

MOST_NAMED = 5


class Brought(NamedTuple):
    """The files of one source.

    Attributes:
        files: by table; of the further ones of a table that has several, by table and name (`main/b.csv`).
        on: the day on which they were retrieved; None: today.
    """

    files: Mapping[str, Path]
    on: int | None = None


def brought(source: Source, path: Path, on: int | None = None) -> Brought:
    """The file of a source, or its files in a folder.

    Args:
        source: whose they are.
        path: of the file or the folder.
        on: the day on which they were retrieved; None: today.

    Raises:
        UsageError: there is none, or not one for each table.
    """
    if path.is_file():
        if any(not table.optional for table in source.joined):
            names = ", ".join(table.name for table in source.tables)
            raise UsageError(f"{source.id} has several tables ({names}); give the folder of their files")
        return Brought({MAIN: path}, on)
    if not path.is_dir():
        raise UsageError(f"{path} is neither a file nor a folder")
    found = in_folder(source, path, on, alone=True)
    if found is None:
        names = ", ".join(_expected(source, table) for table in source.tables)
        raise UsageError(f"there is no file of {source.id} in {path}; it should be called {names}")
    return found


def in_folder(source: Source, folder: Path, on: int | None = None, *, alone: bool = False) -> Brought | None:
    """The files of a source in a folder; None: there are none.

    A file is called as in the address of its table, or after the source (`us-ofac-sdn-alt.csv`), or stands in
    a folder that is called after the source. There, as in a folder of this source only, it may bear the name
    of its table (`alt.csv`, `sdn_alt.csv`) or be called as the table says (`files`), and what is left over is
    the main one.

    Args:
        source: whose files they are.
        folder: of files of several sources.
        on: the day on which they were retrieved; None: today.
        alone: is it the folder of this source only?

    Raises:
        UsageError: several files may be meant, or some tables have none.
    """
    own = folder / source.id
    if own.is_dir():
        folder, alone = own, True
    found: dict[str, Path] = {}
    for table in (*source.joined, source.main):
        candidates = _candidates(source, table, folder, alone=alone)
        if not candidates and alone and table.name == MAIN:
            candidates = [each for each in _files(folder, "*") if each not in found.values()]
        if len(candidates) > 1 and not (alone and table.files):
            names = ", ".join(each.name for each in candidates[:MOST_NAMED])
            more = f" (of {len(candidates)})" if len(candidates) > MOST_NAMED else ""
            raise UsageError(
                f"which is the file of {source.id}, table '{table.name}': {names}{more}? leave one"
            )
        found.update({_key(table, number, each): each for number, each in enumerate(candidates)})
    missing = [table for table in source.tables if table.name not in found and not table.optional]
    if missing and found:
        names = ", ".join(_expected(source, table) for table in missing)
        raise UsageError(f"{folder} has files of {source.id}, but not {names}")
    return Brought(found, on) if found else None


def _candidates(source: Source, table: Table, folder: Path, *, alone: bool) -> list[Path]:
    """Files that may be meant, by the surest name that fits."""
    if alone and table.files:
        return _files(folder, table.files)
    published = folder / _published(table)
    if _published(table) and published.is_file():
        return [published]
    stem = source.id if table.name == MAIN else f"{source.id}-{table.name}"
    found = _files(folder, f"{stem}.*")
    if not found and alone:
        found = [*_files(folder, f"{table.name}.*"), *_files(folder, f"*[-_]{table.name}.*")]
    return found


def _key(table: Table, number: int, path: Path) -> str:
    """Under which name a file of a table is handed on."""
    return f"{table.name}/{path.name}" if number else table.name


def _files(folder: Path, pattern: str) -> list[Path]:
    return [each for each in sorted(folder.glob(pattern)) if each.is_file() and not each.name.startswith(".")]


def _published(table: Table) -> str:
    """The name of the file at the table's address; empty: it tells nothing."""
    name = Path(unquote(urlsplit(table.url).path)).name
    return name if "." in name else ""


def _expected(source: Source, table: Table) -> str:
    own = source.id if table.name == MAIN else f"{source.id}-{table.name}"
    return table.files or _published(table) or f"{own}.{table.format.kind}"
