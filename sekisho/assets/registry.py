"""Registries of identifiers: who registered a MAC block, an enterprise number, a vendor id.

Read as they are published: the IEEE's CSV of MA-L, MA-M and MA-S blocks, IANA's enterprise numbers (its own
text, or one number a line), `pci.ids`, `usb.ids`, PNP ids (CSV or one a line), and lists of SNMP object ids
with their makers. Invariants: a registry is (prefix → registrant) and a day; registrants that hide behind
`Private`, and blocks that the IEEE itself parts further, name nobody; an absent prefix says nothing.
"""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

LARGEST = 256 * 2**20
"""Bytes of a registry file."""
NOBODY = frozenset({"private", "ieee registration authority", "reserved", "unassigned", "none", "---none---"})
KINDS = "the IEEE's CSV, IANA enterprise numbers, pci.ids, usb.ids, PNP ids, or SNMP object ids"

_HEX = re.compile(r"[0-9A-F]{6,9}")
_VENDOR = re.compile(r"([0-9a-f]{4})  (\S.*)")
_NUMBERED = re.compile(r"(\d+)(?:\s+(\S.*))?\s*")
_OBJECT = re.compile(r"\d+(?:\.\d+)*")
_PNP = re.compile(r"[A-Z@]{3}")
_DAY = re.compile(r"(?:Version|Date|last updated)\W{1,4}(\d{4})[.-](\d\d)[.-](\d\d)", re.IGNORECASE)
_NOTE = re.compile(r"\s*(?:#|\(formerly\b|\(previously\b|\(https?:).*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Registry:
    """Who registered what.

    Attributes:
        kind: of the identifiers: `mac`, `snmp`, `pci`, `usb`, `pnp`; `object` for whole SNMP object ids.
        title: what it is called in evidence.
        day: of the copy, ISO; empty: not told.
        names: the registrant by prefix, in the letters that lookups use.
        digest: sha256 of the file; empty: it came with sekisho.
    """

    kind: str
    title: str
    day: str
    names: Mapping[str, str]
    digest: str = ""

    @property
    def basis(self) -> str:
        """The registry, its day, and the hash of its bytes: enough to find the same again."""
        return f"{self.source} ({self.digest[:16]})" if self.digest else self.source

    @property
    def source(self) -> str:
        """The registry and its day."""
        return f"{self.title}, copy of {self.day}" if self.day else self.title


def read_registry(path: Path, day: str = "") -> Registry:
    """Read a registry file; what it is, its content tells.

    Args:
        path: of the file.
        day: on which it was retrieved; empty: the file's own day, if it tells one.

    Raises:
        InputError: it cannot be read, or is none of the registries that are known.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise _refused(path, f"it is larger than {LARGEST >> 20} MiB", "is it the right file?")
        raw = path.read_bytes()
    except OSError as error:
        raise _refused(path, str(error.strerror), "check the path") from error
    text = raw.decode("utf-8-sig", errors="replace")
    lines = text.splitlines()
    kind, title = _look(lines)
    if not kind:
        raise _refused(path, "this is no registry that is known", f"give {KINDS}")
    names = dict(_READERS[kind](lines))
    if not names:
        raise _refused(path, f"there is no entry in it ({title})", "is the file whole?")
    own = _DAY.search("\n".join(lines[:40]))
    told = "-".join(own.groups()) if own else ""
    return Registry(kind, title, told or day, names, hashlib.sha256(raw).hexdigest())


def registrant(text: str) -> str:
    """A registrant's name without remarks; empty where it names nobody."""
    name = " ".join(_NOTE.sub("", text).split())
    return "" if name.lower() in NOBODY else name


def _look(lines: Sequence[str]) -> tuple[str, str]:
    """The kind and the title of a registry by its first lines; empty: none is known."""
    head = "\n".join(lines[:40])
    if lines and lines[0].startswith("Registry,Assignment,Organization Name"):
        found = next((line.partition(",")[0] for line in lines[1:] if line), "MA-L")
        return "mac", f"IEEE {found}"
    for words, kind, title in _HEADS:
        if words in head.lower():
            return kind, title
    if lines and lines[0].lower().startswith("company,pnp id"):
        return "pnp", "PNP ids"
    entries = [line for line in lines if line.strip() and not line.startswith("#")]
    if entries and all(_PNP.fullmatch(line.partition("\t")[0]) for line in entries[:40]):
        return "pnp", "PNP ids"
    return "", ""


_HEADS = (
    ("list of pci id's", "pci", "PCI ids"),
    ("list of usb id's", "usb", "USB ids"),
    ("list of sysobject id's", "object", "list of SNMP object ids"),
    ("enterprise-numbers", "snmp", "IANA enterprise numbers"),
    ("private enterprise numbers", "snmp", "IANA enterprise numbers"),
)


def _mac(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for row in csv.DictReader(lines):
        block, name = (row.get("Assignment") or "").upper(), row.get("Organization Name") or ""
        if _HEX.fullmatch(block):
            yield block.lower(), registrant(name)


def _snmp(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """One number a line with its name, or IANA's own form: the number, and beneath it the name, indented."""
    number = ""
    for line in lines:
        if line.startswith("#") or not line.strip():
            continue
        if number and line.startswith("  ") and not line.startswith("    "):
            yield number, registrant(line)
            number = ""
            continue
        found = _NUMBERED.fullmatch(line)
        if found and found[2]:
            yield found[1], registrant(found[2])
        elif found:
            number = found[1]


def _vendors(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if line.startswith("C "):
            return  # after the vendors come classes of devices
        found = _VENDOR.fullmatch(line.rstrip())
        if found:
            yield found[1], registrant(found[2])


def _pnp(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    if lines[0].lower().startswith("company,"):
        for row in csv.reader(lines[1:]):
            if len(row) > 1 and _PNP.fullmatch(row[1].strip()):
                yield row[1].strip().lower(), registrant(row[0])
        return
    for line in lines:
        code, _, name = line.partition("\t")
        if _PNP.fullmatch(code):
            yield code.lower(), registrant(name)


def _objects(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    prefix = "1.3.6.1.4.1."
    for line in lines:
        cells = line.split("\t")
        if len(cells) > 1 and _OBJECT.fullmatch(cells[0]):
            yield cells[0].removeprefix(prefix), registrant(cells[1])


_READERS = {"mac": _mac, "snmp": _snmp, "pci": _vendors, "usb": _vendors, "pnp": _pnp, "object": _objects}


def _refused(path: Path, message: str, hint: str) -> InputError:
    return InputError(f"{path} is refused", [Problem(Location(str(path)), message, hint)])
