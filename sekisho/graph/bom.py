"""What is inside what, and the fewest parts to replace so that something is no longer inside.

Two rows of a bill with the same name, maker and part number are one part, which is replaced everywhere.
An assembly that is replaced takes all with it that is used nowhere else. Nothing recurses: depth is free.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.graph.flow import Flow
from sekisho.model.bom import ITEM, holder_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sekisho.model.bom import Bom
    from sekisho.model.case import Row

MOST = 20
"""Sets of parts that are named; where there are more, it is said."""
LARGEST = 40
"""Parts of a set up to which the other sets as small are looked for."""
WORK = 500_000
"""Parts looked at in the search for other sets."""


@dataclass(frozen=True, slots=True)
class Structure:
    """The parts of an item as a graph.

    Attributes:
        inside: by part, what it holds directly, in the order of the bill; a part is its first address.
        places: by part, all addresses at which it stands.
    """

    inside: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]

    def below(self, parts: Collection[str], gone: Collection[str] = ()) -> frozenset[str]:
        """These parts and all that is inside them, as far as it can be met without those that are gone."""
        found = set(parts)
        todo = list(parts)
        while todo:
            inner = self.inside[todo.pop()]
            todo += (new := [each for each in inner if each not in found and each not in gone])
            found.update(new)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the tree.

    Attributes:
        part: which.
        depth: 0 for the item.
        again: what is inside has been shown above.
    """

    part: str
    depth: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Fewest:
    """The smallest sets of parts that, replaced, take something out of the item.

    Attributes:
        sets: those that leave most of the item as it is come first.
        more: there are others as small, or there may be: the search was ended.
    """

    sets: tuple[frozenset[str], ...]
    more: bool = False


def structure(bom: Bom) -> Structure:
    """What is inside what.

    A part that the bill lists at its top and the dependencies place elsewhere belongs there, as long as
    they speak of the item itself; of a bill that is silent about that, every part is one of the item's own.
    """
    rows = bom.components or ()
    part_of, places = _parts(rows)
    placed = {part for holder, part in bom.shared if holder != ITEM}
    own = {part for holder, part in bom.shared if holder == ITEM}
    inside: dict[str, dict[str, None]] = {part: {} for part in places}
    left: list[str] = []
    for row in rows:
        holder = holder_of(row.address)
        if holder == ITEM and own and row.address in placed and row.address not in own:
            left.append(row.address)
        else:
            inside[part_of[holder]].setdefault(part_of[row.address])
    for holder, part in bom.shared:
        inside[part_of[holder]].setdefault(part_of[part])
    # What only its own parts lead to is nowhere else than in the item.
    found = Structure({part: tuple(parts) for part, parts in inside.items()}, places)
    reached = found.below((ITEM,))
    lost = [part_of[address] for address in left if part_of[address] not in reached]
    if not lost:
        return found
    inside[ITEM] |= dict.fromkeys(lost)
    return Structure({part: tuple(parts) for part, parts in inside.items()}, places)


def _parts(rows: Collection[Row]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """By address, the part that stands there; and by part, its addresses."""
    part_of = {ITEM: ITEM}
    places: dict[str, list[str]] = {ITEM: [ITEM]}
    known: dict[tuple[object, ...], str] = {}
    key: tuple[object, ...]
    for row in rows:
        get = row.facts.get
        if (model := get("identifiers.model")) is not None:
            key = (get("name"), get("manufacturer"), model)
        else:
            key = (row.address,) if get("number") is None else ("number", get("number"), get("manufacturer"))
        part = known.setdefault(key, row.address)
        part_of[row.address] = part
        places.setdefault(part, []).append(row.address)
    return part_of, {part: tuple(addresses) for part, addresses in places.items()}


def lines(parts: Structure) -> Iterator[Line]:
    """The tree, from the item inwards; what is inside a part is shown where the part is met first."""
    shown: set[str] = set()
    todo = [Line(ITEM, 0)]
    while todo:
        line = todo.pop()
        again = line.part in shown
        yield Line(line.part, line.depth, again and bool(parts.inside[line.part]))
        if not again:
            shown.add(line.part)
            todo += [Line(each, line.depth + 1) for each in reversed(parts.inside[line.part])]


def fewest(parts: Structure, bad: Collection[str], most: int = MOST) -> Fewest:
    """The smallest sets of parts whose replacement leaves none of the bad ones in the item.

    Args:
        parts: what is inside what.
        bad: the parts that must go; never the item itself.
        most: sets that are named.
    """
    edges = _towards(parts, bad)
    flow = Flow(edges, ITEM, bad)
    sets = {flow.innermost(): None}
    more = flow.value > LARGEST
    for looked, found in enumerate(() if more else _cuts(edges, bad, flow), 1):
        new = found is not None and found not in sets
        if looked > WORK // len(edges) or (new and len(sets) >= most):
            more = True
            break
        sets |= {found: None} if found is not None else {}
    left = {each: len(parts.below((ITEM,), each)) for each in sets}
    return Fewest(tuple(sorted(sets, key=lambda each: (-left[each], sorted(each)))), more)


def _towards(parts: Structure, bad: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The graph without what leads to nothing bad."""
    around: dict[str, list[str]] = {}
    for part, inner in parts.inside.items():
        for each in inner:
            around.setdefault(each, []).append(part)
    leading = {ITEM, *bad}
    todo = list(bad)
    while todo:
        todo += (new := [each for each in around.get(todo.pop(), ()) if each not in leading])
        leading.update(new)
    return {
        part: tuple(each for each in inner if each in leading)
        for part, inner in parts.inside.items()
        if part in leading
    }


def _cuts(
    edges: Mapping[str, Collection[str]], bad: Collection[str], flow: Flow
) -> Iterator[frozenset[str] | None]:
    """Every smallest cut, and None for each attempt that led to none.

    A cut has one vertex of each path of the flow: one path after the other is cut, the innermost part first.
    """
    todo = [(flow, frozenset[str](), frozenset[str](), list(flow.path()))]
    while todo:
        flow, fixed, gone, path = todo[-1]
        if not path:
            todo.pop()
            continue
        part = path.pop()
        if part in fixed:
            continue
        kept, cut = fixed | (frozenset(flow.path()) - {part}), gone | {part}
        rest = Flow(edges, ITEM, bad, kept, cut, flow.value - 1)
        if rest.value == flow.value - 1 and rest.value:
            todo.append((rest, kept, cut, list(rest.path())))
        yield cut if not rest.value else None
