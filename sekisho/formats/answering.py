"""What is still to be asked, as the field of a form; and its answer, put into the case at its address.

The addresses are those of needs (`parties[0].owners`, `item.components[0].class`, `icts.determination`); a
company without an entry of its own is named in brackets, and gets one when something is said of it.
Invariants: a case that is answered says all that it said before; what an answer leaves out stays unknown.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, cast

from sekisho.errors import UsageError
from sekisho.formats.keys import Kind, shape_of
from sekisho.model.bom import ITEM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.formats.given import Given
    from sekisho.formats.keys import Element, Shape, Slot
    from sekisho.law.facts import Fact, Facts

Json: TypeAlias = "dict[str, object]"

_NAMED = re.compile(r"parties\[(?!\d+\])(.+)\]\.((?:owners\[\d+\]\.)*[^\[\]]+)", re.DOTALL)
_STEP = re.compile(r"(parties|owners|components|uses|authorisations)\[(\d+)\]\.")
_TABLES = ("actor", "item", "use")
_ELEMENTS: Mapping[str, str] = {
    "parties": "party",
    "owners": "owner",
    "components": "component",
    "authorisations": "authorisation",
}
_PARTS = "components"


@dataclass(frozen=True, slots=True)
class Field:
    """How a need is answered: one field of a form, or of a list of rows the columns.

    Attributes:
        name: the need; of a column, the key in its row.
        kind: what it holds; a `PART` is a list of rows, or of identifiers one row.
        words: what it may hold, where that is a closed list; in the order of the alphabet.
        means: what the words mean, in English, as far as somebody wrote it.
        unit: of a number.
        columns: of a list of rows.
        many: is it a list of rows?
    """

    name: str
    kind: Kind
    words: tuple[str, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    columns: tuple[Field, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a need stands: the tables and rows on the way to it, and its key there."""

    name: str
    steps: tuple[tuple[str, int], ...]
    table: str
    key: str

    @property
    def element(self) -> str:
        """The element that holds the key, as the case format has it."""
        if not self.steps:
            return self.table or ("party" if self.name else "case")
        last = self.steps[-1][0]
        if last == "uses":
            return "actor-use" if self.table == "actor" else "party-use"
        return _ELEMENTS[last]


def field_of(need: str, facts: Facts) -> Field:
    """How a need is answered.

    Raises:
        UsageError: the case format has no such place.
    """
    shape, place = shape_of(facts), _placed(need)
    slot = _slot(shape, place)
    if slot is None:
        raise UsageError(f"'{need}' is no place of the case format; see docs/reference/case-format.md")
    if need == "date":  # the case reads it itself, down to the hour
        return Field(need, Kind.DATE)
    if slot.kind is not Kind.PART:
        return _simple(need, slot, _fact(place, facts))
    element = slot.element or ("item-identifiers" if place.key == "identifiers" else "")
    if not element:
        raise UsageError(f"'{need}' is not answered by itself; put the case anew")
    return Field(need, Kind.PART, columns=tuple(_columns(shape.elements[element], facts)), many=slot.many)


def standing(given: Given, need: str) -> object:
    """What the case says at a need already; None: nothing."""
    place = _placed(need)
    found: object = given.case
    path: list[str | int] = []
    if place.name:
        parties = cast("list[Json]", given.case.get("parties") or [])
        own = next((at for at, each in enumerate(parties) if each.get("name") == place.name), None)
        if own is None:
            return None
        path += ["parties", own]
    path += [place.table] if place.table else []
    for step in place.steps:
        path += step
    for key in (*path, place.key):
        if isinstance(key, str):
            found = found.get(key) if isinstance(found, dict) else None
        else:
            found = found[key] if isinstance(found, list) and key < len(found) else None
    return found


def answered(given: Given, need: str, value: object) -> Given:
    """The case with an answer to a need in it.

    Parts are added to those that are told; who turns out to have another name has it wherever he is named.

    Args:
        given: the case, as it was given.
        need: an address in it.
        value: as the case format has it; whether it is what belongs there says `of_given`.

    Raises:
        UsageError: the case has no such place.
    """
    case = copy.deepcopy(dict(given.case))
    place = _placed(need)
    if place.name and not place.steps and place.key == "name":
        return replace(given, case=cast("Json", _renamed(case, place.name, value)))
    holder = _party(case, place.name) if place.name else case
    if place.table:
        holder = cast("Json", holder.setdefault(place.table, {}))
    for key, at in place.steps:
        rows = holder.get(key)
        if not isinstance(rows, list) or at >= len(rows):
            raise UsageError(f"the case has no {key}[{at}], which '{need}' is about")
        holder = rows[at]
    if place.key != _PARTS or not isinstance(value, list):
        holder[place.key] = value
        return replace(given, case=case)
    known = cast("list[object]", holder.get(_PARTS) or [])
    holder[_PARTS] = [*known, *value]
    address = need.removesuffix(f".{_PARTS}")
    opened = [each for each in given.unopened if each != address]
    return replace(given, case=case, unopened=(*opened, *_unopened(address, value, len(known))))


def _placed(need: str) -> _Place:
    """A need, taken apart."""
    named = _NAMED.fullmatch(need)
    name, rest = (named[1], named[2]) if named else ("", need)
    head, _, below = rest.partition(".")
    table = head if not name and head in _TABLES and below else ""
    rest = below if table else rest
    steps: list[tuple[str, int]] = []
    while found := _STEP.match(rest):
        steps.append((found[1], int(found[2])))
        rest = rest[found.end() :]
    if not name and not table and not steps and rest not in ("date", "action", "parties", "authorisations"):
        table = "facts"
    return _Place(name, tuple(steps), table, rest)


def _slot(shape: Shape, place: _Place) -> Slot | None:
    element = shape.elements[place.element]
    return element.slots.get(place.key) or shape.stated(element, place.key)


def _fact(place: _Place, facts: Facts) -> Fact | None:
    """The fact that stands there, which has the meaning of its words."""
    stem = place.element if place.steps or place.name else place.table.removeprefix("facts")
    return facts.told.get(f"{stem}.{place.key}" if stem else place.key)


def _simple(name: str, slot: Slot, fact: Fact | None) -> Field:
    words = tuple(sorted(slot.words or slot.closed or ()))
    means = {} if fact is None else fact.means
    unit = "percent" if slot.percent else "" if fact is None else fact.unit
    return Field(name, slot.kind, words, means, unit)


def _columns(element: Element, facts: Facts) -> Iterator[Field]:
    """What can be said in a row; what is deeper is asked when it matters."""
    for key, slot in element.slots.items():
        if slot.kind is not Kind.PART:
            yield _simple(key, slot, facts.told.get(f"{element.stem}.{key}"))


def _party(case: Json, name: str) -> Json:
    """The entry of a company that is named elsewhere; a new one with its part in it, where that is plain."""
    parties = cast("list[Json]", case.setdefault("parties", []))
    for each in parties:
        if each.get("name") == name:
            return each
    item = cast("Json", case.get("item") or {})
    own: Json = {"name": name}
    if item.get("manufacturer") == name:
        own["role"] = "manufacturer"
    elif _makes_part(item, name):
        own["role"] = "component-manufacturer"
    parties.append(own)
    return own


def _renamed(told: object, old: str, new: object, *, companies: bool = False) -> object:
    """What is told of a case, where somebody has another name."""
    if isinstance(told, list):
        return [_renamed(each, old, new, companies=companies) for each in told]
    if not isinstance(told, dict):
        return told
    return {
        key: new
        if value == old and (key == "manufacturer" or (companies and key == "name"))
        else _renamed(value, old, new, companies=key in ("parties", "owners"))
        for key, value in told.items()
    }


def _makes_part(thing: Json, name: str) -> bool:
    parts = [each for each in cast("list[object]", thing.get(_PARTS) or []) if isinstance(each, dict)]
    return any(part.get("manufacturer") == name or _makes_part(part, name) for part in parts)


def _unopened(address: str, parts: list[object], first: int) -> Iterator[str]:
    """The addresses of new parts of which nobody says what is in them."""
    for at, part in enumerate(parts, first):
        own = f"{address or ITEM}.{_PARTS}[{at}]"
        inner = part.get(_PARTS) if isinstance(part, dict) else None
        if inner is None:
            yield own
        elif isinstance(inner, list):
            yield from _unopened(own, inner, 0)
