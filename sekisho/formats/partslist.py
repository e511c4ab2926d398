"""Parts lists as people have them: CSV or XLSX from CAD and ERP, with the columns that they happen to have.

Each row is a part. Nesting is by level, by numbers like 1.2.3, or by the number of the parent; a list that
has none of these is flat. A part with a second source counts twice: either may be in the product. No list
says of itself that it is complete.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sekisho.errors import InputError
from sekisho.formats.classes import derive
from sekisho.formats.keys import Kind
from sekisho.formats.layout import Plan, lay_out
from sekisho.formats.lined import Lined
from sekisho.formats.notes import Notes, quote
from sekisho.formats.values import READERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sekisho.formats.headings import Headings
    from sekisho.formats.keys import Element
    from sekisho.formats.notes import Place
    from sekisho.formats.sheets import Line
    from sekisho.model.bom import Bom
    from sekisho.model.case import Value

NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "n/a",
        "na",
        "none",
        "unknown",
        "tbd",
        "?",
        "不明",
        "なし",
        "未定",
        "unbekannt",
        "k.a.",
    }
)
"""What people write where they do not know."""
_YES, _NO = (
    frozenset({"true", "yes", "y", "1", "x", "はい", "○", "ja"}),
    frozenset({"false", "no", "n", "0", "いいえ", "×", "nein"}),
)
_TEXTS = ("name", "manufacturer", "supplier", "brand")
_NUMBERS = {"model": "model", "mac": "mac", "fcc": "fcc", "pci": "pci", "usb": "usb", "cpe": "cpe"}
_WHO = ("manufacturer", "identifiers.model")
_DOTTED = re.compile(r"\d+(?:\.\d+)*")


class _Entry(NamedTuple):
    """A row: its key in the plan, what it tells, and where it hangs."""

    key: str
    place: Place
    facts: dict[str, Value]
    level: int | None
    number: str
    id: str
    parent: str


@dataclass(slots=True)
class _Tree:
    """Who holds whom, as it is found."""

    inside: dict[str, dict[str, None]] = field(default_factory=dict)
    roots: dict[str, None] = field(default_factory=dict)

    def hang(self, key: str, holder: str) -> None:
        (self.inside.setdefault(holder, {}) if holder else self.roots)[key] = None


class ListReader:
    """Reads one list."""

    def __init__(
        self, headings: Headings, name: str, part: Element, country: Callable[[str], str | None]
    ) -> None:
        """Take the columns.

        Args:
            headings: what they state.
            name: of the file.
            part: the keys of a part, from the case format.
            country: the code of a country as people write it.
        """
        self.headings = headings
        self.name = name
        self.slots = part.slots
        self.country = country
        self.notes = Notes(name)
        self.lines: dict[str, int] = {}

    def read(self, lines: Sequence[Line]) -> Bom:
        """The bill that the rows below the headings make.

        Raises:
            InputError: with every problem.
        """
        entries = [e for line in lines if line.number > self.headings.line for e in self._entries(line)]
        item: dict[str, Value] = {}
        top = min((entry.level for entry in entries if entry.level is not None), default=0) - 1
        if len(entries) > 1 and self._is_whole(entries):
            item = {f"item.{key}": value for key, value in entries[0].facts.items()}
            top = entries.pop(0).level or 0
        tree = self._tree(entries, top)
        facts = {entry.key: entry.facts for entry in entries}
        places = {entry.key: entry.place for entry in entries}
        inside = {key: tuple(inner) for key, inner in tree.inside.items()}
        plan = Plan(facts, places, inside, tuple(tree.roots))
        bom = lay_out(plan, self.name, item, self.notes)
        if not entries:
            self.notes.refuse(None, "no part stands below the names of the columns", "is it the right sheet?")
        if self.notes.problems:
            text = Lined(self.name, self.lines)
            raise InputError(f"the parts list {self.name} cannot be read", text.placed(self.notes.problems))
        return bom

    # --- rows ---

    def _entries(self, line: Line) -> Iterator[_Entry]:
        """The part of a row, and those that may stand in for it."""
        place: Place = (None, f"row {line.number}")
        self.lines[f"row {line.number}"] = line.number
        cell = partial(self._cell, line)
        facts = self._facts(line, place)
        level = self._level(cell("level"), place)
        number = cell("number") if _DOTTED.fullmatch(cell("number")) else ""
        first = _Entry(str(line.number), place, facts, level, number, cell("id"), cell("parent"))
        if not facts.get("name"):
            named = cell("model") or cell("id")
            if not named and len(facts) <= 1:
                return  # a subtotal, a remark: nothing of a part
            facts["name"] = named or f"row {line.number}"
        yield first
        for source in self.headings.sources()[1:]:
            told = {fact: cell(fact, source) for fact in ("manufacturer", "model", "supplier")}
            if told["manufacturer"] or told["model"]:
                other = {k: v for k, v in facts.items() if k not in ("manufacturer", "supplier", "number")}
                other.pop("identifiers.model", None)
                other |= {k: v for k, v in told.items() if v and k != "model"}
                other |= {"identifiers.model": told["model"]} if told["model"] else {}
                other["name"] = f"{facts['name']} (source {source})"
                yield first._replace(key=f"{line.number}.{source}", facts=other, id="", number="")

    def _cell(self, line: Line, fact: str, source: int = 1) -> str:
        """A cell; empty where there is none, or where somebody wrote that he does not know."""
        place = self.headings.of(fact, source)
        text = line.cells[place].strip() if place is not None and place < len(line.cells) else ""
        return "" if text.casefold() in NOTHING else text

    def _facts(self, line: Line, place: Place) -> dict[str, Value]:
        facts: dict[str, Value] = {key: text for key in _TEXTS if (text := self._cell(line, key))}
        facts |= {f"identifiers.{k}": text for f, k in _NUMBERS.items() if (text := self._cell(line, f))}
        if text := self._cell(line, "id"):
            facts["number"] = text
        if text := self._cell(line, "quantity"):
            facts["device.quantity"] = text
        if text := self._cell(line, "origin"):
            code = text.lower() if re.fullmatch("[A-Za-z]{2}", text) else self.country(text)
            self._word(code or text, "origin", place, facts)
        if text := self._cell(line, "class"):
            self._word(text, "class", place, facts)
        if text := self._cell(line, "essential").casefold():
            if text in _YES | _NO:
                facts["essential"] = text in _YES
            else:
                self.notes.refuse(
                    (place, "essential"), f"{quote(text)} is neither yes nor no", "write yes or no"
                )
        if text := self._cell(line, "hs"):
            derive("hs", text, "", facts)
        return facts

    def _word(self, text: str, key: str, place: Place, facts: dict[str, Value]) -> None:
        slot = self.slots[key]
        assert slot.kind is Kind.WORD, "origin and class are words"  # noqa: S101
        if (found := READERS[slot.kind](text, slot, (place, key), self.notes)) is not None:
            facts[key] = found

    def _level(self, text: str, place: Place) -> int | None:
        """The depth that a row states: 2, or ..2, or three blanks; None: the list has no levels."""
        if self.headings.of("level") is None:
            return None
        digits = text.lstrip(". _-")
        if digits.isascii() and digits.isdecimal() and len(digits) <= len("9999"):
            return int(digits)
        self.notes.refuse((place, "level"), f"{quote(text)} is no level", "write 0, 1, 2 … in every row")
        return None

    # --- nesting ---

    def _is_whole(self, entries: Sequence[_Entry]) -> bool:
        """Does the first row stand for the item itself, above all others?"""
        first, *others = entries
        if first.level is not None:
            return all(each.level is not None and each.level > first.level for each in others)
        if self.headings.of("parent") is not None:
            return bool(first.id) and not first.parent and all(each.parent for each in others)
        return False

    def _tree(self, entries: Sequence[_Entry], top: int) -> _Tree:
        if self.headings.of("level") is not None:
            return self._by_level(entries, top)
        if self.headings.of("parent") is not None:
            return self._by_parent(entries)
        tree, at = _Tree(), {entry.number: entry.key for entry in entries if entry.number}
        for entry in entries:
            tree.hang(entry.key, at.get(entry.number.rpartition(".")[0], ""))
        return tree

    def _by_level(self, entries: Sequence[_Entry], top: int) -> _Tree:
        """By levels; that of the item is *top*."""
        tree = _Tree()
        around: list[tuple[int, str]] = []
        for entry in entries:
            if (level := entry.level) is None:
                continue
            while around and around[-1][0] >= level:
                around.pop()
            above = around[-1][0] if around else top
            if level > above + 1:
                message = f"level {level} stands below level {above}: one between them is missing"
                self.notes.refuse((entry.place, "level"), message, "has a row been lost?")
            tree.hang(entry.key, around[-1][1] if around else "")
            if "." not in entry.key:  # nothing hangs below a second source
                around.append((level, entry.key))
        return tree

    def _by_parent(self, entries: Sequence[_Entry]) -> _Tree:
        """By the numbers of the parents; one that is no row of the list is the item itself."""
        tree = _Tree()
        at: dict[str, str] = {}
        for entry in entries:
            if entry.id:
                at.setdefault(entry.id, entry.key)
        by_key = {entry.key: entry for entry in entries}
        absent = dict.fromkeys(entry.parent for entry in entries if entry.parent and entry.parent not in at)
        for entry in entries:
            if entry.parent in absent and len(absent) > 1:
                message = f"the parent {quote(entry.parent)} is no part of the list"
                shown = ", ".join(map(quote, list(absent)[:3]))
                hint = f"only one may be missing, the item itself; these are: {shown}"
                self.notes.refuse((entry.place, "parent"), message, hint)
            # The same part below another parent is the same part: it hangs there, too.
            first = by_key[at[entry.id]] if entry.id else entry
            tells_more = any(entry.facts.get(fact) not in (None, first.facts.get(fact)) for fact in _WHO)
            key = entry.key if tells_more else first.key
            tree.hang(key, at.get(entry.parent, ""))
        return tree
