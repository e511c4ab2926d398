"""Who bears names in a store, as a roster wants it, and by which identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.match.identifiers import identifiers_of
from sekisho.match.roster import Bearer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.store.base import Store


def bearers_of(store: Store) -> Iterator[Bearer]:
    """Every entity of a store, with its names and identifiers."""
    ids = identifiers_of(store)
    for entity in store.entities.values():
        yield Bearer(
            entity.id,
            entity.schema,
            entity.names,
            entity.weak,
            entity.country or "",
            ids=ids.get(entity.id, ()),
        )
