"""The pages of the lists: how old each is and who speaks for it, what changed in it, and its update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.responses import Response

from sekisho.desk.refusals import MissingError
from sekisho.lists.changes import changes_between, lines
from sekisho.lists.fresh import standings
from sekisho.model.person import Right
from sekisho.service.asking import may
from sekisho.service.pages.screen import Form
from sekisho.service.pages.view import AtPage, page
from sekisho.service.routes import Routes

if TYPE_CHECKING:
    from sekisho.lists.fresh import Standing
    from sekisho.store.difference import EntityChange

SHOWN = 200
"""Changed entities on a page; JSON has all."""
PAST = 20
"""Snapshots of a source that are named."""
router = Routes()


@router.get("/lists", dependencies=[may(Right.LOOK_UP)])
@router.get("/lists.json", dependencies=[may(Right.LOOK_UP)])
def lists(at: AtPage) -> Response:
    """How every source stands on the page's day of knowledge."""
    found = standings(at.desk.archive, at.desk.sources, at.as_of.known)
    told = [standing_of(each) for each in found]
    held = [each for each in told if each["snapshot"] or each["failure"]]
    return page(at, "lists", {"sources": told}, held=held, never=[each for each in told if each not in held])


@router.post("/lists", dependencies=[may(Right.LISTS)])
def renew(at: AtPage, form: Form) -> Response:
    """Bring a source up to date, or all that have an address; the page of the job tells how far it is."""
    ids = [str(each) for each in form.getlist("source")]
    return at.go(f"/jobs/{at.desk.renewal.renew(at.caller, ids).number}")


@router.get("/lists/{source}", dependencies=[may(Right.LOOK_UP)])
@router.get("/lists/{source}.json", dependencies=[may(Right.LOOK_UP)])
def one(at: AtPage, source: str, older: str = "", newer: str = "") -> Response:
    """What changed in a source between two of its snapshots.

    Raises:
        MissingError: nothing is known of it.
    """
    snapshots = at.desk.archive.snapshots(source)
    own = at.desk.sources.get(source)
    if own is None and not snapshots:
        raise MissingError(f"there is no source '{source}'; /lists shows those there are")
    data: dict[str, Any] = {
        "source": source,
        "title": own.about.title if own is not None else source,
        "snapshots": [
            {"number": each.id, "retrieved": each.retrieved, "rows": each.rows, "entities": each.entities}
            for each in reversed(snapshots[-PAST:])
        ],
        "changes": [],
    }
    if snapshots:
        changes = changes_between(at.desk.archive, source, older, newer)
        data |= {"older": changes.older, "newer": changes.newer}
        data["changes"] = list(map(_change, changes.entities))
    fetched = own is not None and all(own.urls.values())
    return page(at, "list", data, shown=SHOWN, fetched=fetched)


def standing_of(each: Standing) -> dict[str, Any]:
    """How a source stands, as JSON has it."""
    snapshot, source, failure = each.snapshot, each.source, each.failure
    return {
        "source": each.id,
        "title": each.id if source is None else source.about.title,
        "publisher": "" if source is None else source.about.publisher.name,
        "snapshot": None if snapshot is None else snapshot.id,
        "retrieved": "" if snapshot is None else snapshot.retrieved,
        "entities": 0 if snapshot is None else snapshot.entities,
        "age": each.age,
        "due": each.due,
        "stale": each.stale,
        "serves": list(each.serves or ()),
        "failure": None if failure is None else {"at": failure.at, "message": failure.message},
        "brought": source is not None and not all(source.urls.values()),
    }


def _change(each: EntityChange) -> dict[str, Any]:
    told = [
        {"listing": line.listing, "list": line.list, "property": line.prop, "old": line.old, "new": line.new}
        for line in lines(each)
    ]
    return {"kind": each.kind, "entity": each.entity_id, "caption": each.caption, "lines": told}
