"""How likely a pair can be at most, by what is known of a name before it is held against any other.

Invariant: no pair scores above its ceiling. A feature that this file does not know may be anything from 0 to
1, so a new one makes ceilings looser, never wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from sekisho.match import features
from sekisho.match.features import FEATURES, NAMES, join
from sekisho.match.pairs import shortness
from sekisho.match.postings import UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from sekisho.match.features import Feature
    from sekisho.match.near import Floats

MARGIN: Final = 1e-3
"""More than sums are rounded by."""
Bound: TypeAlias = "Callable[[Known], Floats]"


class Ends(NamedTuple):
    """How well the first and the last words of either side can be met."""

    asked_first: Floats
    asked_last: Floats
    listed_first: Floats
    listed_last: Floats


class Listed(NamedTuple):
    """The part of a listed name that can be met, and that can be of the same words."""

    met: Floats
    same: Floats


class Known(NamedTuple):
    """What is known of names, as columns; every part is 0 to 1 and is the most that it can be.

    Attributes:
        met: units of the words that any listed name can meet, each as far as it can be met.
        same: units of those that a listed name can have too.
        named: units of those met that are names.
        total: units of all words, at least.
        listed: what can be met of a listed name.
        ends: how well the first and the last words can be met.
        initials: the part of the words that can be met by initials.
        letters: of the name, at most.
        alike: likeness letter by letter to any listed name.
        more: words that one of the names can have more than the other.
        lost: whether it has a number that no listed name has.
        read: whether the listed names are in other than Latin letters.
    """

    met: Floats
    same: Floats
    named: Floats
    total: Floats
    listed: Listed
    ends: Ends
    initials: Floats
    letters: Floats
    alike: Floats
    more: Floats
    lost: NDArray[np.bool_]
    read: bool

    def part(self, units: Floats) -> Floats:
        """The part of the name asked for that so many units are."""
        part: Floats = np.where(self.total > 0, np.minimum(units / np.maximum(self.total, 1), 1), 1)
        return part

    def at(self, names: NDArray[np.intp]) -> Known:
        """What is known of some of them."""
        return Known(
            self.met[names],
            self.same[names],
            self.named[names],
            self.total[names],
            Listed(*(each[names] for each in self.listed)),
            Ends(*(each[names] for each in self.ends)),
            self.initials[names],
            self.letters[names],
            self.alike[names],
            self.more[names],
            self.lost[names],
            self.read,
        )


def _both_covered(known: Known) -> Floats:
    asked, listed = known.part(known.met), np.minimum(known.listed.met, 1)
    both: Floats = np.maximum(5 * asked - 4, 0) * np.maximum(5 * listed - 4, 0)
    return both


_MOST: Final[Mapping[Feature, Bound]] = {
    features.asked_same: lambda known: known.part(known.same),
    features.listed_same: lambda known: np.minimum(known.listed.same, 1),
    features.both_covered: _both_covered,
    features.many_covered: _both_covered,
    features.evidence: lambda known: np.minimum(known.met / (features.ENOUGH * UNIT), 1),
    features.named_evidence: lambda known: np.minimum(known.named / (features.ENOUGH * UNIT), 1),
    features.alike: lambda known: np.maximum(2 * known.alike - 1, 0),
    features.very_alike: lambda known: np.maximum(5 * known.alike - 4, 0),
    features.in_order: lambda known: np.maximum(2 * known.alike - 1, 0),
    features.equal: lambda known: (known.alike == 1) | (known.part(known.same) > 1 - MARGIN),
    features.first_same: lambda known: np.minimum(known.ends.asked_first, known.ends.listed_first),
    features.ends_met: lambda known: np.minimum(
        np.minimum(known.ends.asked_first, known.ends.listed_first),
        np.minimum(known.ends.asked_last, known.ends.listed_last),
    ),
    features.by_initial: lambda known: np.minimum(known.initials, 1),
    features.words_differ: lambda known: np.minimum(known.more / features.MORE, 1),
    features.initials_same: lambda known: np.zeros_like(known.met),  # whose are, is not held back
    features.read: lambda known: np.full_like(known.met, known.read),
    features.consonants_alike: lambda known: np.full_like(known.met, known.read),
}
"""The most that a feature can be."""
_LEAST: Final[Mapping[Feature, Bound]] = {
    features.number_differs: lambda known: known.lost.astype(np.float32),
    features.first_differs: lambda known: 1 - np.maximum(known.ends.asked_first, known.ends.listed_first),
    features.last_differs: lambda known: 1 - np.maximum(known.ends.asked_last, known.ends.listed_last),
    features.short_and_unlike: lambda known: np.where(known.alike < 1, shortness(known.letters), 0),
    features.read: lambda known: np.full_like(known.met, known.read),
}
"""The least that it can be."""


def alike(letters: Floats, slips: Floats) -> Floats:
    """Likeness letter by letter at most: it is greatest where every slip is a letter put in.

    Args:
        letters: of names, at most.
        slips: letters left out or put in, at least.
    """
    most: Floats = 1 - slips / np.maximum(2 * letters + slips, 1)
    return most


def bounds(known: Known) -> tuple[Floats, Floats]:
    """The least and the most that each feature of any pair can be: a row a feature."""
    least = np.zeros((len(NAMES), len(known.met)), np.float32)
    most = np.ones_like(least)
    for row, feature in enumerate(FEATURES):
        if feature in _LEAST:
            least[row] = _LEAST[feature](known)
        if feature in _MOST:
            most[row] = _MOST[feature](known)
    join(least)  # both ways of joining grow with either part
    join(most)
    return least, most


def ceiling(known: Known, weights: NDArray[np.float64], bias: float) -> Floats:
    """The most that the evidence for any pair can add up to."""
    least, most = bounds(known)
    gains, losses = (each.astype(np.float32) for each in (np.maximum(weights, 0), np.minimum(weights, 0)))
    evidence: Floats = gains @ most + losses @ least + np.float32(bias)
    return evidence
