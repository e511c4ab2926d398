"""An entity with those around it: whom it points to, and who points to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sekisho.lists import ftm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sekisho.service.yente.view import View
    from sekisho.service.yente.whole import Whole

MOST = 500
"""Entities that are nested under one property; `/adjacent` turns the pages of more."""


class Neighbours(NamedTuple):
    """Those to whom a property leads: their keys, in the order in which it was learnt."""

    prop: str
    keys: tuple[str, ...]


def neighbours(whole: Whole, view: View) -> tuple[Neighbours, ...]:
    """All to whom an entity points, and then all who point to it, by property."""
    found: dict[str, dict[str, None]] = {prop: dict.fromkeys(keys) for prop, keys in whole.ends.items()}
    for pointer in view.around.to(whole.key):
        found.setdefault(pointer.prop, {})[pointer.key] = None
    for key in view.ended(whole.key):
        found.setdefault("sanctions", {})[key] = None
    return tuple(Neighbours(prop, tuple(keys)) for prop, keys in found.items())


def nested(whole: Whole, view: View, day: int) -> dict[str, Any]:
    """An entity as yente tells it, with those around it in the place of their ids."""
    told = view.told(whole, day)
    for each in neighbours(whole, view):
        told["properties"][each.prop] = flat(each.keys[:MOST], view, day, whole.key)
    return told


def flat(keys: Iterable[str], view: View, day: int, root: str) -> list[dict[str, Any] | str]:
    """Those around an entity, each with whom he points to himself, but not back to it.

    Of whom nothing but his id is stated, that is told.
    """
    keys = tuple(keys)
    wholes = view.wholes(keys)
    further = {end for each in wholes.values() for ends in each.ends.values() for end in ends} - {root}
    ends = view.wholes(further)
    return [_told(key, wholes, ends, view, day) for key in keys]


def _told(
    key: str, wholes: Mapping[str, Whole], ends: Mapping[str, Whole], view: View, day: int
) -> dict[str, Any] | str:
    whole = wholes.get(key)
    if whole is None:
        return ftm.ident(key)
    told = view.told(whole, day)
    for prop, pointed in whole.ends.items():
        told["properties"][prop] = [
            view.told(ends[end], day) if end in ends else ftm.ident(end) for end in pointed
        ]
    return told
