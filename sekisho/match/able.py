"""Which pairs can reach a score at all: seen at a glance by their letters and words, before they are aligned.

Of each spelling two signs of 64 bits are kept, of its letters and of its words. Where the signs of two names
differ, so do the names: what they can come to at most is bounded by that. Of the pairs of a supplier with
those listed one in ten is left, of which one in a thousand reaches the zone `review`.

Invariant: no pair is left out that reaches the score asked for.
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from sekisho.match.ceiling import MARGIN, Ends, Known, Listed, ceiling
from sekisho.match.initials import same
from sekisho.match.near import spans
from sekisho.match.pairs import INITIAL_FITS
from sekisho.match.score import is_person
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sekisho.match.asked import Asked
    from sekisho.match.laid import Laid
    from sekisho.match.near import Floats, Ints
    from sekisho.match.query import Query
    from sekisho.match.roster import Roster
    from sekisho.match.score import Model

Signs: TypeAlias = "NDArray[np.uint64]"

_KINDS: Final = np.full(128, len(ascii_lowercase))
_KINDS[[*map(ord, ascii_lowercase)]] = np.arange(len(ascii_lowercase))
_COUNTED: Final = len(ascii_lowercase) + 1
"""Letters of the alphabet, and all else as one."""
_COMMON: Final = _KINDS[[*map(ord, "aceilnorst")]]
"""Letters that many names have three times."""
_TIMES: Final = (
    (1, np.arange(_COUNTED), np.arange(_COUNTED)),
    (2, np.arange(_COUNTED), np.arange(_COUNTED) + _COUNTED),
    (3, _COMMON, np.arange(len(_COMMON)) + 2 * _COUNTED),
)
"""How often a name has some letters, which, and the bits that say so."""
_BITS: Final = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).sum(axis=1, dtype=np.uint8)
_ONE: Final = np.uint64(1)
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
_LAST: Final = np.uint64(64 - 6)
_INITIAL: Final = np.int16(1 << Kind.INITIAL)


class _Words(NamedTuple):
    """What the words of the names asked for can meet, in columns.

    Attributes:
        signs: of all listed words that each can meet.
        worth: what it comes to where it meets the nearest of them.
        initial: whether it is one, or is as near to some word as an initial is.
    """

    signs: Signs
    worth: Floats
    initial: NDArray[np.bool_]

    @classmethod
    def of(cls, asked: Asked, size: int) -> _Words:
        """Look at names asked for, against a vocabulary of so many words."""
        keys = asked.keys
        known = (keys >= 0) & (keys < size)
        signs = np.bitwise_or.reduce(np.where(known, _signs(keys), np.uint64(0)), axis=1)
        likeness = np.where(known, asked.likeness, np.float32(0))
        initial = (likeness == INITIAL_FITS).any(axis=1) | (asked.spellings.marks & _INITIAL > 0)
        return cls(signs, asked.spellings.units * likeness.max(axis=1), initial)


class Able:
    """Tells which pairs can reach a score; what is seen of a listed name is kept."""

    __slots__ = ("_initial", "_letters", "_model", "_roster", "_seen", "_words")

    def __init__(self, roster: Roster, model: Model) -> None:
        """Take the listed names, and by what pairs are scored; nothing is looked at yet."""
        self._roster, self._model = roster, model
        count = len(roster.spellings.names)
        self._letters, self._words = np.zeros(count, np.uint64), np.zeros(count, np.uint64)
        self._initial, self._seen = np.zeros(count, np.bool_), np.zeros(count, np.bool_)

    def chosen(
        self, queries: Sequence[Query], asked: Asked, rows: Ints, spellings: Ints, least: float
    ) -> NDArray[np.bool_]:
        """Which pairs can reach a score; those that cannot be told of at a glance are taken to.

        Args:
            queries: the names asked for.
            asked: the same, laid out.
            rows: of each pair, the spelling asked for.
            spellings: the spelling of the roster.
            least: the score.
        """
        self._look(spellings)
        roster, own = self._roster, asked.spellings
        letters = letters_of(list(own.texts)).take(rows) ^ self._letters.take(spellings)
        slips = _BITS[letters.view(np.uint8)].reshape(-1, 8).sum(axis=1, dtype=np.float32)
        known, initial = self._known(asked, rows, spellings, slips)
        able = (slips == 0) | initial | self._initial.take(spellings)
        able |= same(own.initials.take(rows), roster.spellings.initials.take(spellings))
        able |= self._untold(queries, asked, rows, spellings)
        return self._reaching(known, able, self._persons(asked, rows, spellings), least)

    def _known(
        self, asked: Asked, rows: Ints, spellings: Ints, slips: Floats
    ) -> tuple[Known, NDArray[np.bool_]]:
        """What is known of pairs that differ in so many letters at least; and which have an initial."""
        own, listed = asked.spellings, self._roster.spellings
        first, nothing = own.starts.take(rows), np.zeros(len(rows), np.float32)
        counts = own.starts.take(rows + 1) - first
        lengths = listed.starts.take(spellings + 1) - listed.starts.take(spellings)
        places, whose = spans(first, counts), np.arange(len(rows)).repeat(counts)
        words = _Words.of(asked, len(self._roster.words.listed))
        meets = words.signs.take(places) & self._words.take(spellings).take(whose) > 0
        met = np.bincount(whose, meets * words.worth.take(places), len(rows)).astype(np.float32)
        some = (np.bincount(whose, meets, len(rows)) > 0).astype(np.float32)
        letters = own.letters.take(rows), listed.letters.take(spellings)
        known = Known(
            met=met,
            same=met,
            named=met,
            total=np.maximum(own.totals.take(rows), 1).astype(np.float32),
            listed=Listed(nothing + 1, nothing + 1),
            ends=Ends(some, some, some, some),
            initials=nothing,
            letters=np.minimum(*letters).astype(np.float32),
            alike=1 - slips / np.maximum(letters[0] + letters[1], 1).astype(np.float32),
            more=np.abs(counts - lengths).astype(np.float32),
            lost=np.zeros(len(rows), np.bool_),
            read=False,
        )
        return known, np.bincount(whose, words.initial.take(places), len(rows)) > 0

    def _reaching(
        self, known: Known, able: NDArray[np.bool_], persons: NDArray[np.bool_], least: float
    ) -> NDArray[np.bool_]:
        """With the pairs whose ceiling is not below a score."""
        apart = max(self._model.qualifiers["country_differs"], 0)
        needed = np.log(least / (1 - least)) - apart - MARGIN
        for kind, own in enumerate((~persons, persons)):
            at = (own & ~able).nonzero()[0]
            if len(at):
                able[at] = (
                    ceiling(known.at(at), self._model.weights[kind], self._model.biases[kind]) >= needed
                )
        return able

    def _untold(
        self, queries: Sequence[Query], asked: Asked, rows: Ints, spellings: Ints
    ) -> NDArray[np.bool_]:
        """The pairs of names in other than Latin letters, and of those that more is told of than a name."""
        names = asked.spellings.names.take(rows)
        listed = self._roster.spellings.names.take(spellings)
        told = np.array([bool(query.born or query.ids) for query in queries])
        latin = asked.is_latin.take(names) & self._roster.names.is_latin.take(listed)
        untold: NDArray[np.bool_] = told.take(names) | ~latin
        return untold

    def _persons(self, asked: Asked, rows: Ints, spellings: Ints) -> NDArray[np.bool_]:
        roster = self._roster
        bearers = roster.names.bearers.take(roster.spellings.names.take(spellings))
        return is_person(asked.schemata.take(asked.spellings.names.take(rows)), roster.schemata.take(bearers))

    def _look(self, spellings: Ints) -> None:
        """See what has not been seen of the listed names; each has words."""
        new = np.unique(spellings[~self._seen.take(spellings)])
        if not len(new):
            return
        own: Laid = self._roster.spellings
        first = own.starts.take(new)
        counts = own.starts.take(new + 1) - first
        places, heads = spans(first, counts), counts.cumsum() - counts
        self._letters[new] = letters_of(own.texts.take(new.tolist()))
        self._words[new] = np.bitwise_or.reduceat(_signs(own.words.take(places)), heads)
        self._initial[new] = np.bitwise_or.reduceat(own.marks.take(places), heads) & _INITIAL > 0
        self._seen[new] = True  # last, for whoever looks meanwhile


def letters_of(texts: Sequence[str]) -> Signs:
    """The signs of texts by their letters: as many bits differ, at most, as letters do."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    cells = np.arange(len(texts)).repeat(lengths) * _COUNTED + _KINDS[np.minimum(codes, len(_KINDS) - 1)]
    counts = np.bincount(cells, minlength=len(texts) * _COUNTED).reshape(len(texts), _COUNTED)
    signs = np.zeros(len(texts), np.uint64)
    for times, columns, bits in _TIMES:
        each = (counts[:, columns] >= times) * (_ONE << bits.astype(np.uint64))
        signs |= np.bitwise_or.reduce(each, axis=1)
    return signs


def _signs(words: Ints) -> Signs:
    """The signs of words by their places: one bit each, which others may have too."""
    signs: Signs = _ONE << (words.astype(np.uint64) * _SPREAD >> _LAST)
    return signs
