"""Applies what persons decided: a judgement settles a pair, until either side is no longer what was judged.

Invariants: a judgement is of one spelling, as it is normalised, and one country; of several the last counts;
one whose entity has changed since settles nothing, and says so; none makes a restriction vanish unseen: the
reason, the person and the day are in the match, or in the record that is asked for them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sekisho import dates
from sekisho.model.judgement import Verdict, appearance
from sekisho.model.match import Match
from sekisho.names.normal import normalise
from sekisho.truth import UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sekisho.match.query import Query
    from sekisho.model.entity import Entity
    from sekisho.model.judgement import Judgement


CHANGED: Final = "the entry has changed since, judge it again"
"""What is said of a judgement whose entity is no longer what was judged."""


class Judge:
    """The judgements of a store, by the name they are about."""

    def __init__(self, judgements: Iterable[Judgement], entities: Mapping[str, Entity]) -> None:
        """Take judgements, the oldest first, and the entities as they are now."""
        self._entities = entities
        self._about: dict[tuple[str, str], dict[str, Judgement]] = {}
        for each in judgements:
            self._about.setdefault((normalise(each.name), each.country or ""), {})[each.entity] = each

    def settle(self, query: Query, found: Sequence[Match]) -> tuple[Match, ...]:
        """What was found of a name, with every judgement about it applied, the surest first."""
        matches = {match.entity: match for match in found}
        for entity, judgement in self.about(query).items():
            settled = self._settled(judgement, matches.pop(entity, None))
            if settled is not None:
                matches[entity] = settled
        return tuple(sorted(matches.values(), key=lambda match: -match.truth))

    def of_nobody(self, queries: Iterable[Query]) -> Mapping[Query, tuple[Match, ...]]:
        """The same for names of which nothing was found."""
        if not self._about:
            return dict.fromkeys(queries, ())
        return {query: self.settle(query, ()) for query in queries}

    def set_aside(self, query: Query) -> tuple[Judgement, ...]:
        """The judgements by which the bearer of a name is none of these: what `settle` leaves out."""
        return tuple(
            each
            for entity, each in self.about(query).items()
            if each.verdict is Verdict.DIFFERENT and self.stands(entity, each)
        )

    def entity(self, entity: str) -> Entity | None:
        """An entity as it is now; None: it is not here."""
        return self._entities.get(entity)

    def about(self, query: Query) -> Mapping[str, Judgement]:
        """The judgements about a name, by the entity it was held against."""
        return self._about.get((normalise(query.name), query.country), {}) if self._about else {}

    def stands(self, entity: str, judgement: Judgement) -> bool:
        """Is the entity still what was judged?"""
        found = self._entities.get(entity)
        return found is not None and appearance(found) == judgement.seen

    def _settled(self, judgement: Judgement, found: Match | None) -> Match | None:
        """One pair after its judgement; None: they are different, or the entity is not here."""
        entity = self._entities.get(judgement.entity)
        if entity is None:
            return found
        match = found or Match(judgement.entity, UNKNOWN, called(entity), "by judgement alone")
        told = said(judgement)
        if not self.stands(judgement.entity, judgement):
            # A match stays what it was; a pair that no rule would have found is a question again.
            return replace(match, why=f"{match.why}; {told}; {CHANGED}")
        match judgement.verdict:
            case Verdict.SAME:
                return replace(match, truth=YES, why=told)
            case Verdict.DIFFERENT:
                return None
            case Verdict.UNSURE:
                return replace(match, truth=UNKNOWN, why=told)


def called(entity: Entity) -> str:
    """What an entity is called first."""
    return (*entity.names, *entity.weak, entity.id)[0]


def said(judgement: Judgement) -> str:
    """A judgement in words."""
    return f"judged {judgement.verdict} by {judgement.by} on {dates.iso(judgement.day)}: {judgement.why}"
