"""Who may bear a name that is written otherwise: the scores of the matcher, made into matches by their zone.

A name in the zone `same` is met as one that is the same but for its legal form; one in the zone `review`
only ever raises the question; all others are nobody's.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from sekisho.match.ask import matcher_of
from sekisho.match.score import Zone
from sekisho.match.sieve import Sieve
from sekisho.match.written import AMBIGUOUS
from sekisho.model.match import Match
from sekisho.truth import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from sekisho.match.matcher import Found
    from sekisho.match.query import Query
    from sekisho.match.written import Written
    from sekisho.store.base import Store

MOST: Final = 5
"""Bearers told for a name."""
SHORT: Final = 2_048
"""Spellings of listed names up to which it pays to ask first which suppliers can be nobody: of 900 it tells
of seven names in ten, of 1,900 of four, of 3,800 of three, of 7,600 of one in twenty-five. Beyond that it
costs as much as looking them up or more, in columns from 3,000 on; in loops, where that costs half, from
1,900."""
ROUNDED: Final = 1e-4
"""What scores are rounded to."""


class Likely:
    """The matcher over a store."""

    def __init__(self, store: Store, written: Written) -> None:
        """Take the store, and its names as written: what makes a question of those makes one here."""
        self._matcher = matcher_of(store)
        self._written = written

    @property
    def sieves(self) -> bool:
        """Whether it pays to ask first which of many names may be somebody's at all."""
        return len(self._matcher.roster.spellings.names) <= SHORT

    def hasten(self) -> bool:
        """See :meth:`sekisho.match.matcher.Matcher.hasten`."""
        return self._matcher.hasten()

    def maybe(self, queries: Sequence[Query]) -> NDArray[np.bool_]:
        """Which names may be somebody's at all, written the same or otherwise; it costs little to know."""
        return self._sieve.through(queries)

    @cached_property
    def _sieve(self) -> Sieve:
        return Sieve(self._matcher.roster, self._matcher.model, self._written.words)

    def find(self, queries: Sequence[Query]) -> Iterator[list[Match]]:
        """For each name, the entities that may bear it, the likeliest first."""
        least = self._matcher.model.marks.review - ROUNDED
        for query, found in zip(queries, self._matcher.match(queries, MOST, least), strict=True):
            told = [each for each in found if each.zone is not Zone.DIFFERENT]
            if not told:
                yield []
                continue
            sure = {each.bearer for each in told if each.zone is Zone.SAME}
            shared = len(sure) > 1 and self._written.distinct(sure)
            yield [self._match(query, each, shared=shared) for each in told]

    def _match(self, query: Query, found: Found, *, shared: bool) -> Match:
        how = f"alike, with a score of {found.score:.3f}"
        if found.weak:
            return Match(found.bearer, UNKNOWN, found.name, f"{how}; {AMBIGUOUS}")
        if found.zone is Zone.REVIEW:
            return Match(found.bearer, UNKNOWN, found.name, how, near=True)
        return self._written.like(query, found.bearer, found.name, how, shared=shared)
