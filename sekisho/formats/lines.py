"""A file as a stream: its first line looked at before it is read, its lines one at a time and bounded.

No line longer than the limit is ever held: its rest is passed over. A line that is not UTF-8 is
given with the problem, and those after it are still read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from sekisho.errors import Location, Problem
from sekisho.formats.json import not_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2**20
"""Bytes of a line that is read; a longer one is refused."""

_MARK = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A line without its end.

    Attributes:
        fault: why it cannot be read; its text is then empty.
    """

    number: int
    text: str
    fault: Problem | None = None


class Stream:
    """A binary file whose first line may be looked at without being taken."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self._file = file
        self._head = b""

    def first(self) -> bytes:
        """The first line that is not blank, as far as the limit reaches; it stays in the stream."""
        while len(self._head) < LONGEST:
            more = self._file.readline(LONGEST)
            self._head += more
            if not more or more.strip(b"\r\n\t " + _MARK):
                break
        return self._head.removeprefix(_MARK).lstrip()

    def read(self, limit: int) -> bytes | None:
        """All that is left; None: it is more than the limit."""
        parts, size = [self._head], len(self._head)
        self._head = b""
        while size <= limit and (part := self._file.read(limit + 1 - size)):
            parts.append(part)
            size += len(part)
        return None if size > limit else b"".join(parts)

    def lines(self) -> Iterator[Line]:
        """Every line, decoded."""
        number = 0
        while raw := self._readline():
            number += 1
            if len(raw) > LONGEST:
                while raw and not raw.endswith(b"\n"):
                    raw = self._readline()
                at = Location(self.name, number)
                message = f"the line is longer than {LONGEST >> 20} MiB"
                yield Line(
                    number, "", Problem(at, message, "a line holds one case; is a line break missing?")
                )
                continue
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                yield Line(number, "", not_utf8(error, self.name, number))
            else:
                yield Line(number, text.rstrip("\r\n"))

    def _readline(self) -> bytes:
        if not self._head:
            return self._file.readline(LONGEST + 1)
        line, end, rest = self._head.partition(b"\n")
        self._head = rest
        if not end and not rest:
            return line + self._file.readline(LONGEST + 1)
        return line + end
