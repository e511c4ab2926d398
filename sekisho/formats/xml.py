"""XML text as a tree of elements with their lines, for the small documents that are read whole.

Nothing is expanded or fetched: a document type or an entity of its own refuses the file. Namespaces are kept
apart from names. Elements are met without recursion, to a depth that is more than any bill needs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from sekisho.errors import InputError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEEPEST = 500
"""Nested elements: room for 200 levels of parts, each in a list of its own."""
_SPACE = "}"
"""Stands between namespace and name; neither can have it."""


@dataclass(slots=True)
class Element:
    """An element.

    Attributes:
        space: its namespace.
        tag: its name in that.
        line: where it begins; 1 is the first.
    """

    space: str
    tag: str
    line: int
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly inside, without blanks around it."""
        return "".join(self.pieces).strip()

    def inner(self, tag: str) -> Iterator[Element]:
        """The children of this name, of the same namespace."""
        return (each for each in self.children if each.tag == tag and each.space == self.space)

    def first(self, tag: str) -> Element | None:
        """The first of them."""
        return next(self.inner(tag), None)


def parse(data: bytes, file: str) -> Element:
    """The outermost element.

    Raises:
        InputError: it is broken, nested too deep, or declares a document type.
    """
    return _Parser(file).parse(data)


class _Parser:
    """Builds the tree while expat reads."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.stack: list[Element] = []
        self.root: Element | None = None
        self.expat = expat.ParserCreate(namespace_separator=_SPACE)
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._text
        self.expat.StartDoctypeDeclHandler = self._doctype

    def parse(self, data: bytes) -> Element:
        try:
            self.expat.Parse(data, True)  # noqa: FBT003  # the parser takes no keyword
        except expat.ExpatError as error:
            why = f"broken XML: {expat.ErrorString(error.code)} (column {error.offset + 1})"
            raise self._error(error.lineno, why, "mend the text before or at this place") from None
        assert self.root is not None, "expat refuses a text without an element"  # noqa: S101
        return self.root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.stack) == DEEPEST:
            raise self._error(
                self.expat.CurrentLineNumber, "this is nested too deep", "give the inner assemblies apart"
            )
        space, _, tag = name.rpartition(_SPACE)
        element = Element(space, tag, self.expat.CurrentLineNumber, attributes)
        if self.stack:
            self.stack[-1].children.append(element)
        else:
            self.root = element
        self.stack.append(element)

    def _end(self, _: str) -> None:
        self.stack.pop()

    def _text(self, data: str) -> None:
        self.stack[-1].pieces.append(data)

    def _doctype(self, *_: object) -> NoReturn:
        what = "the file declares a document type, which could stand for anything"
        raise self._error(self.expat.CurrentLineNumber, what, "take <!DOCTYPE …> out")

    def _error(self, line: int, message: str, hint: str) -> InputError:
        return InputError(f"{self.file} cannot be read", [Problem(Location(self.file, line), message, hint)])
