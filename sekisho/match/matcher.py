"""Who bears a name? The roster asked, the candidates measured, the bearers ranked.

A single name is a batch of one. Invariants: a batch is asked each distinct name once and answers as singles
do; what was answered can be explained without asking again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.match.asked import Asked
from sekisho.match.features import FEATURES, measure
from sekisho.match.lore import Lore
from sekisho.match.pairs import align
from sekisho.match.roster import Roster
from sekisho.match.score import Model, Zone, heard_only, is_person, probability, too_little

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Ints
    from sekisho.match.query import Query
    from sekisho.match.roster import Bearer

CHUNK: Final = 256
"""Names looked at together: their columns fit into a processor's cache."""
LEAST: Final = 0.02
"""Score below which a candidate is no answer."""
UNSURE: Final = 0.999
"""A weak name is never surer than the mark of the zone `same`, of which it keeps this much."""
BY_ID: Final = 0.999
"""Score of one who bears an identifier that was asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What was looked at for some names: pairs in columns.

    Attributes:
        queries: the name asked for, by place.
        bearers: the bearer of the listed name, by place.
        names: the listed name, by place.
        persons: whether the pair is one of persons.
        features: a row a feature.
        scores: 0 to 1.
    """

    queries: Ints
    bearers: Ints
    names: Ints
    persons: NDArray[np.bool_]
    features: Floats
    scores: NDArray[np.float64]


class Found(NamedTuple):
    """One who may bear the name asked for.

    Attributes:
        bearer: its id.
        name: the one of its names that met, as listed.
        score: 0 to 1.
        zone: what the score asks for.
        weak: whether many may bear that name.
        by_id: whether an identifier decided.
        looked: what was looked at to find it.
        row: where in that; -1 where nothing but an identifier met.
    """

    bearer: str
    name: str
    score: float
    zone: Zone
    weak: bool
    by_id: bool
    looked: Looked
    row: int

    @property
    def features(self) -> dict[str, float]:
        """The features of the pair by name, those that are not 0."""
        values = self.looked.features[:, self.row].tolist() if self.row >= 0 else [0.0] * len(FEATURES)
        return {feature.__name__: value for feature, value in zip(FEATURES, values, strict=True) if value}

    @property
    def is_person(self) -> bool:
        """Whether the pair is one of persons."""
        return self.row >= 0 and bool(self.looked.persons[self.row])


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """A roster with what it takes to ask it.

    Attributes:
        by_id: the places of the bearers of each identifier.
    """

    roster: Roster
    model: Model
    by_id: Mapping[str, tuple[int, ...]]

    @classmethod
    def build(cls, bearers: Iterable[Bearer], root: Path) -> Matcher:
        """Index bearers by the words and weights of a corpus."""
        return cls.of(Roster.build(bearers, Lore.load(root)), Model.load(root))

    @classmethod
    def of(cls, roster: Roster, model: Model) -> Matcher:
        """Ask a roster by a model."""
        by_id: dict[str, tuple[int, ...]] = {}
        for place, bearer in enumerate(roster.bearers):
            for each in bearer.ids:
                by_id[each] = (*by_id.get(each, ()), place)
        return cls(roster, model, by_id)

    def match(self, queries: Sequence[Query], most: int = 5) -> list[tuple[Found, ...]]:
        """The bearers of each of some names, the likeliest first.

        Args:
            queries: names with what qualifies them; one asked twice is looked up once.
            most: bearers told for a name.
        """
        distinct = tuple(dict.fromkeys(queries))
        answers: dict[Query, tuple[Found, ...]] = {}
        for start in range(0, len(distinct), CHUNK):
            chunk = distinct[start : start + CHUNK]
            answers.update(zip(chunk, self._answers(chunk, most), strict=True))
        return [answers[query] for query in queries]

    def look(self, queries: Sequence[Query], *, everything: bool = False) -> Looked:
        """Every pair that is looked at for some names, measured and scored.

        Args:
            queries: the names.
            everything: hold them against every name of the roster, as is done for two names alone.
        """
        asked = Asked.of(queries, self.roster)
        rows, spellings = asked.every(self.roster) if everything else asked.candidates(self.roster)
        own = asked.spellings.names[rows]
        names = self.roster.spellings.names[spellings]
        bearers = self.roster.names.bearers[names]
        persons = is_person(asked.schemata[own], self.roster.schemata[bearers])
        if not len(rows):
            nothing = np.zeros(0)
            return Looked(own, bearers, names, persons, np.zeros((len(FEATURES), 0), np.float32), nothing)
        pairs = align(asked, self.roster, rows, spellings)
        features = measure(pairs)
        logits = self.model.logits(features, persons) + self._qualified(queries, own, bearers)
        scores = heard_only(pairs, probability(logits))
        scores = np.where(too_little(pairs), 0, scores)
        weak = self.roster.names.weak[names]
        scores = np.where(weak, np.minimum(scores, self.model.marks.same * UNSURE), scores)
        return Looked(own, bearers, names, persons, features, scores)

    def _qualified(self, queries: Sequence[Query], own: Ints, bearers: Ints) -> NDArray[np.float64]:
        """What country, birth and identifiers add, where both sides tell them."""
        added = np.zeros(len(own))
        for at, query in enumerate(queries):
            if query.country or query.born or query.ids:
                for row in np.flatnonzero(own == at).tolist():
                    added[row] = self.model.qualify(query, self.roster.bearers[bearers[row]])
        return added

    def _answers(self, queries: Sequence[Query], most: int) -> list[tuple[Found, ...]]:
        looked = self.look(queries)
        told: list[list[Found]] = [self._by_id(query, looked) for query in queries]
        known = [{found.bearer for found in own} for own in told]
        for at in self._ranked(looked, most):
            query = int(looked.queries[at])
            found = self._found(looked, at)
            if found.bearer not in known[query]:
                told[query].append(found)
        return [tuple(each[:most]) for each in told]

    @staticmethod
    def _ranked(looked: Looked, most: int) -> list[int]:
        """The best pair of each bearer, query by query, the best bearers first."""
        order = np.lexsort((looked.names, -looked.scores, looked.queries))
        order = order[looked.scores[order] >= LEAST]
        whose = looked.queries[order].astype(np.int64) << 32 | looked.bearers[order]
        _, first = np.unique(whose, return_index=True)
        order = order[np.sort(first)]
        rows = looked.queries[order]
        place = np.arange(len(rows)) - rows.searchsorted(rows, "left")
        ranked: list[int] = order[place < most].tolist()
        return ranked

    def _by_id(self, query: Query, looked: Looked) -> list[Found]:
        places = dict.fromkeys(place for each in query.ids for place in self.by_id.get(each, ()))
        return [
            Found(bearer.id, bearer.names[0], BY_ID, Zone.SAME, weak=False, by_id=True, looked=looked, row=-1)
            for bearer in (self.roster.bearers[place] for place in places)
        ]

    def _found(self, looked: Looked, at: int) -> Found:
        names, name = self.roster.names, int(looked.names[at])
        score = round(float(looked.scores[at]), 4)
        bearer = self.roster.bearers[looked.bearers[at]]
        zone = self.model.marks.zone(score)
        return Found(bearer.id, names.texts[name], score, zone, bool(names.weak[name]), False, looked, at)  # noqa: FBT003
