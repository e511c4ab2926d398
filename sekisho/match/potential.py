"""What a word that is asked for can do for a pair with any listed name, word by word, each found out once.

Invariants: what is said of a word depends on the word and the roster alone; it is never less than what the
word comes to in a name that it stands in together with others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.match.asked import Met
from sekisho.match.columns import PERSON
from sekisho.match.gist import LETTERS, Gist, runs_of
from sekisho.match.pairs import INITIAL_FITS
from sekisho.match.single import is_single, spell_single
from sekisho.match.spell import spell
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from sekisho.match.laid import Laid
    from sekisho.match.near import Floats, Ints
    from sekisho.match.roster import Roster
    from sekisho.match.spell import Spellings
    from sekisho.names.analyse import Analysis

PERSONS, OTHERS, FOREIGN = 0, 1, 2
"""Listed names are of four sides: of persons or others, who are scored by other weights, and, `FOREIGN` more,
of either in other than Latin letters, which are only compared as they are read."""
SIDES: Final = 4
KEPT: Final = 1 << 17
"""Words that are remembered."""
JOINED: Final = 40
"""Letters of a word that its hash is of."""
SUMMED: Final = ("met", "same", "named", "listed_met", "listed_same", "initials")
"""What the words of a name add up to: see :class:`sekisho.match.ceiling.Known`."""
GREATEST: Final = ("asked", "listed_first", "listed_last")
"""How well a word can be met, and can meet the first word of a listed name, and the last."""

_WORD: Final = np.dtype(
    [
        *((name, np.float32, SIDES) for name in (*SUMMED, *GREATEST)),
        ("slips", np.float32, SIDES),  # letters left out or put in, at least, between it and any listed name
        ("total", np.float32),  # units, at least
        ("fewest", np.float32),  # words that it is in a spelling
        ("most", np.float32),
        ("letters", np.float32),
        ("lost", np.bool_, SIDES),  # a number that no listed name has
        ("opening", np.uint64),  # a hash of its first word as it is spelt
        ("closing", np.uint64),  # likewise of its last
        ("opens", np.int32),  # letters of the first one
        ("closes", np.int32),  # letters of the last one
        ("small", np.bool_),  # no word of a spelling
        ("form", np.bool_),  # none, perhaps: it may be part of a legal form
        ("strange", np.bool_),  # no listed name is written with it
        ("mistyped", np.bool_),  # a legal form, whose letters go with it
        ("begins", np.bool_),  # a phrase may begin with it
        ("single", np.bool_),  # it is one letter
    ]
)
_POWERS: Final = np.full(JOINED + 1, 0x9E3779B97F4A7C15, np.uint64)
_POWERS[0] = 1
_POWERS.cumprod(out=_POWERS)


class Potentials:
    """What words can do; it grows as they are asked for, and is for one thread at a time."""

    __slots__ = ("_places", "_roster", "_table", "_written", "gists")

    def __init__(self, roster: Roster, written: Collection[str]) -> None:
        """Go through a roster.

        Args:
            roster: of all listed names.
            written: every word of the normal forms of these.
        """
        names = roster.spellings.names
        persons = roster.schemata[roster.names.bearers[names]] == PERSON
        latin = roster.names.is_latin[names]
        self.gists = tuple(
            Gist.of(roster, one & other) for other in (latin, ~latin) for one in (persons, ~persons)
        )
        self._roster, self._written = roster, written
        self._places: dict[str, int] = {}
        self._table = np.zeros(0, _WORD)

    def of(self, words: Sequence[str]) -> NDArray[np.void]:
        """What each word can do, a row a word; what is not known yet is found out."""
        new = [word for word in dict.fromkeys(words) if word not in self._places]
        if new and len(self._places) + len(new) > KEPT:
            self._places.clear()
            self._table = self._table[:0]
            new = list(dict.fromkeys(words))
        if new:
            self._table = np.concatenate((self._table, self._found(new)))
            self._places.update(zip(new, range(len(self._places), len(self._table)), strict=True))
        return self._table[np.fromiter(map(self._places.__getitem__, words), np.int64, len(words))]

    def _found(self, words: Sequence[str]) -> NDArray[np.void]:
        lore, table = self._roster.lore, np.zeros(len(words), _WORD)
        analyses = list(map(lore.analyser.word, words))
        self._meet(table, analyses)
        runs, lengths = runs_of(words), np.fromiter(map(len, words), np.int32, len(words))
        for side, gist in enumerate(self.gists):
            # Where there is no name, whatever is asked for is strange.
            table["slips"][:, side] = gist.runs.slips(runs, lengths) if gist.borne.any() else lengths
        _part(table, analyses)
        table["letters"], table["single"] = lengths, lengths == 1
        table["form"] = [word in lore.forms for word in words]
        table["strange"] = [word not in self._written for word in words]
        table["strange"][table["form"]] = False
        table["begins"] = list(map(lore.analyser.begins, words))
        for name in (*SUMMED, *GREATEST, "lost"):
            table[name][table["small"]] = 0
        for name in ("total", "fewest", "slips"):
            table[name][table["small"] | table["form"]] = 0
        table["lost"][table["form"]] = False
        return table

    def _meet(self, table: NDArray[np.void], analyses: Sequence[Analysis]) -> None:
        """Write down what the words can do; most have one spelling, which costs less to lay out."""
        vocabulary = self._roster.words.places
        single = np.fromiter((is_single(each, vocabulary) for each in analyses), np.bool_, len(analyses))
        for at, lay in ((single.nonzero()[0], spell_single), ((~single).nonzero()[0], _spell_apart)):
            if len(at):
                own, spelt = table[at], lay([analyses[place] for place in at.tolist()], vocabulary)
                met = Met.of(spelt, self._roster)
                for side, gist in enumerate(self.gists):
                    if gist.borne.any():
                        _meet(own, met, gist, side)
                _spell(own, met.spellings)
                table[at] = own


def sums_of(words: Sequence[str]) -> tuple[NDArray[np.uint64], Ints]:
    """A hash of each word, and its letters."""
    letters = np.array(words, f"U{JOINED}").view(np.uint32).reshape(len(words), JOINED)
    found: NDArray[np.uint64] = (letters * _POWERS[:JOINED]).sum(axis=1, dtype=np.uint64)
    return found, np.fromiter(map(len, words), np.int32, len(words))


def together(left: NDArray[np.void], right: NDArray[np.void]) -> tuple[NDArray[np.uint64], Ints]:
    """The hashes of pairs of words put together, and how many letters these have; valid up to `JOINED`."""
    shift = _POWERS[np.minimum(left["closes"], JOINED)]
    return left["closing"] + shift * right["opening"], left["closes"] + right["opens"]


def _spell_apart(analyses: Sequence[Analysis], vocabulary: Mapping[str, int]) -> Spellings:
    return spell(analyses, vocabulary, apart=True)


def _meet(table: NDArray[np.void], asked: Met, gist: Gist, side: int) -> None:
    """Write down what the words can do against one side."""
    own = asked.spellings
    some = (asked.keys.max(axis=1) >= 0).nonzero()[0]  # most words are like none
    keys = asked.keys[some]
    known = (keys >= 0) & (keys < len(gist.borne))
    keys[~known] = 0
    likeness = np.where(known & gist.borne[keys], asked.likeness[some], 0)

    def best(column: Floats) -> Floats:
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
    columns: dict[str, Floats] = {
        "met": units * fit,
        "same": units * (fit == 1),
        "named": units * fit * (own.marks & (1 << Kind.NAME) > 0),
        "listed_met": np.maximum(best(shares), half * share),
        "listed_same": best(np.where(likeness == 1, shares, 0)),
        "initials": np.maximum(initial, best(likeness == INITIAL_FITS)),
        "asked": fit,
        "listed_first": np.maximum(best(likeness * gist.first[keys]), half),
        "listed_last": np.maximum(best(likeness * gist.last[keys]), half),
    }
    full = (own.starts[1:] > own.starts[:-1]).nonzero()[0]
    names, starts = own.names[full], own.starts[:-1][full]
    for name, column in columns.items():
        if len(full):
            joined = (np.maximum if name in GREATEST else np.add).reduceat(column, starts, dtype=np.float32)
            np.maximum.at(table[name][:, side], names, joined)
    _lose(table, own, fit, side)


def _lose(table: NDArray[np.void], own: Laid, fit: Floats, side: int) -> None:
    """Write down which words are numbers that no listed name of one side has."""
    lost = (own.marks & (1 << Kind.NUMBER) > 0) & (fit == 0)
    whose = own.names.repeat(np.diff(own.starts))
    table["lost"][whose[lost], side] = True
    table["lost"][whose[~lost], side] = False


def _spell(table: NDArray[np.void], own: Laid) -> None:
    """Write down what the words come to in their spellings."""
    counts = np.diff(own.starts)
    table["total"] = table["fewest"] = np.inf
    np.minimum.at(table["total"], own.names, own.totals)
    np.minimum.at(table["fewest"], own.names, counts)
    np.maximum.at(table["most"], own.names, counts)
    table["mistyped"][own.names.repeat(counts)[own.marks & (1 << Kind.FORM) > 0]] = True


def _part(table: NDArray[np.void], analyses: Sequence[Analysis]) -> None:
    """Write down how the words begin and end as they are spelt."""
    tokens = [[token.text for token in each.tokens if token.kind < Kind.FORM] or [""] for each in analyses]
    table["opening"], table["opens"] = sums_of([each[0] for each in tokens])
    table["closing"], table["closes"] = sums_of([each[-1] for each in tokens])
    table["small"] = table["opens"] == 0
