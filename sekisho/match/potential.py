"""What a word that is asked for can do for a pair with any listed name, word by word, each found out once.

Invariants: what is said of a word depends on the word and the roster alone; it is never less than what the
word comes to in a name that it stands in together with others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from sekisho.match.columns import PERSON
from sekisho.match.gist import LETTERS, Gist, Runs
from sekisho.match.pairs import INITIAL_FITS
from sekisho.match.single import is_single, spell_single
from sekisho.match.spell import spell
from sekisho.match.way import way_now
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from sekisho.match.asked import Met
    from sekisho.match.near import Floats, Ints, Longs
    from sekisho.match.roster import Roster
    from sekisho.names.analyse import Analysis

Columns: TypeAlias = "dict[str, NDArray[Any]]"
"""What words can do, by what it is: a column a word, or, of what differs by side, a row a side."""

PERSONS, OTHERS, FOREIGN = 0, 1, 2
"""Listed names are of four sides: of persons or others, who are scored by other weights, and, `FOREIGN` more,
of either in other than Latin letters, which are only compared as they are read."""
SIDES: Final = 4
KEPT: Final = 1 << 17
"""Words that are remembered."""
FIRST: Final = 1 << 10
"""Words that there is room for to begin with."""
JOINED: Final = 40
"""Letters of a word that its hash is of."""
SUMMED: Final = ("met", "same", "named", "listed_met", "listed_same", "initials")
"""What the words of a name add up to: see :class:`sekisho.match.ceiling.Known`."""
GREATEST: Final = ("asked", "listed_first", "listed_last")
"""How well a word can be met, and can meet the first word of a listed name, and the last."""

_BY_SIDE: Final[Mapping[str, type[np.generic]]] = {
    **dict.fromkeys((*SUMMED, *GREATEST), np.float32),
    "slips": np.float32,  # letters left out or put in, at least, between it and any listed name
    "lost": np.bool_,  # a number that no listed name has
}
_OF_EACH: Final[Mapping[str, type[np.generic]]] = {
    "total": np.float32,  # units, at least
    "fewest": np.float32,  # words that it is in a spelling
    "most": np.float32,
    "letters": np.float32,
    "opening": np.uint64,  # a hash of its first word as it is spelt
    "closing": np.uint64,  # likewise of its last
    "opens": np.int32,  # letters of the first one
    "closes": np.int32,  # letters of the last one
    "small": np.bool_,  # no word of a spelling
    "form": np.bool_,  # none, perhaps: it may be part of a legal form
    "strange": np.bool_,  # no listed name is written with it
    "mistyped": np.bool_,  # a legal form, whose letters are not compared
    "within": np.bool_,  # such a form is only a part of it
    "begins": np.bool_,  # a phrase may begin with it
    "single": np.bool_,  # it is one letter
}
_JOINED: Final[Mapping[str, tuple[np.ufunc, np.ufunc]]] = {
    **dict.fromkeys(GREATEST, (np.maximum, np.maximum)),
    "lost": (np.logical_and, np.logical_and),
}
"""How words of a spelling come together, and spellings of a word, where not by their sum and the greatest."""
_POWERS: Final = np.full(JOINED + 1, 0x9E3779B97F4A7C15, np.uint64)
_POWERS[0] = 1
_POWERS.cumprod(out=_POWERS)


class Potentials:
    """What words can do; it grows as they are asked for, and is for one thread at a time."""

    __slots__ = ("_columns", "_places", "_roster", "_runs", "_written", "gists")

    def __init__(self, roster: Roster, written: Collection[str]) -> None:
        """Go through a roster.

        Args:
            roster: of all listed names.
            written: every word of the normal forms of these.
        """
        names = roster.spellings.names
        persons = roster.schemata[roster.names.bearers[names]] == PERSON
        latin = roster.names.is_latin[names]
        sides = [one & other for other in (latin, ~latin) for one in (persons, ~persons)]
        self.gists = tuple(Gist.of(roster, side) for side in sides)
        self._runs = Runs(roster, sides)
        self._roster, self._written = roster, written
        self._places: dict[str, int] = {}
        self._columns = _blank(FIRST)

    def of(self, words: Sequence[str]) -> Columns:
        """What each of some words can do; what is not known yet is found out."""
        places = self._places
        new = [word for word in dict.fromkeys(words) if word not in places]
        if new and len(places) + len(new) > KEPT:
            places.clear()
            new = list(dict.fromkeys(words))
        if new:
            self._keep(new, self._found(new))
        at = np.fromiter(map(places.__getitem__, words), np.intp, len(words))
        return {name: column.take(at, axis=-1) for name, column in self._columns.items()}

    def _keep(self, words: Sequence[str], found: Columns) -> None:
        """Remember words after those that are known; when there is no room for them, it is doubled."""
        size = len(self._places)
        end, room = size + len(words), len(self._columns["total"])
        if end > room:
            grown = _blank(max(end, 2 * room))
            for name, column in self._columns.items():
                grown[name][..., :size] = column[..., :size]
            self._columns = grown
        for name, column in found.items():
            self._columns[name][..., size:end] = column
        self._places.update(zip(words, range(size, end), strict=True))

    def _found(self, words: Sequence[str]) -> Columns:
        lore, table = self._roster.lore, _blank(len(words))
        sums, lengths = sums_of(words)
        table["opening"][:] = table["closing"][:] = sums
        table["opens"][:] = table["closes"][:] = lengths
        self._meet(table, words)
        for side, slips in enumerate(self._runs.slips(words, lengths)):
            # Where there is no name, whatever is asked for is strange.
            table["slips"][side] = slips if self.gists[side].borne.any() else lengths
        table["letters"][:], table["single"], table["small"] = lengths, lengths == 1, table["opens"] == 0
        table["form"][:] = [word in lore.forms for word in words]
        table["strange"][:] = [word not in self._written for word in words]
        table["begins"][:] = list(map(lore.analyser.begins, words))
        vanishing = table["small"] | table["form"]
        table["strange"] &= ~table["form"]
        table["lost"] &= ~vanishing
        table["slips"] *= ~table["mistyped"]
        for name in ("total", "fewest", "slips"):
            table[name] *= ~vanishing
        for name in (*SUMMED, *GREATEST):
            table[name] *= ~table["small"]
        return table

    def _meet(self, table: Columns, words: Sequence[str]) -> None:
        """Write down what words can do; most have one spelling, which costs less to lay out."""
        analyser, vocabulary = self._roster.lore.analyser, self._roster.words.places
        met = way_now().met
        bare = zip(words, analyser.bare(words), strict=True)
        single = np.array([alone and is_single(word, vocabulary) for word, alone in bare], np.bool_)
        at = single.nonzero()[0]
        if len(at):
            spelt = spell_single([words[place] for place in at.tolist()], vocabulary)
            self._write(table, at, met(spelt, self._roster))
        at = (~single).nonzero()[0]
        if len(at):
            analyses = [analyser.word(words[place]) for place in at.tolist()]
            self._write(table, at, met(spell(analyses, vocabulary, apart=True), self._roster))
            table["within"][at], table["mistyped"][at] = table["mistyped"][at], False
            spelt_as = list(map(_words, analyses))
            table["opening"][at], table["opens"][at] = sums_of([each[0] for each in spelt_as])
            table["closing"][at], table["closes"][at] = sums_of([each[-1] for each in spelt_as])

    def _write(self, table: Columns, at: NDArray[np.intp], met: Met) -> None:
        """Write down what the words at some places can do, which have been laid out."""
        own = met.spellings
        counts, heads = np.diff(own.starts), _heads(own.names)
        table["total"][at] = _joined(np.minimum, own.totals, heads)
        table["fewest"][at] = _joined(np.minimum, counts, heads)
        table["most"][at] = _joined(np.maximum, counts, heads)
        whose = own.names.repeat(counts)
        table["mistyped"][at[whose[own.marks & (1 << Kind.FORM) > 0]]] = True
        full = counts.nonzero()[0]
        names, starts = own.names[full], own.starts[:-1][full]
        heads = _heads(names)
        told = at[names[heads]]
        for side, gist in enumerate(self.gists):
            for name, column in _able(met, gist).items() if gist.borne.any() and len(full) else ():
                within, across = _JOINED.get(name, (np.add, np.maximum))
                table[name][side, told] = _joined(across, _joined(within, column, starts), heads)


def _blank(size: int) -> Columns:
    """Room for what so many words can do."""
    by_side: Columns = {name: np.zeros((SIDES, size), kind) for name, kind in _BY_SIDE.items()}
    return by_side | {name: np.zeros(size, kind) for name, kind in _OF_EACH.items()}


def _heads(names: Ints) -> NDArray[np.intp]:
    """Where the spellings of each name begin."""
    return np.flatnonzero(np.diff(names, prepend=-1))


def _joined(how: np.ufunc, column: NDArray[Any], starts: NDArray[Any]) -> NDArray[Any]:
    """What stands from each start to the next, made one; most are one already."""
    if len(starts) == len(column):
        return column
    joined: NDArray[Any] = how.reduceat(column, starts)
    return joined


def _words(analysis: Analysis) -> list[str]:
    """The words of a spelling; an empty one if it has none."""
    return [token.text for token in analysis.tokens if token.kind < Kind.FORM] or [""]


def sums_of(words: Sequence[str]) -> tuple[NDArray[np.uint64], Ints]:
    """A hash of each word, and its letters."""
    letters = np.array(words, f"U{JOINED}").view(np.uint32).reshape(len(words), JOINED)
    found: NDArray[np.uint64] = (letters * _POWERS[:JOINED]).sum(axis=1, dtype=np.uint64)
    return found, np.fromiter(map(len, words), np.int32, len(words))


def together(words: Columns, left: Longs, right: Longs) -> tuple[NDArray[np.uint64], Ints]:
    """The hashes of pairs of words put together, and how many letters these have; valid up to `JOINED`."""
    letters = words["closes"][left]
    shift = _POWERS[np.minimum(letters, JOINED)]
    return words["closing"][left] + shift * words["opening"][right], letters + words["opens"][right]


def _able(asked: Met, gist: Gist) -> Columns:
    """What each of some words of spellings can do against one side."""
    own, keys = asked.spellings, asked.keys
    borne = (keys >= 0) & (keys < len(gist.borne))
    borne &= gist.borne[np.where(borne, keys, 0)]
    some = np.flatnonzero(borne.any(axis=1))  # most words are like none
    keys, borne = keys[some], borne[some]
    keys[~borne] = 0
    likeness = np.where(borne, asked.likeness[some], np.float32(0))

    def best(column: NDArray[Any]) -> Floats:
        found = np.zeros(len(own.words), np.float32)
        found[some] = column.max(axis=1)
        return found

    letters = np.minimum(asked.initials, LETTERS - 1)
    is_initial = own.marks & (1 << Kind.INITIAL) > 0
    share = np.where(is_initial, np.maximum(gist.begun, gist.single)[letters], gist.single[letters])
    initial = share >= 0
    half = np.where(initial, INITIAL_FITS, 0).astype(np.float32)
    fit, units = np.maximum(best(likeness), half), own.units.astype(np.float32)
    shares = likeness * gist.share[keys]
    return {
        "met": units * fit,
        "same": units * (fit == 1),
        "named": units * fit * (own.marks & (1 << Kind.NAME) > 0),
        "listed_met": np.maximum(best(shares), half * share),
        "listed_same": best(np.where(likeness == 1, shares, 0)),
        "initials": np.maximum(best(likeness == INITIAL_FITS), initial.astype(np.float32)),
        "asked": fit,
        "listed_first": np.maximum(best(likeness * gist.first[keys]), half),
        "listed_last": np.maximum(best(likeness * gist.last[keys]), half),
        "lost": (own.marks & (1 << Kind.NUMBER) > 0) & (fit == 0),
    }
