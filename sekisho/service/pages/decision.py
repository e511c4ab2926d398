"""One decision: outcome and reasons, what it asks for, what persons said to it, what has changed since."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sekisho.errors import InputError, UsageError
from sekisho.law.facts import COUNTRIES
from sekisho.model.case import Called
from sekisho.model.entry import Disposition
from sekisho.service.pages.fields import needs_of
from sekisho.service.pages.judging import colleagues, doubts_of
from sekisho.service.pages.told import told
from sekisho.service.pages.view import page
from sekisho.store.decisions import Sought

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.responses import Response

    from sekisho.record.difference import Difference
    from sekisho.service.pages.view import Here

MOST_NEEDS = 20
"""That are asked at a time, in the law's own order."""


def decision(at: Here, number: int) -> Response:
    """The page of a decision.

    Raises:
        MissingError: there is none of that number.
    """
    desk, facts = at.desk, at.desk.law.facts
    entry, own = desk.entry(number), desk.decision(number)
    body = json.loads(entry.body)
    case = own.told(facts)
    shown = told(own.answer, Called(case), facts, at.language)
    tasks = [each for each in at.desk.queue.tasks() if number in each.decisions]
    since, why_not = _since(at, number)
    data = {
        "number": number,
        "at": entry.at,
        "by": entry.by,
        "hash": entry.hash,
        "case": own.case,
        "given": own.given.case,
        "answer": dict(own.answer),
        "before": _before(at, body.get("follows")),
        "newer": _newer(at, own.case, number),
        "said": list(_said(at, number)),
        "since": None if since is None else asdict(since),
        "doubts": doubts_of(at, tasks),
    }
    return page(
        at,
        "decision",
        data,
        shown=shown,
        fields=needs_of(shown.needs[:MOST_NEEDS], own.given, facts, at.language, Called(case)),
        left=max(0, len(shown.needs) - MOST_NEEDS),
        why_not=why_not,
        countries=sorted(COUNTRIES),
        colleagues=colleagues(at),
        words=[str(each) for each in Disposition],
        given=json.dumps(own.given.case, ensure_ascii=False, indent=2),
    )


def _before(at: Here, number: int | None) -> dict[str, Any] | None:
    """The decision that this one followed."""
    if number is None:
        return None
    then = at.desk.decision(number)
    return {"number": number, "outcome": then.answer["outcome"]}


def _newer(at: Here, case: str, number: int) -> dict[str, Any] | None:
    """The newest decision of the same case, where this one is not the newest."""
    newest = next(iter(at.desk.decisions(Sought(case), limit=1)), None)
    if newest is None or newest.number <= number:
        return None
    return {"number": newest.number, "outcome": newest.filed.outcome}


def _since(at: Here, number: int) -> tuple[Difference | None, str]:
    """What has changed since, as known on the page's day of knowledge; or why nobody can tell."""
    try:
        return at.desk.again(number, at.as_of.known), ""
    except (InputError, UsageError) as error:
        return None, error.diagnostics()


def _said(at: Here, number: int) -> Iterator[dict[str, Any]]:
    """What persons said to a decision, and how a second one looked at what the first proposed."""
    for entry in at.desk.said_to(number):
        told = {"number": entry.number, "at": entry.at, "by": entry.by, "kind": entry.kind}
        yield {**json.loads(entry.body), **told}
