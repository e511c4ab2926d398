"""Markdown to blocks: every fenced TOML block of a law file, its keys typed, its sections conditions.

The fence's second word says what a block is. Everything wrong is collected, with file and line;
a file with problems still yields every block that could be read.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import tomli

from sekisho import dates
from sekisho.errors import Location, Problem, meant
from sekisho.law.clause import Reading, read_section
from sekisho.law.facts import COUNTRIES
from sekisho.law.source import Source
from sekisho.model.measure import READINGS, Outcome, Rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.law.facts import Facts
    from sekisho.model.measure import Condition, Key

SECTIONS = ("binds", "covers", "target", "when", "means")
_DATED = {"published", "from", "until"}
_SHOWN = {"reported", "announced", "signed", "certainty", "unverified", "note"}
_RULE = (
    _DATED
    | _SHOWN
    | {"title", "actions", "binds", "covers", "target", "cites", "rank", "notice", "ja", "reviewed"}
)

MUST: Mapping[str, frozenset[str]] = {
    "instrument": frozenset({"id", "title", "issuer", "country", "rank", "published"}),
    "measure": frozenset({"id", "outcome", "cites"}),
    "flag": frozenset({"id", "cites"}),
    "reading": frozenset({"id", "name", "outcome", "cites"}),
    "derogation": frozenset({"id", "of", "title", "cites", "when"}),
    "definition": frozenset({"id", "cites", "means"}),
    "amendment": frozenset({"of", "published", "from"}),
    "term": frozenset({"id", "of", "title", "cites"}),
    "event": frozenset({"of", "on", "title", "cites"}),
    "example": frozenset({"name", "case", "expect"}),
}
MAY: Mapping[str, frozenset[str]] = {
    "instrument": frozenset(_RULE | {"title_en", "issuer", "country"}),
    "measure": frozenset(_RULE | {"by", "then"}),
    "flag": frozenset(_RULE),
    "reading": frozenset(_RULE | {"by", "then"}),
    "derogation": frozenset(_DATED | _SHOWN | {"effect", "notice", "ja", "reviewed"}),
    "definition": frozenset(_DATED | _SHOWN | {"ja", "reviewed", "title"}),
    "amendment": frozenset(
        _RULE | {"by", "then", "outcome", "effect", "when", "means", "name", "title_en", "issuer", "country"}
    ),
    "term": frozenset(_DATED | {"by", "certainty", "note"}),
    "event": frozenset({"published", "certainty", "note"}),
    "example": frozenset({"known", "readings", "needs"}),
}
_FENCE = re.compile(r"^```toml[ \t]+(\S+)[^\n]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_TOML = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*toml\b", re.MULTILINE | re.IGNORECASE)
EFFECTS = ("permits", "suspends")
OPEN = "open"


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as it stands in the file: its kind, its instrument, its keys typed."""

    kind: str
    keys: Mapping[str, Key]
    source: Source
    instrument: str
    at: Location
    raw: Mapping[str, object] = field(default_factory=dict)

    def line(self, key: str) -> Location:
        """Where a key stands."""
        return self.source.at(self.source.key(key))


class Reader:
    """Reads the files of a register and collects what is wrong with them."""

    def __init__(self, facts: Facts, *, examples: bool = False) -> None:
        """Read with the words of *facts*; with *examples* also the blocks that only tests need."""
        self._facts = facts
        self._examples = examples
        self.problems: list[Problem] = []

    def read(self, read: bytes, name: str) -> Iterator[RawBlock]:
        """Every block of one file, which messages call *name*."""
        try:
            text = read.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            self.problems.append(
                Problem(Location(name), f"not UTF-8 at byte {error.start}", "save the file as UTF-8")
            )
            return
        instrument = ""
        blocks = list(_FENCE.finditer(text))
        ends = [found.start() for found in re.finditer("\n", text)]
        self._fences(text, name, blocks, ends)
        for found in blocks:
            kind = found[1]
            if kind == "example" and not self._examples:
                continue
            source = Source(name, _line(found.start(2), ends), found[2])
            table = self._parse(source)
            if kind == "instrument":
                # What stands below a refused instrument is its own, and no business of the one above.
                instrument = str((table or {}).get("id", f"{name}:{source.first}"))
            if table is None or not self._known(kind, table, source):
                continue
            if not instrument:
                message = f"a {kind} stands above every instrument"
                self._report(source, source.first - 1, message, "put it below the instrument it belongs to")
                continue
            at = source.at(source.first - 1)
            yield RawBlock(kind, self._keys(kind, table, source), source, instrument, at, table)

    def _fences(self, text: str, name: str, blocks: Sequence[re.Match[str]], ends: Sequence[int]) -> None:
        """Say which TOML blocks would be passed over: nameless, indented, never closed."""
        starts = [found.start() for found in blocks]
        for found in _TOML.finditer(text):
            place = bisect_right(starts, found.start()) - 1
            if place < 0 or found.start() >= blocks[place].end():
                at = Location(name, _line(found.start(), ends))
                hint = f"begin the line with ```toml and one of {', '.join(MUST)}; close the block with ```"
                self.problems.append(
                    Problem(at, "a TOML block that cannot be read as a block of the law", hint)
                )

    def _report(self, source: Source, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(source.at(line), message, hint))

    def _parse(self, source: Source) -> dict[str, object] | None:
        try:
            return tomli.loads(source.text)
        except tomli.TOMLDecodeError as error:
            found = re.search(r"\(at line (\d+)", str(error))
            line = source.first + int(found[1]) - 1 if found else source.first
            message = re.sub(r" \(at .*\)", "", str(error))
            self._report(
                source, line, f"not TOML: {message}", "see toml.io; dates stand without quotes, words with"
            )
            return None

    def _known(self, kind: str, table: Mapping[str, object], source: Source) -> bool:
        if kind not in MUST:
            self._report(source, source.first - 1, f"'{kind}' is no kind of block", meant(kind, MUST))
            return False
        for key in sorted(MUST[kind] - set(table)):
            self._report(source, source.first - 1, f"the {kind} has no '{key}'", f"write {key} = …")
        for key in sorted(set(table) - MUST[kind] - MAY[kind]):
            self._report(
                source, source.key(key), f"no {kind} has a key '{key}'", meant(key, MUST[kind] | MAY[kind])
            )
        return MUST[kind] <= set(table)

    def _keys(self, kind: str, table: Mapping[str, object], source: Source) -> dict[str, Key]:
        if kind == "example":
            return {}
        ja = table.get("ja", {})
        reading = Reading(
            self._facts,
            source,
            frozenset(("it",))
            if kind == "definition" or (kind == "amendment" and "means" in table)
            else frozenset(),
            lambda line, message, hint: self._report(source, line, message, hint),
            {str(key): str(value) for key, value in ja.items()} if isinstance(ja, dict) else {},
        )
        keys: dict[str, Key] = {}
        for key, value in table.items():
            if key not in MUST[kind] | MAY[kind]:
                continue
            if key in SECTIONS:
                condition: Condition | None = read_section(value, key, reading)
                if condition is not None:
                    keys[key] = condition
                continue
            try:
                keys[key] = _typed(key, value, self._facts)
            except ValueError as error:
                self._report(
                    source,
                    source.key(key),
                    f"{key}: {error}",
                    _REMEDY.get(key, "docs/reference/law-format.md has every key"),
                )
        return keys


def _line(at: int, ends: Sequence[int]) -> int:
    """The line of a place in a text, whose lines end at these places."""
    return bisect_left(ends, at) + 1


_REMEDY = {
    "from": "a day, or a day and hour with its offset",
    "until": 'a day, or "open" in an amendment that lifts an end',
    "by": 'the last day on which the thing may stay, or "open"',
    "actions": "a list of the acts that this is about",
    "rank": "the force of the text, whatever it is called",
    "outcome": "what follows; the last day of remove-by goes into a key of its own, by",
}


def _typed(key: str, value: object, facts: Facts) -> Key:
    """A key's value in its type.

    Raises:
        ValueError: it has another type, or a word that this key never has.
    """
    if key == "from":
        if isinstance(value, dt.date):
            return dates.moment(value)
    elif key in ("published", "until", "by", "on", "reported", "announced", "signed"):
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value.toordinal()
        if value == OPEN and key in ("until", "by"):
            return OPEN
    elif key in ("actions", "unverified", "of"):
        return _words(key, value, facts)
    elif key == "reviewed":
        if isinstance(value, dict) and isinstance(value.get("on"), dt.date):
            return {
                "on": value["on"].isoformat(),
                **{part: str(value[part]) for part in value if part != "on"},
            }
    elif key == "ja":
        if isinstance(value, dict):
            return {str(part): str(text) for part, text in value.items()}
    elif isinstance(value, str):
        return _word(key, value)
    message = f"{value!r} cannot stand here"
    raise ValueError(message)


def _words(key: str, value: object, facts: Facts) -> tuple[str, ...]:
    words = (value,) if isinstance(value, str) and key == "of" else value
    if not isinstance(words, list | tuple) or not words or not all(isinstance(word, str) for word in words):
        message = "a list of words that is not empty is needed"
        raise ValueError(message)
    actions = facts.told["action"]
    unknown = [word for word in words if key == "actions" and word not in (actions.values or ())]
    if unknown:
        message = f"'{unknown[0]}' is no action; {meant(unknown[0], actions.values or ())}"
        raise ValueError(message)
    return tuple(words)


WRITABLE: Mapping[str, tuple[str, ...]] = {
    "outcome": ("prohibited", "licence-required", "capped", "remove-by", "review", "advised-against"),
    "then": ("prohibited", "licence-required", "capped", "review"),
}
"""The outcomes that a text can give, strictest first; the others are results."""

_CLOSED: Mapping[str, tuple[str, ...]] = {
    "rank": tuple(Rank),
    **WRITABLE,
    "effect": EFFECTS,
    "name": READINGS,
}


def _word(key: str, value: str) -> Key:
    if key in _CLOSED and value not in _CLOSED[key]:
        message = f"'{value}' cannot be written; it is one of {', '.join(_CLOSED[key])}"
        raise ValueError(message)
    if key == "country" and value not in COUNTRIES:
        message = f"'{value}' is no ISO 3166-1 alpha-2 code in lower case"
        raise ValueError(message)
    if key == "rank":
        return Rank(value)
    return Outcome(value) if key in ("outcome", "then") else value
