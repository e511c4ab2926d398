"""Everything that `law check` refuses: section 7 of the law format, all at once, each with file and line.

What cannot be read is said by the reader, what does not fit by `structure`, what the examples show by
`examples` and `coverage`. A refused file never hides what is wrong in the others: the examples are run
on the law that is left without it.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import tomli

from sekisho.errors import LawError, Location, Problem
from sekisho.law.assemble import assemble
from sekisho.law.coverage import untried
from sekisho.law.examples import failures, lay_out, read_examples
from sekisho.law.register import walk
from sekisho.law.structure import misfits
from sekisho.law.temporal import gaps
from sekisho.law.uses import sound
from sekisho.model.measure import Condition

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from sekisho.law.examples import ReadCase
    from sekisho.law.read import RawBlock
    from sekisho.law.register import Law

YEAR = 365
NOBODY = "NOBODY"
"""How `reviewed.by` begins where nobody has reviewed the block yet."""


def check(
    root: Path, read_case: ReadCase, today: int, *, lists: Collection[str] | None = None
) -> list[Problem]:
    """Everything wrong with the law under *root*.

    Args:
        root: the folder with `facts.toml`.
        read_case: reads the cases of examples.
        today: the day on which reviews are a year old.
        lists: ids of the lists that the law may name, parts included; None: any.
    """
    try:
        law, problems = assemble(root, examples=True)
    except LawError as error:
        return in_order(error.problems)
    problems += _groups(root)
    problems += misfits(law, lists)
    examples, unreadable = read_examples(law, read_case)
    problems += unreadable
    refused = frozenset(problem.at.file for problem in problems if not problem.warning)
    left = sound(law, refused) if refused else law
    asked = lay_out(left, tuple(each for each in examples.questions if each.instrument in left.instruments))
    problems += failures(left, asked)
    problems += untried(left, asked)
    problems += _unreviewed(law, today)
    problems += _uncited(law)
    problems += _untranslated(law)
    if not refused:
        problems += gaps(law, today)
    return in_order(problems)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file and line, each once."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.at.file, problem.at.line))


def _groups(root: Path) -> Iterator[Problem]:
    """Rule 3: a group is of a fact, holds values of it, and bears the name of none."""
    path = root / "facts.toml"
    text = path.read_text("utf-8")
    data: dict[str, Any] = tomli.loads(text)
    for name, group in data.get("group", {}).items():
        at = Location(path.name, _line(text, name))
        fact = data["fact"].get(group.get("of"))
        values = fact.get("values") if isinstance(fact, dict) else None
        if not isinstance(values, list):
            yield Problem(
                at,
                f"the group '{name}' is of '{group.get('of')}', which has no list of values",
                "name the fact",
            )
            continue
        if name in values:
            yield Problem(
                at, f"the group '{name}' is named like a value of '{group['of']}'", "give it another name"
            )
        for value in group.get("values", ()):
            if value not in values:
                hint = f"its values are {', '.join(values)}"
                yield Problem(at, f"the group '{name}' holds '{value}', which '{group['of']}' never is", hint)


def _line(text: str, group: str) -> int:
    found = re.search(rf'^\[group\."?{re.escape(group)}"?\]', text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _unreviewed(law: Law, today: int) -> Iterator[Problem]:
    """Rule 12: what nobody has read against its source, or nobody for a year (warning)."""
    for raw in law.raw:
        reviewed = raw.raw.get("reviewed")
        if isinstance(reviewed, dict):
            on, by = reviewed.get("on"), str(reviewed.get("by", NOBODY))
            if by.startswith(NOBODY):
                hint = "whoever reads it against its source writes his name in reviewed.by"
                yield Problem(raw.line("reviewed"), f"nobody has reviewed '{_name(raw)}'", hint, warning=True)
            elif isinstance(on, dt.date) and on.toordinal() < today - YEAR:
                hint = "read it against its source again"
                yield Problem(
                    raw.line("reviewed"), f"'{_name(raw)}' was last reviewed on {on}", hint, warning=True
                )
        elif raw.kind == "instrument":
            hint = 'write reviewed = { on = …, by = "…", against = "…" }'
            yield Problem(raw.at, f"'{_name(raw)}' does not say who reviewed it", hint, warning=True)


def _uncited(law: Law) -> Iterator[Problem]:
    """Rule 13: an amendment that does not say where it stands (warning)."""
    for raw in law.raw:
        if raw.kind == "amendment" and not raw.raw.get("cites"):
            hint = 'write cites = "…", the act or notice that made the change'
            yield Problem(raw.at, f"the amendment of '{_name(raw)}' cites nothing", hint, warning=True)


def _untranslated(law: Law) -> Iterator[Problem]:
    """Of a block with a Japanese table: clauses without Japanese, and Japanese for nothing (warning)."""
    for raw in law.raw:
        given = raw.keys.get("ja")
        if not isinstance(given, dict):
            continue
        words, known = _clauses(raw), _sayings(raw)
        missing = [word for word in words if word not in given]
        if missing:
            message = f"no Japanese for {', '.join(map(repr, missing))}"
            yield Problem(raw.line("ja"), message, "add it to the table ja", warning=True)
        for word in (word for word in given if word not in {*words, *known}):
            yield Problem(
                raw.line("ja"), f"'{word}' is said nowhere in this block", "take it out of ja", warning=True
            )


def _clauses(raw: RawBlock) -> list[str]:
    conditions = (value for value in raw.keys.values() if isinstance(value, Condition))
    labels = (node.label for condition in conditions for child in condition.children for node in walk(child))
    return list(dict.fromkeys(label for label in labels if label))


def _sayings(raw: RawBlock) -> Iterator[str]:
    """What else a block says in words."""
    for value in raw.raw.values():
        yield from [value] if isinstance(value, str) else value if isinstance(value, list) else ()


def _name(raw: RawBlock) -> str:
    of = raw.keys.get("of", raw.kind)
    return str(raw.keys.get("id", ", ".join(of) if isinstance(of, tuple) else of))
