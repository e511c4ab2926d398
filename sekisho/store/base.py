"""A store in memory: everything the corpus and the lists say, ready to be read at any two times.

Invariants: nothing here changes after it is built; every listing, owner and mark names an entity that
is in it; reading at a day before anything was known gives nothing. Lists of an archive differ with the day of
knowledge: `Store.at` gives the store of a day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sekisho.model.entity import Entity, Identifier, ListInfo, Listing, Ownership
    from sekisho.model.judgement import Judgement
    from sekisho.model.licence import Account
    from sekisho.names.legal_form import Forms

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Store:
    """What is stated of whom.

    Attributes:
        entities: by id.
        listings: by the listed entity's id.
        owners: by the owned entity's id.
        marks: identifiers and brands.
        lists: by id.
        forms: the legal forms by which its names were read.
        makers: ids of the entities of the register; the others stand on lists.
        hashes: what it was built from: sha256 by name of the source; of an archive, also which snapshot.
        judgements: what persons decided about names and entities, the oldest first.
        licences: what the user holds and has drawn on it, by number.
        others: the store of another day of knowledge; None: this one is for all of them.
    """

    entities: Mapping[str, Entity]
    forms: Forms
    listings: Mapping[str, tuple[Listing, ...]] = field(default_factory=dict)
    owners: Mapping[str, tuple[Ownership, ...]] = field(default_factory=dict)
    marks: tuple[Identifier, ...] = ()
    lists: Mapping[str, ListInfo] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    makers: frozenset[str] = frozenset()
    judgements: tuple[Judgement, ...] = ()
    licences: tuple[Account, ...] = ()
    others: Callable[[int], Store] | None = None
    _by_owner: list[Mapping[str, tuple[Ownership, ...]]] = field(init=False, default_factory=list, repr=False)

    def at(self, known: int) -> Store:
        """The store as known on a day; for days between which nothing was learnt it is the same one."""
        return self if self.others is None else self.others(known)

    @property
    def names(self) -> frozenset[str]:
        """Every list by the name a law may call it, parts included: `s889`, `s889:a`."""
        parts = {
            f"{each.list}:{part}" for own in self.listings.values() for each in own for part in each.parts
        }
        return frozenset(self.lists) | parts

    def listings_of(self, entity: str, listed: str, day: int, known: int) -> tuple[Listing, ...]:
        """The entries of an entity on a list or a part of it (`s889:a`), on a day, as known on a day."""
        name, _, part = listed.partition(":")
        return tuple(
            each
            for each in self.listings.get(entity, ())
            if each.list == name
            and (not part or part in each.parts)
            and each.known <= known
            and day in each.valid
        )

    def holdings(self) -> Iterator[Ownership]:
        """Every holding, whenever it was known."""
        return (each for own in self.owners.values() for each in own)

    def owners_of(self, entity: str, known: int) -> tuple[Ownership, ...]:
        """Who holds an entity, whenever, as known on a day."""
        return _as_known(self.owners.get(entity, ()), known)

    def holdings_of(self, entity: str, known: int) -> tuple[Ownership, ...]:
        """What an entity holds, whenever, as known on a day."""
        if not self._by_owner:  # few ask, and some stores have a million
            self._by_owner.append(_grouped((each.owner, each) for each in self.holdings()))
        return _as_known(self._by_owner[0].get(entity, ()), known)


def _as_known(holdings: Iterable[Ownership], known: int) -> tuple[Ownership, ...]:
    return tuple(told for each in holdings if (told := each.as_known(known)) is not None)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for key, each in pairs:
        found.setdefault(key, []).append(each)
    return {key: tuple(each) for key, each in found.items()}


def gather(
    entities: Iterable[Entity],
    forms: Forms,
    listings: Iterable[Listing],
    ownerships: Iterable[Ownership],
    marks: Iterable[Identifier],
    lists: Iterable[ListInfo],
    hashes: Mapping[str, str],
    makers: Iterable[str] = (),
) -> Store:
    """Put statements together by whom they are about."""
    return Store(
        {entity.id: entity for entity in entities},
        forms,
        _grouped((each.entity, each) for each in listings),
        _grouped((each.asset, each) for each in ownerships),
        tuple(marks),
        {info.id: info for info in lists},
        dict(hashes),
        frozenset(makers),
    )
