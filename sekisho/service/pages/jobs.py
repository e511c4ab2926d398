"""The page of a file that was handed in: how far it is, and what came of each case."""

from __future__ import annotations

import json

from fastapi.responses import Response

from sekisho.model.job import Sort, Stand
from sekisho.model.person import Right
from sekisho.service.asking import may
from sekisho.service.pages.view import AtPage, page
from sekisho.service.routes import Routes

LINES = 200
"""Cases on a page."""
SHOWN = 500
"""Parts or devices on a page; its JSON has all."""
router = Routes()


@router.get("/jobs/{number}", dependencies=[may(Right.SCREEN)])
@router.get("/jobs/{number}.json", dependencies=[may(Right.SCREEN)])
def job(at: AtPage, number: int, after: int = 0) -> Response:
    """How far it is; of one case that is done, its decision."""
    jobs = at.desk.jobs
    found, lines = jobs.job(number), jobs.lines(number, after, LINES)
    alone = found.stand is Stand.DONE and found.sort is Sort.CASES and found.done == 1
    if alone and lines and lines[0].decision and not at.wants_json:
        return at.go(f"/decisions/{lines[0].decision}")
    text = jobs.result(number)
    data = {
        "number": found.number,
        "file": found.file,
        "sort": found.sort.value,
        "stand": found.stand.value,
        "done": found.done,
        "total": found.total,
        "refused": found.refused,
        "note": found.note,
        "lines": [
            {"place": each.place, "case": each.case, "decision": each.decision, "outcome": each.outcome}
            | {"problems": list(map(str, each.problems))}
            for each in lines
        ],
        "result": None if text is None else json.loads(text),
    }
    return page(at, "job", data, shown=SHOWN, more=lines[-1].place if len(lines) == LINES else None)
