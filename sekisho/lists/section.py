"""One table of a declaration, read key by key; what is wrong with it is noted, never raised.

Invariants: every key is asked for or refused with the nearest that exists; every problem has its line.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem, counted, meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Notes:
    """The text of a declaration, and what is wrong with it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._lines = text.split("\n")

    def line(self, path: Iterable[str]) -> int:
        """The line where the last of the keys stands, below the ones before it; 0: not to be found."""
        at = 0
        for key in path:
            name = re.escape(key)
            pattern = re.compile(rf'(?:^|[\[.{{,\s])["\']?{name}["\']?\s*(?:=|\.|\]|$)')
            at = next((n for n, line in enumerate(self._lines) if n >= at and pattern.search(line)), at)
        return at + 1

    def refuse(self, path: Iterable[str], message: str, hint: str) -> None:
        """Note a problem at a key."""
        self.problems.append(Problem(Location(self.file, self.line(path)), message, hint))

    def check(self) -> None:
        """Go on only where nothing is wrong.

        Raises:
            InputError: something is; every problem so far, each once.
        """
        problems = list(dict.fromkeys(self.problems))
        if problems:
            raise InputError(f"{self.file} is refused: {counted(len(problems), 'problem')}", problems)


class Section:
    """A table of the declaration, of which keys are asked for one by one."""

    def __init__(
        self, table: object, path: tuple[str, ...], notes: Notes, keys: Iterable[str] | None
    ) -> None:
        """Take a table; *keys* are all it may have (None: any)."""
        self.path = path
        self.notes = notes
        self._table: Mapping[str, object] = {}
        if isinstance(table, dict):
            self._table = table
        else:
            self.refuse((), f"{self.name} is no table", "write { … } or a section of its own")
        if keys is not None:
            for key in self._table:
                if key not in (known := tuple(keys)):
                    self.refuse((key,), f"{self.name} has no key '{key}'", meant(key, known))

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    @property
    def name(self) -> str:
        """The table, for a message."""
        return f"[{'.'.join(self.path)}]" if self.path else "the declaration"

    def refuse(self, path: tuple[str, ...], message: str, hint: str) -> None:
        """Note a problem at a key of this table."""
        self.notes.refuse((*self.path, *path), message, hint)

    def raw(self, key: str) -> object:
        """The value as it stands; None: it is not there."""
        return self._table.get(key)

    def text(self, key: str, absent: str | None = None, among: Iterable[str] = ()) -> str:
        """A text; refused if it is missing and nothing stands in for it, or not *among* the known."""
        value = self._table.get(key)
        if value is None:
            if absent is None:
                self.refuse((), f"{self.name} has no '{key}'", f"give {key}")
            return absent or ""
        if not isinstance(value, str):
            self.refuse((key,), f"'{key}' is no text", f'write {key} = "…"')
            return absent or ""
        known = tuple(among)
        if known and value not in known:
            self.refuse((key,), f"'{value}' is no {key}", meant(value, known))
        return value

    def flag(self, key: str, *, absent: bool) -> bool:
        """True or false."""
        value = self._table.get(key, absent)
        if not isinstance(value, bool):
            self.refuse((key,), f"'{key}' is neither true nor false", f"write {key} = true")
            return absent
        return value

    def number(self, key: str, absent: int | None = None) -> int | None:
        """A whole number that is not negative."""
        value = self._table.get(key, absent)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            self.refuse((key,), f"'{key}' is no whole number", f"write {key} = 100")
            return absent
        return value

    def day(self, key: str) -> int | None:
        """A day; None: it is not there."""
        value = self._table.get(key)
        if value is None:
            return None
        if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
            self.refuse((key,), f"'{key}' is no day", f"write {key} = 2019-05-16, without quotes")
            return None
        return value.toordinal()

    def texts(self, key: str) -> tuple[str, ...]:
        """Texts; one may stand without brackets."""
        value = self._table.get(key, [])
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.refuse((key,), f"'{key}' is no list of texts", f'write {key} = ["…", "…"]')
            return ()
        return tuple(value)

    def words(self, key: str) -> Mapping[str, str]:
        """A table of texts by text."""
        inner = self.section(key, None)
        return {} if inner is None else {each: inner.text(each) for each in inner}

    def section(self, key: str, keys: Iterable[str] | None) -> Section | None:
        """A table inside; None: it is not there."""
        if key not in self._table:
            return None
        return Section(self._table[key], (*self.path, key), self.notes, keys)

    def sections(self, key: str, keys: Iterable[str]) -> Iterator[Section]:
        """The tables of a list (`[[key]]`); a single one may stand without the list."""
        value = self._table.get(key, [])
        for each in [value] if isinstance(value, dict) else value if isinstance(value, list) else [value]:
            yield Section(each, (*self.path, key), self.notes, keys)

    def pattern(self, key: str) -> re.Pattern[str] | None:
        """A regular expression; None: it is not there."""
        return self.compiled((key,), self.text(key)) if key in self._table else None

    def compiled(self, path: tuple[str, ...], text: str) -> re.Pattern[str]:
        """A text as a regular expression."""
        try:
            return re.compile(text)
        except re.error as error:
            self.refuse(path, f"'{text}' is no regular expression: {error}", "single quotes keep backslashes")
            return re.compile("(?!)")
