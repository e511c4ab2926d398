"""The first page: what was decided over time, what awaits, and what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.responses import Response

from sekisho.dates import LAST_DAY, iso
from sekisho.law.force import governs
from sekisho.law.timeline import lives
from sekisho.lists.fresh import standings
from sekisho.model.licence import SOON
from sekisho.model.measure import State
from sekisho.model.person import Right
from sekisho.service.asking import may
from sekisho.service.pages.charts import months_svg
from sekisho.service.pages.judging import task_of
from sekisho.service.pages.lists import standing_of
from sekisho.service.pages.view import AtPage, page
from sekisho.service.routes import Routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.service.pages.view import Here

AHEAD = 365
"""Days ahead within which a measure is about to enter into force."""
FIRST = 5
"""Tasks and decisions that are shown; their own pages have all."""
router = Routes()


@router.get("/", dependencies=[may(Right.READ)])
@router.get("/overview.json", dependencies=[may(Right.READ)])
def overview(at: AtPage) -> Response:
    """What was decided, and what is due."""
    desk = at.desk
    counts = [{"month": month, "outcome": outcome, "count": count} for month, outcome, count in desk.counts()]
    latest = [
        {
            "number": each.number,
            "case": each.filed.case,
            "outcome": each.filed.outcome,
            "at": each.at,
            "by": each.by,
        }
        for each in desk.decisions(limit=FIRST)
    ]
    data = {
        "counts": counts,
        "latest": latest,
        "tasks": [task_of(at, each) for each in at.desk.queue.tasks(limit=FIRST)],
        "licences": list(_licences(at)),
        "removals": _removals(at),
        "stale": [told for told in _standings(at) if told["stale"] and told["snapshot"] is not None],
        "begins": _begins(at),
    }
    return page(at, "overview", data, drawn_months=months_svg(counts, at.language) if counts else "")


def _standings(at: Here) -> Iterator[dict[str, Any]]:
    return map(standing_of, standings(at.desk.archive, at.desk.sources, at.as_of.known))


def _licences(at: Here) -> Iterator[dict[str, Any]]:
    """Licences on file that end soon."""
    day = at.as_of.on.day
    for account in at.desk.store(at.as_of).licences:
        own = account.licence
        revoked = own.revoked is not None and own.revoked <= day
        if not revoked and day <= own.valid.last < LAST_DAY and own.valid.last - day <= SOON:
            yield {"number": own.number, "ends": own.valid.last_text, "days": own.valid.last - day}


def _removals(at: Here) -> list[dict[str, Any]]:
    """The last days of removals that the law sets and that still lie ahead, the nearest first."""
    day, law = at.as_of.on.day, at.desk.law
    found = []
    for block in law.blocks.values():
        governing = governs(law, block, at.as_of) if block.kind == "measure" else None
        if governing is not None and governing.by is not None and day <= governing.by < LAST_DAY:
            told = {"measure": block.id, "by": iso(governing.by), "then": governing.then.value}
            found.append((governing.by, told))
    return [told for _, told in sorted(found, key=lambda each: each[0])]


def _begins(at: Here) -> list[dict[str, Any]]:
    """The measures that enter into force within a year, the nearest first."""
    day = at.as_of.on.day
    found: list[tuple[int, dict[str, Any]]] = []
    for life in lives(at.desk.law, at.as_of.known):
        standing = False
        for span in life.spans:
            begun, first = span.state is State.IN_FORCE, span.days.first
            if begun and not standing and day < first <= day + AHEAD:
                told = {"measure": life.block, "outcome": span.outcome.value, "from": span.days.first_text}
                found.append((first, told))
            standing = begun
    return [told for _, told in sorted(found, key=lambda each: each[0])]
