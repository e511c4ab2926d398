"""Rows of a table that are answered alike, found in its columns before they are read as cases.

Two rows are of one kind that tell the same but for their ids, what things are called, and the names of
companies, where these are all found nowhere and equal in the same places; so are two that name the same
companies. Of each kind one row is read and answered.
"""

from __future__ import annotations

import re
from itertools import chain, combinations
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from sekisho.formats.arrow import CASE, PROBLEM
from sekisho.formats.keys import is_ignored
from sekisho.formats.notes import Rejected
from sekisho.match.query import Query
from sekisho.model.case import Case
from sekisho.screen.named import named, query_about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from sekisho.screen.supply import Knowledge
    from sekisho.truth import Index

_COMPANY: Final = re.compile(r"(?:actor|parties\.\d+)\.name|(?:.+\.)?manufacturer")
"""Columns of the names of companies."""
_THING: Final = re.compile(r"item\.name|.+\.(?:components|uses)\.\d+\.name")
"""Columns of what things are called, which no rule asks."""
_WHOLE: Final = re.compile(r".*\bowners\b.*|(?:.+\.)?(?:actor|parties|item|bom|components|uses)")
"""Columns whose cells may hold more names; where one tells something, nothing is folded."""
WORTH: Final = 4
"""Rows to a kind, on average, from which on folding saves more than it costs."""
LONG: Final = 8
"""Values of a list up to which lists are told apart place by place."""
MOST: Final = 2**62
"""Numbers up to here fit into a column."""


class Folded(NamedTuple):
    """The kinds of rows of a batch.

    Attributes:
        first: the first row of each kind.
        kind: the kind of each row.
        read: rows that were read meanwhile, by place; more of them are the first of their kind than not.
    """

    first: Index
    kind: Index
    read: Mapping[int, Case | Rejected]


def fold(
    batch: pa.RecordBatch,
    knowledge: Knowledge,
    read: Callable[[Index], Sequence[Case | Rejected]],
) -> Folded | None:
    """Sort the rows of a batch into kinds that are answered alike.

    Args:
        batch: a table of cases.
        knowledge: who knows the names in it.
        read: reads some rows of it.

    Returns:
        None where that does not pay, or where more may be named than its columns show.
    """
    batch = _telling(batch)
    names = [name for name in batch.schema.names if _COMPANY.fullmatch(name)]
    if knowledge.store.licences or not all(_foldable(batch, name, names) for name in batch.schema.names):
        return None
    spelling = _Spelling(batch, names, knowledge.companies.spell)
    kind = _number([*_told(batch, names), *spelling.alike()], len(batch))
    first = np.unique(kind, return_index=True)[1]
    if len(first) * WORTH > len(batch):
        return None
    cases = read(first)
    strange = spelling.strange(kind, cases, knowledge)
    # Those who may be somebody are told apart by name; the others are one.
    told = [(np.where(strange, 0, own + 2), len(spelling.names) + 2) for own in spelling.codes]
    kind = _number([(kind, len(first)), *told], len(batch))
    told_by = dict(zip(first.tolist(), cases, strict=True))
    first = np.unique(kind, return_index=True)[1]
    return Folded(first, kind, told_by) if len(first) * WORTH <= len(batch) else None


def ids(batch: pa.RecordBatch, otherwise: Iterable[str]) -> list[str]:
    """What the cases of a table are called; those without an id, as it is said."""
    if "id" not in batch.schema.names:
        return list(otherwise)
    told = batch.column("id").cast(pa.string()).to_pylist()
    return [(own or "").strip() or other for own, other in zip(told, otherwise, strict=True)]


def _telling(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The columns that are read and tell something, each word spelt out."""
    columns = {
        name: column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
        if column.null_count < len(batch) and not is_ignored(name.partition(".")[0])
    }
    return pa.RecordBatch.from_pydict(columns) if columns else batch.select([])


def _foldable(batch: pa.RecordBatch, name: str, names: Sequence[str]) -> bool:
    """May rows be folded that tell something in this column?"""
    kind = batch.column(name).type
    if name in names or _THING.fullmatch(name):
        return _is_text(kind)
    if name == "id":
        return _is_text(kind) or bool(pa.types.is_integer(kind))
    return name not in (CASE, PROBLEM) and not _WHOLE.fullmatch(name)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _told(batch: pa.RecordBatch, names: Sequence[str]) -> Iterator[tuple[Index, int]]:
    """What rows tell but for names and ids: columns of numbers below a bound, each with its bound."""
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if _THING.fullmatch(name):  # a part that tells nothing but what it is called is a part all the same
            there = [bool(text and text.strip()) for text in column.to_pylist()]
            yield np.array(there, np.intp), 2
        elif name != "id" and name not in names:
            yield _codes(column)


def _codes(column: pa.Array) -> tuple[Index, int]:
    """A number for what a column tells in each row."""
    if pa.types.is_list(column.type):
        return _codes_of_lists(column)
    if pa.types.is_nested(column.type):
        return _codes_of_texts(column)
    encoded = column.dictionary_encode()
    own: Index = encoded.indices.cast(pa.int64()).fill_null(len(encoded.dictionary)).to_numpy()
    return own, len(encoded.dictionary) + 1


def _codes_of_texts(column: pa.Array) -> tuple[Index, int]:
    """The same of whatever Python can write down."""
    places: dict[str, int] = {}
    told = [places.setdefault(repr(value), len(places)) for value in column.to_pylist()]
    return np.array(told, np.intp), len(places)


def _codes_of_lists(column: pa.ListArray) -> tuple[Index, int]:
    """The same of lists: two are equal that have as many values, and in each place the same."""
    counts = column.value_lengths().fill_null(-1).cast(pa.int64()).to_numpy()
    most = int(counts.max(initial=0))
    if most > LONG:
        return _codes_of_texts(column)
    held = np.maximum(counts, 0)
    starts = held.cumsum() - held
    own, many = _codes(column.flatten())

    def in_place(nth: int) -> Index:
        found = np.zeros(len(column), np.intp)
        there = counts > nth
        found[there] = own[starts[there] + nth] + 1
        return found

    told = _number([(counts + 1, most + 2), *((in_place(nth), many + 1) for nth in range(most))], len(column))
    return told, len(column)


def _number(columns: Iterable[tuple[Index, int]], rows: int) -> Index:
    """A number for each row, below the number of rows: equal for those that are equal in all columns."""
    kind, size = np.zeros(rows, np.intp), 1
    for codes, many in columns:
        if size * many > MOST:
            there, kind = np.unique(kind, return_inverse=True)
            size = len(there)
        kind, size = kind * many + codes, size * many
    return np.unique(kind, return_inverse=True)[1]


class _Spelling:
    """The names of companies in the columns of a batch.

    Attributes:
        names: each once.
        codes: a column for each column of names: of each row the place of its name; -1: none.
    """

    def __init__(self, batch: pa.RecordBatch, columns: Sequence[str], spell: Callable[[str], str]) -> None:
        """Gather the names."""
        places: dict[str, int] = {}
        self.codes = [_places(batch.column(name), places) for name in columns]
        self.names = list(places)
        forms: dict[str, int] = {}
        spelt = [forms.setdefault(spell(name), len(forms)) for name in self.names]
        self._spelt = np.array([*spelt, -1], np.intp)  # of none, the last

    def alike(self) -> Iterator[tuple[Index, int]]:
        """Where names stand, and which of them are equal."""
        for own in self.codes:
            yield (own >= 0).astype(np.intp), 2
        for one, other in combinations(self.codes, 2):
            yield (self._spelt[one] == self._spelt[other]).astype(np.intp), 2

    def strange(
        self, kind: Index, cases: Sequence[Case | Rejected], knowledge: Knowledge
    ) -> npt.NDArray[np.bool_]:
        """Is nobody known whom a row names? Asked as the first row of its kind tells of those it names.

        Args:
            kind: the kind of each row.
            cases: the first row of each kind.
            knowledge: who knows the names.
        """
        strange: npt.NDArray[np.bool_] = np.array([isinstance(case, Case) for case in cases], np.bool_)[kind]
        first = np.unique(kind, return_index=True)[1]
        for own in self.codes:
            asked: dict[tuple[Query, ...], int] = {}
            told = [
                asked.setdefault(_asked(case, self.names[name]) if name >= 0 else (), len(asked))
                for case, name in zip(cases, own[first].tolist(), strict=True)
            ]
            size = len(self.names) + 1
            pairs, pair = np.unique(np.array(told, np.intp)[kind] * size + own + 1, return_inverse=True)
            ways = list(asked)
            queries = [
                [way._replace(name=self.names[each % size - 1]) for way in ways[each // size]]
                for each in pairs.tolist()
            ]
            knowledge.index.prepare(chain.from_iterable(queries))
            found = [any(map(knowledge.index.find, own)) for own in queries]
            strange &= ~np.array(found, np.bool_)[pair]
        return strange


def _asked(case: Case | Rejected, name: str) -> tuple[Query, ...]:
    """In which ways a case asks about a name, which they leave out; and as who knows only that asks."""
    if isinstance(case, Rejected):
        return ()
    rows = (case.actor, *(case.parties or ()))
    own = [query_about(row) for row in rows if row.facts.get("name") == name]
    told = [query for _, query in named(case) if query.name == name]
    return tuple(dict.fromkeys(query._replace(name="") for query in (*own, *told, Query(name))))


def _places(column: pa.Array, places: dict[str, int]) -> Index:
    """The place of each row's name among all names, to which new ones are added; -1: none."""
    encoded = column.dictionary_encode()
    texts = [(text or "").strip() for text in encoded.dictionary.to_pylist()]
    own = [places.setdefault(text, len(places)) if text else -1 for text in texts]
    codes = encoded.indices.cast(pa.int64()).fill_null(len(own)).to_numpy()
    told: Index = np.array([*own, -1], np.intp)[codes]
    return told
