"""Which names can be somebody's at all: most names of suppliers are nobody's, and their words tell.

What each word can do for a pair with any listed name is known; what the words of a name can do together is
summed up in columns, for thousands of names at once. Names that this cannot tell of are let through: those in
other letters than plain Latin ones, those with phrases, and all that are asked with more than a country.

Invariants: a name that is held back has no pair in the zones `same` and `review`, and is written as no listed
name is; what is said of a name does not depend on what is asked beside it.
"""

from __future__ import annotations

from itertools import chain, product
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.match.bags import Bags
from sekisho.match.ceiling import Ends, Known, Listed, alike, ceiling
from sekisho.match.columns import ANY, PERSON, SCHEMATA
from sekisho.match.gist import hashes
from sekisho.match.initials import mark_of
from sekisho.match.near import spans
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
from sekisho.names.normal import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Longs
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
        "_forms",
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
        self._forms, self._one_by_one = roster.lore.forms, roster.lore.analyser.one_by_one
        self._potentials = Potentials(roster, written)
        self._initials = roster.initials
        self._letters = np.unique(hashes(roster.spellings.texts))
        self._joined = np.unique(sums_of([word for word in roster.words.listed if len(word) <= JOINED])[0])
        review = model.marks.review - MARGIN
        self._least = float(np.log(review / (1 - review)))
        self._lock = Lock()

    def through(self, queries: Sequence[Query]) -> NDArray[np.bool_]:
        """Which names are let through, to be looked up."""
        through = np.ones(len(queries), np.bool_)
        at = [place for place, query in enumerate(queries) if _is_plain(query)]
        for start in range(0, len(at), AT_ONCE):
            chosen = at[start : start + AT_ONCE]
            names = words_of([queries[place].name for place in chosen])
            some = [own for own, words in enumerate(names) if 0 < len(words) <= LONGEST]
            if some:
                own = [chosen[place] for place in some]
                persons = [SCHEMATA.get(queries[place].schema, ANY) == PERSON for place in own]
                through[own] = self._through([names[place] for place in some], np.array(persons))
        return through

    def known(self, names: Sequence[Sequence[str]], side: int) -> Known:
        """What is known of names against one side of the listed ones.

        Args:
            names: each as its words, at least one.
            side: `PERSONS` or `OTHERS`, or `FOREIGN` more.
        """
        known = self._known(self._words(names), _starts(names), side)
        return known._replace(alike=np.minimum(known.alike, self._nearest(names)[side]))

    def _words(self, names: Sequence[Sequence[str]]) -> NDArray[np.void]:
        with self._lock:
            return self._potentials.of(list(chain.from_iterable(names)))

    def _through(self, names: Sequence[Sequence[str]], persons: NDArray[np.bool_]) -> NDArray[np.bool_]:
        words, starts = self._words(names), _starts(names)
        counts = np.diff(starts, append=len(words))

        def any_of(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
            found: NDArray[np.bool_] = np.logical_or.reduceat(flags, starts)
            return found

        through = any_of(words["mistyped"]) | ~any_of(words["strange"])
        through |= ~any_of(~(words["small"] | words["form"]))
        through[self._neighbours(words, counts)] = True
        able = (self._able(words, starts, persons) & ~through).nonzero()[0]
        if len(able):
            chosen, own = [names[at] for at in able.tolist()], spans(starts[able], counts[able])
            nearest = self._nearest(chosen)
            through[able] = self._able(words[own], _starts(chosen), persons[able], nearest)
        perhaps = (counts == 1) | (np.add.reduceat(words["single"], starts, dtype=np.int64) > 1)
        for at in (~through & (perhaps | any_of(words["begins"]))).nonzero()[0].tolist():
            through[at] = not self._one_by_one(names[at])
        marked = [each for each in self._marks(names, words, starts, ~through) if each[1]]
        met = self._initials.met(np.array([mark for _, mark in marked], np.uint32)).tolist()
        through[[at for (at, _), each in zip(marked, met, strict=True) if each]] = True
        equal = (np.add.reduceat(words["slips"], starts) == 0).any(axis=1)
        cores = [
            (at, core) for at in (~through & equal).nonzero()[0].tolist() for core in self._cores(names[at])
        ]
        met = np.isin(hashes([core for _, core in cores]), self._letters).tolist()
        through[[at for (at, _), each in zip(cores, met, strict=True) if each]] = True
        return through

    def _cores(self, words: Sequence[str]) -> set[str]:
        """The letters of a name without any of the legal forms that may stand at its ends."""
        return {"".join(words[start:end]) for start, end in self._without_forms(words)}

    def _without_forms(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where a name may begin and end, without any of the legal forms that may stand at its ends."""
        size = len(words)
        first = next((at for at, word in enumerate(words) if word not in self._forms), 0)
        last = next((at for at in range(size, 0, -1) if words[at - 1] not in self._forms), size)
        return ((start, end) for start in range(first + 1) for end in range(last, size + 1))

    def _marks(
        self,
        names: Sequence[Sequence[str]],
        words: NDArray[np.void],
        starts: Longs,
        chosen: NDArray[np.bool_],
    ) -> Iterator[tuple[int, int]]:
        """The marks that names may have, by which one is the initials of another, or another is its.

        Args:
            names: each as its words.
            words: of all of them.
            starts: where those of each begin.
            chosen: which of the names; each has a word that is no legal form.
        """
        begins = "".join([word[0] for word in chain.from_iterable(names)])
        at, small = np.arange(len(words)), words["small"]
        # A name may begin up to its first word that is no legal form, and end from the last one on.
        first = np.minimum.reduceat(np.where(words["form"], len(words), at), starts)
        last = np.maximum.reduceat(np.where(words["form"], -1, at), starts) + 1
        ends, linked = np.append(starts[1:], len(words)), np.logical_or.reduceat(small, starts)
        columns = (
            each[chosen].tolist() for each in (np.arange(len(names)), starts, first, last, ends, linked)
        )
        for name, begin, latest, earliest, end, has_small in zip(*columns, strict=True):
            for start, stop in product(range(begin, latest + 1), range(earliest, end + 1)):
                own = names[name][start - begin : stop - begin]
                yield name, mark_of(own if len(own) == 1 else begins[start:stop])
                if has_small:
                    out = small[start:stop].tolist()
                    yield name, mark_of([word for word, left in zip(own, out, strict=True) if not left])

    def _neighbours(self, words: NDArray[np.void], counts: Longs) -> Longs:
        """The names with two words side by side that the vocabulary may have as one."""
        at = (~words["small"]).nonzero()[0]
        whose = np.arange(len(counts)).repeat(counts)[at]
        side_by_side = (whose[:-1] == whose[1:]).nonzero()[0]
        sums, letters = together(words[at[side_by_side]], words[at[side_by_side + 1]])
        found: Longs = whose[side_by_side[np.isin(sums, self._joined) | (letters > JOINED)]]
        return found

    def _nearest(self, names: Sequence[Sequence[str]]) -> Floats:
        """How like any listed name of each side each of some names can be: a row a side."""
        cores = [(at, core) for at, words in enumerate(names) for core in self._cores(words)]
        bags, whose = Bags.of([core for _, core in cores]), np.array([at for at, _ in cores], np.int64)
        nearest = np.zeros((SIDES, len(names)), np.float32)
        for most, gist in zip(nearest, self._potentials.gists, strict=True):
            np.maximum.at(most, whose, 1 if gist.bags is None else gist.bags.nearest(bags))
        return nearest

    def _able(
        self,
        words: NDArray[np.void],
        starts: Longs,
        persons: NDArray[np.bool_],
        nearest: Floats | None = None,
    ) -> NDArray[np.bool_]:
        """Which names can reach the mark of the zone `review`, by the sum of what their words can do.

        Args:
            words: of all the names.
            starts: where those of each begin.
            persons: which are persons.
            nearest: how like any listed name of each side they can be at most, where that is known.
        """
        able = np.zeros(len(starts), np.bool_)
        for side in range(SIDES):
            if self._potentials.gists[side].borne.any():
                known = self._known(words, starts, side)
                if nearest is not None:
                    known = known._replace(alike=np.minimum(known.alike, nearest[side]))
                for kind, chosen in enumerate((~persons, persons)):
                    by = int(side % FOREIGN == PERSONS or kind)
                    if chosen.any():
                        most = ceiling(known, self._model.weights[by], self._model.biases[by])
                        able |= chosen & (most >= self._least)
        return able

    def _known(self, words: NDArray[np.void], starts: Longs, side: int) -> Known:
        sums = {name: np.add.reduceat(words[name][:, side], starts) for name in (*SUMMED, "slips")}
        total, fewest, most, letters = (
            np.add.reduceat(words[name], starts) for name in ("total", "fewest", "most", "letters")
        )
        asked, listed_first, listed_last = (
            np.maximum.reduceat(words[name][:, side], starts) for name in GREATEST
        )
        ends = np.append(starts[1:], len(words)) - 1
        vanishing = words["small"] | words["form"]
        first, last = (np.where(vanishing[at], asked, words["asked"][at, side]) for at in (starts, ends))
        gist = self._potentials.gists[side]
        return Known(
            met=sums["met"],
            same=sums["same"],
            named=sums["named"],
            total=total,
            listed=Listed(sums["listed_met"], sums["listed_same"]),
            ends=Ends(first, last, listed_first, listed_last),
            initials=(sums["initials"] / np.maximum(fewest, 1)).astype(np.float32),
            letters=letters,
            alike=alike(letters, sums["slips"]),
            more=np.maximum(most - gist.fewest, gist.most - fewest),
            lost=np.logical_or.reduceat(words["lost"][:, side], starts),
            read=side >= FOREIGN,
        )


def _starts(names: Sequence[Sequence[str]]) -> Longs:
    """Where the words of each name begin among all."""
    counts = np.fromiter(map(len, names), np.int64, len(names))
    return counts.cumsum() - counts


def _is_plain(query: Query) -> bool:
    """Whether a name is in plain Latin letters, and asked for with no more than a country."""
    name = query.name
    return (
        name.isascii()
        and len(name) <= READ
        and ")" not in name
        and query.schema != "Vessel"
        and not query.born
        and not query.ids
    )
