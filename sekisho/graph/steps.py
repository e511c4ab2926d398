"""The steps of a path in words: by which name somebody was found, who holds whom, which entry it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.model.decision import Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.graph.company import Company, Named, Stake
    from sekisho.model.entity import Listing
    from sekisho.truth import Truth


def named_as(company: Company, named: Named) -> tuple[Step, ...]:
    """By which other name a company was found; nothing where it is its own."""
    return () if named.name == company.name else (Step("name", named.name, named.why),)


def owner_steps(way: Iterable[tuple[Stake, Truth]]) -> tuple[Step, ...]:
    """A step for each holding of a chain."""
    return tuple(Step("owner", stake.owner.name, stake.words(), stake.source) for stake, _ in way)


def entry_words(listing: Listing) -> str:
    """An entry on a list: the name there, its days, and how sure it is where that is not high."""
    valid = listing.valid
    since = "" if valid.first == FIRST_DAY else f" from {valid.first_text}"
    until = "" if valid.last == LAST_DAY else f" to {valid.last_text}"
    doubt = f" ({listing.certainty})" if listing.certainty not in ("", "high") else ""
    return f"as {listing.entry}{since}{until}{doubt}"
