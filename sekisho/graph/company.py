"""A company as one case tells of it, with its owners, and the edges that lead from it upwards.

What the case states of an owner replaces what the register says of the same owner; the register's
other owners stay. A natural person has no owners; a chain ends where nobody states the owners of an owner.
The owners of an owner are looked up when they are asked for, so that companies that hold each other
are as many as the case names, and not as many as there are ways between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.names.numbers import SCHEMES, fault, identifier
from sekisho.truth import NO, UNKNOWN, YES, Truth, of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sekisho.dates import Interval
    from sekisho.model.case import Listed, Owner, Range, Row
    from sekisho.model.entity import Ownership
    from sekisho.model.match import Match
    from sekisho.store.base import Store

HALF = 50.0
WHOLE = 100.0
_NUMBERS = {f"identifiers.{scheme}": scheme for scheme in SCHEMES}
_SCHEMES = _NUMBERS.keys()


class World:
    """The rows of one case by the spelling of their names: where the owners of an owner may be told.

    Two are equal only if they are one, since they hold tables.
    """

    __slots__ = ("rows", "spell")

    def __init__(self, rows: Mapping[str, Row], spell: Callable[[str], str]) -> None:
        """Take the rows, and what gives a name its normal form."""
        self.rows = rows
        self.spell = spell

    def find(self, name: str) -> Row | None:
        """The row of a company; None where the case has none."""
        return self.rows.get(self.spell(name))


@dataclass(frozen=True, slots=True)
class Company:
    """A company of a case.

    Attributes:
        person: a natural person, who has no owners.
        owners: stated owners; None: none are stated here.
        listed: listings stated by the user; None: look by name.
        world: of an owner, the case that has a row for it; None: it has none.
        ids: its numbers, each with its scheme (`lei:5493…`).
    """

    name: str
    country: str | None = None
    person: bool = False
    owners: tuple[Stake, ...] | None = None
    listed: tuple[Listed, ...] | None = None
    world: World | None = None
    ids: tuple[str, ...] = ()

    @property
    def row(self) -> Row | None:
        """The row that tells more of an owner."""
        return None if self.world is None else self.world.find(self.name)

    @property
    def stated(self) -> tuple[Stake, ...] | None:
        """The owners that the case states, here or in the row of the same name; None: nobody looked."""
        row = self.row
        if self.owners is not None or row is None:
            return self.owners
        return _stakes(row.owners, self.world, f"{row.address}.")


@dataclass(frozen=True, slots=True)
class Stake:
    """What an owner holds of a company.

    Attributes:
        address: where the case states it: `owners[0]` of the company that was asked about, or from the top of
            the case (`parties[1].owners[0]`); empty: the register says so.
        votes: percent, where they are told apart from the shares; half of them decides as control does.
    """

    owner: Company
    share: Range | None
    control: bool | None
    since: Interval | None
    until: Interval | None
    address: str = ""
    source: str = ""
    votes: Range | None = None

    def active(self, day: int) -> Truth:
        """Does it hold on a day? Unknown where only a month or a year is known and it straddles the day."""
        return min(begun(self.since, day), running(self.until, day))

    def ended(self, day: int) -> Truth:
        """Has it ended before a day?"""
        return Truth(YES - running(self.until, day))

    @property
    def decisive(self) -> Truth:
        """Does it control, or hold half? Unknown for a minority holder whose control nobody stated."""
        told = [each for each in (self.share, self.votes) if each is not None]
        if self.control or any(each.low >= HALF for each in told):
            return YES
        if not told:
            return of(self.control)
        return NO if self.control is False and all(each.high < HALF for each in told) else UNKNOWN

    def words(self) -> str:
        """The stake in words, for a path; its days as exactly as they are known."""
        parts = [
            f"{self.share} %" if self.share is not None else "",
            f"{self.votes} % of the votes" if self.votes is not None and self.votes != self.share else "",
            "controls" if self.control else "",
        ]
        parts += [
            f"from {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
        ]
        return ", ".join(part for part in parts if part) or "share not told"


def begun(since: Interval | None, day: int) -> Truth:
    """Has it begun by a day? Unknown where only a month or a year is known and it straddles the day."""
    if since is None or since.last <= day:
        return YES
    return UNKNOWN if since.first <= day else NO


def running(until: Interval | None, day: int) -> Truth:
    """Is a day not after its last one?"""
    if until is None or day <= until.first:
        return YES
    return UNKNOWN if day <= until.last else NO


def company_of(row: Row, world: World | None) -> Company:
    """A party or actor as a company.

    Args:
        row: the party's row; it has a name.
        world: the rows of its case; None: no owner of this company has owners in another row.
    """
    return Company(
        str(row.facts["name"]),
        home_of(row),
        is_person(row),
        _stakes(row.owners, world, ""),
        row.listed,
        ids=ids_of(row),
    )


def _stakes(owners: tuple[Owner, ...] | None, world: World | None, lead: str) -> tuple[Stake, ...] | None:
    """Stated owners as stakes; *lead* is where the list of them stands."""
    if owners is None:
        return None
    return tuple(_stake(owner, world, f"{lead}owners[{place}]") for place, owner in enumerate(owners))


def _stake(owner: Owner, world: World | None, address: str) -> Stake:
    row = None if world is None else world.find(owner.name)
    company = Company(
        owner.name,
        owner.country or (None if row is None else home_of(row)),
        row is not None and is_person(row),
        _stakes(owner.owners, world, f"{address}."),
        None if row is None else row.listed,
        None if row is None else world,
        () if row is None else ids_of(row),
    )
    return Stake(company, owner.share, owner.control, owner.since, owner.until, address, "stated in the case")


def home_of(row: Row) -> str | None:
    """The country in which a party is established; None: not told."""
    country = row.facts.get("country")
    return country if isinstance(country, str) else None


def has_ids(row: Row) -> bool:
    """Does a row tell a number of its company, of whatever worth?"""
    return not _SCHEMES.isdisjoint(row.facts)


def ids_of(row: Row) -> tuple[str, ...]:
    """The numbers of a party or the actor that may be its own, each with its scheme."""
    facts = row.facts
    if not has_ids(row):  # as a rule, and asked of every row
        return ()
    told = ((scheme, facts.get(key)) for key, scheme in _NUMBERS.items())
    return tuple(
        identifier(scheme, number)
        for scheme, number in told
        if isinstance(number, str) and not fault(scheme, number)
    )


def is_person(row: Row) -> bool:
    """Is a party told to be a natural person?"""
    kinds = row.facts.get("kinds")
    return isinstance(kinds, tuple) and "individual" in kinds


def stakes_in(
    company: Company,
    store: Store,
    resolve: Callable[[Company], tuple[Match, ...]],
    known: int,
) -> tuple[tuple[Stake, Truth], ...]:
    """Everybody who holds a company, each with how surely it is this company that is held.

    Of the register only what was known on a day; what the case states is known to whoever asks.
    """
    stated = tuple((stake, YES) for stake in company.stated or ())
    spoken = {match.entity for stake, _ in stated for match in resolve(stake.owner) if match.truth is YES}
    held = [
        (_registered(ownership, store), match.truth)
        for match in (() if company.person else resolve(company))
        for ownership in store.owners_of(match.entity, known)
        if ownership.owner not in spoken
    ]
    return (*stated, *held)


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
        ownership.votes,
    )
