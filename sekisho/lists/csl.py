"""The US Consolidated Screening List, as its publisher gives it (`consolidated.json`).

One result, one entity and one listing. A list's start date is the first day of the listing, never a
founding date; it is also the day from which the entry counts as known, until snapshots are kept.
Format: https://developer.trade.gov (Consolidated Screening List API).
"""

from __future__ import annotations

import hashlib
import json
import re
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
_ALIAS = re.compile(r"[;,(\s]*\ba\.?k\.?a\b\.?[,\s]*", re.IGNORECASE)
_TRIM = " ,;()“”\"'"
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
    entities: list[Entity] = []
    listings: list[Listing] = []
    seen: dict[str, str] = {}
    newest = FIRST_DAY
    for number, row in enumerate(results):
        missing = [name for name in NEEDED if name not in row] if isinstance(row, dict) else list(NEEDED)
        if missing:
            at = Location(path.name, 0, f"results[{number}]")
            raise _refused(
                path, [Problem(at, f"the entry has no '{missing[0]}'", "take the publisher's own file")]
            )
        listed, title = _list_of(str(row["source"]))
        seen[listed] = title
        names = _names(row)
        if not names:
            continue
        identity = f"csl/{row.get('id') or number}"
        start, end = _day(path, number, row, "start_date"), _day(path, number, row, "end_date")
        valid = Interval(start or FIRST_DAY, end or LAST_DAY)
        newest = max(newest, start or FIRST_DAY)
        entities.append(Entity(identity, "LegalEntity", names, _country(row), source=title))
        cites = str(row.get("federal_register_notice") or "").replace("\n", " ")
        listings.append(Listing(identity, listed, str(row["name"]), (), valid, start or FIRST_DAY, cites))
    age = f"{path.name}, newest entry {dates.iso(newest)}"
    infos = tuple(ListInfo(key, title, "official", complete=True, loaded=age) for key, title in seen.items())
    return OfficialList(tuple(entities), tuple(listings), infos, hashlib.sha256(raw).hexdigest(), newest)


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
    for mark, known in SOURCES.items():
        if f"{mark} " in source.upper() or f"({mark})" in source.upper():
            return known
    slug = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-")
    return f"us-{slug}", source


def _names(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The name and every alias; an alias that slid into the name is taken apart again."""
    given = [str(row["name"] or ""), *(str(name) for name in row.get("alt_names") or ())]
    parts = [
        part.strip(_TRIM) if part.count("(") != part.count(")") else part.strip(" ,;")
        for n in given
        for part in _ALIAS.split(n)
    ]
    return tuple(dict.fromkeys(part for part in parts if part))


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
