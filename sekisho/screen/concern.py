"""Whom a rule is about, and at whom it is aimed, asked of what is told of somebody.

What is not told excludes nothing: a rule is passed over where it says no.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sekisho.dates import AsOf, Moment
from sekisho.errors import Location
from sekisho.formats.case import case_of
from sekisho.law.evaluate import evaluate, scope_of, stretches
from sekisho.screen.run import now
from sekisho.screen.sweep import turning
from sekisho.truth import NO

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.law.force import Governing
    from sekisho.model.case import Case
    from sekisho.screen.run import Screener


def concerning(case: Case, screener: Screener) -> Callable[[Governing], bool]:
    """Whether a text may be about a case; what is not told, even all but the actor, excludes nothing."""
    scope = scope_of(screener.law, screener.batch([case], now()))
    return lambda governing: bool(evaluate(governing.rule.acts, scope).truths[0] > NO)


def aimed_at(name: str, screener: Screener, known: int) -> frozenset[str]:
    """The measures that may reach what a company makes or deals in, on any day, as known on a day.

    The company is the only party and the maker of the item, of which no part is another's. A rule that names
    nobody and goes by a criterion may reach everybody.

    Args:
        name: of the company.
        screener: the law, and who is who.
        known: the day of knowledge.
    """
    knowledge = screener.knowing(known)
    told = {"parties": [{"name": name, "owners": []}], "item": {"manufacturer": name, "components": []}}
    case = case_of(told, Location("a question"), screener.law.facts, default_id=name)
    cases = [
        replace(case, on=Moment(day), known=known) for day in turning(screener.law, knowledge.store, case)
    ]
    scope = scope_of(screener.law, screener.batch(cases, AsOf(Moment(known), known), knowledge))
    return frozenset(
        block.id
        for block in screener.law.blocks.values()
        if block.kind == "measure"
        for governing, rows in stretches(scope, block)
        if governing is not None and (evaluate(governing.rule.acts, scope.take(rows)).truths > NO).any()
    )
