"""JSON and JSON Lines, one row at a time: a file of any size in the memory of its longest row.

Invariants: the whole document is read to its end, so that one cut short is refused however good its rows;
numbers stay as they are written.
"""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from sekisho.errors import Location
from sekisho.lists.read.flat import flatten
from sekisho.lists.read.row import Row, refused, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.source import Source

BLOCK = 1 << 20
LONGEST = 16
"""A row may be as long as so many of the longest fields."""

HINT = "the file is broken or cut short: download it again"
_BLANK = " \t\r\n"


def rows(files: Mapping[str, Path], source: Source) -> Iterator[Row]:
    """The rows of the main file."""
    path, limit = files["main"], source.checks.max_field
    sniff(path, source.format.kind)
    name = path.name
    try:
        with path.open("rb") as file:
            if source.format.kind == "jsonl":
                yield from _lines(file, name, limit)
            else:
                text = Text(file, name, limit * LONGEST)
                wanted = tuple(filter(None, source.format.rows.split(".")))
                for number, value in enumerate(text.items(wanted)):
                    place = Location(name, 0, f"{'.'.join(wanted)}[{number}]")
                    yield Row(place, flatten(_table(value, place), limit, place))
                text.end()
    except OSError as error:
        raise refused(Location(name), f"cannot be read: {error.strerror}", "check the path") from error


def _table(value: object, place: Location) -> dict[str, object]:
    if not isinstance(value, dict):
        raise refused(place, "the row is no table of names and values", "has the layout changed?")
    return value


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def _lines(file: BinaryIO, name: str, limit: int) -> Iterator[Row]:
    decoder, longest, number = _decoder(), limit * LONGEST, 0
    while line := file.readline(longest):
        number += 1
        place = Location(name, number)
        if len(line) == longest:
            raise refused(place, f"a line of over {longest - 1:,} bytes", "raise assert.max_field")
        if not line.strip():
            continue
        try:
            value = decoder.decode(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (ValueError, RecursionError) as error:
            raise refused(place, f"not JSON: {error}", HINT) from error
        yield Row(place, flatten(_table(value, place), limit, place))


class Text:
    """The text of a JSON document, held a block at a time."""

    def __init__(self, file: BinaryIO, name: str, longest: int) -> None:
        self._file = file
        self._name = name
        self._longest = longest
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._decoder = _decoder()
        self._text = ""
        self._at = 0
        self._line = 1
        self._whole = False

    def items(self, wanted: tuple[str, ...]) -> Iterator[object]:
        """The elements of the list at a path; what stands beside it is passed over."""
        if not wanted:
            yield from self._elements()
            return
        self._take("{", f"there is no '{'.'.join(wanted)}': the file is no table of names and values")
        found = False
        if self._next() == "}":
            self._refuse(f"there is no '{wanted[0]}'", "has the layout changed?")
        while True:
            key = self._value()
            self._take(":", "a name without a value")
            if key == wanted[0] and not found:
                found = True
                yield from self.items(wanted[1:])
            else:
                self._value()
            if self._next() == "}":
                break
            self._take(",", "a comma or } is missing")
        self._at += 1
        if not found:
            self._refuse(f"there is no '{wanted[0]}'", "has the layout changed?")

    def end(self) -> None:
        """Refuse whatever follows the document."""
        if self._next(ends=True):
            self._refuse("something follows the end of the document", HINT)

    def _elements(self) -> Iterator[object]:
        if self._next() == "{":
            hint = 'say which of its names has the rows: format = { kind = "json", rows = "results" }'
            self._refuse("the rows are no list, but a table of names and values", hint)
        self._take("[", "there is no list of rows")
        if self._next() == "]":
            self._at += 1
            return
        while True:
            yield self._value()
            if self._next() == "]":
                self._at += 1
                return
            self._take(",", "a comma or ] is missing")

    def _value(self) -> object:
        self._next()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._more():
                    self._refuse(f"not JSON: {error.msg}", HINT, self._text.count("\n", 0, error.pos))
            except RecursionError:
                self._refuse("nested too deeply", HINT)
            else:
                if end < len(self._text) or self._whole or not self._more():
                    self._at = end
                    return value

    def _next(self, *, ends: bool = False) -> str:
        """The next sign that is not blank, not taken yet."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANK:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                if ends:
                    return ""
                self._refuse("the document ends too early", HINT)

    def _take(self, sign: str, otherwise: str) -> None:
        if self._next() != sign:
            self._refuse(otherwise, HINT)
        self._at += 1

    def _more(self) -> bool:
        """Read on; what has been taken is let go."""
        if self._whole:
            return False
        if len(self._text) - self._at > self._longest:
            self._refuse(f"a row of over {self._longest:,} characters", "raise assert.max_field")
        raw = self._file.read(BLOCK)
        self._whole = not raw
        try:
            more = self._decode.decode(raw, final=self._whole)
        except UnicodeDecodeError as error:
            self._refuse(f"not UTF-8: {error.reason}", HINT)
        self._line += self._text.count("\n", 0, self._at)
        self._text = self._text[self._at :] + more
        self._at = 0
        return True

    def _refuse(self, message: str, hint: str, further: int | None = None) -> NoReturn:
        lines = self._text.count("\n", 0, self._at) if further is None else further
        raise refused(Location(self._name, self._line + lines), message, hint)
