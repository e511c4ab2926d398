"""The register that ships, as FollowTheMoney entities: who is who, on which lists, and who holds whom."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.lists import ftm
from sekisho.screen.listed import REPORTED
from sekisho.service.yente.whole import Whole, called

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.dates import Interval
    from sekisho.model.entity import Entity, Listing, Ownership
    from sekisho.store.base import Store

DATASET = "makers"
"""What the register is called among datasets."""


def register(store: Store, known: int) -> Mapping[str, Whole]:
    """Everybody in the register, and their listings and holdings as known on a day, by key."""
    found = [_party(store, store.entities[key], known) for key in store.makers]
    found += _listings(store, known)
    found += _holdings(store, known)
    return {each.key: each for each in found}


def _party(store: Store, entity: Entity, known: int) -> Whole:
    first, *others = entity.names or entity.weak or (entity.id,)
    stated: dict[str, tuple[str, ...]] = {
        "name": (first,),
        "alias": tuple(others) if entity.names else (),
        "weakAlias": entity.weak,
        "country": () if entity.country is None else (entity.country,),
        "notes": (entity.source,) if entity.source else (),
        "leiCode": _numbers(store, entity, "lei"),
        "uscCode": _numbers(store, entity, "uscc"),
    }
    lists = {each.list for each in _reported(store, entity.id, known)}
    return _whole(entity.id, entity.schema, stated, {}, frozenset((DATASET, *lists)))


def _numbers(store: Store, entity: Entity, kind: str) -> tuple[str, ...]:
    return tuple(each.value for each in store.marks if each.entity == entity.id and each.kind == kind)


def _listings(store: Store, known: int) -> Iterator[Whole]:
    """Its listings. Groups and addressees of the law are no lists that anybody published."""
    for key in store.makers:
        numbered: dict[str, int] = defaultdict(int)
        for listing in _reported(store, key, known):
            numbered[listing.list] += 1
            stated = {
                "entity": (ftm.ident(key),),
                "program": (store.lists[listing.list].title,),
                "authorityId": (listing.cites,) if listing.cites else (),
                "description": (listing.entry,) if listing.entry else (),
                **_ends(listing.valid),
            }
            own = f"{key}/{listing.list}/{numbered[listing.list]}"
            yield _whole(own, "Sanction", stated, {"entity": (key,)}, frozenset((listing.list,)))


def _reported(store: Store, key: str, known: int) -> list[Listing]:
    listings = store.listings.get(key, ())
    return [each for each in listings if each.known <= known and store.lists[each.list].kind in REPORTED]


def _holdings(store: Store, known: int) -> Iterator[Whole]:
    """Its holdings; a number is the same whatever was known by then."""
    numbered: dict[tuple[str, str], int] = defaultdict(int)
    for held in store.holdings():
        if {held.owner, held.asset} <= store.makers:
            numbered[held.owner, held.asset] += 1
            told = held.as_known(known)
            if told is not None:
                key = f"{held.owner}/owns/{held.asset}/{numbered[held.owner, held.asset]}"
                ends = {"owner": (held.owner,), "asset": (held.asset,)}
                yield _whole(key, "Ownership", _holding(told), ends, frozenset((DATASET,)))


def _holding(held: Ownership) -> dict[str, tuple[str, ...]]:
    return {
        "owner": (ftm.ident(held.owner),),
        "asset": (ftm.ident(held.asset),),
        "percentage": () if held.share is None else (str(held.share),),
        "startDate": () if held.since is None else (held.since.first_text,),
        "endDate": () if held.until is None else (held.until.last_text,),
        "summary": (held.source,) if held.source else (),
    }


def _ends(valid: Interval) -> dict[str, tuple[str, ...]]:
    return {
        "startDate": () if valid.first == FIRST_DAY else (valid.first_text,),
        "endDate": () if valid.last == LAST_DAY else (valid.last_text,),
    }


def _whole(
    key: str,
    schema: str,
    stated: Mapping[str, tuple[str, ...]],
    ends: Mapping[str, tuple[str, ...]],
    lists: frozenset[str],
) -> Whole:
    properties = {prop: values for prop, values in stated.items() if values}
    identity = ftm.ident(key)
    return Whole(identity, key, called(properties, identity), schema, properties, ends, lists)
