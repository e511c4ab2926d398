"""The lists: what there is of each, how old it is, and what changed from one snapshot to another."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query

from sekisho import dates
from sekisho.desk.refusals import MissingError
from sekisho.lists.changes import changes_between, lines
from sekisho.lists.fresh import Standing, standings
from sekisho.model.person import Caller, Right
from sekisho.service.api import shapes
from sekisho.service.api.jobs import Job, job_of
from sekisho.service.asking import TheDesk, Times, may
from sekisho.service.routes import Routes
from sekisho.store.difference import EntityChange

router = Routes(prefix="/api/lists", tags=["lists"], dependencies=[may(Right.LOOK_UP)])
Name = Annotated[str, Path(max_length=200, description="The id of the source.")]
Snap = Annotated[str, Query(description="A snapshot: its number, or a day on which it served.")]


class Source(shapes.Shape):
    """How a source stands: `serves` are the lists it speaks for; null: it holds nothing."""

    id: str
    title: str
    declared: bool
    snapshot: int | None
    retrieved: str
    rows: int
    entities: int
    age: int | None
    due: str
    stale: bool
    serves: list[str] | None
    failure: str


class Snapshot(shapes.Shape):
    """One retrieval of a source."""

    number: int
    published: str
    retrieved: str
    sha256: str
    rows: int
    entities: int
    inherited: bool


class Changed(shapes.Shape):
    """A property of an entity, or of its listing, that changed."""

    listing: bool
    list: str
    prop: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class EntityChanged(shapes.Shape):
    """Somebody who was added, removed or changed."""

    kind: Literal["added", "removed", "changed"]
    entity: str
    caption: str
    lines: list[Changed]


class Changes(shapes.Shape):
    """What changed from one snapshot of a source to another; 0 is before the first."""

    source: str
    older: int
    newer: int
    older_day: str
    newer_day: str
    entities: list[EntityChanged]


@router.get("")
def sources(desk: TheDesk, times: Times) -> list[Source]:
    """Every source that is declared or held, as known on a day."""
    return [_source(each) for each in standings(desk.archive, desk.sources, times.known)]


@router.post("/renew", status_code=202)
def renew(
    desk: TheDesk,
    who: Annotated[Caller, may(Right.LISTS)],
    source: Annotated[list[str], Query(description="Sources; without, all that have an address.")] = [],  # noqa: B006  # FastAPI copies it
) -> Job:
    """Have lists brought up to date; how far it is, and what it touched, tells the job."""
    return job_of(desk.renewal.renew(who, source))


@router.get("/{source}")
def snapshots(source: Name, desk: TheDesk) -> list[Snapshot]:
    """Every snapshot of a source, the oldest first."""
    found = desk.archive.snapshots(source)
    if not found and source not in desk.sources:
        raise MissingError(f"there is no source '{source}'; see /api/lists")
    return [
        Snapshot(
            number=each.id,
            published="" if each.published is None else dates.iso(each.published),
            retrieved=each.retrieved,
            sha256=each.sha256,
            rows=each.rows,
            entities=each.entities,
            inherited=each.inherited,
        )
        for each in found
    ]


@router.get("/{source}/changes")
def changes(source: Name, desk: TheDesk, older: Snap = "", newer: Snap = "") -> Changes:
    """Who was added, removed and changed between two snapshots; without them, by the last change."""
    if not desk.archive.snapshots(source):
        raise MissingError(f"there is no snapshot of '{source}'; see /api/lists")
    found = changes_between(desk.archive, source, older, newer)
    return Changes(
        source=source,
        older=found.older[0],
        newer=found.newer[0],
        older_day=found.older[1],
        newer_day=found.newer[1],
        entities=list(map(_changed, found.entities)),
    )


def _source(standing: Standing) -> Source:
    source, snapshot = standing.source, standing.snapshot
    return Source(
        id=standing.id,
        title="" if source is None else source.about.title,
        declared=source is not None,
        snapshot=None if snapshot is None else snapshot.id,
        retrieved="" if snapshot is None else snapshot.retrieved,
        rows=0 if snapshot is None else snapshot.rows,
        entities=0 if snapshot is None else snapshot.entities,
        age=standing.age,
        due=standing.due,
        stale=standing.stale,
        serves=None if standing.serves is None else list(standing.serves),
        failure="" if standing.failure is None else standing.failure.message,
    )


def _changed(change: EntityChange) -> EntityChanged:
    told = [
        Changed(listing=each.listing, list=each.list, prop=each.prop, old=each.old, new=each.new)
        for each in lines(change)
    ]
    return EntityChanged(kind=change.kind, entity=change.entity_id, caption=change.caption, lines=told)
