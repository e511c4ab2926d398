"""GLEIF's Level 2 (who consolidates whom) with the names of Level 1: CSV or XML of the golden copy.

The `main` file holds relationship records (RR-CDF 2.1), the table `lei2` the records of those who bear an LEI
(LEI-CDF 3.1); only the names that a relationship needs are taken from it. A parent that consolidates a child
in its accounts controls it; what share it holds is not told, and the quantifier, which counts what is
consolidated, is not taken for one. A branch is its head office. Invariants: the period of the relationship
counts, never that of accounts or filings; a record that GLEIF calls a duplicate or annulled says nothing.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from sekisho import dates
from sekisho.dates import ALWAYS, FIRST_DAY, Interval
from sekisho.errors import Location
from sekisho.lists.declaration import MAIN, MAX_FIELD
from sekisho.lists.read.holding import Edge, Held, holding, list_of
from sekisho.lists.read.row import checked, refused, sniff
from sekisho.lists.read.xml import columns, elements
from sekisho.model.case import Range
from sekisho.model.statement import saying

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.declaration import Choice
    from sekisho.lists.read.xml import Element
    from sekisho.model.statement import Said

NAMES = "lei2"
HINT = "take the golden copy of Level 2 (relationship records) as CSV or XML"
PERIODS = 5
_DAY = len("2020-11-17")
VOID = frozenset(("DUPLICATE", "ANNULLED", "ERRONEOUS"))

CONTROL = Held(control=True)
KINDS: Mapping[str, Held] = {
    "IS_DIRECTLY_CONSOLIDATED_BY": CONTROL,
    "IS_ULTIMATELY_CONSOLIDATED_BY": CONTROL,
    "IS_INTERNATIONAL_BRANCH_OF": Held(Range(100.0, 100.0), control=True),
    # The manager decides for the fund, the umbrella is its legal frame: near enough to ask, not to say.
    "IS_FUND-MANAGED_BY": Held(),
    "IS_SUBFUND_OF": Held(),
}
"""What each type of relationship is for us; a feeder puts money into its master, which says nothing of it."""


class _Record(NamedTuple):
    """A relationship record."""

    place: Location
    child: str
    parent: str
    kind: str
    status: str
    registered: str
    updated: str
    standing: str
    period: tuple[str, str]


def said(
    files: Mapping[str, Path], fallback: str, *, choice: Choice | None = None, limit: int = MAX_FIELD
) -> Iterator[Said]:
    """Every relationship of the files, and the names of those in it.

    Args:
        files: `main` and, for the names, `lei2`; who has no name there is called by the LEI.
        fallback: the list of the statements, where `choice` names none.
        choice: the list (`source.list`).
        limit: characters of the longest field.

    Raises:
        InputError: a file has another layout.
    """
    listed = list_of(choice, fallback)
    nodes: dict[str, None] = {}
    for record in _records(files[MAIN], limit):
        if record.standing in VOID or record.kind not in KINDS:
            continue
        nodes[record.parent] = nodes[record.child] = None
        since = _day(record.registered)
        edge = Edge(
            f"lei/{record.child}/{record.kind}/{record.parent}",
            _id(record.parent),
            _id(record.child),
            f"GLEIF Level 2, {record.kind}",
        )
        yield from holding(edge, _held(record), listed, None if since is None else since.first)
    named: set[str] = set()
    if NAMES in files:
        for lei, names, country in _bearers(files[NAMES], limit):
            if lei in nodes:
                named.add(lei)
                yield from _party(lei, names, country, listed)
    for lei in nodes:
        if lei not in named:
            yield from _party(lei, (lei,), "", listed)


def _party(lei: str, names: tuple[str, ...], country: str, listed: str) -> Iterator[Said]:
    say = saying(_id(lei), "LegalEntity", listed, ALWAYS, None)
    yield say("name", names[0])
    for name in names[1:]:
        yield say("alias", name)
    yield say("leiCode", lei)
    if country:
        yield say("jurisdiction", country[:2].lower())


def _id(lei: str) -> str:
    return f"lei/{lei}"


def _held(record: _Record) -> Held:
    """What a record says of a holding."""
    since, until = (_day(each) for each in record.period)
    if until is None and record.status != "ACTIVE":
        # It has ended, and nobody says when: at the latest when that was written.
        last = _day(record.updated) or Interval()
        until = Interval(min(since.first if since else FIRST_DAY, last.last), last.last)
    return KINDS[record.kind]._replace(since=since, until=until)


def _day(text: str) -> Interval | None:
    try:
        return dates.interval(text.strip()[:_DAY])
    except ValueError:
        return None


def _records(path: Path, limit: int) -> Iterator[_Record]:
    if _is_xml(path):
        for element in elements(path, ("RelationshipRecord",), limit):
            yield _of_element(element, Location(path.name, element.line))
        return
    needed = ("Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID", "Relationship.RelationshipType")
    for place, row in _rows(path, limit, needed):
        get = row.get
        periods = [
            [
                get(f"Relationship.Period.{number}.{what}", "")
                for what in ("periodType", "startDate", "endDate")
            ]
            for number in range(1, PERIODS + 1)
        ]
        child, parent, kind = (row[column] for column in needed)
        yield _Record(
            place,
            child,
            parent,
            kind,
            get("Relationship.RelationshipStatus", ""),
            get("Registration.InitialRegistrationDate", ""),
            get("Registration.LastUpdateDate", ""),
            get("Registration.RegistrationStatus", ""),
            _period(periods),
        )


def _of_element(record: Element, place: Location) -> _Record:
    def one(*path: str) -> str:
        found = [record]
        for tag in path:
            found = [child for each in found for child in each.children if child.tag == tag]
        return found[0].text if found else ""

    periods = [
        ["".join(columns(each).get(what, [""])) for what in ("PeriodType", "StartDate", "EndDate")]
        for relationship in record.children
        for group in relationship.children
        if group.tag == "RelationshipPeriods"
        for each in group.children
    ]
    child, parent = (one("Relationship", end, "NodeID") for end in ("StartNode", "EndNode"))
    if not child or not parent:
        raise refused(place, "a relationship without both its ends", HINT)
    return _Record(
        place,
        child,
        parent,
        one("Relationship", "RelationshipType"),
        one("Relationship", "RelationshipStatus"),
        one("Registration", "InitialRegistrationDate"),
        one("Registration", "LastUpdateDate"),
        one("Registration", "RegistrationStatus"),
        _period(periods),
    )


def _period(periods: list[list[str]]) -> tuple[str, str]:
    """First and last day of the relationship itself."""
    return next(
        ((first, last) for kind, first, last in periods if kind.strip() == "RELATIONSHIP_PERIOD"), ("", "")
    )


def _bearers(path: Path, limit: int) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Who bears an LEI: the LEI, the names, the country."""
    if _is_xml(path):
        for element in elements(path, ("LEIRecord",), limit):
            lei = next((each.text for each in element.children if each.tag == "LEI"), "")
            entity = next((each for each in element.children if each.tag == "Entity"), element)
            names = [each.text for each in entity.children if each.tag == "LegalName"]
            names += [
                name.text
                for each in entity.children
                if each.tag in ("OtherEntityNames", "TransliteratedOtherEntityNames")
                for name in each.children
            ]
            country = next((each.text for each in entity.children if each.tag == "LegalJurisdiction"), "")
            yield lei, _names(names, lei), country
        return
    for _, row in _rows(path, limit, ("LEI", "Entity.LegalName")):
        # The heading numbers them; beside each stand its language and kind, which are no names.
        others = [
            value
            for column, value in row.items()
            if "OtherEntityNames." in column and column.rpartition(".")[2].isdigit()
        ]
        country = row.get("Entity.LegalJurisdiction", "")
        yield row["LEI"], _names([row["Entity.LegalName"], *others], row["LEI"]), country


def _names(names: list[str], lei: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name)) or (lei,)


def _is_xml(path: Path) -> bool:
    return sniff(path, "csv").lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _rows(path: Path, limit: int, needed: tuple[str, ...]) -> Iterator[tuple[Location, dict[str, str]]]:
    name = path.name
    csv.field_size_limit(max(csv.field_size_limit(), limit + 1))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            for column in needed:
                if column not in header:
                    raise refused(Location(name, 1), f"there is no column '{column}'", HINT)
            for cells in reader:
                place = Location(name, reader.line_num)
                if len(cells) != len(header):
                    message = f"the row has {len(cells)} fields, not {len(header)}"
                    raise refused(place, message, "the file is broken or cut short: fetch it again")
                yield (
                    place,
                    {
                        column: checked(cell, limit, place, column)
                        for column, cell in zip(header, cells, strict=True)
                        if cell
                    }
                    | {column: "" for column in needed if not cells[header.index(column)]},
                )
    except UnicodeDecodeError as error:
        raise refused(Location(name), f"not UTF-8: {error.reason}", HINT) from error
    except csv.Error as error:
        raise refused(Location(name), f"broken text: {error}", HINT) from error
