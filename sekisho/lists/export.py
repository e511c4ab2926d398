"""What the lists say, in the forms that others read: FollowTheMoney entities, or statements.

Invariants: an entity is written once, whole, in the order of the ids, so that two exports can be compared
line by line; what FollowTheMoney has no words for is counted, never passed over in silence; memory does not
grow with the lists.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing, suppress
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from sekisho import dates
from sekisho.errors import UsageError
from sekisho.lists import ftm
from sekisho.model.statement import Statement
from sekisho.store.arrow import write_parquet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import TextIO

    from sekisho.store.engine import Archive

    Believed = Iterable[tuple[Statement, int]]
    """Statements, each with the day from which it was known: what `Archive.statements` yields."""

COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang",
    "original_value", "external", "first_seen", "last_seen", "id",
)  # fmt: skip
"""OpenSanctions' columns of `statements.csv`, in their order."""

LANGUAGES: Mapping[str, str] = {
    "ar": "ara", "be": "bel", "bg": "bul", "bs": "bos", "cs": "ces", "da": "dan", "de": "deu", "el": "ell",
    "en": "eng", "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin",
    "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "it": "ita", "ja": "jpn", "ka": "kat", "kk": "kaz",
    "km": "khm", "ko": "kor", "ku": "kur", "lt": "lit", "lv": "lav", "mn": "mon", "my": "mya", "nl": "nld",
    "no": "nor", "pl": "pol", "ps": "pus", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv",
    "sq": "sqi", "sr": "srp", "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd", "uz": "uzb",
    "vi": "vie", "zh": "zho",
}  # fmt: skip
"""FollowTheMoney names a language by three letters."""

_NAMES = ("name", "alias", "previousName", "weakAlias", "program", "authority")
"""What an entity is called by: a listing has no name."""


class Exported(NamedTuple):
    """What was written.

    Attributes:
        entities: None: they were not counted.
        left_out: entities that FollowTheMoney has no schema for, with their listings.
    """

    entities: int | None
    statements: int
    left_out: int


def export(
    archive: Archive, out: Path, form: str, known: int, lists: Collection[str] | None = None
) -> Exported:
    """Write what was believed on a day to a file, which appears only when it is whole.

    Args:
        archive: the store.
        out: the file; one that is there is replaced.
        form: `ftm`, `statements` or `parquet`.
        known: the day of knowledge.
        lists: only these; None or none: all.

    Raises:
        UsageError: it cannot be written, or a list is not in the store.
    """
    carried = {name for each in archive.snapshots() for name in each.lists}
    for name in lists or ():
        if name not in carried and next(archive.statements(known, [name]), None) is None:
            raise UsageError(f"{archive} has no list '{name}'; `sekisho lists sources` shows their names")
    if form == "parquet":
        return Exported(None, write_parquet(archive, out, known, lists or None), 0)
    write = {"ftm": write_entities, "statements": write_statements}[form]
    draft = out.with_name(f".{out.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as stream:
            done = write(archive.statements(known, lists or None), known, stream)
        draft.replace(out)
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            draft.unlink()
    return done


def write_entities(believed: Believed, known: int, out: TextIO) -> Exported:
    """Write FollowTheMoney entities, one JSON object a line."""
    entities = statements = left_out = 0
    for group in _groups(believed):
        if not group.said:
            left_out += 1
            continue
        json.dump(_entity(group, known), out, ensure_ascii=False, separators=(",", ":"))
        out.write("\n")
        entities += 1
        statements += len(group.said)
    return Exported(entities, statements, left_out)


def write_statements(believed: Believed, known: int, out: TextIO) -> Exported:
    """Write statements as CSV with OpenSanctions' columns."""
    rows = csv.writer(out, dialect=csv.unix_dialect)
    rows.writerow(COLUMNS)
    entities = statements = left_out = 0
    last = dates.iso(known)
    for group in _groups(believed):
        if not group.said:
            left_out += 1
            continue
        entities += 1
        for (_, schema, prop, value), statement, since in group.said:
            kind, listed = ftm.kind(schema, prop), ftm.dataset(statement.list)
            lang, original = _language(statement.lang), statement.original or ""
            said = (prop, kind, schema, value, listed, "", lang, original, "f", dates.iso(since), last)
            rows.writerow((group.id, group.id, *said, statement.id))
            statements += 1
    return Exported(entities, statements, left_out)


class _Group(NamedTuple):
    """All that is said of one entity; `said` is empty where FollowTheMoney has no words for it."""

    id: str
    schema: str
    said: list[tuple[ftm.Plain, Statement, int]]


def _groups(believed: Believed) -> Iterator[_Group]:
    with closing(
        sqlite3.connect("")
    ) as sorter:  # a database without a name: on disk, but only when it is large
        unnamed = _fill(sorter, believed)
        rows = sorter.execute("SELECT * FROM said ORDER BY entity, number")
        for entity, group in groupby(map(_statement, rows), key=lambda each: each[0].entity_id):
            together = list(group)
            schema = ftm.most_exact({statement.schema for statement, _ in together})
            subjects = {each.value for each, _ in together if each.prop == "entity"}
            if subjects and subjects <= unnamed:
                together = []  # the listing of what cannot be named itself
            said = [(plain, each, since) for each, since in together if (plain := ftm.plain(each, schema))]
            yield _Group(ftm.ident(entity), schema, said)


def _fill(sorter: sqlite3.Connection, believed: Believed) -> set[str]:
    """Write everything down to be sorted; returns the entities that FollowTheMoney has no schema for."""
    unnamed: set[str] = set()

    def rows() -> Iterator[tuple[object, ...]]:
        for number, (said, since) in enumerate(believed):
            if said.schema == ftm.CATEGORY:
                unnamed.add(said.entity_id)
            yield (
                said.entity_id, number, since, said.id, said.schema, said.prop, said.value, said.list,
                said.original, said.lang,
            )  # fmt: skip

    sorter.execute("PRAGMA journal_mode = OFF")
    columns = "entity, number, since, id, schema, prop, value, list, original, lang"
    sorter.execute(f"CREATE TABLE said ({columns})")
    sorter.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows())
    return unnamed


def _statement(row: tuple[Any, ...]) -> tuple[Statement, int]:
    entity, _, since, key, schema, prop, value, listed, original, lang = row
    return Statement(key, entity, schema, prop, value, listed, original, lang), since


def _entity(group: _Group, known: int) -> Mapping[str, object]:
    properties: dict[str, list[str]] = {}
    for plain, _, _ in group.said:
        values = properties.setdefault(plain.prop, [])
        if plain.value not in values:
            values.append(plain.value)
    names = (name for prop in _NAMES for name in properties.get(prop, ()))
    return {
        "id": group.id,
        "caption": next(names, group.id),
        "schema": group.schema,
        "referents": [],
        "datasets": sorted({ftm.dataset(statement.list) for _, statement, _ in group.said}),
        "first_seen": dates.iso(min(since for _, _, since in group.said)),
        "last_seen": dates.iso(known),
        "properties": properties,
    }


def _language(lang: str | None) -> str:
    return "" if lang is None else LANGUAGES.get(lang.partition("-")[0].lower(), lang)
