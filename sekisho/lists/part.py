"""The `[entity]` and `[listing]` of a declaration: columns and what they mean.

Invariants: a property that no reader of statements knows is refused; so is a column that could say nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.errors import meant
from sekisho.lists.declaration import CLEANS, Choice, Column, Cut, Part, Where
from sekisho.lists.props import ENTITY, LISTING, SCHEMATA
from sekisho.lists.section import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PART_KEYS = ("schema", "id", "columns", "fixed", "apart")
COLUMN_KEYS = (
    "prop", "join", "with", "pick", "split", "as", "clean", "lang", "weak", "only", "valid", "since", "many",
    "optional",
)  # fmt: skip
ENDS = ("from", "to")


def part_of(
    top: Section, key: str, schema: str, ident: tuple[str, ...] | None, joined: Iterable[Column]
) -> Part:
    """Read `[entity]` or `[listing]`; *ident* is the id if it gives none, *joined* the columns of tables."""
    section = top.section(key, PART_KEYS) or Section({}, (key,), top.notes, PART_KEYS)
    ids = section.texts("id")
    apart = section.flag("apart", absent=False)
    if not ids and not apart:
        if ident is None:
            hint = 'name the columns that tell rows apart: id = ["Number"]'
            section.refuse((), f"[{key}] has no 'id'", hint)
        ids = ident or ()
    columns = (*columns_of(section, "columns", ""), *joined)
    fixed = section.words("fixed")
    known = ENTITY if key == "entity" else LISTING
    for prop in fixed:
        _known(section, ("fixed", prop), prop, known)
    for column in columns:
        for prop in (*props_of(column), *filter(None, [column.cut.later])):
            _known(section, ("columns", column.name), prop, known)
        if column.days and not column.clean.startswith("date"):
            section.refuse(("columns", column.name), "a day is to be read", 'say clean = "date"')
        if column.days and key == "entity":
            path = ("columns", column.name)
            section.refuse(path, "an entity has no days of listing", "move it to [listing]")
    if key == "entity" and not any("name" in props_of(column) for column in columns) and "name" not in fixed:
        section.refuse((), "no column is a name", 'write Name = { prop = "name" }')
    return Part(_schema(section, schema), ids, columns, fixed, apart)


def props_of(column: Column) -> tuple[str, ...]:
    """Every property that a column may turn out to be."""
    if isinstance(column.prop, str):
        return (column.prop,)
    choice = column.prop
    every = (*choice.values.values(), *(word for _, word in choice.patterns), choice.other)
    return tuple(dict.fromkeys(word for word in every if word))


def columns_of(owner: Section, key: str, prefix: str) -> Iterator[Column]:
    """The columns of a table; one name may have several meanings, in a list."""
    section = owner.section(key, None)
    for name in section or ():
        if section is not None:
            for each in section.sections(name, COLUMN_KEYS):
                yield _column(each, name, prefix)


def _column(section: Section, name: str, prefix: str) -> Column:
    below = prefix or (name + "." if name.endswith("[]") else "")
    join = tuple(below + each for each in section.texts("join"))
    pick = section.pattern("pick")
    if pick is not None and pick.groups < 1:
        section.refuse(("pick",), "the pattern has no group", "put ( ) around what is taken")
    days = {section.text("valid", "from", ENDS)} if "valid" in section else set()
    if section.flag("since", absent=False):
        days.add("since")
    path = prefix + name
    return Column(
        path,
        _prop(section, prefix),
        Cut(
            join, section.text("with", ", "), pick, _splitter(section.texts("split")), section.text("as", "")
        ),
        section.text("clean", "", CLEANS),
        section.text("lang", ""),
        _where(section, "weak", prefix),
        _where(section, "only", prefix),
        frozenset(days),
        section.flag("many", absent="[]" in path or bool(prefix)),
        section.flag("optional", absent=False),
    )


def _splitter(marks: Iterable[str]) -> re.Pattern[str] | None:
    """What stands between values: each mark as it is."""
    escaped = "|".join(re.escape(mark) for mark in marks if mark)
    return re.compile(escaped) if escaped else None


def _prop(section: Section, prefix: str) -> str | Choice:
    if isinstance(section.raw("prop"), dict):
        return _choice(section, "prop", prefix, ())
    return section.text("prop")


def _schema(section: Section, absent: str) -> str | Choice:
    if isinstance(section.raw("schema"), dict):
        return _choice(section, "schema", "", SCHEMATA)
    return section.text("schema", absent, SCHEMATA)


def _choice(owner: Section, key: str, prefix: str, among: tuple[str, ...]) -> Choice:
    section = owner.section(key, ("column", "values", "match", "default"))
    if section is None:  # it is there, so this is never so
        return Choice("")
    values, match = section.words("values"), section.words("match")
    for raw, word in (*values.items(), *match.items()):
        if among and word not in among:
            section.refuse((raw,), f"'{word}' is no {key}", meant(word, among))
    patterns = tuple((section.compiled((text,), text), word) for text, word in match.items())
    default = section.text("default", "LegalEntity" if key == "schema" else "", among)
    return Choice(prefix + section.text("column"), values, patterns, default)


def _where(owner: Section, key: str, prefix: str) -> Where | None:
    section = owner.section(key, ("column", "values", "match"))
    if section is None:
        return None
    if "values" not in section and "match" not in section:
        section.refuse((), f"'{key}' asks for nothing", "give values = [\"…\"], or match = '…'")
    return Where(
        prefix + section.text("column"), frozenset(section.texts("values")), section.pattern("match")
    )


def _known(section: Section, path: tuple[str, ...], prop: str, known: Mapping[str, str]) -> None:
    if prop and prop not in known:
        section.refuse(path, f"'{prop}' is no property", meant(prop, known))
