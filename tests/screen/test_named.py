"""Whose names a case has, and where the case format says that names stand."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from sekisho.formats.keys import Bearer, Kind, Shape, shape_of
from sekisho.law.shapes import asked
from sekisho.screen.named import named
from tests.whole import read_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.formats.keys import Element, Slot
    from sekisho.law.register import Law

DEEP = 3
"""Tables in tables of their own kind that are filled."""


def filled(
    element: Element, shape: Shape, told: dict[str, Slot], numbers: Iterator[int], depth: int = 0
) -> dict[str, object]:
    """A table in which every key that takes any text has one of its own, and so the tables in it."""
    table: dict[str, object] = {}
    for key, slot in element.slots.items():
        if slot.kind is Kind.TEXT and slot.words is None:
            text = f"Number {next(numbers)}"
            table[key], told[text] = text, slot
        elif slot.element and depth < DEEP:
            inner = filled(shape.elements[slot.element], shape, told, numbers, depth + 1)
            table[key] = [inner] if slot.many else inner
    return table


def test_the_case_format_says_of_every_name_that_is_asked_about_that_it_is_one(law: Law) -> None:
    """Rows are folded by what it says: a name that it forgot would be taken for what no answer rests on."""
    shape, told = shape_of(law.facts), dict[str, "Slot"]()
    data = filled(shape.elements["case"], shape, told, count(1))
    case = read_case(law.facts, data)
    assert case.parties
    assert case.components
    names = {text for text, slot in told.items() if slot.bearer in (Bearer.COMPANY, Bearer.OWNER)}
    assert {query.name for _, query in named(case)} == names


def test_no_rule_asks_what_things_are_called(law: Law) -> None:
    things = {
        slot.name
        for element in shape_of(law.facts).elements.values()
        for slot in element.slots.values()
        if slot.bearer is Bearer.THING
    }
    assert things == {"item.name", "name"}
    of_things = asked(law)
    assert not any(things & of_things[table] for table in ("case", "component", "use"))


def test_a_table_holds_names_where_a_table_in_it_does(law: Law) -> None:
    shape = shape_of(law.facts)
    holding = {key for key in shape.elements if shape.names(key)}
    assert holding == {"case", "actor", "party", "item", "component", "actor-use", "party-use", "owner"}
