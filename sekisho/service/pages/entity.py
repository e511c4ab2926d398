"""The pages of who is who: who bears a name; and of one entity names, listings, owners and measures."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fastapi.responses import Response

from sekisho.dates import iso
from sekisho.desk.refusals import MissingError
from sekisho.formats.listings_svg import listings_svg
from sekisho.formats.owners_svg import Stake, left_out, owners_svg
from sekisho.formats.register.words import days_words
from sekisho.model.person import Right
from sekisho.names.script import scripts
from sekisho.screen.who import who
from sekisho.service.asking import may
from sekisho.service.pages.screen import Form
from sekisho.service.pages.view import AtPage, page
from sekisho.service.routes import Routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.model.entity import Entity, Listing, Ownership
    from sekisho.screen.who import Bite
    from sekisho.store.base import Store

LARGEST_NAME = 500
"""Letters of a name that is looked up."""
DEEP = 3
"""Steps to the owners of owners."""
router = Routes()


@router.get("/entity", dependencies=[may(Right.LOOK_UP)])
@router.get("/entity.json", dependencies=[may(Right.LOOK_UP)])
def names(at: AtPage, name: str = "", country: str = "") -> Response:
    """Who bears a name."""
    name = name.strip()[:LARGEST_NAME]
    told: list[dict[str, Any]] = []
    if name:
        with at.desk.knowing(at.as_of) as knowledge:
            found = who(name, at.desk.law, knowledge, at.as_of, country or None)
        for each in found.bearers:
            lists = dict.fromkeys(listing.list for listing in each.listings)
            match = {"truth": each.match.truth.word, "name": each.match.name, "why": each.match.why}
            own = {"id": each.entity.id, "names": list(_all(each.entity)), "country": each.entity.country}
            told.append({**own, "match": match, "lists": list(lists)})
    watched = [asdict(each) for each in at.desk.watches.watched(at.caller)] if at.may(Right.RECORD) else []
    return page(at, "names", {"name": name, "country": country, "bearers": told, "watched": watched})


@router.post("/entity", dependencies=[may(Right.RECORD)])
def watch(at: AtPage, form: Form) -> Response:
    """Watch a name: when something else is said of it, whoever watches hears of it."""
    name, country, why = (str(form.get(key, "")).strip() for key in ("name", "country", "why"))
    at.desk.watches.watch(at.caller, name, country, why)
    return at.go("/entity", name=name, country=country)


@router.post("/watches/{number}/end", dependencies=[may(Right.RECORD)])
def unwatch(at: AtPage, number: int) -> Response:
    """Watch a name no more."""
    at.desk.watches.unwatch(at.caller, number)
    return at.go("/entity")


@router.get("/entity/{key:path}", dependencies=[may(Right.LOOK_UP)])
@router.get("/entity/{key:path}.json", dependencies=[may(Right.LOOK_UP)])
def entity(at: AtPage, key: str) -> Response:
    """Everything that is known of an entity on a day, as known on a day.

    Raises:
        MissingError: nobody of that id was known by then.
    """
    store = at.desk.store(at.as_of)
    found = store.entities.get(key)
    if found is None:
        raise MissingError(f"nobody with the id '{key}' was known by {iso(at.as_of.known)}; look the name up")
    called = next(_all(found), key)
    listings = [each for each in store.listings.get(key, ()) if each.known <= at.as_of.known]
    with at.desk.knowing(at.as_of) as knowledge:
        bites = who(called, at.desk.law, knowledge, at.as_of, found.country).bites
    stakes = list(_around(store, key, at.as_of.known))
    data = {
        "id": key,
        "schema": found.schema,
        "country": found.country,
        "source": found.source,
        "names": [_name(each, found) for each in _all(found)],
        "listings": [_listing(each, store) for each in listings],
        "stakes": [_stake(each, store) for each in stakes],
        "bites": [_bite(each) for each in sorted(bites, key=lambda each: -each.outcome.strictness)],
    }
    drawn = [Stake(each.owner, each.asset, _words(each)) for each in stakes]
    titles = {each: _called(store, each) for one in stakes for each in (one.owner, one.asset)}
    return page(
        at,
        "entity",
        data,
        called=called,
        valid=[days_words(each.valid, at.language) for each in listings],
        owners=owners_svg(key, drawn, titles, called) if drawn else "",
        over=left_out(key, drawn),
        times_drawn=listings_svg(listings, at.as_of.on.day, called) if listings else "",
    )


def _all(own: Entity) -> Iterator[str]:
    yield from own.names
    yield from own.weak


def _name(name: str, own: Entity) -> dict[str, object]:
    written = sorted(each.value for each in scripts(name))
    return {"name": name, "scripts": written, "weak": name in own.weak, "doubtful": name in own.doubtful}


def _listing(each: Listing, store: Store) -> dict[str, object]:
    info = store.lists.get(each.list)
    return {
        "list": each.list,
        "title": info.title if info is not None else each.list,
        "parts": list(each.parts),
        "entry": each.entry,
        "valid": each.valid.words,
        "known": iso(each.known),
        "cites": each.cites,
        "certainty": each.certainty,
    }


def _around(store: Store, key: str, known: int) -> Iterator[Ownership]:
    """What an entity holds; who holds it; and who holds those: as known on a day."""
    yield from store.holdings_of(key, known)
    seen, inner = {key}, [key]
    for _ in range(DEEP):
        stakes = [each for asset in inner for each in store.owners_of(asset, known)]
        yield from stakes
        inner = [each for each in dict.fromkeys(stake.owner for stake in stakes) if each not in seen]
        seen |= set(inner)


def _stake(each: Ownership, store: Store) -> dict[str, object]:
    return {
        "owner": each.owner,
        "owner_name": _called(store, each.owner),
        "asset": each.asset,
        "asset_name": _called(store, each.asset),
        "words": _words(each),
        "source": each.source,
    }


def _words(each: Ownership) -> str:
    share = f"{each.share} %" if each.share is not None else "share not known"
    control = "" if each.control is None else ", controls" if each.control else ", without control"
    since = f", from {each.since}" if each.since is not None else ""
    until = f", until {each.until}" if each.until is not None else ""
    return f"{share}{control}{since}{until}" + (f" [{each.certainty}]" if each.certainty else "")


def _called(store: Store, key: str) -> str:
    found = store.entities.get(key)
    return key if found is None else next(_all(found), key)


def _bite(each: Bite) -> dict[str, object]:
    steps = [step.name + (f" ({step.detail})" if step.detail else "") for step in each.steps]
    return {
        "measure": each.clause,
        "outcome": each.outcome.value,
        "state": each.state.value,
        "lists": list(each.lists),
        "path": " → ".join(steps),
    }
