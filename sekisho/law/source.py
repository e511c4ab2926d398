"""The text of one block, with the line of everything in it.

`tomli` tells values, not places; so places are found again by the words, first come first
served, which is exact because a block's words stand in the order in which they are read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.errors import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

_BARE = re.compile(r"[\w-]*")
_QUOTES = ('"', "'")


class Source:
    """The lines of a fenced block in its file."""

    def __init__(self, file: str, first: int, text: str) -> None:
        """Take the block's *text*, whose first line is line *first* of *file*."""
        self.file = file
        self.first = first
        self.text = text
        self._lines = text.split("\n")
        self._used: set[tuple[int, int]] = set()
        self._last = first - 1

    def at(self, line: int) -> Location:
        """A line of the file as a location."""
        return Location(self.file, line)

    def key(self, name: str) -> int:
        """The line of a key or section; the line above the block where it is not there."""
        pattern = re.compile(rf'^\s*\[?"?{re.escape(name)}"?(\s*=|[.\]])')
        found = (number for number, line in enumerate(self._lines) if name in line and pattern.search(line))
        return self.first + next(found, -1)

    def clause(self, label: str, test: str | None = None) -> int:
        """The line of a clause: of its words, and of its test if it is one; without words, the last found."""
        if label:
            self._last = self._clause(label, test)
        return self._last

    def _clause(self, label: str, test: str | None) -> int:
        keys = list(self._keys(label))
        if test is not None:
            for number, start, rest in keys:
                value = rest[1:].lstrip()
                stated = rest[:1] == "=" and value.startswith(
                    tuple(f"{quote}{test}{quote}" for quote in _QUOTES)
                )
                if stated and (number, start) not in self._used:
                    self._used.add((number, start))
                    return self.first + number
        # A group is headed or opened; its words may also stand in the table of Japanese.
        groups = (
            number
            for number, _, rest in keys
            if rest[:1] in (".", "]") or rest[1:].lstrip()[:1] in ("{", "[")
        )
        values = (number for number, _, rest in keys if rest[:1] == "=")
        return self.first + [*groups, *values, *(number for number, *_ in keys), -1][0]

    def _keys(self, words: str) -> Iterator[tuple[int, int, str]]:
        """Where some words stand as a key, quoted or bare: line, column, and what follows."""
        bare = _BARE.fullmatch(words) is not None
        for number, line in enumerate(self._lines):
            start = line.find(words)
            while start >= 0:
                end = start + len(words)
                before, after = line[start - 1 : start], line[end : end + 1]
                if before == after == '"':
                    yield number, start, line[end + 1 :].lstrip()
                elif (
                    bare
                    and not any(_BARE.fullmatch(each) for each in (before, after) if each)
                    and before != '"'
                ):
                    yield number, start, line[end:].lstrip()
                start = line.find(words, max(end, start + 1))
