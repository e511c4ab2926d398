"""Beneficial Ownership Data Standard 0.4: entities, people and relationships, as one JSON or JSON Lines.

A record is told by one statement after another. The last word on it counts; what an earlier one said holds
until the day from which the later says otherwise, or, where none is given, until some day between the two.
An indirect interest sums up a chain: it is no holding of its own where the chain is told, and says nothing of
what is held directly where it is not, unless it is the whole. Invariants: a statement that is no BODS 0.4 is
refused with its place; who is not named (nobody knows, nobody may say) is no party, so the share stays open.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sekisho import dates
from sekisho.dates import ALWAYS, Interval
from sekisho.errors import Location
from sekisho.lists.declaration import MAX_FIELD
from sekisho.lists.read.bods_held import history, seats
from sekisho.lists.read.holding import Edge, directorship, holding, list_of
from sekisho.lists.read.row import checked, refused, sniff
from sekisho.model.statement import saying

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.declaration import Choice
    from sekisho.model.statement import Said

LARGEST = 1 << 29
"""Bytes of a file: one JSON is read whole."""
VERSION = "0.4"
MAX_DEPTH = 4
HINT = "take the statements as BODS 0.4 in JSON, or one a line"
NEEDED = ("statementId", "recordId", "recordType")
TYPES = ("entity", "person", "relationship")
_DAY = len("2020-11-17")

SCHEMATA: Mapping[str, str] = {
    "registeredEntity": "Company",
    "state": "PublicBody",
    "stateBody": "PublicBody",
}
"""The FollowTheMoney schema of each type of entity; the others are of any kind."""


class Version(NamedTuple):
    """One statement of a record.

    Attributes:
        day: of the statement; None: it has none.
        since: the day it was published.
    """

    place: Location
    type: str
    closed: bool
    day: int | None
    since: int | None
    details: Mapping[str, Any]
    source: str


def said(
    files: Mapping[str, Path], fallback: str, *, choice: Choice | None = None, limit: int = MAX_FIELD
) -> Iterator[Said]:
    """Everything the statements of the files say of parties and of what they hold.

    Args:
        files: by table; all are read alike.
        fallback: the list of the statements, where `choice` names none.
        choice: the list (`source.list`).
        limit: characters of the longest field.

    Raises:
        InputError: a file is no JSON, or a statement no BODS 0.4.
    """
    listed = list_of(choice, fallback)
    records: dict[str, list[Version]] = {}
    for path in files.values():
        for place, statement in _statements(path):
            version = _version(place, statement)
            records.setdefault(statement["recordId"], []).append(version)
    for versions in records.values():
        versions.sort(key=lambda each: each.day or 0)
    for record, versions in records.items():
        if versions[-1].type == "relationship":
            yield from _relationship(record, versions, listed, records)
        else:
            yield from _party(record, versions, listed, limit)


def _statements(path: Path) -> Iterator[tuple[Location, dict[str, Any]]]:
    head = sniff(path, "json")
    name = path.name
    if path.stat().st_size > LARGEST:
        raise refused(Location(name), f"it is larger than {LARGEST >> 20} MiB", "give it in parts")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        lines = [line for line in text.split("\n", 2)[:2] if line.strip()]
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and len(lines) > 1 and _whole(lines[0]):
            for number, line in enumerate(text.split("\n"), 1):
                if line.strip():
                    yield from _in(json.loads(line), Location(name, number))
        else:
            yield from _in(json.loads(text), Location(name))
    except (ValueError, RecursionError) as error:
        raise refused(
            Location(name), f"no JSON: {error}", "the file is broken or cut short: fetch it again"
        ) from error


def _whole(line: str) -> bool:
    """Is the first line an object of its own, as in JSON Lines?"""
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _in(value: object, place: Location, depth: int = 0) -> Iterator[tuple[Location, dict[str, Any]]]:
    """The statements of a package: the list itself, or the one under `statements`, however it is wrapped."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            at = Location(place.file, place.line, f"{place.path}[{number}]")
            if not isinstance(each, dict):
                raise refused(at, "this is no statement", HINT)
            yield at, each
        return
    if isinstance(value, dict):
        if "statementId" in value or "statementID" in value:
            yield place, value
            return
        for key in ("statements", "bods"):
            if key in value and depth < MAX_DEPTH:
                yield from _in(value[key], Location(place.file, place.line, key), depth + 1)
                return
    raise refused(place, "there are no BODS statements in it", HINT)


def _version(place: Location, statement: Mapping[str, Any]) -> Version:
    published = statement.get("publicationDetails") or {}
    version = published.get("bodsVersion") if isinstance(published, dict) else None
    if "statementType" in statement or (isinstance(version, str) and not version.startswith(VERSION)):
        told = f" {version}" if isinstance(version, str) else ""
        raise refused(place, f"a statement of BODS{told}, not {VERSION}", "convert it to BODS 0.4 first")
    for key in NEEDED:
        if not isinstance(statement.get(key), str):
            raise refused(place, f"the statement has no '{key}'", HINT)
    kind = statement["recordType"]
    if kind not in TYPES:
        raise refused(place, f"'{kind}' is no type of record", f"known are {', '.join(TYPES)}")
    details = statement.get("recordDetails") or {}
    if not isinstance(details, dict):
        raise refused(place, "'recordDetails' is no object", HINT)
    stated = _day(statement.get("statementDate"))
    public = _day(published.get("publicationDate") if isinstance(published, dict) else None)
    closed = statement.get("recordStatus") == "closed"
    return Version(place, kind, closed, stated or public, public, details, _source(statement))


def _source(statement: Mapping[str, Any]) -> str:
    """What a statement itself rests on, in a few words."""
    source = statement.get("source") or {}
    words = [str(source.get("description") or "")] if isinstance(source, dict) else []
    publisher = (statement.get("publicationDetails") or {}).get("publisher") or {}
    words.append(str(publisher.get("name") or "") if isinstance(publisher, dict) else "")
    return ", ".join(word for word in (*words, f"statement {statement['statementId']}") if word)


def _day(value: object) -> int | None:
    try:
        return dates.interval(value[:_DAY]).first if isinstance(value, str) else None
    except ValueError:
        return None


def _party(record: str, versions: list[Version], listed: str, limit: int) -> Iterator[Said]:
    """Somebody under all names, with the country as it was last told."""
    last = next((each for each in reversed(versions) if _named(each.details)), versions[-1])
    schema = "Person" if last.type == "person" else _schema(last.details)
    current = _named(last.details)
    for version in versions:
        say = saying(f"bods/{record}", schema, listed, ALWAYS, version.since)
        for number, name in enumerate(_named(version.details)):
            checked(name, limit, version.place, "name")
            if version is last:
                yield say("alias" if number else "name", name)
            elif name not in current:
                yield say("previousName", name)
        if version is last:
            for country in _countries(version.details):
                yield say("nationality" if schema == "Person" else "jurisdiction", country)
            for identifier in _dicts(version.details.get("identifiers")):
                if isinstance(number_ := identifier.get("id"), str) and schema != "Person":
                    yield say("registrationNumber", checked(number_, limit, version.place, "identifiers"))


def _named(details: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of an entity or a person, the legal one first."""
    names = [details.get("name"), *(details.get("alternateNames") or ())]
    people = sorted(_dicts(details.get("names")), key=lambda each: each.get("type") != "legal")
    names += [each.get("fullName") for each in people]
    return tuple(dict.fromkeys(name.strip() for name in names if isinstance(name, str) and name.strip()))


def _schema(details: Mapping[str, Any]) -> str:
    kind = details.get("entityType") or {}
    return SCHEMATA.get(kind.get("type", "") if isinstance(kind, dict) else "", "LegalEntity")


def _countries(details: Mapping[str, Any]) -> Iterator[str]:
    for each in _dicts([details.get("jurisdiction"), *(details.get("nationalities") or ())]):
        code = each.get("code")
        if isinstance(code, str) and code[:2].isalpha():
            yield code[:2].lower()  # `GB-SCT` is in `GB`


def _dicts(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _relationship(
    record: str, versions: list[Version], listed: str, records: Mapping[str, list[Version]]
) -> Iterator[Said]:
    """What an interested party holds of a subject, and the seats it has there."""
    last = versions[-1]
    details = next((each.details for each in reversed(versions) if each.details), last.details)
    owner, asset = details.get("interestedParty"), details.get("subject")
    if not isinstance(asset, str):
        raise refused(last.place, "the relationship has no subject", HINT)
    if not isinstance(owner, str):
        return  # nobody is named, and a reason is given
    told = tuple(each for each in details.get("componentRecords") or () if each in records)
    edge = Edge(f"bods/{record}", f"bods/{owner}", f"bods/{asset}", last.source)
    since = versions[0].since
    for number, held in enumerate(history(versions, chained=bool(told))):
        yield from holding(edge._replace(identity=f"{edge.identity}/{number}"), held, listed, since)
    for number, seat in enumerate(seats(last.details)):
        named = edge._replace(identity=f"{edge.identity}/seat-{number}")
        until = seat.until
        if until is None and last.closed and last.day is not None:
            until = Interval(min(versions[-2].day or 1, last.day) if len(versions) > 1 else 1, last.day)
        yield from directorship(named, seat.role, (seat.since, until), listed, since)
