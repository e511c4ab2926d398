"""A company as one case tells of it, with its owners, and the edges that lead from it upwards.

What the case states of an owner replaces what the register says of the same owner; the register's
other owners stay. A natural person has no owners; a chain ends where nobody states the owners of an owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sekisho.truth import NO, UNKNOWN, YES, Truth, of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sekisho.dates import Interval
    from sekisho.model.case import Listed, Owner, Range, Row
    from sekisho.model.entity import Ownership
    from sekisho.store.base import Store

HALF = 50.0
WHOLE = 100.0


class Named(NamedTuple):
    """An entity that a name was resolved to, and how surely."""

    entity: str
    truth: Truth
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Company:
    """A company of a case.

    Attributes:
        person: a natural person, who has no owners.
        owners: stated owners; None: nobody looked.
        listed: listings stated by the user; None: look by name.
    """

    name: str
    country: str | None = None
    person: bool = False
    owners: tuple[Stake, ...] | None = None
    listed: tuple[Listed, ...] | None = None


@dataclass(frozen=True, slots=True)
class Stake:
    """What an owner holds of a company.

    Attributes:
        address: where the case states it, relative to the company: `owners[0]`; empty: the register says so.
    """

    owner: Company
    share: Range | None
    control: bool | None
    since: Interval | None
    until: Interval | None
    address: str = ""
    source: str = ""

    def active(self, day: int) -> Truth:
        """Does it hold on a day? Unknown where only a month or a year is known and it straddles the day."""
        begun = (
            YES
            if self.since is None or self.since.last <= day
            else UNKNOWN
            if self.since.first <= day
            else NO
        )
        return min(begun, self._running(day))

    def ended(self, day: int) -> Truth:
        """Has it ended before a day?"""
        return Truth(YES - self._running(day))

    def _running(self, day: int) -> Truth:
        if self.until is None or day <= self.until.first:
            return YES
        return UNKNOWN if day <= self.until.last else NO

    @property
    def decisive(self) -> Truth:
        """Does it control, or hold half? Unknown for a minority holder whose control nobody stated."""
        if self.control or (self.share is not None and self.share.low >= HALF):
            return YES
        if self.share is None:
            return of(self.control)
        return NO if self.control is False and self.share.high < HALF else UNKNOWN

    def words(self) -> str:
        """The stake in words, for a path."""
        parts = [f"{self.share} %" if self.share is not None else "", "controls" if self.control else ""]
        parts += [
            f"from {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
        ]
        return ", ".join(part for part in parts if part) or "share not told"


def company_of(row: Row, world: Mapping[str, Row], spell: Callable[[str], str]) -> Company | None:
    """A party or actor as a company; None where it has no name.

    Args:
        row: the party's row.
        world: the case's rows by the spelling of their names: an owner's own owners may stand there.
        spell: the normal form of a name.
    """
    name = row.facts.get("name")
    if not isinstance(name, str):
        return None
    kinds = row.facts.get("kinds")
    country = row.facts.get("country")
    return Company(
        name,
        country if isinstance(country, str) else None,
        isinstance(kinds, tuple) and "individual" in kinds,
        _stakes(row.owners, world, spell, frozenset((spell(name),))),
        row.listed,
    )


def _stakes(
    owners: tuple[Owner, ...] | None,
    world: Mapping[str, Row],
    spell: Callable[[str], str],
    above: frozenset[str],
) -> tuple[Stake, ...] | None:
    if owners is None:
        return None
    return tuple(
        Stake(
            _owner(owner, world, spell, above),
            owner.share,
            owner.control,
            owner.since,
            owner.until,
            f"owners[{place}]",
            "stated in the case",
        )
        for place, owner in enumerate(owners)
    )


def _owner(
    owner: Owner, world: Mapping[str, Row], spell: Callable[[str], str], above: frozenset[str]
) -> Company:
    spelt = spell(owner.name)
    row = world.get(spelt)
    stated = owner.owners if owner.owners is not None or row is None else row.owners
    # A circle of owners adds nothing that the way round has not already said.
    inner = None if spelt in above else _stakes(stated, world, spell, above | {spelt})
    country = owner.country or (row.facts.get("country") if row is not None else None)
    listed = row.listed if row is not None else None
    return Company(owner.name, country if isinstance(country, str) else None, owners=inner, listed=listed)


def stakes_in(
    company: Company,
    store: Store,
    resolve: Callable[[str, str | None], tuple[Named, ...]],
) -> tuple[tuple[Stake, Truth], ...]:
    """Everybody who holds a company, each with how surely it is this company that is held."""
    stated = tuple((stake, YES) for stake in company.owners or ())
    spoken = {named.entity for stake, _ in stated for named in resolve(stake.owner.name, stake.owner.country)}
    registered = (
        (_registered(ownership, store), named.truth)
        for named in (() if company.person else resolve(company.name, company.country))
        for ownership in store.owners.get(named.entity, ())
        if ownership.owner not in spoken
    )
    return (*stated, *registered)


def _registered(ownership: Ownership, store: Store) -> Stake:
    owner = store.entities[ownership.owner]
    source = ownership.source + (
        f" ({ownership.certainty})" if ownership.certainty not in ("", "high") else ""
    )
    return Stake(
        Company(owner.names[0], owner.country),
        ownership.share,
        ownership.control,
        ownership.since,
        ownership.until,
        "",
        source or "register",
    )
