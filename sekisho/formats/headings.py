"""Which column of a parts list states what: guessed by its name, shown, and corrected by who knows better."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.formats.notes import quote, remedy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.formats.sheets import Line

COLUMNS = Path(__file__).parents[1] / "corpus/parts/columns.toml"
FIRST_LINES = 30
"""Lines among which the one with the names of the columns is looked for: titles may stand above it."""
NOT_READ = "-"
"""In place of a fact: the column is left alone."""
_TELLING = frozenset({"name", "manufacturer", "model", "id"})
_SOURCE = re.compile(r"(.*?)[ #]*([1-9])$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: as the list has it.
        fact: what it states; empty: it is left alone.
        source: 1, or the number of a second source.
        note: why, in words.
    """

    place: int
    name: str
    fact: str
    source: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Headings:
    """What the columns of a list state.

    Attributes:
        read_as: how the file was read, in words.
        line: where their names stand.
    """

    read_as: str
    line: int
    columns: tuple[Column, ...]

    def of(self, fact: str, source: int = 1) -> int | None:
        """The place of the column that states a fact."""
        return next((c.place for c in self.columns if c.fact == fact and c.source == source), None)

    def sources(self) -> tuple[int, ...]:
        """The numbers of the sources that a part may have, the first before all."""
        return tuple(sorted({c.source for c in self.columns if c.fact} | {1}))


@cache
def known() -> Mapping[str, tuple[str, int]]:
    """By the plain name of a column, its fact and its rank among those that state it."""
    facts: dict[str, list[str]] = tomli.loads(COLUMNS.read_text("utf-8"))
    return {_plain(name): (fact, rank) for fact, names in facts.items() for rank, name in enumerate(names)}


@cache
def facts() -> tuple[str, ...]:
    """What a column may state."""
    return tuple(dict.fromkeys(fact for fact, _ in known().values()))


def corrections(given: Sequence[str]) -> dict[str, str]:
    """What `--map` says: by the plain name of a column, its fact.

    Raises:
        UsageError: one is no `COLUMN=fact`, or there is no such fact.
    """
    found: dict[str, str] = {}
    for each in given:
        column, mark, fact = each.rpartition("=")
        if not mark or not column.strip():
            raise UsageError(f"--map {quote(each)}: write COLUMN=fact, as 'Hersteller=manufacturer'")
        if fact not in (*facts(), NOT_READ):
            hint = remedy(fact, facts(), most=40)
            raise UsageError(f"--map {quote(each)}: there is no fact {quote(fact)} ({hint})")
        found[_plain(column)] = fact
    return found


def guess(lines: Sequence[Line], name: str, read_as: str, corrected: Mapping[str, str]) -> Headings:
    """The mapping of a list.

    Args:
        lines: its rows.
        name: of the file.
        read_as: how the file was read.
        corrected: from :func:`corrections`.

    Raises:
        InputError: no line looks like the names of columns, or a corrected column is not there.
    """
    best: Headings | None = None
    for line in lines[:FIRST_LINES]:
        columns = tuple(_columns(line.cells, corrected))
        if best is None or _count(columns) > _count(best.columns):
            best = Headings(read_as, line.number, columns)
    if best is None or not _TELLING & {column.fact for column in best.columns}:
        hint = "name its columns, as Name, Manufacturer, Manufacturer Part Number, or say --map COLUMN=fact"
        message = "no line looks like the names of columns" if lines else "the list is empty"
        raise InputError(f"{name} cannot be read", [Problem(Location(name), message, hint)])
    there = {_plain(column.name) for column in best.columns}
    for column in corrected:
        if column not in there:
            hint = f"it has: {', '.join(c.name for c in best.columns if c.name)}"
            message = f"--map names the column {quote(column)}, which is not there"
            raise InputError(f"{name} cannot be read", [Problem(Location(name, best.line), message, hint)])
    return best


def _count(columns: Sequence[Column]) -> int:
    return sum(bool(column.fact) for column in columns)


def _columns(cells: Sequence[str], corrected: Mapping[str, str]) -> Iterator[Column]:
    """Each cell as the name of a column; of two that state one fact, the better name wins."""
    taken: dict[tuple[str, int], tuple[int, int]] = {}
    asked: list[tuple[str, int, int]] = []
    for place, cell in enumerate(cells):
        fact, source, rank = _fact(cell, corrected)
        asked.append((fact, source, rank))
        if fact and (rank, place) < taken.get((fact, source), (1 << 30, 0)):
            taken[fact, source] = (rank, place)
    for place, (cell, (fact, source, _)) in enumerate(zip(cells, asked, strict=True)):
        if not fact:
            said = _plain(cell) in corrected
            yield Column(place, cell, "", note="left alone, as told" if said else "left alone")
        elif taken[fact, source][1] != place:
            other = cells[taken[fact, source][1]]
            yield Column(place, cell, "", note=f"left alone: {quote(other)} states the {fact}")
        else:
            note = "as told" if _plain(cell) in corrected else "by its name"
            yield Column(place, cell, fact, source, note)


def _fact(cell: str, corrected: Mapping[str, str]) -> tuple[str, int, int]:
    """What a column states, of which source, and how good its name is; a correction is better than all."""
    plain = _plain(cell)
    if plain in corrected:
        fact = corrected[plain]
        return ("" if fact == NOT_READ else fact), 1, -1
    if plain in known():
        return known()[plain][0], 1, known()[plain][1]
    found = _SOURCE.fullmatch(plain)
    if (
        found is not None
        and found[1] in known()
        and known()[found[1]][0] in ("manufacturer", "model", "supplier")
    ):
        return known()[found[1]][0], int(found[2]), known()[found[1]][1]
    return "", 1, 0


def _plain(name: str) -> str:
    """The name of a column without case, width and marks."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.sub(r"[^\w]+|_", " ", folded).split())
