"""Where things stand in a text, and what is wrong with them.

A place is a chain of keys that is only spelt out when there is something to say about it: reading
what is right builds no Location and no Problem.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from sekisho.errors import InputError, Location, Problem, nearest
from sekisho.law.facts import COUNTRIES

if TYPE_CHECKING:
    from collections.abc import Iterable

Place: TypeAlias = "tuple[Place, str | int] | None"
"""A place inside a text: the place around it, and the key or index in that; None is the text itself."""

MOST = 200
"""Problems listed for one case; what follows is only counted as *more*."""

_SHOWN = 60
_PATH = 160


@dataclass(frozen=True, slots=True)
class Rejected:
    """A case, or a whole file, that cannot be read, and everything that is wrong with it."""

    id: str
    problems: tuple[Problem, ...]


class Notes:
    """Collects what is wrong with one case."""

    __slots__ = ("file", "line", "path", "problems", "warnings")

    def __init__(self, file: str, line: int = 0, path: str = "") -> None:
        self.file = file
        self.line = line
        self.path = path
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def refuse(self, place: Place, message: str, hint: str = "") -> None:
        """Something is wrong at a place."""
        if len(self.problems) < MOST:
            self.problems.append(Problem(self.at(place), message, hint))
        elif len(self.problems) == MOST:
            self.problems.append(Problem(self.at(None), "there are more problems", "mend these first"))

    def warn(self, place: Place, message: str, hint: str = "") -> None:
        """Something is odd at a place, and is read all the same."""
        if len(self.warnings) < MOST:
            self.warnings.append(shorten(Problem(self.at(place), message, hint, warning=True)))

    def misspelt(self, place: Place, message: str, word: str, words: Iterable[str]) -> None:
        """A word is not one of those allowed; near ones are looked for as long as somebody reads."""
        self.refuse(place, message, "" if len(self.problems) >= MOST else remedy(word, words))

    def at(self, place: Place) -> Location:
        """A place as others see it."""
        return Location(self.file, self.line, join(self.path, spell(place)))

    def error(self, what: str) -> InputError:
        """All that was found, to be raised."""
        count = len(self.problems)
        return InputError(
            f"{what} cannot be read: {count} problem{'s' if count > 1 else ''}", map(shorten, self.problems)
        )


def spell(place: Place) -> str:
    """A place as it is written: `parties[0].owners[1].share`."""
    parts: list[str] = []
    while place is not None:
        place, key = place
        parts.append(f"[{key}]" if isinstance(key, int) else "." + printable(key))
    return "".join(reversed(parts)).removeprefix(".")


def join(outer: str, inner: str) -> str:
    """A path inside another."""
    return f"{outer}.{inner}" if outer and inner and not inner.startswith("[") else outer + inner


def shorten(problem: Problem) -> Problem:
    """The same with a path that a person can still read: what lies deep loses its middle."""
    path = problem.at.path
    if len(path) <= _PATH:
        return problem
    return replace(problem, at=replace(problem.at, path=f"{path[: _PATH // 2]}…{path[-_PATH // 3 :]}"))


def clean(text: str) -> str:
    """Text that is safe to show on one line, in a terminal too: what cannot be seen is spelt out."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or unicodedata.category(c) == "Zs" else _escape(c) for c in text)


def _escape(char: str) -> str:
    return " " if char in "\t\n\r" else ascii(char)[1:-1]


def printable(text: object) -> str:
    """The same, of anything; what is long is cut."""
    shown = clean(str(text)[: _SHOWN + 1])
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"


def quote(text: object) -> str:
    """What was written, as it is quoted in a message."""
    return f"'{printable(text)}'"


def remedy(word: str, words: Iterable[str], *, most: int = 16) -> str:
    """What to write instead of a word that is not allowed."""
    allowed = sorted(words)
    if words is COUNTRIES and word.lower() not in COUNTRIES:  # two letters are near to many
        return "write the code of ISO 3166-1 in lower case: cn, jp, us; the United Kingdom is gb"
    near = nearest(word, allowed)
    if near:
        return f"did you mean {quote(near)}?"
    return "one of: " + ", ".join(allowed) if len(allowed) <= most else "see the reference of the case format"


def kind_of(value: object) -> str:
    """What a value is, in plain words."""
    names = {str: "text", bool: "yes-no", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return "nothing (null)" if value is None else names.get(type(value), type(value).__name__)
