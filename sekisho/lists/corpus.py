"""The corpus's own data: who is who (`makers/`, `marks/`), and the sets of names the law names (`lists/`).

Every key is known or refused; every owner, brand, mark and member names an entity that exists.
A member that no maker is named for becomes an entity of its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import TYPE_CHECKING, Any

import tomli

from sekisho import dates
from sekisho.dates import FIRST_DAY, LAST_DAY, Interval
from sekisho.errors import InputError, Location, Problem, counted
from sekisho.lists.blocks import read_blocks
from sekisho.lists.declaration import TOPICS
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
LIST_KEYS = {
    *("id", "title", "kind", "issuer", "complete", "cites", "published", "certainty", "note"),
    *("topics", "believed"),
}
MEMBER_KEYS = {"name", "entity", "part", "from", "until", "known", "cites", "certainty", "note"}
KEYS = {
    "entity": ENTITY_KEYS,
    "ownership": OWNERSHIP_KEYS,
    "brand": BRAND_KEYS,
    "identifier": IDENTIFIER_KEYS,
    "list": LIST_KEYS,
    "member": MEMBER_KEYS,
}
NEEDED = {
    "entity": ("id", "names"),
    "ownership": ("owner", "asset"),
    "brand": ("name", "entity"),
    "identifier": ("kind", "value", "entity"),
    "list": ("id", "title", "kind", "complete"),
    "member": ("name",),
}
"""Keys without which a row says nothing; what else a row should have is the corpus's own affair."""
KINDS = ("official", "statute", "order", "group", "press", "addressee")
COMPARED = ("words", "match")
"""Folders by which names are compared: nothing here reads them, but every answer rests on them."""
_SHARE = re.compile(r"(>=|<=)\s*(\d+(?:\.\d+)?)")


class Corpus:
    """Reads the corpus's data files, and collects what is wrong with them."""

    def __init__(self, root: Path, forms: Forms) -> None:
        """Read everything under *root* (`makers/`, `marks/`, `lists/`).

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
        self._blocks(root / "marks")
        self._by_name = {
            key(name, forms).full: entity.id for entity in self.entities.values() for name in entity.names
        }
        self._referred()
        for path, data in self._files(root / "lists"):
            self._list(path, data)
        for name in COMPARED:
            if (root / name).is_dir():
                self.hashes[name] = _digest(root / name)
        if self._problems:
            message = f"the data under {root.name} is refused: {counted(len(self._problems), 'problem')}"
            raise InputError(message, self._problems)

    def _files(self, folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
        for path in sorted(folder.glob("*.toml")):
            try:
                yield path, tomli.loads(path.read_bytes().decode("utf-8"))
            except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
                self._refuse(path, str(error), "see toml.io")
        self.hashes[folder.name] = _digest(folder)

    def _refuse(self, path: Path, message: str, hint: str) -> None:
        self._problems.append(Problem(Location(f"{path.parent.name}/{path.name}"), message, hint))

    def _rows(self, path: Path, data: Mapping[str, Any], table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table that say something; what is wrong with the others is noted."""
        allowed, rows = KEYS[table], data.get(table, [])
        if not isinstance(rows, list):
            self._refuse(path, f"'{table}' is no list of tables", f"write [[{table}]] before each")
            return
        for row in rows:
            unknown = set(row) - allowed
            if unknown:
                hint = f"known are {', '.join(sorted(allowed))}"
                self._refuse(path, f"a {table} has no key '{min(unknown)}'", hint)
            missing = [name for name in NEEDED[table] if name not in row]
            if missing:
                named = row.get("id") or row.get("name") or row.get("asset") or row.get("value") or "nameless"
                self._refuse(path, f"the {table} '{named}' has no '{missing[0]}'", "give it")
            else:
                yield row

    def _tables(self, path: Path, data: Mapping[str, Any], *known: str) -> None:
        for name in sorted(set(data) - set(known)):
            self._refuse(path, f"there is no table '{name}'", f"known are {', '.join(known)}")

    def _makers(self, path: Path, data: Mapping[str, Any]) -> None:
        self._tables(path, data, "entity", "ownership", "brand", "identifier")
        for row in self._rows(path, data, "entity"):
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
        for row in self._rows(path, data, "ownership"):
            self.ownerships.append(self._ownership(path, row))
        for row in self._rows(path, data, "brand"):
            brand = Identifier(
                "brand", row["name"], row["entity"], row.get("cites", ""), row.get("certainty", "")
            )
            self.marks.append(brand)
        for row in self._rows(path, data, "identifier"):
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

    def _blocks(self, folder: Path) -> None:
        """The MAC blocks that ship; a register of one's own may do without."""
        path = folder / "blocks.txt"
        if path.exists():
            self.hashes[folder.name] = _digest(folder)
            for each in read_blocks(path.read_text("utf-8"), f"{folder.name}/{path.name}"):
                if isinstance(each, Problem):
                    self._problems.append(each)
                else:
                    self.marks.append(each)

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
        self._tables(path, data, "list", "member")
        head = next(self._rows(path, {"list": [data.get("list", {})]}, "list"), None)
        if head is None:
            return
        if head["kind"] not in KINDS:
            self._refuse(path, f"'{head['kind']}' is no kind of list", f"known are {', '.join(KINDS)}")
            return
        info = self._info(path, head)
        self.lists.append(info)
        for row in self._rows(path, data, "member"):
            entity = row.get("entity") or self._by_name.get(key(row["name"], self._forms).full)
            if entity is None:
                entity = f"{info.id}/{key(row['name'], self._forms).full.replace(' ', '-')}"
                self.entities.setdefault(
                    entity, Entity(entity, "LegalEntity", (row["name"],), source=info.title)
                )
            elif entity not in self.entities:
                self._refuse(path, f"there is no entity '{entity}'", "write its [[entity]] under makers")
            valid = Interval(self._day(path, row, "from", FIRST_DAY), self._day(path, row, "until", LAST_DAY))
            self.listings.append(
                Listing(
                    entity,
                    info.id,
                    row["name"],
                    tuple(row.get("part", ())),
                    valid,
                    self._day(path, row, "known", info.published),
                    row.get("cites", info.cites),
                    row.get("certainty", head.get("certainty", "")),
                )
            )

    def _info(self, path: Path, head: Mapping[str, Any]) -> ListInfo:
        return ListInfo(
            head["id"],
            head["title"],
            head["kind"],
            head["complete"],
            self._day(path, head, "published", FIRST_DAY),
            head.get("cites", ""),
            topics=self._topics(path, head.get("topics", [])),
            believed=head.get("believed", False),
        )

    def _topics(self, path: Path, told: list[str]) -> tuple[str, ...]:
        for each in told:
            if each not in TOPICS:
                self._refuse(
                    path, f"'{each}' is no topic that a list can give", f"known are {', '.join(TOPICS)}"
                )
        return tuple(told)

    def _day(self, path: Path, row: Mapping[str, Any], name: str, absent: int) -> int:
        value = row.get(name, absent)
        if isinstance(value, dt.date):
            return value.toordinal()
        if value != absent:
            self._refuse(
                path, f"'{value}' is no day, as '{name}' needs it", "write 2018-08-13, without quotes"
            )
        return absent


def _digest(folder: Path) -> str:
    """The hash of every file of a folder, with its name."""
    digest = hashlib.sha256()
    for path in sorted((*folder.glob("*.toml"), *folder.glob("*.txt"))):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
