"""In which order entities are told: by a field, upwards or downwards, as `first_seen:desc`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.service.yente.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sekisho.service.yente.whole import Whole

FIELDS: Mapping[str, Callable[[Whole], str | int | None]] = {
    "id": lambda each: each.id,
    "caption": lambda each: each.caption.casefold(),
    "schema": lambda each: each.schema,
    "first_seen": lambda each: each.first_seen,
    "last_seen": lambda each: each.last_seen,
    "last_change": lambda each: each.last_change,
}
SCORE = "_score"
"""How well it fits: the order in which it was found."""


def checked(sorts: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Fields, each with whether it goes downwards.

    Raises:
        RefusedError: there is no such field, or no such way.
    """
    found = []
    for each in sorts:
        name, _, way = each.partition(":")
        if name not in (*FIELDS, SCORE) or way not in ("", "asc", "desc"):
            raise RefusedError(
                f"sort={each}: write a field and asc or desc, as first_seen:desc; "
                f"fields are {', '.join(FIELDS)}, {SCORE}"
            )
        if name == SCORE:
            break  # nothing that follows could change anything
        found.append((name, way == "desc"))
    return tuple(found)


def ordered(wholes: Iterable[Whole], sorts: Sequence[tuple[str, bool]]) -> list[Whole]:
    """Entities in an order; of whom a field is not known comes last."""
    found = list(wholes)
    for name, down in reversed(sorts):
        field = FIELDS[name]
        told = [each for each in found if field(each) is not None]
        told.sort(key=field, reverse=down)  # type: ignore[arg-type]  # None is left out
        found = told + [each for each in found if field(each) is None]
    return found
