"""What changed between two snapshots of a source, chosen and written down.

Invariants: a snapshot is named by its number or by a day on which it served; every form says the same.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.cells import harmless
from sekisho.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from sekisho.model.statement import Snapshot, Statement
    from sekisho.store.difference import EntityChange
    from sekisho.store.engine import Archive

SIGNS: Mapping[str, str] = {"added": "+", "removed": "-", "changed": "~"}
COLUMNS = ("change", "entity", "caption", "about", "list", "property", "old", "new")
LISTING, SUBJECT = "Sanction", "entity"


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one snapshot to another.

    Attributes:
        older: its number and day; 0: before the first.
        newer: its number and day.
    """

    source: str
    older: tuple[int, str]
    newer: tuple[int, str]
    entities: tuple[EntityChange, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One property that changed.

    Attributes:
        listing: is it of a listing, not of the entity itself?
        old: values that are gone, side by side.
        new: values that came.
    """

    listing: bool
    list: str
    prop: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def changes_between(archive: Archive, source: str, older: str = "", newer: str = "") -> Changes:
    """What changed between two snapshots, each named by its number or by a day.

    Args:
        archive: the store.
        source: whose snapshots.
        older: without it: the last one whose bytes are other than those of the newer.
        newer: without it: the last one.

    Raises:
        UsageError: there are none, or not these.
    """
    snapshots = archive.snapshots(source)
    if not snapshots:
        raise UsageError(f"{archive} has no snapshot of '{source}'; `sekisho lists status` shows what it has")
    last = _named(archive, snapshots, newer) if newer else snapshots[-1]
    if last is None:
        raise UsageError(f"there was no snapshot of '{source}' on {newer} yet")
    if older:
        first = _named(archive, snapshots, older)
    else:
        before = [each for each in snapshots if each.id < last.id and each.sha256 != last.sha256]
        first = before[-1] if before else None
    found = archive.changes(first.id if first is not None else 0, last.id)
    found = tuple(sorted(found, key=lambda each: list(SIGNS).index(each.kind)))
    return Changes(source, _dated(archive, first), _dated(archive, last), found)


def lines(change: EntityChange) -> Iterator[Line]:
    """The properties that changed, the entity's own first."""
    found: dict[tuple[bool, str, str], tuple[list[Statement], list[Statement]]] = defaultdict(
        lambda: ([], [])
    )
    for side, statements in enumerate((change.removed, change.added)):
        for each in statements:
            found[(each.schema == LISTING, each.list, each.prop)][side].append(each)
    for (listing, listed, prop), (old, new) in sorted(found.items(), key=lambda each: each[0][0]):
        yield Line(listing, listed, prop, _values(old), _values(new))


def write_text(changes: Changes, out: TextIO) -> None:
    """Write changes for a person to read."""
    counts = {kind: sum(each.kind == kind for each in changes.entities) for kind in SIGNS}
    before = f"snapshot {changes.older[0]} of {changes.older[1]}" if changes.older[0] else "nothing"
    moved = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    out.write(f"{changes.source}: {before} → snapshot {changes.newer[0]} of {changes.newer[1]}: {moved}\n")
    for each in changes.entities:
        out.write(f"{SIGNS[each.kind]} {each.caption} ({each.entity_id})\n")
        for line in lines(each):
            _write_line(line, out)


def write_csv(changes: Changes, out: TextIO) -> None:
    """Write changes as CSV, one row a property."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for each in changes.entities:
        for line in lines(each):
            about = "listing" if line.listing else "entity"
            old, new = "; ".join(line.old), "; ".join(line.new)
            row = (each.kind, each.entity_id, each.caption, about, line.list, line.prop, old, new)
            rows.writerow(map(harmless, row))


def write_json(changes: Changes, out: TextIO) -> None:
    """Write changes as one JSON object."""
    found: dict[str, object] = {
        "source": changes.source,
        "from": {"snapshot": changes.older[0], "day": changes.older[1]},
        "to": {"snapshot": changes.newer[0], "day": changes.newer[1]},
    }
    for kind in SIGNS:
        found[kind] = [_object(each) for each in changes.entities if each.kind == kind]
    json.dump(found, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _object(change: EntityChange) -> Mapping[str, object]:
    properties = [
        {
            "about": "listing" if line.listing else "entity",
            "list": line.list,
            "property": line.prop,
            "old": line.old,
            "new": line.new,
        }
        for line in lines(change)
    ]
    return {"entity": change.entity_id, "caption": change.caption, "properties": properties}


def in_words(prop: str, value: str, listed: str = "") -> str:
    """A property in words; of a listing, where *listed* names the list."""
    if listed and prop == SUBJECT:
        return f"listing on {listed}"
    return f"{listed} listing, {prop}: {value}" if listed else f"{prop}: {value}"


def _write_line(line: Line, out: TextIO) -> None:
    listed = line.list if line.listing else ""
    for sign, values in (("-", line.old), ("+", line.new)):
        out.writelines(f"    {sign} {in_words(line.prop, each, listed)}\n" for each in values)


def _values(statements: list[Statement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.value for each in statements))


def _named(archive: Archive, snapshots: tuple[Snapshot, ...], name: str) -> Snapshot | None:
    """A snapshot by its number, or the one that served on a day; None: none did yet."""
    if name.isdecimal():
        found = next((each for each in snapshots if each.id == int(name)), None)
        if found is None:
            source = snapshots[0].source
            numbers = ", ".join(str(each.id) for each in snapshots[-10:])
            raise UsageError(f"'{source}' has no snapshot {name}; its last ones are {numbers}")
        return found
    try:
        day = dates.day(name)
    except ValueError as error:
        raise UsageError(
            f"'{name}' is neither the number of a snapshot nor a day; write 3, or 2019-10-01"
        ) from error
    return next((each for each in reversed(snapshots) if archive.day(each.id) <= day), None)


def _dated(archive: Archive, snapshot: Snapshot | None) -> tuple[int, str]:
    return (0, "") if snapshot is None else (snapshot.id, dates.iso(archive.day(snapshot.id)))
