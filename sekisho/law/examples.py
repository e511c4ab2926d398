"""The examples of the law files: cases and what is to be answered, run as one batch.

An example never asks the clock: without `known` there is no limit to what is known.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sekisho import dates
from sekisho.dates import LAST_DAY, AsOf
from sekisho.errors import InputError, Problem, meant
from sekisho.law.answer import answer
from sekisho.law.columns import Batch
from sekisho.law.decide import decide, reported
from sekisho.model.measure import BY_STRICTNESS, READINGS, Example, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sekisho.dates import Moment
    from sekisho.errors import Location
    from sekisho.law.read import RawBlock
    from sekisho.law.register import Law
    from sekisho.model.case import Case

ReadCase: TypeAlias = "Callable[[Mapping[str, object], Location], Case]"
"""Turns the `case` of an example into a Case, or raises InputError: the case format is read above the law."""


@dataclass(frozen=True, slots=True)
class Question:
    """One line of an example: a case on a day, and what one instrument is to answer."""

    example: Example
    case: Case
    as_of: AsOf
    instrument: str
    outcome: Outcome

    @property
    def adopted(self) -> frozenset[str]:
        """The readings that count."""
        return frozenset(self.example.readings)


@dataclass(frozen=True, slots=True)
class Examples:
    """All questions of a register, laid out in batches by the readings they adopt."""

    questions: tuple[Question, ...]
    batches: tuple[tuple[frozenset[str], tuple[int, ...], Batch], ...]


def read_examples(law: Law, read_case: ReadCase) -> tuple[Examples, list[Problem]]:
    """Every example of a register, and what is wrong with how they are written."""
    problems: list[Problem] = []
    questions: list[Question] = []
    for block in law.raw:
        if block.kind == "example":
            example = _example(law, block, problems)
            if example is not None:
                questions.extend(_questions(example, block, read_case, problems))
    return lay_out(law, tuple(questions)), problems


def lay_out(law: Law, questions: tuple[Question, ...]) -> Examples:
    """Questions in batches."""
    batches = []
    for adopted in dict.fromkeys(question.adopted for question in questions):
        places = tuple(place for place, question in enumerate(questions) if question.adopted == adopted)
        cases = [questions[place].case for place in places]
        batches.append(
            (adopted, places, Batch(cases, [questions[place].as_of for place in places], law.facts))
        )
    return Examples(questions, tuple(batches))


def answers(law: Law, examples: Examples, only: frozenset[str] = frozenset()) -> list[Outcome]:
    """What the law answers to every question; `no-rule` for those it was not to look at."""
    given = [Outcome.NO_RULE] * len(examples.questions)
    for adopted, places, batch in examples.batches:
        board = decide(law, batch, adopted, only)
        rows = {name: row for row, name in enumerate(board.instruments)}
        for column, place in enumerate(places):
            row = rows.get(examples.questions[place].instrument)
            if row is not None:
                given[place] = BY_STRICTNESS[int(board.codes[row, column])]
    return given


def failures(law: Law, examples: Examples) -> Iterator[Problem]:
    """Every example that is not answered as it expects."""
    for question, got in zip(examples.questions, answers(law, examples), strict=True):
        if got is not question.outcome:
            message = (
                f"the example '{question.example.name}' expects {question.instrument} to answer "
                f"{question.outcome} on {question.as_of.on}; the text answers {got}"
            )
            line = question.example.lines.get(
                f"{question.instrument} {question.as_of.on}", question.example.at.line
            )
            hint = "the text or the example is wrong: read the clause again"
            yield Problem(_moved(question.example.at, line), message, hint)
    for question, needs in unmet_needs(law, examples):
        message = (
            f"the example '{question.example.name}' expects the needs {list(question.example.needs or ())}; "
            f"the text asks {list(needs)}"
        )
        yield Problem(question.example.at, message, "they stand in the order of the text")


def unmet_needs(law: Law, examples: Examples) -> Iterator[tuple[Question, tuple[str, ...]]]:
    """Every question whose example names other needs than the law asks, with those."""
    for adopted, places, batch in examples.batches:
        for row, place in enumerate(places):
            question = examples.questions[place]
            if question.example.needs is not None:
                decision, _ = answer(law, batch, row, question.instrument, adopted)
                needs = decision.needs if decision is not None else ()
                if needs != question.example.needs:
                    yield question, needs


def _moved(at: Location, line: int) -> Location:
    return type(at)(at.file, line)


def _example(law: Law, block: RawBlock, problems: list[Problem]) -> Example | None:
    raw = block.raw
    case, expect, readings = raw["case"], raw["expect"], raw.get("readings", [])
    needs, known = raw.get("needs"), raw.get("known")
    if not isinstance(case, dict) or not isinstance(expect, dict):
        problems.append(
            Problem(block.at, "case and expect are tables", "write [case] and [expect.INSTRUMENT], or { … }")
        )
        return None
    wrong = [name for name in readings if name not in READINGS] if isinstance(readings, list) else [readings]
    if wrong:
        hint = f"known are {', '.join(READINGS)}"
        problems.append(Problem(block.line("readings"), f"'{wrong[0]}' is no reading", hint))
        return None
    expected = _expected(law, block, expect, case, problems)
    if needs is not None and (len(expected) != 1 or any(len(days) != 1 for days in expected.values())):
        message = "an example with needs names one instrument and one day"
        problems.append(Problem(block.line("needs"), message, "split it"))
    return Example(
        str(raw["name"]),
        block.instrument,
        case,
        expected,
        block.at,
        known.toordinal() if isinstance(known, dt.date) else None,
        tuple(str(name) for name in readings) if isinstance(readings, list) else (),
        None if not isinstance(needs, list) else tuple(str(need) for need in needs),
        _lines(block, expected),
    )


def _expected(
    law: Law,
    block: RawBlock,
    expect: Mapping[str, object],
    case: Mapping[str, object],
    problems: list[Problem],
) -> dict[str, dict[Moment, Outcome]]:
    expected: dict[str, dict[Moment, Outcome]] = {}
    answering = reported(law)
    for instrument, timeline in expect.items():
        if instrument in answering:
            expected[instrument] = dict(_timeline(block, instrument, timeline, case, problems))
            continue
        at = block.source.at(block.source.clause(instrument))
        known = instrument in law.instruments
        what = "answers nothing: it holds definitions only" if known else "does not exist"
        message = f"the instrument '{instrument}' {what}"
        problems.append(Problem(at, message, meant(instrument, answering)))
    return expected


def _lines(block: RawBlock, expected: Mapping[str, Mapping[Moment, Outcome]]) -> dict[str, int]:
    """The line of each expected answer, where its day is written."""
    return {
        f"{instrument} {moment}": block.source.clause(str(moment))
        for instrument, days in expected.items()
        for moment in days
        if str(moment) in block.source.text
    }


def _timeline(
    block: RawBlock, instrument: str, timeline: object, case: Mapping[str, object], problems: list[Problem]
) -> Iterator[tuple[Moment, Outcome]]:
    days = timeline if isinstance(timeline, dict) else {case.get("date", ""): timeline}
    at = block.source.at(block.source.clause(instrument))
    for written, word in days.items():
        try:
            moment = dates.moment(str(written))
        except ValueError:
            problems.append(
                Problem(at, f"'{written}' is no day", "write 2019-08-13 = …, or give the case a date")
            )
            continue
        if not isinstance(word, str) or word not in tuple(Outcome):
            problems.append(Problem(at, f"'{word}' is no outcome", meant(str(word), tuple(Outcome))))
            continue
        yield moment, Outcome(word)


def _questions(
    example: Example, block: RawBlock, read_case: ReadCase, problems: list[Problem]
) -> Iterator[Question]:
    try:
        case = read_case({"id": example.name, **example.case}, block.at)
    except InputError as error:
        problems.extend(error.problems or [Problem(block.at, str(error))])
        return
    known = LAST_DAY if example.known is None else example.known
    for instrument, days in example.expect.items():
        for moment, outcome in days.items():
            yield Question(example, case, AsOf(moment, known), instrument, outcome)
