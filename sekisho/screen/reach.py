"""Everybody whom a list reaches through a file of owners, at once.

Who of the file is on the list, or under it by what the corpus and the lists tell, is found by name; from
there on the holdings of the file lead further. Invariants: who is found nowhere is taken to be on no list,
and the answer says so; whoever is reached is told with the holders that make it so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sekisho.errors import UsageError
from sekisho.graph.company import HALF, Company
from sekisho.graph.ownership import Holdings, reachable
from sekisho.lists.read.owners_columns import columns
from sekisho.screen.named import query_of
from sekisho.truth import NO, UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sekisho.dates import AsOf
    from sekisho.graph.ownership import Reachable
    from sekisho.lists.read.owners_columns import Columns
    from sekisho.screen.supply import Knowledge
    from sekisho.truth import Index as Rows
    from sekisho.truth import Truths

MOST = 5
"""Holders that are named."""


@dataclass(frozen=True, slots=True)
class Caught:
    """A company that a list reaches.

    Attributes:
        under: on the list, or reached from it by control or half.
        low: least percent that those on the list hold together, by the cascade.
        high: most percent; owners whom the file does not tell may be anybody.
        holders: who of those that count holds it, and how much, in words.
    """

    name: str
    country: str
    under: Truth
    low: float
    high: float
    holders: str

    @property
    def half(self) -> Truth:
        """Do those on the list hold one half or more?"""
        return YES if self.low >= HALF else NO if self.high < HALF else UNKNOWN


@dataclass(frozen=True, slots=True)
class Swept:
    """What a list reaches in a file.

    Attributes:
        parties: named in the file.
        holdings: rows of the file.
        found: parties who are on the list, or under it by what is told elsewhere.
        caught: all who are reached through the file, the surest first.
    """

    parties: int
    holdings: int
    found: int
    caught: tuple[Caught, ...]


def sweep(path: Path, listed: str, knowledge: Knowledge, as_of: AsOf) -> Swept:
    """Whom a list reaches through the owners of a file.

    Args:
        path: a table of owners.
        listed: the list, or a part of it: `us-entity-list`, `s889:a`.
        knowledge: names, lists and owners that are known besides.
        as_of: the day asked about, and the day of knowledge.

    Raises:
        InputError: the file cannot be read.
        UsageError: there is no such list.
    """
    if listed not in knowledge.store.names:
        known = ", ".join(sorted(name for name in knowledge.store.names if ":" not in name))
        raise UsageError(f"there is no list '{listed}'; there are {known}")
    table = columns(path)
    holdings = Holdings(*table[1:])
    under, counting = _seeds(table, listed, knowledge, as_of)
    found = reachable(holdings, under, as_of.on.day, counting)
    caught = sorted(
        _caught(table, holdings, found, (under, counting), as_of.on.day),
        key=lambda each: (-max(each.under, each.half), -each.low, -each.high, each.name),
    )
    return Swept(len(table.parties), len(table.owner), int((under == YES).sum()), tuple(caught))


def _seeds(table: Columns, listed: str, knowledge: Knowledge, as_of: AsOf) -> tuple[Truths, Truths]:
    """Of each party of a file, what is known of it elsewhere: under the list, and held to one half."""
    under = np.full(len(table.parties), NO, np.int8)
    counting = under.copy()
    on, known = as_of.on.day, as_of.known
    companies = [Company(name, country or None, owners=()) for name, country in table.parties]
    knowledge.index.prepare(map(query_of, companies))
    for place, company in enumerate(companies):
        if not knowledge.resolve(company):
            continue
        asked = {
            relation: knowledge.reach.ask(relation, company, listed, on, known)
            for relation in ("on", "under", "share")
        }
        share = asked["share"].share
        half = YES if share.low >= HALF else UNKNOWN if share.high >= HALF else NO
        # Without steps nothing leads to the list: it is only not known to be complete.
        truths = {name: each.truth if each.steps else NO for name, each in asked.items()}
        under[place] = truths["under"]
        counting[place] = max(truths["on"], half if asked["share"].steps else NO)
    return under, counting


def _caught(
    table: Columns, holdings: Holdings, found: Reachable, seeds: tuple[Truths, Truths], day: int
) -> Iterator[Caught]:
    """Those who are reached through the file, with who holds them."""
    counts = np.maximum(np.maximum(seeds[1], found.half), found.under)
    reached = (found.under > NO) | (found.high > 0)
    places = np.flatnonzero(reached & (np.maximum(*seeds) != YES))
    wanted = np.zeros(len(reached), np.bool_)
    wanted[places] = True
    held = np.flatnonzero(
        wanted[holdings.asset] & (counts[holdings.owner] != NO) & (holdings.active(day) != NO)
    )
    by_asset: dict[int, list[str]] = {}
    for asset, words in zip(holdings.asset[held].tolist(), _holders(table, holdings, held), strict=True):
        by_asset.setdefault(asset, []).append(words)
    high = np.minimum(100.0, found.high + found.missed)
    ends = (each[places].tolist() for each in (found.under, found.low, high))
    for place, under, low, most in zip(places.tolist(), *ends, strict=True):
        holders = by_asset.get(place, [])
        more = f" + {len(holders) - MOST} more" if len(holders) > MOST else ""
        words = " + ".join(holders[:MOST])
        name, country = table.parties[place]
        yield Caught(name, country, Truth(under), low, most, f"{words}{more}")


def _holders(table: Columns, holdings: Holdings, held: Rows) -> Iterator[str]:
    """Holdings in words: who, how much, and whether it controls."""
    low, high = (each[held].tolist() for each in holdings.share)
    owners, controls = holdings.owner[held].tolist(), holdings.control[held].tolist()
    for owner, least, most, control in zip(owners, low, high, controls, strict=True):
        share = f"{least:g} %" if least == most else f"{least:g}..{most:g} %"
        share = "share not told" if math.isnan(least) else share
        yield f"{table.parties[owner][0]} ({share}{', controls' if control == YES else ''})"
