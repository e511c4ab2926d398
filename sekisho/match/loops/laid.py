"""Spellings asked for, with what their words may meet: :meth:`sekisho.match.asked.Met.of`, in loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.match.asked import KEYS, Met, amended
from sekisho.match.laid import MARKS, OF_PATRONYMIC, PATRONYMIC, WORTH, Laid
from sekisho.match.loops.compiled import Columns, compiled, part
from sekisho.match.loops.distance import MOST
from sekisho.match.loops.near import Listed, letters_of, listed, nearest
from sekisho.match.loops.once import fixed, once
from sekisho.match.near import KEPT, Near
from sekisho.match.postings import UNIT
from sekisho.match.vocabulary import is_patronymic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Hashes, Ints
    from sekisho.match.roster import Roster
    from sekisho.match.spell import Spellings

SON: Final = np.float32(OF_PATRONYMIC)
TOLD: Final = 5
SIZE, KIN, PLAIN, IS_SON, INITIAL = range(TOLD)
"""What is told of a word that the vocabulary lacks, in the columns of `Fresh.told`."""


class Fresh(NamedTuple):
    """Words that the vocabulary lacks.

    Attributes:
        letters: their code points, end to end.
        told: a row each: its letters, its kin, whether it is plain, whether it is a patronymic, and the first
            letter; see :class:`sekisho.match.near.Shapes` and :class:`sekisho.match.vocabulary.Words`.
        near: room for the words near each, as in :class:`sekisho.match.near.Near`.
        likeness: likewise.
    """

    letters: Hashes
    told: Ints
    near: Ints
    likeness: Floats


class Known(NamedTuple):
    """What is known of the words of the vocabulary: see :class:`sekisho.match.vocabulary.Words`.

    Attributes:
        near: the words near each.
        likeness: of these.
        looked_up: whether these are known already.
        patronymics: whether each is one.
        initials: the first letter of each.
        weights: how rare each is; more may follow.
    """

    near: Ints
    likeness: Floats
    looked_up: NDArray[np.bool_]
    patronymics: NDArray[np.bool_]
    initials: Hashes
    weights: Ints


class Weighed(NamedTuple):
    """What is found of each word of some spellings: see :class:`sekisho.match.asked.Met`."""

    keys: Ints
    likeness: Floats
    initials: Hashes
    units: Ints
    marks: NDArray[np.int16]


@once
def _vocabulary(roster: Roster) -> tuple[Columns, Columns]:
    """The columns of `Listed` and of `Known`."""
    words = roster.words
    known = *words.near, words.looked_up, words.patronymics, words.initials, roster.postings.weights
    return listed(words), tuple(map(fixed, known))


def _fresh(words: Sequence[str], kin: Mapping[str, int]) -> Columns:
    """The columns of `Fresh`."""
    told = [
        (len(word), kin.get(word, 0), word.isalpha(), is_patronymic(word), ord(word[0]) if word else 0)
        for word in words
    ]
    near = np.empty((len(words), KEPT), np.int32), np.empty((len(words), KEPT), np.float32)
    return letters_of("".join(words)), np.array(told, np.int32).reshape(len(words), TOLD), *near


_NO_FRESH: Final = _fresh((), {})


def met(spelt: Spellings, roster: Roster) -> Met:
    """Hold the words of spellings against the vocabulary of a roster."""
    words, unknown = roster.words, spelt.unknown
    if max(map(len, unknown), default=0) > MOST:
        return Met.of(spelt, roster)
    fresh = _fresh(unknown, words.slips.groups) if unknown else _NO_FRESH
    vocabulary = _vocabulary(roster)
    found = _laid((spelt.words, spelt.kinds, spelt.starts), fresh, *vocabulary, 0)
    meant = amended(spelt, roster, Near(*fresh[2:]))
    if meant is not spelt or not found[0]:
        spelt = meant
        words.look_up(spelt.words[spelt.words < len(words.listed)])
        found = _laid((spelt.words, spelt.kinds, spelt.starts), fresh, *vocabulary, len(unknown))
    _, keys, likeness, initials, units, marks, totals = found
    texts = spelt.texts, spelt.sorted, spelt.letters, spelt.initials
    laid = Laid(spelt.names, spelt.starts, spelt.words, units, marks, totals, *texts)
    return Met(laid, keys, likeness, initials)


@compiled
def _laid(
    spelt: tuple[Ints, NDArray[np.int8], Ints], fresh: Columns, listed: Columns, known: Columns, done: int
) -> tuple[bool, Ints, Floats, Hashes, Ints, NDArray[np.int16], Ints]:
    """What each word may meet, and what it is worth.

    Args:
        spelt: the words of spellings by place, those of *fresh* after the end of the vocabulary; their kinds;
            and where those of each spelling begin.
        fresh: as `Fresh`: it costs less to hand columns over than a named tuple of them.
        listed: as `Listed`.
        known: as `Known`.
        done: of how many fresh words it is known what is near: none, or all.

    Returns:
        Whether all words of the vocabulary have been looked up; `keys`, `likeness` and `initials` of
        :class:`sekisho.match.asked.Met`; `units`, `marks` and `totals` of :class:`sekisho.match.laid.Laid`.
    """
    (words, kinds, starts), new = spelt, Fresh(*fresh)
    _look_up(new, Listed(*listed), done)
    count = len(words)
    keys, likeness = np.empty((count, KEYS), np.int32), np.empty((count, KEYS), np.float32)
    initials, units, marks = np.empty(count, np.uint32), np.empty(count, np.int32), np.empty(count, np.int16)
    found = Weighed(keys, likeness, initials, units, marks)
    whole = _weigh(words, kinds, new, Known(*known), found)
    return whole, keys, likeness, initials, units, marks, _totals(units, starts)


@part
def _weigh(words: Ints, kinds: NDArray[np.int8], fresh: Fresh, known: Known, found: Weighed) -> bool:
    """Fill in what is known of words; whether all of those in the vocabulary have been looked up."""
    keys, likeness, initials, units, marks = found
    whole, weights = True, known.weights
    for at in range(len(words)):
        word, new = words[at], words[at] - len(known.looked_up)
        keys[at, 0], likeness[at, 0] = word, 1
        if new < 0:
            whole &= known.looked_up[word]  # first: another thread may look it up meanwhile
            _take(known.near[word], known.likeness[word], keys[at], likeness[at])
            initials[at], son, rare = known.initials[word], known.patronymics[word], int(weights[word])
        else:
            _take(fresh.near[new], fresh.likeness[new], keys[at], likeness[at])
            initials[at], son, rare = fresh.told[new, INITIAL], fresh.told[new, IS_SON] > 0, UNIT
            if keys[at, 1] >= 0:  # perhaps a slip of a word that many bear
                rare -= int((UNIT - weights[keys[at, 1]]) * likeness[at, 1])
        worth, mark = WORTH[kinds[at]], MARKS[kinds[at]]
        if son:
            worth, mark = worth * SON, mark | PATRONYMIC
        units[at], marks[at] = int(rare * worth), mark
    return whole


@part
def _look_up(fresh: Fresh, listed: Listed, done: int) -> None:
    """Find what is near each of some fresh words."""
    end = 0
    for at in range(done, len(fresh.told)):
        begin, end = end, end + fresh.told[at, SIZE]
        kin, plain = fresh.told[at, KIN], fresh.told[at, PLAIN] > 0
        nearest(fresh.letters[begin:end], kin, plain, listed, fresh.near[at], fresh.likeness[at])


@part
def _take(near: Ints, likeness: Floats, keys: Ints, fit: Floats) -> None:
    """What a word meets beside itself."""
    for place in range(KEPT):
        keys[place + 1], fit[place + 1] = near[place], likeness[place]


@part
def _totals(units: Ints, starts: Ints) -> Ints:
    """The units of the words of each spelling."""
    totals = np.zeros(len(starts) - 1, np.int32)
    for own in range(len(totals)):
        for at in range(starts[own], starts[own + 1]):
            totals[own] += units[at]
    return totals
