"""Identifiers and brands of things to the makers they point to: signs, never proof.

A MAC address names who registered the block, not the brand; one that is locally administered names
nobody (IEEE 802, bit 0x02 of the first octet), nor does one of a group (bit 0x01) or of zeros. A registry
without a match is no clearance.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.names.normal import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sekisho.model.entity import Identifier

LOCAL, GROUP = 0x02, 0x01
"""Bits of the first octet: administered locally, addressed to many."""
NULL = "0" * 10
"""What addresses begin with that are none: interfaces without one say zeros, or count up from them."""
PREFIXES = (9, 7, 6)
"""Length in hex digits of a MAC block: MA-S, MA-M, MA-L; the longest decides."""
KINDS = ("mac", "pci", "usb", "snmp", "pnp", "fcc", "cpe", "sysdescr", "model")
_ENTERPRISES = re.compile(r"\.?(?:(?:1|iso)\.3\.6\.1\.4\.1|(?:snmpv2-smi::)?enterprises)((?:\.\d+)+)\.?")
"""An object identifier below the enterprises, in digits or as net-snmp prints it."""
GRANTEES = (5, 3)
"""Length of an FCC grantee code: five where it begins with a digit, else three (47 CFR 2.926)."""


class Marks:
    """Looks up identifiers and brands."""

    def __init__(self, marks: Iterable[Identifier]) -> None:
        """Index *marks* by kind and value."""
        self._by: dict[tuple[str, str], Identifier] = {}
        for mark in marks:
            value = normalise(mark.value) if mark.kind == "brand" else mark.value.lower()
            self._by.setdefault((mark.kind, value), mark)

    def read(self, told: Mapping[str, object]) -> tuple[Identifier, ...]:
        """Every mark of a thing that points to somebody.

        Args:
            told: its identifiers by kind (`mac`, `pci` …) and its `brand`, as written.
        """
        pairs = ((kind, one) for kind, value in told.items() for one in _each(value))
        found = (self._one(kind, one) for kind, one in pairs)
        return tuple(mark for mark in found if mark is not None)

    def _one(self, kind: str, value: str) -> Identifier | None:
        for candidate in candidates(kind, value):
            mark = self._by.get((kind, candidate))
            if mark is not None:
                return mark
        return None


def below_enterprises(value: str) -> Sequence[str]:
    """The arcs of an object identifier from the enterprise number on; none: it is of no enterprise."""
    found = _ENTERPRISES.match(value.strip().lower())
    return () if found is None else found[1][1:].split(".")


def _each(value: object) -> tuple[str, ...]:
    """The values of one kind: a thing may bear several addresses."""
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return () if value is None else (str(value),)


def candidates(kind: str, value: str) -> Sequence[str]:
    """The registry values an identifier may fall under, most exact first."""
    text = value.strip().lower()
    match kind:
        case "mac":
            digits = re.sub(r"[^0-9a-f]", "", text)
            if len(digits) < PREFIXES[-1] or int(digits[:2], 16) & (LOCAL | GROUP) or digits.startswith(NULL):
                return ()
            return [digits[:length] for length in PREFIXES if len(digits) >= length]
        case "pci" | "usb":
            return [text.removeprefix("0x").partition(":")[0]]
        case "snmp":
            return below_enterprises(value)[:1]
        case "cpe":
            parts = text.split(":")
            place = 3 if text.startswith("cpe:2.3:") else 2
            return parts[place : place + 1]
        case "fcc":
            code = re.sub(r"[^0-9a-z]", "", text)
            return [code[: GRANTEES[0] if code[:1].isdigit() else GRANTEES[1]]]
        case "pnp":
            return [text[:3]]
        case "brand":
            return [normalise(value)]
        case _:
            return ()
