"""`POST /updatez`: have the lists brought up to date, as yente's operators do."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Annotated

from fastapi import Query

from sekisho.desk.desk import Desk
from sekisho.desk.gather import BusyError
from sekisho.desk.refusals import ForbiddenError
from sekisho.desk.rights import require
from sekisho.model.job import Job, Stand
from sekisho.model.person import Right
from sekisho.service.asking import TheDesk, TheKeys, WhoAsks
from sekisho.service.routes import Routes
from sekisho.service.yente import shapes
from sekisho.service.yente.scope import LONGEST

router = Routes(tags=["yente"])
LONG = 300.0
"""Seconds that a client is kept waiting; the update goes on."""
PAUSE = 0.2


@router.post("/updatez", status_code=HTTPStatus.OK)
def updatez(
    desk: TheDesk,
    keys: TheKeys,
    who: WhoAsks,
    token: Annotated[str, Query(max_length=LONGEST, description="A key, where no header can be sent.")] = "",
    sync: Annotated[bool, Query(description="Wait until it is done?")] = False,
    source: Annotated[list[str], Query(description="Sources; without, all that have an address.")] = [],  # noqa: B006  # FastAPI copies it
) -> shapes.Status:
    """Have lists brought up to date; it takes the right `lists`."""
    caller = who
    if token:
        found = keys.caller(token)
        if found is None:
            raise ForbiddenError(
                "the token is no key, was revoked, or its time is over; see `sekisho people`"
            )
        caller = found
    require(caller, Right.LISTS)
    job = desk.renewal.renew(caller, source)
    if sync:
        _wait(desk, job)
    return shapes.Status()


def _wait(desk: Desk, job: Job) -> None:
    """Wait until it is done.

    Raises:
        BusyError: it takes very long.
    """
    until = time.monotonic() + LONG
    while desk.jobs.job(job.number).stand is Stand.RUNNING:
        if time.monotonic() > until:
            raise BusyError(f"the update goes on; /api/jobs/{job.number} says how far it is", wait=60)
        time.sleep(PAUSE)
