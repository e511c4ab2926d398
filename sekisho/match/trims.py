"""Where names may begin and end: with or without any of the legal forms that may stand at their ends.

Invariant: every way is told once, name by name, the one with all words among them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from sekisho.match.initials import mark_of, marks_of
from sekisho.match.near import spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Hashes, Longs
    from sekisho.match.potential import Columns


@dataclass(frozen=True, slots=True, eq=False)
class Trims:
    """Ways to take some names, in columns.

    Attributes:
        words: of all the names, one after another.
        left_out: which of them are mistyped legal forms, whose letters are not compared.
        whose: the name that each is a way to take.
        starts: the place of its first word.
        stops: the place after its last one.
    """

    words: Sequence[str]
    left_out: NDArray[np.bool_]
    whose: Longs
    starts: Longs
    stops: Longs

    @classmethod
    def of(cls, names: Sequence[Sequence[str]], columns: Columns, starts: Longs) -> Trims:
        """All ways to take some names; one of legal forms only is taken whole.

        Args:
            names: each as its words, at least one.
            columns: what all these words can do.
            starts: where the words of each name begin.
        """
        forms = columns["form"]
        at, size = np.arange(len(forms)), len(forms)
        ends = np.append(starts[1:], size)
        first = np.minimum.reduceat(np.where(forms, size, at), starts)
        last = np.maximum.reduceat(np.where(forms, -1, at), starts) + 1
        first, last = np.where(first < size, first, starts), np.where(last > 0, last, ends)
        turns = ends - last + 1
        counts = (first - starts + 1) * turns
        whose = np.arange(len(names)).repeat(counts)
        place, turns = spans(np.zeros_like(counts), counts), turns[whose]
        words = list(chain.from_iterable(names))
        starts, stops = starts[whose] + place // turns, last[whose] + place % turns
        return cls(words, columns["mistyped"], whose, starts, stops)

    def chosen(self, names: NDArray[np.bool_]) -> Trims:
        """Those of some names."""
        rows = names[self.whose].nonzero()[0]
        return replace(self, whose=self.whose[rows], starts=self.starts[rows], stops=self.stops[rows])

    def texts(self) -> list[str]:
        """The letters of each that are compared."""
        words = list(self.words)
        for at in self.left_out.nonzero()[0].tolist():
            words[at] = ""
        ends = np.fromiter(map(len, words), np.int64, len(words)).cumsum()
        edges, whole = np.append(0, ends), "".join(words)
        spanned = zip(edges[self.starts].tolist(), edges[self.stops].tolist(), strict=True)
        return [whole[start:stop] for start, stop in spanned]

    def repeating(self) -> Longs:
        """The names in which the letters of a mistyped legal form stand once more, in some order of words."""
        left_out = np.append(0, self.left_out.cumsum())
        rows = (left_out[self.stops] > left_out[self.starts]).nonzero()[0]
        found = []
        for row in rows.tolist():
            start, stop = int(self.starts[row]), int(self.stops[row])
            words, out = self.words[start:stop], self.left_out[start:stop].tolist()
            texts = "".join(words), "".join(sorted(words))
            forms = [word for word, left in zip(words, out, strict=True) if left]
            if any(text.count(form) > 1 for text in texts for form in forms):
                found.append(row)
        return self.whose[found]

    def marks(self, small: NDArray[np.bool_], names: NDArray[np.bool_]) -> tuple[Longs, Hashes]:
        """The marks by which a name is the initials of another, or another is its; with whose each is.

        Args:
            small: which words only link others: with and without them.
            names: of which names.
        """
        own = self.chosen(names)
        several = own.stops - own.starts > 1
        begins = "".join([word[0] for word in self.words])
        whose, found = own.whose[several], marks_of(begins, own.starts[several], own.stops[several])
        left = np.append(0, small.cumsum())
        has_small = left[own.stops] > left[own.starts]
        rows = (~several | has_small).nonzero()[0]
        marks = np.array([mark_of(words) if words else 0 for words in own.without(small, rows)], np.uint32)
        whose = np.concatenate((whose, own.whose[rows]))
        found = np.concatenate((found, marks))
        return whose[found > 0], found[found > 0]

    def without(self, small: NDArray[np.bool_], rows: NDArray[np.intp]) -> Iterator[list[str]]:
        """The words of some ways, less small ones."""
        for start, stop in zip(self.starts[rows].tolist(), self.stops[rows].tolist(), strict=True):
            out = small[start:stop].tolist()
            yield [word for word, left in zip(self.words[start:stop], out, strict=True) if not left]
