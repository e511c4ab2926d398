"""Cases' clauses to their decisions: what decided, under what, what is still to be asked.

A clause is asked of some cases at once, as far as an instrument has something to say to them; what a case is
told is the same as if it had been alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from sekisho.law.decide import PERMITTED_CODE, UNKNOWN_CODE, Judged, judge, state_of, wanted
from sekisho.law.evaluate import scope_of
from sekisho.law.explain import explain, needs_at
from sekisho.law.force import governs, truth_at
from sekisho.model.decision import Citation, Decision, Finding
from sekisho.model.measure import BY_STRICTNESS, Condition, Outcome, Rank, State
from sekisho.truth import NO, UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sekisho.law.columns import Batch
    from sekisho.law.evaluate import Node
    from sekisho.law.force import Governing
    from sekisho.law.register import Law
    from sekisho.model.measure import Block
    from sekisho.truth import Index


Answered: TypeAlias = "tuple[Decision | None, tuple[Decision, ...]]"
"""The decision (None: nothing of the instrument was published yet), and what its other readings say."""


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """A clause of one case: what it comes to, and the rule behind it.

    Attributes:
        at: which of the rows of `judged` the case is.
        code: strictness of its outcome if it holds.
        titles: of a permission, the titles of what permits.
        text: of a permission that another instrument gives, that instrument's own text.
    """

    judged: Judged
    at: int
    truth: Truth
    code: int
    titles: tuple[str, ...] = ()
    text: Governing | None = None

    @property
    def governing(self) -> Governing:
        """The text that is named and cited."""
        return self.text or self.judged.governing

    @property
    def state(self) -> State:
        """Where that text stands."""
        return state_of(self.judged, self.at) if self.text is None else State.IN_FORCE

    @property
    def counts_as(self) -> int:
        """The strictness it contributes."""
        if self.truth is YES:
            return self.code
        return (
            UNKNOWN_CODE if self.truth is UNKNOWN and self.judged.counts and self.code > UNKNOWN_CODE else 0
        )


def answer(
    law: Law,
    batch: Batch,
    row: int,
    instrument: str,
    adopted: frozenset[str],
    only: frozenset[str] = frozenset(),
) -> Answered:
    """What an instrument answers to one case of a batch; see :func:`answers`."""
    return next(answers(law, batch, np.array([row]), instrument, adopted, only))


def answers(
    law: Law,
    batch: Batch,
    rows: Index,
    instrument: str,
    adopted: frozenset[str],
    only: frozenset[str] = frozenset(),
) -> Iterator[Answered]:
    """What an instrument answers to some cases of a batch, one after the other.

    Args:
        law: the register.
        batch: the cases.
        rows: which of them.
        instrument: its id.
        adopted: names of the readings that count.
        only: ids of instruments or measures to look at; empty means all.
    """
    counting = wanted(law, only).get(instrument, frozenset())
    own, scope = law.clauses(instrument), scope_of(law, batch, rows)
    asked = (*(block for block in own if block.id in counting), *_lifted(law, instrument, own))
    clauses: list[list[Clause]] = [[] for _ in range(scope.size)]
    for block in asked:
        for judged in judge(block, scope, keep=True):
            for at, place in enumerate(judged.rows.tolist()):
                clauses[place].extend(_clauses(judged, at, instrument))
    return (_answered(instrument, each, adopted) for each in clauses)


def _answered(instrument: str, clauses: Sequence[Clause], adopted: frozenset[str]) -> Answered:
    if not clauses:
        return None, ()
    aside = [c for c in clauses if _is_reading(c, adopted)]
    counted = [c for c in clauses if c not in aside]
    decision = _decision(instrument, counted, aside)
    return decision, tuple(_reading(clause) for clause in aside if _speaks(clause, decision))


def _clauses(judged: Judged, at: int, instrument: str) -> Iterator[Clause]:
    """A clause of one case, and what its exceptions permit there."""
    block, scope = judged.block, judged.scope
    if block.instrument == instrument:
        yield Clause(judged, at, truth_at(judged.truths, at), int(judged.codes[at]))
    permits = [
        derogation
        for derogation, allowed in judged.permits
        if allowed[at] == YES and instrument in (block.instrument, derogation.instrument)
    ]
    as_of = scope.batch.as_of[int(scope.rows["case"][at])]
    titles = tuple(text.title for each in permits if (text := governs(scope.law, each, as_of)) is not None)
    if block.instrument != instrument:
        text = governs(scope.law, permits[0], as_of) if permits else None
        yield Clause(judged, at, YES if titles else NO, PERMITTED_CODE, titles, text)
    elif titles:
        yield Clause(judged, at, YES, PERMITTED_CODE, titles)


def _lifted(law: Law, instrument: str, own: Sequence[Block]) -> list[Block]:
    """Measures of other instruments that a derogation of this one lifts."""
    targets = {
        t for block in law.instruments[instrument].blocks if block.kind == "derogation" for t in block.lifts
    }
    return [
        block
        for key, block in law.blocks.items()
        if key in targets and block.kind == "measure" and block not in own
    ]


def _is_reading(clause: Clause, adopted: frozenset[str]) -> bool:
    return clause.judged.block.kind == "reading" and clause.judged.governing.word("name") not in adopted


def _decision(instrument: str, counted: Sequence[Clause], aside: Sequence[Clause]) -> Decision:
    best = max(counted, key=lambda c: (c.counts_as, c.counts_as and c.code), default=None)
    if best is None or not best.counts_as:
        best = _latent(counted, aside)
        return _made(
            instrument,
            best or (*counted, *aside)[0],
            Outcome.NO_RULE,
            counted or aside,
            decided=best is not None,
        )
    return _made(instrument, best, BY_STRICTNESS[best.counts_as], counted, decided=True)


def _latent(counted: Sequence[Clause], aside: Sequence[Clause]) -> Clause | None:
    """A clause that would bite but for its state; or a note that holds; or what the press reported."""
    for clause in counted:
        if (
            not clause.titles
            and clause.judged.but_for[clause.at] == YES
            and state_of(clause.judged, clause.at) is not State.ENDED
        ):
            return clause
    reported = (c for c in aside if c.truth is YES and c.judged.governing.rank is Rank.REPORT)
    return next(reported, None)


def _made(
    instrument: str, clause: Clause, outcome: Outcome, clauses: Iterable[Clause], *, decided: bool
) -> Decision:
    block = clause.governing.block
    listed = tuple(clauses)
    under = dict.fromkeys(title for c in listed if c.truth is YES for title in c.titles)
    return Decision(
        instrument,
        block.id if decided and block.kind != "note" else None,
        outcome,
        clause.state,
        _citation(clause.governing),
        tuple(under) if outcome is Outcome.PERMITTED else (),
        _needs(listed),
        clause.governing.word("name") if decided and block.kind == "reading" else "",
        latent=decided and outcome is Outcome.NO_RULE,
        explain=lambda: _finding(instrument, listed),
    )


def _citation(text: Governing) -> Citation:
    unverified = text.keys.get("unverified", ())
    return Citation(
        text.rank,
        text.word("cites"),
        text.word("certainty"),
        unverified if isinstance(unverified, tuple) else (),
        text.word("note") if text.block.kind == "note" else text.word("notice"),
    )


def _needs(clauses: Sequence[Clause]) -> tuple[str, ...]:
    certain = max((clause.code for clause in clauses if clause.truth is YES), default=0)
    open_ends = [c for c in clauses if c.truth is UNKNOWN and c.judged.counts and c.code > certain]
    return tuple(dict.fromkeys(n for c in open_ends for node in _parts(c) for n in needs_at(node, c.at)))


def _reading(clause: Clause) -> Decision:
    governing = clause.judged.governing
    return Decision(
        clause.judged.block.instrument,
        clause.judged.block.id,
        BY_STRICTNESS[clause.code] if clause.truth is YES else Outcome.UNKNOWN,
        clause.state,
        _citation(governing),
        (),
        _needs((clause,)),
        governing.word("name"),
        explain=lambda: _finding(clause.judged.block.instrument, (clause,)),
    )


def _speaks(clause: Clause, decision: Decision) -> bool:
    """Would the reading say something that the decision does not?"""
    if clause.truth is YES:
        return True
    return clause.truth is UNKNOWN and clause.code > max(UNKNOWN_CODE, decision.outcome.strictness)


def _finding(instrument: str, clauses: Sequence[Clause]) -> Finding:
    """Every clause that holds or may hold, strictest first; all of them where none does."""
    ranked = sorted(clauses, key=lambda c: (-c.counts_as, -c.code if c.counts_as else 0))
    telling = [c for c in ranked if c.truth is not NO] or ranked
    children = tuple(_clause_finding(clause) for clause in telling)
    truth = Truth(max(clause.truth for clause in telling))
    return Finding(Condition(instrument, "any", at=telling[0].judged.block.at), truth, children)


def _parts(clause: Clause) -> tuple[Node, ...]:
    """What a clause asks, in the order in which it is told: its force, the act, what excepts it."""
    acts, *others = clause.judged.parts
    inner = acts.children if not acts.condition.label and acts.condition.op == "all" else (acts,)
    return (*others[:1], *inner, *others[1:]) if clause.judged.governing.rule.in_force is not None else inner


def _clause_finding(clause: Clause) -> Finding:
    judged = clause.judged
    children = tuple(explain(part, clause.at) for part in _parts(clause))
    outcome = BY_STRICTNESS[clause.code]
    words = "; ".join(filter(None, (str(outcome), judged.governing.word("cites"))))
    condition = Condition(f"{judged.block.id} ({words})", "all", at=judged.block.at)
    return Finding(condition, clause.truth, children, note="; ".join(clause.titles))
