"""`/entities/{id}`: somebody with all that is stated of him, and those around him."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Path, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from sekisho import dates
from sekisho.dates import AsOf
from sekisho.desk.refusals import MissingError
from sekisho.lists.read.edges import POINTS
from sekisho.model.person import Right
from sekisho.service.asking import Times, may
from sekisho.service.routes import Routes
from sekisho.service.yente import shapes
from sekisho.service.yente.at import TheMatching
from sekisho.service.yente.nesting import Neighbours, flat, neighbours, nested
from sekisho.service.yente.ordering import checked, ordered
from sekisho.service.yente.schemata import FAR
from sekisho.service.yente.view import View
from sekisho.service.yente.whole import Whole

router = Routes(prefix="/entities", tags=["yente"], dependencies=[may(Right.LOOK_UP)])
LONGEST = 300
MOST, DEEPEST = 500, 9499
Id = Annotated[str, Path(min_length=1, max_length=LONGEST)]
Limit = Annotated[int, Query(ge=0, le=MOST, description="Entities under one property.")]
Offset = Annotated[int, Query(ge=0, le=DEEPEST)]
Sort = Annotated[list[str], Query(max_length=LONGEST, description="Fields with `asc` or `desc`.")]
MOVED: dict[int | str, dict[str, Any]] = {308: {"description": "It goes by another id here."}}


@router.get(
    "/{entity_id:path}/adjacent/{property_name}",
    responses={200: {"model": shapes.Neighbours}, **MOVED},
    response_class=Response,
)
def adjacent_by(
    request: Request,
    entity_id: Id,
    property_name: Annotated[str, Path(max_length=LONGEST)],
    matching: TheMatching,
    as_of: Times,
    limit: Limit = 10,
    offset: Offset = 0,
    sort: Sort = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Those to whom one property of an entity leads."""
    view = matching.view(as_of)
    whole = _entity(entity_id, view, as_of)
    if entity_id != whole.id:
        return _moved(request, whole, f"/adjacent/{quote(property_name, safe='')}")
    if property_name not in {*POINTS, *FAR.values()}:
        raise MissingError(
            f"no property '{property_name}' leads to an entity; see /entities/{whole.id}/adjacent"
        )
    found = dict(neighbours(whole, view)).get(property_name, ())
    each = Neighbours(property_name, found)
    return JSONResponse(_page(each, whole, view, as_of, (limit, offset), sort))


@router.get(
    "/{entity_id:path}/adjacent",
    responses={200: {"model": shapes.Adjacent}, **MOVED},
    response_class=Response,
)
def adjacent(
    request: Request,
    entity_id: Id,
    matching: TheMatching,
    as_of: Times,
    limit: Limit = 10,
    offset: Offset = 0,
    sort: Sort = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Those around an entity, by the property that leads to them."""
    view = matching.view(as_of)
    whole = _entity(entity_id, view, as_of)
    if entity_id != whole.id:
        return _moved(request, whole, "/adjacent")
    around = {
        each.prop: _page(each, whole, view, as_of, (limit, offset), sort) for each in neighbours(whole, view)
    }
    return JSONResponse({"entity": view.told(whole, as_of.on.day), "adjacent": around})


@router.get("/{entity_id:path}", responses={200: {"model": shapes.Entity}, **MOVED}, response_class=Response)
def entity(
    request: Request,
    entity_id: Id,
    matching: TheMatching,
    as_of: Times,
    nested_: Annotated[bool, Query(alias="nested", description="With those around it?")] = True,
) -> Response:
    """An entity with all that is stated of it."""
    view = matching.view(as_of)
    whole = _entity(entity_id, view, as_of)
    if entity_id != whole.id:
        return _moved(request, whole)
    day = as_of.on.day
    return JSONResponse(nested(whole, view, day) if nested_ else view.told(whole, day))


def _entity(asked: str, view: View, as_of: AsOf) -> Whole:
    key = view.find(asked)
    found = None if key is None else view.wholes([key]).get(key)
    if found is None:
        raise MissingError(f"there is no entity '{asked}' as known on {dates.iso(as_of.known)}")
    return found


def _moved(request: Request, whole: Whole, more: str = "") -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/entities/{quote(whole.id, safe='')}{more}{query}", 308)


def _page(
    each: Neighbours, whole: Whole, view: View, as_of: AsOf, page: tuple[int, int], sort: list[str]
) -> dict[str, Any]:
    limit, offset = page
    keys, sorts = each.keys, checked(sort)
    if sorts:
        told = ordered(view.wholes(keys).values(), sorts)
        first = [one.key for one in told]
        keys = (*first, *(key for key in keys if key not in set(first)))
    return {
        "results": flat(keys[offset : offset + limit], view, as_of.on.day, whole.key),
        "total": {"value": len(keys), "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }
