"""The register on the page's two days: every instrument, the timeline, the matrix, and each text."""

from __future__ import annotations

import json
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from fastapi.responses import Response

from sekisho.desk.refusals import MissingError
from sekisho.formats.register.matrix import matrix_json
from sekisho.formats.register.page import instrument_body
from sekisho.formats.register.plan import read_plan
from sekisho.formats.register.site import Site
from sekisho.law.overview import rows
from sekisho.law.timeline import lives
from sekisho.model.person import Right
from sekisho.screen.concern import aimed_at
from sekisho.screen.matrix import matrix as asked
from sekisho.screen.run import Screener
from sekisho.service.asking import may
from sekisho.service.pages.view import AtPage, page
from sekisho.service.routes import Routes
from sekisho.store.base import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sekisho.law.timeline import Life
    from sekisho.model.matrix import Cell, Plan
    from sekisho.service.pages.view import Here

T = TypeVar("T")
ROOMS = (("/register", "register"), ("/register/timeline", "timeline"), ("/register/matrix", "matrix"))
KEPT = 8
"""Answers kept of what asks the law some hundred questions: the matrix, and what may reach a group."""
_kept: WeakKeyDictionary[Store, dict[object, Any]] = WeakKeyDictionary()
_one_asks = Lock()
router = Routes()


@router.get("/register", dependencies=[may(Right.LOOK_UP)])
@router.get("/register.json", dependencies=[may(Right.LOOK_UP)])
def index(at: AtPage) -> Response:
    """Every instrument in a line."""
    told = rows(at.desk.law, at.as_of)
    return _page(at, "register", {"instruments": [each._asdict() for each in told]}, _site(at).index(told))


@router.get("/register/timeline", dependencies=[may(Right.LOOK_UP)])
@router.get("/register/timeline.json", dependencies=[may(Right.LOOK_UP)])
def timeline(at: AtPage) -> Response:
    """The lives of all measures."""
    return _timeline(at, "")


@router.get("/register/timeline-{group}", dependencies=[may(Right.LOOK_UP)])
@router.get("/register/timeline-{group}.json", dependencies=[may(Right.LOOK_UP)])
def timeline_of(at: AtPage, group: str) -> Response:
    """The lives of the measures that may reach a group."""
    return _timeline(at, group)


@router.get("/register/matrix", dependencies=[may(Right.LOOK_UP)])
@router.get("/register/matrix.json", dependencies=[may(Right.LOOK_UP)])
def matrix(at: AtPage) -> Response:
    """What each jurisdiction says about each group in typical acts."""
    law, plan, store = at.desk.law, read_plan(at.desk.law.root), at.desk.store(at.as_of)
    cells: list[Cell] = _once(
        store, ("matrix", at.as_of), lambda: asked(law, store, at.as_of, plan, grounds=True)
    )
    return _page(at, "matrix", {"cells": json.loads(matrix_json(cells))}, _site(at).matrix(cells, plan))


@router.get("/register/{instrument}", dependencies=[may(Right.LOOK_UP)])
@router.get("/register/{instrument}.json", dependencies=[may(Right.LOOK_UP)])
def text(at: AtPage, instrument: str) -> Response:
    """An instrument as it reads on the day.

    Raises:
        MissingError: there is none of that id.
    """
    if instrument not in at.desk.law.instruments:
        raise MissingError(f"there is no instrument '{instrument}'; /register shows those there are")
    title, body = instrument_body(
        at.desk.law, instrument, at.as_of, at.language, lambda name: _lead(at, name)
    )
    own = lives(at.desk.law, at.as_of.known, only=_blocks(at, instrument))
    told = [_life(each) for each in own if each.instrument == instrument]
    return _page(at, "instrument", {"instrument": instrument, "title": title, "measures": told}, body)


def _page(at: Here, template: str, data: dict[str, Any], body: Iterable[str]) -> Response:
    if at.wants_json:
        return page(at, template, data)
    ways = [(at.href(path), key) for path, key in ROOMS]
    return page(at, template, data, body="\n".join(body), rooms=ways)


def _timeline(at: Here, group: str) -> Response:
    law, plan = at.desk.law, read_plan(at.desk.law.root)
    if group and group not in plan.groups:
        raise MissingError(f"there is no group '{group}'; known are {', '.join(plan.groups)}")
    only = _aim(at, plan, group) if group else None
    site = _site(at)
    name = f"timeline-{group}.html" if group else "timeline.html"
    told = {"group": group, "measures": [_life(each) for each in lives(law, at.as_of.known, only=only)]}
    return _page(at, "timeline", told, site.timeline(site.timelines(plan.groups), name, only))


def _aim(at: Here, plan: Plan, group: str) -> frozenset[str]:
    law, known, store = at.desk.law, at.as_of.known, at.desk.store(at.as_of)
    name = plan.groups[group]
    return _once(store, ("aim", group, known), lambda: aimed_at(name, Screener(law, store), known))


def _once(store: Store, key: object, work: Callable[[], T]) -> T:
    """What takes a while, done once as long as nothing is ingested; several who ask at once wait for one."""
    with _one_asks:
        kept = _kept.setdefault(store, {})
        if key not in kept:
            if len(kept) >= KEPT:
                del kept[next(iter(kept))]
            kept[key] = work()
        found: T = kept[key]
        return found


def _life(life: Life) -> dict[str, Any]:
    spans = [
        {"outcome": each.outcome.value, "state": each.state.value, "days": each.days.words}
        for each in life.spans
    ]
    return {"measure": life.block, "instrument": life.instrument, "country": life.country, "spans": spans}


def _blocks(at: Here, instrument: str) -> frozenset[str]:
    return frozenset(each.id for each in at.desk.law.instruments[instrument].blocks)


def _site(at: Here) -> Site:
    return Site(at.desk.law, at.as_of, at.language, lambda name: _lead(at, name))


def _lead(at: Here, name: str) -> str:
    """The address of a page of the register, by the name of its file."""
    file, mark, anchor = name.partition("#")
    stem = file.removesuffix(".html")
    return at.href(f"/register/{stem}{mark}{anchor}" if stem != "index" else "/register")
