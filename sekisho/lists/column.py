"""One column of a row to the values of its properties.

Invariants: every value keeps the raw one it was made of; what stands side by side is read side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sekisho.lists.clean import cleaner
from sekisho.lists.props import NAMES
from sekisho.lists.read import refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.lists.declaration import Column, Where
    from sekisho.lists.read import Row

REMEMBERED = 1024
"""Raw values of a column whose meaning is kept at hand."""

Lookups = dict[str, dict[str, tuple[str, ...]]]


class Found(NamedTuple):
    """A value of a property.

    Attributes:
        raw: as published.
        listing: is it of the listing, though its column is the entity's?
    """

    prop: str
    value: str
    raw: str
    lang: str = ""
    listing: bool = False


class Reader:
    """Reads one declared column."""

    def __init__(self, column: Column, lookups: Lookups) -> None:
        self.column = column
        self._name = column.name
        self.names = column.cut.join or (column.name,)
        self._prop = column.prop if isinstance(column.prop, str) else ""
        self._lookups: Mapping[str, tuple[str, ...]] = lookups.get(column.name, {})
        cut = column.cut
        self._join = cut.join
        self._cuts = bool(cut.pick or cut.split)
        # Nothing to choose, join or cut: the value as it stands.
        self._bare = not (cut.join or self._cuts or column.only or column.weak) and self._prop != ""
        self._clean = cleaner(column.clean) if column.clean else None
        # Nothing to bring into form: a value is what was published.
        self._published = self._clean is None and not self._lookups
        # Countries, notices, programmes: most raw values of a column come again and again.
        self._known: dict[tuple[str, str, bool], list[Found]] = {}

    def found(self, row: Row) -> Sequence[Found]:
        """The values that a row gives, each with its property."""
        if not self._bare:
            return list(self._found(row))
        values = row.values.get(self._name, ())
        if len(values) > 1 and not self.column.many:
            raise refused(row.place, f"'{self._name}' has {len(values)} values", "say many = true")
        if len(values) == 1:
            return self._cleaned(self._prop, values[0], weak=False) if values[0] else ()
        return [found for raw in values if raw for found in self._cleaned(self._prop, raw, weak=False)]

    def _found(self, row: Row) -> Iterator[Found]:
        column = self.column
        for at, raw in enumerate(self._raw(row)):
            if not raw or (column.only is not None and not _holds(row, column.only, at)):
                continue
            prop = self._prop or self._chosen(row, at)
            weak = column.weak is not None and _holds(row, column.weak, at)
            for number, piece in enumerate(self._pieces(raw)):
                named = column.cut.later if number and column.cut.later else prop
                if named:
                    yield from self._cleaned(named, piece, weak=weak)

    def raw(self, row: Row) -> Iterator[str]:
        """The raw values, cut but not cleaned."""
        for at, raw in enumerate(self._raw(row)):
            if raw and (self.column.only is None or _holds(row, self.column.only, at)):
                yield from (
                    each for piece in self._pieces(raw) for each in self._lookups.get(piece, (piece,))
                )

    def _raw(self, row: Row) -> tuple[str, ...]:
        if not self._join:
            return row.values.get(self._name, ())
        columns = [row.values.get(name, ()) for name in self._join]
        longest = max(map(len, columns), default=0)
        return tuple(
            self.column.cut.glue.join(column[at] for column in columns if at < len(column) and column[at])
            for at in range(longest)
        )

    def _pieces(self, raw: str) -> list[str]:
        cut = self.column.cut
        if not self._cuts or raw in self._lookups:
            return [raw]
        pieces = [raw] if cut.pick is None else [found[1] or "" for found in cut.pick.finditer(raw)]
        if cut.split is not None:
            pieces = [part for piece in pieces for part in cut.split.split(piece)]
        return [text for piece in pieces if (text := piece.strip())]

    def _cleaned(self, prop: str, raw: str, *, weak: bool) -> list[Found]:
        if self._published and not weak:
            return [Found(prop, raw, raw, self.column.lang)]
        found = self._known.get((prop, raw, weak))
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[prop, raw, weak] = self._read(prop, raw, weak=weak)
        return found

    def _read(self, prop: str, raw: str, *, weak: bool) -> list[Found]:
        values = self._lookups.get(raw, (raw,)) if self._lookups else (raw,)
        lang = self.column.lang
        if self._clean is None:
            named = "weakAlias" if weak and prop in NAMES else prop
            return [Found(named, value, raw, lang) for value in values]
        found = [
            Found(named, text, raw, lang, listing)
            for value in values
            for named, text, listing in self._clean(prop, value)
        ]
        if weak:
            return [each._replace(prop="weakAlias") if each.prop in NAMES else each for each in found]
        return found

    def _chosen(self, row: Row, at: int) -> str:
        choice = self.column.prop
        if isinstance(choice, str):
            return choice
        return choice.of(_beside(row, choice.column, at))


def first_of(row: Row, column: str) -> str:
    """The first value of a column; empty: it has none."""
    values = row.values.get(column, ())
    return values[0] if values else ""


def _beside(row: Row, column: str, at: int) -> str:
    """The value of a column that stands beside the one at a place; of a single one, that one."""
    values = row.values.get(column, ())
    if len(values) == 1:
        return values[0]
    return values[at] if at < len(values) else ""


def _holds(row: Row, where: Where, at: int) -> bool:
    return where.holds(_beside(row, where.column, at))
