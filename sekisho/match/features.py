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
    from sekisho.match.pairs import Pairs, Side

Feature: TypeAlias = "Callable[[Pairs], Floats]"

ENOUGH: Final = np.float32(3)
"""Weight of shared words, in words as rare as can be, beyond which more of them add nothing."""
MANY: Final = np.float32(4)
"""Words more than one beyond which more words that are met add nothing."""
MORE: Final = np.float32(3)
"""Words beyond which it does not matter how many more one of the names has."""


def asked_same(pairs: Pairs) -> Floats:
    """The part of the name asked for whose words the listed name has too."""
    return pairs.asked.same


def listed_same(pairs: Pairs) -> Floats:
    """The part of the listed name whose words the name asked for has too."""
    return pairs.listed.same


def both_covered(pairs: Pairs) -> Floats:
    """Nearly every word of each name is met in the other."""
    both: Floats = _nearly_all(pairs.asked) * _nearly_all(pairs.listed)
    return both


def many_covered(pairs: Pairs) -> Floats:
    """Nearly every word of each name is met in the other, and there are several of them."""
    words = np.minimum(pairs.asked.words, pairs.listed.words).astype(np.float32)
    many: Floats = both_covered(pairs) * np.clip((words - np.float32(1)) / MANY, 0, 1)
    return many


def both_lost(pairs: Pairs) -> Floats:
    """How telling the words are that each side has and the other lacks, where both sides have such."""
    return np.minimum(pairs.asked.lost, pairs.listed.lost)


def evidence(pairs: Pairs) -> Floats:
    """How rare the words are that both names share: two names that share only common words share little."""
    rare: Floats = pairs.asked.met * (pairs.asked.total.astype(np.float32) / (ENOUGH * np.float32(UNIT)))
    enough: Floats = np.minimum(rare, np.float32(1))
    return enough


def named_evidence(pairs: Pairs) -> Floats:
    """How rare those shared words are that are names, not trades, places or numbers."""
    rare = np.minimum(pairs.asked.named, pairs.listed.named) / ENOUGH
    enough: Floats = np.minimum(rare, np.float32(1))
    return enough


def no_name(pairs: Pairs) -> Floats:
    """One of the names has no word that is a name: it tells of trade, place or number only."""
    return _flag(pairs.asked.nameless | pairs.listed.nameless)


def alike(pairs: Pairs) -> Floats:
    """Likeness of the two names letter by letter, above one half."""
    above: Floats = np.maximum(np.float32(2) * pairs.alike - np.float32(1), np.float32(0))
    return above


def very_alike(pairs: Pairs) -> Floats:
    """Likeness of the two names letter by letter, above four fifths."""
    above: Floats = np.maximum(np.float32(5) * pairs.alike - np.float32(4), np.float32(0))
    return above


def in_order(pairs: Pairs) -> Floats:
    """Likeness of the two names letter by letter with their words as they stand, above one half."""
    above: Floats = np.maximum(np.float32(2) * pairs.in_order - np.float32(1), np.float32(0))
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


def ends_met(pairs: Pairs) -> Floats:
    """The first word and the last of either name are met in the other."""
    firsts = np.minimum(pairs.asked.first, pairs.listed.first)
    lasts = np.minimum(pairs.asked.last, pairs.listed.last)
    met: Floats = np.minimum(firsts, lasts)
    return met


def first_differs(pairs: Pairs) -> Floats:
    """Neither name has the first word of the other: the given name of a person, as a rule."""
    differs: Floats = np.float32(1) - np.maximum(pairs.asked.first, pairs.listed.first)
    return differs


def last_differs(pairs: Pairs) -> Floats:
    """Neither name has the last word of the other: the family name of a person, as a rule."""
    differs: Floats = np.float32(1) - np.maximum(pairs.asked.last, pairs.listed.last)
    return differs


def by_initial(pairs: Pairs) -> Floats:
    """The part of the name asked for that is met by initials alone."""
    return pairs.asked.initials


def heard(pairs: Pairs) -> Floats:
    """One of the names is in Han, kana or Hangul and the other is not: only their sounds are compared."""
    return pairs.heard


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
    both_covered,
    many_covered,
    both_lost,
    evidence,
    named_evidence,
    no_name,
    alike,
    very_alike,
    in_order,
    equal,
    number_differs,
    numbers_clash,
    place_differs,
    trade_differs,
    father_differs,
    first_same,
    ends_met,
    first_differs,
    last_differs,
    by_initial,
    heard,
    one_word,
    words_differ,
    short_and_unlike,
)


def measure(pairs: Pairs) -> NDArray[np.float32]:
    """All features of pairs: a row a feature."""
    found = np.empty((len(FEATURES), len(pairs.alike)), np.float32)
    for row, feature in zip(found, FEATURES, strict=True):
        row[:] = feature(pairs)
    return found


def _nearly_all(side: Side) -> Floats:
    above: Floats = np.maximum(np.float32(5) * side.met - np.float32(4), np.float32(0))
    return above


def _flag(told: NDArray[np.bool_]) -> Floats:
    return told.astype(np.float32)


def _lacks(lacks: Ints, bit: int) -> Floats:
    return _flag((lacks & np.int32(bit)) > 0)
