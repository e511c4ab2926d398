"""What a bill of materials says of its parts by reference: which lists are complete, what needs what.

References never cascade: a composition speaks of the assembly it names and not of the parts inside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.formats.notes import kind_of, quote
from sekisho.model.bom import ITEM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.formats.notes import Notes, Place

_SHOWN = 12
"""Members of a cycle that are shown before its middle is left out."""


def completeness(data: object, notes: Notes) -> frozenset[str]:
    """References of the assemblies whose list of parts is said to be complete, and nothing else."""
    complete: set[str] = set()
    open_: set[str] = set()
    for place, entry in _entries(data, "compositions", notes):
        assemblies = entry.get("assemblies", [])
        if not isinstance(assemblies, list):
            notes.refuse(
                (place, "assemblies"), f"a list is needed here, not {kind_of(assemblies)}", "write a list"
            )
            continue
        named = {ref for ref in assemblies if isinstance(ref, str) and ref}
        (complete if entry.get("aggregate") == "complete" else open_).update(named)
    return frozenset(complete - open_)


def shared(data: object, at: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What the dependencies say beside the nesting: pairs of an assembly and a part listed elsewhere.

    Args:
        data: the dependencies of the bill, which have been checked.
        at: addresses of the components by reference.
    """
    pairs: dict[tuple[str, str], None] = {}
    for entry in data if isinstance(data, list) else ():
        holder = (
            at.get(entry["ref"]) if isinstance(entry, dict) and isinstance(entry.get("ref"), str) else None
        )
        on = entry.get("dependsOn", ()) if holder else ()
        for part in (at.get(each) for each in on if isinstance(each, str)) if isinstance(on, list) else ():
            if holder and part and part not in (holder, ITEM):
                pairs[holder, part] = None
    return tuple(pairs)


def check_cycles(data: object, notes: Notes) -> None:
    """Refuse a part that in the end depends on itself, with the chain."""
    needs: dict[str, list[str]] = {}
    places: dict[str, Place] = {}
    for place, entry in _entries(data, "dependencies", notes):
        ref = entry.get("ref")
        if not isinstance(ref, str) or not ref:
            notes.refuse(
                place, "a dependency without its `ref`", "name the bom-ref of the component that depends"
            )
            continue
        on = entry.get("dependsOn", [])
        if not isinstance(on, list):
            notes.refuse((place, "dependsOn"), f"a list is needed here, not {kind_of(on)}", "write a list")
            continue
        places.setdefault(ref, place)
        # The specification's own valid documents have a component that names itself: that leads nowhere.
        needs.setdefault(ref, []).extend(each for each in on if isinstance(each, str) and each != ref)
    chain = cycle(needs)
    if chain:
        hint = "nothing can need itself: take one of these dependencies away"
        notes.refuse(places[chain[0]], "the dependencies go in a circle: " + chained(chain), hint)


def chained(chain: Sequence[str]) -> str:
    """A chain as it is shown: what is long loses its middle."""
    shown = [quote(ref) for ref in chain]
    if len(shown) > _SHOWN:
        shown = [*shown[: _SHOWN - 2], f"… {len(shown) - _SHOWN + 1} more …", shown[-1]]
    return " → ".join(shown)


def cycle(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """The first chain that leads back to where it began; empty where there is none."""
    done: set[str] = set()
    for start, first in needs.items():
        if start in done:
            continue
        path = [start]
        on_path = {start}
        todo = [iter(first)]
        while todo:
            ref = next(todo[-1], None)
            if ref is None:
                todo.pop()
                on_path.discard(path[-1])
                done.add(path.pop())
            elif ref in on_path:
                return [*path[path.index(ref) :], ref]
            elif ref not in done and ref in needs:
                path.append(ref)
                on_path.add(ref)
                todo.append(iter(needs[ref]))
    return []


def _entries(data: object, key: str, notes: Notes) -> Iterator[tuple[Place, dict[str, object]]]:
    place: Place = (None, key)
    if data is None:
        return
    if not isinstance(data, list):
        notes.refuse(place, f"a list is needed here, not {kind_of(data)}", "write a list")
        return
    for index, entry in enumerate(data):
        if isinstance(entry, dict):
            yield (place, index), entry
        else:
            notes.refuse((place, index), f"a table is needed here, not {kind_of(entry)}", "write a table")
