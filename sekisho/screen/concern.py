"""Whom a rule is about: the act, who is bound and what is covered, asked of what is told of somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.law.evaluate import evaluate, scope_of
from sekisho.screen.run import now
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
