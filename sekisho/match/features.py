"""What is measured of a pair of names: FEATURES, in the order of the weights of `corpus/match/weights.toml`.

Each is a function of columns to a column, from 0 to 1; its docstring is what a user reads of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from sekisho.match.pairs import PATRONYMIC
from sekisho.match.postings import UNIT
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Ints
    from sekisho.match.pairs import Pairs

Feature: TypeAlias = "Callable[[Pairs], Floats]"

ENOUGH: Final = np.float32(3 * UNIT)
"""Weight of shared words beyond which more of them add nothing."""
MORE: Final = np.float32(3)
"""Words beyond which it does not matter how many more one of the names has."""


def asked_same(pairs: Pairs) -> Floats:
    """The part of the name asked for whose words the listed name has too."""
    return pairs.asked.same


def listed_same(pairs: Pairs) -> Floats:
    """The part of the listed name whose words the name asked for has too."""
    return pairs.listed.same


def asked_near(pairs: Pairs) -> Floats:
    """The part of the name asked for that the listed name has nearly: a slip or another romanisation."""
    return pairs.asked.met - pairs.asked.same


def listed_near(pairs: Pairs) -> Floats:
    """The part of the listed name that the name asked for has nearly."""
    return pairs.listed.met - pairs.listed.same


def less_covered(pairs: Pairs) -> Floats:
    """How far the words of the less covered of the two names are met, near words included."""
    return np.minimum(pairs.asked.met, pairs.listed.met)


def more_covered(pairs: Pairs) -> Floats:
    """How far the words of the better covered of the two names are met: one may be the other in short."""
    return np.maximum(pairs.asked.met, pairs.listed.met)


def rare_and_covered(pairs: Pairs) -> Floats:
    """Both names are covered, and by rare words."""
    return evidence(pairs) * less_covered(pairs)


def asked_lost(pairs: Pairs) -> Floats:
    """How telling the most telling word of the name asked for is that the listed name lacks."""
    return pairs.asked.lost


def listed_lost(pairs: Pairs) -> Floats:
    """How telling the most telling word of the listed name is that the name asked for lacks."""
    return pairs.listed.lost


def both_lost(pairs: Pairs) -> Floats:
    """How telling the words are that each side has and the other lacks, where both sides have such."""
    return np.minimum(pairs.asked.lost, pairs.listed.lost)


def evidence(pairs: Pairs) -> Floats:
    """How rare the words are that both names share: two names that share only common words share little."""
    rare: Floats = pairs.asked.met * (pairs.asked.total.astype(np.float32) / ENOUGH)
    enough: Floats = np.minimum(rare, np.float32(1))
    return enough


def alike(pairs: Pairs) -> Floats:
    """Likeness of the two names letter by letter, above one half."""
    above: Floats = np.maximum(np.float32(2) * pairs.alike - np.float32(1), np.float32(0))
    return above


def very_alike(pairs: Pairs) -> Floats:
    """Likeness of the two names letter by letter, above four fifths."""
    above: Floats = np.maximum(np.float32(5) * pairs.alike - np.float32(4), np.float32(0))
    return above


def equal(pairs: Pairs) -> Floats:
    """The two names are the same but for legal forms and the order of words."""
    return _flag(pairs.alike == 1)


def number_differs(pairs: Pairs) -> Floats:
    """A number stands in one of the names and not in the other."""
    return _lacks(pairs.asked.lacks | pairs.listed.lacks, 1 << Kind.NUMBER)


def numbers_clash(pairs: Pairs) -> Floats:
    """Both names have numbers, and not the same: two plants, two ships, two companies."""
    return _lacks(pairs.asked.lacks & pairs.listed.lacks, 1 << Kind.NUMBER)


def place_differs(pairs: Pairs) -> Floats:
    """Both names name places, and not the same."""
    return _lacks(pairs.asked.lacks & pairs.listed.lacks, 1 << Kind.PLACE)


def trade_differs(pairs: Pairs) -> Floats:
    """Both names say what the company does, and not the same."""
    return _lacks(pairs.asked.lacks & pairs.listed.lacks, 1 << Kind.DESCRIPTOR)


def father_differs(pairs: Pairs) -> Floats:
    """Both names have a patronymic, and not the same."""
    return _lacks(pairs.asked.lacks & pairs.listed.lacks, PATRONYMIC)


def first_same(pairs: Pairs) -> Floats:
    """The names begin with the same word, or one has its first word elsewhere."""
    return np.minimum(pairs.asked.first, pairs.listed.first)


def by_initial(pairs: Pairs) -> Floats:
    """The part of the name asked for that is met by initials alone."""
    return pairs.asked.initials


def heard(pairs: Pairs) -> Floats:
    """One of the names is in Han, kana or Hangul and the other is not: only their sounds are compared."""
    return pairs.heard


def heard_short(pairs: Pairs) -> Floats:
    """Only sounds are compared, and one of the names is a single word: many names sound like it."""
    return pairs.heard * one_word(pairs)


def one_word(pairs: Pairs) -> Floats:
    """One of the names is a single word."""
    return _flag(np.minimum(pairs.asked.words, pairs.listed.words) == 1)


def words_differ(pairs: Pairs) -> Floats:
    """One of the names has more words than the other; three more are as much as can be."""
    more = np.abs(pairs.asked.words - pairs.listed.words).astype(np.float32)
    part: Floats = np.minimum(more / MORE, np.float32(1))
    return part


def short_and_unlike(pairs: Pairs) -> Floats:
    """The shorter name has few letters and the two are not the same: a slip would make another name."""
    return pairs.shortness * _flag(pairs.alike < 1)


FEATURES: Final[tuple[Feature, ...]] = (
    asked_same,
    listed_same,
    asked_near,
    listed_near,
    less_covered,
    more_covered,
    rare_and_covered,
    asked_lost,
    listed_lost,
    both_lost,
    evidence,
    alike,
    very_alike,
    equal,
    number_differs,
    numbers_clash,
    place_differs,
    trade_differs,
    father_differs,
    first_same,
    by_initial,
    heard,
    heard_short,
    one_word,
    words_differ,
    short_and_unlike,
)


def measure(pairs: Pairs) -> NDArray[np.float32]:
    """All features of pairs: a row a feature."""
    return np.stack([feature(pairs) for feature in FEATURES])


def _flag(told: NDArray[np.bool_]) -> Floats:
    return told.astype(np.float32)


def _lacks(lacks: Ints, bit: int) -> Floats:
    return _flag((lacks & np.int32(bit)) > 0)
