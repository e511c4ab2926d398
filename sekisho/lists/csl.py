"""The US Consolidated Screening List, as its publisher gives it (`consolidated.json`).

One result, one entity and one listing. A list's start date is the first day of the listing, never a
founding date; it is also the day from which the entry counts as known, until snapshots are kept.
Format: https://developer.trade.gov (Consolidated Screening List API).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sekisho import dates
from sekisho.dates import FIRST_DAY, LAST_DAY, Interval
from sekisho.errors import InputError, Location, Problem
from sekisho.model.entity import Entity, ListInfo, Listing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SOURCES: Mapping[str, tuple[str, str]] = {
    "EL": ("us-entity-list", "BIS Entity List"),
    "DPL": ("us-denied-persons", "BIS Denied Persons List"),
    "MEU": ("us-meu", "BIS Military End User List"),
    "UVL": ("us-unverified", "BIS Unverified List"),
    "SDN": ("us-sdn", "OFAC Specially Designated Nationals"),
    "CMIC": ("us-cmic", "OFAC Non-SDN Chinese Military-Industrial Complex Companies"),
    "SSI": ("us-ssi", "OFAC Sectoral Sanctions Identifications"),
    "FSE": ("us-fse", "OFAC Foreign Sanctions Evaders"),
    "MBS": ("us-mbs", "OFAC Menu-Based Sanctions"),
    "CAP": ("us-capta", "OFAC CAPTA List"),
    "PLC": ("us-plc", "OFAC Palestinian Legislative Council List"),
    "ISN": ("us-isn", "State Nonproliferation Sanctions"),
    "DTC": ("us-itar-debarred", "State ITAR Debarred"),
}
"""The lists inside the file: the short mark in brackets in `source`, our id, and the title."""

NEEDED = ("source", "name", "start_date")
_MARK = re.compile(r"\(([A-Z]+)\)")
_ALIAS = re.compile(r"[;,(\s]*\b[af]\.?k\.?a\b\.?[,\s]*", re.IGNORECASE)
_REST = re.compile(r"(?:;\s*(?:and)?|,\s*and)\s*$|^the following .*", re.IGNORECASE)
"""What is left of the sentence that an alias stood in: `HPSTAR; and`, `the following two aliases:`."""
_QUOTES = '“”"'
LIMIT = 256 * 1024 * 1024


class OfficialList(NamedTuple):
    """What one file says."""

    entities: tuple[Entity, ...]
    listings: tuple[Listing, ...]
    lists: tuple[ListInfo, ...]
    sha256: str
    newest: int


def read_csl(path: Path) -> OfficialList:
    """Read a `consolidated.json`.

    Raises:
        InputError: it is not that file; the problems say what is missing.
    """
    raw, results = _results(path)
    entities: dict[str, Entity] = {}
    listings: list[Listing] = []
    seen: dict[str, str] = {}
    newest = FIRST_DAY
    for number, row in enumerate(results):
        _check(path, number, row)
        listed, title = _list_of(row["source"])
        seen[listed] = title
        names = _names(row)
        if not names:
            continue
        entity = Entity(f"csl/{row.get('id') or number}", "LegalEntity", names, _country(row), source=title)
        if entities.setdefault(entity.id, entity) != entity:  # an id that two entries bear says nothing
            entity = replace(entity, id=f"{entity.id}/{number}")
            entities[entity.id] = entity
        start, end = _day(path, number, row, "start_date"), _day(path, number, row, "end_date")
        valid = Interval(start or FIRST_DAY, end or LAST_DAY)
        newest = max(newest, start or FIRST_DAY)
        cites = str(row.get("federal_register_notice") or "").replace("\n", " ")
        entry = str(row["name"] or names[0])
        listings.append(Listing(entity.id, listed, entry, (), valid, start or FIRST_DAY, cites))
    age = f"{path.name}, newest entry {dates.iso(newest)}"
    infos = tuple(ListInfo(key, title, "official", complete=True, loaded=age) for key, title in seen.items())
    digest = hashlib.sha256(raw).hexdigest()
    return OfficialList(tuple(entities.values()), tuple(listings), infos, digest, newest)


def _check(path: Path, number: int, row: object) -> None:
    """Is it an entry in the publisher's own layout?"""
    at, hint = Location(path.name, 0, f"results[{number}]"), "take the publisher's own file"
    if not isinstance(row, dict):
        raise _refused(path, [Problem(at, "an entry is a table", hint)])
    missing = [name for name in NEEDED if name not in row]
    if missing:
        raise _refused(path, [Problem(at, f"the entry has no '{missing[0]}'", hint)])
    if not isinstance(row["source"], str):
        raise _refused(path, [Problem(at, "'source' is no text", hint)])
    if not isinstance(row.get("alt_names") or [], list):
        raise _refused(path, [Problem(at, "'alt_names' is no list of names", hint)])


def _results(path: Path) -> tuple[bytes, list[Any]]:
    try:
        size = path.stat().st_size
        if size > LIMIT:
            hint = f"the limit is {LIMIT // 2**20} MiB; the official file is far smaller"
            raise _refused(path, [Problem(Location(path.name), f"{size // 2**20} MiB are too much", hint)])
        raw = path.read_bytes()
        data = json.loads(raw)
    except OSError as error:
        raise _refused(path, [Problem(Location(path.name), str(error.strerror), "check the path")]) from error
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise _refused(
            path, [Problem(Location(path.name, line), f"not JSON: {error}", "download it again")]
        ) from error
    results = data.get("results") if isinstance(data, dict) else None
    if not isinstance(results, list) or not results:
        hint = "the US Consolidated Screening List has its entries under 'results'"
        raise _refused(path, [Problem(Location(path.name), "there are no 'results'", hint)])
    return raw, results


def _refused(path: Path, problems: list[Problem]) -> InputError:
    return InputError(f"{path.name} is not the Consolidated Screening List", problems)


def _list_of(source: str) -> tuple[str, str]:
    for mark in _MARK.findall(source):
        if mark in SOURCES:
            return SOURCES[mark]
    slug = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-")
    return f"us-{slug}", source


def _names(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The name and every alias; an alias that slid into the name is taken apart again."""
    given = [str(row["name"] or ""), *(str(name) for name in row.get("alt_names") or ())]
    parts = (_tidy(part) for name in given for part in _ALIAS.split(name))
    return tuple(dict.fromkeys(part for part in parts if part))


def _tidy(part: str) -> str:
    """A name without what the sentence around it has left on it."""
    part = _REST.sub("", part.strip()).strip(" ,;").rstrip(" (")
    while part.endswith(")") and part.count(")") > part.count("("):
        part = part[:-1].rstrip(" ,;")
    quoted = part[:1] in _QUOTES and part[-1:] in _QUOTES
    return part.strip(_QUOTES) if quoted else part


def _country(row: Mapping[str, Any]) -> str | None:
    """The country, where the file gives it as a code; names of countries are read by a later edition."""
    value = row.get("country")
    return value.lower() if isinstance(value, str) and len(value) == len("us") else None


def _day(path: Path, number: int, row: Mapping[str, Any], name: str) -> int | None:
    value = row.get(name)
    if not value:
        return None
    try:
        return dates.day(str(value)[:10])
    except ValueError as error:
        at = Location(path.name, 0, f"results[{number}].{name}")
        raise _refused(path, [Problem(at, f"'{value}' is no date", "dates are 2019-05-16")]) from error
