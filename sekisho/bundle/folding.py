"""Rows of a batch that are answered alike, found before they are read as cases.

Two rows are of one kind that tell the same but for their ids, what things are called, and names that are
found nowhere and equal in the same places. Of each kind one row is read and answered, once for all batches.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.bundle.cut import of_cases
from sekisho.bundle.seen import key_of
from sekisho.bundle.told import firsts, is_text, number, of_columns, telling
from sekisho.formats.arrow import CASE
from sekisho.formats.notes import Rejected
from sekisho.match.query import Query
from sekisho.names.normal import initial
from sekisho.screen.named import OWNERS, named, query_about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt
    import pyarrow as pa

    from sekisho.bundle.opening import Bundle
    from sekisho.bundle.seen import Ways
    from sekisho.bundle.told import Told
    from sekisho.formats.arrow import Rows
    from sekisho.model.case import Case
    from sekisho.screen.supply import Knowledge
    from sekisho.truth import Index

WORTH: Final = 4
"""Rows to a kind, on average, from which on folding saves more than it costs."""


class Folded(NamedTuple):
    """The kinds of rows of a batch.

    Attributes:
        first: the first row of each kind.
        kind: the kind of each row.
        keys: what tells each kind from all of any batch; None: nobody can tell.
        ids: what each row's case calls itself; None where it does not.
        read: rows that were read meanwhile, by place; nearly all are the first of their kind.
    """

    first: Index
    kind: Index
    keys: Sequence[bytes | None]
    ids: Sequence[str | None]
    read: Mapping[int, Case | Rejected]


def fold(
    batch: pa.RecordBatch,
    rows: Rows,
    bundle: Bundle,
    read: Callable[[Index], Sequence[Case | Rejected]],
) -> Folded | None:
    """Sort the rows of a batch into kinds that are answered alike.

    Args:
        batch: of cases.
        rows: reads such batches.
        bundle: who knows the names in it, and what was seen of other batches.
        read: reads some rows of it.

    Returns:
        None where that does not pay, as of no rows, or where more may be named than can be seen at once.
    """
    knowledge, seen = bundle.screener.knowledge, bundle.seen
    tells = _told(batch, rows, bundle) if len(batch) and not knowledge.store.licences else None
    if tells is None:
        return None
    knowledge.companies.begin()  # few rows will be answered, but all names be looked up
    names = _Names(tells, knowledge)
    alike = list(names.alike())
    kind = number([*tells.others, *alike], len(batch))
    first = firsts(kind)
    if len(first) * WORTH > len(batch):
        return None
    keys = list(map(_together, tells.rest(first), _written(alike, first)))
    cases, ways = _ways(names, first, keys, seen.ways, read)
    # Those who may be somebody are told apart by name; the others are one.
    apart = list(names.apart(kind, ways))
    kinds = number([(kind, len(first)), *((own, len(tells.texts) + 1) for own in apart)], len(batch))
    first = firsts(kinds)
    if len(first) * WORTH > len(batch):
        return None
    told = (None if (own := keys[each]) is None else (own,) for each in kind[first].tolist())
    keys = list(map(_together, told, names.called(apart, first)))
    return Folded(first, kinds, keys, tells.ids, cases)


def _ways(
    names: _Names,
    rows: Index,
    keys: Sequence[bytes | None],
    seen: dict[bytes | None, Ways],
    read: Callable[[Index], Sequence[Case | Rejected]],
) -> tuple[dict[int, Case | Rejected], list[Ways]]:
    """The rows that had to be read, and in which ways each row asks about its names: new ones are kept."""
    new = np.array([place for place, key in enumerate(keys) if key not in seen], np.intp)
    cases = dict(zip(rows[new].tolist(), read(rows[new]), strict=True))
    ways = [
        names.ways(row, cases[row]) if row in cases else seen[key]
        for row, key in zip(rows.tolist(), keys, strict=True)
    ]
    seen.update((key, own) for key, own in zip(keys, ways, strict=True) if key is not None)
    return cases, ways


def _together(told: Sequence[bytes] | None, more: Sequence[bytes]) -> bytes | None:
    """A key for what is told, and more; None: it is like nothing else."""
    return None if told is None else key_of((*told, *more))


def _written(codes: Sequence[tuple[Index, int]], rows: Index) -> Iterator[tuple[bytes]]:
    """Small numbers of some rows, as bytes; such that more columns without any would be the same."""
    if not codes:
        return repeat((b"",), len(rows))
    table = np.stack([own[rows] for own, _ in codes], axis=1).astype(np.uint8)
    return ((row.tobytes().rstrip(b"\0"),) for row in table)


def _told(batch: pa.RecordBatch, rows: Rows, bundle: Bundle) -> Told | None:
    """What the rows of a batch tell; None where cells may name more than can be seen at once."""
    batch, shape = telling(batch), bundle.reader.shape
    if not rows.whole:
        return of_columns(batch, rows.columns(), shape)
    if batch.schema.names != [CASE] or not is_text(batch.column(CASE).type):
        return None
    return of_cases(batch.column(CASE), shape, bundle.seen.plans, len(batch) // WORTH)


class _Names:
    """The names in a batch, and who knows them."""

    def __init__(self, tells: Told, knowledge: Knowledge) -> None:
        """Take what rows tell."""
        self._texts, self._columns = tells.texts, tells.names
        self._index, self._spell = knowledge.index, knowledge.companies.spell
        letters = map(initial, self._texts)
        self._initials = np.array([ord(letter) if letter else 0 for letter in letters] + [0], np.int32)

    def alike(self) -> Iterator[tuple[Index, int]]:
        """Where names stand, and which of them are equal, column by column: each with those before it."""
        for place, own in enumerate(self._columns):
            yield (own >= 0).astype(np.intp), 2
            for other in self._columns[:place]:
                yield self._equal(other, own), 3

    def _equal(self, one: Index, other: Index) -> Index:
        """In which rows two names are the same text (2), or are spelt the same (1); most begin otherwise.

        Whose name a text is, is told where it stands as it is; else it is asked about by itself.
        """
        equal = np.zeros(len(one), np.intp)
        rows = np.flatnonzero((one >= 0) & (other >= 0))
        one, other = one[rows], other[rows]
        equal[rows[one == other]] = 2
        letters, others = self._initials[one], self._initials[other]
        open_ = (one != other) & ((letters == others) | (letters == 0) | (others == 0))
        texts, spell = self._texts, self._spell
        pairs = zip(one[open_].tolist(), other[open_].tolist(), strict=True)
        equal[rows[open_]] = [spell(texts[left]) == spell(texts[right]) for left, right in pairs]
        return equal

    def called(self, apart: Sequence[Index], rows: Index) -> Iterator[list[bytes]]:
        """Of some rows the names that may be somebody's, each with its column."""
        told: list[list[bytes]] = [[] for _ in rows]
        for column, own in enumerate(apart):
            for place, name in enumerate(own[rows].tolist()):
                if name:
                    told[place] += b"%d" % column, self._texts[name - 1].encode("utf-8", "surrogatepass")
        return iter(told)

    def ways(self, row: int, case: Case | Rejected) -> Ways:
        """In which ways a row asks about its names, column by column."""
        own = [column[row] for column in self._columns]
        return tuple(_asked(case, self._texts[name], self._spell) if name >= 0 else () for name in own)

    def apart(self, kind: Index, ways: Sequence[Ways]) -> Iterator[Index]:
        """Columns of the names that may be somebody's, as numbers from 1; 0: nobody is, or nobody is named.

        Args:
            kind: the kind of each row.
            ways: in which each kind asks about its names.
        """
        for place, own in enumerate(self._columns):
            asked: dict[tuple[Query, ...], int] = {(): 0}
            way = [asked.setdefault(each[place] if place < len(each) else (), len(asked)) for each in ways]
            ways_of = np.array(way, np.intp)[kind]
            rows = np.flatnonzero(ways_of)
            told = np.zeros(len(own), np.intp)
            told[rows] = np.where(self._somebody(ways_of[rows], list(asked), own[rows]), own[rows] + 1, 0)
            yield told

    def _somebody(self, way: Index, ways: Sequence[Sequence[Query]], names: Index) -> npt.NDArray[np.bool_]:
        """Which names may be somebody's, asked about in one of several ways, which leave it out."""
        size = len(self._texts)
        pairs, pair = np.unique(way * size + names, return_inverse=True)
        texts, places, queries = self._texts, [], []
        for place, each in enumerate(pairs.tolist()):
            for _, *rest in ways[each // size]:
                places.append(place)
                queries.append(Query(texts[each % size], *rest))
        self._index.prepare(queries)
        found = np.zeros(len(pairs), np.bool_)
        found[[place for place, met in zip(places, map(self._index.find, queries), strict=True) if met]] = (
            True
        )
        return found[pair]


def _asked(case: Case | Rejected, name: str, spell: Callable[[str], str]) -> tuple[Query, ...]:
    """In which ways a case asks about a name, which they leave out.

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
    if not ways or not all(way.country for way in ways):
        ways.append(Query(name))
    return tuple(dict.fromkeys(way._replace(name="") for way in ways))
