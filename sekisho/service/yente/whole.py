"""An entity with all that is stated of it, as FollowTheMoney has it.

Invariants: what the archive believes is told whole, not only names; what it believed last of somebody who is
gone is still told; nothing is in FollowTheMoney's words that is not of its type (`lists/ftm.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sekisho import dates
from sekisho.lists import ftm
from sekisho.lists.past import standing
from sekisho.lists.read.edges import points

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sekisho.model.statement import Statement
    from sekisho.store.belief import Belief

NAMES = ("name", "alias", "previousName", "weakAlias", "program", "authority", "full", "number")
"""What an entity is called by: a listing has no name, nor has an address."""
MIDNIGHT = "T00:00:00"
"""yente tells instants; what an archive knows are days."""


@dataclass(frozen=True, slots=True)
class Whole:
    """An entity with all that is stated of it.

    Attributes:
        id: as FollowTheMoney allows one, and as `sekisho lists export` writes it.
        key: the id by which the store knows it.
        properties: what is stated, in FollowTheMoney's words.
        ends: the keys of the entities that a property points to.
        lists: on which it is believed to be, now; none: it was, and is gone.
        first_seen: the first day on which anything was known of it; None: that is not kept.
        last_seen: the last day on which a publisher said so.
        last_change: the last day on which what is believed of it changed.
    """

    id: str
    key: str
    caption: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]
    ends: Mapping[str, tuple[str, ...]]
    lists: frozenset[str]
    first_seen: int | None = None
    last_seen: int | None = None
    last_change: int | None = None

    @property
    def referents(self) -> list[str]:
        """Other ids by which it may be asked for."""
        return [] if self.key in (self.id, f"ftm/{self.id}") else [self.key]

    def told(self, listed: Collection[str] = (), topics: Collection[str] = ()) -> dict[str, Any]:
        """Itself as yente tells an entity.

        Args:
            listed: the lists on which it stands on the day asked about.
            topics: those that follow from these, beside those that are stated.
        """
        properties: dict[str, Any] = {prop: list(values) for prop, values in self.properties.items()}
        if topics:
            properties["topics"] = list(dict.fromkeys((*properties.get("topics", ()), *topics)))
        return {
            "id": self.id,
            "caption": self.caption,
            "schema": self.schema,
            "properties": properties,
            "datasets": sorted(map(ftm.dataset, self.lists | set(listed))),
            "referents": self.referents,
            "target": bool(listed),
            "first_seen": _instant(self.first_seen),
            "last_seen": _instant(self.last_seen),
            "last_change": _instant(self.last_change),
        }


def whole(
    key: str, beliefs: Iterable[Belief], known: int, upto: int, seen: Mapping[str, int]
) -> Whole | None:
    """Put together what an archive has of an entity; None: nothing, or nothing that FollowTheMoney can say.

    Args:
        key: its id in the store.
        beliefs: all that was ever believed of it.
        known: the day of knowledge.
        upto: as if nothing had been ingested after that snapshot.
        seen: the day of the snapshot that serves, by source.
    """
    learnt = [each for each in beliefs if each.known_from <= known and each.snapshot <= upto]
    if not learnt:
        return None
    stand = standing(learnt, known, upto)
    said = [each.statement for each in stand]
    schema = ftm.most_exact({each.schema for each in said})
    properties, ends = _said(said, schema)
    if not properties:
        return None
    held = stand[0].held(known, upto)
    gone = [each.known_to for each in learnt if each.known_to is not None and not each.held(known, upto)]
    return Whole(
        ftm.ident(key),
        key,
        called(properties, ftm.ident(key)),
        schema,
        properties,
        ends,
        frozenset(each.list for each in said) if held else frozenset(),
        min(each.known_from for each in learnt),
        max(seen.get(each.source, each.known_from) for each in stand) if held else max(gone) - 1,
        max((*(each.known_from for each in learnt), *gone)),
    )


def called(properties: Mapping[str, Sequence[str]], otherwise: str) -> str:
    """What an entity is called by."""
    return next((name for prop in NAMES for name in properties.get(prop, ())), otherwise)


def _said(
    said: Iterable[Statement], schema: str
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The properties, and apart from them the entities to which some of them point."""
    properties: dict[str, dict[str, None]] = {}
    ends: dict[str, dict[str, None]] = {}
    for each in said:
        plain = ftm.plain(each, schema)
        if plain is not None:
            properties.setdefault(plain.prop, {})[plain.value] = None
            if points(schema, plain.prop):
                ends.setdefault(plain.prop, {})[each.value] = None
    return _frozen(properties), _frozen(ends)


def _frozen(found: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {prop: tuple(values) for prop, values in found.items()}


def _instant(day: int | None) -> str | None:
    return None if day is None else dates.iso(day) + MIDNIGHT
