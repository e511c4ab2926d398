"""Who bears names in a store, as a roster wants it, and by which identifiers."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING

from sekisho.match.identifiers import identifiers_of
from sekisho.match.roster import Bearer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def digest_of(bearers: Sequence[Bearer]) -> str:
    """A hash of all that a roster of these bearers is made of, whatever store they are from."""
    return blake2b(json.dumps(bearers).encode(), digest_size=16).hexdigest()
