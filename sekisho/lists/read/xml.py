"""XML, one element a row: `row = "INDIVIDUAL|ENTITY"`, wherever it stands.

Where several elements are named, `#tag` is the one of the row. An attribute and a child that is only text are
columns (`DATAID`); a child that has parts of its own is a table, whose columns stand side by side
(`nameAlias[].wholeName`, `INDIVIDUAL_ALIAS[].ALIAS_NAME`; its own text is `#text`). What is empty is not
there, nor are namespaces.
Invariants: an element is let go as soon as it is read, so the memory is that of one row; nothing is expanded
or fetched: a file that declares entities or a document type of its own is refused, and so is one that ends
too early.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from sekisho.errors import Location
from sekisho.lists.read.row import Row, checked, refused, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sekisho.lists.source import Source

TAG, TEXT = "#tag", "#text"
BLOCK = 1 << 16
LONGEST = 16
"""A row may be as long as so many of the longest fields."""
MAX_DEPTH = 64
HINT = "the file is broken or cut short: download it again"
_SPACE = "}"
"""Stands between namespace and name; neither can have it."""
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
_BLANKS = re.compile(r"[ \t\r\n\u00a0]+")


@dataclass(slots=True)
class Element:
    """An element with what is in it, in its order.

    Attributes:
        tag: its name, without the namespace.
        line: where it begins.
    """

    tag: str
    line: int
    attributes: Mapping[str, str]
    content: list[str | Element] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements directly inside."""
        return [each for each in self.content if not isinstance(each, str)]

    @property
    def own(self) -> str:
        """The text directly inside, on one line for each that it has."""
        return _tidy("".join(each for each in self.content if isinstance(each, str)))

    @property
    def text(self) -> str:
        """All text inside, on one line."""
        return _BLANKS.sub(" ", "".join(self.pieces())).strip()

    def pieces(self) -> Iterator[str]:
        """The texts inside, at any depth, as they are broken up."""
        for each in self.content:
            if isinstance(each, str):
                yield each
            else:
                yield from each.pieces()


def rows(files: Mapping[str, Path], source: Source) -> Iterator[Row]:
    """The rows of the main file."""
    path, limit = files["main"], source.checks.max_field
    tags = source.format.row.split("|")
    for element in elements(path, tags, limit):
        place = Location(path.name, element.line)
        values: dict[str, tuple[str, ...]] = {TAG: (element.tag,)} if len(tags) > 1 else {}
        for name, column in columns(element).items():
            values[name] = tuple(checked(value, limit, place, name) for value in column)
        yield Row(place, values)


def elements(path: Path, tags: Sequence[str], limit: int) -> Iterator[Element]:
    """The outermost elements with one of these names, whole.

    Args:
        path: the file.
        tags: names without namespace.
        limit: characters of the longest field.

    Raises:
        InputError: the file is no XML, is cut short, declares entities, or has no such element.
    """
    sniff(path, "xml")
    reader = _Reader(path.name, frozenset(tags), limit)
    found = False
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                reader.feed(block)
                for element in reader.take():
                    found = True
                    yield element
        reader.feed(b"", end=True)
    except OSError as error:
        raise refused(Location(path.name), f"cannot be read: {error.strerror}", "check the path") from error
    if not found:
        message = f"there is no element '{' or '.join(tags)}'"
        raise refused(Location(path.name), message, "has the layout changed?")


def columns(element: Element) -> dict[str, list[str]]:
    """What an element says, by path."""
    found = {name: [value] for name, raw in element.attributes.items() if (value := _tidy(raw))}
    groups: dict[str, list[Element]] = {}
    for child in element.children:
        groups.setdefault(child.tag, []).append(child)
    for tag, group in groups.items():
        if any(child.attributes or child.children for child in group):
            found.update(_side_by_side(f"{tag}[].", group))
        elif texts := [text for child in group if (text := child.own)]:
            found[tag] = found.get(tag, []) + texts
    if (element.attributes or groups) and (text := element.own):
        found[TEXT] = [text]
    return found


def _side_by_side(prefix: str, group: list[Element]) -> dict[str, list[str]]:
    """Columns of equal length, with an empty text where an element has nothing."""
    tables = []
    for child in group:
        table = columns(child)
        if not table and (text := child.own):
            table = {TEXT: [text]}
        if table:
            tables.append((table, max(map(len, table.values()))))
    found = {}
    for name in dict.fromkeys(name for table, _ in tables for name in table):
        column: list[str] = []
        for table, height in tables:
            values = table.get(name, [])
            column += [*values, *[""] * (height - len(values))]
        found[prefix + name] = column
    return found


def _tidy(text: str) -> str:
    """Without the blanks of the file's own layout; breaks between paragraphs stay."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


class _Reader:
    """Collects the elements of the wanted names; everything else is passed over."""

    def __init__(self, name: str, tags: frozenset[str], limit: int) -> None:
        self._name = name
        self._tags = tags
        self._limit = limit * LONGEST
        self._open: list[Element] = []
        self._whole: list[Element] = []
        self._size = self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator=_SPACE)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, block: bytes, *, end: bool = False) -> None:
        """Read on."""
        try:
            self._parser.Parse(block, end)
        except expat.ExpatError as error:
            message = f"no well-formed XML: {expat.errors.messages[error.code]}"
            raise refused(Location(self._name, error.lineno), message, HINT) from error
        except (LookupError, ValueError) as error:  # an encoding that Python does not know
            raise refused(self._at(), f"no XML that can be read: {error}", HINT) from error

    def take(self) -> list[Element]:
        """The elements that have ended since."""
        whole, self._whole = self._whole, []
        return whole

    def _at(self) -> Location:
        return Location(self._name, self._parser.CurrentLineNumber)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, internal: int) -> None:
        if internal:
            raise refused(self._at(), "it declares a document type of its own", "no list needs one; leave it")

    def _entity(self, *_: object) -> None:
        raise refused(self._at(), "it declares entities", "no list needs them; leave it")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise refused(self._at(), f"elements nested deeper than {MAX_DEPTH}", HINT)
        name = tag.rpartition(_SPACE)[2]
        if not self._open and name not in self._tags:
            return
        own = {
            key.rpartition(_SPACE)[2]: value
            for key, value in attributes.items()
            if not key.startswith(_SCHEMA)
        }
        element = Element(name, self._parser.CurrentLineNumber, own)
        if self._open:
            self._open[-1].content.append(element)
        self._grow(sum(map(len, own.values())) + 1)
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._whole.append(element)
                self._size = 0

    def _characters(self, text: str) -> None:
        if self._open:
            self._grow(len(text))
            self._open[-1].content.append(text)

    def _grow(self, more: int) -> None:
        self._size += more
        if self._size > self._limit:
            message = f"an element of over {self._limit:,} characters"
            raise refused(self._at(), message, "look at the file; if it is right, raise assert.max_field")
