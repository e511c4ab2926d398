"""Rows of a batch that are answered alike, found before they are read as cases.

Two rows are of one kind that tell the same but for their ids, what things are called, and names that are
found nowhere and equal in the same places. Of each kind one row is read and answered.
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.bundle.told import number, told
from sekisho.formats.notes import Rejected
from sekisho.match.query import Query
from sekisho.model.case import Case
from sekisho.names.normal import initial
from sekisho.screen.named import OWNERS, named, query_about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt
    import pyarrow as pa

    from sekisho.bundle.told import Told
    from sekisho.model.case import Value
    from sekisho.screen.supply import Knowledge
    from sekisho.truth import Index

WORTH: Final = 4
"""Rows to a kind, on average, from which on folding saves more than it costs."""


class Folded(NamedTuple):
    """The kinds of rows of a batch.

    Attributes:
        first: the first row of each kind.
        kind: the kind of each row.
        ids: what each row's case calls itself; None where it does not, or is the first of its kind.
        read: rows that were read meanwhile, by place; nearly all are the first of their kind.
    """

    first: Index
    kind: Index
    ids: Sequence[str | None]
    read: Mapping[int, Case | Rejected]


def fold(
    batch: pa.RecordBatch,
    knowledge: Knowledge,
    read: Callable[[Index], Sequence[Case | Rejected]],
) -> Folded | None:
    """Sort the rows of a batch into kinds that are answered alike.

    Args:
        batch: of cases.
        knowledge: who knows the names in it.
        read: reads some rows of it.

    Returns:
        None where that does not pay, or where more may be named than can be seen at once.
    """
    tells = None if knowledge.store.licences else told(batch)
    if tells is None:
        return None
    names = _Names(tells, knowledge)
    kind = number([*tells.others, *names.alike()], len(batch))
    first = np.unique(kind, return_index=True)[1]
    if len(first) * WORTH > len(batch):
        return None
    cases = read(first)
    if any(
        isinstance(case, Case) and tells.ids[row] not in (None, case.id)
        for row, case in zip(first.tolist(), cases, strict=True)
    ):
        return None  # what looks like an id stands where nobody reads it
    # Those who may be somebody are told apart by name; the others are one.
    apart = names.apart(kind, cases)
    kind = number([(kind, len(first)), *((own, len(tells.texts) + 1) for own in apart)], len(batch))
    seen = dict(zip(first.tolist(), cases, strict=True))
    first = np.unique(kind, return_index=True)[1]
    return Folded(first, kind, tells.ids, seen) if len(first) * WORTH <= len(batch) else None


class _Names:
    """The names in a batch, and who knows them."""

    def __init__(self, tells: Told, knowledge: Knowledge) -> None:
        """Take what rows tell."""
        self._texts, self._columns = tells.texts, tells.names
        self._index, self._spell = knowledge.index, knowledge.companies.spell
        letters = map(initial, self._texts)
        self._initials = np.array([ord(letter) if letter else 0 for letter in letters] + [0], np.int32)

    def alike(self) -> Iterator[tuple[Index, int]]:
        """Where names stand, and which of them are equal."""
        for own in self._columns:
            yield (own >= 0).astype(np.intp), 2
        for one, other in combinations(self._columns, 2):
            yield self._equal(one, other), 3

    def _equal(self, one: Index, other: Index) -> Index:
        """In which rows two names are the same text (2), or are spelt the same (1); most begin otherwise.

        Whose name a text is, is told where it stands as it is; else it is asked about by itself.
        """
        equal: Index = 2 * (one == other).astype(np.intp)
        letters, others = self._initials[one], self._initials[other]
        open_ = (one >= 0) & (other >= 0) & (equal == 0)
        open_ &= (letters == others) | (letters == 0) | (others == 0)
        texts, spell = self._texts, self._spell
        rows = open_.nonzero()[0]
        pairs = zip(one[rows].tolist(), other[rows].tolist(), strict=True)
        equal[rows] = [spell(texts[left]) == spell(texts[right]) for left, right in pairs]
        return equal

    def apart(self, kind: Index, cases: Sequence[Case | Rejected]) -> Iterator[Index]:
        """Columns of the names that may be somebody's, as numbers from 1; 0: nobody is, or nobody is named.

        Each is asked about as the first row of its kind tells of whoever it names there.

        Args:
            kind: the kind of each row.
            cases: the first row of each kind; names are told apart in one that was rejected.
        """
        first = np.unique(kind, return_index=True)[1]
        rejected = np.array([isinstance(case, Rejected) for case in cases], np.bool_)[kind]
        for own in self._columns:
            asked: dict[tuple[Query, ...], int] = {}
            ways = [
                asked.setdefault(
                    _asked(case, self._texts[name], self._spell) if name >= 0 else (), len(asked)
                )
                for case, name in zip(cases, own[first].tolist(), strict=True)
            ]
            somebody = self._somebody(np.array(ways, np.intp)[kind], list(asked), own)
            yield np.where(somebody | rejected, own + 1, 0)

    def _somebody(self, way: Index, ways: Sequence[Sequence[Query]], names: Index) -> npt.NDArray[np.bool_]:
        """In which rows a name may be somebody's, asked in one of several ways, which leave it out."""
        size = len(self._texts) + 1
        pairs, pair = np.unique(way * size + names + 1, return_inverse=True)
        queries = [
            [own._replace(name=self._texts[each % size - 1]) for own in ways[each // size]]
            for each in pairs.tolist()
        ]
        self._index.prepare(chain.from_iterable(queries))
        found: npt.NDArray[np.bool_] = np.array(
            [any(map(self._index.find, own)) for own in queries], np.bool_
        )
        return found[pair]


def _asked(case: Case | Rejected, name: str, spell: Callable[[str], str]) -> tuple[Query, ...]:
    """In which ways a case asks about a name, which they leave out: none where only a thing is called so.

    Of an owner any row may tell. Of whoever is told without a country it is asked where he is, as anybody
    asks who knows but the name.
    """
    if isinstance(case, Rejected):
        return ()
    rows = (case.actor, *(case.parties or ()))
    told = list(named(case))
    owners = {spell(query.name) for address, query in told if OWNERS in address}
    of_all = bool(owners) and spell(name) in owners
    ways = [query_about(row) for row in rows if row.facts.get("name") == name]
    ways += [query for _, query in told if of_all or query.name == name]
    if not ways and name in _things(case):
        return ()
    if not ways or not all(way.country for way in ways):
        ways.append(Query(name))
    return tuple(dict.fromkeys(way._replace(name="") for way in ways))


def _things(case: Case) -> Iterator[Value | None]:
    """What things of a case are called."""
    yield case.facts.get("item.name")
    uses = (use for row in (case.actor, *(case.parties or ())) for use in row.uses or ())
    for thing in chain(case.components or (), uses):
        yield thing.facts.get("name")
