"""The tree of errors, and problems as values.

A fault of the programmer or of the surroundings is an exception under one root:

    SekishoError
    ├── UsageError       a call that cannot be meant (an option, a name that does not exist)
    ├── InputError       text a person wrote cannot be read: cases, BOMs, lists
    └── LawError         the law text itself is refused

and, each in its room, StoreError (`store/fault.py`), BusyError (`desk/gather.py`), what a desk refuses
(`desk/refusals.py`) and what yente's routes do (`service/yente/refusals.py`).

What is wrong in *text a person wrote* is a value, :class:`Problem`, and all of them are
collected before anything is raised: each says where it stands and what to do about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60
"""Letters of a word by which it is compared; what is longer is no word that somebody mistyped."""
_TOLD = 12
"""Known words that a hint names."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a text: file, line (1 is the first; 0: the file as a whole) and the path inside it."""

    file: str
    line: int = 0
    path: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.path}" if self.path else place


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a text: where, what, and how it is mended."""

    at: Location
    message: str
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        level = "warning: " if self.warning else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.at}: {level}{self.message}{hint}"


class SekishoError(Exception):
    """The root of every error that sekisho raises on purpose."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

    def diagnostics(self) -> str:
        """The message and every problem, one a line, for a person to read."""
        return "\n".join([str(self.args[0]), *map(str, self.problems)])


class UsageError(SekishoError):
    """The call itself cannot be carried out: it names an option, measure or reading that does not exist."""


class InputError(SekishoError):
    """A case, BOM or list cannot be read; the problems say where and why."""


class LawError(SekishoError):
    """The law text is refused; the problems say where and why."""


def counted(number: int, noun: str) -> str:
    """A number of things, as it is said: `1 problem`, `2 problems`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def nearest(word: str, known: Iterable[str], *, least: float = 0.5) -> str:
    """Which of the known words was probably meant, in whatever case; empty: none is near.

    Args:
        word: as somebody wrote it.
        known: the words there are.
        least: how like it must be, 0 to 1 (twice the letters in common by those of both).
    """
    from difflib import get_close_matches  # noqa: PLC0415  # only who mistyped waits for it

    words = {each.lower(): each for each in known}
    asked = word[:_LONGEST].lower()
    close = get_close_matches(asked, words, 1, least) or [part for part in asked.split("-") if part in words]
    return words[close[0]] if close else ""


def meant(word: str, known: Iterable[str]) -> str:
    """What was probably meant, as a hint; else the known words, the first of them where they are many."""
    words = sorted(known)
    if near := nearest(word, words):
        return f"did you mean '{near}'?"
    more = f" and {len(words) - _TOLD} more" if len(words) > _TOLD else ""
    return f"known are {', '.join(words[:_TOLD])}{more}"
