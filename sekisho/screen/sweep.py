"""One case put to every jurisdiction on every day: where and when might it have gone ahead?

The case is asked again with its actor moved to each jurisdiction, on each day on which law, lists or owners
change. Invariant: between two of those days nothing changes, so the stretches are exact.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sekisho.dates import FIRST_DAY, LAST_DAY, AsOf, Interval, Moment
from sekisho.law.overview import countries
from sekisho.law.timeline import turns
from sekisho.model.case import Listed, Owner, Row
from sekisho.model.matrix import Stretch
from sekisho.model.measure import BY_STRICTNESS
from sekisho.screen.board import strictest
from sekisho.screen.run import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sekisho.law.register import Law
    from sekisho.model.case import Case, Value
    from sekisho.screen.run import Screener
    from sekisho.store.base import Store

STATE = {"central-government", "federal-agency"}
"""One kind of body, of which the law of the United States has a name of its own."""
FEDERAL = "us"


def sweep(
    case: Case, screener: Screener, known: int, only: Iterable[str] = ()
) -> dict[str, tuple[Stretch, ...]]:
    """What each jurisdiction answers to a case over all time, as known on a day.

    Args:
        case: its own day is passed over.
        screener: the law and the store.
        known: the day of knowledge.
        only: jurisdictions to ask; none means all of the register.
    """
    own, chosen = countries(screener.law), frozenset(only)
    knowledge = screener.knowing(known)
    days = turning(screener.law, knowledge.store, case)
    told = {}
    for country in own:
        if not chosen or country in chosen:
            moved = replace(moved_to(case, country), known=known)
            boards = [
                screener.decide(screener.batch(chunk, AsOf(Moment(known), known), knowledge))
                for chunk in _chunks([replace(moved, on=Moment(day)) for day in days])
            ]
            answers = [each for board in boards for each in strictest(board, own[country])]
            told[country] = tuple(_stretches(days, answers))
    return told


def moved_to(case: Case, country: str) -> Case:
    """A case with its actor in another country; goods that leave the actor's country leave that one."""
    actor: dict[str, Value] = {**case.actor.facts, "country": country}
    kinds = actor.get("kinds")
    if isinstance(kinds, tuple):
        state = "federal-agency" if country == FEDERAL else "central-government"
        actor["kinds"] = tuple(state if kind in STATE else kind for kind in kinds)
    facts = dict(case.facts)
    if facts.get("use.from") is not None and facts.get("use.from") == case.actor.facts.get("country"):
        facts["use.from"] = country
    return replace(case, actor=replace(case.actor, facts=actor), facts=facts)


def turning(law: Law, store: Store, case: Case) -> list[int]:
    """Every day on which an answer to a case may change, and the first of all days."""
    days = {FIRST_DAY}
    for block in law.blocks.values():
        days |= turns(law, block)
    lists = set(law.lists())
    spans = [each.valid for own in store.listings.values() for each in own if each.list in lists]
    spans += [span for each in store.holdings() for span in (each.since, each.until) if span is not None]
    for span in (*spans, *_dates(case)):
        days |= {span.first, min(span.last + 1, LAST_DAY)}
    return sorted(days)


def _dates(case: Case) -> Iterator[Interval]:
    """The dates that a case tells of owners, listings and what is held."""
    todo: list[object] = [case.actor, case.parties, case.components, case.authorisations]
    while todo:
        one = todo.pop()
        if isinstance(one, Interval):
            yield one
        elif isinstance(one, Moment):
            yield Interval(one.day, one.day)
        elif isinstance(one, tuple):
            todo += one
        elif isinstance(one, Row):
            todo += [*one.facts.values(), one.owners, one.listed, one.uses]
        elif isinstance(one, (Owner, Listed)):
            todo += [one.since, one.until, getattr(one, "owners", None)]


def _chunks(cases: list[Case]) -> Iterator[list[Case]]:
    return (cases[start : start + CHUNK] for start in range(0, len(cases), CHUNK))


def _stretches(days: Sequence[int], answers: Sequence[tuple[int, tuple[str, ...]]]) -> Iterator[Stretch]:
    starts = [at for at in range(len(days)) if at == 0 or answers[at] != answers[at - 1]]
    for place, at in enumerate(starts):
        last = days[starts[place + 1]] - 1 if place + 1 < len(starts) else LAST_DAY
        code, instruments = answers[at]
        yield Stretch(Interval(days[at], last), BY_STRICTNESS[code], instruments)
