"""Which words of a vocabulary are nearly some others: :meth:`sekisho.match.near.Slips.near`, in loops.

One word after another: its hashes are looked up, each word of the vocabulary that shares one is held against
it letter by letter, and the nearest are kept in order. Invariant: what is near, and how near, is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.match.loops.compiled import Columns, part, step
from sekisho.match.loops.distance import MOST, Word, jaro_winkler, slips, word_of
from sekisho.match.loops.heard import Room, is_ascii, skeleton, sound
from sekisho.match.loops.once import fixed
from sekisho.match.near import (
    HEARD,
    HEARD_SO,
    KEPT,
    KIN,
    MOST_SLIPS,
    ONE_SLIP,
    ONE_SOUND,
    SAME_SOUND,
    SLIPS,
    SOUNDED,
    SPREAD,
    TWO_SLIPS,
    WEIGHTS,
    WIDTH,
    Hashes,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Ints
    from sekisho.match.vocabulary import Words

ALIKE: Final = np.float32(SAME_SOUND)
HALF: Final = np.float32(0.5)

SEEN: Final = np.dtype(
    [
        ("start", np.int32),  # where its letters begin among those of all
        ("size", np.int32),  # how many it has
        ("bones", np.uint32),  # the others are as in `Shapes`
        ("sounds", np.uint32),
        ("kin", np.int32),
        ("plain", np.bool_),
    ],
    align=True,
)
"""What is seen of a word of the vocabulary, in one place: they are asked for in no order."""


class Listed(NamedTuple):
    """The words of a vocabulary and where to find them.

    Attributes:
        letters: the code points of all words, end to end.
        seen: of each word, a record of `SEEN`.
        shift: by which a hash is its bucket.
        buckets: the attribute `starts` of :class:`sekisho.match.near.Slips`, and so on.
        hashes: likewise.
        owners: likewise.
    """

    letters: Hashes
    seen: NDArray[np.void]
    shift: np.uint32
    buckets: Ints
    hashes: Hashes
    owners: Ints


def listed(words: Words) -> Columns:
    """The columns of a vocabulary, from which a loop makes a `Listed`."""
    slips, seen = words.slips, np.empty(len(words.listed), SEEN)
    seen["size"] = slips.shapes.lengths
    seen["start"] = slips.shapes.lengths.cumsum() - slips.shapes.lengths
    for name in ("bones", "sounds", "kin", "plain"):
        seen[name] = getattr(slips.shapes, name)
    return (
        letters_of("".join(words.listed)),
        fixed(seen),
        np.uint32(32 - (len(slips.starts) - 1).bit_length() + 1),
        fixed(slips.starts),
        fixed(slips.hashes),
        fixed(slips.owners),
    )


class Seen(NamedTuple):
    """A word and what is seen of it at a glance: see :class:`sekisho.match.near.Shapes`."""

    letters: Hashes
    bones: np.uint32
    sounds: np.uint32
    kin: np.int32
    plain: np.bool_


def letters_of(text: str) -> Hashes:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@step
def nearest(
    word: Hashes, kin: np.int32, plain: np.bool_, listed: Listed, words: Ints, likeness: Floats
) -> None:
    """Find what is near a word.

    Args:
        word: its code points: no more than `sekisho.match.loops.distance.MOST`.
        kin: as `plain`, see :class:`sekisho.match.near.Shapes`.
        plain: likewise.
        listed: the vocabulary.
        words: filled in: a row of :class:`sekisho.match.near.Near`.
        likeness: likewise.
    """
    for place in range(KEPT):
        words[place], likeness[place] = -1, 0
    if len(word):
        own = _seen(word, kin, plain)
        _keep(own, _sharing(_hashes(own), listed), listed, words, likeness)


@step
def _seen(word: Hashes, kin: np.int32, plain: np.bool_) -> Seen:
    """Look at a word as :meth:`sekisho.match.near.Shapes.of` does."""
    room = Room(np.empty(2 * MOST, np.uint32), np.empty(2 * MOST, np.uint32))
    bones, heard = np.uint32(0), np.uint32(0)
    if plain and is_ascii(word):
        size = skeleton(word, room)
        if size > 1:
            bones = _marked(room.read, min(size, HEARD), SPREAD)
    if plain and len(word) >= SOUNDED:
        heard = _marked(room.read, min(sound(word, room), WIDTH), HEARD_SO)
    return Seen(word, bones, heard, kin, plain)


@part
def _marked(word: Hashes, size: int, spread: np.uint32) -> np.uint32:
    """A hash of so many letters, as :mod:`sekisho.match.near` marks skeletons and sounds."""
    total = 0
    for at in range(size):
        total += word[at] * WEIGHTS[at]
    return np.uint32(np.uint32(total) * spread | np.uint32(1))


@step
def _hashes(own: Seen) -> Hashes:
    """The hashes of a word, of it less a letter or two, of its skeleton, its sound and its kin."""
    word, size = own.letters, min(len(own.letters), WIDTH)
    most = 0 if size < ONE_SLIP else 1 if size < TWO_SLIPS else MOST_SLIPS
    # What the letters before each place weigh, where they stand, and one or two places before that.
    sums = np.zeros((MOST_SLIPS + 1, size + 1), np.uint32)
    for out in range(most + 1):
        for at in range(size):
            weight = WEIGHTS[at - out] if at >= out else np.uint32(0)
            sums[out, at + 1] = sums[out, at] + word[at] * weight
    found = np.empty(4 + size * (size + 1) // 2, np.uint32)
    found[0] = sums[0, size]
    count = 1
    for one in range(size if most > 0 else 0):
        begun = sums[0, one] - sums[1, one + 1]
        found[count] = begun + sums[1, size]
        count += 1
        for two in range(one + 1, size if most > 1 else 0):
            found[count] = begun + sums[1, two] + sums[2, size] - sums[2, two + 1]
            count += 1
    for more in (own.bones, own.sounds, np.uint32(own.kin * SPREAD)):
        if more:
            found[count] = more
            count += 1
    return found[:count]


@step
def _sharing(hashes: Hashes, listed: Listed) -> Ints:
    """The words of the vocabulary that share a hash, each once, in ascending order."""
    shift, buckets, shared, owners = listed.shift, listed.buckets, listed.hashes, listed.owners
    most = 0
    for own in hashes:
        most += buckets[(own >> shift) + 1] - buckets[own >> shift]
    found = np.empty(most, np.int32)
    count = 0
    for own in hashes:
        for place in range(buckets[own >> shift], buckets[(own >> shift) + 1]):
            if shared[place] == own:
                owner, at = owners[place], count
                while at and found[at - 1] > owner:
                    at -= 1
                if at == 0 or found[at - 1] != owner:
                    for later in range(count, at, -1):
                        found[later] = found[later - 1]
                    found[at] = owner
                    count += 1
    return found[:count]


@step
def _keep(own: Seen, owners: Ints, listed: Listed, words: Ints, likeness: Floats) -> None:
    """Keep the nearest of some words, which are in ascending order: of equals the first."""
    word, letters, seen = word_of(own.letters), listed.letters, listed.seen
    for owner in owners:
        at = seen[owner]
        other = Seen(letters[at.start : at.start + at.size], at.bones, at.sounds, at.kin, at.plain)
        alike = _likeness(own, word, other)
        place = KEPT
        while place and alike > likeness[place - 1]:
            place -= 1
            if place + 1 < KEPT:
                words[place + 1], likeness[place + 1] = words[place], likeness[place]
            words[place], likeness[place] = owner, alike


@part
def _likeness(own: Seen, word: Word, other: Seen) -> np.float32:
    """How near two words are; 0 where they are not near, or the same."""
    size, letters = len(own.letters), len(other.letters)
    shorter, longer = min(size, letters), max(size, letters)
    apart = slips(word, other.letters) if longer - shorter <= MOST_SLIPS else longer
    if apart == 0:
        return np.float32(0)
    likeness = np.float32(0)
    if apart <= SLIPS[min(shorter, TWO_SLIPS)] and own.plain and other.plain:
        likeness = np.float32(1 - apart / (shorter + 1))
    if own.bones and own.bones == other.bones and 5 * shorter >= 3 * longer:
        alike = jaro_winkler(word, other.letters)
        if alike >= ALIKE:
            likeness = max(likeness, HALF + alike * HALF)
    if own.sounds and own.sounds == other.sounds:
        likeness = max(likeness, ONE_SOUND)
    if own.kin and own.kin == other.kin:
        likeness = max(likeness, KIN)
    return likeness
