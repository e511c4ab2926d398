"""Which cases of a batch the law answers alike, so that one of them is asked for all.

Two are alike that are of one shape (see :mod:`sekisho.law.shapes`), where the same is known of everybody
whom the law asks about. Whom it asks about is found out first, by one case of each shape and with nothing
known of anybody: a clause that cannot hold then holds for nobody, and asks about nobody.

Invariants: what is no with something unknown stays no when it is filled (see :mod:`sekisho.law.evaluate`);
cases of one shape have as many parties, parts, things in use and authorisations as each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sekisho.law.columns import Batch
from sekisho.law.decide import judge
from sekisho.law.evaluate import scope_of
from sekisho.law.values import take
from sekisho.screen.supply import marked, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sekisho.dates import AsOf
    from sekisho.law.facts import Fact, Facts
    from sekisho.law.register import Law
    from sekisho.law.shapes import Shapes
    from sekisho.law.values import Column
    from sekisho.model.case import Case
    from sekisho.model.measure import Block, FactRef
    from sekisho.screen.supply import Knowledge
    from sekisho.truth import Index

WORTH = 2
"""Cases to a shape, on average, from which on sorting them saves more than it costs."""


def kinds(
    shapes: Shapes, batch: Batch, knowledge: Knowledge, clauses: Iterable[Block]
) -> tuple[Index, Index]:
    """Sort the cases of a batch into kinds that the law answers alike.

    Args:
        shapes: tells the shapes of cases.
        batch: the cases.
        knowledge: who knows the names in them.
        clauses: of the law, those that are asked.

    Returns:
        The first case of each kind, and the kind of each case; each its own where few are of one shape.
    """
    shape = kind = shapes.of(batch, knowledge.companies.bearing)
    first = np.unique(shape, return_index=True)[1]
    if len(first) * WORTH > len(batch):
        return np.arange(len(batch)), np.arange(len(batch))
    for asking in _askings(shapes.law, batch, first, clauses):
        kind = _told_apart(batch, knowledge, asking.of_all(batch, shape), kind)
    _, first, kind = np.unique(kind, return_index=True, return_inverse=True)
    return first, kind


def some(batch: Batch, rows: Index) -> tuple[list[Case], list[AsOf], Facts]:
    """Some cases of a batch and their times, as a batch is made of them."""
    places = rows.tolist()
    return [batch.cases[row] for row in places], [batch.as_of[row] for row in places], batch.facts


class Unknowing(Batch):
    """Cases of which nothing is known but what they tell.

    Attributes:
        asked: what was asked of whom else: a table, a fact and rows.
    """

    def __init__(self, cases: Sequence[Case], as_of: Sequence[AsOf], facts: Facts) -> None:
        """Lay out cases."""
        super().__init__(cases, as_of, facts)
        self.asked: list[tuple[str, FactRef, Index]] = []

    def derives(self, ref: FactRef) -> bool:
        """Is a fact one that names, lists, owners or marks answer?"""
        return bool(ref.relation) and ref.relation != "valid"

    def derived(self, table: str, ref: FactRef, attr: str, fact: Fact, rows: Index) -> Column:
        """What some rows tell of such a fact."""
        self.asked.append((table, ref, rows))
        return take(self.told(table, ref, attr, fact), rows)


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


def _askings(law: Law, batch: Batch, first: Index, clauses: Iterable[Block]) -> Iterator[Asking]:
    """What clauses ask of names in one case of each shape, at most; rows are counted from a case's first."""
    sample = Unknowing(*some(batch, first))
    found: dict[tuple[str, str], tuple[FactRef, list[Index]]] = {}
    scope = scope_of(law, sample)
    for block in clauses:
        sample.asked.clear()
        open_ = [judged.scope.rows["case"] for judged in judge(block, scope)]
        if not open_:
            continue
        may_hold = np.zeros(len(first), np.bool_)
        may_hold[np.concatenate(open_)] = True
        for table, ref, rows in sample.asked:
            # Those who are nowhere known differ in their country; a sign is of marks, not of a name.
            own = ref.relation if ref.relation in ("maker.country", "sign") else subject_of(table, ref)
            there = rows[may_hold[sample.case_rows(table)[rows]]]
            found.setdefault((table, own), (ref, []))[1].append(there)
    for (table, _), (ref, asked) in found.items():
        rows = np.unique(np.concatenate(asked))
        rows = marked(sample, table, rows) if ref.relation == "sign" else rows
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
