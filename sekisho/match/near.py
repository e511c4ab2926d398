"""Which words of a vocabulary are nearly some other words: a slip or two away, or spelt by the same sounds.

Columns throughout: words become rows of code points; a word with one or two letters left out becomes a hash
computed for all words at once; two words that share such a hash are a slip apart, which the edit distance
then confirms. A second way in is the word's skeleton: its consonants, folded to the sounds that
romanisations write differently.

Invariants: a word is never near itself; the same words give the same answer in any order and any company.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from sekisho.names.skeleton import skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Ints: TypeAlias = "NDArray[np.int32]"
Floats: TypeAlias = "NDArray[np.float32]"
Hashes: TypeAlias = "NDArray[np.uint64]"

WIDTH: Final = 24
"""Letters of a word that count; what is longer differs, if at all, near the beginning."""
KEPT: Final = 16
"""Near words kept for one word: the nearest."""
SPARE: Final = 3
"""Bits by which `seen` has more room than there are hashes."""
MOST_SLIPS: Final = 2
ONE_SLIP: Final = 4
"""Letters from which a word may have one slip; two from twice as many."""
TWO_SLIPS: Final = 8
KIN: Final = np.float32(0.92)
"""How near two words of a group are."""
SAME_SOUND: Final = 0.8
"""Jaro-Winkler similarity below which a shared skeleton is chance."""

_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_SPREAD: Final = np.uint64(0xBF58476D1CE4E5B9)

# The weight of each place of a word, as it is after none, one and two letters before it were left out.
_WEIGHTS: Final = np.concatenate(([1], np.full(WIDTH, _BASE))).astype(np.uint64).cumprod(dtype=np.uint64)
_POWERS: Final = np.stack([np.roll(_WEIGHTS, shift)[:WIDTH] for shift in (0, 1, 2)])
_LETTERS: Final = np.arange(WIDTH)
_LOST, _NEXT = np.triu_indices(WIDTH, 1)


@lru_cache(maxsize=1 << 16)
def bones_of(word: str) -> str:
    """The skeleton of a word; empty where too few consonants are left to tell by."""
    bones = skeleton(word)
    return bones if len(bones) > 1 and word.isascii() and word.isalpha() else ""


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Near words of each of some words, as rows.

    Attributes:
        words: places in the vocabulary, nearest first; -1 where there are fewer.
        likeness: 0 to 1, as far as they are near.
    """

    words: Ints
    likeness: Floats


class Shapes(NamedTuple):
    """What is seen of words at a glance, in columns.

    Attributes:
        lengths: their letters.
        bones: a hash of the skeleton of each; 0 for none.
        kin: the group of each, of words that languages write differently; 0 for none.
        plain: whether each has letters only: a number with a slip is another number.
    """

    lengths: Ints
    bones: Hashes
    kin: Ints
    plain: NDArray[np.bool_]

    @classmethod
    def of(cls, words: Sequence[str], kin: Mapping[str, int]) -> Shapes:
        """Look at words."""
        size = len(words)
        bones = [bones_of(word) for word in words]
        hashes = _whole(bones) * _SPREAD + np.uint64(1)
        hashes[np.fromiter((not bone for bone in bones), np.bool_, size)] = 0
        return cls(
            np.fromiter(map(len, words), np.int32, size),
            hashes,
            np.fromiter((kin.get(word, 0) for word in words), np.int32, size),
            np.fromiter(map(str.isalpha, words), np.bool_, size),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Slips:
    """Where to find the words of a vocabulary by their hashes.

    Attributes:
        hashes: in ascending order.
        owners: the word of each.
        shapes: of the words.
        groups: of words that languages write differently: the group of each, from 1.
        seen: whether any hash begins with certain bits: most that are asked for do not.
    """

    hashes: Hashes
    owners: Ints
    shapes: Shapes
    groups: Mapping[str, int]
    seen: NDArray[np.bool_]

    @classmethod
    def of(cls, words: Sequence[str], groups: Mapping[str, int]) -> Slips:
        """Hash the words of a vocabulary.

        Args:
            words: each once.
            groups: the group of each word that other languages write otherwise, from 1.
        """
        shapes = Shapes.of(words, groups)
        return cls._sorted(*_hashes(words, shapes), shapes, groups)

    def plus(self, words: Sequence[str]) -> Slips:
        """With more words, whose places follow after those there are."""
        shapes = Shapes.of(words, self.groups)
        hashes, owners = _hashes(words, shapes)
        owners = owners + np.int32(len(self.shapes.lengths))
        own = self.shapes
        together = Shapes(
            np.concatenate((own.lengths, shapes.lengths)),
            np.concatenate((own.bones, shapes.bones)),
            np.concatenate((own.kin, shapes.kin)),
            np.concatenate((own.plain, shapes.plain)),
        )
        return self._sorted(
            np.concatenate((self.hashes, hashes)),
            np.concatenate((self.owners, owners)),
            together,
            self.groups,
        )

    @classmethod
    def _sorted(cls, hashes: Hashes, owners: Ints, shapes: Shapes, groups: Mapping[str, int]) -> Slips:
        order = hashes.argsort(kind="stable")
        bits = len(hashes).bit_length() + SPARE
        seen = np.zeros(1 << bits, np.bool_)
        seen[hashes >> np.uint64(64 - bits)] = True
        return cls(hashes[order], owners[order], shapes, groups, seen)

    def near(self, asked: Sequence[str], words: Sequence[str]) -> Near:
        """The words of the vocabulary near each of some words.

        Args:
            asked: the words, each once.
            words: those the hashes were made of.
        """
        near = Near(np.full((len(asked), KEPT), -1, np.int32), np.zeros((len(asked), KEPT), np.float32))
        if not asked:
            return near
        shapes = Shapes.of(asked, self.groups)
        hashes, rows = _hashes(asked, shapes)
        likely = self.seen[hashes >> np.uint64(64 - (len(self.seen).bit_length() - 1))]
        hashes, rows = hashes[likely], rows[likely]
        first = self.hashes.searchsorted(hashes, "left")
        counts = self.hashes.searchsorted(hashes, "right") - first
        pairs = rows.repeat(counts).astype(np.int64) << 32 | self.owners[_spans(first, counts)]
        pairs.sort()
        fresh = np.ones(len(pairs), np.bool_)
        fresh[1:] = pairs[1:] != pairs[:-1]
        pairs = pairs[fresh]
        rows, owners = (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)
        likeness = self._likeness(asked, words, shapes, rows, owners)
        kept = np.flatnonzero(likeness)
        kept = kept[np.lexsort((owners[kept], -likeness[kept], rows[kept]))]
        rows, owners = rows[kept], owners[kept]
        place = np.arange(len(rows)) - rows.searchsorted(rows, "left")
        fits = place < KEPT
        near.words[rows[fits], place[fits]] = owners[fits]
        near.likeness[rows[fits], place[fits]] = likeness[kept][fits]
        return near

    def _likeness(
        self, asked: Sequence[str], words: Sequence[str], shapes: Shapes, rows: Ints, owners: Ints
    ) -> Floats:
        """How near the words of pairs are; 0 where they are not near, or the same."""
        left, right = shapes.lengths[rows], self.shapes.lengths[owners]
        shorter, longer = np.minimum(left, right), np.maximum(left, right)
        plain = shapes.plain[rows] & self.shapes.plain[owners]
        likeness = np.zeros(len(rows), np.float32)
        at = np.flatnonzero((shorter >= ONE_SLIP) & (longer - shorter <= MOST_SLIPS) & plain)
        slips = _distances(asked, words, rows[at], owners[at])
        allowed = 1 + (shorter[at] >= TWO_SLIPS)
        likeness[at] = np.where(slips <= allowed, 1 - slips / (shorter[at] + 1), 0)
        bones = shapes.bones[rows]
        at = np.flatnonzero((bones == self.shapes.bones[owners]) & (bones > 0) & (5 * shorter >= 3 * longer))
        alike = _jaro_winkler(asked, words, rows[at], owners[at])
        likeness[at] = np.maximum(likeness[at], np.where(alike >= SAME_SOUND, 0.5 + alike / 2, 0))
        related = (shapes.kin[rows] == self.shapes.kin[owners]) & (shapes.kin[rows] > 0)
        likeness[related] = np.maximum(likeness[related], KIN)
        at = np.flatnonzero((likeness > 0) & (left == right))
        likeness[[row for row in at.tolist() if asked[rows[row]] == words[owners[row]]]] = 0
        return likeness


def _distances(asked: Sequence[str], words: Sequence[str], rows: Ints, owners: Ints) -> Ints:
    if not len(rows):
        return np.zeros(0, np.int32)
    left, right = [asked[row] for row in rows.tolist()], [words[own] for own in owners.tolist()]
    slips: Ints = process.cpdist(left, right, scorer=OSA.distance, score_cutoff=MOST_SLIPS, dtype=np.int32)
    return slips


def _jaro_winkler(asked: Sequence[str], words: Sequence[str], rows: Ints, owners: Ints) -> Floats:
    if not len(rows):
        return np.zeros(0, np.float32)
    left, right = [asked[row] for row in rows.tolist()], [words[own] for own in owners.tolist()]
    alike: Floats = process.cpdist(left, right, scorer=JaroWinkler.similarity, dtype=np.float32)
    return alike


def _spans(first: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of several spans, one after another."""
    ends = counts.cumsum()
    total = int(ends[-1]) if len(ends) else 0
    places: NDArray[np.int64] = (first - ends + counts).repeat(counts) + np.arange(total)
    return places


def _hashes(words: Sequence[str], shapes: Shapes) -> tuple[Hashes, Ints]:
    """Hashes of words, of words less a letter or two, of skeletons and of kin; with whose each is."""
    if not words:
        return np.zeros(0, np.uint64), np.zeros(0, np.int32)
    chars = _letters(words)
    lengths = np.minimum(shapes.lengths, WIDTH)
    owners = np.arange(len(words), dtype=np.int32)
    sums = np.zeros((3, len(words), WIDTH + 1), np.uint64)
    np.multiply(_POWERS[:, None, :], chars, out=sums[:, :, 1:])
    whole, first, second = sums.cumsum(axis=2, dtype=np.uint64)
    some = np.flatnonzero(lengths >= ONE_SLIP)
    one = whole[some, :-1] + (first[some, -1:] - first[some, 1:])
    found = [whole[:, -1], one[lengths[some, None] > _LETTERS]]
    whose = [owners, owners[some].repeat(lengths[some])]
    long = np.flatnonzero(lengths >= TWO_SLIPS)
    if len(long):
        two = whole[long][:, _LOST] + (first[long][:, _NEXT] - first[long][:, _LOST + 1])
        two += second[long, -1:] - second[long][:, _NEXT + 1]
        there = lengths[long, None] > _NEXT
        found.append(two[there])
        whose.append(owners[long].repeat(there.sum(axis=1)))
    bones, kin = np.flatnonzero(shapes.bones), np.flatnonzero(shapes.kin)
    found += [shapes.bones[bones], shapes.kin[kin].astype(np.uint64) * _SPREAD]
    whose += [owners[bones], owners[kin]]
    return np.concatenate(found), np.concatenate(whose)


def _letters(words: Sequence[str]) -> Hashes:
    """The code points of words, one row a word."""
    return np.array(words, f"U{WIDTH}").view(np.uint32).reshape(len(words), WIDTH).astype(np.uint64)


def _whole(words: Sequence[str]) -> Hashes:
    """A hash of each word."""
    if not words:
        return np.zeros(0, np.uint64)
    hashes: Hashes = (_letters(words) * _POWERS[0]).sum(axis=1, dtype=np.uint64)
    return hashes
