"""The law on a date: every instrument, how it reads, and what its measures were, when."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query

from sekisho import dates
from sekisho.desk.refusals import MissingError
from sekisho.law.facts import COUNTRIES, Fact, Facts
from sekisho.law.overview import Row, row_of, rows
from sekisho.law.render import show
from sekisho.law.timeline import Life, lives
from sekisho.model.measure import Outcome, State
from sekisho.model.person import Right
from sekisho.service.api import shapes
from sekisho.service.asking import TheDesk, Times, may
from sekisho.service.routes import Routes

router = Routes(prefix="/api", tags=["law"], dependencies=[may(Right.LOOK_UP)])
Lang = Annotated[Literal["en", "ja"], Query(description="The language of titles, clauses and questions.")]


class Instrument(shapes.Shape):
    """An act of law in a line; `outcomes` are the words that its rules may answer."""

    id: str
    country: str
    rank: str
    state: str
    since: str
    until: str
    outcomes: str
    title: str


class Register(shapes.Shape):
    """The register on a day, as known on a day."""

    as_of: shapes.AsOf
    digest: str
    instruments: list[Instrument]


class Span(shapes.Shape):
    """A stretch of days in which a measure stood the same."""

    days: str
    outcome: Outcome
    words: str
    state: State


class Measure(shapes.Shape):
    """What a measure was, when; and what of it is doubted."""

    id: str
    certainty: str
    unverified: list[str]
    spans: list[Span]


class Reading(shapes.Shape):
    """An instrument as it reads on a day: in a line, as text with its rules, its measures through time."""

    as_of: shapes.AsOf
    instrument: Instrument
    text: str
    measures: list[Measure]


class Asked(shapes.Shape):
    """A fact that the law asks about; without values it is free; `groups` are words for several values."""

    name: str
    type: str
    unit: str
    question: str
    values: list[str]
    groups: dict[str, list[str]]


@router.get("/law")
def register(
    desk: TheDesk, times: Times, country: Annotated[str, Query(description="Only this jurisdiction.")] = ""
) -> Register:
    """Every instrument that was published by the day of knowledge, and where it stands."""
    found = [_line(each) for each in rows(desk.law, times) if not country or each.country == country]
    return Register(as_of=shapes.AsOf.of(times), digest=desk.law.digest, instruments=found)


@router.get("/law/{instrument}")
def instrument(
    instrument: Annotated[str, Path(description="Its id, as US-889A.")],
    desk: TheDesk,
    times: Times,
    lang: Lang = "en",
) -> Reading:
    """An instrument as it reads on a day, as known on a day."""
    known = desk.law.instruments.get(instrument)
    row = None if known is None else row_of(desk.law, known, times)
    if known is None or row is None:
        raise MissingError(
            f"there is no instrument '{instrument}' as known on {dates.iso(times.known)}; see /api/law"
        )
    own = frozenset(block.id for block in known.blocks)
    return Reading(
        as_of=shapes.AsOf.of(times),
        instrument=_line(row),
        text=show(desk.law, instrument, times, lang),
        measures=[_measure(each) for each in lives(desk.law, times.known, only=own)],
    )


@router.get("/facts")
def facts(desk: TheDesk, lang: Lang = "en") -> list[Asked]:
    """Every fact that a law may test, with its question."""
    return [_fact(name, fact, desk.law.facts, lang) for name, fact in sorted(desk.law.facts.told.items())]


def _line(row: Row) -> Instrument:
    return Instrument(**row._asdict())


def _measure(life: Life) -> Measure:
    spans = [
        Span(days=each.days.words, outcome=each.outcome, words=each.words, state=each.state)
        for each in life.spans
    ]
    return Measure(id=life.block, certainty=life.certainty, unverified=list(life.unverified), spans=spans)


def _fact(name: str, fact: Fact, facts: Facts, lang: str) -> Asked:
    return Asked(
        name=name,
        type=fact.type,
        unit=fact.unit,
        question=facts.question(name, lang),
        values=sorted(fact.values or ()) if fact.values is not COUNTRIES else [],
        groups={group: sorted(words) for group, words in fact.groups.items()},
    )
