"""List files of any size, in the official layouts, the same each time: made-up parties, none of them real."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = "Huawei Technologies Co., Ltd."
"""Without it no file is the Consolidated Screening List."""
_WORDS = (
    "Northern", "Optics", "Trading", "Pacific", "Harbour", "Steel", "Electric", "Digital", "Systems",
    "Marine", "Energy", "Union", "Golden", "Delta", "Summit", "Orient", "Precision", "Star", "Ocean",
    "Bridge", "Silk", "Crown", "Falcon", "Amber", "River", "Stone", "Polar", "Cedar", "Meridian",
)  # fmt: skip
_FORMS = ("Co., Ltd.", "LLC", "Limited", "Corporation", "GmbH", "JSC")
_GIVEN = (
    "Viktor", "Maria", "Ahmed", "Wei", "Olga", "Hassan", "Mei", "Igor", "Fatima", "Jun", "Pavel", "Leila",
)  # fmt: skip
_COUNTRIES = {
    "China": "cn", "Russia": "ru", "Iran": "ir", "North Korea": "kp", "Syria": "sy", "Turkey": "tr",
    "Japan": "jp", "Pakistan": "pk", "Venezuela": "ve", "Germany": "de",
}  # fmt: skip
_AGENCIES = (
    ("Entity List (EL) - Bureau of Industry and Security", "Entity"),
    ("Denied Persons List (DPL) - Bureau of Industry and Security", "Individual"),
    ("Specially Designated Nationals (SDN) - Treasury Department", "Entity"),
    ("Specially Designated Nationals (SDN) - Treasury Department", "Individual"),
    ("Nonproliferation Sanctions (ISN) - State Department", None),
)
_EMPTY = (
    "title", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag",
    "vessel_owner", "end_date", "license_policy", "standard_order", "remarks", "source_list_url",
    "country", "entity_number",
)  # fmt: skip


class _Made:
    """Draws what parties have."""

    def __init__(self) -> None:
        self._random = random.Random(889)
        self.one = self._random.choice
        self.below = self._random.randrange

    def company(self) -> str:
        words = " ".join(self._random.sample(_WORDS, 3))
        return f"{words} {self.below(10_000)} {self.one(_FORMS)}"

    def person(self) -> str:
        return f"{self.one(_GIVEN)} {self.one(_WORDS)}ov {self.one(_WORDS)}"

    def day(self) -> str:
        return f"{self.below(2005, 2026)}-{self.below(1, 13):02}-{self.below(1, 29):02}"

    def street(self) -> str:
        return f"No. {self.below(999)}, {self.one(_WORDS)} Road, {self.one(_WORDS)} District"


def consolidated(path: Path, count: int) -> None:
    """The US Consolidated Screening List with so many entries."""
    made = _Made()
    entries = [_entry(made, number) for number in range(count)]
    entries[0]["name"] = KNOWN
    path.write_text(json.dumps({"total": count, "results": entries}), "utf-8")


def _entry(made: _Made, number: int) -> dict[str, object]:
    agency, kind = made.one(_AGENCIES)
    own = made.person if kind == "Individual" else made.company
    country = made.one(tuple(_COUNTRIES))
    born = [made.day()] if kind == "Individual" else []
    return {
        **dict.fromkeys(_EMPTY),
        "id": f"{number:040x}",
        "source": agency,
        "type": kind,
        "name": own(),
        "alt_names": [own() for _ in range(made.below(4))],
        "addresses": [
            {
                "address": made.street(),
                "city": made.one(_WORDS),
                "state": None,
                "postal_code": None,
                "country": country,
            }
            for _ in range(made.below(1, 3))
        ],
        "programs": [made.one(("SDGT", "IRAN", "RUSSIA-EO14024"))],
        "federal_register_notice": f"{made.below(70, 91)} FR {made.below(90_000)}",
        "start_date": made.day(),
        "license_requirement": "For all items subject to the EAR. (See § 744.11 of the EAR)",
        "source_information_url": "https://example.org/list",
        "dates_of_birth": born,
        "places_of_birth": [],
        "citizenships": [],
        "nationalities": [country] if born else [],
        "ids": [
            {
                "type": "Registration ID",
                "number": str(made.below(10**12)),
                "country": country,
                "issue_date": None,
                "expiration_date": None,
            }
        ],
    }


def entities(path: Path, count: int) -> None:
    """A stream of FollowTheMoney entities: of ten, seven companies, a holding, a listing and a person."""
    made = _Made()
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            schema, properties = _ABOUT[number % 10](made, number)
            _write(file, number, schema, {name: values for name, values in properties.items() if values})


def _write(file: TextIO, number: int, schema: str, properties: dict[str, list[str]]) -> None:
    entity = {
        "id": f"bench-{number}",
        "caption": properties.get("name", [schema])[0],
        "schema": schema,
        "properties": properties,
        "referents": [],
        "datasets": ["bench"],
        "first_seen": "2024-01-03T00:00:00",
        "last_seen": "2026-01-03T00:00:00",
        "last_change": "2025-01-03T00:00:00",
        "target": "sanction" in properties.get("topics", ()),
    }
    file.write(json.dumps(entity, ensure_ascii=False) + "\n")


def _company(made: _Made, number: int) -> tuple[str, dict[str, list[str]]]:
    return "Company", {
        "name": [made.company()],
        "alias": [made.company() for _ in range(number % 3)],
        "country": [made.one(tuple(_COUNTRIES.values()))],
        "address": [made.street()],
        "registrationNumber": [str(made.below(10**18))],
        "topics": ["sanction"] if number % 10 == 0 else ["corp.public"],
        "incorporationDate": [made.day()],
    }


def _holding(made: _Made, number: int) -> tuple[str, dict[str, list[str]]]:
    share = str(made.below(101))
    ends = {"owner": [f"bench-{number - 7}"], "asset": [f"bench-{number - 6}"]}
    return "Ownership", {**ends, "percentage": [share], "startDate": [made.day()]}


def _listing(made: _Made, number: int) -> tuple[str, dict[str, list[str]]]:
    return "Sanction", {
        "entity": [f"bench-{number - 8}"],
        "authority": ["Office of a Benchmark"],
        "program": ["BENCH-1"],
        "startDate": [made.day()],
        "listingDate": [made.day()],
        "reason": ["Acting for or on behalf of the listed party"],
    }


def _person(made: _Made, number: int) -> tuple[str, dict[str, list[str]]]:
    return "Person", {
        "name": [made.person()],
        "birthDate": [made.day()],
        "nationality": [made.one(tuple(_COUNTRIES.values()))],
        "position": [f"Director {number}"],
    }


_ABOUT = (*[_company] * 7, _holding, _listing, _person)
