"""The tables of a web page, one table row a row: `row = "Name of Entity|Entity Name"`.

Every table is read that has one of those words among its headings; its columns are its headings. Nothing
named: the page has one table with headings. A cell that stands over several rows or columns says so in each
of them; a row that is one cell from end to end is the heading of those below it (`#section`). Breaks and
paragraphs in a cell are line breaks, to split at. Invariants: a row with other cells than the headings
refuses the page; so do a page without the table (it may be an error page: its title is told) and a table
that is still open where the file ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from sekisho.errors import Location
from sekisho.lists.read.row import Row, checked, refused, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.source import Source

SECTION = "#section"
MAX_SPAN = 1000
BLOCK = 1 << 16
HINT = "look at the page: has its layout changed?"
_BREAKS = """
    address article blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section
    table tbody td tfoot th thead title tr ul
"""
BREAKS = frozenset(_BREAKS.split())
"""Elements that begin a line of their own."""
SILENT = frozenset(("script", "style", "noscript", "template", "svg"))
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0\u200b]+")


@dataclass(slots=True)
class Cell:
    """A cell, and how far it reaches."""

    heading: bool
    rows: int
    columns: int
    text: str = ""


@dataclass(slots=True)
class Table:
    """A table as it stands on the page: its rows, each with the line where it begins."""

    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    open: bool = True


def rows(files: Mapping[str, Path], source: Source) -> Iterator[Row]:
    """The rows of the wanted tables of the main file."""
    path, limit = files["main"], source.checks.max_field
    page = _page(path, source.format.encoding)
    null = frozenset(source.format.null)
    for line, columns, cells in _wanted(page, path.name, source.format.row):
        place = Location(path.name, line)
        if len(cells) != len(columns):
            raise refused(place, f"the row has {len(cells)} cells, not {len(columns)}", HINT)
        values = {}
        for column, cell in zip(columns, cells, strict=True):
            text = checked(cell, limit, place, column)
            values[column] = (text,) if text and text not in null else ()
        yield Row(place, values)


def lines(path: Path, encoding: str = "utf-8") -> list[tuple[int, str]]:
    """The text of a page as a reader sees it, line by line, with the line of the file."""
    return _page(path, encoding).lines


def _wanted(page: Page, name: str, row: str) -> Iterator[tuple[int, tuple[str, ...], list[str]]]:
    """Line, headings and cells of each row of the tables that are asked for."""
    wanted = frozenset(filter(None, row.split("|")))
    grids = [_grid(table) for table in page.tables]
    found = []
    for table, grid in zip(page.tables, grids, strict=True):
        top = _headings(table, grid, wanted)
        if top is not None:
            found.append((table, grid, top))
    place = Location(name)
    if not found or (not wanted and len(found) > 1):
        message = f"no table has the heading '{row}'" if wanted else f"the page has {len(found)} tables"
        seen = sorted({cell for grid in grids for _, cells in grid[:1] for cell in cells if cell})
        hint = f"it has {', '.join(seen[:12])}" if seen else "it has no table; an error page? try again"
        raise refused(place, f"{message}: “{page.title}”", hint)
    for table, grid, top in found:
        if table.open:
            line = table.rows[-1][0]
            raise refused(Location(name, line), "the page ends in the middle of a table", "download it again")
        yield from _below(grid, top, name)


def _below(
    grid: list[tuple[int, list[str]]], top: int, name: str
) -> Iterator[tuple[int, tuple[str, ...], list[str]]]:
    """The rows below the headings, each under the section that it stands in."""
    line, headings = grid[top]
    columns = tuple(heading or f"#{number}" for number, heading in enumerate(headings, 1))
    twice = [column for column in columns if columns.count(column) > 1]
    if twice:
        raise refused(Location(name, line), f"the column '{twice[0]}' stands twice", HINT)
    section = ""
    for number, cells in grid[top + 1 :]:
        if not any(cells) or tuple(cells) == tuple(headings):
            continue
        if len(cells) > 1 and len(set(cells)) == 1 and len(cells) == len(columns):
            section = cells[0]
        elif section:
            yield number, (*columns, SECTION), [*cells, section]
        else:
            yield number, columns, cells


def _headings(table: Table, grid: list[tuple[int, list[str]]], wanted: frozenset[str]) -> int | None:
    """Which row of the table has its headings; None: it is not the table."""
    for number, ((_, cells), (_, texts)) in enumerate(zip(table.rows, grid, strict=True)):
        if wanted and not wanted.isdisjoint(texts):
            return number
        if not wanted and texts and all(cell.heading for cell in cells):
            return number
    return None


def _grid(table: Table) -> list[tuple[int, list[str]]]:
    """The texts of every row, with those that reach into it from its left and from above."""
    grid = []
    hanging: dict[int, tuple[int, str]] = {}
    for line, cells in table.rows:
        texts: list[str] = []
        waiting = list(cells)
        while waiting or len(texts) in hanging:
            at = len(texts)
            if at in hanging:
                left, text = hanging.pop(at)
                if left > 1:
                    hanging[at] = (left - 1, text)
                texts.append(text)
                continue
            cell = waiting.pop(0)
            for _ in range(cell.columns):
                if cell.rows > 1:
                    hanging[len(texts)] = (cell.rows - 1, cell.text)
                texts.append(cell.text)
        grid.append((line, texts))
    return grid


def _page(path: Path, encoding: str) -> Page:
    """Read a page whole."""
    sniff(path, "html")
    page, place = Page(), Location(path.name)
    try:
        with path.open(encoding=encoding) as file:
            while block := file.read(BLOCK):
                page.feed(block)
        page.close()
    except UnicodeDecodeError as error:
        raise refused(place, f"not {encoding}: {error.reason}", "correct format.encoding") from error
    except LookupError as error:
        raise refused(place, str(error), "correct format.encoding") from error
    except OSError as error:
        raise refused(place, f"cannot be read: {error.strerror}", "check the path") from error
    page.break_line()
    return page


class Page(HTMLParser):
    """Collects the tables and the lines of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.tables: list[Table] = []
        self.lines: list[tuple[int, str]] = []
        self._open: list[Table] = []
        self._cells: list[Cell | None] = []
        self._text: list[str] = []
        self._silent = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag in SILENT:
            self._silent += 1
        if tag in BREAKS:
            self.break_line()
        if tag == "title":
            self._in_title = True
        elif tag == "table":
            self.tables.append(Table())
            self._open.append(self.tables[-1])
            self._cells.append(None)
        elif self._open and tag == "tr":
            self._end_cell()
            self._open[-1].rows.append((self.getpos()[0], []))
        elif self._open and tag in ("td", "th"):
            self._begin_cell(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        """An element ends; some never do, and end with the one around them."""
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in BREAKS:
            self.break_line()
        if tag == "title":
            self._in_title = False
        elif self._open and tag == "table":
            self._end_cell()
            self._cells.pop()
            self._open.pop().open = False
        elif self._open and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Text that is shown, or the title."""
        if self._in_title:
            self.title = _BLANKS.sub(" ", self.title + data).strip()
        elif not self._silent:
            self._text.append(data)

    def break_line(self) -> None:
        """Here a line ends."""
        text = _BLANKS.sub(" ", "".join(self._text)).strip()
        self._text.clear()
        if not text:
            return
        cell = self._cells[-1] if self._cells else None
        if cell is not None:
            cell.text = f"{cell.text}\n{text}" if cell.text else text
        self.lines.append((self.getpos()[0], text))

    def _begin_cell(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        self._end_cell()
        table = self._open[-1]
        if not table.rows:
            table.rows.append((self.getpos()[0], []))
        rows, columns = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
        cell = Cell(tag == "th", rows, columns)
        table.rows[-1][1].append(cell)
        self._cells[-1] = cell

    def _end_cell(self) -> None:
        self.break_line()
        self._cells[-1] = None


def _span(text: str | None) -> int:
    """How far a cell reaches; what is no number is one."""
    digits = (text or "").strip()
    return max(1, min(int(digits), MAX_SPAN)) if digits.isascii() and digits.isdigit() else 1
