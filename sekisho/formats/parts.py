"""What nests in a case: parts within parts, owners of owners, things in use.

Parts are walked without recursion, outer before inner, to 200 levels; owners to 100.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard, cast

from sekisho.dates import iso
from sekisho.model.case import Owner, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.dates import Interval
    from sekisho.formats.keys import Element
    from sekisho.formats.notes import Place
    from sekisho.formats.table import Reading
    from sekisho.model.case import Range, Value

DEEPEST = 200
"""Levels of parts within parts; deeper is refused."""

LONGEST = 100
"""Owners of owners in one chain; longer is refused."""

TOO_DEEP = f"more than {DEEPEST} levels of parts"
FLATTEN = f"give the inner assemblies as cases of their own, or leave out levels: {DEEPEST} are read"


def is_ocds(data: object) -> TypeGuard[dict[str, Any]]:
    """Is it what buyers publish in OCDS: a package of releases or records, or one of these by itself?"""
    if not isinstance(data, dict) or "action" in data:
        return False
    packed = isinstance(data.get("releases"), list) or isinstance(data.get("records"), list)
    return packed or isinstance(data.get("ocid"), str)


def is_bom(data: object) -> bool:
    """Does this look like CycloneDX rather than like a case?"""
    return isinstance(data, dict) and ("bomFormat" in data or "specVersion" in data)


def components(
    data: object, place: Place, reading: Reading
) -> tuple[tuple[Row, ...] | None, tuple[str, ...]]:
    """Every part of the item at any depth, and the addresses of those that do not tell their own parts."""
    entries = reading.many(data, place)
    if entries is None:
        return None, ()
    element = reading.shape.elements["component"]
    rows: list[Row] = []
    unopened: list[str] = []
    todo = _push(entries, place, "item.components", 1)
    while todo:
        entry, place, address, depth = todo.pop()
        facts: dict[str, Value] = {}
        parts = reading.fill(entry, element, place, facts)
        rows.append(Row(address, facts))
        identify(parts, place, reading, facts)
        if "components" not in parts:
            unopened.append(address)
        elif inner := reading.many(parts["components"], (place, "components")):
            if depth == DEEPEST:
                reading.notes.refuse((place, "components"), TOO_DEEP, FLATTEN)
            else:
                todo += _push(inner, (place, "components"), f"{address}.components", depth + 1)
    return tuple(rows), tuple(unopened)


def _push(
    entries: list[object], place: Place, address: str, depth: int
) -> list[tuple[object, Place, str, int]]:
    """The entries of a list, last first: the first comes off the stack first."""
    return [
        (entries[index], (place, index), f"{address}[{index}]", depth)
        for index in range(len(entries) - 1, -1, -1)
    ]


def identify(parts: Mapping[str, object], place: Place, reading: Reading, facts: dict[str, Value]) -> None:
    """The identifiers of a thing, where it has any."""
    if "identifiers" in parts:
        reading.fill(
            parts["identifiers"], reading.shape.elements["identifiers"], (place, "identifiers"), facts
        )


def things(
    data: object, element: Element, place: Place, address: str, reading: Reading
) -> tuple[Row, ...] | None:
    """What a company uses itself."""
    entries = reading.many(data, place)
    if entries is None:
        return None
    rows: list[Row] = []
    for index, entry in enumerate(entries):
        facts: dict[str, Value] = {}
        identify(reading.fill(entry, element, (place, index), facts), (place, index), reading, facts)
        rows.append(Row(f"{address}[{index}]", facts))
    return tuple(rows)


def owners(data: object, place: Place, reading: Reading, depth: int = 1) -> tuple[Owner, ...] | None:
    """Who owns a company, and who owns those."""
    entries = reading.many(data, place)
    if entries is None:
        return None
    if depth > LONGEST and entries:
        reading.notes.refuse(
            place, f"a chain of more than {LONGEST} owners", "tell the chain as far as it matters"
        )
        return ()
    found = [_owner(entry, (place, index), reading, depth) for index, entry in enumerate(entries)]
    return tuple([owner for owner in found if owner is not None])


def _owner(data: object, place: Place, reading: Reading, depth: int) -> Owner | None:
    facts: dict[str, Value] = {}
    parts = reading.fill(data, reading.shape.elements["owner"], place, facts)
    own = owners(parts["owners"], (place, "owners"), reading, depth + 1) if "owners" in parts else None
    since, until = span(facts, place, reading)
    get = facts.get
    name = cast("str | None", get("name"))
    if name is None:
        if isinstance(data, dict) and "name" not in data:
            reading.notes.refuse(place, "an owner without a name", "give the name of the owner")
        return None
    return Owner(
        name,
        cast("str | None", get("country")),
        cast("Range | None", get("share")),
        cast("bool | None", get("control")),
        since,
        until,
        own,
    )


def span(
    facts: Mapping[str, Value], place: Place, reading: Reading
) -> tuple[Interval | None, Interval | None]:
    """`from` and `until` of a table, in this order of time."""
    since = cast("Interval | None", facts.get("from"))
    until = cast("Interval | None", facts.get("until"))
    if since is not None and until is not None and until.last < since.first:
        message = f"`until` ends on {iso(until.last)}, before `from` begins on {iso(since.first)}"
        reading.notes.refuse((place, "until"), message, "exchange them, or correct the wrong one")
    return since, until
