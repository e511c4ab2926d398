"""`POST /match/{dataset}`: who is meant by an example. It is asked most: nothing is made twice for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from sekisho.model.person import Right
from sekisho.service.asking import Times, may
from sekisho.service.routes import Routes
from sekisho.service.yente import shapes
from sekisho.service.yente.at import TheMatching
from sekisho.service.yente.matching import Examples, Results
from sekisho.service.yente.query import Example, Sought, sought
from sekisho.service.yente.ranking import Bounds, texts
from sekisho.service.yente.refusals import RefusedError
from sekisho.service.yente.scope import LONGEST, SINCE, Asked, Names

router = Routes(tags=["yente"], dependencies=[may(Right.LOOK_UP)])
MOST = 500
"""Results of an example."""
BATCH = 100
"""Examples of a request."""
EXCLUDED = 50
THRESHOLD, CUTOFF = 0.70, 0.50
ALGORITHM, BEST = "sekisho", "best"
JSON = "application/json"
Dataset = Annotated[str, Path(max_length=LONGEST, description="`default`, or a dataset of /catalog.")]
Share = Annotated[float, Query(ge=0, le=1, allow_inf_nan=False)]


class Body(BaseModel):
    """Examples by the names that the answers shall have; there is nothing to be configured or weighed."""

    weights: dict[str, float] = Field(default_factory=dict)
    config: dict[str, str | float | bool | None] = Field(default_factory=dict)
    queries: dict[str, Example | None]


@router.post("/match/{dataset}", responses={200: {"model": shapes.Matches}}, response_class=Response)
async def match(
    dataset: Dataset,
    body: Body,
    matching: TheMatching,
    as_of: Times,
    limit: Annotated[int, Query(ge=0, le=MOST)] = 5,
    threshold: Share = THRESHOLD,
    cutoff: Annotated[float, Query(ge=0, le=1, allow_inf_nan=False, deprecated=True)] = CUTOFF,
    algorithm: Annotated[str, Query(max_length=LONGEST)] = BEST,
    include_dataset: Names = [],  # noqa: B006  # FastAPI copies it
    exclude_schema: Names = [],  # noqa: B006  # as above
    exclude_dataset: Names = [],  # noqa: B006  # as above
    topics: Names = [],  # noqa: B006  # as above
    changed_since: Annotated[str | None, Query(pattern=SINCE, max_length=LONGEST)] = None,
    exclude_entity_ids: Annotated[list[str], Query(max_length=EXCLUDED)] = [],  # noqa: B006  # as above
) -> Response:
    """Who is meant by each of some examples, the likeliest first, with scores and what speaks for them."""
    known_algorithm(algorithm)
    queries = {name: each for name, each in body.queries.items() if each is not None}
    _plain(body, len(queries))
    asked = Asked(
        dataset,
        tuple(include_dataset),
        tuple(exclude_dataset),
        tuple(exclude_schema),
        tuple(topics),
        changed_since,
        tuple(exclude_entity_ids),
    )
    bounds = Bounds(limit, threshold, min(cutoff, threshold))
    by_name = {name: sought(each) for name, each in queries.items()}

    def tell(results: Results) -> str:
        return answer(by_name, results, bounds, as_of.on.day)

    examples = Examples(by_name, asked, bounds, as_of, tell)
    matching.put(examples)
    text = await asyncio.wrap_future(examples.answered)
    return Response(text, HTTPStatus.OK, {"x-batch-size": str(len(queries))}, JSON)


def answer(by_name: Mapping[str, Sought], results: Results, bounds: Bounds, day: int) -> str:
    """The answer as JSON; what the client said is escaped, for it may hold half a character."""
    told = []
    for name, found in results.by_name.items():
        own = by_name[name]
        query = {"id": own.id, "schema": own.schema, "properties": own.properties}
        entities = ", ".join(texts(found, bounds, results.view, day, results.model))
        total = sum(each.score >= bounds.threshold for each in found)
        told.append(
            f'{json.dumps(name)}: {{"status": 200, "results": [{entities}], '
            f'"total": {{"value": {total}, "relation": "eq"}}, "query": {json.dumps(query)}}}'
        )
    return f'{{"responses": {{{", ".join(told)}}}, "limit": {bounds.limit}}}'


def known_algorithm(name: str) -> None:
    """See that a way of matching is there.

    Raises:
        RefusedError: it is not; scores of another one would mean something else.
    """
    if name not in (ALGORITHM, BEST):
        raise RefusedError(f"there is no algorithm '{name}'; ask for '{BEST}', or for '{ALGORITHM}'")


def _plain(body: Body, queries: int) -> None:
    if body.config:
        raise RefusedError(
            f"'{next(iter(body.config))}' cannot be configured: '{ALGORITHM}' has no parameters"
        )
    if body.weights:
        raise RefusedError(
            f"'{next(iter(body.weights))}' cannot be weighed: the weights were fitted together"
        )
    if not queries:
        raise RefusedError("there are no queries; give at least one example")
    if queries > BATCH:
        raise RefusedError(f"over {BATCH} queries in one batch; send the others in a request of their own")
