"""TOML tables to conditions: the groups, the nine operators and the one quantifier.

A condition is a table whose keys are the clauses in words and whose values are tests of three
words. Everything wrong is collected as a Problem with file and line; nothing is guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from sekisho import dates
from sekisho.errors import meant, nearest
from sekisho.law.facts import THINGS
from sekisho.model.measure import Condition, FactRef, Test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sekisho.dates import Moment
    from sekisho.law.facts import Fact, Facts
    from sekisho.law.source import Source

OPERATORS: Mapping[str, tuple[str, ...]] = {
    "is": ("word", "yes-no"),
    "in": ("word",),
    "has": ("words",),
    "at-least": ("number",),
    "above": ("number",),
    "below": ("number",),
    "before": ("date",),
    "since": ("date",),
    "meets": (),
}
"""The closed list of operators, each with the types of fact it can be asked of."""

COLLECTIONS = ("party", "component", "actor-use", "party-use", "authorisation")
GROUPS = ("all", "any", "not", "some")
ALWAYS = "always"
FACTS_PAGE = "docs/reference/facts.md"


class Reading(NamedTuple):
    """What the reader of one section needs to know.

    Attributes:
        bound: the elements that a test may name here: `it` in a definition, those bound by `some`.
        report: takes a line, a message and a remedy.
        ja: clause words to their Japanese.
    """

    facts: Facts
    source: Source
    bound: frozenset[str]
    report: Callable[[int, str, str], None]
    ja: Mapping[str, str]

    def binding(self, element: str) -> Reading:
        """The same, inside a group that binds *element*; beside another thing, `it` would be neither."""
        bound = self.bound - {"it"} if element in THINGS else self.bound
        return self._replace(bound=bound | {element})


def read_section(table: object, name: str, reading: Reading) -> Condition | None:
    """A section (`binds`, `target`, `when` …) as a condition; None where it is refused."""
    if table == ALWAYS and name == "when":
        return Condition(name, "always", at=reading.source.at(reading.source.key(name)))
    return _read(name, table, reading)


def _read(label: str, value: object, reading: Reading) -> Condition | None:
    if isinstance(value, str):
        return _read_test(label, value, reading)
    line = reading.source.clause(label)
    if not isinstance(value, dict):
        reading.report(
            line, f"'{label}' is neither a test nor a group", 'write "fact operator value" or a table'
        )
        return None
    if not value:
        reading.report(
            line,
            f"the group '{label}' is empty",
            "an empty group would always hold: write a clause or drop it",
        )
        return None
    operators = [key for key in value if key in GROUPS]
    if operators and len(value) > 1:
        hint = "put what belongs beside it under a group with a label of its own"
        reading.report(line, f"'{operators[0]}' stands beside other clauses in '{label}'", hint)
        return None
    if not operators:
        return _combine(label, "all", value, reading, line)
    inner = value[operators[0]]
    if not isinstance(inner, dict) or not inner:
        reading.report(
            line, f"'{operators[0]}' in '{label}' holds no clause", "write at least one clause under it"
        )
        return None
    return _operator(label, operators[0], inner, reading, line)


def _operator(
    label: str, op: str, inner: Mapping[str, object], reading: Reading, line: int
) -> Condition | None:
    if op == "some":
        return _read_some(label, inner, reading, line)
    combined: Literal["all", "any", "not"] = "any" if op == "any" else "not" if op == "not" else "all"
    if any(key in GROUPS for key in inner):
        child = _read("", dict(inner), reading)
        return None if child is None else _made(label, combined, (child,), reading, line)
    if op == "not" and len(inner) > 1:
        hint = "'not' takes one clause: group them with all or any"
        reading.report(line, f"'not' in '{label}' has {len(inner)} clauses", hint)
        return None
    return _combine(label, combined, inner, reading, line)


def _combine(
    label: str, op: Literal["all", "any", "not"], clauses: Mapping[str, object], reading: Reading, line: int
) -> Condition | None:
    children = [_read(key, clause, reading) for key, clause in clauses.items()]
    read = tuple(child for child in children if child is not None)
    return _made(label, op, read, reading, line) if len(read) == len(children) else None


def _read_some(label: str, inner: Mapping[str, object], reading: Reading, line: int) -> Condition | None:
    (collection, group), *more = inner.items()
    if more or collection not in COLLECTIONS:
        hint = f"name exactly one of {', '.join(COLLECTIONS)}"
        reading.report(line, f"'some' in '{label}' is about '{', '.join(inner)}'", hint)
        return None
    if collection == "party-use" and "party" not in reading.bound:
        reading.report(
            line,
            f"'some.party-use' in '{label}' stands outside some.party",
            "put it inside the group of some.party",
        )
        return None
    child = _read("", group, reading.binding(collection))
    return None if child is None else _made(label, "some", (child,), reading, line, over=collection)


def _made(
    label: str,
    op: Literal["all", "any", "not", "some"],
    children: tuple[Condition, ...],
    reading: Reading,
    line: int,
    over: str = "",
) -> Condition:
    return Condition(label, op, children, over=over, at=reading.source.at(line), ja=reading.ja.get(label, ""))


def _read_test(label: str, text: str, reading: Reading) -> Condition | None:
    line = reading.source.clause(label, text)
    name, operator, *values = (*text.split(), "", "")[: max(2, len(text.split()))]
    if not values:
        reading.report(line, f"the test '{text}' is not three parts", "write: fact operator value…")
        return None
    if operator not in OPERATORS:
        reading.report(line, f"'{operator}' is no operator", meant(operator, OPERATORS))
        return None
    test = (
        _meets(name, values, text, reading, line)
        if operator == "meets"
        else _told(name, operator, values, text, reading, line)
    )
    if test is None:
        return None
    return Condition(label, "test", test=test, at=reading.source.at(line), ja=reading.ja.get(label, ""))


def _meets(name: str, values: list[str], text: str, reading: Reading, line: int) -> Test | None:
    if name not in THINGS:
        reading.report(line, f"'meets' cannot be asked of '{name}'", f"ask it of {', '.join(THINGS)}")
        return None
    if name != "item" and name not in reading.bound:
        _unbound(name, reading, line)
        return None
    if len(values) != 1:
        reading.report(line, f"'{text}' names {len(values)} definitions", "meets takes one definition")
        return None
    return Test(
        FactRef("case" if name == "item" else name, "item" if name == "item" else ""),
        "meets",
        (values[0],),
        text,
    )


def _told(name: str, operator: str, values: list[str], text: str, reading: Reading, line: int) -> Test | None:
    ref = reading.facts.refer(name)
    fact = reading.facts.lookup(ref)
    if fact is None:
        reading.report(line, f"there is no fact '{name}'", _facts_like(name, reading.facts.names()))
        return None
    if ref.element != "case" and ref.element not in reading.bound:
        _unbound(ref.element, reading, line)
        return None
    if fact.type not in OPERATORS[operator]:
        able = [known for known, types in OPERATORS.items() if fact.type in types]
        reading.report(
            line, f"'{operator}' does not fit '{name}', a {fact.type} fact", f"use {' or '.join(able)}"
        )
        return None
    many = operator in ("in", "has")
    if not many and len(values) > 1:
        reading.report(
            line, f"the test '{text}' is not three parts", f"'{operator}' takes one value; 'in' takes several"
        )
        return None
    parsed = [_value(word, fact, operator, reading, line) for word in values]
    if any(value is None for value in parsed):
        return None
    return Test(ref, operator, tuple(value for value in parsed if value is not None), text)


def _unbound(element: str, reading: Reading, line: int) -> None:
    hint = (
        "only a definition knows 'it'"
        if element == "it"
        else f"put the clause inside a group of some.{element}"
    )
    reading.report(line, f"'{element}' is not bound here", hint)


def _value(word: str, fact: Fact, operator: str, reading: Reading, line: int) -> str | float | Moment | None:
    if fact.type == "number":
        try:
            return float(word)
        except ValueError:
            reading.report(
                line, f"'{word}' is no number", f"'{fact.name}' is counted in {fact.unit or 'numbers'}"
            )
            return None
    if fact.type == "date":
        try:
            return dates.moment(word)
        except ValueError:
            reading.report(line, f"'{word}' is no date", "write a full date: 2018-08-13")
            return None
    allowed = {"yes", "no"} if fact.type == "yes-no" else fact.values
    groups = fact.groups if operator != "is" else {}
    if allowed is not None and word not in allowed and word not in groups:
        reading.report(line, f"'{fact.name}' never has the value '{word}'", meant(word, (*allowed, *groups)))
        return None
    return word


def _facts_like(name: str, names: Iterable[str]) -> str:
    """The fact that was meant, or those of the same element; a far one would send the writer astray."""
    known = tuple(names)
    element = name.partition(".")[0] + "."
    beside = [each for each in known if each.startswith(element)]
    if nearest(name, known, least=0.8) or not beside:
        return meant(name, known)
    return f"{element} has {', '.join(each.removeprefix(element) for each in beside)}; {FACTS_PAGE} has all"
