"""The text of one block, with the line of everything in it.

`tomllib` tells values, not places; so places are found again by the words, first come first
served, which is exact because a block's words stand in the order in which they are read.
"""

from __future__ import annotations

import re

from sekisho.errors import Location


class Source:
    """The lines of a fenced block in its file."""

    def __init__(self, file: str, first: int, text: str) -> None:
        """Take the block's *text*, whose first line is line *first* of *file*."""
        self.file = file
        self.first = first
        self.text = text
        self._lines = text.split("\n")
        self._used: set[tuple[int, int]] = set()

    def at(self, line: int) -> Location:
        """A line of the file as a location."""
        return Location(self.file, line)

    def key(self, name: str) -> int:
        """The line of a key or section; the line above the block where it is not there."""
        pattern = re.compile(rf'^\s*\[?"?{re.escape(name)}"?(\s*=|[.\]])')
        return self._first(pattern)

    def clause(self, label: str, test: str | None = None) -> int:
        """The line of a clause: of its words, and of its test where it is one."""
        quoted = re.escape(label) if re.fullmatch(r"[\w-]+", label) else re.escape(f'"{label}"')
        if test is None:
            return self._first(re.compile(quoted))
        pattern = re.compile(rf'"?{quoted}"?\s*=\s*["\']{re.escape(test)}["\']')
        for number, line in enumerate(self._lines):
            for found in pattern.finditer(line):
                if (number, found.start()) not in self._used:
                    self._used.add((number, found.start()))
                    return self.first + number
        return self._first(re.compile(quoted))

    def _first(self, pattern: re.Pattern[str]) -> int:
        for number, line in enumerate(self._lines):
            if pattern.search(line):
                return self.first + number
        return self.first - 1
