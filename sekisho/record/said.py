"""What the entries of the record say: the body of each kind, made and read again.

Invariant: a body holds JSON's own values only, and all that is needed to decide again: the case as it was
given, how it was asked, and the whole answer with its reasons and its basis.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sekisho import dates
from sekisho.dates import AsOf
from sekisho.errors import InputError, Location, UsageError
from sekisho.formats.answer import to_dict
from sekisho.formats.given import Given, of_given, to_given
from sekisho.model.entry import Disposition, Kind
from sekisho.record.basis import newest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.law.facts import Facts
    from sekisho.model.case import Case
    from sekisho.model.decision import Answer
    from sekisho.model.entry import Entry
    from sekisho.model.judgement import Judgement
    from sekisho.model.task import State
    from sekisho.record.chain import Said


@dataclass(frozen=True, slots=True)
class Asked:
    """How a case was put to the law, apart from its two times.

    Attributes:
        readings: the readings adopted.
        measures: the instruments or measures looked at; none: all.
        every: were decisions with `no-rule` listed, too?
    """

    readings: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    every: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A recorded decision, read again.

    Attributes:
        number: of its entry.
        case: the name of the case.
        given: the case as it was given.
        asked: how.
        answer: as `docs/reference/output.md` describes it.
    """

    number: int
    case: str
    given: Given
    asked: Asked
    answer: Mapping[str, Any]

    @property
    def as_of(self) -> AsOf:
        """The two times of the question."""
        told = self.answer["as_of"]
        return AsOf(dates.moment(told["on"]), dates.day(told["known"]))

    @property
    def lists(self) -> Mapping[str, str]:
        """What each list rested on."""
        lists: Mapping[str, str] = self.answer["basis"]["lists"]
        return lists

    @property
    def upto(self) -> int | None:
        """The newest snapshot that counted; None: no store was asked."""
        return newest([self.lists])

    def told(self, facts: Facts) -> Case:
        """The case.

        Raises:
            InputError: its words are no words of the case format any more.
        """
        return of_given(self.given, facts, Location("the record", path=f"entry {self.number}"))


def decision(case: Case, answer: Answer, asked: Asked, facts: Facts) -> Said:
    """What was answered to a case."""
    given = to_given(case, facts)
    how = {"readings": list(asked.readings), "measures": list(asked.measures), "every": asked.every}
    return Kind.DECISION, {
        "case": answer.case,
        "given": {"case": given.case, "unopened": list(given.unopened), "beside": given.beside},
        "asked": how,
        "answer": to_dict(answer, facts),
    }


def need(entry: Entry, name: str, value: object, why: str) -> Said:
    """A person's answer to a need of a decision; it decides nothing until the case is asked again with it.

    Raises:
        UsageError: the entry is no decision, or does not ask for that.
    """
    told = decided(entry)
    needs = [each for decision in told.answer["decisions"] for each in decision["needs"]]
    if name not in needs:
        asked = ", ".join(dict.fromkeys(needs)) or "nothing"
        raise UsageError(f"entry {entry.number} does not ask for '{name}'; it asks for {asked}")
    return Kind.NEED, {"case": told.case, "decision": entry.number, "need": name, "value": value, "why": why}


def disposition(entry: Entry, word: Disposition, why: str, rule: str = "") -> Said:
    """A person's word on a decision, or on what one instrument or measure of it found.

    Raises:
        UsageError: the entry is no decision, no such rule spoke in it, or there is no reason.
    """
    told = decided(entry)
    rules = [each[key] for each in told.answer["decisions"] for key in ("instrument", "measure")]
    if rule and rule not in rules:
        spoke = ", ".join(dict.fromkeys(filter(None, rules))) or "none did"
        raise UsageError(f"'{rule}' does not speak in entry {entry.number}; these do: {spoke}")
    if not why.strip():
        raise UsageError("no reason is given; a disposition has an author and a reason (--why)")
    about = {"case": told.case, "decision": entry.number, "rule": rule or None}
    return Kind.DISPOSITION, {**about, "disposition": word.value, "why": why}


def judgement(made: Judgement, snapshot: int | None) -> Said:
    """That somebody judged; the snapshot is where the store has the judgement itself, if it has it."""
    return Kind.JUDGEMENT, {
        "snapshot": snapshot,
        "name": made.name,
        "country": made.country,
        "entity": made.entity,
        "verdict": made.verdict.value,
        "why": made.why,
    }


def proposal(kind: str, body: Mapping[str, object]) -> Said:
    """That what an entry of this kind and body would say is proposed, and takes a second person."""
    return Kind.PROPOSAL, {**body, "proposes": kind}


def review(number: int, word: State, why: str, case: str = "") -> Said:
    """A second person's word on the proposal of that entry, or that it was withdrawn."""
    about = {"case": case} if case else {}
    return Kind.REVIEW, {**about, "proposal": number, "word": word.value, "why": why}


def task(id_: int, about: Mapping[str, object], change: str, why: str, to: str | None = None) -> Said:
    """That something which awaits a person was sent to somebody, or is done with."""
    return Kind.TASK, {**about, "task": id_, "change": change, "to": to, "why": why}


def account(name: str, change: str, **told: str | bool | list[str]) -> Said:
    """What became of an account or of one of its keys; never a secret.

    Args:
        name: of the account.
        change: what was done to it, in a word or two.
        told: the rest.
    """
    return Kind.ACCOUNT, {"account": name, "change": change, **told}


def waking(**told: object) -> Said:
    """That the decisions of a store were held against its lists as they are now, and what came of it."""
    return Kind.WAKING, told


def decided(entry: Entry) -> Decided:
    """A decision, read again.

    Raises:
        UsageError: the entry says something else.
        InputError: it cannot be read.
    """
    if entry.kind != Kind.DECISION:
        raise UsageError(
            f"entry {entry.number} is no decision but a {entry.kind}; `record list` tells which are"
        )
    try:
        body = json.loads(entry.body)
        given, asked = body["given"], body["asked"]
        return Decided(
            entry.number,
            body["case"],
            Given(given["case"], tuple(given["unopened"]), given["beside"]),
            Asked(tuple(asked["readings"]), tuple(asked["measures"]), asked["every"]),
            body["answer"],
        )
    except (ValueError, KeyError, TypeError) as error:
        message = (
            f"entry {entry.number} cannot be read: {error}; `sekisho record verify` says what happened to it"
        )
        raise InputError(message) from error
