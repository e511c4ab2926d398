"""Properties of a CycloneDX component that state a fact of a part.

CycloneDX has no field for most of what the law asks of a part. From its own taxonomy of properties
(`cdx:device`, `cdx:deviceInfo`) MAC address and FCC identifier are read. What else a case can say of
a part may be said by a property `sekisho:` and the key of the case format: `sekisho:class`,
`sekisho:essential`, `sekisho:origin`, `sekisho:brand`, `sekisho:manufacturer` (for bills before 1.6),
`sekisho:identifiers:pci` …; yes and no are `true` and `false`. What else the taxonomy says of a device (its
quantity, function, place, serial and stock numbers) is kept beside, as `device.quantity` …: no law asks it.
All other properties are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.formats.keys import Kind
from sekisho.formats.notes import quote
from sekisho.formats.table import did_you_mean
from sekisho.formats.values import READERS, from_cell, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.formats.keys import Element, Slot
    from sekisho.formats.notes import Place
    from sekisho.formats.table import Reading
    from sekisho.model.case import Value

OURS = "sekisho:"

TAXONOMY: Mapping[str, str] = {
    "cdx:device:macaddress": "identifiers:mac",
    "cdx:deviceinfo:macaddress": "identifiers:mac",
    "cdx:device:certifications:us:fcc:id": "identifiers:fcc",
}
"""Properties of the official taxonomy (in lower case), and the key of ours that they state."""

DEVICE: Mapping[str, str] = {
    f"cdx:{space}:{name.lower()}": f"device.{name}"
    for space in ("device", "deviceinfo")
    for name in (
        "quantity",
        "function",
        "location",
        "deviceType",
        "serialNumber",
        "sku",
        "lotNumber",
        "prodTimestamp",
    )
}
"""Properties of the official taxonomy that are kept as they stand, by what they are kept as."""

_AUTHORITY, _ID = "cdx:deviceinfo:certifications:authority", "cdx:deviceinfo:certifications:id"


def read_properties(
    data: object, element: Element, place: Place, reading: Reading, facts: dict[str, Value]
) -> None:
    """Read the properties of a component; a field of CycloneDX wins over a property."""
    if data is None:
        return
    entries = reading.many(data, place) or []
    fcc = any(_value(entry, _AUTHORITY).upper() == "FCC" for entry in entries)
    slots = _slots(element, reading)
    found: dict[str, dict[str, Place]] = {}
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            reading.notes.refuse(
                (place, index), "a property without its `name`", "give it its name, or leave it out"
            )
            continue
        key = _key(entry["name"], fcc=fcc)
        _keep(entry, element.prefix, facts)
        if key and key not in slots:
            message = f"{quote(entry['name'])} is no property that is read here"
            hint = did_you_mean(entry["name"], [OURS + own for own in slots])
            reading.notes.refuse(((place, index), "name"), message, hint)
        elif key and entry.get("value") is not None:
            value_place: Place = ((place, index), "value")
            value = text(entry["value"], value_place, reading.notes)
            if value is not None:
                found.setdefault(key, {}).setdefault(value.strip(), value_place)
    for key, stated in found.items():
        if slots[key].name not in facts:
            _state(stated, slots[key], reading, facts)


def _keep(entry: Mapping[str, object], prefix: str, facts: dict[str, Value]) -> None:
    """What the taxonomy says of a device and no law asks."""
    kept = DEVICE.get(str(entry["name"]).lower())
    value = entry.get("value")
    if kept is not None and isinstance(value, str) and value.strip():
        facts.setdefault(prefix + kept, value.strip())


def _state(stated: Mapping[str, Place], slot: Slot, reading: Reading, facts: dict[str, Value]) -> None:
    """One value; a thing may have several identifiers of a kind, and nothing else twice."""
    if len(stated) > 1 and "identifiers." in slot.name:
        facts[slot.name] = tuple(stated)
        return
    for value, place in stated.items():
        read = READERS[slot.kind](from_cell(value, slot), slot, place, reading.notes)
        if read is not None:
            facts[slot.name] = read
    if len(stated) > 1:
        message = f"the properties state {len(stated)} values for one fact"
        reading.notes.refuse(list(stated.values())[1], message, "keep the right one")


def _slots(element: Element, reading: Reading) -> Mapping[str, Slot]:
    """What a property may state of this element, by the key after `sekisho:`."""
    own = {key: slot for key, slot in element.slots.items() if slot.kind is not Kind.PART and key != "name"}
    marks = reading.shape.elements[element.slots["identifiers"].element].slots
    return own | {f"identifiers:{key}": slot for key, slot in marks.items()}


def _key(name: str, *, fcc: bool) -> str:
    if name.startswith(OURS):
        return name.removeprefix(OURS)
    known = name.lower()
    return "identifiers:fcc" if fcc and known == _ID else TAXONOMY.get(known, "")


def _value(entry: object, name: str) -> str:
    """The value of an entry, where it is a property of this name."""
    if not isinstance(entry, dict) or str(entry.get("name")).lower() != name:
        return ""
    return str(entry.get("value", ""))
