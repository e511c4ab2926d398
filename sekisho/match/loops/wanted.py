"""What names asked for are looked up by, in a loop: by their words and those near them, and by pieces.

It is what :class:`sekisho.match.postings.Wanted` says in columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from sekisho.match.asked import KEYS
from sekisho.match.initials import KEPT
from sekisho.match.loops.compiled import part
from sekisho.match.postings import AT_LEAST, BUDGET, LETTERS, MOST, NATIVE, UNIT, hashed, piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Hashes, Ints, Longs

WORDS: Final = 0
PIECES: Final = 1
"""By what a spelling is found: the rows of budgets, of what is wanted and of what spellings weigh."""
FOUND: Final = int(2 * MOST.sum()) + KEPT
"""Spellings that one can find at most: the best, those as good as these, and by initials."""

_hashed: Callable[..., Any] = part(hashed)
_piece: Callable[..., Any] = part(piece)

_SPACE: Final = ord(" ")


class Sought(NamedTuple):
    """The names asked for: columns of :class:`sekisho.match.asked.Asked` and of its spellings.

    Attributes:
        codes: the letters of all spellings, one after another.
        natives: where the native letters of each name begin; nothing if none has any.
        native_codes: of all of them.
    """

    schemata: NDArray[np.int8]
    names: Ints
    starts: Ints
    keys: Ints
    likeness: Floats
    units: Ints
    totals: Ints
    marks: Hashes
    letters: Ints
    codes: Hashes
    natives: Ints
    native_codes: Hashes


class Listed(NamedTuple):
    """What is listed: columns of a roster, its postings, spellings and initials.

    Attributes:
        words: of the vocabulary.
        bits: of the keys of two words side by side.
        bearers: of each name.
        marked: spellings by mark.
    """

    words: int
    bits: int
    keys: Ints
    postings: Ints
    weights: Ints
    totals: Ints
    allowed: NDArray[np.int8]
    names: Ints
    starts: Ints
    bearers: Ints
    marks: Hashes
    marked: Ints


class Room(NamedTuple):
    """Where a loop writes what it needs for one spelling, then for the next.

    Attributes:
        keys: what it is looked up by.
        worths: of these.
        order: their places, the rarest first.
        counts: how many of their postings are read.
        table: spellings that were met with what they share, by hash; -1: nothing.
        slots: of the table that are in use.
        ranks: of those that are allowed: how little they fit, then the spelling.
        found: those that are kept.
    """

    keys: Ints
    worths: Ints
    order: Longs
    counts: Ints
    table: Longs
    slots: Ints
    ranks: Longs
    found: Longs


@part
def room_for(asked: Sought, listed: Listed) -> Room:
    """Room for the spelling that needs the most."""
    most, ways = 0, 3 * KEYS - 1 if listed.bits else KEYS
    for own in range(len(asked.names)):
        words, name = asked.starts[own + 1] - asked.starts[own], asked.names[own]
        natives = asked.natives[name + 1] - asked.natives[name] + 1 if len(asked.natives) else 0
        most = max(most, words * ways, asked.letters[own] + natives)
    met = BUDGET.max() + AT_LEAST * most
    return Room(
        np.empty(most, np.int32),
        np.empty(most, np.int32),
        np.empty(most, np.int64),
        np.empty(most, np.int32),
        np.empty(size_for(met), np.int64),
        np.empty(met, np.int32),
        np.empty(met, np.int64),
        np.empty(FOUND, np.int64),
    )


@part
def size_for(met: int) -> int:
    """Of a table for so many spellings: a power of two, which leaves as much free."""
    size = 1
    while size < 2 * met:
        size *= 2
    return size


@part
def by_words(asked: Sought, listed: Listed, own: int, room: Room) -> int:
    """How many words a spelling may meet, and two side by side, if many names have one of these."""
    count = 0
    start, end = asked.starts[own], asked.starts[own + 1]
    for at in range(start, end):
        for near in range(KEYS):
            key = asked.keys[at, near]
            if key < 0:
                break
            if key < listed.words:
                room.keys[count], room.worths[count] = key, _worth(asked, listed, at, near)
                count += 1
    for at in range(start, end - 1 if listed.bits else start):
        for way in range(2 * KEYS - 1):  # one of them may be mistyped
            one, other = (0, way) if way < KEYS else (way - KEYS + 1, 0)
            left, right = asked.keys[at, one], asked.keys[at + 1, other]
            if _is_cut(listed, left, right):
                key = len(listed.weights) + _hashed(np.int64(left), np.int64(right), listed.bits)
                both = _worth(asked, listed, at, one) + _worth(asked, listed, at + 1, other)
                room.keys[count], room.worths[count] = key, min(both, UNIT)
                count += 1
    return count


@part
def _is_cut(listed: Listed, left: int, right: int) -> bool:
    """Whether one of two words, both listed, has more spellings than are read."""
    if min(left, right) < 0 or max(left, right) >= listed.words:
        return False
    return max(count_of(listed, left), count_of(listed, right)) >= int(BUDGET[WORDS])


@part
def _worth(asked: Sought, listed: Listed, at: int, near: int) -> float:
    """What it is worth to meet a word by one that is near it."""
    worth: float = min(asked.units[at], listed.weights[asked.keys[at, near]]) * asked.likeness[at, near]
    return worth


@part
def count_of(listed: Listed, key: int) -> int:
    """How many spellings are listed by a key."""
    count: int = listed.keys[key + 1] - listed.keys[key]
    return count


@part
def by_pieces(asked: Sought, listed: Listed, own: int, start: int, room: Room) -> int:
    """How many runs of letters a spelling has, and its name in its native letters."""
    count = _pieces(listed, asked.codes[start : start + asked.letters[own]], LETTERS, room, 0)
    if len(asked.natives):
        name = asked.names[own]
        native = asked.native_codes[asked.natives[name] : asked.natives[name + 1]]
        if len(native):
            count = _pieces(listed, native, NATIVE, room, count)
    return count


@part
def _pieces(listed: Listed, codes: Hashes, size: int, room: Room, count: int) -> int:
    """With those of a text, whose ends count as letters."""
    one: Any = _SPACE
    two: Any = np.int64(codes[0]) if len(codes) else _SPACE
    for at in range(1, len(codes) + 4 - size):
        three: Any = np.int64(codes[at]) if at < len(codes) else _SPACE
        key = listed.words + _piece(one, two, three if size == LETTERS else 0, size)
        room.keys[count], room.worths[count] = key, listed.weights[key]
        count, one, two = count + 1, two, three
    return count
