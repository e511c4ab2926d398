"""The record: its entries, whether its chain holds, and evidence of it for whoever has to believe it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import StreamingResponse

from sekisho import dates
from sekisho.desk.refusals import MissingError
from sekisho.errors import UsageError
from sekisho.model.entry import Entry, Kind
from sekisho.model.person import Right
from sekisho.record import evidence
from sekisho.service.api import shapes
from sekisho.service.api.paging import MOST, Before, Limit
from sekisho.service.asking import TheDesk, may
from sekisho.service.routes import Routes

router = Routes(prefix="/api/record", tags=["record"], dependencies=[may(Right.READ)])
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
First = Annotated[int, Query(alias="from", ge=1, le=2**53 - 1, description="The first entry that is shown.")]
Last = Annotated[
    int | None, Query(alias="to", ge=1, le=2**53 - 1, description="The last one; else to the end.")
]
Case = Annotated[str | None, Query(description="Only the entries about the case of this name.")]


class Entries(shapes.Shape):
    """Entries, the newest first."""

    entries: list[shapes.Entry]
    next: shapes.Number | None


class Verified(shapes.Shape):
    """What came of following the chain to its end; what is missing after it, only an anchor shows."""

    holds: bool
    number: int
    hash: shapes.Hash
    problems: list[shapes.Problem]


class Anchor(shapes.Shape):
    """How far the record has come: keep it where nobody who writes the record can write."""

    number: shapes.Number
    hash: shapes.Hash
    at: str


@router.get("/entries")
def entries(desk: TheDesk, case: Case = None, before: Before = None, limit: Limit = 50) -> Entries:
    """The entries, the newest first."""
    told = desk.entries(case, before, limit)
    return Entries(
        entries=[entry_of(each) for each in told], next=told[-1].number if len(told) == limit else None
    )


@router.get("/entries/{number}")
def entry(number: Number, desk: TheDesk) -> shapes.Entry:
    """An entry with all it says."""
    return entry_of(desk.entry(number))


@router.get("/verify")
def verify(desk: TheDesk) -> Verified:
    """Follow the whole chain: was anything changed, dropped or moved?"""
    links = desk.chain.verify()
    problems = list(map(shapes.Problem.of, links.problems[:MOST]))
    return Verified(holds=not links.problems, number=links.number, hash=links.hash, problems=problems)


@router.get("/anchor")
def anchor(desk: TheDesk) -> Anchor:
    """How far the record has come."""
    try:
        made = desk.chain.anchor(dates.instant())
    except UsageError as error:
        raise MissingError(str(error)) from error
    return Anchor(number=made.number, hash=made.hash, at=made.at)


@router.get("/evidence", response_class=StreamingResponse)
def evidence_file(
    desk: TheDesk, first: First = 1, until: Last = None, case: Case = None
) -> StreamingResponse:
    """An evidence file: `sekisho record verify FILE` verifies it, offline and without the store."""
    try:
        lines = evidence.write(desk.chain, first, until, case)
        begin = next(lines)
    except UsageError as error:
        raise MissingError(str(error)) from error

    def whole() -> Iterator[str]:
        yield begin
        yield from lines

    name = f"attachment; filename=evidence-{first}.json"
    return StreamingResponse(whole(), media_type="application/json", headers={"content-disposition": name})


def entry_of(entry: Entry) -> shapes.Entry:
    """An entry as it is told."""
    return shapes.Entry(
        number=entry.number,
        previous=entry.previous,
        at=entry.at,
        by=entry.by,
        kind=Kind(entry.kind),
        hash=entry.hash,
        body=json.loads(entry.body),
    )
