"""Which words of a vocabulary are nearly some other words: a slip or two away, or spelt by the same sounds.

Columns throughout: words become rows of code points; a word with one or two letters left out becomes a hash
computed for all words at once; two words that share such a hash are perhaps a slip apart, which the edit
distance then confirms: a hash shared by chance costs time only. A second way in is how the word's skeleton
begins: its consonants, folded to the sounds that romanisations write differently.

Invariants: a word is never near itself; the same words give the same answer in any order and any company.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from sekisho.names.skeleton import skeletons, sounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Ints: TypeAlias = "NDArray[np.int32]"
Floats: TypeAlias = "NDArray[np.float32]"
Hashes: TypeAlias = "NDArray[np.uint32]"
Longs: TypeAlias = "NDArray[np.int64]"

WIDTH: Final = 24
"""Letters of a word that count; what is longer differs, if at all, near the beginning."""
KEPT: Final = 16
"""Near words kept for one word: the nearest."""
SPARE: Final = 1
"""Bits by which there is more room than there are hashes: most that are asked for meet an empty bucket."""
AT_ONCE: Final = 2048
"""Words of a vocabulary that are looked up together, to bound what is kept meanwhile."""
MOST_SLIPS: Final = 2
ONE_SLIP: Final = 4
"""Letters from which a word may have one slip; two from twice as many."""
TWO_SLIPS: Final = 8
KIN: Final = np.float32(0.92)
"""How near two words of a group are."""
HEARD: Final = 5
"""Consonants that two words must share to sound alike; what follows may be an ending."""
SAME_SOUND: Final = 0.8
"""Jaro-Winkler similarity below which a shared skeleton is chance."""
SOUNDED: Final = 4
"""Letters from which a word has a sound to tell by: of two or three, too many sound the same."""
ONE_SOUND: Final = np.float32(0.95)
"""How near two words are that sound the same, vowels and all."""

ROUNDED: Final = 1e-6
"""More than a likeness is rounded by."""

_BASE: Final = np.uint32(0x9E3779B1)
SPREAD: Final = np.uint32(0x85EBCA77)
"""By which the hashes of skeletons and of kin are told from those of words; of sounds, likewise:"""
HEARD_SO: Final = np.uint32(0xC2B2AE3D)

WEIGHTS: Final = np.concatenate(([1], np.full(WIDTH - 1, _BASE))).astype(np.uint32).cumprod(dtype=np.uint32)
"""Of each place of a word, in its hash."""
SLIPS: Final = np.array([-1] * ONE_SLIP + [1] * (TWO_SLIPS - ONE_SLIP) + [MOST_SLIPS], np.int32)
"""Slips that a word may have, by its letters; the last is for all longer ones."""


def bones_of(words: Sequence[str]) -> list[str]:
    """How the skeleton of each word begins; empty where too few consonants are left to tell by."""
    return [
        bones[:HEARD] if len(bones) > 1 and word.isascii() and word.isalpha() else ""
        for word, bones in zip(words, skeletons(words), strict=True)
    ]


def heard_of(words: Sequence[str]) -> list[str]:
    """How each word sounds; empty where it is too short to tell by, or has more than letters."""
    return [
        sound if len(word) >= SOUNDED and word.isalpha() else ""
        for word, sound in zip(words, sounds(words), strict=True)
    ]


class Near(NamedTuple):
    """Near words of each of some words, as rows.

    Attributes:
        words: places in the vocabulary, nearest first; -1 where there are fewer.
        likeness: 0 to 1, as far as they are near.
    """

    words: Ints
    likeness: Floats

    @classmethod
    def none(cls, count: int) -> Near:
        """Of so many words none is near any."""
        return cls(np.full((count, KEPT), -1, np.int32), np.zeros((count, KEPT), np.float32))


class Shapes(NamedTuple):
    """What is seen of words at a glance, in columns.

    Attributes:
        lengths: their letters.
        bones: a hash of the skeleton of each; 0 for none.
        sounds: a hash of how each sounds; 0 for one too short to tell by.
        kin: the group of each, of words that languages write differently; 0 for none.
        plain: whether each has letters only: a number with a slip is another number.
    """

    lengths: Ints
    bones: Hashes
    sounds: Hashes
    kin: Ints
    plain: NDArray[np.bool_]

    @classmethod
    def of(cls, words: Sequence[str], kin: Mapping[str, int]) -> Shapes:
        """Look at words."""
        return cls(
            np.array(list(map(len, words)), np.int32),
            _marks(bones_of(words), SPREAD),
            _marks(heard_of(words), HEARD_SO),
            np.array([kin.get(word, 0) for word in words], np.int32),
            np.array(list(map(str.isalpha, words)), np.bool_),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Slips:
    """Where to find the words of a vocabulary by their hashes.

    Attributes:
        starts: where the hashes of each bucket begin, a bucket being the first bits of a hash; one place more
            than there are buckets.
        hashes: in ascending order.
        owners: the word of each.
        shapes: of the words.
        groups: of words that languages write differently: the group of each, from 1.
    """

    starts: Ints
    hashes: Hashes
    owners: Ints
    shapes: Shapes
    groups: Mapping[str, int]

    @classmethod
    def of(cls, words: Sequence[str], groups: Mapping[str, int]) -> Slips:
        """Hash the words of a vocabulary.

        Args:
            words: each once.
            groups: the group of each word that other languages write otherwise, from 1.
        """
        shapes = Shapes.of(words, groups)
        return cls._sorted(*_hashes_of_all(words, shapes), shapes, groups)

    def plus(self, words: Sequence[str]) -> Slips:
        """With more words, whose places follow after those there are."""
        shapes = Shapes.of(words, self.groups)
        hashes, owners = _hashes_of_all(words, shapes)
        owners = owners + np.int32(len(self.shapes.lengths))
        own = self.shapes
        together = Shapes(
            np.concatenate((own.lengths, shapes.lengths)),
            np.concatenate((own.bones, shapes.bones)),
            np.concatenate((own.sounds, shapes.sounds)),
            np.concatenate((own.kin, shapes.kin)),
            np.concatenate((own.plain, shapes.plain)),
        )
        hashes = np.concatenate((self.hashes, hashes))
        return self._sorted(hashes, np.concatenate((self.owners, owners)), together, self.groups)

    @classmethod
    def _sorted(cls, hashes: Hashes, owners: Ints, shapes: Shapes, groups: Mapping[str, int]) -> Slips:
        each = hashes.astype(np.uint64) << np.uint64(32) | owners.astype(np.uint64)
        each.sort()
        hashes, owners = (each >> np.uint64(32)).astype(np.uint32), each.astype(np.uint32).view(np.int32)
        bits = min(len(hashes).bit_length() + SPARE, 31)
        buckets = np.bincount(hashes >> np.uint32(32 - bits), minlength=1 << bits)
        starts = np.zeros(len(buckets) + 1, np.int32)
        buckets.cumsum(out=starts[1:], dtype=np.int32)
        return cls(starts, hashes, owners, shapes, groups)

    def near(self, asked: Sequence[str], words: Sequence[str]) -> Near:
        """The words of the vocabulary near each of some words.

        Args:
            asked: the words, each once.
            words: those the hashes were made of.
        """
        near = Near.none(len(asked))
        if not asked:
            return near
        shapes = Shapes.of(asked, self.groups)
        rows, owners = self._sharing(*_hashes(asked, shapes))
        if not len(rows):
            return near
        likeness = self._likeness(asked, words, shapes, rows, owners)
        kept = likeness.nonzero()[0]
        kept = kept.take(np.lexsort((-likeness.take(kept), rows.take(kept))))  # stable: of equals the first
        rows, owners, likeness = rows.take(kept), owners.take(kept), likeness.take(kept)
        place = np.arange(len(rows)) - rows.searchsorted(rows, "left")
        fits = (place < KEPT).nonzero()[0]
        at = rows.take(fits), place.take(fits)
        near.words[at], near.likeness[at] = owners.take(fits), likeness.take(fits)
        return near

    def _sharing(self, hashes: Hashes, rows: Ints) -> tuple[Ints, Ints]:
        """Pairs of a row and a word of the vocabulary that share a hash, each once, in ascending order."""
        bucket = hashes >> np.uint32(32 - ((len(self.starts) - 1).bit_length() - 1))
        first = self.starts.take(bucket)
        counts = self.starts.take(bucket + np.uint32(1)) - first
        some = counts.nonzero()[0]
        counts = counts.take(some)
        places = spans(first.take(some), counts)
        some = some.repeat(counts)
        same = (self.hashes.take(places) == hashes.take(some)).nonzero()[0]
        pairs = rows.take(some.take(same)).astype(np.int64) << 32 | self.owners.take(places.take(same))
        pairs.sort()
        fresh = np.ones(len(pairs), np.bool_)
        np.not_equal(pairs[1:], pairs[:-1], out=fresh[1:])
        pairs = pairs[fresh]
        return (pairs >> 32).astype(np.int32), pairs.astype(np.int32)

    def _likeness(
        self, asked: Sequence[str], words: Sequence[str], shapes: Shapes, rows: Ints, owners: Ints
    ) -> Floats:
        """How near the words of pairs are; 0 where they are not near, or the same."""
        left, right = [asked[row] for row in rows.tolist()], [words[own] for own in owners.tolist()]
        size, sizes = shapes.lengths.take(rows), self.shapes.lengths.take(owners)
        shorter = np.minimum(size, sizes)
        slips: Ints = process.cpdist(
            left, right, scorer=OSA.distance, score_cutoff=MOST_SLIPS, dtype=np.int32
        )
        able = slips <= SLIPS.take(np.minimum(shorter, TWO_SLIPS))
        able &= shapes.plain.take(rows)
        able &= self.shapes.plain.take(owners)
        likeness: Floats = (able * (1 - slips / (shorter + 1))).astype(np.float32)
        bones = shapes.bones.take(rows)
        at = ((bones == self.shapes.bones.take(owners)) & (bones > 0)).nonzero()[0]
        at = at[5 * shorter.take(at) >= 3 * np.maximum(size.take(at), sizes.take(at))]
        if len(at):
            alike = _jaro_winkler(left, right, at)
            likeness[at] = np.maximum(likeness[at], np.where(alike >= SAME_SOUND, 0.5 + alike / 2, 0))
        heard = shapes.sounds.take(rows)
        at = ((heard == self.shapes.sounds.take(owners)) & (heard > 0)).nonzero()[0]
        likeness[at] = np.maximum(likeness[at], ONE_SOUND)
        if shapes.kin.any():
            kin = shapes.kin.take(rows)
            related = (kin == self.shapes.kin.take(owners)) & (kin > 0)
            likeness[related] = np.maximum(likeness[related], KIN)
        likeness[slips == 0] = 0
        return likeness


def _jaro_winkler(left: Sequence[str], right: Sequence[str], at: NDArray[np.intp]) -> Floats:
    chosen = at.tolist()
    alike: Floats = process.cpdist(
        [left[row] for row in chosen],
        [right[row] for row in chosen],
        scorer=JaroWinkler.similarity,
        score_cutoff=SAME_SOUND - ROUNDED,
        dtype=np.float32,
    )
    return alike


def spans(first: Ints | Longs, counts: Ints | Longs) -> Longs:
    """The places of several spans, one after another."""
    ends = counts.cumsum(dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    places: Longs = (first - ends + counts).repeat(counts)
    places += np.arange(total)
    return places


def _hashes_of_all(words: Sequence[str], shapes: Shapes) -> tuple[Hashes, Ints]:
    """The hashes of many words, not all of which are taken apart at once."""
    hashes, owners = [np.zeros(0, np.uint32)], [np.zeros(0, np.int32)]
    for start in range(0, len(words), AT_ONCE):
        end = start + AT_ONCE
        own, whose = _hashes(words[start:end], Shapes._make(column[start:end] for column in shapes))
        hashes.append(own)
        owners.append(whose + np.int32(start))
    return np.concatenate(hashes), np.concatenate(owners)


def _hashes(words: Sequence[str], shapes: Shapes) -> tuple[Hashes, Ints]:
    """Hashes of words, of words less a letter or two, of skeletons, sounds and kin; with whose each is."""
    if not words:
        return np.zeros(0, np.uint32), np.zeros(0, np.int32)
    letters, lengths = _letters(words), np.minimum(shapes.lengths, WIDTH)
    found, whose = [], []
    for length in sorted(set(lengths.tolist())):
        own = (lengths == length).nonzero()[0].astype(np.int32)
        ways = _ways(length)
        found.append((letters[own, :length] @ ways).ravel())
        whose.append(own.repeat(ways.shape[1]))
    for hashes in (shapes.bones, shapes.sounds, shapes.kin.astype(np.uint32) * SPREAD):
        own = hashes.nonzero()[0].astype(np.int32)
        if len(own):
            found.append(hashes[own])
            whose.append(own)
    return np.concatenate(found), np.concatenate(whose)


@cache
def _ways(length: int) -> Hashes:
    """What each letter of a word weighs in its hash, and in those of it less a letter or two: a column each.

    A letter left out weighs nothing, and those that follow it stand a place before.
    """
    most = 0 if length < ONE_SLIP else 1 if length < TWO_SLIPS else MOST_SLIPS
    left_out = [out for size in range(most + 1) for out in combinations(range(length), size)]
    ways = np.zeros((length, len(left_out)), np.uint32)
    for way, out in enumerate(left_out):
        kept = [at for at in range(length) if at not in out]
        ways[kept, way] = WEIGHTS[: len(kept)]
    return ways


def _letters(words: Sequence[str]) -> Hashes:
    """The code points of words, one row a word."""
    return np.array(words, f"U{WIDTH}").view(np.uint32).reshape(len(words), WIDTH)


def _marks(words: Sequence[str], spread: np.uint32) -> Hashes:
    """A hash of each word, 0 for an empty one, by which it is told from what is hashed otherwise."""
    if not words:
        return np.zeros(0, np.uint32)
    hashes: Hashes = (_letters(words) * WEIGHTS).sum(axis=1, dtype=np.uint32)
    hashes = hashes * spread | np.uint32(1)
    hashes[[not word for word in words]] = 0
    return hashes
