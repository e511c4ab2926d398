"""The steps of a path in words: by which name somebody was found, who holds whom, which entry it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.model.decision import Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.graph.company import Company, Stake
    from sekisho.model.entity import Listing
    from sekisho.model.match import Match
    from sekisho.truth import Truth


def entry_steps(company: Company, match: Match, listing: Listing) -> tuple[Step, ...]:
    """From a company to its entry on a list, by the name under which it was found, where that is another."""
    entry = Step("list", listing.list, _entry(listing), listing.cites)
    return (entry,) if match.name == company.name else (Step("name", match.name, match.why), entry)


def owner_steps(way: Iterable[tuple[Stake, Truth]]) -> tuple[Step, ...]:
    """A step for each holding of a chain."""
    return tuple(Step("owner", stake.owner.name, stake.words(), stake.source) for stake, _ in way)


def _entry(listing: Listing) -> str:
    """An entry on a list: the name there, its days, and how sure it is where that is not high."""
    valid = listing.valid
    since = "" if valid.first == FIRST_DAY else f" from {valid.first_text}"
    until = "" if valid.last == LAST_DAY else f" to {valid.last_text}"
    doubt = f" ({listing.certainty})" if listing.certainty not in ("", "high") else ""
    return f"as {listing.entry}{since}{until}{doubt}"
