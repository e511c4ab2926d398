"""The description of the API (OpenAPI 3.1): what FastAPI makes of the routes, and what holds for all of them.

Anything may be refused, with problem details; who shows nothing may do little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi

from sekisho.service.faults import MEDIA
from sekisho.service.guard import SESSION
from sekisho.service.routes import made

if TYPE_CHECKING:
    from fastapi import FastAPI

REFUSED = {
    "4XX": "Refused: the problems say where and why, and what to do about it.",
    "503": "Not now: the store cannot be reached, or too much waits; `Retry-After` says when to ask again.",
}
"""What any route may answer besides."""
SCHEMES = {
    "key": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`ApiKey KEY` or `Bearer KEY`; `sekisho people key` makes one.",
    },
    "session": {"type": "apiKey", "in": "cookie", "name": SESSION, "description": "Of whoever signed in."},
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of an application's routes."""
    from sekisho.service.api.shapes import ProblemDetails  # noqa: PLC0415  # shapes are loaded with their rooms

    if app.openapi_schema is None:
        told = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=made(app)
        )
        schemas = told.setdefault("components", {}).setdefault("schemas", {})
        details = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= details.pop("$defs", {})
        schemas["ProblemDetails"] = details
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        told["components"]["securitySchemes"] = SCHEMES
        for path in told["paths"].values():
            for operation in path.values():
                _complete(operation)
        app.openapi_schema = told
    return app.openapi_schema


def _complete(operation: dict[str, Any]) -> None:
    """Add to an operation what it may answer besides, and what it may be shown."""
    responses = operation["responses"]
    responses.pop("422", None)
    for status, words in REFUSED.items():
        schema = {"$ref": "#/components/schemas/ProblemDetails"}
        responses[status] = {"description": words, "content": {MEDIA: {"schema": schema}}}
    operation["security"] = [{name: []} for name in SCHEMES] + [{}]
