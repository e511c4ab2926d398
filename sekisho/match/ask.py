"""Names asked of a store: the one call that most programs need."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.match.bearers import bearers_of
from sekisho.match.compare import tools
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sekisho.match.matcher import Found
    from sekisho.store.base import Store


@lru_cache(maxsize=2)
def matcher_of(store: Store) -> Matcher:
    """The index of all names of a store, by what the corpus that ships says; kept for later."""
    lore, model = tools()
    return Matcher.of(Roster.build(bearers_of(store), lore), model)


def match(
    names: Sequence[str], store: Store, *, schema: str = "", country: str = "", most: int = 5
) -> list[tuple[Found, ...]]:
    """Who bears each of some names: the likeliest entities of a store, with scores.

    Args:
        names: as written, in any script.
        store: whose entities are asked about; it is indexed once.
        schema: what the bearers are, as followthemoney calls it; empty: not known.
        country: where they are, as a two-letter code; empty: not known.
        most: entities told for a name.
    """
    return matcher_of(store).match([Query(name, schema, country) for name in names], most)
