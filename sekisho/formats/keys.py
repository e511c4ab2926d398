"""The shape of a case: which keys each element has, what each holds, and the name of the fact it states.

Types and closed lists are those of `facts.toml`; here stands only where in a case a fact is stated.
A derived fact may be stated on its element under its dotted name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.law.facts import COUNTRIES
from sekisho.names.numbers import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sekisho.law.facts import Fact, Facts


class Kind(Enum):
    """What a key holds."""

    TEXT = auto()
    WORD = auto()
    WORDS = auto()
    YES_NO = auto()
    NUMBER = auto()
    DATE = auto()
    PART = auto()  # a table, a list of tables, or what only the case itself can read


class Bearer(Enum):
    """Who or what bears a name."""

    COMPANY = auto()
    OWNER = auto()  # a company that is told as the owner of another
    THING = auto()  # no rule asks what things are called


NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """One key of an element.

    Attributes:
        name: the fact it states, as the case will hold it.
        kind: what it holds.
        words: of a word, the closed list; None: any text; empty where text alone is not what it holds.
        closed: of several words, the closed list; empty: any.
        percent: of a number, is it between 0 and 100?
        element: of a part, the element it holds; empty: a value read by the case itself.
        many: of a part, does it hold a list of them?
        lists: of a stated derived fact, the list it names.
        bearer: of a text that is a name, who bears it; None: it is none.
    """

    name: str
    kind: Kind
    words: frozenset[str] | None = NO_WORDS
    closed: frozenset[str] = NO_WORDS
    percent: bool = False
    element: str = ""
    many: bool = False
    lists: str = ""
    bearer: Bearer | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """A table of the case format.

    Attributes:
        title: what a person calls it.
        slots: its keys.
        stem: how `facts.toml` names its derived facts; empty: it has none.
        prefix: what stands before the name of a fact stated here.
    """

    title: str
    slots: Mapping[str, Slot]
    stem: str = ""
    prefix: str = ""


IGNORED = ("expect", "expect_reading", "under", "scope", "overall", "why", "certainty", "note")
"""Keys of the worked cases; they say what is to be answered, and nothing of the act."""

IDENTIFIERS = ("mac", "pci", "usb", "snmp", "sysdescr", "cpe", "fcc", "pnp", "model")

_HOMES = (
    "action",
    "date",
    "actor",
    "party",
    "item",
    "component",
    "actor-use",
    "party-use",
    "it",
    "use",
    "authorisation",
)

_PARTS: Mapping[str, tuple[str, bool]] = {
    "owners": ("owner", True),
    "listed": ("listing", True),
    "components": ("component", True),
    "authorisations": ("authorisation", True),
    "parties": ("party", True),
    "actor": ("actor", False),
    "item": ("item", False),
    "use": ("use", False),
    "facts": ("facts", False),
    "identifiers": ("identifiers", False),
}

_COMPANY = ("owners", "listed", "uses")

_NAMES = {"name", "manufacturer"}
_COMPANIES = {"manufacturer", "actor", "party"}
"""Keys and elements of companies: a name that stands there is theirs."""


def is_ignored(key: str) -> bool:
    """Is this a key at the top of a case that is accepted and not read?"""
    return key in IGNORED or key.startswith("expect")


class Shape:
    """The case format with the closed lists of one `facts.toml`."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.elements = {
            "case": Element("case", self._case()),
            "actor": Element("actor", self._company("actor", "name country kinds"), "actor"),
            "party": Element("party", self._company("party", "role name country kinds"), "party"),
            "item": Element("item", self._item(), "item", "item."),
            "component": Element(
                "part",
                self._element(
                    "component",
                    "name class manufacturer brand origin essential",
                    ("identifiers", "components"),
                ),
                "component",
            ),
            "actor-use": self._use("actor-use"),
            "party-use": self._use("party-use"),
            "use": Element(
                "use", self._element("use", "network part purpose site from destination", (), "use.")
            ),
            "authorisation": Element("authorisation", self._authorisation(), "authorisation"),
            "facts": Element("table of facts", dict(self._facts())),
            "owner": Element("owner", _OWNER),
            "listing": Element("listing", _LISTING),
            "identifiers": Element("table of identifiers", _slots("identifiers.", IDENTIFIERS)),
            "item-identifiers": Element("table of identifiers", _slots("item.identifiers.", IDENTIFIERS)),
            "numbers": Element("table of identifiers", _slots("identifiers.", SCHEMES)),
        }

    def stated(self, element: Element, key: str) -> Slot | None:
        """A derived fact under its dotted name; None: this key is none, or none of this element."""
        if not element.stem:
            return None
        ref = self.facts.refer(f"{element.stem}.{key}")
        fact = self.facts.lookup(ref) if ref.relation else None
        if fact is None or (not ref.list and ref.relation not in ("maker.country", "valid")):
            return None
        return _slot(element.prefix + key, fact, ref.list)

    def names(self, element: str) -> bool:
        """May a table hold names, in itself or in what is in it?"""
        todo = [element]
        for each in todo:  # which grows meanwhile
            slots = self.elements[each].slots.values()
            if any(slot.bearer for slot in slots):
                return True
            todo += {slot.element for slot in slots if slot.element} - set(todo)
        return False

    def _case(self) -> dict[str, Slot]:
        own = {key: Slot(key, Kind.PART) for key in ("id", "date", "known", *IGNORED)}
        parts = ("actor", "parties", "item", "use", "authorisations", "facts")
        return own | {"action": self._slot("action", "action")} | {key: _part(key) for key in parts}

    def _element(self, stem: str, keys: str, parts: tuple[str, ...], prefix: str = "") -> dict[str, Slot]:
        slots = {key: self._slot(prefix + key, f"{stem}.{key}") for key in keys.split()}
        for key in slots.keys() & _NAMES:
            bearer = Bearer.COMPANY if key in _COMPANIES or stem in _COMPANIES else Bearer.THING
            slots[key] = replace(slots[key], bearer=bearer)
        return slots | {part: _part(part, stem) for part in parts}

    def _company(self, stem: str, keys: str) -> dict[str, Slot]:
        numbers = Slot("identifiers", Kind.PART, element="numbers")
        return self._element(stem, keys, _COMPANY) | {"identifiers": numbers}

    def _item(self) -> dict[str, Slot]:
        own = "name class manufacturer brand origin acquired eccn us_content_percent"
        keys = f"{own} quantity unit value currency"
        slots = self._element("item", keys, ("components",), "item.")
        return slots | {
            "bom": Slot("bom", Kind.PART),
            "identifiers": Slot("identifiers", Kind.PART, element="item-identifiers"),
        }

    def _use(self, stem: str) -> Element:
        slots = self._element(stem, "name class manufacturer brand origin", ("identifiers",))
        for key in ("origin", "brand"):  # these have no question of their own
            slots[key] = self._slot(key, f"it.{key}")
        return Element("thing in use", slots, stem)

    def _authorisation(self) -> dict[str, Slot]:
        days = {key: Slot(key, Kind.DATE) for key in ("from", "until", "revoked")}
        return self._element("authorisation", "kind issuer", ()) | days

    def _facts(self) -> Iterator[tuple[str, Slot]]:
        for name, fact in self.facts.told.items():
            if name.partition(".")[0] not in _HOMES:
                yield name, _slot(name, fact)

    def _slot(self, name: str, fact: str) -> Slot:
        known = self.facts.told.get(fact)
        return Slot(name, Kind.TEXT, None) if known is None else _slot(name, known)

    def home(self, key: str) -> str:
        """Where a fact belongs that was written under `facts`; empty: there is no such fact."""
        head, _, rest = key.partition(".")
        known = key in self.facts.told and head in _HOMES
        return (
            ""
            if not known
            else f"write it as '{rest}' in '{head}'"
            if rest
            else f"write '{head}' at the top of the case"
        )


class _Same:
    """Facts by identity: they hold tables, so they cannot be hashed by what they say."""

    __slots__ = ("facts",)

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def __hash__(self) -> int:
        return id(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.facts is self.facts


@lru_cache(maxsize=8)
def _shape_of(same: _Same) -> Shape:
    return Shape(same.facts)


def shape_of(facts: Facts) -> Shape:
    """The case format with these facts; worked out once."""
    return _shape_of(_Same(facts))


def _slot(name: str, fact: Fact, lists: str = "") -> Slot:
    percent = fact.unit == "percent"
    match fact.type:
        case "word":
            return Slot(name, Kind.TEXT if fact.values is None else Kind.WORD, fact.values, lists=lists)
        case "words":
            return Slot(name, Kind.WORDS, closed=fact.values or NO_WORDS, lists=lists)
        case "yes-no":
            return Slot(name, Kind.YES_NO, lists=lists)
        case "number":
            return Slot(name, Kind.NUMBER, percent=percent, lists=lists)
        case "date":
            return Slot(name, Kind.DATE, lists=lists)


def _part(key: str, stem: str = "") -> Slot:
    if key == "uses":
        return Slot(key, Kind.PART, element=f"{stem}-use", many=True)
    element, many = _PARTS[key]
    return Slot(key, Kind.PART, element=element, many=many)


def _slots(prefix: str, keys: Iterable[str]) -> dict[str, Slot]:
    return {key: Slot(prefix + key, Kind.TEXT, None) for key in keys}


_DAYS = {key: Slot(key, Kind.DATE) for key in ("from", "until")}
_OWNER: Mapping[str, Slot] = {
    "name": Slot("name", Kind.TEXT, None, bearer=Bearer.OWNER),
    "country": Slot("country", Kind.WORD, COUNTRIES),
    "share": Slot("share", Kind.NUMBER, percent=True),
    "control": Slot("control", Kind.YES_NO),
    **_DAYS,
    "owners": _part("owners"),
}
_LISTING: Mapping[str, Slot] = {"list": Slot("list", Kind.TEXT, None), **_DAYS}
