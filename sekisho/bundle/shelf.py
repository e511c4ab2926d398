"""A store as files of a bundle, and back: a file for each kind of noun, and one for the index of names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from sekisho.bundle import nouns
from sekisho.lists.load import CORPUS
from sekisho.match import ask, cache
from sekisho.match.compare import tools
from sekisho.match.matcher import Matcher
from sekisho.model.entity import Entity, Identifier, ListInfo, Listing, Ownership
from sekisho.model.judgement import Judgement
from sekisho.model.licence import Account
from sekisho.names.legal_form import Forms
from sekisho.store.base import gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sekisho.store.base import Store

FOLDER: Final = "store"
ROSTER: Final = "names.roster"


class Maker(NamedTuple):
    """One of those whom the register itself describes."""

    id: str


def put(folder: Path, store: Store) -> dict[str, int]:
    """Write a store into a bundle; how much of each kind there is."""
    own = folder / FOLDER
    own.mkdir()
    kinds: dict[str, tuple[type, Iterable[object]]] = {
        "entities": (Entity, store.entities.values()),
        "listings": (Listing, (each for own in store.listings.values() for each in own)),
        "ownerships": (Ownership, (each for own in store.owners.values() for each in own)),
        "marks": (Identifier, store.marks),
        "lists": (ListInfo, store.lists.values()),
        "makers": (Maker, map(Maker, sorted(store.makers))),
        "judgements": (Judgement, store.judgements),
        "licences": (Account, store.licences),
    }
    counts = {name: nouns.write(own / f"{name}.arrow", each, kind) for name, (kind, each) in kinds.items()}
    roster = ask.matcher_of(store).roster
    roster.words.look_up()  # what is otherwise looked up when it is first needed belongs into the file
    cache.write(folder / ROSTER, roster)
    return {**counts, "names": len(roster.names.bearers)}


def take(folder: Path, hashes: Mapping[str, str]) -> Store:
    """The store of a bundle whose files were checked, with its index of names at hand.

    Raises:
        ValueError: a file cannot be read; those of a bundle that was checked can.
    """
    own = folder / FOLDER
    store = gather(
        nouns.read(own / "entities.arrow", Entity),
        Forms.load(CORPUS / "words" / "legal_forms.toml"),
        nouns.read(own / "listings.arrow", Listing),
        nouns.read(own / "ownerships.arrow", Ownership),
        nouns.read(own / "marks.arrow", Identifier),
        nouns.read(own / "lists.arrow", ListInfo),
        hashes,
        (each.id for each in nouns.read(own / "makers.arrow", Maker)),
    )
    store = replace(
        store,
        judgements=tuple(nouns.read(own / "judgements.arrow", Judgement)),
        licences=tuple(nouns.read(own / "licences.arrow", Account)),
    )
    lore, model = tools()
    roster = cache.read(folder / ROSTER, lore)
    if roster is None:
        raise ValueError(f"{folder / ROSTER} cannot be read")
    ask.give(store, Matcher.of(roster, model))
    return store
