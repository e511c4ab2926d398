"""Whether a file still has the columns that its source was declared for.

Invariants: a column that is neither used nor ignored refuses the file, in whichever row it appears; so does a
used one that never comes, unless it may be absent. XML leaves out what is empty: there, absence says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.errors import Location, Problem, nearest
from sekisho.lists.declaration import Choice
from sekisho.lists.read import refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.lists.declaration import Column, Part
    from sekisho.lists.read import Row
    from sekisho.lists.source import Source


class Layout:
    """The columns that a source knows, and those it has seen."""

    def __init__(self, source: Source) -> None:
        self._name = source.id
        self._needed = set(_needed(source))
        self._known = {*self._needed, *_optional(source), *source.ignore, *_keys(source)}
        self._below = {path for name in self._known for path in _above(name)}
        self._strict = source.format.kind != "xml"
        # Columns of rows that were looked at, each with those of them that must stay empty.
        self._fine: dict[frozenset[str], tuple[str, ...]] = {}
        self._seen: set[str] = set()
        self._file = ""
        self._lacking: list[Problem] = []  # of files that are done

    def check(self, row: Row) -> None:
        """Look at the columns of a row.

        Raises:
            InputError: one is unknown.
        """
        if row.place.file != self._file:  # each of several files has all the columns
            self._lacking.extend(self._not_seen())
            self._file = row.place.file
            self._seen.clear()
            self._fine.clear()
        columns = frozenset(row.values)
        empty = self._fine.get(columns)
        if empty is not None and not any(row.values[name] for name in empty):
            return
        unknown = sorted(columns - self._known)
        for name in unknown:
            if name in self._below and not any(row.values[name]):
                continue
            gone = sorted(self._needed - columns - self._seen) if self._strict else ()
            near = nearest(name, self._known)
            named = f"name it in [entity.columns] or [ignore] of {self._name}"
            hint = f"; '{gone[0]}' is not there: has it been renamed?" if gone else ""
            raise refused(
                Location(row.place.file, row.place.line, row.place.path),
                f"the column '{name}' is neither used nor ignored{hint}",
                f"did you mean '{near}'?; else {named}" if near else named,
            )
        self._seen |= columns | {path for name in columns for path in _above(name)}
        self._fine[columns] = tuple(unknown)

    def unseen(self) -> Iterator[Problem]:
        """Used columns that no row of a file had."""
        yield from self._lacking
        yield from self._not_seen()

    def _not_seen(self) -> Iterator[Problem]:
        if not self._strict or not self._seen:
            return
        for name in sorted(self._needed - self._seen):
            if any(path in self._seen for path in _above(name)):
                continue  # the list it stands in was empty in every row
            hint = "has it been renamed? If it may be absent, say optional = true"
            yield Problem(Location(self._name), f"no row has the column '{name}'", hint)


def _needed(source: Source) -> Iterator[str]:
    for part in (source.entity, source.listing):
        yield from part.id
        for column in part.columns:
            if not column.optional:
                yield from _of_column(column)
    if isinstance(source.entity.schema, Choice):
        yield source.entity.schema.column
    yield from (each.column for each in source.only)
    if source.list.column:
        yield source.list.column


def _optional(source: Source) -> Iterator[str]:
    for part in (source.entity, source.listing):
        yield from _optional_of(part)


def _optional_of(part: Part) -> Iterator[str]:
    return (name for column in part.columns if column.optional for name in _of_column(column))


def _keys(source: Source) -> Iterable[str]:
    """Columns by which tables are joined."""
    return (name for table in source.joined for name in (table.joins, f"{table.name}.{table.key}"))


def _of_column(column: Column) -> Iterator[str]:
    if column.cut.join:
        yield from column.cut.join
        if not column.name.endswith("[]"):
            yield column.name
    else:
        yield column.name
    if isinstance(column.prop, Choice):
        yield column.prop.column
    for where in (column.weak, column.only):
        if where is not None:
            yield where.column


def _above(name: str) -> Iterator[str]:
    """The paths a path lies below: `a[].b.c` below `a[].b`, `a[]` and `a`; a list, below its bare name."""
    while name:
        if name.endswith("[]"):
            name = name[:-2]
        elif "." in name:
            name = name[: name.rindex(".")]
        else:
            return
        yield name
