"""A published source as it is declared (`corpus/lists/sources/*.toml`): read, and checked to the last key.

Invariants: a declaration is read whole or refused with every problem in it; an unknown key is refused with
the nearest that exists; what a source is called by its file's readers is said here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import tomli

from sekisho.errors import InputError, Location, Problem, counted, meant
from sekisho.lists.declaration import (
    CLEANS,
    MAIN,
    MAX_FIELD,
    SOURCE_KINDS,
    STATED,
    TOPICS,
    About,
    Carried,
    Checks,
    Choice,
    Format,
    Lookup,
    Part,
    Published,
    Publisher,
    Table,
    Where,
)
from sekisho.lists.part import columns_of, part_of
from sekisho.lists.section import Notes, Section
from sekisho.lists.table import TABLE_KEYS, files_of, format_of, table_of, url_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from sekisho.lists.declaration import Column

HEADS = ("source", "table", "entity", "listing", "ignore", "lookup", "assert")
SOURCE_KEYS = (
    "id", "title", "publisher", "kind", "url", "format", "lang", "refresh", "stale", "complete",
    "published", "list", "topics", "only", "law", "terms", "ended", "auto", "files",
)  # fmt: skip
LIST_KEYS = ("column", "values", "match", "titles", "topics", "other")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%")


@dataclass(frozen=True, slots=True)
class Source:
    """A source: where its files are, how rows come out of them, and what the rows mean.

    Attributes:
        tables: the main one first, then those that are joined to it.
        list: which list a row is of: the other word is the id of the list, `refuse`, or `ignore`.
        only: rows for which one of these does not hold say nothing.
        ignore: columns that are not used, and why.
        parser: the hash of the declaration; with it, what was read can be read again.
        auto: is it updated with all the others? A twin of another is updated when it is named.
    """

    id: str
    about: About
    tables: tuple[Table, ...]
    list: Choice
    only: tuple[Where, ...]
    entity: Part
    listing: Part
    ignore: Mapping[str, str]
    lookups: tuple[Lookup, ...]
    checks: Checks
    parser: str
    auto: bool = True

    @staticmethod
    def read(path: Path) -> Source:
        """Read a declaration.

        Raises:
            InputError: it is refused; the problems say where and why.
        """
        text, data = _loaded(path)
        notes = Notes(path.name, text)
        digest = hashlib.sha256(text.encode())
        if isinstance(base := data.pop("extends", None), str):
            more, below = _loaded(path.parent / base)
            digest.update(more.encode())
            data = _over(below, data)
        top = Section(data, (), notes, HEADS)
        notes.check()  # what is missing for a mistyped section would only be said again
        source = _source(top, path.parent, digest.hexdigest())
        notes.check()
        return source

    @property
    def main(self) -> Table:
        """The table whose rows are the entries."""
        return self.tables[0]

    @property
    def joined(self) -> tuple[Table, ...]:
        """The tables that are joined to it."""
        return self.tables[1:]

    @property
    def format(self) -> Format:
        """The format of the main table."""
        return self.main.format

    def without(self, tables: Collection[str]) -> Source:
        """The same source where some of its joined tables are not there."""
        if not tables:
            return self
        above = tuple(f"{name}." for name in tables)
        columns = tuple(each for each in self.entity.columns if not each.name.startswith(above))
        return replace(
            self,
            tables=tuple(each for each in self.tables if each.name not in tables),
            entity=replace(self.entity, columns=columns),
            ignore={name: why for name, why in self.ignore.items() if not name.startswith(above)},
        )

    @property
    def urls(self) -> Mapping[str, str]:
        """Where the files are, by table."""
        return {table.name: table.url for table in self.tables}

    @property
    def lists(self) -> Mapping[str, str]:
        """The lists it can tell of, with their titles."""
        return {name: each.title for name, each in self.about.lists.items()}


def sources(root: Path) -> dict[str, Source]:
    """Every source declared in a folder, by id.

    Raises:
        InputError: a declaration is refused, or two have the same id.
    """
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    for path in sorted(root.glob("*.toml")):
        try:
            source = Source.read(path)
        except InputError as error:
            problems.extend(error.problems)
            continue
        if source.id in found:
            problems.append(Problem(Location(path.name), f"'{source.id}' is declared twice", "rename one"))
        found[source.id] = source
    if problems:
        raise InputError(f"sources in {root.name} are refused: {counted(len(problems), 'problem')}", problems)
    return found


def _loaded(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_bytes().decode("utf-8")
        return text, tomli.loads(text)
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        hint = "check the name" if isinstance(error, OSError) else "see toml.io"
        problem = Problem(Location(path.name), f"cannot be read: {why}", hint)
        raise InputError(f"{path.name} is refused", [problem]) from error


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What a declaration says over the one it extends: tables are joined, all else is replaced."""
    joined = dict(below)
    for key, value in above.items():
        inner = joined.get(key)
        joined[key] = _over(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return joined


def _source(top: Section, folder: Path, parser: str) -> Source:
    head = top.section("source", SOURCE_KEYS) or Section({}, ("source",), top.notes, SOURCE_KEYS)
    main = Table(MAIN, url_of(head, folder), format_of(head, None), files=files_of(head))
    if main.files and main.format.kind in STATED:
        head.refuse(("files",), "statements are read from one file", "put them one after the other in one")
    tables, ignore = [main], dict(top.words("ignore"))
    joined: list[Column] = []
    for section in top.sections("table", TABLE_KEYS):
        table = table_of(section, folder, main.format)
        tables.append(table)
        joined.extend(columns_of(section, "columns", table.name + "."))
        ignore.update({f"{table.name}.{name}": why for name, why in section.words("ignore").items()})
    ident = head.text("id")
    if not _ID.fullmatch(ident):
        head.refuse(("id",), f"'{ident}' is no id", "write small letters, digits and hyphens: us-csl")
    stated = main.format.kind in STATED and "entity" not in top
    nobody = Part("LegalEntity", (), ())
    entity = nobody if stated else part_of(top, "entity", "LegalEntity", None, joined)
    listed = _list(head, ident)
    source = Source(
        ident,
        _about(head, listed),
        tuple(tables),
        listed,
        _only(head),
        entity,
        part_of(top, "listing", "Sanction", entity.id, ()),
        ignore,
        _lookups(top),
        _checks(top),
        parser,
        head.flag("auto", absent=True),
    )
    for name, why in source.ignore.items():
        if not why.strip():
            top.refuse(("ignore", name), f"'{name}' is ignored without a reason", "say why in a few words")
    return source


def _about(head: Section, listed: Choice) -> About:
    who = head.section("publisher", ("name", "country", "official"))
    if who is None:
        head.refuse((), "[source] has no 'publisher'", 'publisher = { name = "…", country = "us" }')
        who = Section({"name": ""}, ("publisher",), head.notes, None)
    kind = head.text("kind", "official", SOURCE_KINDS)
    publisher = Publisher(
        who.text("name"), who.text("country", ""), who.flag("official", absent=kind != "user")
    )
    title = head.text("title")
    return About(
        title,
        publisher,
        kind,
        head.text("lang", ""),
        head.flag("complete", absent=True),
        _duration(head, "refresh", dt.timedelta(days=1)),
        _duration(head, "stale", dt.timedelta(days=3650 if kind == "statute" else 7)),
        _published(head),
        _carried(head, title, listed),
        head.texts("law"),
        head.text("terms", ""),
        head.day("ended"),
    )


def _carried(head: Section, title: str, listed: Choice) -> dict[str, Carried]:
    """The lists that it can tell of, in the order in which they are declared."""
    common = _topics(head, "topics")
    section = head.section("list", None) if listed.column else None
    if section is None:
        return {listed.other: Carried(title, common)}
    titles = dict(section.words("titles"))
    for word, name in listed.values.items():
        titles.setdefault(name, word)
    for _, name in listed.patterns:
        titles.setdefault(name, f"{title}: {name}")
    apart = section.section("topics", None)
    for name in apart or ():
        if name not in titles:
            section.refuse(("topics", name), f"'{name}' is no list of it", meant(name, titles))
    return {
        name: Carried(each, _topics(apart, name) if apart is not None and name in apart else common)
        for name, each in titles.items()
    }


def _topics(section: Section, key: str) -> tuple[str, ...]:
    """What a list makes of those who stand on it."""
    found = section.texts(key)
    for each in found:
        if each not in TOPICS:
            section.refuse((key,), f"'{each}' is no topic that a list can give", meant(each, TOPICS))
    return found


def _duration(head: Section, key: str, absent: dt.timedelta) -> dt.timedelta:
    if key not in head:
        return absent
    found = _DURATION.fullmatch(head.text(key))
    if found is None or not any(found.groups()):
        head.refuse((key,), f"'{head.text(key)}' is no duration", "write P1D, P2W or PT6H")
        return absent
    weeks, days, hours = (int(part or 0) for part in found.groups())
    return dt.timedelta(weeks=weeks, days=days, hours=hours)


def _published(head: Section) -> Published | None:
    section = head.section("published", ("text", "file", "clean"))
    if section is None:
        return None
    for key in ("text", "file"):
        pattern = section.pattern(key)
        if pattern is not None and pattern.groups < 1:
            section.refuse((key,), "the pattern has no group", "put ( ) around the day")
    dates = tuple(clean for clean in CLEANS if clean.startswith("date"))
    return Published(section.pattern("text"), section.pattern("file"), section.text("clean", "date", dates))


def _list(head: Section, ident: str) -> Choice:
    value = head.raw("list")
    if value is None or isinstance(value, str):
        return Choice("", {}, (), value or ident)
    section = head.section("list", LIST_KEYS)
    if section is None:  # it is there, so this is never so
        return Choice("")
    patterns = tuple((section.compiled((text,), text), name) for text, name in section.words("match").items())
    other = section.text("other", "refuse", ("refuse", "ignore"))
    return Choice(section.text("column"), section.words("values"), patterns, other)


def _only(head: Section) -> tuple[Where, ...]:
    section = head.section("only", None)
    found = []
    for name in section or ():
        if section is not None and isinstance(section.raw(name), dict):
            inner = section.section(name, ("match",))
            found.append(Where(name, frozenset(), inner.pattern("match") if inner else None))
        elif section is not None:
            found.append(Where(name, frozenset(section.texts(name))))
    return tuple(found)


def _lookups(top: Section) -> tuple[Lookup, ...]:
    found = []
    for section in top.sections("lookup", ("column", "match", "value", "why")):
        if "value" not in section:
            section.refuse((), "the lookup has no 'value'", 'value = "…", or [] for nothing')
        lookup = Lookup(
            section.text("column"), section.texts("match"), section.texts("value"), section.text("why")
        )
        if not lookup.match:
            section.refuse((), "the lookup has no 'match'", 'match = ["the raw value"]')
        found.append(lookup)
    return tuple(found)


def _checks(top: Section) -> Checks:
    section = top.section("assert", ("rows", "entities", "must_contain", "max_removed", "max_field"))
    if section is None:
        return Checks()
    share = section.text("max_removed", "")
    found = _SHARE.fullmatch(share)
    if (share and found is None) or (found is not None and float(found[1]) > 100):  # noqa: PLR2004  # percent
        section.refuse(("max_removed",), f"'{share}' is no share", 'write max_removed = "5%"')
    return Checks(
        _bounds(section, "rows"),
        _bounds(section, "entities"),
        section.texts("must_contain"),
        float(found[1]) / 100 if found else None,
        section.number("max_field", MAX_FIELD) or MAX_FIELD,
    )


def _bounds(owner: Section, key: str) -> tuple[int, int | None]:
    section = owner.section(key, ("min", "max"))
    if section is None:
        return (1, None)
    least, most = section.number("min", 1) or 0, section.number("max")
    if most is not None and most < least:
        section.refuse((), f"'{key}' has a max below its min", "exchange them")
    return (least, most)
