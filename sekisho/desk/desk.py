"""The desk: the one object that a face holds, to ask the law, look up what was decided, and ask it again.

It knows neither HTTP nor HTML. What is done at it is recorded in the name of whoever calls; what he may do is
asked of `desk/rights.py` and nowhere else.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.dates import AsOf
from sekisho.desk.asked import PLAIN, Question
from sekisho.desk.jobs import Jobs
from sekisho.desk.notice import Notices
from sekisho.desk.queue import Queue
from sekisho.desk.ready import Ready
from sekisho.desk.refusals import MissingError
from sekisho.desk.renewal import Renewal
from sekisho.desk.review import Review
from sekisho.desk.rights import require
from sekisho.desk.screening import TOGETHER, Screening
from sekisho.desk.watch import Watches
from sekisho.errors import Location, UsageError
from sekisho.formats.answering import answered
from sekisho.formats.given import of_given
from sekisho.lists.keep import Keep
from sekisho.lists.place import declared, keep_folder
from sekisho.model.case import Case, Row
from sekisho.model.entry import Kind
from sekisho.model.person import Right
from sekisho.record.chain import Chain
from sekisho.record.difference import difference
from sekisho.record.laws import by_title
from sekisho.record.replay import asked_again
from sekisho.record.said import decided, need
from sekisho.screen.run import now
from sekisho.store.decisions import ALL, counts, page
from sekisho.store.entries import newest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sekisho.desk.asked import Answered
    from sekisho.desk.jobs import Handed
    from sekisho.law.register import Law
    from sekisho.lists.source import Source
    from sekisho.model.entry import Entry
    from sekisho.model.job import Job
    from sekisho.model.person import Caller
    from sekisho.record.difference import Difference
    from sekisho.record.said import Asked, Decided
    from sekisho.screen.supply import Knowledge
    from sekisho.store.base import Store
    from sekisho.store.decisions import Line, Sought
    from sekisho.store.engine import Archive


class Desk:
    """A law and an archive, and what is done with them.

    Attributes:
        archive: the lists, the record, and whatever persons keep.
        law: the register.
        chain: the record.
        jobs: the files that were handed in.
        renewal: brings the lists up to date.
        watches: names that somebody wants to hear of.
        notices: where news is sent to.
        queue: what awaits a person.
        review: what takes two of them.
    """

    def __init__(self, archive: Archive, law: Law, folders: Sequence[Path] = ()) -> None:
        """Make everything ready.

        Args:
            archive: it stays open as long as the desk is.
            law: the register.
            folders: with declarations of sources beside those that ship.

        Raises:
            UsageError: a folder is none.
            InputError: a declaration is refused.
        """
        self.archive = archive
        self.law = law
        self.chain = Chain(archive)
        self._folders = tuple(folders)
        self._rooms = Ready(archive, law, self.sources if folders else None)
        self._screening = Screening(archive, law, self._rooms)
        self.jobs = Jobs(archive, law, self._rooms, self._screening)
        keep = Keep(keep_folder(str(archive)))
        self.renewal = Renewal(archive, law, self._rooms, lambda: self.sources, keep)
        self.watches = Watches(archive, self._rooms)
        self.notices = Notices(archive)
        self.queue = Queue(archive)
        self.review = Review(archive)

    def make_ready(self) -> None:
        """Read and lay out what the first question to the law, and the first about a list, would wait for.

        Raises:
            StoreError: the store cannot be read.
        """
        somebody = Row("parties[0]", {"role": "supplier", "name": "Somebody Without Namesakes"})
        question = Question(Case("", {"action": "buy"}, parties=(somebody,)), now(), record=False)
        self._screening.put([question])
        _ = self.sources
        question.answered.result()

    def close(self) -> None:
        """Take nothing more in; what was taken in is answered and kept, and files stop where they are."""
        self.renewal.close()
        self.jobs.close()
        self._screening.close()

    @property
    def waiting(self) -> int:
        """How many cases wait to be decided."""
        return len(self._screening)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources that are declared, by id."""
        return declared(self._folders)

    @property
    def lists(self) -> frozenset[str]:
        """Every list by the name that a case may call it, parts included."""
        return self._rooms.lists

    @property
    def snapshot(self) -> int:
        """The newest snapshot, on which answers rest; it is renewed with the next question."""
        return self._rooms.snapshot

    # --- to ask ----------------------------------------------------------------------------------

    def ask(self, caller: Caller, questions: Sequence[Question]) -> None:
        """Put cases to the law; each is answered in its own `answered`, in the name of the caller.

        Raises:
            ForbiddenError: he may not ask, or not have it recorded.
            UsageError: a reading or measure does not exist.
            BusyError: too many wait already.
        """
        self._may_ask(caller, record=any(each.record for each in questions))
        self._screening.put([replace(each, by=caller.name) for each in questions])

    def screen(
        self,
        caller: Caller,
        cases: Sequence[Case],
        as_of: AsOf,
        asked: Asked = PLAIN,
        *,
        record: bool = True,
    ) -> Iterator[Answered]:
        """Put cases to the law and wait for what it answers, in their order.

        Raises:
            ForbiddenError, UsageError, BusyError: as :meth:`ask`.
            StoreError: what was to be recorded could not be; it is not told then.
        """
        for start in range(0, len(cases), TOGETHER):
            some = [Question(each, as_of, asked, record=record) for each in cases[start : start + TOGETHER]]
            self.ask(caller, some)
            yield from (each.answered.result() for each in some)

    def answer(self, caller: Caller, number: int, answers: Mapping[str, object], why: str = "") -> Answered:
        """Keep a person's answers to what a decision asks for, and ask the case again with them.

        Args:
            caller: who answers.
            number: of the decision.
            answers: by the address of the need.
            why: where they are known from.

        Returns:
            The new decision, which follows the one before: at the same day of the act, as known today.

        Raises:
            MissingError: there is no such decision.
            UsageError: it does not ask for one of them, or none is given.
            InputError: the case cannot be read with them.
        """
        entry = self.decided(number)
        told = decided(entry)
        if not answers:
            raise UsageError(f"nothing is answered; entry {number} shows what it asks for (needs)")
        before = tuple(need(entry, name, value, why) for name, value in answers.items())
        given = told.given
        for name, value in answers.items():
            given = answered(given, name, value)
        case = of_given(given, self.law.facts, Location("the answer", path=f"to entry {number}"))
        times = AsOf(told.as_of.on, dates.today())
        question = Question(case, times, told.asked, before=before, follows=number)
        self.ask(caller, [question])
        return question.answered.result()

    def hand_in(self, caller: Caller, handed: Handed) -> Job:
        """Take a file in, to be worked off meanwhile; from then on it is ours to remove.

        Raises:
            ForbiddenError: he may not ask, or not have it recorded.
            BusyError: too many files wait.
        """
        self._may_ask(caller, record=handed.record)
        return self.jobs.hand_in(replace(handed, by=caller.name))

    def _may_ask(self, caller: Caller, *, record: bool) -> None:
        require(caller, Right.SCREEN)
        if record:
            require(caller, Right.RECORD)

    # --- to look up ------------------------------------------------------------------------------

    @contextmanager
    def knowing(self, as_of: AsOf) -> Iterator[Knowledge]:
        """Names, owners and lists as known on a day, ready to be asked by one thread at a time."""
        with self._rooms.turn():
            yield self._rooms.knowledge(as_of.known)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Let one thread at a time at what :meth:`store` gives, brought up to the newest snapshot."""
        with self._rooms.turn():
            yield

    def store(self, as_of: AsOf) -> Store:
        """What is stated of anybody, as known on a day: the same one until something is ingested."""
        return self._rooms.store(as_of.known)

    def entry(self, number: int) -> Entry:
        """An entry of the record.

        Raises:
            MissingError: there is none of that number.
        """
        try:
            return self.chain.entry(number)
        except UsageError as error:
            raise MissingError(str(error)) from error

    def decision(self, number: int) -> Decided:
        """A recorded decision.

        Raises:
            MissingError: there is no entry of that number, or it is no decision.
        """
        return decided(self.decided(number))

    def decisions(
        self, sought: Sought = ALL, *, before: int | None = None, limit: int = 50
    ) -> tuple[Line, ...]:
        """Recorded decisions, the newest first, of smaller numbers than *before*."""
        return page(self.archive, sought, before=before, limit=limit)

    def decided(self, number: int) -> Entry:
        """The entry of a decision.

        Raises:
            MissingError: there is no entry of that number, or it is no decision.
        """
        entry = self.entry(number)
        if entry.kind != Kind.DECISION:
            raise MissingError(f"entry {number} is no decision but a {entry.kind}")
        return entry

    def entries(
        self, case: str | None = None, before: int | None = None, limit: int = 50
    ) -> tuple[Entry, ...]:
        """Entries of the record, the newest first, of smaller numbers than *before*; all, or about a case."""
        return newest(self.archive, case, before, limit)

    def said_to(self, number: int) -> tuple[Entry, ...]:
        """What persons said to a decision, in their order.

        Raises:
            MissingError: there is no such decision.
        """
        case = json.loads(self.decided(number).body)["case"]
        entries = self.chain.entries(first=number + 1, case=case)
        return tuple(each for each in entries if json.loads(each.body).get("decision") == number)

    def counts(self) -> tuple[tuple[str, str, int], ...]:
        """How many decisions were recorded: month (`2026-11`), outcome, count."""
        return counts(self.archive)

    def again(self, number: int, known: int | None = None) -> Difference:
        """What has changed since a decision: the same case as known on a day, else today.

        Raises:
            MissingError: there is no such decision.
            InputError, UsageError: it cannot be asked any more: a word, reading or measure of it is gone.
        """
        told = self.decision(number)
        day = dates.today() if known is None else known
        with self._rooms.turn():
            now = asked_again(told, self._rooms.screener(told.asked), day)
        return by_title(difference(told.answer, now), self.archive, self.law)
