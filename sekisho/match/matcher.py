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
from sekisho.match.score import Model, Zone, heard_only, is_person, probability
from sekisho.names.analyse import Analyser
from sekisho.names.legal_form import Forms
from sekisho.names.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sekisho.match.asked import Query
    from sekisho.match.near import Floats, Ints
    from sekisho.match.roster import Bearer

CHUNK: Final = 256
"""Names looked at together: their columns fit into a processor's cache."""
LEAST: Final = 0.02
"""Score below which a candidate is no answer."""
UNSURE: Final = 0.999
"""A weak name is never surer than the mark of the zone `same`, of which it keeps this much."""


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
        looked: what was looked at to find it.
        row: where in that.
    """

    bearer: str
    name: str
    score: float
    zone: Zone
    weak: bool
    looked: Looked
    row: int

    @property
    def evidence(self) -> dict[str, float]:
        """The features of the pair by name, those that are not 0."""
        values = self.looked.features[:, self.row].tolist()
        return {feature.__name__: value for feature, value in zip(FEATURES, values, strict=True) if value}


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """A roster with what it takes to ask it."""

    roster: Roster
    analyser: Analyser
    model: Model

    @classmethod
    def build(cls, bearers: Iterable[Bearer], root: Path) -> Matcher:
        """Index bearers by the words and weights of a corpus."""
        folder = root / "words"
        lore = Lore.load(root, Forms.load(folder / "legal_forms.toml"), Words.load(folder))
        analyser = Analyser.load(root)
        return cls(Roster.build(bearers, analyser, lore), analyser, Model.load(root))

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

    def look(self, queries: Sequence[Query]) -> Looked:
        """Every pair that is looked at for some names, measured and scored."""
        asked = Asked.of(queries, self.roster, self.analyser)
        rows, spellings = asked.candidates(self.roster)
        own = asked.spellings.names[rows]
        names = self.roster.spellings.names[spellings]
        bearers = self.roster.names.bearers[names]
        persons = is_person(asked.schemata[own], self.roster.schemata[bearers])
        if not len(rows):
            nothing = np.zeros(0)
            return Looked(own, bearers, names, persons, nothing.astype(np.float32), nothing)
        pairs = align(asked, self.roster, rows, spellings)
        features = measure(pairs)
        logits = self.model.logits(features, persons) + self._qualified(queries, own, bearers)
        scores = heard_only(pairs, probability(logits))
        weak = self.roster.names.weak[names]
        scores = np.where(weak, np.minimum(scores, self.model.marks.same * UNSURE), scores)
        return Looked(own, bearers, names, persons, features, scores)

    def _qualified(self, queries: Sequence[Query], own: Ints, bearers: Ints) -> NDArray[np.float64]:
        """What country and birth add, where both sides tell them."""
        added = np.zeros(len(own))
        for at, query in enumerate(queries):
            if not query.country and not query.born:
                continue
            for row in np.flatnonzero(own == at).tolist():
                added[row] = self._qualify(query, self.roster.bearers[bearers[row]])
        return added

    def _qualify(self, query: Query, bearer: Bearer) -> float:
        added = 0.0
        if query.country and bearer.country and query.country != bearer.country:
            added += self.model.qualifiers["country_differs"]
        if query.born and bearer.born:
            length = min(len(query.born), len(bearer.born))
            same = query.born[:length] == bearer.born[:length]
            added += self.model.qualifiers["born_same" if same else "born_differs"]
        return added

    def _answers(self, queries: Sequence[Query], most: int) -> list[tuple[Found, ...]]:
        looked = self.look(queries)
        told: list[list[Found]] = [[] for _ in queries]
        order = np.lexsort((looked.names, -looked.scores, looked.queries))
        order = order[looked.scores[order] >= LEAST]
        whose = looked.queries[order].astype(np.int64) << 32 | looked.bearers[order]
        _, first = np.unique(whose, return_index=True)
        order = order[np.sort(first)]
        rows = looked.queries[order]
        place = np.arange(len(rows)) - rows.searchsorted(rows, "left")
        for at in order[place < most].tolist():
            told[looked.queries[at]].append(self._found(looked, at))
        return [tuple(each) for each in told]

    def _found(self, looked: Looked, at: int) -> Found:
        names = self.roster.names
        name = int(looked.names[at])
        score = round(float(looked.scores[at]), 4)
        return Found(
            self.roster.bearers[looked.bearers[at]].id,
            names.texts[name],
            score,
            self.model.marks.zone(score),
            bool(names.weak[name]),
            looked,
            at,
        )
