"""Which names can be somebody's at all: most names of suppliers are nobody's, and their words tell.

What each word can do for a pair with any listed name is known; what the words of a name can do together is
summed up in columns, for thousands of names at once. Names that this cannot tell of are let through: those in
other letters than plain Latin ones, those with phrases, and all that are asked with more than a country.

Invariants: a name that is held back has no pair in the zones `same` and `review`, and is written as no listed
name is; what is said of a name does not depend on what is asked beside it.
"""

from __future__ import annotations

from itertools import chain, compress
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.match.bags import Bags
from sekisho.match.ceiling import Ends, Known, Listed, alike, ceiling
from sekisho.match.columns import ANY, PERSON, SCHEMATA
from sekisho.match.gist import Among, hashes
from sekisho.match.potential import (
    FOREIGN,
    GREATEST,
    JOINED,
    PERSONS,
    SIDES,
    SUMMED,
    Potentials,
    sums_of,
    together,
)
from sekisho.match.spell import LONGEST
from sekisho.match.trims import Trims
from sekisho.names.normal import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Longs
    from sekisho.match.potential import Columns
    from sekisho.match.query import Query
    from sekisho.match.roster import Roster
    from sekisho.match.score import Model

AT_ONCE: Final = 4096
"""Names looked at together."""
READ: Final = 200
"""Letters of a name beyond which it is let through."""
MARGIN: Final = 1e-3
"""More than scores are rounded by."""


class Sieve:
    """Holds back the names that nobody listed can bear."""

    __slots__ = (
        "_initials",
        "_joined",
        "_least",
        "_letters",
        "_lock",
        "_model",
        "_one_by_one",
        "_potentials",
    )

    def __init__(self, roster: Roster, model: Model, written: Collection[str]) -> None:
        """Go through a roster.

        Args:
            roster: of all listed names.
            model: by which pairs are scored.
            written: every word of the normal forms of the listed names.
        """
        self._model = model
        self._one_by_one = roster.lore.analyser.one_by_one
        self._potentials = Potentials(roster, written)
        self._initials = roster.initials
        self._letters = np.unique(hashes(roster.spellings.texts))
        self._joined = Among(sums_of([word for word in roster.words.listed if len(word) <= JOINED])[0])
        review = model.marks.review - MARGIN
        self._least = float(np.log(review / (1 - review)))
        self._lock = Lock()

    def through(self, queries: Sequence[Query]) -> NDArray[np.bool_]:
        """Which names are let through, to be looked up."""
        through = np.ones(len(queries), np.bool_)
        # A name in plain Latin letters, asked for with no more than a country.
        plain = [
            (place, name, schema)
            for place, (name, schema, _, born, ids) in enumerate(queries)
            if name.isascii()
            and len(name) <= READ
            and ")" not in name
            and schema != "Vessel"
            and not born
            and not ids
        ]
        for start in range(0, len(plain), AT_ONCE):
            places, texts, schemas = zip(*plain[start : start + AT_ONCE], strict=True)
            names = words_of(texts)
            some = [0 < len(words) <= LONGEST for words in names]
            if any(some):
                persons = [SCHEMATA.get(schema, ANY) == PERSON for schema in compress(schemas, some)]
                told = self._through(list(compress(names, some)), np.array(persons))
                through[list(compress(places, some))] = told
        return through

    def known(self, names: Sequence[Sequence[str]]) -> dict[int, Known]:
        """What is known of names against every side of the listed ones that has any.

        Args:
            names: each as its words, at least one.
        """
        words, starts = self._words(names), _starts(names)
        nearest = self._nearest(Trims.of(names, words, starts), len(names))
        return _nearer(self._known(words, starts), nearest)

    def _words(self, names: Sequence[Sequence[str]]) -> Columns:
        with self._lock:
            return self._potentials.of(list(chain.from_iterable(names)))

    def _through(self, names: Sequence[Sequence[str]], persons: NDArray[np.bool_]) -> NDArray[np.bool_]:
        words, starts = self._words(names), _starts(names)
        counts = np.diff(starts, append=len(words["total"]))

        def any_of(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
            found: NDArray[np.bool_] = np.logical_or.reduceat(flags, starts)
            return found

        ways = Trims.of(names, words, starts)
        through = any_of(words["within"]) | ~any_of(words["strange"])
        through |= ~any_of(~(words["small"] | words["form"] | words["mistyped"]))
        through[self._neighbours(words, counts)] = True
        through[ways.repeating()] = True
        self._weigh(words, starts, ways, persons, through)
        perhaps = (counts == 1) | (np.add.reduceat(words["single"], starts, dtype=np.int64) > 1)
        for at in (~through & (perhaps | any_of(words["begins"]))).nonzero()[0].tolist():
            through[at] = not self._one_by_one(names[at])
        whose, marks = ways.marks(words["small"], ~through)
        through[whose[self._initials.met(marks)]] = True
        equal = (np.add.reduceat(words["slips"], starts, axis=1) == 0).any(axis=0)
        own = ways.chosen(~through & equal)
        through[own.whose[np.isin(hashes(own.texts()), self._letters)]] = True
        return through

    def _weigh(
        self,
        words: Columns,
        starts: Longs,
        ways: Trims,
        persons: NDArray[np.bool_],
        through: NDArray[np.bool_],
    ) -> None:
        """Let those through whose words can do enough together to reach the mark of the zone `review`.

        Letters are counted for those only that can reach it without.
        """
        known = self._known(words, starts)
        able = (self._able(known, persons) & ~through).nonzero()[0]
        if len(able):
            nearest = self._nearest(ways.chosen(np.isin(np.arange(len(starts)), able)), len(starts))
            own = {side: each.at(able) for side, each in known.items()}
            through[able] = self._able(_nearer(own, nearest[:, able]), persons[able])

    def _neighbours(self, words: Columns, counts: Longs) -> Longs:
        """The names with two words side by side that the vocabulary may have as one."""
        at = (~words["small"]).nonzero()[0]
        whose = np.arange(len(counts)).repeat(counts)[at]
        side_by_side = (whose[:-1] == whose[1:]).nonzero()[0]
        sums, letters = together(words, at[side_by_side], at[side_by_side + 1])
        found: Longs = whose[side_by_side[self._joined.have(sums) | (letters > JOINED)]]
        return found

    def _nearest(self, ways: Trims, count: int) -> Floats:
        """How like any listed name of each side each of so many names can be: a row a side."""
        bags = Bags.of(ways.texts())
        nearest = np.zeros((SIDES, count), np.float32)
        for most, gist in zip(nearest, self._potentials.gists, strict=True):
            np.maximum.at(most, ways.whose, 1 if gist.bags is None else gist.bags.nearest(bags))
        return nearest

    def _able(self, known: Mapping[int, Known], persons: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which names can reach the mark of the zone `review`.

        Args:
            known: of them, by side.
            persons: which are persons.
        """
        able = np.zeros(len(persons), np.bool_)
        for side, each in known.items():
            for kind, chosen in enumerate((~persons, persons)):
                if chosen.any():
                    by = int(side % FOREIGN == PERSONS or kind)
                    most = ceiling(each, self._model.weights[by], self._model.biases[by])
                    able |= chosen & (most >= self._least)
        return able

    def _known(self, words: Columns, starts: Longs) -> dict[int, Known]:
        """What is known of names, against every side that has any."""
        total, fewest, most, letters = (
            np.add.reduceat(words[name], starts) for name in ("total", "fewest", "most", "letters")
        )
        ends = np.append(starts[1:], len(words["total"])) - 1
        vanishing = words["small"] | words["form"]
        found = {}
        for side, gist in enumerate(self._potentials.gists):
            if not gist.borne.any():
                continue
            sums = {name: np.add.reduceat(words[name][side], starts) for name in (*SUMMED, "slips")}
            asked, *listed = (np.maximum.reduceat(words[name][side], starts) for name in GREATEST)
            first, last = (np.where(vanishing[at], asked, words["asked"][side, at]) for at in (starts, ends))
            found[side] = Known(
                met=sums["met"],
                same=sums["same"],
                named=sums["named"],
                total=total,
                listed=Listed(sums["listed_met"], sums["listed_same"]),
                ends=Ends(first, last, *listed),
                initials=(sums["initials"] / np.maximum(fewest, 1)).astype(np.float32),
                letters=letters,
                alike=alike(letters, sums["slips"]),
                more=np.maximum(most - gist.fewest, gist.most - fewest),
                lost=np.logical_or.reduceat(words["lost"][side], starts),
                read=side >= FOREIGN,
            )
        return found


def _nearer(known: Mapping[int, Known], nearest: Floats) -> dict[int, Known]:
    """What is known of names, with how like any listed name of each side they can be."""
    return {side: each._replace(alike=np.minimum(each.alike, nearest[side])) for side, each in known.items()}


def _starts(names: Sequence[Sequence[str]]) -> Longs:
    """Where the words of each name begin among all."""
    counts = np.fromiter(map(len, names), np.int64, len(names))
    return counts.cumsum() - counts
