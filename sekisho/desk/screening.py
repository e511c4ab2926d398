"""Answers the cases that wait together, and keeps the answers together.

Two threads, one after the other: the first decides what waits as one batch, the second adds what was decided
to the record in one transaction. Invariants: an answer is told only after it is kept; a case that cannot be
answered is refused alone; where the store cannot be written, everybody is told whose answer was to be kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from sekisho import dates
from sekisho.desk.asked import Answered
from sekisho.desk.beside import Beside, beside, keep
from sekisho.desk.gather import BusyError, Gathering
from sekisho.model.entry import Kind
from sekisho.record.chain import Chain, ready
from sekisho.record.said import decision

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.desk.asked import Question
    from sekisho.desk.ready import Ready
    from sekisho.law.register import Law
    from sekisho.model.case import Case
    from sekisho.model.decision import Answer
    from sekisho.record.chain import Ready as Entering
    from sekisho.record.said import Asked
    from sekisho.screen.run import Screener
    from sekisho.screen.supply import Knowledge
    from sekisho.store.engine import Archive

TOGETHER = 64
"""Cases that are decided at once, and answers that are kept in one transaction."""
WAITING = 4096
"""Cases that may wait; whoever comes later is asked to come again."""
MOMENT = 0.02
"""Seconds that a case waits for others: less than what a batch costs beside its cases."""
NOBODY = "nobody"
"""The author of an answer that is not kept."""


@dataclass(frozen=True, slots=True)
class _Decided:
    """A question that has its answer.

    Attributes:
        entry: the answer, ready to be kept, whether it is to be or not.
        before: what is to be kept in front of it.
        beside: what is to be kept beside it.
    """

    question: Question
    told: Mapping[str, Any]
    entry: Entering
    before: tuple[Entering, ...]
    beside: Beside

    def tell(self, number: int | None = None, own: str = "") -> None:
        """Give it to whoever asked."""
        self.question.answered.set_result(Answered(number, own, self.told, self.entry.body))


class Screening:
    """Cases in, answers out, kept where that is wanted."""

    def __init__(self, archive: Archive, law: Law, rooms: Ready) -> None:
        """Begin to take cases in."""
        self._archive = archive
        self._law = law
        self._rooms = rooms
        self._keeping = Gathering("keeping", self._keep, TOGETHER)
        self._deciding = Gathering("deciding", self._decide, TOGETHER, WAITING, MOMENT)

    def put(self, questions: Sequence[Question]) -> None:
        """Take questions in; each is answered in its own `answered`.

        Raises:
            BusyError: too many wait already.
        """
        if len(self._keeping) > WAITING:
            raise BusyError("the store is slow: too much waits to be kept; ask again in a moment", wait=5)
        self._deciding.put(questions)

    def __len__(self) -> int:
        """How many cases wait to be decided."""
        return len(self._deciding)

    def close(self) -> None:
        """Take nothing more in; what was taken in is answered and kept."""
        self._deciding.close()
        self._keeping.close()

    def _decide(self, questions: Sequence[Question]) -> None:
        ways: dict[Asked, list[Question]] = {}
        for each in questions:
            if each.answered.set_running_or_notify_cancel():
                ways.setdefault(each.asked, []).append(each)
        for alike in ways.values():
            try:
                decided = self._answered(alike)
            except Exception as error:  # noqa: BLE001  # whatever it is, somebody waits for it
                self._one_by_one(alike, error)
            else:
                self._hand_on(decided)

    def _one_by_one(self, alike: Sequence[Question], error: Exception) -> None:
        """Where one of several cannot be answered, the others are."""
        if len(alike) == 1:
            alike[0].answered.set_exception(error)
            return
        for each in alike:
            try:
                decided = self._answered([each])
            except Exception as own:  # noqa: BLE001  # as above
                each.answered.set_exception(own)
            else:
                self._hand_on(decided)

    def _answered(self, alike: Sequence[Question]) -> list[_Decided]:
        """The answers to questions that are asked in one way."""
        with self._rooms.turn():
            screener = self._rooms.screener(alike[0].asked)
            answers = screener.answers([_timed(each) for each in alike], alike[0].as_of)
            # Reasons are made on access, from what the next batch takes the place of: so they are made here.
            bodies = [self._body(*pair) for pair in zip(alike, answers, strict=True)]
            besides = list(_besides(screener, alike, bodies))
        return [
            _Decided(
                each,
                body,
                ready((Kind.DECISION, body), each.by or NOBODY),
                tuple(ready(entry, each.by) for entry in each.before),
                own,
            )
            for each, body, own in zip(alike, bodies, besides, strict=True)
        ]

    def _body(self, question: Question, answer: Answer) -> Mapping[str, Any]:
        _, body = decision(question.case, answer, question.asked, self._law.facts)
        return body if question.follows is None else {**body, "follows": question.follows}

    def _hand_on(self, decided: Sequence[_Decided]) -> None:
        kept = [each for each in decided if each.question.record]
        for each in decided:
            if not each.question.record:
                each.tell()
        if kept:
            self._keeping.put(kept)

    def _keep(self, decided: Sequence[_Decided]) -> None:
        prepared = [entry for each in decided for entry in (*each.before, each.entry)]
        at = dates.instant()
        try:
            with self._archive.writing() as connection:
                made = iter(Chain(self._archive).add(connection, prepared, at))
                own = [next(islice(made, len(each.before), None)) for each in decided]
                kept = zip(own, decided, strict=True)
                told = [(entry, each.question.case.id, each.beside) for entry, each in kept]
                keep(connection, self._law, told, at)
        except Exception as error:  # noqa: BLE001  # whatever it is, somebody waits for it
            for each in decided:
                each.question.answered.set_exception(error)
            return
        for entry, each in zip(own, decided, strict=True):
            each.tell(entry.number, entry.hash)


def _besides(
    screener: Screener, questions: Sequence[Question], bodies: Sequence[Mapping[str, Any]]
) -> Iterator[Beside]:
    """What is to be kept beside each answer; nothing where it is not kept itself."""
    rooms: dict[int, Knowledge] = {}  # of a day of knowledge: which store that is, the database is asked once
    for each, body in zip(questions, bodies, strict=True):
        if not each.record:
            yield Beside()
            continue
        case = _timed(each)
        known = each.as_of.known if case.known is None else case.known
        if known not in rooms:
            rooms[known] = screener.knowing(known)
        yield beside(rooms[known], case, body["answer"])


def _timed(question: Question) -> Case:
    """The case with its times, so that cases with different ones can be answered together."""
    case, as_of = question.case, question.as_of
    return replace(case, on=case.on or as_of.on, known=as_of.known if case.known is None else case.known)
