"""`/reconcile/{dataset}`: the manifest, queries, suggestions, more columns, and previews.

Any page may read the answers (CORS), as the specification asks; a browser sends no cookie along with that.
"""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from fastapi import Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool

from sekisho.dates import AsOf
from sekisho.desk.refusals import MissingError
from sekisho.model.person import Right
from sekisho.service.asking import Times, may
from sekisho.service.reconcile import shapes
from sekisho.service.reconcile.candidates import BOUNDS, sought_of, told
from sekisho.service.reconcile.extending import extended
from sekisho.service.reconcile.manifest import manifest
from sekisho.service.reconcile.preview import POLICY, preview
from sekisho.service.routes import Routes
from sekisho.service.yente.at import TheMatching
from sekisho.service.yente.match import JSON, Dataset
from sekisho.service.yente.matching import Examples, Matching, Results
from sekisho.service.yente.refusals import RefusedError
from sekisho.service.yente.scope import ALL, Asked, scope
from sekisho.service.yente.view import View
from sekisho.service.yente.whole import Whole

router = Routes(prefix="/reconcile/{dataset}", tags=["reconcile"], dependencies=[may(Right.LOOK_UP)])
Content = TypeVar("Content")
ANYWHERE = {"access-control-allow-origin": "*"}
LONGEST_ID = 300
Id = Annotated[str, Path(min_length=1, max_length=LONGEST_ID)]
Text = Annotated[str, Query(description="As JSON.")]
_FORM = {
    "type": "object",
    "properties": {
        "queries": {"type": "string", "description": "Queries by name, as JSON."},
        "extend": {"type": "string", "description": "Ids and properties, as JSON."},
    },
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {"schema": _FORM},
            JSON: {"schema": {"type": "object"}},
        },
    }
}
_ANSWERS: dict[int | str, dict[str, Any]] = {200: {"content": {JSON: {"schema": {"type": "object"}}}}}


@router.get("", responses=_ANSWERS, response_class=Response)
async def asked(
    dataset: Dataset,
    request: Request,
    matching: TheMatching,
    as_of: Times,
    queries: Text = "",
    extend: Text = "",
) -> Response:
    """What this service can do; or, with `queries` or `extend`, the same as is posted."""
    if queries or extend:
        return await _answer(dataset, matching, as_of, queries, extend)
    view = await run_in_threadpool(matching.view, as_of)
    return _json(manifest(str(request.base_url), dataset, _title(dataset, view)))


@router.post("", responses=_ANSWERS, response_class=Response, openapi_extra=_BODY)
async def posted(dataset: Dataset, request: Request, matching: TheMatching, as_of: Times) -> Response:
    """Who is meant by each of some queries; or what is known of those who were matched."""
    if request.headers.get("content-type", "").startswith(JSON):
        queries, extend = _of_json(await request.body())
    else:
        form = await request.form()
        queries, extend = (
            each if isinstance(each := form.get(name), str) else "" for name in ("queries", "extend")
        )
    return await _answer(dataset, matching, as_of, queries, extend)


@router.get("/view/{entity_id:path}", include_in_schema=False)
def view_(dataset: Dataset, entity_id: Id, matching: TheMatching, as_of: Times) -> Response:
    """The page of an entity."""
    _, whole = _entity(dataset, entity_id, matching, as_of)
    return RedirectResponse(f"/entity/{quote(whole.key)}", HTTPStatus.SEE_OTHER)


@router.get("/preview/{entity_id:path}", response_class=HTMLResponse)
def preview_(dataset: Dataset, entity_id: Id, matching: TheMatching, as_of: Times) -> HTMLResponse:
    """A few lines about an entity, to be shown in a frame."""
    view, whole = _entity(dataset, entity_id, matching, as_of)
    headers = {"content-security-policy": POLICY, "cross-origin-resource-policy": "cross-origin"}
    return HTMLResponse(preview(whole, view, as_of.on.day), headers=headers)


def _entity(dataset: str, asked: str, matching: Matching, as_of: AsOf) -> tuple[View, Whole]:
    view = matching.view(as_of)
    _title(dataset, view)
    key = view.find(asked)
    whole = None if key is None else view.wholes([key]).get(key)
    if whole is None:
        raise MissingError(f"there is no entity '{asked}'; reconcile the row once more")
    return view, whole


async def _answer(dataset: str, matching: Matching, as_of: AsOf, queries: str, extend: str) -> Response:
    """The answer to queries, or to a request for more columns."""
    if extend.strip():
        extension = _read(shapes.EXTENSION, extend, "extend")
        view = await run_in_threadpool(matching.view, as_of)
        _title(dataset, view)
        told_ = await run_in_threadpool(extended, extension, view, as_of.on.day)
        return _json(told_, len(extension.ids))
    by_name = _read(shapes.QUERIES, queries, "queries")
    if not by_name:
        raise RefusedError("there are no queries; give at least one, or extend")
    if len(by_name) > shapes.BATCH:
        raise RefusedError(f"over {shapes.BATCH} queries; send the others in a request of their own")

    def tell(results: Results) -> str:
        return told(by_name, results)

    soughts = {name: sought_of(each) for name, each in by_name.items()}
    examples = Examples(soughts, Asked(dataset), BOUNDS, as_of, tell)
    matching.put(examples)
    text = await asyncio.wrap_future(examples.answered)
    return Response(text, headers={**ANYWHERE, "x-batch-size": str(len(by_name))}, media_type=JSON)


def _of_json(body: bytes) -> tuple[str, str]:
    """Queries and extension of a body that is no form: by these names, or the queries alone."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"the body is no JSON: {error}") from error
    if isinstance(read, dict) and read.keys() & {"queries", "extend"}:
        return tuple(_text(read.get(name, "")) for name in ("queries", "extend"))  # type: ignore[return-value]  # it has two elements, as the line says
    return _text(read), ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _read(adapter: TypeAdapter[Content], text: str, name: str) -> Content:
    """What a form says as JSON.

    Raises:
        RequestValidationError: it is not of the shape of the specification; with every place.
    """
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        told_ = error.errors(include_url=False, include_context=False)
        raise RequestValidationError([{**each, "loc": (name, *each["loc"])} for each in told_]) from error


def _title(dataset: str, view: View) -> str:
    """What a dataset is called.

    Raises:
        MissingError: there is none.
    """
    scope(Asked(dataset), view)
    names = view.datasets.get(dataset, frozenset())
    titles = [view.store.lists[each].title for each in sorted(names) if each in view.store.lists]
    return "Everybody" if dataset == ALL else next(iter(titles), dataset)


def _json(told_: object, batch: int | None = None) -> Response:
    more = {} if batch is None else {"x-batch-size": str(batch)}
    return Response(json.dumps(told_), headers={**ANYWHERE, **more}, media_type=JSON)
