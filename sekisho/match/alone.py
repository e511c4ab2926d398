"""One name asked for by itself, in plain numbers: what `asked` and `pairs` do in columns for many.

A column costs the same for one number as for a thousand, and one name is a handful of words held against a
score of listed names: there it is faster to go word by word. Invariant: what is found is to the last bit what
the name comes to among others.
"""

from __future__ import annotations

from itertools import pairwise, product
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.match.columns import ANY, BODY, SCHEMATA
from sekisho.match.held import Held, hold
from sekisho.match.initials import mark
from sekisho.match.kept import keep
from sekisho.match.laid import Letters
from sekisho.match.pairs import Pairs, alike
from sekisho.match.postings import BUDGET, UNIT, hashed, piece
from sekisho.match.texts import Texts
from sekisho.match.wording import spelt
from sekisho.names.script import unspaced
from sekisho.names.vessel import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sekisho.match.kept import Key
    from sekisho.match.postings import Sought
    from sekisho.match.query import Query
    from sekisho.match.roster import Roster
    from sekisho.match.wording import Spelling, Word

_CUT: Final = int(BUDGET[0])
_RARITY: Final = itemgetter(0)


class Alone(NamedTuple):
    """One name asked for.

    Attributes:
        schema: what its bearer may be, as bits.
        native: as of :class:`sekisho.match.columns.Names`.
        is_latin: likewise.
        initials: the mark of its initials.
        spellings: of the name.
    """

    schema: int
    native: str
    is_latin: bool
    initials: int
    spellings: list[Spelling]

    @classmethod
    def of(cls, query: Query, roster: Roster) -> Alone:
        """Analyse a name."""
        name = bare(query.name) if query.schema == "Vessel" else query.name
        analysis = roster.lore.analyser.analyse(name)
        core = analysis.core
        return cls(
            SCHEMATA.get(query.schema, ANY),
            core.replace(" ", "") if unspaced(core) else "",
            core.isascii(),
            mark(analysis),
            list(spelt(analysis, roster)),
        )

    def candidates(self, roster: Roster) -> tuple[list[int], list[int]]:
        """Pairs of one of the spellings and a spelling of the roster, each once, in ascending order."""
        asked, totals = self._asked(roster)
        bearers, names = roster.names.bearers, roster.spellings.names
        pairs = roster.postings.of_one(
            asked, totals, self.schema, roster.allowed, lambda places: bearers.take(names.take(places))
        )
        if self.initials:
            more = roster.initials.of_one(self.initials)
            able = [place for place in more if self.schema & roster.allowed.item(place) & BODY]
            pairs = sorted({*pairs, *((0, place) for place in able)})
        starts = roster.spellings.starts
        kept = [
            (row, place)
            for row, place in pairs
            if self.spellings[row].words and starts.item(place) < starts.item(place + 1)
        ]
        return [row for row, _ in kept], [place for _, place in kept]

    def _asked(self, roster: Roster) -> tuple[list[list[Sought]], list[int]]:
        """What the roster is asked: by the words of each spelling, and, the next row, by its pieces."""
        asked: list[list[Sought]] = []
        totals = []
        for own in self.spellings:
            keys = [
                (key.rare, key.start, key.held, int(min(units, key.rare) * fit))
                for word, units in zip(own.words, own.units, strict=True)
                for key, fit in word.keys
            ]
            keys += _side_by_side(own, roster) if roster.postings.bits else []
            runs = [*_runs(own.text, 3), *(_runs(self.native, 2) if self.native else ())]
            found = [_piece(run, roster) for run in runs]
            by_piece = [(key.rare, key.start, key.held, key.rare) for key in found]
            for row in (keys, by_piece):
                row.sort(key=_RARITY, reverse=True)
                asked.append([key for key in row if key[2]])
            totals += [sum(own.units), sum([key.rare for key in found])]
        return asked, totals

    def align(self, roster: Roster, rows: Sequence[int], spellings: Sequence[int]) -> Pairs:
        """Lay pairs of spellings word against word; there must be some."""
        own, other = self._letters(), roster.letters
        places, listed = np.array(rows, np.int32), np.array(spellings, np.int32)
        likeness = alike(own, other, places, listed)
        held = {row: Held.of(self.spellings[row]) for row in set(rows)}
        sides = hold(held, rows, spellings, (likeness[1] == 1).tolist(), roster)
        return Pairs.of(own, other, places, listed, sides, likeness)

    def _letters(self) -> Letters:
        own = self.spellings
        initials = np.zeros(len(own), np.uint32)
        initials[:1] = self.initials
        return Letters(
            np.zeros(len(own), np.int32),
            Texts.of([each.text for each in own]),
            Texts.of([each.sorted for each in own]),
            np.array([len(each.text) for each in own], np.int32),
            initials,
            Texts.of([self.native]),
            np.array([bool(self.native)]),
            np.array([self.is_latin]),
        )


def _runs(text: str, size: int) -> list[str]:
    """The runs of letters of a text whose ends count as letters."""
    padded = f" {text} "
    return [padded[at : at + size] for at in range(len(padded) - size + 1)]


def _piece(run: str, roster: Roster) -> Key:
    """A piece that is asked for."""
    found = roster.kept.pieces.get(run)
    if found is None:
        found = keep(roster.kept.pieces, run, roster.postings.key(len(roster.words.listed) + piece(run)))
    return found


def _side_by_side(own: Spelling, roster: Roster) -> list[Sought]:
    """Every two words side by side, one of them perhaps mistyped, of which many listed names have one."""
    postings = roster.postings
    told = [_beside(word, units) for word, units in zip(own.words, own.units, strict=True)]
    found = [
        (one, other)
        for (before, near), (after, others) in pairwise(told)
        for one, other in (*product(before, (*after, *others)), *product(near, after))
        if one.cut or other.cut
    ]
    if not found:
        return []
    left = np.array([one.place for one, _ in found], np.int32)
    right = np.array([other.place for _, other in found], np.int32)
    keys = (hashed(left, right, postings.bits) + np.int32(len(postings.weights))).tolist()
    return [
        (UNIT, start, held, int(min(one.worth + other.worth, UNIT)))
        for (one, other), (_, start, held) in zip(found, map(postings.key, keys), strict=True)
    ]


class _Beside(NamedTuple):
    """A word of the vocabulary that one asked for may meet.

    Attributes:
        place: in the vocabulary.
        worth: of the word asked for, as far as it meets this one.
        cut: whether it does not lead to all names that have it.
    """

    place: int
    worth: float
    cut: bool


def _beside(word: Word, units: int) -> tuple[list[_Beside], list[_Beside]]:
    """A word as it is, if the vocabulary has it, and those near it."""
    met = [
        _Beside(place, min(units, key.rare) * fit, key.held >= _CUT)
        for (place, fit), (key, _) in zip(word.meets, word.keys, strict=True)
    ]
    return (met[:1], met[1:]) if word.is_known else ([], met)
