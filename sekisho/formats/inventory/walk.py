"""What `snmpwalk` printed: one device a file, or several, each beginning with its sysDescr.

Numbers and names are read (`.1.3.6.1.2.1.1.2.0`, `SNMPv2-MIB::sysObjectID.0`); a text may run over several
lines. Of the entity MIB, the maker of the chassis counts where one is told, else those of all parts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.errors import Location
from sekisho.formats.inventory.source import Inventory, first, refused, told
from sekisho.model.device import Device

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LINE = re.compile(r"(\.?(?:iso|\d+)(?:\.\d+)+|[\w-]+::[\w.-]+)\s*=\s*(?:([A-Za-z0-9-]+):\s?)?(.*)")
_CHASSIS = re.compile(r"(?:chassis\()?3\)?")
_OBJECTS: Mapping[str, str] = {
    "1.3.6.1.2.1.1.1": "sysDescr",
    "1.3.6.1.2.1.1.2": "sysObjectID",
    "1.3.6.1.2.1.1.5": "sysName",
    "1.3.6.1.2.1.2.2.1.6": "ifPhysAddress",
    "1.3.6.1.2.1.47.1.1.1.1.5": "entPhysicalClass",
    "1.3.6.1.2.1.47.1.1.1.1.12": "entPhysicalMfgName",
    "1.3.6.1.2.1.47.1.1.1.1.13": "entPhysicalModelName",
}

Values = dict[str, dict[str, str]]
"""What a device answered: by object, the value by index."""


def is_walk(head: str) -> bool:
    """Does a text begin as snmpwalk prints?"""
    return any(_LINE.match(line) for line in head.splitlines()[:20])


def read_walk(text: str, name: str, stem: str) -> Inventory:
    """Read what snmpwalk printed.

    Args:
        text: all of it.
        name: of the file.
        stem: how a device is called that does not tell its name.

    Raises:
        InputError: there is nothing of a device in it.
    """
    devices = tuple(_device(values, line, name, stem) for line, values in _walks(text))
    if not devices:
        hint = "walk the system group at least: snmpwalk … 1.3.6.1.2.1.1"
        raise refused(Location(name), "there is no answer in it that tells a device", hint)
    return Inventory(devices, "snmpwalk")


def _walks(text: str) -> Iterator[tuple[int, Values]]:
    """The answers of each device, with the line where they begin."""
    values: Values = {}
    start = 1
    for number, (symbol, index, value) in _answers(text):
        if symbol == "sysDescr" and "sysDescr" in values:
            yield start, values
            values = {}
        if not values:
            start = number
        values.setdefault(symbol, {})[index] = value
    if values:
        yield start, values


def _answers(text: str) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Line, object, index and value of every answer that matters."""
    open_at, current = 0, ("", "", "")
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.match(line)
        if found is None:
            if current[0]:
                current = (*current[:2], f"{current[2]} {line.strip()}")
            continue
        if current[0]:
            yield open_at, (*current[:2], current[2].strip().strip('"'))
        open_at, current = number, (*_object(found[1]), _plain(found[3]))
    if current[0]:
        yield open_at, (*current[:2], current[2].strip().strip('"'))


def _object(name: str) -> tuple[str, str]:
    """Object and index; an empty object does not matter."""
    if "::" in name:
        symbol, _, index = name.partition("::")[2].partition(".")
        return (symbol, index) if symbol in _OBJECTS.values() else ("", "")
    number = name.lstrip(".").replace("iso", "1", 1)
    for prefix, symbol in _OBJECTS.items():
        if number.startswith(prefix + "."):
            return symbol, number[len(prefix) + 1 :]
    return "", ""


def _plain(value: str) -> str:
    return "" if value.startswith(("No Such", "No more")) else value


def _device(values: Values, line: int, name: str, stem: str) -> Device:
    kinds = values.get("entPhysicalClass", {})
    chassis = [index for index, kind in kinds.items() if _CHASSIS.fullmatch(kind)]
    pairs = [
        *(("sysdescr", each) for each in values.get("sysDescr", {}).values()),
        *(("snmp", _number(each)) for each in values.get("sysObjectID", {}).values()),
        *(("mac", each) for each in values.get("ifPhysAddress", {}).values()),
        *(("entity", each) for each in _of(values.get("entPhysicalMfgName", {}), chassis)),
        *(("model", each) for each in _of(values.get("entPhysicalModelName", {}), chassis)),
    ]
    own = first(*values.get("sysName", {}).values()) or stem
    signs = told(pairs)
    return Device(own, Location(name, line), signs, "", next(iter(signs.get("model", ())), ""))


def _of(values: Mapping[str, str], chassis: Sequence[str]) -> list[str]:
    """The values of the chassis, if it tells any, else all."""
    return [values[each] for each in chassis if values.get(each, "").strip()] or list(values.values())


def _number(value: str) -> str:
    """An object id, whether in digits or by the name of its branch."""
    return (
        value.strip().replace("SNMPv2-SMI::enterprises", "1.3.6.1.4.1").replace("iso.", "1.", 1).lstrip(".")
    )
