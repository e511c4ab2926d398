"""What is measured of a pair of names: FEATURES, in the order of the weights of `corpus/match/weights.toml`.

Each is a function of columns to a column, or of numbers to a number, from 0 to 1; its docstring is what a
user reads of it. To be compiled it calls nothing but NumPy: what several share is found by :func:`seen_in`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from sekisho.match.pairs import PATRONYMIC
from sekisho.match.postings import UNIT
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Ints
    from sekisho.match.pairs import Pairs, Sides

Feature: TypeAlias = "Callable[[Seen], Floats | Flags]"
Flags: TypeAlias = "NDArray[np.bool_]"

ENOUGH: Final = np.float32(3)
"""Weight of shared words, in words as rare as can be, beyond which more of them add nothing."""
MANY: Final = np.float32(4)
"""Words more than one beyond which more words that are met add nothing."""
MORE: Final = np.float32(3)
"""Words beyond which it does not matter how many more one of the names has."""

_NAME: Final = np.int16(1 << Kind.NAME)
_NUMBER: Final = np.int16(1 << Kind.NUMBER)
_PLACE: Final = np.int16(1 << Kind.PLACE)
_TRADE: Final = np.int16(1 << Kind.DESCRIPTOR)
_FATHER: Final = np.int16(PATRONYMIC)
_NONE: Final = np.float32(0)
_MOST: Final = np.float32(1)
_TWICE: Final = np.float32(2)
_FOUR: Final = np.float32(4)
_FIVE: Final = np.float32(5)
_SHARE: Final = np.float32(1) / (ENOUGH * np.float32(UNIT))


class Seen(NamedTuple):
    """Pairs, and what several features are made of.

    Attributes:
        covered: how far both names are met, above four fifths each.
        fewest: words of the name that has fewer.
    """

    pairs: Pairs
    sides: Sides
    covered: Floats
    fewest: Ints


def seen_in(pairs: Pairs) -> Seen:
    """Look at pairs."""
    sides = pairs.sides
    asked = np.maximum(_FIVE * sides.asked.met - _FOUR, _NONE)
    listed = np.maximum(_FIVE * sides.listed.met - _FOUR, _NONE)
    return Seen(pairs, sides, asked * listed, np.minimum(sides.words[0], sides.words[1]))


def asked_same(seen: Seen) -> Floats:
    """The part of the name asked for whose words the listed name has too."""
    return seen.sides.asked.same


def listed_same(seen: Seen) -> Floats:
    """The part of the listed name whose words the name asked for has too."""
    return seen.sides.listed.same


def both_covered(seen: Seen) -> Floats:
    """Nearly every word of each name is met in the other."""
    return seen.covered


def many_covered(seen: Seen) -> Floats:
    """Nearly every word of each name is met in the other, and there are several of them."""
    many: Floats = seen.covered * np.minimum((seen.fewest - 1) / MANY, _MOST)
    return many


def both_lost(seen: Seen) -> Floats:
    """How telling the words are that each side has and the other lacks, where both sides have such."""
    lost: Floats = np.minimum(seen.sides.asked.lost, seen.sides.listed.lost)
    return lost


def evidence(seen: Seen) -> Floats:
    """How rare the words are that both names share: two names that share only common words share little."""
    rare: Floats = np.minimum(seen.sides.asked.met * seen.sides.total[0] * _SHARE, _MOST)
    return rare


def named_evidence(seen: Seen) -> Floats:
    """How rare those shared words are that are names, not trades, places or numbers."""
    named = np.minimum(seen.sides.asked.named, seen.sides.listed.named)
    rare: Floats = np.minimum(named / ENOUGH, _MOST)
    return rare


def no_name(seen: Seen) -> Flags:
    """One of the names has no word that is a name: it tells of trade, place or number only."""
    nameless: Flags = (seen.sides.has[0] & _NAME == 0) | (seen.sides.has[1] & _NAME == 0)
    return nameless


def alike(seen: Seen) -> Floats:
    """Likeness of the two names letter by letter, above one half."""
    likeness: Floats = np.maximum(_TWICE * seen.pairs.alike - _MOST, _NONE)
    return likeness


def very_alike(seen: Seen) -> Floats:
    """Likeness of the two names letter by letter, above four fifths."""
    likeness: Floats = np.maximum(_FIVE * seen.pairs.alike - _FOUR, _NONE)
    return likeness


def in_order(seen: Seen) -> Floats:
    """Likeness of the two names letter by letter with their words as they stand, above one half."""
    likeness: Floats = np.maximum(_TWICE * seen.pairs.in_order - _MOST, _NONE)
    return likeness


def equal(seen: Seen) -> Flags:
    """The two names are the same but for legal forms, the order of words and ways of writing one word."""
    same = np.minimum(seen.sides.asked.same, seen.sides.listed.same)
    is_so: Flags = (same == 1) | (seen.pairs.alike == 1)
    return is_so


def number_differs(seen: Seen) -> Flags:
    """A number stands in one of the names and not in the other."""
    differs: Flags = (seen.sides.lacks[0] | seen.sides.lacks[1]) & _NUMBER > 0
    return differs


def numbers_clash(seen: Seen) -> Flags:
    """Both names have numbers, and not the same: two plants, two ships, two companies."""
    clash: Flags = seen.sides.lacks[0] & seen.sides.lacks[1] & _NUMBER > 0
    return clash


def place_differs(seen: Seen) -> Flags:
    """Both names name places, and not the same."""
    clash: Flags = seen.sides.lacks[0] & seen.sides.lacks[1] & _PLACE > 0
    return clash


def trade_differs(seen: Seen) -> Flags:
    """Both names say what the company does, and not the same."""
    clash: Flags = seen.sides.lacks[0] & seen.sides.lacks[1] & _TRADE > 0
    return clash


def father_differs(seen: Seen) -> Flags:
    """Both names have a patronymic, and not the same."""
    clash: Flags = seen.sides.lacks[0] & seen.sides.lacks[1] & _FATHER > 0
    return clash


def kin(seen: Seen) -> Floats:
    """Both names have the same patronymic, and another first or last word: brothers and sisters."""
    has, lacks, asked, listed = seen.sides.has, seen.sides.lacks, seen.sides.asked, seen.sides.listed
    same_father = has[0] & has[1] & ~(lacks[0] | lacks[1]) & _FATHER > 0
    first, last = np.maximum(asked.first, listed.first), np.maximum(asked.last, listed.last)
    differs: Floats = same_father * (_MOST - np.minimum(first, last))
    return differs


def first_same(seen: Seen) -> Floats:
    """The names begin with the same word, or one has its first word elsewhere."""
    first: Floats = np.minimum(seen.sides.asked.first, seen.sides.listed.first)
    return first


def ends_met(seen: Seen) -> Floats:
    """The first word and the last of either name are met in the other."""
    first = np.minimum(seen.sides.asked.first, seen.sides.listed.first)
    last = np.minimum(seen.sides.asked.last, seen.sides.listed.last)
    ends: Floats = np.minimum(first, last)
    return ends


def first_differs(seen: Seen) -> Floats:
    """Neither name has the first word of the other: the given name of a person, as a rule."""
    differs: Floats = _MOST - np.maximum(seen.sides.asked.first, seen.sides.listed.first)
    return differs


def last_differs(seen: Seen) -> Floats:
    """Neither name has the last word of the other: the family name of a person, as a rule."""
    differs: Floats = _MOST - np.maximum(seen.sides.asked.last, seen.sides.listed.last)
    return differs


def by_initial(seen: Seen) -> Floats:
    """The part of the name asked for that is met by initials alone."""
    return seen.sides.asked.initials


def heard(seen: Seen) -> Floats:
    """One of the names is in Han, kana or Hangul and the other is not: only their sounds are compared."""
    return seen.pairs.heard


def initials_same(seen: Seen) -> Floats:
    """One of the names is the initials of the other, four or more."""
    return seen.pairs.initialled


def read(seen: Seen) -> Floats:
    """The names are in two scripts: what one of them is read as is compared."""
    return seen.pairs.read


def consonants_alike(seen: Seen) -> Floats:
    """Likeness of the consonants of two names in two scripts, above one half."""
    likeness: Floats = np.maximum(_TWICE * seen.pairs.consonants - _MOST, _NONE)
    return likeness


def one_word(seen: Seen) -> Flags:
    """One of the names is a single word."""
    single: Flags = seen.fewest == 1
    return single


def words_differ(seen: Seen) -> Floats:
    """One of the names has more words than the other; three more are as much as can be."""
    more = np.abs(seen.sides.words[0] - seen.sides.words[1])
    part: Floats = np.minimum(more / MORE, _MOST)
    return part


def short_and_unlike(seen: Seen) -> Floats:
    """The shorter name has few letters, and is not the other or its initials: a slip makes another name."""
    short: Floats = seen.pairs.shortness * (seen.pairs.alike < 1) * (seen.pairs.initialled == 0)
    return short


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
    kin,
    first_same,
    ends_met,
    first_differs,
    last_differs,
    by_initial,
    heard,
    one_word,
    words_differ,
    short_and_unlike,
    initials_same,
    read,
    consonants_alike,
)


class Joint(NamedTuple):
    """Two features seen together: what is said of both at once is not what each says by itself.

    Attributes:
        one: a feature.
        other: another.
        either: whether it is enough that one of them holds; else both must.
    """

    one: Feature
    other: Feature
    either: bool = False

    @property
    def name(self) -> str:
        """What the weights call it."""
        return f"{self.one.__name__}_{'or' if self.either else 'and'}_{self.other.__name__}"

    @property
    def meaning(self) -> str:
        """What a user reads of it."""
        link = "either" if self.either else "at once"
        return f"{link}: {_first_line(self.one)} | {_first_line(self.other)}"


def _first_line(feature: Feature) -> str:
    return " ".join((feature.__doc__ or "").split()).rstrip(".")


JOINTS: Final = (
    Joint(listed_same, in_order, either=True),
    Joint(asked_same, in_order, either=True),
    Joint(asked_same, alike, either=True),
    Joint(alike, ends_met, either=True),
    Joint(first_differs, last_differs, either=True),
    Joint(both_lost, heard, either=True),
    Joint(in_order, place_differs),
    Joint(evidence, first_differs),
    Joint(named_evidence, words_differ),
    Joint(read, ends_met),
    Joint(read, evidence),
    Joint(read, both_covered),
    Joint(consonants_alike, ends_met),
)
"""Pairs of features whose sum alone would say too much, or too little."""

NAMES: Final = (*(feature.__name__ for feature in FEATURES), *(joint.name for joint in JOINTS))
"""What is measured, in the order of the weights."""
MEANINGS: Final = (*map(_first_line, FEATURES), *(joint.meaning for joint in JOINTS))
"""What each means, in words."""

ONE: Final = np.array([FEATURES.index(joint.one) for joint in JOINTS])
OTHER: Final = np.array([FEATURES.index(joint.other) for joint in JOINTS])
EITHER: Final = np.array([joint.either for joint in JOINTS], np.float32)
BOTH: Final = 1 - 2 * EITHER
"""Of the joints, the rows of their features, and what :func:`joined` takes."""


def joined(one: Floats, other: Floats, either: Floats, both: Floats) -> Floats:
    """Two features seen together: how much of their sum counts, and of their product."""
    found: Floats = either * (one + other) + both * (one * other)
    return found


def join(found: NDArray[np.float32]) -> None:
    """Fill in what is made of two features each, below the rows of these."""
    found[len(FEATURES) :] = joined(found[ONE], found[OTHER], EITHER[:, None], BOTH[:, None])


def measure(pairs: Pairs) -> NDArray[np.float32]:
    """All features of pairs: a row each, in the order of `NAMES`."""
    found = np.empty((len(NAMES), len(pairs.alike)), np.float32)
    seen = seen_in(pairs)
    columns = [feature(seen) for feature in FEATURES]
    np.concatenate(columns, out=found[: len(FEATURES)].reshape(-1), casting="unsafe")
    join(found)
    return found
