"""Which cases of a batch the law answers alike, so that one of them is asked for all.

Two are alike that are of one shape (see :mod:`sekisho.law.shapes`), where the same is known of everybody
whom the law asks about. Whom it asks about is found out first, by one case of each shape and with nothing
known of anybody: to learn more never makes it ask about more, since a rule stops where it is settled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sekisho.law.columns import Batch
from sekisho.law.values import absent
from sekisho.screen.supply import marked, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sekisho.law.columns import Supplier
    from sekisho.law.decide import Board
    from sekisho.law.facts import Facts
    from sekisho.law.shapes import Shapes
    from sekisho.law.values import Column
    from sekisho.model.decision import Evidence
    from sekisho.model.measure import FactRef
    from sekisho.screen.supply import Knowledge
    from sekisho.truth import Index

WORTH = 2
"""Cases to a shape, on average, from which on sorting them saves more than it costs."""


def kinds(
    shapes: Shapes, batch: Batch, knowledge: Knowledge, ask: Callable[[Batch], Board]
) -> tuple[Index, Index]:
    """Sort the cases of a batch into kinds that the law answers alike.

    Args:
        shapes: tells the shapes of cases.
        batch: the cases.
        knowledge: who knows the names in them.
        ask: answers a batch by the law.

    Returns:
        The first case of each kind, and the kind of each case; each its own where few are of one shape.
    """
    shape = kind = shapes.of(batch)
    first = np.unique(shape, return_index=True)[1]
    if len(first) * WORTH > len(batch):
        return np.arange(len(batch)), np.arange(len(batch))
    for asking in _askings(batch, first, ask):
        kind = _told_apart(batch, knowledge, asking.of_all(batch, shape), kind)
    _, first, kind = np.unique(kind, return_index=True, return_inverse=True)
    return first, kind


def some(batch: Batch, rows: Index, supplier: Supplier) -> Batch:
    """Some cases of a batch, at their times."""
    places = rows.tolist()
    cases, times = [batch.cases[row] for row in places], [batch.as_of[row] for row in places]
    return Batch(cases, times, batch.facts, supplier)


class Unknowing:
    """A supplier who knows nothing, and remembers what he was asked.

    Attributes:
        asked: by table and whom it is about, a fact that was asked, and the rows of which it or its like was.
    """

    def __init__(self, facts: Facts) -> None:
        """Begin with nothing asked."""
        self._facts = facts
        self.asked: dict[tuple[str, str], tuple[FactRef, list[Index]]] = {}

    def column(self, batch: Batch, table: str, ref: FactRef, rows: Index) -> Column:
        """Unknown, of every row."""
        whom = subject_of(table, ref)
        if ref.relation in ("maker.country", "sign"):  # strangers differ in the first; the second is of marks
            whom = ref.relation
        own = marked(batch, table, rows) if ref.relation == "sign" else rows
        self.asked.setdefault((table, whom), (ref, []))[1].append(own)
        return absent(self._facts.derived[ref.relation].type, len(rows))

    def evidence(self, *_: object) -> tuple[Evidence, ...]:
        """None."""
        return ()

    def needs(self, *_: object) -> tuple[str, ...]:
        """None."""
        return ()


class Asking(NamedTuple):
    """Rows of a table of which something is asked, case by case.

    Attributes:
        rows: of the first case, then of the second, and so on.
        offsets: where each case's begin among these, and the end.
    """

    table: str
    ref: FactRef
    rows: Index
    offsets: Index

    def of_all(self, batch: Batch, shape: Index) -> Asking:
        """What is asked of all cases of a batch, where this is asked of one of each shape.

        Its rows are counted from the first of their case.
        """
        counts = np.diff(self.offsets)[shape]
        offsets = np.concatenate([[0], np.cumsum(counts)])
        case = np.repeat(np.arange(len(batch)), counts)
        nth = np.arange(len(case)) - offsets[case]
        rows = _begins(batch, self.table)[case] + self.rows[self.offsets[shape[case]] + nth]
        return Asking(self.table, self.ref, rows, offsets)


def _askings(batch: Batch, first: Index, ask: Callable[[Batch], Board]) -> Iterator[Asking]:
    """What the law asks of names in one case of each shape, at most; rows are counted from a case's first."""
    unknowing = Unknowing(batch.facts)
    sample = some(batch, first, unknowing)
    ask(sample)
    for (table, _), (ref, asked) in unknowing.asked.items():
        rows = np.unique(np.concatenate(asked))
        case = sample.case_rows(table)[rows]
        offsets = np.searchsorted(case, np.arange(len(first) + 1))
        yield Asking(table, ref, rows - _begins(sample, table)[case], offsets)


def _begins(batch: Batch, table: str) -> Index:
    """Where the rows of each case begin in a table."""
    return np.searchsorted(batch.case_rows(table), np.arange(len(batch)))


def _told_apart(batch: Batch, knowledge: Knowledge, asking: Asking, kind: Index) -> Index:
    """Kinds of case, told apart by what is known of those that something is asked about."""
    codes = knowledge.codes(batch, asking.table, asking.ref, asking.rows)
    counts = np.diff(asking.offsets)
    for nth in range(int(counts.max(initial=0))):
        there = np.flatnonzero(counts > nth)
        own = np.zeros(len(batch), np.intp)
        own[there] = codes[asking.offsets[there] + nth] + 2
        kind = np.unique(kind * (int(own.max()) + 1) + own, return_inverse=True)[1]
    return kind
