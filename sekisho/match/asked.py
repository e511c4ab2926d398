"""The names asked for, in columns, and the spellings of a roster that may be theirs.

Invariants: the candidates of a name are the same whatever is asked beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from sekisho.match.lore import LONG
from sekisho.match.postings import UNIT, Allowed
from sekisho.match.roster import (
    ANY,
    SCHEMATA,
    all_pieces,
    initials_of,
    natives_of,
    patronymics_of,
    weigh,
)
from sekisho.match.spell import spell
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Ints, Near
    from sekisho.match.query import Query
    from sekisho.match.roster import Roster
    from sekisho.match.spell import Spellings

Cell = TypeVar("Cell", bound=np.generic)

BY_WORD: Final = 12
BY_PIECE: Final = 8
"""Candidates of a spelling that are looked at, found by words and found by pieces."""
WORD_BUDGET: Final = 400
PIECE_BUDGET: Final = 250
"""Postings read for a spelling."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Names asked for.

    Attributes:
        schemata: what each bearer may be, as bits.
        natives: as of :class:`sekisho.match.roster.Names`.
        spellings: of the names.
        weights: of the words of the spellings, 0 to 1.
        rows: of the words: their rows in *near*.
        near: words of the vocabulary near the words of the spellings.
        initials: the first letters of the words of the spellings.
        patronymics: whether each of these words is one.
        is_native: whether each name is in Han, kana or Hangul.
    """

    schemata: NDArray[np.int8]
    natives: list[str]
    spellings: Spellings
    weights: Floats
    rows: Ints
    near: Near
    initials: NDArray[np.uint32]
    patronymics: NDArray[np.bool_]
    is_native: NDArray[np.bool_]

    @classmethod
    def of(cls, queries: Sequence[Query], roster: Roster) -> Asked:
        """Analyse names."""
        analyses = roster.lore.analyser.analyse_many([query.name for query in queries])
        spellings = spell(analyses, roster.words.places, apart=True)
        schemata = np.array([SCHEMATA.get(query.schema, ANY) for query in queries], np.int8)
        beyond = roster.words.slips.near(spellings.unknown, roster.words.listed)
        _amend(spellings, roster, beyond)
        rows, near = roster.words.near_to(spellings.words, beyond)
        sons = _of_words(spellings, roster, roster.words.patronymics, patronymics_of(spellings.unknown))
        weights = weigh(_rare(spellings, roster, near, rows), spellings.kinds, sons)
        natives, native = natives_of(analyses)
        initials = _of_words(spellings, roster, roster.words.initials, initials_of(spellings.unknown))
        return cls(schemata, natives, spellings, weights, rows, near, initials, sons, native)

    def candidates(self, roster: Roster) -> tuple[Ints, Ints]:
        """Pairs of a spelling asked for and a spelling of the roster, each once, in ascending order."""
        allowed = Allowed(roster.allowed, self.schemata[self.spellings.names])
        by_word = roster.by_word.candidates(*self._keys(roster), allowed, most=BY_WORD, budget=WORD_BUDGET)
        rows, keys = all_pieces(self.spellings, self.natives)
        by_piece = roster.by_piece.candidates(
            rows, keys, roster.by_piece.weights[keys], allowed, most=BY_PIECE, budget=PIECE_BUDGET
        )
        met = [rows.astype(np.int64) << 32 | spellings for rows, spellings in (by_word, by_piece)]
        each = np.concatenate(met)
        each.sort()
        each = each[np.concatenate(([True], each[1:] != each[:-1]))[: len(each)]]
        each = each[self._has_words(roster, each)]
        return (each >> 32).astype(np.int32), (each & 0xFFFFFFFF).astype(np.int32)

    def every(self, roster: Roster) -> tuple[Ints, Ints]:
        """Every pair of a spelling asked for and a spelling of the roster that both have words."""
        asked, listed = len(self.spellings.names), len(roster.spellings.names)
        pairs = (np.arange(asked)[:, None] << 32 | np.arange(listed)).ravel()
        pairs = pairs[self._has_words(roster, pairs)]
        return (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)

    def _has_words(self, roster: Roster, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which pairs have words on both sides: letters alone are no ground to compare."""
        asked, listed = pairs >> 32, pairs & 0xFFFFFFFF
        own, other = self.spellings.starts, roster.spellings.starts
        told: NDArray[np.bool_] = (own[asked + 1] > own[asked]) & (other[listed + 1] > other[listed])
        return told

    def _keys(self, roster: Roster) -> tuple[Ints, Ints, Ints]:
        """Of each spelling, the words asked for: its own, and those near them for what they are worth."""
        own = self.spellings
        size = len(roster.words.listed)
        owners = np.arange(len(own.names), dtype=np.int32).repeat(np.diff(own.starts))
        known = np.flatnonzero(own.words < size)
        words, likeness = self.near.words[self.rows], self.near.likeness[self.rows]
        at, column = (words >= 0).nonzero()
        near = words[at, column]
        worth = np.minimum(self.weights[at] * UNIT, roster.by_word.weights[near]) * likeness[at, column]
        return (
            np.concatenate((owners[known], owners[at])),
            np.concatenate((own.words[known], near)),
            np.concatenate((self.weights[known] * np.float32(UNIT), worth)).astype(np.int32),
        )


def _of_words(
    spellings: Spellings, roster: Roster, known: NDArray[Cell], unknown: NDArray[Cell]
) -> NDArray[Cell]:
    """What is told of each word asked for: of those of the vocabulary, and of the unknown ones after them."""
    size = len(roster.words.listed)
    told = known[np.minimum(spellings.words, size - 1)]
    beyond = np.flatnonzero(spellings.words >= size)
    told[beyond] = unknown[spellings.words[beyond] - size]
    return told


def _rare(spellings: Spellings, roster: Roster, near: Near, rows: Ints) -> Ints:
    """How rare each word asked for is.

    A word that nobody bears is as rare as can be, unless it is a slip of one that many bear.
    """
    rarities = roster.by_word.weights
    size = len(rarities)
    nearest, likeness = near.words[rows, 0], near.likeness[rows, 0]
    beyond = np.where(nearest >= 0, UNIT - ((UNIT - rarities[nearest]) * likeness).astype(np.int32), UNIT)
    known = spellings.words < size
    return np.where(known, rarities[np.minimum(spellings.words, size - 1)], beyond)


def _amend(spellings: Spellings, roster: Roster, beyond: Near) -> None:
    """Put the word meant where one is mistyped that says little: LIMTIED, TRADNIG.

    Args:
        spellings: of the names asked for.
        roster: what is listed.
        beyond: what is near the unknown words.
    """
    words, meant = roster.words, roster.lore.meant
    size = len(words.listed)
    nearest = beyond.words[:, 0] if len(beyond.words) else np.zeros(0, np.int32)
    tokens = {
        unknown: token
        for unknown, place in enumerate(nearest.tolist())
        if place >= 0
        and len(spellings.unknown[unknown]) >= LONG
        and (token := meant.get(words.listed[place])) is not None
    }
    for at in np.flatnonzero(spellings.words >= size).tolist() if tokens else ():
        unknown = int(spellings.words[at]) - size
        if (token := tokens.get(unknown)) is not None:
            spellings.kinds[at] = token.kind
            spellings.words[at] = words.places.get(token.text, spellings.words[at])
            if token.kind == Kind.FORM:
                _leave_out(spellings, int(spellings.starts.searchsorted(at, "right")) - 1, unknown)


def _leave_out(spellings: Spellings, row: int, unknown: int) -> None:
    """Take a mistyped legal form out of the letters that are compared."""
    word = spellings.unknown[unknown]
    for texts in (spellings.texts, spellings.sorted):
        texts[row] = texts[row].replace(word, "") or texts[row]
    spellings.letters[row] = len(spellings.texts[row])
