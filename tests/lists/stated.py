"""An archive for tests: filled edition by edition from small tables, through a declaration of its own."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

from sekisho import dates
from sekisho.lists.ingest import ingest
from sekisho.lists.reading import Reading
from sekisho.lists.source import Source
from sekisho.store.writer import Retrieval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sekisho.store.engine import Archive

ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
DENIED = "Denied Persons List (DPL) - Bureau of Industry and Security"
ABSENT = """title nationalities citizenships dates_of_birth places_of_birth remarks call_sign vessel_type
    gross_tonnage gross_registered_tonnage vessel_flag vessel_owner license_requirement license_policy
    standard_order source_information_url programs type"""
"""Fields of the US Consolidated Screening List that most entries leave empty."""

COLUMNS = ("number", "name", "alias", "country", "schema", "from", "to", "note")
DECLARED = """
[source]
id        = "{id}"
title     = "Title of {id}"
publisher = {{ name = "Test Bureau", country = "us" }}
kind      = "{kind}"
format    = {{ kind = "csv" }}
list      = "{list}"
stale     = "{stale}"
complete  = {complete}

[entity]
id = ["number"]
[entity.schema]
column  = "schema"
values  = {{ Person = "Person", Category = "Category" }}
default = "Company"
[entity.columns]
name    = {{ prop = "name", clean = "name" }}
alias   = {{ prop = "alias", split = "; " }}
country = {{ prop = "country", clean = "country", split = "; " }}

[listing]
id = ["from"]
[listing.columns]
from = {{ prop = "startDate", clean = "date", valid = "from", since = true }}
to   = {{ prop = "endDate", clean = "date", valid = "to" }}
note = {{ prop = "authorityId" }}
"""


def declared(
    folder: Path, name: str = "us-test", listed: str = "us-test-list", **more: str
) -> dict[str, Source]:
    """A source, as `open_store` wants them; *more* has `kind`, `stale` and `complete`."""
    path = folder / f"{name}.toml"
    given = {"kind": "official", "stale": "P7D", "complete": "true", **more}
    path.write_text(DECLARED.format(id=name, list=listed, **given), "utf-8")
    return {name: Source.read(path)}


def table(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows as the table that these sources publish; a row without a number goes by its name."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"number": row.get("name", ""), **row} for row in rows)
    return text.getvalue()


def edition(archive: Archive, source: Source, folder: Path, day: str, *rows: Mapping[str, str] | str) -> int:
    """Let rows, or the bare names of companies, be all that a source says from a day on.

    Returns:
        The number of the snapshot.
    """
    text = table([{"name": row} if isinstance(row, str) else row for row in rows])
    path = folder / f"{source.id}-{day}.csv"
    path.write_text(text, "utf-8")
    return brought(archive, source, path, day)


def brought(archive: Archive, source: Source, path: Path, day: str) -> int:
    """Take a file as it was on a day."""
    reading = Reading({"main": path}, source)
    retrieval = Retrieval(
        source.id,
        tuple(source.lists),
        f"{day}T00:00:00Z",
        hashlib.sha256(path.read_bytes()).hexdigest(),
        source.parser,
        reading.published(),
    )
    return ingest(archive, retrieval, reading.said(), dates.day(day)).snapshot.id


def entry(name: str | None, source: str = ENTITY_LIST, **more: object) -> dict[str, Any]:
    """An entry in the layout of the US Consolidated Screening List."""
    return {
        **dict.fromkeys(ABSENT.split()),
        "id": f"id of {name}",
        "source": source,
        "name": name,
        "alt_names": [],
        "addresses": [{"address": None, "city": None, "state": None, "postal_code": None, "country": "CN"}],
        "start_date": "2019-05-21",
        "end_date": None,
        "federal_register_notice": "84 FR 22963, 5/21/19",
        **more,
    }


def consolidated(folder: Path, *entries: object, **more: object) -> Path:
    """The file of the US Consolidated Screening List, with these entries."""
    path = folder / "consolidated.json"
    path.write_text(json.dumps({"total": len(entries), "results": list(entries), **more}), "utf-8")
    return path
