"""What is suggested while somebody types: entities, properties and types; and what can be fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse

from sekisho.model.person import Right
from sekisho.service.asking import Times, may
from sekisho.service.reconcile import shapes
from sekisho.service.reconcile.routes import ANYWHERE
from sekisho.service.reconcile.words import TYPES, beginning, known_type, named, properties
from sekisho.service.routes import Routes
from sekisho.service.yente.at import TheMatching
from sekisho.service.yente.match import Dataset
from sekisho.service.yente.schemata import THING, label, props
from sekisho.service.yente.scope import LONGEST, Asked, scope
from sekisho.service.yente.searching import Row, Wanted, narrowed

router = Routes(prefix="/reconcile/{dataset}", tags=["reconcile"], dependencies=[may(Right.LOOK_UP)])
FEW = 10
Prefix = Annotated[str, Query(max_length=LONGEST, description="What was typed.")]
Limit = Annotated[int, Query(ge=0, le=shapes.MOST)]
Cursor = Annotated[int, Query(ge=0, le=10_000, description="How many were seen already.")]


@router.get(
    "/suggest/entity", responses={200: {"model": shapes.SuggestedEntities}}, response_class=JSONResponse
)
def entity(
    dataset: Dataset,
    matching: TheMatching,
    as_of: Times,
    prefix: Prefix = "",
    limit: Limit = FEW,
    cursor: Cursor = 0,
) -> JSONResponse:
    """Entities that have a name with these words, the last of which may be only begun."""
    view, day = matching.view(as_of), as_of.on.day
    found = view.index.find(prefix, begun=True)
    keys = sorted(found, key=lambda key: (-found[key], key))
    rows = narrowed(keys, Wanted(THING, (), every=False), scope(Asked(dataset), view), view, day)
    some = view.wholes([each.key for each in rows[cursor : cursor + limit]])
    told = [
        {
            "id": each.id,
            "name": each.caption,
            "description": _described(Row(view, day, each.key)),
            "notable": [named(each.schema)],
        }
        for each in some.values()
    ]
    return _told(prefix, told)


@router.get("/suggest/property", responses={200: {"model": shapes.Suggested}}, response_class=JSONResponse)
def property_(dataset: Dataset, prefix: Prefix = "", limit: Limit = FEW, cursor: Cursor = 0) -> JSONResponse:
    """Properties by which a query can say more."""
    del dataset
    found = beginning(prefix, props(THING))[cursor : cursor + limit]
    return _told(prefix, list(map(named, found)))


@router.get("/suggest/type", responses={200: {"model": shapes.Suggested}}, response_class=JSONResponse)
def type_(dataset: Dataset, prefix: Prefix = "", limit: Limit = FEW, cursor: Cursor = 0) -> JSONResponse:
    """Types that rows may be of."""
    del dataset
    found = beginning(prefix, TYPES)[cursor : cursor + limit]
    return _told(prefix, list(map(named, found)))


@router.get("/extend/property", responses={200: {"model": shapes.Proposed}}, response_class=JSONResponse)
def proposed(
    dataset: Dataset,
    type_name: Annotated[str, Query(alias="type", max_length=LONGEST)] = THING,
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
) -> JSONResponse:
    """Properties that can be fetched of entities of a type."""
    del dataset
    found = [named(each) for each in properties(known_type(type_name))[: limit or None]]
    return JSONResponse({"type": type_name, "limit": limit, "properties": found}, headers=ANYWHERE)


def _described(row: Row) -> str:
    return "; ".join(filter(None, (label(row.schema), ", ".join(sorted(row.values("datasets"))))))


def _told(prefix: str, result: Sequence[object]) -> JSONResponse:
    told = {"code": "/api/status/ok", "status": "200 OK", "prefix": prefix, "result": result}
    return JSONResponse(told, headers=ANYWHERE)
