"""One row of an evaluated tree as findings: what a person reads, and what would settle it.

Leaves carry what they rest on; unknown leaves carry the facts of the case that would settle them, by
address. Needs are gathered by descending only where the truth is unknown, in the order of the text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sekisho.law.force import truth_at
from sekisho.model.decision import Finding, Told
from sekisho.truth import UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.law.columns import Batch
    from sekisho.law.evaluate import Node
    from sekisho.model.decision import Evidence
    from sekisho.model.measure import FactRef
    from sekisho.truth import Index, Truths

ROOTS = {
    "party": "parties",
    "component": "item.components",
    "authorisation": "authorisations",
    "actor-use": "actor.uses",
}
"""Where each collection stands in a case."""
TOLD = 200
"""Elements under one `some` that are told one by one: nobody reads fifty thousand, and all are counted."""


def explain(node: Node, row: int) -> Finding:
    """A kept node at one row, as a finding."""
    truth = truth_at(node.truths, row)
    if node.condition.op == "some":
        return _explain_some(node, row, truth)
    children = tuple(explain(child, own) for child, own in _below(node, row))
    if node.condition.op == "in-force" and truth is UNKNOWN:
        # A bare day, and the text begins at an hour of it.
        on = node.scope.batch.as_of[int(node.scope.rows["case"][row])].on
        return Finding(node.condition, truth, (), "", (Told("date", on),), ("date",))
    if node.condition.op != "test" or children:
        return Finding(node.condition, truth, children)
    evidence, needs = _leaf(node, row, truth)
    return Finding(node.condition, truth, (), "", evidence, needs)


def _below(node: Node, row: int) -> Iterator[tuple[Node, int]]:
    """What was asked of a row to answer a node, each with the row that it is there."""
    for child in node.children:
        if child.among is None:
            yield child, row
            continue
        at = int(child.among.searchsorted(row))
        if at < len(child.among) and child.among[at] == row:
            yield child, at


def _explain_some(node: Node, row: int, truth: Truth) -> Finding:
    assert node.offsets is not None, "some has elements"  # noqa: S101
    assert node.given is not None, "some is given or not"  # noqa: S101
    child = node.children[0]
    first, last = int(node.offsets[row]), int(node.offsets[row + 1])
    truths = child.truths[first:last]
    batch, over = node.scope.batch, node.condition.over
    children = []
    for element in (first + _told(truths)).tolist():
        found = explain(child, element)
        address = batch.table(over).rows[int(child.scope.rows[over][element])].address
        children.append(replace(found, address=address))
    needs = () if node.given[row] == YES or truth is YES else _unopened(node, row)
    note = _count(truths, incomplete=bool(needs))
    return Finding(
        node.condition, truth, tuple(children), "", (), needs, note, left=len(truths) - len(children)
    )


def _told(truths: Truths) -> Index:
    """Which elements are told, in their order: of many, those that decide come before others."""
    if len(truths) <= TOLD:
        return np.arange(len(truths))
    return np.sort(np.argsort(-truths, kind="stable")[:TOLD])


def _count(truths: Truths, *, incomplete: bool) -> str:
    if not len(truths):
        return "not told" if incomplete else "none given"
    counts = [(int((truths == truth).sum()), truth.word) for truth in (YES, UNKNOWN, Truth.NO)]
    return ", ".join(f"{count} {word}" for count, word in counts if count) + (
        ", and not all told" if incomplete else ""
    )


def _unopened(node: Node, row: int) -> tuple[str, ...]:
    """The collection that was not given, or the parts of it that nobody opened."""
    batch, scope, over = node.scope.batch, node.scope, node.condition.over
    case = batch.cases[int(scope.rows["case"][row])]
    if over == "component" and case.components is not None:
        return tuple(f"{address}.components" for address in case.unopened)
    if over == "party-use":
        return (f"{batch.table('party').rows[int(scope.rows['party'][row])].address}.uses",)
    return (ROOTS[over],)


def _leaf(node: Node, row: int, truth: Truth) -> tuple[tuple[Evidence, ...], tuple[str, ...]]:
    test = node.condition.test
    if test is None or test.operator == "meets":
        return (), ()
    table, attr = node.scope.place(test.fact)
    own = int(node.scope.rows[table][row])
    return evidence_of(node.scope.batch, table, own, test.fact, attr, truth)


def evidence_of(
    batch: Batch, table: str, row: int, ref: FactRef, attr: str, truth: Truth
) -> tuple[tuple[Evidence, ...], tuple[str, ...]]:
    """What a fact of one row rests on, and what would settle it.

    Args:
        batch: the cases.
        table: whose fact it is, `case` or a collection.
        row: its row there.
        ref: the fact as the test names it.
        attr: its name there.
        truth: what the test came to.
    """
    needs = _needs(batch, table, row, ref, attr) if truth is UNKNOWN else ()
    if attr == "date" and table == "case":
        return (Told("date", batch.as_of[row].on),), needs
    value = batch.value(table, attr, row)
    evidence: tuple[Evidence, ...] = ()
    if value is None and _is_supplied(batch, table, row, ref, attr) and batch.supplier is not None:
        evidence = batch.supplier.evidence(batch, table, row, ref)
    return evidence or (Told(fact_address(batch, table, row, attr), value),), needs


def _is_supplied(batch: Batch, table: str, row: int, ref: FactRef, attr: str) -> bool:
    """Is it a relation of a company that is named, or of a thing?"""
    return bool(ref.relation) and ref.relation != "valid" and not _unnamed(batch, table, row, ref, attr)


def _needs(batch: Batch, table: str, row: int, ref: FactRef, attr: str) -> tuple[str, ...]:
    """What would settle a fact of one row, where it is unknown."""
    address = fact_address(batch, table, row, attr)
    if attr == "date" and table == "case":
        return ("date",)
    if not ref.relation or batch.value(table, attr, row) is not None:
        return (address,)
    if ref.relation == "valid":
        return tuple(f"{address[:-6]}.{end}" for end in ("from", "until"))
    named = _unnamed(batch, table, row, ref, attr)
    if named:
        return (named,)
    return (address,) if batch.supplier is None else batch.supplier.needs(batch, table, row, ref)


def fact_address(batch: Batch, table: str, row: int, attr: str) -> str:
    """Where a fact stands in its case."""
    return attr if table == "case" else f"{batch.table(table).rows[row].address}.{attr}"


def _unnamed(batch: Batch, table: str, row: int, ref: FactRef, attr: str) -> str:
    """The name whose absence leaves a derived fact unknown; empty where it is told."""
    if ref.relation == "sign":
        return ""
    tail = "country" if ref.relation == "maker.country" else f"{ref.relation}.{ref.list}"
    company = attr.removesuffix(tail).removesuffix(".")
    is_maker = company.rpartition(".")[2] == "maker"
    place = company.removesuffix("maker") if is_maker else company + "." if company else ""
    name = place + ("manufacturer" if is_maker else "name")
    return "" if batch.value(table, name, row) is not None else fact_address(batch, table, row, name)


def needs_at(node: Node, row: int) -> Iterator[str]:
    """The facts of the case that would settle an unknown row, in the order of the text; may repeat.

    Nothing is explained for it: of fifty thousand parts only those are looked at that are open.
    """
    if truth_at(node.truths, row) is not UNKNOWN:
        return
    op = node.condition.op
    if op == "some":
        assert node.offsets is not None, "some has elements"  # noqa: S101
        assert node.given is not None, "some is given or not"  # noqa: S101
        (child,), first = node.children, int(node.offsets[row])
        for element in np.flatnonzero(child.truths[first : int(node.offsets[row + 1])] == UNKNOWN).tolist():
            yield from needs_at(child, first + element)
        yield from () if node.given[row] == YES else _unopened(node, row)
    elif op == "test" and not node.children:
        yield from _leaf_needs(node, row)
    elif op == "in-force":
        yield "date"
    else:
        for child, own in _below(node, row):
            yield from needs_at(child, own)


def _leaf_needs(node: Node, row: int) -> tuple[str, ...]:
    test = node.condition.test
    if test is None or test.operator == "meets":
        return ()
    table, attr = node.scope.place(test.fact)
    return _needs(node.scope.batch, table, int(node.scope.rows[table][row]), test.fact, attr)
