"""Who bears names in a store, as a roster wants it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sekisho.match.roster import Bearer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.store.base import Store

IDENTIFYING = frozenset(("lei", "registration", "tax", "uscc", "corporate-number", "imo", "mmsi", "ticker"))
"""Kinds of marks that one bearer has and no other; a brand or a block of addresses is none."""


def bearers_of(store: Store) -> Iterator[Bearer]:
    """Every entity of a store, with its names and identifiers."""
    ids: dict[str, list[str]] = defaultdict(list)
    for mark in store.marks:
        if mark.kind in IDENTIFYING:
            ids[mark.entity].append(identifier(mark.kind, mark.value))
    for entity in store.entities.values():
        yield Bearer(
            entity.id,
            entity.schema,
            entity.names,
            entity.weak,
            entity.country or "",
            ids=tuple(ids[entity.id]) if entity.id in ids else (),
        )


def identifier(kind: str, value: str) -> str:
    """An identifier as it is compared: its kind, and its letters and digits in capitals."""
    return f"{kind.lower()}:{''.join(filter(str.isalnum, value)).upper()}"
