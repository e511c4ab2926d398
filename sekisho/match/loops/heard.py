"""The skeleton of a word, and how it sounds, in loops: what :mod:`sekisho.names.skeleton` makes of it.

By the same tables: what stands at the beginning of the rest of a word is read by the longest way of writing
that there is. Invariant: what is made of a word is the same.
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.match.loops.compiled import part
from sekisho.names.skeleton import FATHER, MUTE, OF, OF_FATHERS, SOUNDS, SPELT, VOWELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sekisho.match.near import Hashes

    Codes = NDArray[np.uint8]

LONGEST: Final = 4
"""Letters of a way of writing."""
MOST: Final = 2
"""Letters that a way of writing is read as."""
_A, _I, _Z = (np.uint32(ord(letter)) for letter in "aiz")


class Rules(NamedTuple):
    """Ways of writing, by the first letter and the longest first, and how each is read.

    Attributes:
        starts: where those begin that begin with a letter; one place more than there are letters.
        written: each in a row, with zeros after it.
        read: likewise.
    """

    starts: NDArray[np.int64]
    written: Codes
    read: Codes

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Rules:
        """Lay ways of writing out, among them every letter."""
        order = sorted(told, key=lambda way: (way[0], -len(way), way))
        firsts = [way[0] for way in order]
        starts = [firsts.index(letter) for letter in ascii_lowercase]
        return cls(
            np.array([*starts, len(order)]),
            _codes(order, LONGEST),
            _codes([told[way] for way in order], MOST),
        )


def _codes(texts: list[str], most: int) -> Codes:
    """Texts in rows of so many letters, and a 0 after them.

    Raises:
        ValueError: one has more, and would be cut.
    """
    if max(map(len, texts)) > most:
        raise ValueError(f"{max(texts, key=len)!r} has more than {most} letters, which loops have room for")
    return np.array(texts, f"S{most + 1}").view(np.uint8).reshape(len(texts), most + 1)


class Room(NamedTuple):
    """Room for what words are read as: twice as many letters as they have."""

    written: Hashes
    read: Hashes


_LETTERS: Final = {letter: letter for letter in ascii_lowercase}
BONES: Final = Rules.of(_LETTERS | SOUNDS)
HEARD: Final = Rules.of({way: own.translate(VOWELS) for way, own in (_LETTERS | SPELT).items()})
MUTES: Final = _codes([letter + after for letter, afters in MUTE.items() for after in afters], LONGEST)
"""What a word ends with whose last letter is not read, from the last letter on."""
FATHERS: Final = _codes([end[::-1] for end in OF_FATHERS], LONGEST)
OF_FATHER: Final = np.frombuffer(OF.encode(), np.uint8)


@part
def is_ascii(word: Hashes) -> bool:
    """Whether all letters of a word are of ASCII."""
    return _between(word, np.uint32(0), np.uint32(127))


@part
def _between(word: Hashes, first: np.uint32, last: np.uint32) -> bool:
    """Whether all letters of a word are of some in a row."""
    within = True
    for letter in word:
        within &= first <= letter <= last
    return within


@part
def skeleton(word: Hashes, room: Room) -> int:
    """The skeleton of a word: how many letters it has, which stand in the room."""
    size = _once(room.read, _read(word, len(word), BONES, room.read)) if _between(word, _A, _Z) else 0
    return size or _copied(word, room.read)


@part
def sound(word: Hashes, room: Room) -> int:
    """How a word sounds, likewise."""
    if not _between(word, _A, _Z):
        return _copied(word, room.read)
    written, size = room.written, _copied(word, room.written)
    if _ending(written, size, MUTES):
        size -= 1
    father = _ending(written, size, FATHERS)
    if father and size - father >= FATHER:
        size += len(OF_FATHER) - father
        for at in range(len(OF_FATHER)):
            written[size - len(OF_FATHER) + at] = OF_FATHER[at]
    return _once(room.read, _read(written, size, HEARD, room.read))


@part
def _copied(word: Hashes, room: Hashes) -> int:
    for at in range(len(word)):
        room[at] = word[at]
    return len(word)


@part
def _ending(word: Hashes, size: int, ends: Codes) -> int:
    """Letters of the first of some ends that so many letters of a word have; 0: none."""
    for end in range(len(ends)):
        at = 0
        while ends[end, at] and at < size and word[size - 1 - at] == ends[end, at]:
            at += 1
        if not ends[end, at]:
            return at
    return 0


@part
def _read(word: Hashes, size: int, rules: Rules, room: Hashes) -> int:
    """Read so many letters of a word by rules: how many letters it is read as."""
    starts, written, read = rules
    at, count = 0, 0
    while at < size:
        rule, length = starts[word[at] - _A] - 1, 0
        while length == 0 or written[rule, length]:  # until all of what the rule is of stands there
            rule, length = rule + 1, 1
            while at + length < size and word[at + length] == written[rule, length]:
                length += 1
        for place in range(MOST):
            if read[rule, place]:
                room[count] = read[rule, place]
                count += 1
        at += length
    return count


@part
def _once(room: Hashes, size: int) -> int:
    """Make one of the same letters in a row, and i of ai before that; skeletons have neither of these."""
    kept, at = 0, 0
    while at < size:
        letter, at = room[at], at + 1
        if letter == _A and at < size and room[at] == _I:
            letter, at = _I, at + 1
        if kept == 0 or room[kept - 1] != letter:
            room[kept] = letter
            kept += 1
    return kept
