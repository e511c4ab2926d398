"""The corpus's own data: who is who (`makers/`), and the sets of names the law refers to (`lists/`).

Every key is known or refused; every owner, brand, mark and member names an entity that exists.
A member that no maker is named for becomes an entity of its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from typing import TYPE_CHECKING, Any

from sekisho import dates
from sekisho.dates import FIRST_DAY, LAST_DAY, Interval
from sekisho.errors import InputError, Location, Problem
from sekisho.model.case import Range
from sekisho.model.entity import Entity, Identifier, ListInfo, Listing, Ownership
from sekisho.names.keys import key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.names.legal_form import Forms

ENTITY_KEYS = {"id", "schema", "names", "country", "short", "weak", "cites", "certainty", "tagged", "note"}
OWNERSHIP_KEYS = {"owner", "asset", "share", "control", "from", "until", "cites", "certainty", "note"}
BRAND_KEYS = {"name", "entity", "cites", "certainty", "note"}
IDENTIFIER_KEYS = {"kind", "value", "entity", "cites", "certainty", "note"}
LIST_KEYS = {"id", "title", "kind", "issuer", "complete", "cites", "published", "certainty", "note"}
MEMBER_KEYS = {"name", "entity", "part", "from", "until", "known", "cites", "certainty", "note"}
KINDS = ("official", "statute", "order", "group", "press", "addressee")
_SHARE = re.compile(r"(>=|<=)\s*(\d+(?:\.\d+)?)")


class Corpus:
    """Reads the corpus's data files, and collects what is wrong with them."""

    def __init__(self, root: Path, forms: Forms) -> None:
        """Read everything under *root* (`makers/`, `lists/`).

        Raises:
            InputError: something in the files is refused.
        """
        self.entities: dict[str, Entity] = {}
        self.listings: list[Listing] = []
        self.ownerships: list[Ownership] = []
        self.marks: list[Identifier] = []
        self.lists: list[ListInfo] = []
        self.hashes: dict[str, str] = {}
        self._problems: list[Problem] = []
        self._forms = forms
        for path, data in self._files(root / "makers"):
            self._makers(path, data)
        self._by_name = {
            key(name, forms).full: entity.id for entity in self.entities.values() for name in entity.names
        }
        self._referred()
        for path, data in self._files(root / "lists"):
            self._list(path, data)
        if self._problems:
            message = f"the data under {root.name} is refused: {len(self._problems)} problems"
            raise InputError(message, self._problems)

    def _files(self, folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
        digest = hashlib.sha256()
        for path in sorted(folder.glob("*.toml")):
            raw = path.read_bytes()
            digest.update(path.name.encode() + raw)
            try:
                yield path, tomllib.loads(raw.decode("utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                self._refuse(path, str(error), "see toml.io")
        self.hashes[folder.name] = digest.hexdigest()[:16]

    def _refuse(self, path: Path, message: str, hint: str) -> None:
        self._problems.append(Problem(Location(f"{path.parent.name}/{path.name}"), message, hint))

    def _rows(
        self, path: Path, data: Mapping[str, Any], table: str, allowed: set[str]
    ) -> Iterator[dict[str, Any]]:
        for row in data.get(table, ()):
            unknown = set(row) - allowed
            if unknown:
                self._refuse(
                    path, f"a {table} has no key '{min(unknown)}'", f"known are {', '.join(sorted(allowed))}"
                )
            yield row

    def _makers(self, path: Path, data: Mapping[str, Any]) -> None:
        for row in self._rows(path, data, "entity", ENTITY_KEYS):
            if row["id"] in self.entities:
                self._refuse(path, f"'{row['id']}' is written twice", "give each entity an id of its own")
            names = tuple(dict.fromkeys((*row["names"], *row.get("short", ()))))
            self.entities[row["id"]] = Entity(
                row["id"],
                row.get("schema", "Company"),
                names,
                row.get("country"),
                tuple(row.get("weak", ())),
                frozenset(row.get("tagged", ())),
                row.get("cites", ""),
                row.get("certainty", ""),
            )
        for row in self._rows(path, data, "ownership", OWNERSHIP_KEYS):
            self.ownerships.append(self._ownership(path, row))
        for row in self._rows(path, data, "brand", BRAND_KEYS):
            brand = Identifier(
                "brand", row["name"], row["entity"], row.get("cites", ""), row.get("certainty", "")
            )
            self.marks.append(brand)
        for row in self._rows(path, data, "identifier", IDENTIFIER_KEYS):
            mark = Identifier(
                row["kind"], row["value"], row["entity"], row.get("cites", ""), row.get("certainty", "")
            )
            self.marks.append(mark)

    def _ownership(self, path: Path, row: Mapping[str, Any]) -> Ownership:
        return Ownership(
            self._end(row["owner"]),
            self._end(row["asset"]),
            self._share(path, row.get("share")),
            row.get("control"),
            self._interval(path, row.get("from")),
            self._interval(path, row.get("until")),
            row.get("cites", ""),
            row.get("certainty", ""),
        )

    def _end(self, value: str | Mapping[str, str]) -> str:
        """One end of an ownership: an entity by its id, or somebody named on the spot."""
        if isinstance(value, str):
            return value
        name = value["name"]
        identity = f"named/{key(name, self._forms).full.replace(' ', '-')}"
        self.entities.setdefault(identity, Entity(identity, "LegalEntity", (name,), value.get("country")))
        return identity

    def _share(self, path: Path, value: object) -> Range | None:
        if value is None:
            return None
        if isinstance(value, int | float):
            return Range(float(value), float(value))
        found = _SHARE.fullmatch(str(value))
        if found is None:
            self._refuse(path, f"'{value}' is no share", 'write a percentage: 51, ">=50", "<=49.9"')
            return None
        limit = float(found[2])
        return Range(limit, 100.0) if found[1] == ">=" else Range(0.0, limit)

    def _interval(self, path: Path, value: object) -> Interval | None:
        if value is None:
            return None
        try:
            return dates.interval(value if isinstance(value, dt.date) else str(value))
        except ValueError as error:
            self._refuse(path, str(error), "write a date, a month or a year")
            return None

    def _referred(self) -> None:
        """Every owner, asset and mark is an entity."""
        named = [each for o in self.ownerships for each in (o.owner, o.asset)] + [
            mark.entity for mark in self.marks
        ]
        for missing in dict.fromkeys(each for each in named if each not in self.entities):
            self._problems.append(
                Problem(Location("makers"), f"there is no entity '{missing}'", "write its [[entity]]")
            )

    def _list(self, path: Path, data: Mapping[str, Any]) -> None:
        (head,) = self._rows(path, {"list": [data.get("list", {})]}, "list", LIST_KEYS)
        if head.get("kind") not in KINDS:
            self._refuse(path, f"'{head.get('kind')}' is no kind of list", f"known are {', '.join(KINDS)}")
            return
        published = _day(head.get("published"), FIRST_DAY)
        info = ListInfo(
            head["id"], head["title"], head["kind"], head["complete"], published, head.get("cites", "")
        )
        self.lists.append(info)
        for row in self._rows(path, data, "member", MEMBER_KEYS):
            entity = row.get("entity") or self._by_name.get(key(row["name"], self._forms).full)
            if entity is None:
                entity = f"{info.id}/{key(row['name'], self._forms).full.replace(' ', '-')}"
                self.entities.setdefault(
                    entity, Entity(entity, "LegalEntity", (row["name"],), source=info.title)
                )
            elif entity not in self.entities:
                self._refuse(path, f"there is no entity '{entity}'", "write its [[entity]] under makers")
            valid = Interval(_day(row.get("from"), FIRST_DAY), _day(row.get("until"), LAST_DAY))
            self.listings.append(
                Listing(
                    entity,
                    info.id,
                    row["name"],
                    tuple(row.get("part", ())),
                    valid,
                    _day(row.get("known"), published),
                    row.get("cites", info.cites),
                    row.get("certainty", head.get("certainty", "")),
                )
            )


def _day(value: object, absent: int) -> int:
    return value.toordinal() if isinstance(value, dt.date) else absent
