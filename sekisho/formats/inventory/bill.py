"""Devices listed in a CycloneDX bill: its main component and every part are one device each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.errors import Location
from sekisho.formats.cyclonedx import read_bom
from sekisho.formats.inventory.source import Inventory, refused, told
from sekisho.model.device import Device

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.law.facts import Facts
    from sekisho.model.case import Value

MARK = "identifiers."
_STATED = ("class", "origin")


def read_bill(raw: bytes, name: str, facts: Facts) -> Inventory:
    """Read the components of a bill.

    Raises:
        InputError: it is refused as a bill, or lists nothing.
    """
    bom = read_bom(raw, name, facts)
    item = {key.removeprefix("item."): value for key, value in bom.facts.items()}
    rows = [*((("item", item),) if item else ()), *((row.address, row.facts) for row in bom.components or ())]
    if not rows:
        raise refused(Location(name), "the bill lists no device", "give its components")
    return Inventory(tuple(_device(address, own, name) for address, own in rows), "cyclonedx")


def _device(address: str, facts: Mapping[str, Value], name: str) -> Device:
    pairs = [
        (key.removeprefix(MARK), str(one))
        for key, value in facts.items()
        if key.startswith(MARK)
        for one in (value if isinstance(value, tuple) else (value,))
    ]
    pairs += [(kind, str(facts[kind])) for kind in ("brand",) if kind in facts]
    stated = {f"item.{key}": str(facts[key]) for key in _STATED if key in facts}
    called = str(facts.get("name", address))
    return Device(
        called, Location(name, 0, address), told(pairs), str(facts.get("manufacturer", "")), called, stated
    )
