"""Inventory files to devices: the content tells the form, not the suffix."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.errors import Location, UsageError
from sekisho.formats.inventory.bill import read_bill
from sekisho.formats.inventory.netbox import is_netbox, read_netbox
from sekisho.formats.inventory.scan import read_scan
from sekisho.formats.inventory.source import Inventory, refused, text_of, whole
from sekisho.formats.inventory.table import read_csv, read_xlsx
from sekisho.formats.inventory.walk import is_walk, read_walk
from sekisho.formats.parts import is_bom
from sekisho.memory import collector_at_rest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.law.facts import Facts

HEAD = 4096
FORMS = "a table (CSV, XLSX), nmap's XML, NetBox's JSON, the text of snmpwalk, or CycloneDX"


def read_inventory(
    path: Path, facts: Facts, mapping: Mapping[str, str] | None = None, name: str = ""
) -> Inventory:
    """Read the devices of a file.

    Args:
        path: of the file.
        facts: the closed lists of the case format.
        mapping: of a table, what a column holds, by its heading; an empty word leaves the column alone.
        name: of the file, as problems show it; empty: the path.

    Raises:
        InputError: it cannot be read; the problems say where and why.
        UsageError: a column is mapped in a file that has none.
    """
    name = name or str(path)
    raw = whole(path)
    with collector_at_rest():
        return _read(raw, name, facts, mapping)


def _read(raw: bytes, name: str, facts: Facts, mapping: Mapping[str, str] | None) -> Inventory:
    if raw.startswith(b"PK\x03\x04"):
        return read_xlsx(raw, name, mapping or {})
    inventory = _other(raw, name, Path(name).stem, facts)
    if inventory is None:
        return read_csv(raw, name, mapping or {})
    if mapping:
        raise UsageError(f"{name} is no table: --map says what a column of a table holds")
    return inventory


def _other(raw: bytes, name: str, stem: str, facts: Facts) -> Inventory | None:
    """An inventory in a form of its own; None: it is a table of text."""
    head = raw[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise refused(Location(name), "the file is empty", f"give {FORMS}")
    if head.startswith(b"<"):
        if b"cyclonedx.org" in head:
            return read_bill(raw, name, facts)
        return read_scan(raw, name)
    if head[:1] in (b"{", b"["):
        data = _json(raw, name)
        if is_bom(data):
            return read_bill(raw, name, facts)
        if is_netbox(data):
            return read_netbox(data, name)
        raise refused(Location(name), "this JSON is neither NetBox's nor CycloneDX", f"give {FORMS}")
    text = text_of(raw, name)
    return read_walk(text, name, Path(stem).name) if is_walk(text[:HEAD]) else None


def _json(raw: bytes, name: str) -> object:
    try:
        data: object = json.loads(text_of(raw, name))
    except json.JSONDecodeError as error:
        hint = "mend the text at this place, or export it again"
        raise refused(Location(name, error.lineno), f"broken JSON: {error.msg}", hint) from error
    except (RecursionError, ValueError) as error:
        raise refused(Location(name), "the JSON cannot be read", "is it nested too deep?") from error
    return data
