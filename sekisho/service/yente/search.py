"""`GET /search/{dataset}`: who is found by some words; for a search box, which has no example to match."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, NamedTuple

from fastapi import Depends, Query
from fastapi.responses import JSONResponse, Response

from sekisho.lists import ftm
from sekisho.model.person import Right
from sekisho.service.asking import Times, may
from sekisho.service.routes import Routes
from sekisho.service.yente import shapes
from sekisho.service.yente.at import TheMatching
from sekisho.service.yente.match import Dataset
from sekisho.service.yente.ordering import checked, ordered
from sekisho.service.yente.schemata import THING
from sekisho.service.yente.scope import LONGEST, SINCE, Asked, Names, known_schema, scope
from sekisho.service.yente.searching import (
    DATASETS,
    TOPICS,
    Filter,
    Wanted,
    facet,
    merged,
    narrowed,
    query_of,
    read_filter,
)
from sekisho.service.yente.view import View

router = Routes(tags=["yente"], dependencies=[may(Right.LOOK_UP)])
MOST, DEEPEST = 500, 9499
LONGEST_TEXT = 1000


class Facet(StrEnum):
    """What those found can be counted by."""

    DATASETS = "datasets"
    SCHEMA = "schema"
    COUNTRIES = "countries"
    IDENTIFIERS = "identifiers"
    TOPICS = "topics"
    GENDERS = "genders"


class Operator(StrEnum):
    """Of several values of one field: every one, or any."""

    AND = "AND"
    OR = "OR"


COUNTED = [Facet.COUNTRIES, Facet.TOPICS, Facet.DATASETS]


class Restriction(NamedTuple):
    """To whom a search is restricted, but for the dataset in its path.

    Attributes:
        wanted: what somebody must be.
        asked: where he must be, and where not; of everybody, so far.
        listed: must he stand on a list on the day, or must he not? None: either.
    """

    wanted: Wanted
    asked: Asked
    listed: bool | None


async def restriction(
    schema: Annotated[str, Query(max_length=LONGEST)] = THING,
    include_dataset: Names = [],  # noqa: B006  # FastAPI copies it
    exclude_dataset: Names = [],  # noqa: B006  # as above
    exclude_schema: Names = [],  # noqa: B006  # as above
    changed_since: Annotated[str | None, Query(pattern=SINCE, max_length=LONGEST)] = None,
    countries: Names = [],  # noqa: B006  # as above
    topics: Names = [],  # noqa: B006  # as above
    datasets: Names = [],  # noqa: B006  # as above
    filter_: Annotated[list[str], Query(alias="filter", max_length=LONGEST)] = [],  # noqa: B006  # as above
    target: Annotated[bool | None, Query(deprecated=True)] = None,
    filter_op: Operator = Operator.OR,
) -> Restriction:
    """To whom a search is restricted.

    Raises:
        RefusedError: by what is not there.
    """
    fields = {"countries": countries, TOPICS: topics, DATASETS: datasets}
    filters = [Filter(name, each) for name, own in fields.items() for each in own]
    filters += map(read_filter, filter_)
    asked = Asked(
        include_dataset=tuple(include_dataset),
        exclude_dataset=tuple(exclude_dataset),
        exclude_schema=tuple(exclude_schema),
        changed_since=changed_since,
    )
    return Restriction(Wanted(known_schema(schema), tuple(filters), filter_op is Operator.AND), asked, target)


@router.get("/search/{dataset}", responses={200: {"model": shapes.Searched}}, response_class=Response)
def search(
    dataset: Dataset,
    matching: TheMatching,
    as_of: Times,
    restricted: Annotated[Restriction, Depends(restriction)],
    q: Annotated[str, Query(max_length=LONGEST_TEXT, description="Words, a number or an id.")] = "",
    limit: Annotated[int, Query(ge=0, le=MOST)] = 10,
    offset: Annotated[int, Query(ge=0, le=DEEPEST)] = 0,
    sort: Annotated[list[str], Query(max_length=LONGEST)] = [],  # noqa: B006  # FastAPI copies it
    fuzzy: Annotated[bool, Query(description="Shall faint likeness do, too?")] = False,
    simple: Annotated[bool, Query(description="There is one syntax here: words.")] = False,
    facets: Annotated[list[Facet], Query()] = COUNTED,
) -> Response:
    """Who is found by some words, narrowed down and counted by what is stated of him."""
    del simple
    sorts, day = checked(sort), as_of.on.day
    view, alike = matching.found(as_of, [query_of(q)] if q.strip() else [])
    keys = merged(q, alike[0], view, fuzzy=fuzzy) if alike else view.parties()
    within = scope(replace(restricted.asked, dataset=dataset), view)
    rows = narrowed(keys, restricted.wanted, within, view, day)
    if restricted.listed is not None:
        rows = [each for each in rows if bool(view.listed(each.key, day)) is restricted.listed]
    told = [each.key for each in rows]
    if sorts:
        told = [each.key for each in ordered(view.wholes(told).values(), sorts)]
    wholes = view.wholes(told[offset : offset + limit])
    titles = _titles(view)
    return JSONResponse(
        {
            "limit": limit,
            "offset": offset,
            "total": {"value": len(rows), "relation": "eq"},
            "results": [view.told(each, day) for each in wholes.values()],
            "facets": {each.value: facet(each, rows, titles) for each in dict.fromkeys(facets)},
        }
    )


def _titles(view: View) -> dict[str, str]:
    return {ftm.dataset(name): info.title for name, info in view.store.lists.items()}
