"""A JSON value as the flat row of a table.

`{"a": {"b": 1}}` is `a.b`; a list of tables is `addresses[].city`, side by side with its sisters; a list of
texts is `alt_names`, with several values. Nothing (null, an empty list) keeps its name and has no value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.lists.read.row import checked, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sekisho.errors import Location


def flatten(value: dict[str, object], limit: int, place: Location) -> dict[str, tuple[str, ...]]:
    """The values by path."""
    flat = Flat(limit, place)
    flat.table("", value)
    return flat.values


class Flat:
    """Collects the values of one row."""

    def __init__(self, limit: int, place: Location) -> None:
        self.values: dict[str, tuple[str, ...]] = {}
        self._limit = limit
        self._place = place

    def table(self, prefix: str, value: dict[str, object]) -> None:
        """Everything in a table."""
        for key, each in value.items():
            path = prefix + key
            if each is None or (not each and isinstance(each, (str, list))):
                self.values[path] = ()
            elif isinstance(each, str):
                self.values[path] = (self._text(each, path),)
            elif isinstance(each, dict):
                self.table(path + ".", each)
            elif isinstance(each, list):
                self._list(path, each)
            else:
                self.values[path] = (self._text(each, path),)

    def _list(self, path: str, values: Sequence[object]) -> None:
        kinds = {*map(type, values)}
        if kinds == {dict}:
            self._side_by_side(path + "[].", values)
        elif dict in kinds or list in kinds:
            raise refused(self._place, f"'{path}' mixes texts and tables", "has the layout changed?")
        else:
            self.values[path] = tuple([self._text(each, path) for each in values])

    def _side_by_side(self, prefix: str, tables: Sequence[object]) -> None:
        rows = [each if isinstance(each, dict) else {} for each in tables]
        for key in dict.fromkeys(key for row in rows for key in row):
            column, path = [row.get(key) for row in rows], prefix + key
            kinds = {*map(type, column)}
            if dict in kinds:
                self._side_by_side(path + ".", [each or {} for each in column])
            elif list in kinds:
                self._list(path, [part for each in column if isinstance(each, list) for part in each])
            else:
                self.values[path] = tuple([self._text(each, path) for each in column])

    def _text(self, value: object, path: str) -> str:
        if isinstance(value, str):
            if len(value) > self._limit or not value.isascii() or "\0" in value:
                checked(value, self._limit, self._place, path)
            return value.strip()
        return "" if value is None else str(value).lower()
