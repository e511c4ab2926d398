"""JSON text: read strictly, one value at a time, and every place in it found again.

A key given twice, NaN and infinity are refused; what is broken is said with line and column. Places
are only looked for when something is wrong, by a scan that does not recurse.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sekisho.errors import InputError, Location, Problem
from sekisho.formats.notes import quote, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DEEPEST = 420
"""Nested tables and lists of a text that is read: room for 200 levels of parts."""

_BLANK = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+|"', re.DOTALL)


class _StrictError(ValueError):
    """A value that JSON has, but that this project does not take."""


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # what it returns is no, as wanted
        message = f"the key {quote(twice)} stands twice in one table"
        raise _StrictError(message)
    return table


def _constant(name: str) -> object:
    message = f"{name} is no number here"
    raise _StrictError(message)


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_constant)


def loads(text: str) -> object:
    """One JSON value, without its place in a file.

    Raises:
        ValueError: it is broken, nested too deep, or not strict.
    """
    try:
        return _DECODER.decode(text)
    except RecursionError:
        message = "it is nested too deep"
        raise ValueError(message) from None


class Mark(NamedTuple):
    """A key, or an element of a list, in a text: where it begins, its path, and how deep it is nested."""

    offset: int
    path: str
    depth: int


def scan(text: str, start: int = 0) -> Iterator[Mark]:
    """Every key and every element of a list, in the order of the text, as far as the text is sound."""
    stack: list[
        tuple[str, int]
    ] = []  # path of the container; index of the element in a list, or -1 in a table
    path, fresh, key = "", False, True
    for token in _TOKEN.finditer(text, start):
        word = token[0]
        if stack and stack[-1][1] >= 0 and fresh and word != "]":
            path = f"{stack[-1][0]}[{stack[-1][1]}]"
            yield Mark(token.start(), path, len(stack))
            fresh = False
        if word in ("{", "["):
            stack.append((path, 0 if word == "[" else -1))
            fresh, key = word == "[", True
        elif word in ("}", "]"):
            if not stack:
                return
            path, fresh = stack.pop()[0], False
            if not stack:
                return
        elif word == ",":
            if not stack:
                return  # what follows is no part of the value that was begun with
            inside, index = stack[-1]
            stack[-1] = (inside, index + 1 if index >= 0 else -1)
            fresh, key = index >= 0, True
        elif word == ":":
            key = False
        elif stack and stack[-1][1] < 0 and key and word[0] == '"':
            path = _under(stack[-1][0], word)
            yield Mark(token.start(), path, len(stack))


def _under(path: str, word: str) -> str:
    try:
        name = str(json.loads(word))
    except ValueError:
        name = word[1:-1]
    return f"{path}.{name}" if path else name


def _prefixes(path: str) -> Iterator[str]:
    """A path, and those of what is around it, the longest first."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]


class Text:
    """A JSON text with its lines, read value by value.

    Attributes:
        file: the name of the file, for problems.
    """

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self._near = (0, 1)  # a place whose line is known: others are counted from there

    def line(self, offset: int) -> int:
        """The line of a place; 1 is the first."""
        place, line = self._near
        if offset < place:
            line -= self.text.count("\n", offset, place)
        else:
            line += self.text.count("\n", place, offset)
        self._near = (offset, line)
        return line

    def whole(self) -> object:
        """The one value of the text.

        Raises:
            InputError: it is broken, or there is more than one.
        """
        start = self._skip(0)
        value, end = self._value(start)
        if (end := self._skip(end)) < len(self.text):
            hint = "one case a line? name the file .jsonl; several cases? put them in [ ]"
            raise self.error(end, "there is more after the end of the JSON value", hint)
        return value

    def is_list(self) -> bool:
        """Does the text hold a list?"""
        start = self._skip(0)
        return self.text[start : start + 1] == "["

    def elements(self) -> Iterator[tuple[int, object]]:
        """The elements of a list, each with its offset, as they are read.

        Raises:
            InputError: an element is broken; those before it have been given.
        """
        place = self._skip(self._skip(0) + 1)
        if self.text[place : place + 1] == "]":
            self._end(place + 1)
            return
        while True:
            value, end = self._value(place)
            yield place, value
            end = self._skip(end)
            mark = self.text[end : end + 1]
            if mark == "]":
                self._end(end + 1)
                return
            if mark != ",":
                raise self.error(
                    end, "broken JSON: a comma or ] is missing", "separate the cases of a list by commas"
                )
            place = self._skip(end + 1)

    def placed(self, problems: Iterable[Problem], start: int = 0, outer: str = "") -> tuple[Problem, ...]:
        """Problems of this text, each with its line, or that of what is around it.

        Args:
            problems: those of one value; problems of another file stay as they are.
            start: where the value begins.
            outer: the path of the value.
        """
        own = tuple(problems)
        inner = [problem.at.path.removeprefix(outer).removeprefix(".") for problem in own]
        around = {path: [*_prefixes(path)] for path in inner}
        missing = {prefix for prefixes in around.values() for prefix in prefixes}
        found: dict[str, int] = {"": start}
        for mark in scan(self.text, start):
            if mark.path in missing:
                missing.discard(mark.path)
                found[mark.path] = mark.offset
                if not missing:
                    break
        lines = [self.line(next(found[p] for p in (*around[path], "") if p in found)) for path in inner]
        return tuple(self._on(problem, line) for problem, line in zip(own, lines, strict=True))

    def _on(self, problem: Problem, line: int) -> Problem:
        if problem.at.file != self.file:
            return problem
        return shorten(replace(problem, at=replace(problem.at, line=line)))

    def error(self, offset: int, message: str, hint: str, path: str = "") -> InputError:
        """A problem at a place of the text."""
        line = self.line(offset)
        column = offset - self.text.rfind("\n", 0, offset)
        problem = Problem(Location(self.file, line, path), f"{message} (line {line}, column {column})", hint)
        return InputError(f"{self.file} cannot be read", [shorten(problem)])

    def _end(self, place: int) -> None:
        if (end := self._skip(place)) < len(self.text):
            raise self.error(end, "there is more after the end of the list", "put all cases in one list")

    def _skip(self, place: int) -> int:
        blank = _BLANK.match(self.text, place)
        return blank.end() if blank else place

    def _value(self, start: int) -> tuple[object, int]:
        try:
            return _DECODER.raw_decode(self.text, start)
        except json.JSONDecodeError as error:
            hint = (
                "mend the text before or at this place: a comma, a quote or a bracket is missing or too much"
            )
            raise self.error(error.pos, f"broken JSON: {error.msg}", hint) from None
        except RecursionError:
            raise self._deep(start) from None
        except _StrictError as error:
            raise self._strict(start, str(error)) from None
        except ValueError:
            raise self.error(
                start, "a number has too many digits", "write numbers of at most 300 digits"
            ) from None

    def _deep(self, start: int) -> InputError:
        """Nested deeper than the parser goes: where it passes what can be read."""
        found = next((mark for mark in scan(self.text, start) if mark.depth > DEEPEST), Mark(start, "", 0))
        hint = "200 levels of parts within parts are read: give the inner assemblies apart"
        return self.error(found.offset, "this is nested too deep", hint, found.path)

    def _strict(self, start: int, message: str) -> InputError:
        if "twice" not in message:
            found = re.compile(r"-?(?:Infinity|NaN)").search(self.text, start)
            return self.error(
                found.start() if found else start, message, "write a number, or leave the key out"
            )
        seen: set[str] = set()
        for mark in scan(self.text, start):
            if mark.path in seen:
                return self.error(mark.offset, message, "keep one of the two", mark.path)
            seen.add(mark.path)
        return self.error(start, message, "keep one of the two")


def decode(data: bytes, file: str) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Raises:
        InputError: it is not UTF-8; the line is said.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = not_utf8(error, file, data.count(b"\n", 0, error.start) + 1)
        raise InputError(f"{file} cannot be read", [problem]) from None


def not_utf8(error: UnicodeDecodeError, file: str, line: int) -> Problem:
    """Bytes that are no text."""
    guess = "UTF-16" if error.object[:2] in (b"\xff\xfe", b"\xfe\xff") else "another encoding"
    hint = f"save the file as UTF-8; it is perhaps in {guess}"
    return Problem(Location(file, line), f"byte 0x{error.object[error.start]:02x} is not UTF-8", hint)
