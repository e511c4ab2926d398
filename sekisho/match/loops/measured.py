"""Pairs measured in a loop: each is laid word against word, and what it comes to is put down at once.

What :func:`sekisho.match.pairs.align` does in columns is done here pair by pair; what a feature is has one
definition, :mod:`sekisho.match.features`, which takes numbers as well. Invariant: the same, to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np

from sekisho.match import features
from sekisho.match.features import BOTH, EITHER, FEATURES, NAMES, ONE, OTHER, Seen
from sekisho.match.initials import same
from sekisho.match.loops.compiled import Columns, Number, compiled, part
from sekisho.match.loops.letters import CODES, Text, blocks, clear, cut, likeness, size, spread, written
from sekisho.match.loops.once import fixed, once
from sekisho.match.loops.words import Side, meet, share
from sekisho.match.pairs import (
    LONG,
    TOO_FEW,
    Pairs,
    Sides,
    consonants,
    natives_alike,
    shortness,
)
from sekisho.match.score import is_person, too_little
from sekisho.match.way import COLUMNS, Measured

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sekisho.match.asked import Asked
    from sekisho.match.loops.letters import Bits
    from sekisho.match.near import Floats, Ints
    from sekisho.match.roster import Roster
    from sekisho.match.score import Model

    Flags: TypeAlias = NDArray[np.bool_]
    Put: TypeAlias = Callable[[Seen, Floats], None]

_single: Any = np.float32
_ZERO, _ONE, _NOT = _single(0), _single(1), _single(-1)
# Of numbers, where columns are their attributes.
_Pairs: Final[Any] = Pairs
_Sides: Final[Any] = Sides
_SHORTNESS: Final = shortness(np.arange(LONG + 1, dtype=np.int32))
"""Of names of so many letters, the last of all longer ones."""
_READ: Final = FEATURES.index(features.read)
_HEARD: Final = FEATURES.index(features.heard)
_FIRST_JOINT: Final = len(FEATURES)
_QUERY, _LISTED, _BEARER, _TOLD, _PERSON = range(5)


class Out(NamedTuple):
    """Where what is measured is put down; see :class:`sekisho.match.way.Measured`.

    Attributes:
        features: a row a pair.
        places: the queries, names and bearers, what is told, and whether it is a pair of persons: a row each.
    """

    features: Floats
    evidence: NDArray[np.float64]
    native: Floats
    places: Ints


@once
def _listed(roster: Roster) -> Columns:
    own, names = roster.spellings, roster.names
    schemata = roster.schemata.take(names.bearers)
    words = own.words, roster.words.initials
    told = own.names, own.starts, own.units, own.marks, own.initials, *words, names.is_native, names.is_latin
    columns: Columns = *told, schemata, names.bearers, names.weak
    return tuple([fixed(column) for column in columns])


def measured(asked: Asked, roster: Roster, model: Model, rows: Ints, spellings: Ints) -> Measured:
    """As :data:`sekisho.match.way.COLUMNS` measures pairs."""
    texts, own = written(roster), asked.spellings
    if texts is None:
        return COLUMNS.measured(asked, roster, model, rows, spellings)
    mine: Columns = (
        *(own.names, own.starts, own.units, own.marks, own.initials, asked.keys, asked.initials),
        *(asked.is_native, asked.is_latin, asked.schemata, asked.likeness),
    )
    letters = texts.others(own.texts, own.sorted), texts.texts, texts.ordered, texts.starts

    def put(rows: Ints, spellings: Ints, alike: Floats) -> tuple[Out, int, int, int]:
        count = len(rows)
        features, evidence = np.empty((count, len(NAMES)), np.float32), np.empty(count)
        out = features, evidence, np.empty(count, np.float32), np.empty((5, count), np.int32)
        weights = model.weights, model.biases
        told = _measure((rows, spellings, alike), mine, _listed(roster), letters, weights, out)
        return Out(*out), *told

    out, natives, scripts, held = put(rows, spellings, np.zeros(len(rows), np.float32))
    features, evidence, native, places = out
    if scripts:  # the likeness of consonants is looked up for these alone
        at = (features[:, _READ] > 0).nonzero()[0]
        some = rows[at], spellings[at]
        again = put(*some, consonants(asked, roster, *some, np.ones(len(at), np.bool_)))[0]
        features[at], evidence[at] = again.features, again.evidence
    queries, names, bearers, told, persons = places
    if natives:
        native = natives_alike(asked, roster, queries, names, native >= 0)
    return Measured(queries, names, bearers, persons > 0, features.T, evidence, native, told, not held)


def _in_turn(parts: Sequence[Callable[[Seen], Number]], place: int = 0) -> Put:
    """One function that puts down what each of some features is."""
    feature = part(parts[0])
    if len(parts) == 1:

        def put(seen: Seen, found: Floats) -> None:
            found[place] = feature(seen)
    else:
        others = _in_turn(parts[1:], place + 1)

        def put(seen: Seen, found: Floats) -> None:
            found[place] = feature(seen)
            others(seen, found)

    return part(put)


_put: Final = _in_turn(FEATURES)
_seen_in: Final = part(features.seen_in)
_joined: Final = part(features.joined)
_same: Final = part(same)
_is_person: Final = part(is_person)
_too_little: Final = part(too_little)


@compiled
def _measure(
    pairs: Columns, asked: Columns, listed: Columns, letters: Columns, weights: Columns, found: Columns
) -> tuple[int, int, int]:
    """Measure pairs.

    Args:
        pairs: of each, the spelling asked for, the listed one, and the likeness of their consonants.
        asked: the one :class:`Side`, and how far each of its words meets its keys.
        listed: the other, and of each name the bearer, and whether many may bear it.
        letters: of the spellings asked for, and of :class:`sekisho.match.loops.letters.Written`.
        weights: of the features, and the biases, of :class:`sekisho.match.score.Model`.
        found: to be filled: :class:`Out`.

    Returns:
        As :func:`_counts`.
    """
    rows, spellings, sounds = pairs
    own, other, out = Side(*asked[:-1]), Side(*listed[:-2]), Out(*found)
    fits, bearers, weak = asked[-1], listed[-2], listed[-1]
    own_letters, plain, ordered, starts = letters
    texts = cut(own_letters)
    words, rooms = _room(rows, spellings, own, other, texts)
    bits, states = np.zeros((2, rooms, CODES), np.uint64), np.empty(rooms, np.uint64)
    best = np.empty((2, words), np.float32)
    before = -1
    for at in range(len(rows)):
        row, spelling = rows[at], spellings[at]
        before = _turn(texts, before, row, bits)
        start, end = starts[spelling], starts[spelling + 1]
        in_order = likeness(bits[0], size(texts[0], row), plain, start, end, states)
        alike = max(in_order, likeness(bits[1], size(texts[1], row), ordered, start, end, states))
        meet(own, row, other, spelling, fits, best)
        if in_order == 1:  # the same letters are the same words, however spaces part them
            best[:] = 1
        shorter = min(size(texts[0], row), end - start)
        pair = _pair(own, row, other, spelling, best, shorter, (alike, in_order, sounds[at]))
        places = own.names[row], other.names[spelling], bearers[other.names[spelling]]
        person = _is_person(own.schemata[places[0]], other.schemata[places[1]])
        _put_down(pair, places, person, weights, out, at)
    return _counts(out, weak)


@part
def _counts(out: Out, weak: Flags) -> tuple[int, int, int]:
    """Pairs of which both are in Han, kana or Hangul, or only one in Latin letters; that may be held back."""
    natives, scripts, held = 0, 0, 0
    for at in range(len(out.native)):
        native, heard = out.native[at] == 0, out.features[at, _HEARD] == 1
        natives += int(native)
        scripts += int(out.features[at, _READ] == 1)
        held += int(native or heard or _too_little(out.places[_TOLD, at]) or weak[out.places[_LISTED, at]])
    return natives, scripts, held


@part
def _room(rows: Ints, spellings: Ints, own: Side, other: Side, texts: tuple[Text, Text]) -> tuple[int, int]:
    """The most words of a spelling, and the most blocks of letters of one asked for."""
    words, most = 0, 0
    for at in range(len(rows)):
        row, spelling = rows[at], spellings[at]
        words = max(words, own.starts[row + 1] - own.starts[row])
        words = max(words, other.starts[spelling + 1] - other.starts[spelling])
        most = max(most, blocks(texts[0], row), blocks(texts[1], row))
    return words, most


@part
def _turn(texts: tuple[Text, Text], before: int, row: int, bits: Bits) -> int:
    """Set the bits of the letters of a spelling asked for, in either order, in place of the one before."""
    if row != before:
        for order in range(len(texts)):
            if before >= 0:
                clear(texts[order], before, bits[order])
            spread(texts[order], row, bits[order])
    return row


@part
def _put_down(
    pair: Pairs, places: tuple[Number, Number, Number], person: Number, weights: Columns, out: Out, at: int
) -> None:
    """All that is measured of a pair."""
    out.places[_QUERY, at], out.places[_LISTED, at], out.places[_BEARER, at] = places
    out.places[_TOLD, at], out.places[_PERSON, at] = min(pair.sides.total), person
    out.native[at] = pair.native
    features = out.features[at]
    _put(_seen_in(pair), features)
    for joint in range(len(ONE)):
        one, two = features[ONE[joint]], features[OTHER[joint]]
        features[_FIRST_JOINT + joint] = _joined(one, two, EITHER[joint], BOTH[joint])
    kind, total = int(person), 0.0
    for feature in range(len(features)):
        total += weights[0][kind, feature] * features[feature]
    out.evidence[at] = weights[1][kind] + total


@part
def _pair(
    own: Side,
    row: int,
    other: Side,
    spelling: int,
    best: Floats,
    letters: int,
    alike: tuple[Number, Number, Number],
) -> Pairs:
    """What two spellings come to, by the likeness of their words and of their letters."""
    mine, my_words, my_total, i_lack, i_have = share(own, row, best[0])
    its, its_words, its_total, it_lacks, it_has = share(other, spelling, best[1])
    sides = _Sides(
        mine, its, (my_words, its_words), (my_total, its_total), (i_lack, it_lacks), (i_have, it_has)
    )
    name, listed = own.names[row], other.names[spelling]
    native, its_native = own.is_native[name], other.is_native[listed]
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
