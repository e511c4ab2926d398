"""Conditions over columns to truths; one row of the same tree is its explanation.

`evaluate` walks a condition once and answers every row. Asked to keep, it remembers the truths of
every node, and `explain` slices that tree at a row: nothing is narrated afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from sekisho.law.force import calendar, within
from sekisho.law.predicates import PREDICATES
from sekisho.truth import NO, UNKNOWN, YES, Truths, any_by, column, negate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.dates import Moment
    from sekisho.law.columns import Batch
    from sekisho.law.force import Governing
    from sekisho.law.register import Law
    from sekisho.model.measure import Block, Condition, FactRef
    from sekisho.truth import Index


class Scope(NamedTuple):
    """The rows a condition is asked of, and the element of each that is bound.

    Attributes:
        size: how many rows.
        rows: by table, the row of that table that each row stands for; `case` is always there.
        it: what `it` stands for inside a definition: its table, and the prefix of its facts there.
    """

    law: Law
    batch: Batch
    size: int
    rows: Mapping[str, Index]
    it: tuple[str, str] = ("", "")

    def take(self, rows: Index) -> Scope:
        """The same, for some of the rows."""
        if len(rows) == self.size:
            return self
        return Scope(
            self.law, self.batch, len(rows), {name: own[rows] for name, own in self.rows.items()}, self.it
        )

    def with_it(self, table: str, prefix: str) -> Scope:
        """The same, inside a definition asked of a thing."""
        return Scope(self.law, self.batch, self.size, self.rows, (table, prefix))

    def place(self, ref: FactRef) -> tuple[str, str]:
        """The table and the name under which a fact is found here."""
        if ref.element != "it":
            return ref.element, ref.attr
        table, prefix = self.it
        return table, ".".join(filter(None, (prefix, ref.attr)))

    def bind(self, collection: str) -> tuple[Scope, Index, Truths]:
        """One row for each element of a collection of each row; where each row's begin; is it complete?"""
        table = self.batch.table(collection)
        parent = self.rows["party" if collection == "party-use" else "case"]
        lengths = table.offsets[parent + 1] - table.offsets[parent]
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.intp)
        source = np.repeat(np.arange(self.size), lengths)
        element = np.arange(offsets[-1]) - np.repeat(offsets[:-1] - table.offsets[parent], lengths)
        rows = {name: own[source] for name, own in self.rows.items()} | {collection: element}
        return Scope(self.law, self.batch, len(source), rows, self.it), offsets, table.given[parent]


def scope_of(law: Law, batch: Batch, rows: Index | None = None) -> Scope:
    """The cases of a batch, or some of them, as a scope."""
    own = np.arange(len(batch)) if rows is None else rows
    return Scope(law, batch, len(own), {"case": own})


class Node(NamedTuple):
    """A condition with the truths of every row, and, where they were kept, those of its children.

    Attributes:
        truths: a column of its own, which whoever combines it may change.
        offsets: under `some`, where each row's elements start among the child's rows.
        given: under `some`, whether the collection is complete.
        among: which of its parent's rows it was asked of; None: all of them.
    """

    condition: Condition
    truths: Truths
    scope: Scope
    children: tuple[Node, ...] = ()
    offsets: Index | None = None
    given: Truths | None = None
    among: Index | None = None


def evaluate(condition: Condition, scope: Scope, *, keep: bool = False) -> Node:
    """Answer a condition for every row.

    Args:
        condition: the rule.
        scope: the rows.
        keep: remember every child, for an explanation; otherwise what no longer matters is skipped.
    """
    match condition.op:
        case "test":
            return _test(condition, scope, keep=keep)
        case "all" | "any":
            return _combine(condition, scope, keep=keep)
        case "not":
            child = evaluate(condition.children[0], scope, keep=keep)
            return Node(condition, negate(child.truths), scope, (child,) if keep else ())
        case "some":
            return _some(condition, scope, keep=keep)
        case "always":
            return Node(condition, column(scope.size, YES), scope)
        case "in-force":
            return Node(condition, _in_force(condition, scope), scope)
        case "derogation":
            return _derogation(condition, scope, keep=keep)


def _combine(condition: Condition, scope: Scope, *, keep: bool) -> Node:
    """Minimum or maximum of the clauses; where nothing is kept, rows that are settled are left behind."""
    strict = condition.op == "all"
    merge, settled = (np.minimum, int(NO)) if strict else (np.maximum, int(YES))
    truths = own = None
    children: list[Node] = []
    rows, inner = None, scope
    for child in condition.children:
        node = evaluate(child, inner, keep=keep)
        own = node.truths if own is None else merge(own, node.truths)
        if truths is None or rows is None:
            truths = own
        else:
            truths[rows] = own
        if keep:
            children.append(node)
            continue
        still = own != settled
        left = np.count_nonzero(still)
        if not left:
            break
        if left * 2 < len(own):
            rows = still.nonzero()[0] if rows is None else rows[still]
            inner, own = scope.take(rows), own[still]
    if truths is None:
        truths = column(scope.size, YES if strict else NO)
    return Node(condition, truths, scope, tuple(children))


def _some(condition: Condition, scope: Scope, *, keep: bool) -> Node:
    inner, offsets, given = scope.bind(condition.over)
    truths = np.minimum(negate(given), np.int8(UNKNOWN))
    if not inner.size and not keep:  # nobody and nothing is there to be asked
        return Node(condition, truths, scope, (), offsets, given)
    child = evaluate(condition.children[0], inner, keep=keep)
    truths = np.maximum(any_by(child.truths, offsets), truths)
    return Node(condition, truths, scope, (child,) if keep else (), offsets, given)


def _in_force(condition: Condition, scope: Scope) -> Truths:
    limits = condition.test.value if condition.test is not None else ()
    if not limits:
        return column(scope.size, NO)
    start, last = cast("tuple[Moment, int]", limits)
    return within(scope.batch.moments, start, last)[scope.batch.moment[scope.rows["case"]]]


def _test(condition: Condition, scope: Scope, *, keep: bool) -> Node:
    test = condition.test
    assert test is not None, "a leaf has a test"  # noqa: S101
    table, attr = scope.place(test.fact)
    if test.operator == "meets":
        return _meets(condition, scope.with_it(table, attr), str(test.value[0]), keep=keep)
    batch, rows = scope.batch, scope.rows[table]
    # Measures ask much the same of what is told: it is answered for the whole table, and once.
    asked = (table, attr, test.operator, test.value)
    answers = batch.answers.get(asked)
    if answers is not None:
        return Node(condition, answers[rows], scope)
    fact, ask = scope.law.facts.lookup(test.fact), PREDICATES[test.operator]
    assert fact is not None, "the reader knows every fact of a test"  # noqa: S101
    if batch.derives(test.fact):
        values = batch.derived(table, test.fact, attr, fact, rows)
        return Node(condition, ask(values, test, fact), scope)
    answers = batch.answers[asked] = ask(batch.told(table, test.fact, attr, fact), test, fact)
    return Node(condition, answers[rows], scope)


def _meets(condition: Condition, scope: Scope, definition: str, *, keep: bool) -> Node:
    truths = column(scope.size, UNKNOWN)
    kept: list[Node] = []
    for governing, rows in stretches(scope, scope.law.blocks[definition]):
        if governing is not None:
            node = evaluate(governing.rule.acts, scope.take(rows), keep=keep)
            truths[rows] = node.truths
            kept.extend(_among(rows, scope, node) if keep else ())
    return Node(condition, truths, scope, tuple(kept))


def _derogation(condition: Condition, scope: Scope, *, keep: bool) -> Node:
    truths = column(scope.size, NO)
    kept: list[Node] = []
    for governing, rows in stretches(scope, scope.law.blocks[condition.over]):
        if governing is not None:
            inner = scope.take(rows)
            parts = (governing.rule.in_force, governing.rule.acts, governing.rule.unexcepted)
            nodes = [evaluate(part, inner, keep=keep) for part in parts if part is not None]
            truths[rows] = np.minimum.reduce([node.truths for node in nodes])
            kept.extend(_among(rows, scope, *nodes) if keep else ())
    return Node(condition, truths, scope, tuple(kept))


def _among(rows: Index, scope: Scope, *nodes: Node) -> Iterator[Node]:
    """What was asked of some rows of a scope, where it was not asked of all."""
    return (node if len(rows) == scope.size else node._replace(among=rows) for node in nodes)


def stretches(scope: Scope, block: Block) -> Iterator[tuple[Governing | None, Index]]:
    """The texts of a block that govern the rows of a scope."""
    batch, own = scope.batch, calendar(scope.law, block)
    texts = batch.texts.get(own)
    if texts is None:
        texts = batch.texts[own] = own.codes(batch.moments)
    return own.split(texts, batch.moment[scope.rows["case"]])
