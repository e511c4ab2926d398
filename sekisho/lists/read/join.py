"""Rows of other tables, joined to the row they belong to under `table.column`.

Invariants: a row that belongs to nothing is refused, where strays are not allowed; the main table is
streamed, the others are held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.lists.read.row import Row, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.errors import Location
    from sekisho.lists.declaration import Table
    from sekisho.lists.source import Source


class Held:
    """A table in memory, by the key of its rows."""

    def __init__(self, table: Table, rows: Iterator[Row]) -> None:
        self._table = table
        self._rows: dict[str, list[tuple[str, ...]]] = {}
        self._first: dict[str, Location] = {}
        self._paths: tuple[str, ...] = ()
        for row in rows:
            self._add(row)
        self._left = set(self._rows)
        nothing: Mapping[str, tuple[str, ...]] = dict.fromkeys(self._paths, ())
        self._nothing = nothing

    def _add(self, row: Row) -> None:
        table = self._table
        if table.key not in row.values:
            hint = f"it has {', '.join(row.values)}"
            raise refused(row.place, f"table '{table.name}' has no column '{table.key}'", hint)
        if not self._paths:
            self._paths = tuple(f"{table.name}.{name}" for name in row.values)
        elif len(row.values) != len(self._paths):
            raise refused(row.place, "the columns change in the midst of the table", "download it again")
        key = "".join(row.values[table.key])
        self._first.setdefault(key, row.place)
        same = self._rows.setdefault(key, [])
        if same and not table.many:
            raise refused(row.place, f"'{key}' stands twice in '{table.name}'", "set many = true if it may")
        same.append(tuple(value[0] if value else "" for value in row.values.values()))

    def of(self, key: str) -> Mapping[str, tuple[str, ...]]:
        """The values of the rows with this key, by path, side by side."""
        found = self._rows.get(key)
        if found is None:
            return self._nothing
        self._left.discard(key)
        return dict(zip(self._paths, zip(*found, strict=True), strict=True))

    def finish(self) -> None:
        """Refuse what no row asked for."""
        if self._left and not self._table.strays:
            key = min(self._left, key=lambda each: self._first[each].line)
            message = f"'{key}' of table '{self._table.name}' is in no row of the main table"
            raise refused(self._first[key], message, "are the files of the same edition? Else: strays = true")


def joined(main: Iterator[Row], others: Mapping[str, Iterator[Row]], source: Source) -> Iterator[Row]:
    """The main rows, each with what the other tables say of it."""
    held = [(table, Held(table, others[table.name])) for table in source.joined]
    for row in main:
        values = dict(row.values)
        for table, rows in held:
            if table.joins not in row.values:
                hint = f"it has {', '.join(row.values)}"
                raise refused(row.place, f"there is no column '{table.joins}' to join by", hint)
            values.update(rows.of("".join(row.values[table.joins])))
        yield Row(row.place, values)
    for _, rows in held:
        rows.finish()
