"""Clauses to answers: each instrument's answer is one maximum over its clauses.

A true clause gives its outcome; an unknown measure stricter than `unknown` gives `unknown`; an unknown
flag is silent. Over a batch this fills columns of outcomes; for one row the same clauses are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sekisho.law.evaluate import Node, evaluate, scope_of, stretches
from sekisho.law.force import truth_at
from sekisho.law.rule import ACTION
from sekisho.model.measure import Outcome, Rank, State
from sekisho.truth import NO, YES, negate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from sekisho.law.columns import Batch
    from sekisho.law.evaluate import Scope
    from sekisho.law.force import Governing
    from sekisho.law.register import Law
    from sekisho.model.measure import Block
    from sekisho.truth import Index, Truths

UNKNOWN_CODE = Outcome.UNKNOWN.strictness
PERMITTED_CODE = Outcome.PERMITTED.strictness
_NO, _YES = int(NO), int(YES)
"""For columns: NumPy asks an enumeration for much that it lacks."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause, asked of the rows that one of its texts governs.

    Attributes:
        truths: does the clause hold?
        caught: would it, were there no exception?
        but_for: would it, were it in force and not suspended?
        codes: the strictness of its outcome, a row.
        parts: the nodes of the rule, as asked: acts, in force, not suspended, no exception.
        permits: each exception, with whether it permits the act.
    """

    block: Block
    governing: Governing
    rows: Index
    truths: Truths
    caught: Truths
    but_for: Truths
    codes: npt.NDArray[np.int8]
    parts: tuple[Node, ...]
    permits: tuple[tuple[Block, Truths], ...] = ()

    @property
    def scope(self) -> Scope:
        """The rows, as they were asked."""
        return self.parts[0].scope

    @property
    def counts(self) -> bool:
        """Does it count as `unknown` where it is unknown? A flag is silent."""
        return self.block.kind in ("measure", "reading")


def judge(block: Block, scope: Scope, *, keep: bool = False) -> Iterator[Judged]:
    """Ask a clause of every row, text by text; rows before anything was published are left out.

    Args:
        block: the clause.
        scope: the rows.
        keep: remember every node, for an explanation; otherwise rows whose act it is not about are left out.
    """
    for governing, rows in stretches(scope, block):
        if governing is not None:
            acts = evaluate(governing.rule.acts, scope.take(rows), keep=keep)
            if keep:
                yield _judge(block, governing, rows, acts, keep=True)
            elif len(left := (acts.truths > _NO).nonzero()[0]):
                open_ = Node(acts.condition, acts.truths[left], acts.scope.take(left))
                yield _judge(block, governing, rows[left], open_, keep=False)


def _judge(block: Block, governing: Governing, rows: Index, acts: Node, *, keep: bool) -> Judged:
    rule, scope = governing.rule, acts.scope
    parts, permits = [acts], []
    caught, but_for = acts.truths, acts.truths
    for part in (rule.in_force, rule.unsuspended):
        if part is not None:
            parts.append(evaluate(part, scope, keep=keep))
            caught = np.minimum(caught, parts[-1].truths)
    truths = caught
    if rule.unexcepted is not None:
        (either,) = rule.unexcepted.children
        exceptions = tuple(evaluate(each, scope, keep=keep) for each in either.children)
        permits = [(scope.law.blocks[e.condition.over], np.minimum(caught, e.truths)) for e in exceptions]
        excepted = Node(either, np.maximum.reduce([e.truths for e in exceptions]), scope, exceptions)
        parts.append(Node(rule.unexcepted, negate(excepted.truths), scope, (excepted,)))
        truths, but_for = np.minimum(caught, parts[-1].truths), np.minimum(but_for, parts[-1].truths)
    codes = _codes(governing, scope)
    return Judged(block, governing, rows, truths, caught, but_for, codes, tuple(parts), tuple(permits))


def _codes(governing: Governing, scope: Scope) -> npt.NDArray[np.int8]:
    if governing.block.kind == "note":
        return np.zeros(scope.size, np.int8)
    outcome, by = governing.outcome, governing.by
    if by is None:
        return np.full(scope.size, outcome.strictness, np.int8)
    days = scope.batch.times.days[scope.rows["case"]]
    codes: npt.NDArray[np.int8] = np.full(scope.size, governing.then.strictness, np.int8)
    codes[days <= by] = outcome.strictness
    return codes


@dataclass(frozen=True, slots=True)
class Board:
    """The answers to a batch: one row an instrument, one column a case.

    Attributes:
        codes: the strictness of each answer.
        shown: is there more to say than `no-rule`: a clause that would bite but for its state, or a reading?
    """

    instruments: tuple[str, ...]
    codes: npt.NDArray[np.int8]
    shown: npt.NDArray[np.bool_]

    @property
    def overall(self) -> npt.NDArray[np.int8]:
        """The strictest answer to each case."""
        strictest: npt.NDArray[np.int8] = self.codes.max(axis=0, initial=0)
        return strictest


def decide(
    law: Law, batch: Batch, adopted: frozenset[str] = frozenset(), only: frozenset[str] = frozenset()
) -> Board:
    """Answer every case of a batch by every instrument.

    Args:
        law: the register.
        batch: the cases.
        adopted: names of the readings that count.
        only: ids of instruments or measures to look at; empty means all.
    """
    asked = wanted(law, only)
    places = {name: place for place, name in enumerate(asked)}
    size = (len(asked), len(batch))
    board = Board(tuple(asked), np.zeros(size, np.int8), np.zeros(size, np.bool_))
    scope = scope_of(law, batch)
    acts = {case.facts.get(ACTION.attr) for case in batch.cases}
    for each in asked_of(law, only):
        if each.acts is None or None in acts or not each.acts.isdisjoint(acts):
            for judged in judge(each.block, scope):
                _mark(board, places, judged, adopted, counts=each.counts)
    return board


class Asked(NamedTuple):
    """A clause that is asked.

    Attributes:
        counts: does it count itself, or only what lifts it?
        acts: what it is about under any of its texts; None: whatever is done, under one of them.
    """

    block: Block
    counts: bool
    acts: frozenset[str] | None


@lru_cache(maxsize=8)
def asked_of(law: Law, only: frozenset[str]) -> tuple[Asked, ...]:
    """The clauses that are asked, where these instruments or measures are looked at; empty means all."""
    asked, found = wanted(law, only), []
    for name in law.instruments:
        for block in law.clauses(name):
            counts = block.id in asked.get(name, ())
            if counts or {each.instrument for each in law.lifting.get(block.id, ())} & set(asked):
                found.append(Asked(block, counts, _acts(law, block)))
    return tuple(found)


def _acts(law: Law, block: Block) -> frozenset[str] | None:
    chains = [
        [text.keys.get("actions") for text in each.texts]
        for each in (law.instruments[block.instrument], block)
    ]
    if not any(isinstance(chain[0], tuple) for chain in chains):
        return None
    told = law.facts.told[ACTION.attr]
    return frozenset().union(
        *(told.expand(each) for chain in chains for each in chain if isinstance(each, tuple))
    )


def _mark(
    board: Board, places: dict[str, int], judged: Judged, adopted: frozenset[str], *, counts: bool
) -> None:
    """Enter a clause into the board: its own answer where it counts, and what its exceptions permit."""
    rows = judged.scope.rows["case"]
    for derogation, allowed in judged.permits:
        code = np.where(allowed == _YES, np.int8(PERMITTED_CODE), np.int8(0))
        for name in {judged.block.instrument, derogation.instrument} & set(places):
            board.codes[places[name], rows] = np.maximum(board.codes[places[name], rows], code)
    if not counts:
        return
    place, holds = places[judged.block.instrument], judged.truths == _YES
    if judged.block.kind == "reading" and judged.governing.word("name") not in adopted:
        board.shown[place, rows] |= judged.but_for > _NO
        return
    codes = np.where(holds, judged.codes, np.int8(0))
    if judged.counts:
        open_end = (judged.truths > _NO) & ~holds & (judged.codes > UNKNOWN_CODE)
        codes = np.maximum(codes, np.where(open_end, np.int8(UNKNOWN_CODE), np.int8(0)))
    board.codes[place, rows] = np.maximum(board.codes[place, rows], codes)
    board.shown[place, rows] |= (judged.but_for == _YES) & ~holds


@lru_cache(maxsize=8)  # asked for every answer; of a law and what is looked at there is one at a time
def wanted(law: Law, only: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """The answering instruments to look at, each with the ids of its clauses that count.

    Args:
        law: the register.
        only: ids of instruments, measures, flags or readings; empty means all. Others are passed over.
    """
    asked = {}
    for name in reported(law):
        clauses = frozenset(block.id for block in law.clauses(name))
        chosen = clauses if not only or name in only else clauses & only
        if chosen or not only or name in only:
            asked[name] = chosen
    return asked


def reported(law: Law) -> tuple[str, ...]:
    """The instruments that answer: all but those that hold only definitions."""
    return tuple(
        key
        for key, instrument in law.instruments.items()
        if any(b.kind != "definition" for b in instrument.blocks)
    )


def state_of(judged: Judged, row: int = 0) -> State:
    """Where a clause stands for one of its rows."""
    rule = judged.governing.rule
    if judged.governing.rank is Rank.REPORT:
        return State.REPORTED
    in_force = truth_at(judged.parts[1].truths, row) if rule.in_force is not None else YES
    scope = judged.scope
    state = judged.governing.state(in_force, int(scope.batch.times.days[scope.rows["case"][row]]))
    if (
        state is State.IN_FORCE
        and rule.unsuspended is not None
        and truth_at(judged.parts[2].truths, row) is NO
    ):
        return State.SUSPENDED
    return state
