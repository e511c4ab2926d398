"""From features to a probability that two names are of the same bearer, and to a zone.

The weights are data (`corpus/match/weights.toml`), fitted by `bench/names/fit.py`; the file says on what. A
score is the probability among names that were found near each other, half of which were asked for rightly:
where fewer are, read the table of `sekisho names calibrate` instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, overload

import numpy as np
import tomli

from sekisho.match.features import NAMES
from sekisho.match.postings import UNIT
from sekisho.match.roster import PERSON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Ints
    from sekisho.match.query import Query
    from sekisho.match.roster import Bearer
    from sekisho.match.way import Measured

ALIKE: Final = 0.8
"""Likeness of native letters from which a shared sound may be a shared name."""
UNSURE: Final = 0.999
"""What a person must judge is never surer than the mark of the zone `same`, of which it keeps this much."""
MARGIN: Final = 1e-3
"""More than evidence is rounded by."""
LITTLE: Final = 0.3
"""Weight of a name, against that of one rare word, below which it names nobody."""

_HEARD: Final = NAMES.index("heard")
_COVERED: Final = NAMES.index("both_covered")


class Zone(StrEnum):
    """What a score asks for: nothing, a person's judgement, or nothing again."""

    SAME = "same"
    REVIEW = "review"
    DIFFERENT = "different"


_SAME, _REVIEW, _DIFFERENT = Zone
"""An enum takes longer to find one of its members than to compare two numbers."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The scores at which the zones begin; what each costs is in the table of `sekisho names calibrate`."""

    same: float
    review: float

    def zone(self, score: float) -> Zone:
        """The zone of a score."""
        return self.zones((score,))[0]

    def zones(self, scores: Iterable[float]) -> list[Zone]:
        """The zone of each score."""
        same, review = self.same, self.review
        return [_SAME if each >= same else _REVIEW if each >= review else _DIFFERENT for each in scores]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """How features add up.

    Attributes:
        weights: of the features, for persons and for everyone else.
        biases: likewise.
        qualifiers: what country and birth add, by name.
        marks: where the zones begin.
    """

    weights: NDArray[np.float64]
    biases: NDArray[np.float64]
    qualifiers: Mapping[str, float]
    marks: Marks

    @classmethod
    def load(cls, root: Path) -> Model:
        """Read the weights of a corpus.

        Raises:
            ValueError: the file has weights for other features than there are.
        """
        path = root / "match" / "weights.toml"
        data = tomli.loads(path.read_text(encoding="utf-8"))
        for kind in ("person", "body"):
            if set(data[kind]["weights"]) != set(NAMES):
                raise ValueError(f"{path}: [{kind}.weights] is for other features; run bench/names/fit.py")
        tables = [data["body"], data["person"]]
        weights = np.array([[float(table["weights"][name]) for name in NAMES] for table in tables])
        biases = np.array([float(table["bias"]) for table in tables])
        return cls(weights, biases, dict(data["qualifiers"]), Marks(**data["marks"]))

    def logits(self, features: Floats, persons: NDArray[np.bool_]) -> NDArray[np.float64]:
        """What the features of each pair add up to, by the weights of persons or of everyone else."""
        kinds = persons.astype(np.int8)
        weighed = np.multiply(self.weights.take(kinds, axis=0), features.T, order="C")
        # One after another, as a loop adds: a sum would be made of parts, as many as there are numbers.
        total: NDArray[np.float64] = self.biases.take(kinds) + np.add.accumulate(weighed, axis=1)[:, -1]
        return total

    def reaching(self, measured: Measured, least: float) -> NDArray[np.intp]:
        """Which pairs can reach a score, between 0 and 1, whatever is told of either side beside its name."""
        added = sum(max(each, 0) for each in self.qualifiers.values())
        able = measured.evidence >= math.log(least / (1 - least)) - added - MARGIN
        return (able | (measured.native >= 0)).nonzero()[0]  # native letters can make a pair surer than that

    def known_apart(self, query: Query, bearer: Bearer) -> float:
        """What birth and identifiers add to the evidence of a pair, where both sides tell them."""
        added = 0.0
        if query.born and bearer.born:
            length = min(len(query.born), len(bearer.born))
            same = query.born[:length] == bearer.born[:length]
            added += self.qualifiers["born_same" if same else "born_differs"]
        kinds = {each.partition(":")[0] for each in query.ids} & {
            each.partition(":")[0] for each in bearer.ids
        }
        if kinds and not set(query.ids) & set(bearer.ids):
            added += self.qualifiers["id_differs"]
        return added


def probability(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """From a sum of evidence to a probability."""
    return 1 / (1 + np.exp(-logits))


def by_letters(native: Floats, scores: NDArray[np.float64], marks: Marks) -> NDArray[np.float64]:
    """Hold names against each other by their letters where both have Han, kana or Hangul.

    Names that only sound alike (骅威, 华为) are not the same; names that differ in a letter (海斯, 海思) are
    for a person to judge.
    """
    both = native >= 0
    if not np.count_nonzero(both):
        return scores
    part = np.minimum(native / ALIKE, 1) ** 2
    held = np.minimum(scores * part, marks.same * UNSURE)
    return np.where(both, np.where(native == 1, np.maximum(scores, 0.99), held), scores)


@overload
def unsound(features: Floats) -> NDArray[np.bool_]: ...
@overload
def unsound(features: Sequence[float]) -> bool: ...
def unsound(features: Floats | Sequence[float]) -> NDArray[np.bool_] | bool:
    """Which pairs only sound alike here and there: one is in Han, kana or Hangul, and not both are covered.

    A long name in such letters is read as a dozen syllables and more, each in several ways. Some of them are
    near to some words of any list, and the more there are, the more these come to together, though most of
    the name is met by nothing.
    """
    holds: NDArray[np.bool_] | bool = (features[_HEARD] == 1) & (features[_COVERED] == 0)
    return holds


def by_sound(features: Floats, scores: NDArray[np.float64], marks: Marks) -> NDArray[np.float64]:
    """Keep pairs that are :func:`unsound` below the zone `review`, in the order of their scores."""
    if not np.count_nonzero(features[_HEARD]):
        return scores
    held = unsound(features)
    return np.where(held, np.minimum(scores, UNSURE) * marks.review, scores)


def too_little(told: Ints) -> NDArray[np.bool_]:
    """Whether one of the names says too little to be anybody's: a letter, a common word."""
    least: NDArray[np.bool_] = told < LITTLE * UNIT
    return least


def held_back(measured: Measured, weak: NDArray[np.bool_], scores: NDArray[np.float64], marks: Marks) -> None:
    """Hold back those pairs whose scores say more than is known.

    Args:
        measured: the pairs.
        weak: which of the listed names many may bear.
        scores: of the pairs, which are changed.
        marks: where the zones begin.
    """
    if measured.plain:
        return
    scores[:] = by_letters(measured.native, by_sound(measured.features, scores, marks), marks)
    scores[too_little(measured.told)] = 0
    weak = weak.take(measured.names)
    if np.count_nonzero(weak):
        scores[weak] = np.minimum(scores[weak], marks.same * UNSURE)


def is_person(asked: NDArray[np.int8], listed: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Whether a pair is one of persons."""
    persons: NDArray[np.bool_] = (asked == PERSON) | (listed == PERSON)
    return persons
