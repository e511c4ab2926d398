"""Who bears a name? What is written the same, then what is likely, then what a person judged.

An entity found is joined by those of other sources that bear one of its names. Invariants: a name is looked
up once; looked up with others it finds whom it would find alone; what was judged of a pair settles it last.
"""

from __future__ import annotations

from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Final

from sekisho.match.judge import Judge
from sekisho.match.written import Written
from sekisho.model.match import Match
from sekisho.truth import YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sekisho.match.likely import Likely
    from sekisho.match.query import Query
    from sekisho.model.judgement import Judgement
    from sekisho.store.base import Store

MANY: Final = 64
"""Names from which it pays to ask first which of them can be somebody's, or written as somebody's."""


class Index:
    """Looks up names among the entities of a store."""

    def __init__(self, store: Store) -> None:
        """Index every name, alias, weak name and identifier of *store*."""
        self._store = store
        self._written = Written(store)
        self._judge = Judge(store.judgements, store.entities)
        self._found: dict[Query, tuple[Match, ...]] = {}

    def prepare(self, queries: Iterable[Query]) -> None:
        """Look up names together, which costs less than one by one; `find` then has them at hand."""
        new = [query for query in dict.fromkeys(queries) if query not in self._found]
        if len(new) >= MANY and self._likely.sieves:
            new = self._somebody(new)
        find = self._written.find
        met = self._written.find_many(new) if len(new) >= MANY else [find(query) for query in new]
        open_ = [n for n, own in enumerate(met) if not own or all(match.truth is not YES for match in own)]
        if open_:
            for place, likely in zip(open_, self._likely.find([new[place] for place in open_]), strict=True):
                if likely:
                    known = {match.entity for match in met[place]}
                    met[place] += [match for match in likely if match.entity not in known]
        nobodys = [query for query, own in zip(new, met, strict=True) if not own]  # as a rule nearly all
        self._found.update(self._judge.of_nobody(nobodys))
        for query, own in zip(new, met, strict=True):
            if own:
                self._found[query] = self._judge.settle(query, self._joined(own))

    def _somebody(self, queries: Sequence[Query]) -> list[Query]:
        """Those of some names that may be somebody's; of the others it is kept that nobody was found."""
        maybe = self._likely.maybe(queries)
        self._found.update(self._judge.of_nobody(compress(queries, ~maybe)))
        return list(compress(queries, maybe))

    def find(self, query: Query) -> tuple[Match, ...]:
        """Every entity that bears a name, the surest first."""
        found = self._found.get(query)
        if found is None:
            self.prepare((query,))
            found = self._found[query]
        return found

    def set_aside(self, query: Query) -> tuple[Judgement, ...]:
        """The judgements by which the bearer of a name is not an entity; `find` leaves that out."""
        return self._judge.set_aside(query)

    def hasten(self) -> bool:
        """Have compiled loops ready for whatever name is asked; tells whether there are any."""
        self._written.hasten()
        return self._likely.hasten()

    @property
    def kept(self) -> int:
        """How many names have been looked up, and are at hand."""
        return len(self._found)

    def forget(self) -> None:
        """Drop the names that have been looked up, to free their memory."""
        self._found.clear()

    @cached_property
    def _likely(self) -> Likely:
        from sekisho.match.likely import Likely  # noqa: PLC0415  # who asks only for what is written need not wait

        return Likely(self._store, self._written)

    def _joined(self, matches: Sequence[Match]) -> Sequence[Match]:
        """Matches with the entries of list files that are the same as one of the register's among them."""
        found = {match.entity: match for match in matches}
        for match in matches:
            if match.truth is YES and match.entity in self._store.makers:
                for other in self._others(match):
                    found.setdefault(other.entity, other)
        return tuple(found.values())

    def _others(self, match: Match) -> Iterator[Match]:
        """The entries of list files whose main name is one of the register's entity that was found.

        An entry's aliases join nothing: files put affiliates there, which are companies of their own.
        """
        for name in self._store.entities[match.entity].names:
            for entity, other, _ in self._written.bearing(name):
                if entity not in self._store.makers and other == self._store.entities[entity].names[0]:
                    yield Match(entity, YES, other, f"another name of {match.name}")
