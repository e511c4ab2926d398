"""A file of FollowTheMoney statements (`statements.csv`): one property of one entity as one dataset says it.

It tells what a file of entities cannot: which dataset gave a value, since when, in which language, and how it
read before it was cleaned. Entities go by `canonical_id`: what others have found to be one is one here.
Invariants: the file is read twice, first for the days of listings and relations and for the ids that were
merged, which are all that is held; candidates that nobody has judged (`external`) say nothing.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from sekisho.dates import ALWAYS
from sekisho.errors import Location
from sekisho.lists.declaration import MAX_FIELD
from sekisho.lists.read.edges import PREFIX, points, seen, span
from sekisho.lists.read.ftm import Datasets
from sekisho.lists.read.row import checked, refused, sniff
from sekisho.model.statement import Said, Statement, statement_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.dates import Interval
    from sekisho.lists.declaration import Choice

NEEDED = ("entity_id", "schema", "prop", "value", "dataset")
OTHER = ("canonical_id", "lang", "original_value", "external", "first_seen")
HINT = "the file is broken or cut short: fetch it again"
TRUE = frozenset(("t", "true", "1", "y", "yes"))


class _Record(NamedTuple):
    """A line of the file: what we use of it."""

    entity_id: str
    schema: str
    prop: str
    value: str
    dataset: str
    canonical_id: str
    lang: str
    original_value: str
    external: str
    first_seen: str

    @property
    def entity(self) -> str:
        """The id of the entity it is about."""
        return self.canonical_id or self.entity_id


def said(
    files: Mapping[str, Path], fallback: str, *, choice: Choice | None = None, limit: int = MAX_FIELD
) -> Iterator[Said]:
    """Every statement of the files, in their order.

    Args:
        files: by table; all are read alike.
        fallback: the list of statements that name no dataset.
        choice: the list of each dataset (`source.list`).
        limit: characters of the longest field.

    Raises:
        InputError: the file has other columns, or a line is broken.
    """
    datasets = Datasets(fallback, choice)
    for path in files.values():
        sniff(path, "csv")
        valid, merged = _first(path, limit)
        for place, record in _records(path, limit):
            listed = datasets.list_of(record.dataset, place)
            if listed and record.prop != "id":
                yield _said(record, listed, valid.get(record.entity, ALWAYS), merged)


def _said(record: _Record, listed: str, valid: Interval, merged: Mapping[str, str]) -> Said:
    """A line in our words."""
    identity, value = PREFIX + record.entity, record.value
    if points(record.schema, record.prop):
        value = PREFIX + merged.get(value, value)
    raw = record.original_value or value
    ends = (valid.first_text, valid.last_text)
    key = statement_id(listed, identity, record.schema, record.prop, raw, *ends)
    original, lang = record.original_value or None, record.lang or None
    statement = Statement(key, identity, record.schema, record.prop, value, listed, original, lang, valid)
    return Said(statement, seen(record.first_seen))


def _first(path: Path, limit: int) -> tuple[Mapping[str, Interval], Mapping[str, str]]:
    """When listings and relations hold, and under which id merged entities are found."""
    starts: dict[str, list[str]] = {}
    ends: dict[str, list[str]] = {}
    merged: dict[str, str] = {}
    for _, record in _records(path, limit):
        if record.entity != record.entity_id:
            merged[record.entity_id] = record.entity
        if record.prop == "startDate":
            starts.setdefault(record.entity, []).append(record.value)
        elif record.prop == "endDate":
            ends.setdefault(record.entity, []).append(record.value)
    known = {*starts, *ends}
    return {each: span(starts.get(each, ()), ends.get(each, ())) for each in known}, merged


def _records(path: Path, limit: int) -> Iterator[tuple[Location, _Record]]:
    """The lines that count."""
    name = path.name
    csv.field_size_limit(max(csv.field_size_limit(), limit + 1))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            at = _places(header, name)
            for cells in reader:
                place = Location(name, reader.line_num)
                if len(cells) != len(header):
                    message = f"the row has {len(cells)} fields, not {len(header)}"
                    raise refused(place, message, HINT)
                record = _Record(*(cells[n] if n >= 0 else "" for n in at))
                if record.external not in TRUE:
                    checked(record.value, limit, place, record.prop)
                    yield place, record
    except UnicodeDecodeError as error:
        raise refused(Location(name), f"not UTF-8: {error.reason}", HINT) from error
    except csv.Error as error:
        raise refused(Location(name), f"broken text: {error}", HINT) from error


def _places(header: list[str], name: str) -> list[int]:
    """Where the columns stand; -1: the file is without one that it may be without."""
    missing = [column for column in NEEDED if column not in header]
    if missing:
        hint = f"it has {', '.join(header[:12])}"
        raise refused(Location(name, 1), f"there is no column '{missing[0]}'", hint)
    return [header.index(column) if column in header else -1 for column in _Record._fields]
