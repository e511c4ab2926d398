"""A record batch in, a record batch out: the one function that the command line and every engine call.

Invariants: a row out for each row in, in the same order; a row that cannot be read has no outcome and says
why, and every other has an outcome; a row is answered as it would be alone, in whatever batch it comes.
"""

from __future__ import annotations

import json
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sekisho import dates
from sekisho.bundle.folding import fold
from sekisho.errors import Location, Problem
from sekisho.formats.answer import to_dict
from sekisho.formats.arrow import Rows
from sekisho.formats.arrow_types import plain
from sekisho.formats.notes import Rejected
from sekisho.memory import collector_at_rest
from sekisho.model.measure import BY_STRICTNESS, Outcome
from sekisho.screen.named import named
from sekisho.truth import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from sekisho.bundle.folding import Folded
    from sekisho.bundle.opening import Bundle
    from sekisho.law.decide import Board
    from sekisho.model.case import Case
    from sekisho.screen.run import Decided
    from sekisho.truth import Index

VERSION: Final = 1
"""Of the columns below; one that is added does not change it, one that is renamed or dropped does."""
CASES: Final = 16_384
"""Rows that are cases in memory at a time."""
EPOCH: Final = 719_163
"""The ordinal of 1970-01-01, from which Arrow counts days."""

SCHEMA: Final = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("case", pa.string(), nullable=False),
        pa.field("outcome", pa.string()),
        pa.field(
            "decisions",
            pa.list_(pa.struct([pa.field("instrument", pa.string()), pa.field("outcome", pa.string())])),
        ),
        pa.field("on", pa.date32()),
        pa.field("review", pa.list_(pa.string())),
        pa.field("reasons", pa.string()),
        pa.field("problems", pa.list_(pa.string())),
        pa.field("basis", pa.string(), nullable=False),
    ],
    metadata={"sekisho.columns": str(VERSION)},
)
"""What comes out; docs/reference/batches.md says what each column holds."""

ANSWER: Final = ("outcome", "decisions", "on", "review")
"""What of this is the same for rows of a kind, but for those that are answered themselves."""
_WORDS: Final = pa.array([str(each) for each in BY_STRICTNESS])
_LOOK: Final = np.array([each.exit_code == Outcome.REVIEW.exit_code for each in BY_STRICTNESS])
_NEEDED: Final = np.array([each.exit_code != 0 for each in BY_STRICTNESS])


class Reasons(StrEnum):
    """For which rows the whole answer is kept beside the outcome."""

    NONE = "none"
    NEEDED = "needed"
    """Those that something binding stands against, and those a person must look at."""
    ALL = "all"


def decide(
    batch: pa.RecordBatch,
    bundle: Bundle,
    *,
    reasons: Reasons = Reasons.NEEDED,
    name: str = "row",
    start: int = 0,
) -> pa.RecordBatch:
    """Answer every row of a record batch. Threads may ask one bundle: each waits for the others.

    Args:
        batch: rows in the columns of the case format, or as whole cases in JSON.
        bundle: everything that decides.
        reasons: the rows for which the whole answer is kept; those of the rest are rebuilt when asked for.
        name: of what the batch comes from, for problems, and for cases that have no id: `name:7`.
        start: the number of the first row there, counted from 0.

    Returns:
        As many rows, of `SCHEMA`.

    Raises:
        InputError: a column is none of the case format, or one that every row needs is missing.
    """
    batch = plain(batch.rename_columns([each.strip() for each in batch.schema.names]))
    rows = _Slice(
        batch, np.arange(start, start + len(batch)), Rows(batch.schema, bundle.reader, name), bundle
    )
    with bundle.seen.batch(), collector_at_rest():
        folded = fold(batch, rows.reader, bundle, lambda some: rows.take(some).read())
        out = _each(rows, reasons) if folded is None else _unfolded(rows, folded, reasons)
    assert len(out) == len(batch), "a row went missing"  # noqa: S101  # the promise of this function
    return out


def _each(rows: _Slice, reasons: Reasons) -> pa.RecordBatch:
    """Every row answered, so many at a time."""
    starts = range(0, len(rows.numbers), CASES) or (0,)
    told = [rows.take(np.arange(start, min(start + CASES, len(rows.numbers)))) for start in starts]
    return _one([each.decided(reasons) for each in told])


def _one(parts: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """Batches as one."""
    if len(parts) == 1:
        return parts[0]
    (whole,) = pa.Table.from_batches(parts).combine_chunks().to_batches()
    return whole


def _unfolded(rows: _Slice, folded: Folded, reasons: Reasons) -> pa.RecordBatch:
    """One row of each kind answered, and its answer given to all of its kind.

    A row that is rejected, or is to have its reasons, is answered itself: it is told what it is called.
    """
    answers, cases = _of_kinds(rows, folded)
    called, size = rows.reader.called, len(rows.numbers)
    names = [own or called(number) for own, number in zip(folded.ids, rows.numbers.tolist(), strict=True)]
    for row, case in cases.items():
        names[row] = case
    columns = {
        "row": pa.array(rows.numbers),
        "case": pa.array(names, pa.string()),
        "basis": pa.repeat(rows.bundle.address, size),
        **dict(zip(ANSWER, answers.columns, strict=True)),
    }
    told = pa.RecordBatch.from_arrays(
        [columns[each.name] if each.name in columns else pa.nulls(size, each.type) for each in SCHEMA],
        schema=SCHEMA,
    )
    wanted = np.flatnonzero(_wanted(told.column("outcome"), reasons))
    if not len(wanted):
        return told
    places = np.arange(len(told))
    places[wanted] = len(told) + np.arange(len(wanted))
    return _one([told, _each(rows.take(wanted), reasons)]).take(pa.array(places))


def _of_kinds(rows: _Slice, folded: Folded) -> tuple[pa.RecordBatch, Mapping[int, str]]:
    """The answers of kinds of rows, row by row; and what rows are called that had to be answered for them."""
    cases: dict[int, str] = {}

    def answer(kinds: Index) -> pa.RecordBatch:
        first = folded.first[kinds]
        read = {int(rows.numbers[place]): case for place, case in folded.read.items()}
        told = _each(rows._replace(before=read).take(first), Reasons.NONE)
        cases.update(zip(first.tolist(), told.column("case").to_pylist(), strict=True))
        return told.select(ANSWER)

    return rows.bundle.seen.answers(folded.keys, answer).take(pa.array(folded.kind)), cases


def _wanted(outcomes: pa.Array, reasons: Reasons) -> npt.NDArray[np.bool_]:
    """The rows that are answered themselves: those rejected, and those that are to have reasons."""
    if reasons is Reasons.ALL:
        return np.ones(len(outcomes), np.bool_)
    codes = pc.index_in(outcomes, _WORDS).fill_null(len(_WORDS)).to_numpy(zero_copy_only=False)
    needed = _NEEDED if reasons is Reasons.NEEDED else np.zeros_like(_NEEDED)
    wanted: npt.NDArray[np.bool_] = np.append(needed, np.True_)[codes]
    return wanted


class _Slice(NamedTuple):
    """Rows of a batch, with their numbers, and what reads and answers them.

    Attributes:
        before: rows that have been read, by number.
    """

    batch: pa.RecordBatch
    numbers: Index
    reader: Rows
    bundle: Bundle
    before: Mapping[int, Case | Rejected] = MappingProxyType({})

    def take(self, places: Index) -> _Slice:
        """Some of them."""
        return self._replace(batch=self.batch.take(pa.array(places)), numbers=self.numbers[places])

    def read(self) -> list[Case | Rejected]:
        """The rows as cases; refused where they ask what was known on another day than the bundle is of."""
        before, numbers = self.before, self.numbers.tolist()
        places = [place for place, number in enumerate(numbers) if number not in before]
        batch = self.batch.take(pa.array(places, pa.int64())) if len(places) < len(numbers) else self.batch
        told = self.reader.read(batch, [numbers[place] for place in places])
        return [
            before[number]
            if number in before
            else _of_its_day(next(told), self.bundle, self.reader.called(number))
            for number in numbers
        ]

    def decided(self, reasons: Reasons) -> pa.RecordBatch:
        """Every row answered, at once."""
        told = self.read()
        places = [row for row, each in enumerate(told) if not isinstance(each, Rejected)]
        columns = _decided([each for each in told if not isinstance(each, Rejected)], self.bundle, reasons)
        return pa.RecordBatch.from_arrays(
            [
                pa.array(self.numbers),
                pa.array([each.id for each in told], pa.string()),
                *_scattered(columns, places, len(told)),
                pa.array([_said(each) for each in told], pa.list_(pa.string())),
                pa.repeat(self.bundle.address, len(told)),
            ],
            schema=SCHEMA,
        )


def _scattered(columns: Sequence[pa.Array], places: Sequence[int], size: int) -> Iterator[pa.Array]:
    """Columns of the rows at some places as columns of all rows; the others are null."""
    rows = np.full(size, -1)
    rows[places] = np.arange(len(places))
    taken = pa.array(rows, mask=rows < 0)
    return (column.take(taken) for column in columns)


def _of_its_day(case: Case | Rejected, bundle: Bundle, at: str) -> Case | Rejected:
    """The case; refused where it asks what was known on another day than the bundle is of."""
    if isinstance(case, Rejected) or case.known is None or case.known == bundle.times.known:
        return case
    message = f"it asks what was known on {dates.iso(case.known)}; the bundle knows {bundle.manifest.known}"
    hint = "leave `known` out, or build a bundle of that day"
    return Rejected(case.id, (Problem(Location(at, path="known"), message, hint),))


def _said(each: Case | Rejected) -> list[str] | None:
    return list(map(str, each.problems)) if isinstance(each, Rejected) else None


def _decided(cases: Sequence[Case], bundle: Bundle, reasons: Reasons) -> list[pa.Array]:
    """The columns from `outcome` to `reasons`, of cases alone."""
    for decided in bundle.screener.decided(cases, bundle.times) if cases else ():
        codes = decided.board.overall
        return [
            _WORDS.take(pa.array(codes)),
            _decisions(decided.board),
            pa.array(decided.batch.times.days - EPOCH, pa.int32()).cast(pa.date32()),
            pa.array(_to_review(decided, codes), SCHEMA.field("review").type),
            pa.array(_reasons(decided, codes, bundle, reasons), pa.string()),
        ]
    return [pa.array([], each.type) for each in list(SCHEMA)[2:7]]


def _decisions(board: Board) -> pa.ListArray:
    """What each instrument says that says more than `no-rule`: the strictest first, as in an answer."""
    rows, places = np.nonzero(board.codes.T)
    codes = board.codes[places, rows]
    order = np.lexsort((places, -codes, rows))
    counts = np.bincount(rows, minlength=board.codes.shape[1])
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    said = pa.StructArray.from_arrays(
        [pa.array(board.instruments).take(pa.array(places[order])), _WORDS.take(pa.array(codes[order]))],
        fields=list(SCHEMA.field("decisions").type.value_type),
    )
    return pa.ListArray.from_arrays(pa.array(offsets), said)


def _to_review(decided: Decided, codes: npt.NDArray[np.int8]) -> Iterator[list[str]]:
    """Of each row that a person must look at, the names that may be those of somebody listed, or may not."""
    index = decided.knowledge.index
    cases = decided.batch.cases
    look = _LOOK[codes].nonzero()[0].tolist()
    asked = {row: [query for _, query in named(cases[row])] for row in look}
    index.prepare(query for own in asked.values() for query in own)
    for row in range(len(codes)):
        open_ = (
            query.name
            for query in asked.get(row, ())
            if any(match.truth is UNKNOWN for match in index.find(query))
        )
        yield list(dict.fromkeys(open_))


def _reasons(
    decided: Decided, codes: npt.NDArray[np.int8], bundle: Bundle, reasons: Reasons
) -> Iterator[str | None]:
    """Whole answers as `sekisho screen --format jsonl` writes them, for the rows that are to have them."""
    wanted = np.full(len(codes), reasons is Reasons.ALL)
    if reasons is Reasons.NEEDED:
        wanted = _NEEDED[codes]
    told = bundle.screener.told(decided, np.flatnonzero(wanted))
    for own in wanted.tolist():
        yield json.dumps(to_dict(next(told), bundle.law.facts), ensure_ascii=False) if own else None
