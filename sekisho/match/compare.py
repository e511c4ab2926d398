"""Two names by themselves: are they of one bearer?

Without a roster no word is known to be rare: all words of a kind weigh the same.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sekisho.match.explain import reasons
from sekisho.match.features import NAMES
from sekisho.match.lore import Lore
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Bearer, Roster
from sekisho.match.score import Model, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sekisho.match.explain import Reason

CORPUS = Path(__file__).parent.parent / "corpus"


class Comparison(NamedTuple):
    """How alike two names are, and why.

    Attributes:
        score: 0 to 1: the probability that they are of one bearer.
        zone: what the score asks for.
        features: what was measured, by name.
        reasons: what spoke for and against, the weightiest first.
    """

    score: float
    zone: Zone
    features: Mapping[str, float]
    reasons: tuple[Reason, ...]


def compare(left: str, right: str, schema: str = "Company") -> Comparison:
    """Hold two names against each other.

    Args:
        left: as written, in any script.
        right: likewise.
        schema: what their bearer is, as followthemoney calls it; empty: not known.
    """
    return compare_many([(left, right)], schema)[0]


def compare_many(pairs: Sequence[tuple[str, str]], schema: str = "Company") -> list[Comparison]:
    """Hold the names of each of some pairs against each other."""
    return [_one(left, right, schema) for left, right in pairs]


@cache
def tools() -> tuple[Lore, Model]:
    """What the corpus that ships says, read once."""
    return Lore.load(CORPUS), Model.load(CORPUS)


def _one(left: str, right: str, schema: str) -> Comparison:
    lore, model = tools()
    roster = Roster.build([Bearer("right", schema, (right,))], lore)
    looked = Matcher.of(roster, model).look([Query(left, schema)], everything=True)
    if not len(looked.scores):
        return Comparison(0.0, Zone.DIFFERENT, {}, ())
    best = int(looked.scores.argmax())
    score = round(float(looked.scores[best]), 4)
    values = looked.features[:, best].tolist()
    features = {name: value for name, value in zip(NAMES, values, strict=True) if value}
    person = bool(looked.persons[best])
    return Comparison(score, model.marks.zone(score), features, reasons(values, model, person=person))
