"""Writes docs/reference/api.md: the routes of the native API, their parameters, and the shapes of answers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Table = dict[str, Any]  # a part of the description
HEAD = """# The API

<!-- Written by `make docs` from the description of the routes: change these, not this page. -->

JSON over HTTP, as `sekisho serve` answers it: [the guide](../guides/serve.md) has examples. A running service
describes itself at `/api/openapi.json` (OpenAPI 3.1). What an answer means: [output](output.md).

Show a key as `Authorization: ApiKey KEY` or `Bearer KEY`. Questions take `on`, the day of the act, and
`known`, the day of knowledge; without them it is today. Lists are told in pages, with `limit`; `next` of a
page goes into `before` or `after` of the request for the next one, and is null on the last.

What is refused is answered as problem details (RFC 9457): `title`, `status`, `detail`, and `problems`, each
with `file`, `line`, `path`, `message` and `remedy`.

| status | what it means |
| --- | --- |
| 401 | nobody is signed in, or the key is worth nothing |
| 403 | whoever asks may not |
| 404 | there is none |
| 409 | it was done already |
| 413 | it is too large |
| 422 | it cannot be read, or names what there is not |
| 429 | too many attempts; `Retry-After` says when the next one counts |
| 503 | not now: the store cannot be reached, or too much waits; `Retry-After` says when to ask again |
"""


def description() -> Table:
    """The description of a service over a new store."""
    from sekisho.service.app import create_app  # noqa: PLC0415  # the other checks do not need it
    from sekisho.service.settings import Settings  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(str(Path(folder) / "store.sqlite")))
        told: Table = app.openapi()
        app.state.desk.close()
        app.state.desk.archive.close()
    return told


def page(told: Table) -> str:
    """The page."""
    lines = [HEAD]
    operations = [
        (path, method, operation)
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
        if path.startswith("/api/")
    ]
    for tag in dict.fromkeys(operation["tags"][0] for _, _, operation in operations):
        lines.append(f"## {tag.capitalize()}\n")
        for path, method, operation in operations:
            if operation["tags"][0] == tag:
                lines += _operation(path, method, operation)
    lines.append("## Shapes\n\nA key that is marked with * is always there.\n")
    schemas = told["components"]["schemas"]
    for name in sorted(_used(operations, schemas)):
        lines += _shape(name, schemas[name])
    return "\n".join(lines).rstrip() + "\n"


def _operation(path: str, method: str, operation: Table) -> Iterator[str]:
    yield f"### `{method.upper()} {path}`\n"
    yield f"{_cell(str(operation.get('description') or operation['summary']))}\n"
    rows = [
        (f"`{each['name']}`", each["in"], _type(each["schema"]), each.get("description", ""))
        for each in operation.get("parameters", ())
    ]
    if rows:
        yield from _rows(("parameter", "in", "type", "what it is"), rows)
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"Body ({media}): {_type(content['schema'])}\n"
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            shapes = [_type(content.get("schema", {})) for content in answer.get("content", {}).values()]
            yield f"Answers {status}: {', '.join(shapes) or 'a file'}\n"


def _shape(name: str, schema: Table) -> Iterator[str]:
    yield f"### {name}\n"
    if schema.get("description"):
        yield f"{_cell(schema['description'])}\n"
    if "enum" in schema:
        yield f"One of {', '.join(f'`{each}`' for each in schema['enum'])}.\n"
    must = schema.get("required", ())
    rows = [
        (f"`{key}`" + (" *" if key in must else ""), _type(own), own.get("description", ""))
        for key, own in schema.get("properties", {}).items()
    ]
    if rows:
        yield from _rows(("key", "type", "what it is"), rows)


def _type(schema: Table) -> str:
    """A type in words, with a link where it is a shape."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(map(_type, schema[key])))
    if "enum" in schema or "const" in schema:
        return " or ".join(f"`{each}`" for each in schema.get("enum", [schema.get("const")]))
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_type(schema['additionalProperties'])}"
    words = {"string": "text", "integer": "number", "boolean": "true or false"}
    return words.get(kind) or str(kind)


def _used(operations: list[tuple[str, str, Table]], schemas: Mapping[str, Table]) -> set[str]:
    """The names of the shapes that operations take or answer, and those in them."""
    found: set[str] = set()
    waiting = [name for _, _, operation in operations for name in _named(operation)]
    while waiting:
        name = waiting.pop()
        if name not in found and name in schemas:
            found.add(name)
            waiting += _named(schemas[name])
    return found


def _named(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rpartition("/")[2]
        for each in part.values():
            yield from _named(each)
    elif isinstance(part, list):
        for each in part:
            yield from _named(each)


def _rows(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    for row in rows:
        yield f"| {' | '.join(map(_cell, row))} |"
    yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
