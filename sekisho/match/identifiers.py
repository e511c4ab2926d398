"""Marks that one bearer has and no other: they decide who somebody is, whatever the name.

Invariant: an identifier is compared with its kind, by its letters and digits alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.names.numbers import SCHEMES, identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sekisho.store.base import Store

__all__ = ["KINDS", "another_kind", "identifier", "identifiers_of", "kind_of"]

KINDS = frozenset(SCHEMES)
"""A brand or a block of addresses is none of these: several may use it."""


def kind_of(identifier: str) -> str:
    """The kind of an identifier."""
    return identifier.partition(":")[0]


def another_kind(one: Iterable[str], other: Iterable[str]) -> str:
    """A kind of identifier that two bearers both tell, and not the same; empty: they agree, or tell none."""
    own, theirs = _by_kind(one), _by_kind(other)
    return next((kind for kind in own if kind in theirs and not own[kind] & theirs[kind]), "")


def identifiers_of(store: Store) -> Mapping[str, tuple[str, ...]]:
    """The identifiers of each entity of a store that has any."""
    found: dict[str, tuple[str, ...]] = {}
    for mark in store.marks:
        if mark.kind in KINDS:
            found[mark.entity] = (*found.get(mark.entity, ()), identifier(mark.kind, mark.value))
    return found


def _by_kind(identifiers: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in identifiers:
        found.setdefault(kind_of(each), set()).add(each)
    return found
