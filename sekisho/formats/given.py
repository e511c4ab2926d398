"""A case back into the case format: what was asked, written so that it reads as the same case again.

A BOM tells more than the case format has words for: which lists of parts are complete, versions, signs of a
class. That stands beside the case. Invariant: `of_given(to_given(case))` is the case.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, cast

from sekisho.dates import Interval, iso
from sekisho.formats.case import case_of
from sekisho.formats.keys import shape_of
from sekisho.model.bom import ITEM, holder_of
from sekisho.model.case import Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sekisho.errors import Location
    from sekisho.formats.keys import Element, Shape
    from sekisho.law.facts import Facts
    from sekisho.model.case import Case, Listed, Owner, Row, Value

Json: TypeAlias = "dict[str, object]"
_CASE = "case"
_IDENTIFIERS = "identifiers."
_DIGITS = 15
"""Places after the point that the case format reads in a bound."""


@dataclass(frozen=True, slots=True)
class Given:
    """A case as it was given.

    Attributes:
        case: in the case format; what was not told is absent.
        unopened: the parts of which nobody says that their list of parts is complete.
        beside: facts that the case format has no key for, by address and name.
    """

    case: Mapping[str, object]
    unopened: tuple[str, ...] = ()
    beside: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def to_given(case: Case, facts: Facts) -> Given:
    """A case as it was given."""
    writer = _Writer(shape_of(facts))
    return Given(writer.case(case), case.unopened, writer.beside)


def of_given(given: Given, facts: Facts, at: Location) -> Case:
    """The case again.

    Args:
        given: as :func:`to_given` wrote it.
        facts: the closed lists.
        at: where it stands, for problems.

    Raises:
        InputError: a word of it is no word of the case format any more.
    """
    case = case_of(given.case, at, facts, default_id="")
    beside = given.beside
    item = {f"item.{key}": value for key, value in beside.get(ITEM, {}).items()}
    rows = case.components
    if rows is not None:
        rows = tuple(replace(row, facts={**row.facts, **beside.get(row.address, {})}) for row in rows)
    return replace(
        case, facts={**case.facts, **item, **beside.get(_CASE, {})}, components=rows, unopened=given.unopened
    )


class _Writer:
    """Writes one case, and puts aside what has no key."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self.beside: dict[str, dict[str, str]] = {}

    def case(self, case: Case) -> Json:
        told: Json = {"id": case.id}
        if case.on is not None:
            told["date"] = str(case.on)
        if case.known is not None:
            told["known"] = iso(case.known)
        item, rest = _split(case.facts, "item.")
        use, rest = _split(rest, "use.")
        if "action" in rest:
            told["action"] = _plain(rest.pop("action"))
        item_told = self._thing("item", ITEM, item)
        if case.components is not None:
            item_told["components"] = self._components(case.components, frozenset(case.unopened))
        own = {
            "actor": self._company("actor", case.actor),
            "item": item_told,
            "use": self._facts("use", _CASE, use),
            "facts": self._facts("facts", _CASE, rest),
        }
        told |= {key: value for key, value in own.items() if value}
        if case.parties is not None:
            told["parties"] = [self._company("party", each) for each in case.parties]
        if case.authorisations is not None:
            told["authorisations"] = [
                self._facts("authorisation", each.address, each.facts) for each in case.authorisations
            ]
        return told

    def _facts(self, name: str, address: str, facts: Mapping[str, Value]) -> Json:
        """The facts of an element; those without a key are put aside."""
        element = self._shape.elements[name]
        told: Json = {}
        for key, value in facts.items():
            if self._has(element, key):
                told[key] = _plain(value)
            else:
                self.beside.setdefault(address, {})[key] = cast("str", value)  # as text, like all a BOM tells
        return told

    def _has(self, element: Element, key: str) -> bool:
        return key in element.slots or self._shape.stated(element, key) is not None

    def _thing(self, name: str, address: str, facts: Mapping[str, Value]) -> Json:
        """The item, a part or a thing in use, without what is inside it."""
        identifiers, own = _split(facts, _IDENTIFIERS)
        told = self._facts(name, address, own)
        if identifiers:
            told["identifiers"] = self._facts("identifiers", address, identifiers)
        return told

    def _components(self, rows: Iterable[Row], unopened: frozenset[str]) -> list[Json]:
        """The parts as a tree: outer before inner, so that whatever holds a part is there before it."""
        roots: list[Json] = []
        inside: dict[str, list[Json]] = {ITEM: roots}
        opened: dict[str, Json] = {}
        for row in rows:
            told = self._thing("component", row.address, row.facts)
            inside[holder_of(row.address)].append(told)
            told["components"] = inside[row.address] = []
            opened[row.address] = told
        for address in unopened & opened.keys():
            if not inside[address]:
                del opened[address]["components"]
        return roots

    def _company(self, name: str, row: Row) -> Json:
        numbers, own = _split(row.facts, _IDENTIFIERS)
        told = self._facts(name, row.address, own)
        if numbers:
            told["identifiers"] = self._facts("numbers", row.address, numbers)
        if row.owners is not None:
            told["owners"] = list(map(_owner, row.owners))
        if row.listed is not None:
            told["listed"] = list(map(_listing, row.listed))
        if row.uses is not None:
            told["uses"] = [self._thing(f"{name}-use", each.address, each.facts) for each in row.uses]
        return told


def _split(facts: Mapping[str, Value], prefix: str) -> tuple[dict[str, Value], dict[str, Value]]:
    """The facts below a prefix, without it; and the others."""
    below = {key[len(prefix) :]: value for key, value in facts.items() if key.startswith(prefix)}
    return below, {key: value for key, value in facts.items() if not key.startswith(prefix)}


def _owner(owner: Owner) -> Json:
    own = {
        "name": owner.name,
        "country": owner.country,
        "share": None if owner.share is None else _range(owner.share),
        "control": owner.control,
        **_days(owner.since, owner.until),
        "owners": None if owner.owners is None else list(map(_owner, owner.owners)),
    }
    return {key: value for key, value in own.items() if value is not None}


def _listing(listed: Listed) -> Json:
    return {"list": listed.list} | _days(listed.since, listed.until)


def _days(since: Interval | None, until: Interval | None) -> Json:
    return {key: str(value) for key, value in (("from", since), ("until", until)) if value is not None}


def _plain(value: Value) -> object:
    """A value as the case format has it."""
    if isinstance(value, Range):
        return _range(value)
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str | bool) else str(value)


def _range(known: Range) -> object:
    """A number, both its bounds, or the one that there is."""
    if known.low == known.high:
        return known.low
    if math.isinf(known.high):
        return _bound(">", known.low, -math.inf)
    if math.isinf(known.low):
        return _bound("<", known.high, math.inf)
    return [known.low, known.high]


def _bound(sign: str, limit: float, beyond: float) -> str:
    """A bound that includes its limit; or one without it, where the limit itself cannot be written."""
    written = _decimal(limit)
    return f"{sign}={written}" if float(written) == limit else sign + _decimal(math.nextafter(limit, beyond))


def _decimal(number: float) -> str:
    return f"{number:.{_DIGITS}f}".rstrip("0").rstrip(".")
