"""Parts that name each other, laid out as a bill: each at the place where it is met first.

Where it is met again, the bill says that it is shared. A circle is refused, and so is a depth beyond 200.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sekisho.formats.links import chained, cycle
from sekisho.formats.parts import DEEPEST, FLATTEN, TOO_DEEP
from sekisho.model.bom import ITEM, Bom
from sekisho.model.case import Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sekisho.formats.notes import Notes, Place
    from sekisho.model.case import Value


@dataclass(frozen=True, slots=True)
class Plan:
    """Parts by a name of their own, and what holds what.

    Attributes:
        facts: of each part.
        places: where each is told of.
        inside: the parts directly in a part.
        roots: the parts directly in the item.
        complete: parts whose list of parts is complete; `item` for the item.
    """

    facts: Mapping[str, Mapping[str, Value]]
    places: Mapping[str, Place]
    inside: Mapping[str, Sequence[str]]
    roots: Sequence[str]
    complete: frozenset[str] = field(default_factory=frozenset)


class _Meeting(NamedTuple):
    part: str
    holder: str
    depth: int


def lay_out(plan: Plan, name: str, item: Mapping[str, Value], notes: Notes) -> Bom:
    """The bill of these parts.

    Args:
        plan: the parts; those that no root leads to are left out.
        name: of the file.
        item: facts of the item.
        notes: takes what is wrong; the bill is then of no use.
    """
    if chain := cycle(plan.inside):
        hint = "nothing can hold itself: take one of these out"
        notes.refuse(plan.places[chain[0]], "the parts go in a circle: " + chained(chain), hint)
        return Bom(name, item, ())
    at: dict[str, str] = {}
    rows: list[Row] = []
    shared: dict[tuple[str, str], None] = {}
    held: dict[str, int] = {}
    todo = [_Meeting(part, ITEM, 1) for part in reversed(plan.roots)]
    while todo:
        part, holder, depth = todo.pop()
        if part in at:
            shared[holder, at[part]] = None
            continue
        if depth > DEEPEST:
            notes.refuse(plan.places[part], TOO_DEEP, FLATTEN)
            break
        address = at[part] = f"{holder}.components[{held.get(holder, 0)}]"
        held[holder] = held.get(holder, 0) + 1
        rows.append(Row(address, plan.facts[part]))
        todo += [_Meeting(each, address, depth + 1) for each in reversed(plan.inside.get(part, ()))]
    unopened = [ITEM] if ITEM not in plan.complete else []
    unopened += [address for part, address in at.items() if part not in plan.complete]
    return Bom(name, item, tuple(rows) if rows or not unopened else None, tuple(unopened), tuple(shared))
