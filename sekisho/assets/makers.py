"""Makers as devices and registries write them: one maker under its spellings, and the words of its devices.

Read from `corpus/marks/makers.toml`. Invariants: two spellings are one maker where the table says so, or
where nothing but legal forms and words like *Networks* tells them apart; for a maker that is a company of the
corpus only the table counts, so that no namesake (Dahua Electronics, Huawei Culture) becomes it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomli

from sekisho.dates import FIRST_DAY, LAST_DAY, Interval
from sekisho.errors import InputError, Location, Problem
from sekisho.names.normal import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

SOFTWARE, PARTS = "software", "parts"
MAKER_KEYS = {"name", "aka", "text", "model", "role", "entities"}
BRAND_KEYS = {"name", "maker", "from", "until", "cites", "certainty"}
_FORMS = frozenset(
    ["ab", "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "limited",
     "llc", "ltd", "plc", "sa"]
)  # fmt: skip
"""Legal forms that close a name."""
_PLAIN = _FORMS | frozenset(
    ["and", "as", "asa", "corporate", "devices", "intl", "kg", "nv", "oy", "oyj", "pte", "pty", "spa", "srl",
     "the", "communication", "communications", "computer", "electronics", "enterprise", "enterprises",
     "network", "networking", "networks", "system", "systems", "technologies", "technology"]
)  # fmt: skip
"""Words that tell no two makers of equipment apart."""
_WORD = re.compile(r"[^\W_]+")
_HOST = re.compile(r"(Linux|FreeBSD|OpenBSD|NetBSD|SunOS|Darwin)\s+\S+")
"""How a system of the Unix kind begins its description; the second word is a name that its owner chose."""


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker under all its spellings.

    Attributes:
        role: `parts`: its modules stand in others' devices; `software`: its programs run on them.
        entities: companies of the corpus that it is.
    """

    name: str
    role: str = ""
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brand:
    """A maker that builds what is sold under another's brand.

    Attributes:
        brand: whose name stands on the device.
        maker: who is known to build for it.
        valid: when.
    """

    brand: str
    maker: str
    valid: Interval
    cites: str
    certainty: str


class Makers:
    """The table of makers, ready to be asked."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], brands: Iterable[Mapping[str, Any]] = ()) -> None:
        """Index the rows of the table."""
        self.by_name: dict[str, Maker] = {}
        self._exact: dict[str, Maker] = {}
        self._loose: dict[str, Maker] = {}
        self._begins: list[tuple[str, Maker]] = []
        self._phrases: dict[str, list[tuple[tuple[str, ...], Maker]]] = {}
        self._models: list[tuple[re.Pattern[str], Maker]] = []
        self._asked: dict[str, Maker | None] = {}
        self.of_entity: dict[str, Maker] = {}
        for row in rows:
            self._add(row)
        self._any_model = re.compile("|".join(f"(?:{each.pattern})" for each, _ in self._models) or "(?!)")
        self.brands: dict[str, list[Brand]] = {}
        for row in brands:
            brand = Brand(
                row["name"], row["maker"], _span(row), row.get("cites", ""), row.get("certainty", "")
            )
            self.brands.setdefault(brand.brand, []).append(brand)

    @classmethod
    def load(cls, path: Path) -> Makers:
        """Read the table.

        Raises:
            InputError: it is broken, or has a key or a name that does not exist.
        """
        try:
            data = tomli.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{path.name} is refused", [Problem(Location(path.name), str(error))]) from error
        problems = list(_faults(data, path.name))
        if problems:
            raise InputError(f"{path.name} is refused", problems)
        return cls(data.get("maker", ()), data.get("brand", ()))

    def named(self, name: str) -> Maker | None:
        """The maker whose name this is, as it is written; one of its own if the table does not know it.

        None: the text holds no name.
        """
        if name not in self._asked:
            self._asked[name] = self._named(name)
        return self._asked[name]

    def key(self, name: str) -> str:
        """What two spellings of one maker have in common, for those of the table and for others."""
        maker = self.named(name)
        if maker is None or maker.name in self.by_name:
            return name if maker is None else maker.name
        return _core(name)

    def within(self, text: str) -> tuple[tuple[Maker, str], ...]:
        """The makers that a description names, in its order, each with the words that name it."""
        found: dict[str, tuple[Maker, str]] = {}
        bare = text.strip(" \t\"';\\")
        for start, maker in self._begins:
            if bare.startswith(start):
                found.setdefault(maker.name, (maker, start))
        words = _WORD.findall(_HOST.sub(r"\1", bare, count=1).lower())
        for place, word in enumerate(words):
            for phrase, maker in self._phrases.get(word, ()):
                if tuple(words[place : place + len(phrase)]) == phrase:
                    found.setdefault(maker.name, (maker, " ".join(phrase)))
                    break
        return tuple(found.values())

    def of_model(self, model: str) -> Maker | None:
        """The maker whose model or part numbers look like this."""
        text = model.strip()
        if self._any_model.match(text) is None:  # most are nobody's, and one look is cheaper than eighty
            return None
        return next((maker for pattern, maker in self._models if pattern.match(text)), None)

    def _add(self, row: Mapping[str, Any]) -> None:
        maker = Maker(row["name"], row.get("role", ""), tuple(row.get("entities", ())))
        self.by_name[maker.name] = maker
        for entity in maker.entities:
            self.of_entity.setdefault(entity, maker)
        for name in (maker.name, *row.get("aka", ())):
            self._exact.setdefault(normalise(name), maker)
            if not maker.entities:
                self._loose.setdefault(_core(name), maker)
            else:
                self._exact.setdefault(_bare(name), maker)
        for text in row.get("text", ()):
            if text.startswith("^"):
                self._begins.append((text[1:], maker))
                continue
            phrase = tuple(_WORD.findall(text.lower()))
            own = self._phrases.setdefault(phrase[0], [])
            own.append((phrase, maker))
            own.sort(key=lambda each: -len(each[0]))
        self._models += [(re.compile(each), maker) for each in row.get("model", ())]

    def _named(self, name: str) -> Maker | None:
        full = normalise(name)
        if not full:
            return None
        exact = self._exact.get(full) or self._exact.get(_bare(name))
        return exact or self._loose.get(_core(name)) or Maker(" ".join(name.split()))


_ASIDE = re.compile(r"\([^)]*\)")


def _bare(name: str) -> str:
    """A name without the legal forms at its end."""
    words = normalise(name).split()
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return " ".join(words)


def _core(name: str) -> str:
    """A name without the words that tell no two makers apart; all of it, if there are no others."""
    words = normalise(_ASIDE.sub(" ", name)).split()
    return " ".join(word for word in words if word not in _PLAIN) or " ".join(words)


def _span(row: Mapping[str, Any]) -> Interval:
    first, last = row.get("from"), row.get("until")
    return Interval(
        first.toordinal() if isinstance(first, dt.date) else FIRST_DAY,
        last.toordinal() if isinstance(last, dt.date) else LAST_DAY,
    )


def _faults(data: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """What is wrong with the table, each with what to do about it."""
    names = {row.get("name") for row in data.get("maker", ())}
    for table, allowed in (("maker", MAKER_KEYS), ("brand", BRAND_KEYS)):
        for number, row in enumerate(data.get(table, ())):
            at = Location(file, 0, f"{table}[{number}]")
            if unknown := set(row) - allowed:
                yield Problem(
                    at, f"a {table} has no key '{min(unknown)}'", f"known are {', '.join(sorted(allowed))}"
                )
            if "name" not in row:
                yield Problem(at, f"this {table} has no 'name'", "give it")
            if row.get("role", "") not in ("", PARTS, SOFTWARE):
                yield Problem(at, f"'{row['role']}' is no role", f"write {PARTS} or {SOFTWARE}")
            if table == "brand" and not {row.get("name"), row.get("maker")} <= names:
                yield Problem(at, "a brand joins two makers of the table", "write both as makers first")
            for pattern in row.get("model", ()):
                try:
                    re.compile(pattern)
                except re.error as error:
                    yield Problem(at, f"the model pattern {pattern!r} is broken: {error}", "mend it")
