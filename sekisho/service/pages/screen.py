"""The page on which a case is put to the law: by a form that asks what the law needs next, or by a file.

A case that is told in the form is a draft: it is answered as often as it is asked, and kept when somebody
says so. Between two questions the draft travels in the form itself: nobody else's eyes are on it.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from sekisho.desk.asked import PLAIN
from sekisho.desk.jobs import Handed
from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.formats.answering import answered
from sekisho.formats.given import Given, of_given
from sekisho.formats.json import loads
from sekisho.law.facts import COUNTRIES
from sekisho.model.case import Called
from sekisho.model.job import Sort, Stand
from sekisho.model.person import Right
from sekisho.service.asking import may
from sekisho.service.pages.fields import answers, needs_of, one_of
from sekisho.service.pages.told import told
from sekisho.service.pages.view import AtPage, page
from sekisho.service.pages.words import sayer, table
from sekisho.service.routes import Routes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sekisho.desk.asked import Answered
    from sekisho.model.case import Case
    from sekisho.service.pages.fields import Need
    from sekisho.service.pages.view import Here

FEW = (
    "action",
    "date",
    "actor.name",
    "actor.country",
    "actor.kinds",
    "item.name",
    "item.class",
    "item.manufacturer",
    "parties",
)
"""What almost every law asks first; the rest is asked when one of them does."""
MOST = 12
"""Needs that are asked at a time: the law's own order puts first what decides first."""
LARGEST = 200_000
"""Letters of a draft that may travel in a form."""
SHORT = 1.5
"""Seconds that somebody who hands in a file waits for it before he is shown how far it is."""
DRAFT = Location("the form")
router = Routes()


async def sent(request: Request) -> FormData:
    """A form that was sent; what is in it is read as it was written."""
    return await request.form(max_part_size=8 * LARGEST)


Form = Annotated[FormData, Depends(sent)]


@router.get("/screen", dependencies=[may(Right.SCREEN)])
@router.get("/screen.json", dependencies=[may(Right.SCREEN)])
def ask(at: AtPage) -> Response:
    """An empty form."""
    return _asking(at, Given({}), FEW)


@router.post("/screen", dependencies=[may(Right.SCREEN)])
def asked(at: AtPage, form: Form) -> Response:
    """The draft with what was just told, and what the law answers to it."""
    before = _draft(form)
    facts, names = at.desk.law.facts, _asked_of(form)
    fields = needs_of(names, before, facts, at.language)
    now = before
    for need, value in answers(fields, form, before).items():
        now = answered(now, need, value)
    name = str(form.get("id", "")).strip()
    now = Given({"id": name or str(now.case.get("id", "draft")), **_without_id(now.case)}, *_rest(now))
    try:
        case = of_given(now, facts, DRAFT)
    except InputError as error:
        return _asking(at, before, names, error.problems, status=422)
    if form.get("do") == "keep":
        (kept,) = at.desk.screen(at.caller, [case], at.as_of)
        return at.go(f"/decisions/{kept.number}")
    (answer,) = at.desk.screen(at.caller, [case], at.as_of, record=False)
    return _answered(at, now, case, answer)


@router.post("/screen/file", dependencies=[may(Right.SCREEN)])
def dropped(at: AtPage, form: Form) -> Response:
    """Take a file in; how far it is, and what came of it, tells the page of its job."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise UsageError("no file came with the form; choose one, or drop it on the field")
    keep = bool(form.get("keep")) and at.may(Right.RECORD)
    sort = one_of(Sort, str(form.get("what", Sort.CASES)))
    handed = Handed(_laid(file), file.filename, sort, at.as_of, PLAIN, keep, None, at.caller.name)
    job = at.desk.hand_in(at.caller, handed)
    until = time.monotonic() + SHORT
    while job.stand is Stand.RUNNING and time.monotonic() < until:
        time.sleep(0.02)
        job = at.desk.jobs.job(job.number)
    return at.go(f"/jobs/{job.number}")


def _laid(file: UploadFile) -> Path:
    """The file on the disk; whoever works on it removes it."""
    with tempfile.NamedTemporaryFile(prefix="sekisho-", delete=False) as laid:
        shutil.copyfileobj(file.file, laid)
    return Path(laid.name)


def _asking(
    at: Here, given: Given, names: Sequence[str], problems: Sequence[Problem] = (), status: int = 200
) -> Response:
    fields = [_called(at, each) for each in needs_of(names, given, at.desk.law.facts, at.language)]
    return _form(at, given, fields, {"problems": list(map(str, problems))}, status, answer=None)


def _called(at: Here, need: Need) -> Need:
    """A need of the first form as it is asked while nothing has a name yet."""
    own = f"ask.{need.name}"
    return replace(need, question=sayer(at.language)(own)) if own in table() else need


def _answered(at: Here, given: Given, case: Case, answer: Answered) -> Response:
    shown = told(answer.told["answer"], Called(case), at.desk.law.facts, at.language)
    fields = needs_of(shown.needs[:MOST], given, at.desk.law.facts, at.language, Called(case))
    data = {"problems": [], "answer": answer.told["answer"]}
    return _form(at, given, fields, data, answer=shown)


def _form(
    at: Here,
    given: Given,
    fields: Sequence[Need],
    data: Mapping[str, Any],
    status: int = 200,
    **shown: object,
) -> Response:
    draft = json.dumps({"case": given.case, "unopened": given.unopened, "beside": given.beside})
    asks = [{"need": each.name, "question": each.question} for each in fields]
    return page(
        at,
        "screen",
        {**data, "needs": asks, "draft": given.case},
        status,
        fields=fields,
        travelling=draft if len(draft) <= LARGEST else "",
        countries=sorted(COUNTRIES),
        named=given.case.get("id", ""),
        **shown,
    )


def _draft(form: FormData) -> Given:
    """The draft that travelled in the form."""
    text = str(form.get("draft", ""))
    if not text:
        return Given({})
    try:
        data: Any = loads(text)
        beside = {str(key): {str(a): str(b) for a, b in each.items()} for key, each in data["beside"].items()}
        return Given(dict(data["case"]), tuple(map(str, data["unopened"])), beside)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"the draft in the form cannot be read ({error}); begin again at /screen") from error


def _asked_of(form: FormData) -> tuple[str, ...]:
    """The needs that the form asked."""
    return tuple(map(str, form.getlist("need")))[: max(MOST, len(FEW))]


def _without_id(case: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in case.items() if key != "id"}


def _rest(given: Given) -> tuple[tuple[str, ...], Mapping[str, Mapping[str, str]]]:
    return given.unopened, given.beside
