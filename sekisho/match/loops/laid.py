"""Spellings asked for, with what their words may meet: :meth:`sekisho.match.asked.Met.of`, in loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.match.asked import KEYS, Met, amended
from sekisho.match.laid import MARKS, OF_PATRONYMIC, PATRONYMIC, WORTH, Laid
from sekisho.match.loops.compiled import compiled
from sekisho.match.loops.near import near
from sekisho.match.loops.once import fixed, once
from sekisho.match.postings import UNIT
from sekisho.match.vocabulary import initials_of, patronymics_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Hashes, Ints
    from sekisho.match.roster import Roster
    from sekisho.match.spell import Spellings

SON: Final = np.float32(OF_PATRONYMIC)


class Known(NamedTuple):
    """What is known of some words: see :class:`sekisho.match.vocabulary.Words`.

    Attributes:
        near: the words near each.
        likeness: of these.
        patronymics: whether each is one.
        initials: the first letter of each.
    """

    near: Ints
    likeness: Floats
    patronymics: NDArray[np.bool_]
    initials: Hashes


class Vocabulary(NamedTuple):
    """What is known of the words of a roster.

    Attributes:
        words: what is known of each.
        looked_up: whether what is near it is known already.
        weights: how rare each is; more may follow.
    """

    words: Known
    looked_up: NDArray[np.bool_]
    weights: Ints


@once
def _vocabulary(roster: Roster) -> Vocabulary:
    words = roster.words
    known = words.near.words, words.near.likeness, words.patronymics, words.initials
    return Vocabulary(Known._make(map(fixed, known)), fixed(words.looked_up), fixed(roster.postings.weights))


def met(spelt: Spellings, roster: Roster) -> Met:
    """Hold the words of spellings against the vocabulary of a roster."""
    unknown, words = spelt.unknown, roster.words
    beyond = near(unknown, roster)
    spelt = amended(spelt, roster, beyond)
    fresh = Known(beyond.words, beyond.likeness, patronymics_of(unknown), initials_of(unknown))
    told = spelt.words, spelt.kinds, spelt.starts, fresh, _vocabulary(roster)
    whole, keys, likeness, initials, units, marks, totals = _laid(*told)
    if not whole:
        words.look_up(spelt.words[spelt.words < len(words.listed)])
        _, keys, likeness, initials, units, marks, totals = _laid(*told)
    laid = Laid(
        spelt.names,
        spelt.starts,
        spelt.words,
        units,
        marks,
        totals,
        spelt.texts,
        spelt.sorted,
        spelt.letters,
        spelt.initials,
    )
    return Met(laid, keys, likeness, initials)


@compiled
def _laid(
    words: Ints, kinds: NDArray[np.int8], starts: Ints, fresh: Known, vocabulary: Vocabulary
) -> tuple[bool, Ints, Floats, Hashes, Ints, NDArray[np.int16], Ints]:
    """What each word may meet, and what it is worth.

    Args:
        words: of the spellings, by place; those of *fresh* follow after the end of the vocabulary.
        kinds: of these.
        starts: where those of each spelling begin.
        fresh: words that the vocabulary lacks.
        vocabulary: of the roster.

    Returns:
        Whether all words have been looked up; `keys`, `likeness` and `initials` of
        :class:`sekisho.match.asked.Met`; `units`, `marks` and `totals` of :class:`sekisho.match.laid.Laid`.
    """
    count, whole = len(words), True
    keys, likeness = np.empty((count, KEYS), np.int32), np.empty((count, KEYS), np.float32)
    initials, units, marks = np.empty(count, np.uint32), np.empty(count, np.int32), np.empty(count, np.int16)
    known, looked_up, weights = vocabulary
    for at in range(count):
        word, new = words[at], words[at] - len(looked_up)
        keys[at, 0], likeness[at, 0] = word, 1
        if new < 0:
            keys[at, 1:], likeness[at, 1:] = known.near[word], known.likeness[word]
            initials[at], son, rare = known.initials[word], known.patronymics[word], int(weights[word])
            whole &= looked_up[word]
        else:
            keys[at, 1:], likeness[at, 1:] = fresh.near[new], fresh.likeness[new]
            initials[at], son, rare = fresh.initials[new], fresh.patronymics[new], UNIT
            if keys[at, 1] >= 0:  # perhaps a slip of a word that many bear
                rare -= int((UNIT - weights[keys[at, 1]]) * likeness[at, 1])
        worth, mark = WORTH[kinds[at]], MARKS[kinds[at]]
        if son:
            worth, mark = worth * SON, mark | PATRONYMIC
        units[at], marks[at] = int(rare * worth), mark
    totals = np.empty(len(starts) - 1, np.int32)
    for own in range(len(totals)):
        totals[own] = units[starts[own] : starts[own + 1]].sum()
    return whole, keys, likeness, initials, units, marks, totals
