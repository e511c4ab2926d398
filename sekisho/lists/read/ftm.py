"""A file of FollowTheMoney entities, one JSON object a line, straight to statements.

The entities keep their schemata, properties and ids (below `ftm/`, so that they meet nobody else's). The list
of a statement is `ftm:` and the dataset, or what the source's `list` makes of the dataset; an entity merged
from several says each value under each of them: the file does not tell which gave it (a file of statements
does: `statements.py`). Invariants: one line is in memory at a time; besides, a hash for each pair of list and
entity that has a listing of its own.

Who is marked as a target, or bears the topic of a list, and has no `Sanction` of that dataset anywhere in
the file, is given a bare one: standing in such a dataset *is* the listing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sekisho.dates import ALWAYS
from sekisho.errors import Location
from sekisho.lists.declaration import MAX_FIELD
from sekisho.lists.read.edges import FAR_ENDS, POINTS, PREFIX, points, seen, validity
from sekisho.lists.read.row import checked, refused, sniff
from sekisho.model.statement import saying

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.declaration import Choice
    from sekisho.model.statement import Said

LISTED = frozenset(("sanction", "sanction.counter", "debarment", "export.control"))
"""Topics of entities that stand on a list; `sanction.linked` and the like are of those near them."""
LONGEST = 64
"""A line may be as long as so many of the longest fields."""
MAX_DEPTH = 8
BARE = "listed"
HINT = "the file is broken or cut short: fetch it again"
_SANCTION = "Sanction"
_DECODE = json.JSONDecoder().raw_decode
_NUL = b"\\u0000"
_PLAIN = frozenset((str,))


class Datasets(NamedTuple):
    """Which list a dataset is for us.

    Attributes:
        fallback: the list of what names no dataset.
        choice: by dataset; without a column, `ftm:` stands before every dataset.
    """

    fallback: str
    choice: Choice | None = None

    def list_of(self, dataset: str, place: Location) -> str:
        """The list; empty: the dataset is ignored.

        Raises:
            InputError: the source names the datasets that it wants, and this is none of them.
        """
        if not dataset:
            return self.fallback
        if self.choice is None or not self.choice.column:
            return f"ftm:{dataset}"
        found = self.choice.of(dataset)
        if found == "refuse":
            hint = 'add it to source.list.values, or say other = "ignore"'
            raise refused(place, f"no list is declared for the dataset '{dataset}'", hint)
        return "" if found == "ignore" else found


def said(
    files: Mapping[str, Path], fallback: str, *, choice: Choice | None = None, limit: int = MAX_FIELD
) -> Iterator[Said]:
    """Every property of every entity of the files, in their order.

    Args:
        files: by table; all are read alike.
        fallback: the list of entities that name no dataset.
        choice: the list of each dataset (`source.list`).
        limit: characters of the longest field.

    Raises:
        InputError: a line is no entity; its number and the reason.
    """
    for path in files.values():
        sniff(path, "json")
        yield from _File(path, Datasets(fallback, choice), limit).said()


class _Line(NamedTuple):
    """What nested entities share with the one on whose line they stand."""

    file: str
    number: int
    lists: tuple[str, ...]
    since: int | None
    check: bool

    @property
    def place(self) -> Location:
        """Where it is."""
        return Location(self.file, self.number)


class _File:
    """One file, read twice: for who has a listing of his own, and for all that it says."""

    def __init__(self, path: Path, datasets: Datasets, limit: int) -> None:
        self._path = path
        self._datasets = datasets
        self._limit = limit
        self._listed: set[int] = set()
        self._lists_of: dict[tuple[str, ...], tuple[str, ...]] = {}
        for line, entity in self._lines(_SANCTION.encode()):
            for owner in _sanctioned(entity):
                self._listed.update(hash((each, owner)) for each in line.lists)

    def said(self) -> Iterator[Said]:
        """Its statements, as they come."""
        for line, entity in self._lines(b""):
            found: list[Said] = []
            if line.lists:
                try:
                    self._states(entity, line, found)
                except UnicodeEncodeError as error:
                    raise refused(line.place, "a field holds half a character", HINT) from error
                self._bare(entity, line, found)
            yield from found

    def _lines(self, having: bytes) -> Iterator[tuple[_Line, dict[str, Any]]]:
        """The objects of the lines that have the given bytes in them."""
        longest, name, number = self._limit * LONGEST, self._path.name, 0
        with self._path.open("rb") as file:
            while text := file.readline(longest):
                number += 1
                if having not in text or text.isspace():
                    continue
                if len(text) == longest:
                    what = f"a line of over {longest - 1:,} bytes"
                    raise refused(Location(name, number), what, "raise assert.max_field")
                entity = _entity(text, name, number)
                check = len(text) > self._limit or _NUL in text
                lists = self._lists(entity, name, number)
                yield _Line(name, number, lists, seen(entity.get("first_seen")), check), entity

    def _lists(self, entity: Mapping[str, Any], name: str, number: int) -> tuple[str, ...]:
        """The lists an entity is stated in."""
        given = entity.get("datasets") or entity.get("dataset") or ""
        datasets = tuple(map(str, given)) if isinstance(given, list) else (str(given),)
        lists = self._lists_of.get(datasets)
        if lists is None:
            place = Location(name, number)
            found = [self._datasets.list_of(each, place) for each in datasets]
            lists = self._lists_of[datasets] = tuple(dict.fromkeys(filter(None, found)))
        return lists

    def _states(self, entity: Mapping[str, Any], line: _Line, found: list[Said], depth: int = 0) -> None:
        """What an entity says of itself, and what the ones nested in it say."""
        if depth > MAX_DEPTH:
            raise refused(line.place, f"entities nested deeper than {MAX_DEPTH}", "export it flat")
        schema, identity, properties = entity["schema"], PREFIX + entity["id"], entity["properties"]
        valid, check = validity(properties), line.check
        says = [saying(identity, schema, listed, valid, line.since) for listed in line.lists]
        for prop, values in properties.items():
            texts = values
            if not isinstance(values, list):
                raise refused(line.place, f"the values of '{prop}' are no list", '"name": ["…", "…"]')
            if check or not _PLAIN.issuperset(map(type, values)):
                texts = self._texts(entity["id"], prop, values, line, found, depth)
            if prop in FAR_ENDS:
                continue
            if prop in POINTS and points(schema, prop):
                texts = [PREFIX + text for text in texts]
            for say in says:
                for text in texts:
                    found.append(say(prop, text))  # noqa: PERF401  # mostly one: a list would cost more

    def _texts(
        self, identity: str, prop: str, values: list[Any], line: _Line, found: list[Said], depth: int
    ) -> list[str]:
        """The values of a property; an entity is its id, and says what it has to."""
        back, texts = FAR_ENDS.get(prop), []
        for value in values:
            if isinstance(value, str):
                texts.append(checked(value, self._limit, line.place, prop))
            elif _is_entity(value):
                texts.append(value["id"])
                self._states(_pointing_back(value, back, identity), line, found, depth + 1)
            else:
                raise refused(
                    line.place, f"a value of '{prop}' is neither text nor entity", '"2019", not 2019'
                )
        return texts

    def _bare(self, entity: Mapping[str, Any], line: _Line, found: list[Said]) -> None:
        """A listing for who stands in a dataset of listed ones without one of its own."""
        topics = entity["properties"].get("topics", ())
        if entity["schema"] == _SANCTION or (entity.get("target") is not True and LISTED.isdisjoint(topics)):
            return
        identity = PREFIX + entity["id"]
        for each in line.lists:
            if hash((each, entity["id"])) not in self._listed:
                say = saying(f"{identity}/{BARE}", _SANCTION, each, ALWAYS, line.since)
                found.append(say("entity", identity))


def _entity(text: bytes, name: str, number: int) -> dict[str, Any]:
    """One line as an entity."""
    try:
        line = text.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        entity, end = _DECODE(line)  # not `decode`, which looks for blanks on both sides of every line
        if end != len(line):
            raise json.JSONDecodeError("Extra data", line, end)
    except (ValueError, RecursionError) as error:
        raise refused(Location(name, number), f"the line is no JSON: {error}", HINT) from error
    if not _is_entity(entity):
        hint = 'a line is {"id": …, "schema": …, "properties": {…}}'
        raise refused(Location(name, number), "the line is no FollowTheMoney entity", hint)
    return entity  # type: ignore[no-any-return]  # `_is_entity` looked at it


def _is_entity(value: object) -> bool:
    """Has it an id, a schema and properties?"""
    return (
        isinstance(value, dict)
        and isinstance(value.get("id"), str)
        and isinstance(value.get("schema"), str)
        and isinstance(value.get("properties"), dict)
    )


def _pointing_back(nested: dict[str, Any], prop: str | None, identity: str) -> dict[str, Any]:
    """An edge nested in an entity may leave out that it points there."""
    if prop and not nested["properties"].get(prop):
        return {**nested, "properties": {**nested["properties"], prop: [identity]}}
    return nested


def _sanctioned(entity: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """The ids of those that a Sanction in this object is of."""
    properties = entity["properties"]
    for prop, values in properties.items():
        for each in values if isinstance(values, list) and depth < MAX_DEPTH else ():
            nested = _is_entity(each)
            if nested and prop == "sanctions":
                yield entity["id"]
            if nested:
                yield from _sanctioned(each, depth + 1)
            if prop == "entity" and entity["schema"] == _SANCTION and (nested or isinstance(each, str)):
                yield each["id"] if nested else each
