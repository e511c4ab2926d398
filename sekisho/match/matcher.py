"""Who bears a name? The roster asked, the candidates measured, the bearers ranked.

A single name is a batch of one. Invariants: a batch is asked each distinct name once and answers as singles
do; what was answered can be explained without asking again.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.match.able import Able
from sekisho.match.asked import Asked
from sekisho.match.features import NAMES
from sekisho.match.lore import Lore
from sekisho.match.query import Query
from sekisho.match.roster import Bearer, Roster
from sekisho.match.score import Model, Zone, held_back, probability
from sekisho.match.way import COLUMNS, hasten, way_for, way_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Ints

CHUNK: Final = 256
"""Names looked at together: their columns fit into a processor's cache."""
FEW: Final = 256
"""Pairs up to which all are looked at: it costs less than to know which of them need not be."""
LEAST: Final = 0.0002
"""Score below which a candidate is no answer."""
THROUGH_ALL: Final = ("Volna Trading", "Vollna Tradding J.", "Вольна Трейдинг", "华为")
"""Names that, asked for and listed, go through every loop there is."""
DIGITS: Final = 1e4
"""Scores are told in whole parts of so many."""
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
        looked: what was looked at to find it; None where nothing but a person's word did.
        row: where in that; -1 where nothing but an identifier or a person's word met.
        judged: what a person said of the pair, in words; empty: nobody did.
    """

    bearer: str
    name: str
    score: float
    zone: Zone
    weak: bool
    by_id: bool
    looked: Looked | None
    row: int
    judged: str = ""

    @property
    def values(self) -> list[float]:
        """The features of the pair, in the order of `NAMES`; none where nothing was measured."""
        if self.looked is None or self.row < 0:
            return []
        values: list[float] = self.looked.features[:, self.row].tolist()
        return values

    @property
    def features(self) -> dict[str, float]:
        """Those that are not 0, by name."""
        values = self.values
        return dict(zip(compress(NAMES, values), filter(None, values), strict=True))

    @property
    def is_person(self) -> bool:
        """Whether the pair is one of persons."""
        return self.looked is not None and self.row >= 0 and bool(self.looked.persons[self.row])


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """A roster with what it takes to ask it.

    Attributes:
        by_id: the places of the bearers of each identifier.
        able: which pairs can reach a score.
    """

    roster: Roster
    model: Model
    by_id: Mapping[str, tuple[int, ...]]
    able: Able

    @classmethod
    def build(cls, bearers: Iterable[Bearer], root: Path) -> Matcher:
        """Index bearers by the words and weights of a corpus."""
        roster = Roster.build(bearers, Lore.load(root))
        roster.words.look_up()
        return cls.of(roster, Model.load(root))

    @classmethod
    def of(cls, roster: Roster, model: Model) -> Matcher:
        """Ask a roster by a model."""
        return cls(roster, model, roster.bearers.identified(), Able(roster, model))

    def hasten(self) -> bool:
        """From now on, go in loops, and have these ready: loaded in a second, or compiled in half a minute.

        Returns:
            Whether there are loops: whether the extra `fast` is installed.
        """
        if not hasten():
            return False
        from sekisho.match.loops.place import now_whole  # noqa: PLC0415  # the room of loops loads Numba

        queries = [Query(name) for name in THROUGH_ALL]
        Matcher.of(Roster.build([Bearer("", "", THROUGH_ALL)], self.roster.lore), self.model).match(queries)
        now_whole()
        self.match(queries)  # what loops need of the listed names is made when it is first wanted
        return True

    def match(self, queries: Sequence[Query], most: int = 5, least: float = LEAST) -> list[tuple[Found, ...]]:
        """The bearers of each of some names, the likeliest first.

        Args:
            queries: names with what qualifies them; one asked twice is looked up once.
            most: bearers told for a name.
            least: score below which one is not told; what is found by an identifier always is.
        """
        distinct = tuple(dict.fromkeys(queries))
        answers: dict[Query, tuple[Found, ...]] = {}
        for start in range(0, len(distinct), CHUNK):
            chunk = distinct[start : start + CHUNK]
            answers.update(zip(chunk, self._answers(chunk, most, least), strict=True))
        return [answers[query] for query in queries]

    def look(self, queries: Sequence[Query], *, everything: bool = False, least: float = LEAST) -> Looked:
        """Every pair that is looked at for some names, measured and scored.

        Args:
            queries: the names.
            everything: hold them against every name of the roster, as is done for two names alone.
            least: score below which a pair need not be looked at.
        """
        way = way_for(len(queries), self.hasten)
        asked = Asked.of(queries, self.roster, way.met)
        rows, spellings = asked.every(self.roster) if everything else way.candidates(asked, self.roster)
        few = len(rows) <= FEW or not LEAST < least < 1
        if not few and way is COLUMNS:  # to align a pair in a loop costs less than to know whether it must be
            able = self.able.chosen(queries, asked, rows, spellings, least)
            rows, spellings = rows[able], spellings[able]
        if not len(rows):
            nothing = np.zeros((len(NAMES), 0), np.float32)
            return Looked(rows, rows, rows, np.zeros(0, np.bool_), nothing, np.zeros(0))
        pairs = way.measured(asked, self.roster, self.model, rows, spellings)
        if not few:
            pairs = pairs.at(self.model.reaching(pairs, least))
        scores = probability(self._qualified(queries, pairs.queries, pairs.bearers, pairs.evidence))
        held_back(pairs, self.roster.names.weak, scores, self.model.marks)
        return Looked(pairs.queries, pairs.bearers, pairs.names, pairs.persons, pairs.features, scores)

    def _qualified(
        self, queries: Sequence[Query], own: Ints, bearers: Ints, logits: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """With what country, birth and identifiers add, where both sides tell them."""
        if not any(query.country or query.born or query.ids for query in queries):
            return logits
        qualified = self.roster.bearers.qualified[bearers]
        abroad = np.array([query.country for query in queries])
        rows = ((abroad != "")[own] & qualified).nonzero()[0]
        if len(rows):
            homes = np.array(self.roster.bearers.marks.countries.take(bearers[rows].tolist()))
            differs = (homes != "") & (homes != abroad[own[rows]])
            logits[rows[differs]] += self.model.qualifiers["country_differs"]
        return self._known_apart(queries, own, bearers, logits, qualified)

    def _known_apart(
        self,
        queries: Sequence[Query],
        own: Ints,
        bearers: Ints,
        logits: NDArray[np.float64],
        qualified: NDArray[np.bool_],
    ) -> NDArray[np.float64]:
        """With what birth and identifiers add, which few tell.

        It is the same for all names that are qualified alike, and is found once for these and a bearer.
        """
        told = np.array([bool(query.born or query.ids) for query in queries])
        if not np.count_nonzero(told):
            return logits
        alike: dict[Query, int] = {}
        bare = [query._replace(name="", schema="", country="") for query in queries]
        group = np.array([alike.setdefault(each, len(alike)) for each in bare], np.int64)
        rows = (told[own] & qualified).nonzero()[0]
        if not len(rows):
            return logits
        each, place = np.unique(group[own[rows]] << 32 | bearers[rows], return_inverse=True)
        asked = list(alike)
        added = [
            self.model.known_apart(asked[pair >> 32], self.roster.bearers.told(pair & 0xFFFFFFFF))
            for pair in each.tolist()
        ]
        logits[rows] += np.array(added)[place]
        return logits

    def _answers(self, queries: Sequence[Query], most: int, least: float) -> list[tuple[Found, ...]]:
        looked = self.look(queries, least=least)
        best = way_now().ranked(looked.queries, looked.names, looked.bearers, looked.scores, most, least)
        found = self._found(looked, best)
        told = [found]
        if len(queries) > 1:
            ends = looked.queries.take(best).searchsorted(np.arange(len(queries)), "right").tolist()
            told = [found[start:end] for start, end in pairwise((0, *ends))]
        if self.by_id:
            for query, own in zip(queries, told, strict=True):
                by_id = self._by_id(query, looked)
                sure = {found.bearer for found in by_id}
                own[:] = [*by_id, *(found for found in own if found.bearer not in sure)]
        return [tuple(own[:most]) for own in told]

    def _by_id(self, query: Query, looked: Looked) -> list[Found]:
        places = dict.fromkeys(place for each in query.ids for place in self.by_id.get(each, ()))
        bearers = self.roster.bearers
        return [
            Found(
                bearers.told(place).id,
                bearers.main_name(place),
                BY_ID,
                Zone.SAME,
                weak=False,
                by_id=True,
                looked=looked,
                row=-1,
            )
            for place in places
        ]

    def _found(self, looked: Looked, rows: NDArray[np.intp]) -> list[Found]:
        """What some pairs come to."""
        names = looked.names.take(rows)
        scores = [round(score * DIGITS) / DIGITS for score in looked.scores.take(rows).tolist()]
        columns = zip(
            self.roster.bearers.marks.ids.take(looked.bearers.take(rows).tolist()),
            self.roster.names.texts.take(names.tolist()),
            scores,
            self.model.marks.zones(scores),
            self.roster.names.weak.take(names).tolist(),
            rows.tolist(),
            strict=True,
        )
        new = tuple.__new__  # which `Found` would call in the end: of ten at a time it is a third of the cost
        return [
            new(Found, (bearer, name, score, zone, weak, False, looked, row, ""))
            for bearer, name, score, zone, weak, row in columns
        ]
