"""The desk: the one object that a face holds, to ask the law, look up what was decided, and ask it again.

It knows neither HTTP nor HTML. What is done at it is recorded in the name of whoever calls; what he may do is
asked of `desk/rights.py` and nowhere else.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.desk.asked import PLAIN, Question
from sekisho.desk.ready import Ready
from sekisho.desk.refusals import MissingError
from sekisho.desk.rights import require
from sekisho.desk.screening import TOGETHER, Screening
from sekisho.errors import UsageError
from sekisho.model.person import Right
from sekisho.record.chain import Chain
from sekisho.record.difference import difference
from sekisho.record.replay import asked_again
from sekisho.record.said import decided

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sekisho.dates import AsOf
    from sekisho.desk.asked import Answered
    from sekisho.desk.ready import Opening
    from sekisho.law.register import Law
    from sekisho.model.case import Case
    from sekisho.model.entry import Entry
    from sekisho.model.person import Caller
    from sekisho.record.difference import Difference
    from sekisho.record.said import Asked, Decided
    from sekisho.screen.supply import Knowledge
    from sekisho.store.base import Store
    from sekisho.store.engine import Archive


class Desk:
    """A law and an archive, and what is done with them.

    Attributes:
        archive: the lists, the record, and whatever persons keep.
        law: the register.
        chain: the record.
    """

    def __init__(self, archive: Archive, law: Law, opening: Opening) -> None:
        """Make everything ready.

        Args:
            archive: it stays open as long as the desk is.
            law: the register.
            opening: the store of the archive as known on a day, up to a snapshot.
        """
        self.archive = archive
        self.law = law
        self.chain = Chain(archive)
        self._rooms = Ready(archive, law, opening)
        self._screening = Screening(archive, law, self._rooms)

    def close(self) -> None:
        """Take nothing more in; what was taken in is answered and kept."""
        self._screening.close()

    # --- to ask ----------------------------------------------------------------------------------

    def ask(self, caller: Caller, questions: Sequence[Question]) -> None:
        """Put cases to the law; each is answered in its own `answered`, in the name of the caller.

        Raises:
            ForbiddenError: he may not ask, or not have it recorded.
            UsageError: a reading or measure does not exist.
            BusyError: too many wait already.
        """
        require(caller, Right.SCREEN)
        if any(each.record for each in questions):
            require(caller, Right.RECORD)
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

    # --- to look up ------------------------------------------------------------------------------

    @contextmanager
    def knowing(self, as_of: AsOf) -> Iterator[Knowledge]:
        """Names, owners and lists as known on a day, ready to be asked by one thread at a time."""
        with self._rooms.turn():
            yield self._rooms.knowledge(as_of.known)

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
        entry = self.entry(number)
        try:
            return decided(entry)
        except UsageError as error:
            raise MissingError(str(error)) from error

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
        return difference(told.answer, now)
