"""The nouns of a declared source: what its file is like, and what its columns mean.

A column is named by its path in the row: `name`, `addresses[].country` (JSON), `alt.name` (a joined table).
Invariants: nothing here reads a file or compares a date; every column of the rows is used or ignored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    import re
    from collections.abc import Mapping

MAIN = "main"
"""The name of the table whose rows are the entries."""

KINDS = (
    "json", "jsonl", "csv", "tsv", "xlsx", "xml", "html", "ftm", "statements", "parquet",
    "bods", "gleif", "owners",
)  # fmt: skip
OWNERS = ("bods", "gleif", "owners")
"""Kinds whose files tell who holds whom, and list nobody."""
STATED = ("ftm", "statements", "parquet", *OWNERS)
"""Kinds whose files hold statements, not rows: they need no columns."""

CLEANS = ("country", "date", "date-mdy", "date-dmy", "name", "footnote", "scope")
SOURCE_KINDS = ("official", "statute", "user")
TOPICS = (
    "sanction", "sanction.linked", "sanction.control", "sanction.counter", "asset.frozen",
    "export.control", "export.control.linked", "export.risk", "invest.ban", "invest.risk", "debarment",
    "forced.labor", "reg.action", "reg.warn", "crime", "wanted", "poi",
)  # fmt: skip
"""FollowTheMoney's topics that a list can make of those who stand on it."""
MAX_FIELD = 1 << 20


@dataclass(frozen=True, slots=True)
class Format:
    """How rows are obtained from a file.

    Attributes:
        kind: which reader.
        rows: JSON: the path to the list of rows; empty: the file is the list.
        row: XML: the element of a row; HTML: headings of the table, one or more, joined by `|`.
        sheet: XLSX: its name; empty: the first.
        header: does a first line name the columns?
        columns: their names where it does not; where it does, the names it must have, in any order.
        null: words that stand for nothing (`-0-`).
        quote: the quotation mark of a delimited file; empty: none.
        skip: lines above the header.
        reader: a module of `lists/read/` for a file that no kind describes.
    """

    kind: str
    rows: str = ""
    row: str = ""
    sheet: str = ""
    header: bool = True
    columns: tuple[str, ...] = ()
    encoding: str = "utf-8"
    null: tuple[str, ...] = ()
    quote: str = '"'
    delimiter: str = ","
    skip: int = 0
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """A question to a row: has the column one of the values, or one that the pattern finds?"""

    column: str
    values: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None

    def holds(self, value: str) -> bool:
        """Is it so for this value?"""
        return value in self.values or (self.pattern is not None and self.pattern.search(value) is not None)


@dataclass(frozen=True, slots=True)
class Choice:
    """A word that depends on a column: by value, else by the first pattern, else the other."""

    column: str
    values: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    other: str = ""

    def of(self, value: str) -> str:
        """The word for a value of the column."""
        found = self.values.get(value)
        if found is not None:
            return found
        return next((word for pattern, word in self.patterns if pattern.search(value)), self.other)


@dataclass(frozen=True, slots=True)
class Cut:
    """How the value of a column is cut out and put together, in this order.

    Attributes:
        join: columns that make up one value; below the column where it is a table or a list of tables.
        glue: what stands between them.
        pick: what is taken: the first group of each match.
        split: what stands between values.
        later: the property of every value but the first; empty: the same.
    """

    join: tuple[str, ...] = ()
    glue: str = ", "
    pick: re.Pattern[str] | None = None
    split: re.Pattern[str] | None = None
    later: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means.

    Attributes:
        name: its path in the row.
        prop: the property its values are of; a choice depends on another column.
        clean: how a value is brought into form; empty: as it is.
        weak: where it holds, the name is a weak alias.
        only: where it does not hold, the column says nothing.
        days: `from` and `to`: first and last day of the listing; `since`: the day it was made public.
        many: may it have several values?
        optional: may the file be without it?
    """

    name: str
    prop: str | Choice
    cut: Cut = field(default_factory=Cut)
    clean: str = ""
    lang: str = ""
    weak: Where | None = None
    only: Where | None = None
    days: frozenset[str] = frozenset()
    many: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The entity, or the listing, that a row is about.

    Attributes:
        schema: FollowTheMoney, or our `Category`.
        id: the columns whose raw values make up the id.
        apart: is each name of a row an entity of its own? Its raw name is then part of the id.
        fixed: properties that no column gives, the same for every row.
    """

    schema: str | Choice
    id: tuple[str, ...]
    columns: tuple[Column, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the source; another than the main one is joined to it, row by row.

    Attributes:
        key: its column with the id of the row it belongs to.
        joins: the column of the main table with that id.
        many: may several of its rows belong to one?
        strays: may it have rows that belong to none? They are passed over.
        files: a pattern of names, where it is brought by hand in files of other names, or in several, whose
            rows follow one another; empty: it is one file, called as usual.
        optional: may a folder that is brought be without it?
    """

    name: str
    url: str
    format: Format
    key: str = ""
    joins: str = ""
    many: bool = True
    strays: bool = False
    files: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes it; the name is the authority of every listing that names no other."""

    name: str
    country: str
    official: bool


@dataclass(frozen=True, slots=True)
class Published:
    """Where the day of the file itself is found: the first group of a pattern.

    Attributes:
        text: in the file's first mebibyte.
        file: in its name.
        clean: how the day is written: `date`, `date-mdy`, `date-dmy`.
    """

    text: re.Pattern[str] | None = None
    file: re.Pattern[str] | None = None
    clean: str = "date"


@dataclass(frozen=True, slots=True)
class Carried:
    """A list that a source carries.

    Attributes:
        topics: what it makes of those who stand on it, in FollowTheMoney's words.
    """

    title: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What the source is.

    Attributes:
        complete: is a name that is not on it known not to be on it?
        refresh: how often it is to be fetched.
        stale: older than this, a name not found on it is unknown.
        lists: those it can tell of, by id.
        law: instruments that refer to it.
        terms: under which it may be used.
        ended: the last day on which it was kept; from then on a name not found on it is unknown. None: it
            goes on.
    """

    title: str
    publisher: Publisher
    kind: str
    lang: str
    complete: bool
    refresh: dt.timedelta
    stale: dt.timedelta
    published: Published | None = None
    lists: Mapping[str, Carried] = field(default_factory=dict)
    law: tuple[str, ...] = ()
    terms: str = ""
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """A correction: a raw value of a column is read as another, or as several."""

    column: str
    match: tuple[str, ...]
    value: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Checks:
    """What a file must fulfil to be believed.

    Attributes:
        rows: least and most rows; None: without limit.
        entities: likewise, of entities.
        must_contain: names, as they are after cleaning, that it cannot be without.
        max_removed: the share of entities, and of the entries of each list, that may vanish at once, 0 to 1;
            None: the usual one.
        max_field: bytes of one field.
    """

    rows: tuple[int, int | None] = (1, None)
    entities: tuple[int, int | None] = (1, None)
    must_contain: tuple[str, ...] = ()
    max_removed: float | None = None
    max_field: int = MAX_FIELD
