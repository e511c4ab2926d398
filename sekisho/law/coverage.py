"""What the examples leave untried: rule 11 of the law format, measure by measure.

A measure needs a question in which it gives the answer and one in which it does not hold; each date it
reads one on the day and one beside it, about an act it would catch on some day; each `some` one for a
collection that is empty and one for a collection that nobody told, about an act of its list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sekisho.dates import iso
from sekisho.errors import Problem
from sekisho.law.decide import judge
from sekisho.law.evaluate import scope_of
from sekisho.law.examples import answers
from sekisho.law.explain import ROOTS
from sekisho.law.force import suspends
from sekisho.law.register import walk
from sekisho.law.uses import Places, conditions_under
from sekisho.truth import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.errors import Location
    from sekisho.law.examples import Examples
    from sekisho.law.register import Law
    from sekisho.model.case import Case, Row
    from sekisho.model.measure import Block, Text

EMPTY, ABSENT = "= []", "left out"
WRITTEN: Mapping[str, str] = {**ROOTS, "party-use": "parties[…].uses"}
"""How an example writes each collection."""

COMPUTED = frozenset({"actions", "binds", "covers", "target", "outcome", "rank", "until", "by", "then"})
"""The keys of a clause that its answer rests on, `from` apart."""


class Trial(NamedTuple):
    """One question put to one measure.

    Attributes:
        day: of the act.
        touches: may the act be one the measure is about, whatever the day?
        fails: is it certain that the measure does not hold?
        answers: does it hold, and is its outcome what the instrument answers?
    """

    case: Case
    day: int
    touches: bool
    fails: bool
    answers: bool


class Edge(NamedTuple):
    """A date that measures read: the key that gives it, its text, and the measures that read it there."""

    key: str
    day: int
    text: Text
    measures: tuple[Block, ...]

    @property
    def beside(self) -> int:
        """The day on the other side."""
        return self.day - 1 if self.key == "from" else self.day + 1


def untried(law: Law, examples: Examples) -> Iterator[Problem]:
    """Everything about the measures that no example tries."""
    places = Places(law)
    given = [outcome.strictness for outcome in answers(law, examples)]
    for instrument in law.instruments.values():
        measures = [block for block in instrument.blocks if block.kind == "measure"]
        trials = {measure.id: _trials(law, examples, measure, given) for measure in measures}
        for measure in measures:
            yield from _sides(law, measure, trials[measure.id])
            yield from _collections(law, measure, trials[measure.id])
        for edge in _edges(instrument.texts, measures):
            tried = {trial.day for each in edge.measures for trial in trials[each.id] if trial.touches}
            missing = [day for day in sorted((edge.day, edge.beside)) if day not in tried]
            if missing:
                yield _problem(edge, missing, places.of(edge.text, edge.key))


def _trials(law: Law, examples: Examples, measure: Block, given: Sequence[int]) -> list[Trial]:
    trials: list[Trial] = []
    for _, places, batch in examples.batches:
        own = [
            row
            for row, place in enumerate(places)
            if examples.questions[place].instrument == measure.instrument
        ]
        for judged in judge(measure, scope_of(law, batch, np.array(own, np.intp)), keep=True) if own else ():
            for at, position in enumerate(judged.rows):
                row = own[position]
                trials.append(
                    Trial(
                        batch.cases[row],
                        batch.as_of[row].on.day,
                        bool(judged.parts[0].truths[at] > NO),
                        bool(judged.truths[at] == NO),
                        bool(judged.truths[at] == YES and judged.codes[at] == given[places[row]]),
                    )
                )
    return trials


def _sides(law: Law, measure: Block, trials: Sequence[Trial]) -> Iterator[Problem]:
    if not any(trial.answers for trial in trials) and not _unreachable(law, measure):
        message = f"no example in which '{measure.id}' gives the answer"
        yield Problem(measure.at, message, "write a case that it catches, and no stricter measure does")
    if not any(trial.fails for trial in trials):
        message = f"no example in which '{measure.id}' does not hold"
        yield Problem(measure.at, message, "write a case just outside it")


def _unreachable(law: Law, measure: Block) -> bool:
    """Is it never in force, no day being set, or suspended as long as it would be?"""
    texts = (*law.instruments[measure.instrument].texts, *measure.texts)
    return all(text.start is None for text in texts) or any(
        suspends(other)
        and other.instrument == measure.instrument
        and len(other.texts) == 1
        and not {"from", "until"} & set(other.texts[0].keys)
        and getattr(other.texts[0].keys.get("when"), "op", "") == "always"
        for other in law.lifting.get(measure.id, ())
    )


def _edges(inherited: Sequence[Text], measures: Sequence[Block]) -> Iterator[Edge]:
    for text, key, day in _days(inherited):
        amends = key == "from" and text is not inherited[0]
        reading = tuple(measure for measure in measures if amends or key not in measure.texts[0].keys)
        if reading:
            yield Edge(key, day, text, reading)
    for measure in measures:
        yield from (Edge(key, day, text, (measure,)) for text, key, day in _days(measure.texts))


def _days(texts: Sequence[Text]) -> Iterator[tuple[Text, str, int]]:
    """Every date of some texts, but the `from` of one that changes only what is shown."""
    begun = False
    for text in texts:
        if text.start is not None:
            if not begun or COMPUTED & set(text.keys):
                yield text, "from", text.start.day
            begun = True
        for key in ("until", "by"):
            day = text.keys.get(key)
            if isinstance(day, int):
                yield text, key, day


def _problem(edge: Edge, missing: Sequence[int], at: Location) -> Problem:
    measure = edge.measures[0]
    days = " and none on ".join(map(iso, missing))
    message = f"'{measure.id}' reads {edge.key} = {iso(edge.day)}; no example that it touches is on {days}"
    return Problem(at, message, f"add {iso(missing[0])} = … to an example of {measure.instrument}")


def _collections(law: Law, measure: Block, trials: Sequence[Trial]) -> Iterator[Problem]:
    asked = dict.fromkeys(
        node.over
        for condition in conditions_under(law, measure)
        for node in walk(condition)
        if node.op == "some"
    )
    actions = _actions(law, measure)
    cases = [trial.case for trial in trials if trial.case.facts.get("action") in actions]
    for over in asked:
        told = {how for case in cases for how in _told(case, over)}
        for how in (EMPTY, ABSENT):
            if how not in told:
                message = (
                    f"'{measure.id}' asks of some {over}; no example of such an act has {WRITTEN[over]} {how}"
                )
                yield Problem(
                    measure.at, message, f"add an example of {measure.instrument} with {WRITTEN[over]} {how}"
                )


def _actions(law: Law, measure: Block) -> frozenset[str]:
    texts = measure.texts
    if "actions" not in texts[0].keys:
        texts = (*texts, *law.instruments[measure.instrument].texts)
    given = (text.keys.get("actions") for text in texts)
    return frozenset(word for words in given if isinstance(words, tuple) for word in words)


def _told(case: Case, over: str) -> Iterator[str]:
    collections: dict[str, Sequence[tuple[Row, ...] | None]] = {
        "party": (case.parties,),
        "component": (case.components,),
        "authorisation": (case.authorisations,),
        "actor-use": (case.actor.uses,),
        "party-use": [party.uses for party in case.parties or ()],
    }
    for rows in collections[over]:
        if rows is None:
            yield ABSENT
        elif not rows:
            yield EMPTY
