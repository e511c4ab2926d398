"""The first cut: which cases of a batch a clause can concern at all.

Most rules end for most cases at the act, at who acts or at the thing, and many cases of a batch tell the
same of these. So each kind of case is asked once, stripped of its parties, parts, names and lists.

Why it is sound: what is stripped becomes unknown, and to fill an unknown never turns no into anything else
(*and*, *or*, *not* and *some* are monotone). What is no for a stripped case is no for all of its kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sekisho.law.columns import Batch
from sekisho.law.evaluate import evaluate, scope_of, stretches
from sekisho.law.register import walk
from sekisho.law.rule import ACTION
from sekisho.law.values import Bounds, Words
from sekisho.model.case import Case, Row
from sekisho.truth import NO, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.law.evaluate import Scope
    from sekisho.law.register import Law
    from sekisho.law.values import Column
    from sekisho.model.measure import Block
    from sekisho.truth import Index

WORTH = 2
"""Cases to a kind, on average, from which on the cut saves more than it costs."""
MOST = 2**62
"""Numbers up to here fit into a column."""


class Cut:
    """The cases of a batch by kind, ready to be asked which of them a clause concerns."""

    def __init__(self, law: Law, batch: Batch) -> None:
        """Sort the cases of *batch* into kinds."""
        self._law = law
        self._whole = scope_of(law, batch)
        first, self._kinds = kinds(law, batch)
        self._stripped: Scope | None = None
        if len(first) * WORTH <= len(batch):
            self._stripped = scope_of(law, _stripped(batch, first))

    def concerned(self, block: Block) -> Scope:
        """The cases for which a clause's acts may hold; all of them where too few are of one kind."""
        if self._stripped is None:
            return self._whole
        open_ = np.zeros(self._stripped.size, np.bool_)
        for governing, rows in stretches(self._stripped, block):
            if governing is not None:
                open_[rows] = evaluate(governing.rule.acts, self._stripped.take(rows)).truths > int(NO)
        return self._whole.take(np.flatnonzero(open_[self._kinds]))


def kinds(law: Law, batch: Batch) -> tuple[Index, Index]:
    """Sort cases by their times and by what they tell at the top, as far as a rule may ask it.

    Returns:
        The first case of each kind, and the kind of each case.
    """
    kind, size = np.zeros(len(batch), np.int64), 1
    for codes, many in _codes(law, batch):
        if size * many > MOST:
            there, kind = np.unique(kind, return_inverse=True)
            size = len(there)
        kind, size = kind * many + codes, size * many
    _, first, kind = np.unique(kind, return_index=True, return_inverse=True)
    return first, kind


def _codes(law: Law, batch: Batch) -> Iterator[tuple[Index, int]]:
    """What tells cases apart: columns of numbers below a bound, each with its bound."""
    yield batch.moment, len(batch.moments.days)
    stated = batch.stated("case")
    for name in sorted(asked(law) & stated.keys()):
        column = _told(law, batch, name)
        if isinstance(column, Words):
            yield column.codes.astype(np.intp) + 1, len(column.distinct) + 1
        elif isinstance(column, Bounds):  # few cases tell a number or a day
            places: dict[object, int] = {}
            codes = np.zeros(len(batch), np.intp)
            codes[stated[name].rows] = [
                places.setdefault(each, len(places) + 1) for each in stated[name].values
            ]
            yield codes, len(places) + 1
        else:
            yield column.astype(np.intp), len(Truth)


def _told(law: Law, batch: Batch, name: str) -> Column:
    """A fact as the cases themselves tell it."""
    ref = law.facts.refer(name)
    fact = law.facts.lookup(ref)
    assert fact is not None, "the reader knows every fact of a test"  # noqa: S101
    return batch.told("case", ref, name, fact)


def asked(law: Law) -> frozenset[str]:
    """The facts of the case itself that a rule may ask, by their names there."""
    names = {ACTION.attr}
    for node in (node for _, condition in law.conditions() for node in walk(condition)):
        if node.test is not None and node.test.fact.element == "case":
            names.add(node.test.fact.attr)
        elif node.test is not None and node.test.fact.element == "it":
            names.add(f"item.{node.test.fact.attr}")
    return frozenset(names)


def _stripped(batch: Batch, rows: Index) -> Batch:
    """Some cases of a batch with nothing but what they tell at the top, and nobody to tell more."""
    cases = [batch.cases[row] for row in rows.tolist()]
    top = [Case(case.id, case.facts, Row("actor", case.actor.facts)) for case in cases]
    return Batch(top, [batch.as_of[row] for row in rows.tolist()], batch.facts)
