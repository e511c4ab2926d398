"""Files that are handed in: read as the command line reads them, asked case by case, with progress to see.

Invariants: a job is worked on by the process that took it in, one at a time; single questions are answered in
between; what was answered is kept whatever becomes of the rest; the file itself is gone at the end.
"""

from __future__ import annotations

import io
import json
import logging
import time
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from sekisho import dates
from sekisho.desk.asked import Question
from sekisho.desk.gather import BusyError, Gathering
from sekisho.desk.refusals import MissingError
from sekisho.errors import InputError, SekishoError, UsageError
from sekisho.formats.case import with_bom
from sekisho.formats.notes import Rejected
from sekisho.formats.read import read
from sekisho.model.job import Job, JobLine, Sort, Stand
from sekisho.store import jobs as kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sekisho.dates import AsOf
    from sekisho.desk.asked import Answered
    from sekisho.desk.ready import Ready
    from sekisho.desk.screening import Screening
    from sekisho.law.register import Law
    from sekisho.model.case import Case
    from sekisho.record.said import Asked
    from sekisho.store.engine import Archive

TOGETHER = 64
"""Cases that are asked before progress is noted."""
WAITING = 64
"""Files that may wait for one process."""
MOST_CASES, MOST_REFUSED = 1_000_000, 10_000
"""Cases that one file may have, and of these such that cannot be read: each leaves a line in the store."""
SILENT = 300
"""Seconds without a word after which nobody works on a job any more."""
MOST_TOLD = 20
"""Problems kept of one case."""
log = logging.getLogger("sekisho.desk")


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that somebody hands in.

    Attributes:
        path: where it lies; whoever works on it removes it.
        name: what it was called.
        as_of: the two times, for cases that tell none.
        asked: how its cases are put to the law.
        record: are the answers to be kept?
        case: of a bill or an inventory, the case that it belongs to; None: nobody told.
        by: who hands it in.
    """

    path: Path
    name: str
    sort: Sort
    as_of: AsOf
    asked: Asked
    record: bool
    case: Case | None
    by: str


class _ClosingError(Exception):
    """The service is closing."""


class Jobs:
    """The files at work."""

    def __init__(self, archive: Archive, law: Law, rooms: Ready, screening: Screening) -> None:
        """Begin to take files in."""
        self._archive = archive
        self._law = law
        self._rooms = rooms
        self._screening = screening
        self._closing = False
        self._works = {Sort.CASES: self._cases, Sort.BOM: self._bill, Sort.INVENTORY: self._inventory}
        self._files: Gathering[tuple[Job, Handed]] = Gathering("jobs", self._work, 1, WAITING)

    def close(self) -> None:
        """Stop after what is asked just now; the rest of the files is told to be stopped."""
        self._closing = True
        self._files.close()

    def hand_in(self, handed: Handed) -> Job:
        """Take a file in.

        Raises:
            UsageError: lists are no file (:mod:`sekisho.desk.renewal`).
            BusyError: too many files wait.
        """
        if handed.sort not in self._works:
            raise UsageError(f"'{handed.sort}' is nothing that a file holds; say {', '.join(self._works)}")
        with self._archive.writing() as connection:
            job = kept.add(connection, dates.instant(), handed.by, handed.sort, handed.name)
            self._files.put([(job, handed)])  # refused: nothing is kept of it
        return job

    def job(self, number: int) -> Job:
        """How far a job is.

        Raises:
            MissingError: there is none of that number.
        """
        with self._archive.reading() as connection:
            found = kept.job(connection, number)
        if found is None:
            raise MissingError(f"there is no job {number}")
        return _heard(found)

    def jobs(self, before: int | None, limit: int) -> tuple[Job, ...]:
        """Jobs, the newest first, of smaller numbers than *before*."""
        with self._archive.reading() as connection:
            return tuple(map(_heard, kept.jobs(connection, before, limit)))

    def lines(self, number: int, after: int, limit: int) -> tuple[JobLine, ...]:
        """What came of the cases of a job, in their order, after a place."""
        self.job(number)
        with self._archive.reading() as connection:
            return kept.lines(connection, number, after, limit)

    def result(self, number: int) -> str | None:
        """Of a bill or an inventory, what was found, as JSON; None: there is nothing yet, or never."""
        self.job(number)
        with self._archive.reading() as connection:
            return kept.result(connection, number)

    # --- at work ---------------------------------------------------------------------------------

    def _work(self, some: Sequence[tuple[Job, Handed]]) -> None:
        for job, handed in some:
            try:
                self._one(handed, Progress(self._archive, job))
            except Exception:  # the store is gone: whoever looks at the job sees that it does not move
                log.exception("job %d", job.number)
            finally:
                handed.path.unlink(missing_ok=True)

    def _one(self, handed: Handed, progress: Progress) -> None:
        try:
            self._works[handed.sort](handed, progress)
        except _ClosingError:
            progress.end(Stand.STOPPED, "the service stopped; hand in what is left once more")
        except (InputError, UsageError) as error:
            line = _refused(progress.job.done + 1, handed.name, error.problems)
            progress.end(Stand.REFUSED, str(error), [line])
        except SekishoError as error:
            progress.end(Stand.FAILED, str(error))
        except Exception:
            log.exception("job %d", progress.job.number)
            progress.end(Stand.FAILED, "a fault of sekisho, not of the file; the log of the service has it")

    def _cases(self, handed: Handed, progress: Progress) -> None:
        with handed.path.open("rb") as file:
            # As a stream: a case of somebody else's names no file of this machine.
            cases = read(file, self._law.facts, name=handed.name, lists=self._rooms.lists)
            while some := list(islice(cases, TOGETHER)):
                progress.move(self._answered(handed, some, progress.job.done))
                if progress.job.refused > MOST_REFUSED:
                    raise UsageError(f"more than {MOST_REFUSED:,} cases cannot be read; mend the file")
                if progress.job.done > MOST_CASES:
                    raise UsageError(f"more than {MOST_CASES:,} cases; hand in the rest as a file of its own")
        progress.end(Stand.DONE)

    def _answered(self, handed: Handed, some: Sequence[Case | Rejected], before: int) -> list[JobLine]:
        asked = [self._question(handed, each) for each in some if not isinstance(each, Rejected)]
        answered = iter(self._ask(asked))
        lines = []
        for place, each in enumerate(some, before + 1):
            if isinstance(each, Rejected):
                lines.append(_refused(place, each.id, each.problems))
            else:
                lines.append(_line(place, next(answered)))
        return lines

    def _bill(self, handed: Handed, progress: Progress) -> None:
        from sekisho.formats.bom import read_any  # noqa: PLC0415  # the readers of tables load slowly
        from sekisho.formats.bom_report import to_dict  # noqa: PLC0415  # as above
        from sekisho.lists.countries import countries  # noqa: PLC0415  # as above
        from sekisho.screen.bom import screen_bom  # noqa: PLC0415  # as above

        bill = read_any(handed.path.read_bytes(), handed.name, self._law.facts, countries().code).bom
        case = bill.case(handed.name) if handed.case is None else with_bom(handed.case, bill)
        (answered,) = self._ask([self._question(handed, case)])
        progress.move([_line(1, answered)])
        with self._rooms.turn():
            found = screen_bom(self._rooms.screener(handed.asked), case, bill, handed.as_of, replacing=True)
            told = to_dict(found)
        progress.end(Stand.DONE, result=json.dumps(told, ensure_ascii=False))

    def _inventory(self, handed: Handed, progress: Progress) -> None:
        from sekisho.assets.weigh import Assets  # noqa: PLC0415  # the tables of makers are large
        from sekisho.formats.inventory.read import read_inventory  # noqa: PLC0415  # as above
        from sekisho.formats.inventory.report import write_json  # noqa: PLC0415  # as above
        from sekisho.screen.inventory import Surveyor  # noqa: PLC0415  # as above
        from sekisho.screen.registries import Shelf  # noqa: PLC0415  # as above

        devices = read_inventory(handed.path, self._law.facts, name=handed.name).devices
        progress.count(len(devices))
        registries = Shelf().registries()
        out = io.StringIO()
        with self._rooms.turn():
            screener = self._rooms.screener(handed.asked)
            assets = Assets.load(screener.knowledge.store.marks, registries)
            surveyor = Surveyor(
                screener, assets, handed.case, handed.as_of, [each.basis for each in registries]
            )
            write_json(surveyor.survey(devices, progress.judged), out)
        progress.end(Stand.DONE, result=out.getvalue())

    def _question(self, handed: Handed, case: Case) -> Question:
        return Question(case, handed.as_of, handed.asked, handed.by, handed.record)

    def _ask(self, questions: Sequence[Question]) -> list[Answered]:
        """Put questions behind those that wait, however many these are.

        Raises:
            _ClosingError: the service is closing, and they were not put.
        """
        while not self._closing:
            try:
                self._screening.put(questions)
            except BusyError as busy:
                time.sleep(busy.wait)
            else:
                return [each.answered.result() for each in questions]
        raise _ClosingError


class Progress:
    """Notes how far a job is."""

    def __init__(self, archive: Archive, job: Job) -> None:
        self.job = job
        self._archive = archive

    def say(self, note: str) -> None:
        """What is being done just now."""
        self._note(replace(self.job, note=note))

    def count(self, total: int) -> None:
        """It is known how many there are."""
        self._note(replace(self.job, total=total))

    def move(self, lines: Sequence[JobLine]) -> None:
        """So many more cases are answered or refused."""
        refused = sum(each.outcome is None for each in lines)
        job = replace(self.job, done=self.job.done + len(lines), refused=self.job.refused + refused)
        self._note(job, lines)

    def step(self) -> None:
        """One more is done, of which there are no lines."""
        self._note(replace(self.job, done=self.job.done + 1))

    def judged(self, phase: str, count: int) -> None:
        """So many more devices are attributed, or judged: the latter count."""
        if phase == "judged":
            self._note(replace(self.job, done=self.job.done + count))

    def end(
        self, stand: Stand, note: str = "", lines: Iterable[JobLine] = (), *, result: str | None = None
    ) -> None:
        """It is over."""
        lines = tuple(lines)
        refused = self.job.refused + len(lines)
        done = self.job.done + len(lines)
        self._note(replace(self.job, stand=stand, note=note, done=done, refused=refused), lines, result)

    def _note(self, job: Job, lines: Iterable[JobLine] = (), result: str | None = None) -> None:
        self.job = replace(job, moved=dates.instant())
        with self._archive.writing() as connection:
            kept.move(connection, self.job, lines, result)


def _heard(job: Job) -> Job:
    """The job as it stands: one that nobody has worked on for long is stopped, whatever it says itself."""
    if job.stand is not Stand.RUNNING or dates.between(job.moved, dates.instant()) < SILENT:
        return job
    return replace(job, stand=Stand.STOPPED, note=f"nothing was heard of it since {job.moved}")


def _line(place: int, answered: Answered) -> JobLine:
    told: Any = answered.told["answer"]
    return JobLine(place, told["case"], answered.number, told["outcome"])


def _refused(place: int, case: str, problems: Sequence[Any]) -> JobLine:
    return JobLine(place, case, None, None, tuple(problems[:MOST_TOLD]))
