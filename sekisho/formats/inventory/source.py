"""What every reader of inventories shares: the text of a file, limits, values that say nothing, addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sekisho.model.device import Device

LARGEST = 512 * 2**20
"""Bytes of a file."""
NOTHING = frozenset(
    (
        "",
        "-",
        "--",
        "?",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "unknown",
        "<private>",
        "not available",
        "不明",
        "なし",
    )
)
BYTES, PRINTED = 6, 17
"""Of an address, and the letters in which it is mostly written."""
_ZEROES = re.compile(r"[0:.\-]*")
_PAIRS = re.compile(r"(?:[0-9a-f]{1,2}[:\- ]){5}[0-9a-f]{1,2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inventory:
    """The devices of a file, and how it was read.

    Attributes:
        form: what it was taken for: `table`, `nmap` …
        columns: of a table, each column with what it was taken for; empty: it was left alone.
    """

    devices: tuple[Device, ...]
    form: str
    columns: tuple[tuple[str, str], ...] = ()


def told(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """What a device says, by kind, without what says nothing and without repetitions."""
    found: dict[str, dict[str, None]] = {}
    for kind, value in pairs:
        text = " ".join(value.split()) if kind != "mac" else address(value)
        if text.lower() not in NOTHING:
            found.setdefault(kind, {})[text] = None
    return {kind: tuple(values) for kind, values in found.items()}


def address(text: str) -> str:
    """A MAC address with two digits a byte (net-snmp leaves out zeroes); empty, if it is all zeroes."""
    text = text.strip()
    if len(text) == PRINTED and text.count(":") == BYTES - 1 and text != "00:00:00:00:00:00":
        return text.upper()
    if _ZEROES.fullmatch(text):
        return ""
    if _PAIRS.fullmatch(text):
        return ":".join(each.zfill(2) for each in re.split(r"[:\- ]", text)).upper()
    return text


def whole(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: it cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise refused(Location(str(path)), f"it is larger than {LARGEST >> 20} MiB", "give it in parts")
        return path.read_bytes()
    except OSError as error:
        raise refused(Location(str(path)), str(error.strerror), "check the path") from error


def text_of(raw: bytes, name: str) -> str:
    """A text in UTF-8, UTF-16, or as Japanese spreadsheets save it.

    Raises:
        InputError: it is none of these.
    """
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(Location(name), "the text is in no encoding that is known", "save it as UTF-8")


def refused(at: Location, message: str, hint: str = "") -> InputError:
    """The error for one place of one file."""
    return InputError(f"the inventory {at.file} cannot be read", [Problem(at, message, hint)])


def dug(data: object, *keys: str) -> str:
    """Text deep in JSON; empty where it is not there."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return str(data) if isinstance(data, (str, int, float)) and not isinstance(data, bool) else ""


def first(*texts: str) -> str:
    """The first that says something."""
    return next((each for each in texts if each.strip().lower() not in NOTHING), "")


def facts_of(row: Mapping[str, str]) -> dict[str, str]:
    """The facts of the case format among values by name."""
    return {
        name: value.strip()
        for name, value in row.items()
        if value and "." in name and value.strip().lower() not in NOTHING
    }
