"""Pairs measured in a loop: each is laid word against word, and what it comes to is put down at once.

What :func:`sekisho.match.pairs.align` does in columns is done here pair by pair; what a feature is has one
definition, :mod:`sekisho.match.features`, which takes numbers as well. Invariant: the same, to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np

from sekisho.match import features
from sekisho.match.asked import KEYS
from sekisho.match.features import BOTH, EITHER, FEATURES, NAMES, ONE, OTHER, Seen
from sekisho.match.initials import same
from sekisho.match.laid import PATRONYMIC
from sekisho.match.loops.compiled import compiled, part
from sekisho.match.loops.letters import CODES, Text, blocks, clear, likeness, spread, written
from sekisho.match.loops.once import fixed, once
from sekisho.match.pairs import (
    INITIAL,
    INITIAL_FITS,
    KNOWN,
    LACKS,
    LONG,
    NAME,
    NEARLY,
    OWN,
    TOO_FEW,
    Pairs,
    Shares,
    Sides,
    consonants,
    natives_alike,
    shortness,
)
from sekisho.match.postings import UNIT
from sekisho.match.way import COLUMNS, Measured

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sekisho.match.asked import Asked
    from sekisho.match.laid import Laid
    from sekisho.match.loops.letters import Bits
    from sekisho.match.near import Floats, Hashes, Ints
    from sekisho.match.roster import Roster

    Flags: TypeAlias = NDArray[np.bool_]
    Columns: TypeAlias = tuple[NDArray[Any], ...]
    Put: TypeAlias = Callable[[Seen, Floats, int], None]
    Number: TypeAlias = Any
    """Of the kind that a column has; which one a loop makes of it, a checker of types cannot follow."""

_single: Any = np.float32
_ZERO, _ONE, _NOT = _single(0), _single(1), _single(-1)
_INITIAL_FITS: Final = _single(INITIAL_FITS)
_PART: Final = _single(1 / UNIT)
# Of numbers, where columns are their attributes.
_Pairs: Final[Any] = Pairs
_Sides: Final[Any] = Sides
_Shares: Final[Any] = Shares
_SHORTNESS: Final = shortness(np.arange(LONG + 1, dtype=np.int32))
"""Of names of so many letters, the last of all longer ones."""
_READ: Final = FEATURES.index(features.read)
_FIRST_JOINT: Final = len(FEATURES)


class Side(NamedTuple):
    """One side of the pairs.

    Attributes:
        names: as of :class:`sekisho.match.laid.Laid`, as are those that follow.
        is_native: as of :class:`sekisho.match.columns.Names`.
        is_latin: likewise.
        words: of the listed names; of those asked for, the keys of each.
        begins: the first letters of the words: of the vocabulary, or of those asked for.
    """

    names: Ints
    starts: Ints
    units: Ints
    marks: NDArray[np.int16]
    totals: Ints
    letters: Ints
    initials: Hashes
    is_native: Flags
    is_latin: Flags
    words: Ints
    begins: Hashes


def _laid(own: Laid) -> Columns:
    return own.names, own.starts, own.units, own.marks, own.totals, own.letters, own.initials


@once
def _listed(roster: Roster) -> Columns:
    names = roster.names
    columns = (names.is_native, names.is_latin, roster.spellings.words, roster.words.initials)
    return (*map(fixed, (*_laid(roster.spellings), *columns)),)


def measured(asked: Asked, roster: Roster, rows: Ints, spellings: Ints) -> Measured:
    """As :data:`sekisho.match.way.COLUMNS` measures pairs."""
    texts, own = written(roster), asked.spellings
    if texts is None:
        return COLUMNS.measured(asked, roster, rows, spellings)
    mine: Columns = (*_laid(own), asked.is_native, asked.is_latin, asked.keys, asked.initials)
    letters = (*texts.others(own.texts), *texts.others(own.sorted), *texts.texts, *texts.ordered)
    found = np.empty((len(rows), len(NAMES)), np.float32)
    native, told = np.empty(len(rows), np.float32), np.empty(len(rows), np.int32)

    def put(alike: Floats) -> tuple[int, int]:
        pairs = rows, spellings, alike
        return _measure(pairs, mine, _listed(roster), letters, asked.likeness, (found, native, told))

    natives, scripts = put(np.zeros(len(rows), np.float32))
    if scripts:  # the likeness of consonants is looked up for these alone
        put(consonants(asked, roster, rows, spellings, found[:, _READ] > 0))
    if natives:
        names, others = own.names.take(rows), roster.spellings.names.take(spellings)
        native = natives_alike(asked, roster, names, others, native >= 0)
    return Measured(found.T, native, told)


def _in_turn(parts: Sequence[Callable[[Seen], Number]], place: int = 0) -> Put:
    """One function that puts down what each of some features is."""
    feature = part(parts[0])
    if len(parts) == 1:

        def put(seen: Seen, found: Floats, at: int) -> None:
            found[at, place] = feature(seen)
    else:
        others = _in_turn(parts[1:], place + 1)

        def put(seen: Seen, found: Floats, at: int) -> None:
            found[at, place] = feature(seen)
            others(seen, found, at)

    return part(put)


_put: Final = _in_turn(FEATURES)
_seen_in: Final = part(features.seen_in)
_joined: Final = part(features.joined)
_same: Final = part(same)


@compiled
def _measure(
    pairs: Columns, asked: Columns, listed: Columns, letters: Columns, fits: Floats, found: Columns
) -> tuple[int, int]:
    """Measure pairs.

    Args:
        pairs: of each, the spelling asked for, the listed one, and the likeness of their consonants.
        asked: the one :class:`Side`.
        listed: the other.
        letters: the :class:`Text` of the spellings asked for, in both orders, and of the listed ones.
        fits: how far each word asked for meets its keys.
        found: for the features, a row a pair; for 0 where both names are in Han, kana or Hangul, else -1;
            and for what the name says that says less.

    Returns:
        Of how many pairs both names are in such letters, and of how many only one is in Latin ones.
    """
    rows, spellings, sounds = pairs
    own, other = Side(*asked), Side(*listed)
    texts = Text(letters[0], letters[1]), Text(letters[2], letters[3])
    others = Text(letters[4], letters[5]), Text(letters[6], letters[7])
    words, size = _room(rows, spellings, own, other, texts)
    bits, states = np.zeros((2, size, CODES), np.uint64), np.empty(size, np.uint64)
    best = np.empty((2, words), np.float32)
    natives, scripts, before = 0, 0, -1
    for at in range(len(rows)):
        row, spelling = rows[at], spellings[at]
        if row != before:
            _turn(texts, before, row, bits)
            before = row
        in_order = likeness(texts[0], row, bits[0], others[0], spelling, states)
        alike = max(in_order, likeness(texts[1], row, bits[1], others[1], spelling, states))
        _meet(own, row, other, spelling, fits, best)
        if in_order == 1:  # the same letters are the same words, however spaces part them
            best[:] = 1
        pair = _pair(own, row, other, spelling, best, (alike, in_order, sounds[at]))
        _put_down(pair, found, at)
        natives += pair.native == 0
        scripts += pair.read == 1
    return natives, scripts


@part
def _room(rows: Ints, spellings: Ints, own: Side, other: Side, texts: tuple[Text, Text]) -> tuple[int, int]:
    """The most words of a spelling, and the most blocks of letters of one asked for."""
    words, size = 0, 0
    for at in range(len(rows)):
        row, spelling = rows[at], spellings[at]
        words = max(words, own.starts[row + 1] - own.starts[row])
        words = max(words, other.starts[spelling + 1] - other.starts[spelling])
        size = max(size, blocks(texts[0], row), blocks(texts[1], row))
    return words, size


@part
def _turn(texts: tuple[Text, Text], before: int, row: int, bits: Bits) -> None:
    """Set the bits of the letters of a spelling asked for, in either order, in place of the one before."""
    for order in range(len(texts)):
        if before >= 0:
            clear(texts[order], before, bits[order])
        spread(texts[order], row, bits[order])


@part
def _put_down(pair: Pairs, found: Columns, at: int) -> None:
    """All that is measured of a pair."""
    measures, native, told = found
    _put(_seen_in(pair), measures, at)
    for joint in range(len(ONE)):
        one, other = measures[at, ONE[joint]], measures[at, OTHER[joint]]
        measures[at, _FIRST_JOINT + joint] = _joined(one, other, EITHER[joint], BOTH[joint])
    native[at], told[at] = pair.native, min(pair.sides.total)


@part
def _meet(own: Side, row: int, other: Side, spelling: int, fits: Floats, best: Floats) -> None:
    """How well each word of either spelling is met by the other one."""
    start, begin = own.starts[row], other.starts[spelling]
    best[:] = 0
    for one in range(own.starts[row + 1] - start):
        for two in range(other.starts[spelling + 1] - begin):
            word = other.words[begin + two]
            marks, theirs = own.marks[start + one], other.marks[begin + two]
            fit = _fit(own.words[start + one], fits[start + one], word)
            # What is known of is not nearly something else, and Alexandrovich is not nearly Alexander.
            apart = (marks & KNOWN > 0 and theirs & KNOWN > 0) or (marks ^ theirs) & PATRONYMIC > 0
            if apart and fit < 1:
                fit = _ZERO
            if (marks | theirs) & INITIAL > 0 and own.begins[start + one] == other.begins[word]:
                fit = max(fit, _INITIAL_FITS)
            best[0, one] = max(best[0, one], fit)
            best[1, two] = max(best[1, two], fit)


@part
def _fit(keys: Ints, fits: Floats, word: Number) -> Number:
    """How far a word asked for meets a listed one."""
    fit = _ZERO
    for key in range(KEYS):
        if keys[key] == word:
            fit = max(fit, fits[key])
    return fit


@part
def _pair(
    own: Side, row: int, other: Side, spelling: int, best: Floats, alike: tuple[Number, Number, Number]
) -> Pairs:
    """What two spellings come to, by the likeness of their words and of their letters."""
    mine, my_words, my_total, i_lack, i_have = _share(own, row, best[0])
    its, its_words, its_total, it_lacks, it_has = _share(other, spelling, best[1])
    sides = _Sides(
        mine, its, (my_words, its_words), (my_total, its_total), (i_lack, it_lacks), (i_have, it_has)
    )
    name, listed = own.names[row], other.names[spelling]
    native, its_native = own.is_native[name], other.is_native[listed]
    letters = min(own.letters[row], other.letters[spelling])
    initialled = _same(own.initials[row], other.initials[spelling]) and letters > TOO_FEW
    pair: Pairs = _Pairs(
        row,
        spelling,
        sides,
        alike[0],
        alike[1],
        _ZERO if native and its_native else _NOT,
        _SHORTNESS[min(letters, LONG)],
        _ONE if native != its_native else _ZERO,
        _ONE if initialled else _ZERO,
        _ONE if own.is_latin[name] != other.is_latin[listed] else _ZERO,
        alike[2],
    )
    return pair


@part
def _share(side: Side, spelling: int, best: Floats) -> tuple[Shares, Number, Number, Number, Number]:
    """How far one spelling is met: shares, words, their weight, and the bits of what it lacks and has."""
    start, end = side.starts[spelling], side.starts[spelling + 1]
    met, same, named, lost, initials, lacks, has = 0, 0, 0, 0, 0, 0, 0
    for word in range(start, end):
        fit, units, marks = best[word - start], side.units[word], side.marks[word]
        own = int(units * fit)
        met += own
        same += units if fit == 1 else 0
        named += own if marks & NAME > 0 else 0
        lost = max(lost, units - own)
        initials += fit == INITIAL_FITS
        lacks |= marks & LACKS[int(fit >= NEARLY) + int(fit >= 1)]
        has |= marks & OWN
    total, words = max(side.totals[spelling], 1), end - start
    shares = _Shares(
        _single(met / total),
        _single(same / total),
        _single(lost) * _PART,
        best[0],
        best[words - 1],
        _single(named) * _PART,
        _single(initials / words),
    )
    return shares, words, total, lacks, has
