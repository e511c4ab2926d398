"""Files of cases, bills and inventories: handed in, worked off meanwhile, with progress to look at."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path as File
from typing import Annotated, Any

from fastapi import Form, Path, UploadFile
from fastapi.responses import Response

from sekisho.desk.desk import Desk
from sekisho.desk.jobs import Handed
from sekisho.desk.refusals import MissingError
from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.formats.case import case_of
from sekisho.formats.json import loads
from sekisho.formats.notes import printable
from sekisho.model import job as model
from sekisho.model.case import Case
from sekisho.model.measure import Outcome
from sekisho.model.person import Caller, Right
from sekisho.record.said import Asked
from sekisho.service.api import shapes
from sekisho.service.api.paging import After, Before, Limit
from sekisho.service.asking import TheDesk, Times, may
from sekisho.service.routes import Routes

router = Routes(prefix="/api/jobs", tags=["jobs"])
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
READ = [may(Right.READ)]


class Job(shapes.Shape):
    """A file at work; `total` is null where nobody knows yet how much is in it."""

    number: shapes.Number
    at: str
    by: str
    sort: model.Sort
    file: str
    stand: model.Stand
    done: int
    refused: int
    total: int | None
    moved: str
    note: str


class Jobs(shapes.Shape):
    """Jobs, the newest first."""

    jobs: list[Job]
    next: shapes.Number | None


class JobLine(shapes.Shape):
    """What came of one case of a file; without an outcome it was refused, and the problems say why."""

    place: int
    case: str
    decision: shapes.Number | None
    outcome: Outcome | None
    problems: list[shapes.Problem]


class JobLines(shapes.Shape):
    """What came of the cases of a file, in their order."""

    lines: list[JobLine]
    next: int | None


@router.post("", status_code=202)
def hand_in(
    file: UploadFile,
    desk: TheDesk,
    times: Times,
    who: Annotated[Caller, may(Right.SCREEN)],
    response: Response,
    sort: Annotated[model.Sort, Form(description="What the file holds.")] = model.Sort.CASES,
    record: Annotated[bool, Form(description="Keep the answers in the record.")] = True,
    readings: Annotated[tuple[str, ...], Form(description="Readings to adopt.")] = (),
    measures: Annotated[tuple[str, ...], Form(description="Look at these only.")] = (),
    case: Annotated[str, Form(description="JSON: the case that a bill or an inventory belongs to.")] = "",
) -> Job:
    """Hand a file in; it is worked off meanwhile, and `Location` says where to look."""
    belongs = _case(case, desk) if case.strip() else None
    name = printable(file.filename or "file")
    handed = Handed(_kept(file), name, sort, times, Asked(readings, measures), record, belongs, who.name)
    try:
        job = desk.hand_in(who, handed)
    except BaseException:
        handed.path.unlink(missing_ok=True)
        raise
    response.headers["location"] = f"/api/jobs/{job.number}"
    return job_of(job)


@router.get("", dependencies=READ)
def jobs(desk: TheDesk, before: Before = None, limit: Limit = 50) -> Jobs:
    """Files that were handed in, the newest first."""
    told = desk.jobs.jobs(before, limit)
    return Jobs(jobs=list(map(job_of, told)), next=told[-1].number if len(told) == limit else None)


@router.get("/{number}", dependencies=READ)
def job(number: Number, desk: TheDesk) -> Job:
    """How far a file is."""
    return job_of(desk.jobs.job(number))


@router.get("/{number}/lines", dependencies=READ)
def lines(number: Number, desk: TheDesk, after: After = 0, limit: Limit = 50) -> JobLines:
    """What came of its cases, in their order, as far as it is."""
    told = desk.jobs.lines(number, after, limit)
    return JobLines(lines=list(map(_line, told)), next=told[-1].place if len(told) == limit else None)


@router.get("/{number}/result", dependencies=READ, response_model=dict[str, Any])
def result(number: Number, desk: TheDesk) -> Response:
    """Of a bill or an inventory, what `sekisho bom` or `sekisho inventory` writes as JSON; of cases none."""
    told = desk.jobs.result(number)
    if told is None:
        raise MissingError(f"job {number} has no result, or none yet: see how it stands (/api/jobs/{number})")
    return Response(told, media_type="application/json")


def _case(text: str, desk: Desk) -> Case:
    try:
        told = loads(text)
    except ValueError as error:
        at = Location("the request", path="case")
        raise InputError(
            "the case cannot be read", [Problem(at, f"this is no JSON: {error}", "mend it")]
        ) from error
    if not isinstance(told, dict):
        raise UsageError("the case is no JSON object; see docs/reference/case-format.md")
    return case_of(told, Location("the case"), desk.law.facts, default_id="case", lists=desk.lists)


def _kept(upload: UploadFile) -> File:
    """The file, where it stays when the request is over."""
    with tempfile.NamedTemporaryFile(prefix="sekisho-", delete=False) as own:
        shutil.copyfileobj(upload.file, own)
        return File(own.name)


def job_of(told: model.Job) -> Job:
    """A job as it is told."""
    return Job(**asdict(told))


def _line(told: model.JobLine) -> JobLine:
    problems = list(map(shapes.Problem.of, told.problems))
    outcome = None if told.outcome is None else Outcome(told.outcome)
    return JobLine(
        place=told.place, case=told.case, decision=told.decision, outcome=outcome, problems=problems
    )
