"""What the specification's own schemas say of a CycloneDX bill, in JSON and in XML.

Our reader looks at parts and makers. A bill may be wrong elsewhere, in a licence or a pedigree: then it was
cut or written by hand, and is refused as a whole. The schemas are those that `cyclonedx-python-lib` ships;
`jsonschema-rs` and `lxml` apply them, which a bill of 50,000 parts hardly waits for. Nothing is fetched:
neither a schema nor what a bill says is its schema.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho.errors import Location, Problem, nearest
from sekisho.formats.json import DEEPEST
from sekisho.formats.notes import MOST, clean, kind_of, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema_rs import Draft7Validator, ValidationError

    from sekisho.formats.notes import Notes, Place

_BASE = "http://cyclonedx.org/schema/"
_INCLUDED = ("spdx", "jsf-0.82", "cryptography-defs")
"""Schemas that those of a bill refer to."""
_SPACE = re.compile(r"\{http[^}]*\}")
_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
}
_LONGEST = 240
"""Characters of a message of the XML library, which lists every word that it would have taken."""
_LISTED = 16
"""Words that are listed in a remedy."""


def check_json(data: object, version: str, notes: Notes) -> None:
    """Refuse what the schema of a version does not allow, each fault with its place.

    Args:
        data: a bill in JSON, decoded.
        version: of the specification, `1.2` to `1.7`; additional keys are faults in all of them.
        notes: collects the faults.
    """
    try:
        for error in islice(_validator(version).iter_errors(data), MOST + 1):
            for fault in _inmost(error):
                notes.refuse(*_said(fault, version))
    except ValueError:  # a value that cannot be handed over: the library does not say which
        notes.refuse(*_unfit(data))


def check_xml(data: bytes, version: str, file: str) -> tuple[Problem, ...]:
    """The same of a bill in XML: of each line the first fault, as the others follow from it.

    Args:
        data: the file, which has no document type.
        version: of the specification.
        file: its name.
    """
    from lxml import etree  # noqa: PLC0415  # a thirtieth of a second that only bills in XML wait for

    hint = f"write it as https://cyclonedx.org/docs/{version}/xml/ has it, or leave it out"
    parser = etree.XMLParser(huge_tree=True, no_network=True, load_dtd=False, resolve_entities=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return (Problem(Location(file, error.lineno or 1), f"broken XML: {clean(error.msg)}", hint),)
    schema = _xml_schema(version)
    schema.validate(root)  # libxml2 follows no schemaLocation of the document where it was given a schema
    found: dict[int, Problem] = {}
    for each in islice(schema.error_log, MOST):
        found.setdefault(each.line, Problem(Location(file, each.line), _short(each.message), hint))
    return tuple(found.values())


def _folder() -> Path:
    return Path(str(files("cyclonedx"))) / "schema" / "_res"


@cache
def _validator(version: str) -> Draft7Validator:
    from jsonschema_rs import Draft7, Draft7Validator, Registry  # noqa: PLC0415  # only bills in JSON wait for it

    def read(name: str) -> Any:  # noqa: ANN401  # a schema is JSON
        return json.loads((_folder() / f"{name}.SNAPSHOT.schema.json").read_text("utf-8"))

    strict = (
        f"bom-{version}-strict" if version in ("1.2", "1.3") else f"bom-{version}"
    )  # one file from 1.4 on
    known = Registry(
        [(f"{_BASE}{name}.SNAPSHOT.schema.json", read(name)) for name in _INCLUDED], draft=Draft7
    )
    return Draft7Validator(read(strict), registry=known, validate_formats=True, mask="this", offline=True)


@cache
def _xml_schema(version: str) -> Any:  # noqa: ANN401  # lxml ships no types
    from lxml import etree  # noqa: PLC0415  # only bills in XML wait for it

    return etree.XMLSchema(file=str(_folder() / f"bom-{version}.SNAPSHOT.xsd"))


# --- JSON: what is meant, and what to do ---


def _inmost(error: ValidationError) -> Iterable[ValidationError]:
    """Of a value that fits none of several forms: the faults in the form that it fits furthest."""
    forms = [form for form in getattr(error.kind, "context", ()) if form]
    if not forms:
        return (error,)
    depths = [max(len(each.instance_path) for each in form) for form in forms]
    deepest = max(depths)
    if deepest == len(error.instance_path):
        return (error,)
    return [inner for each in forms[depths.index(deepest)] for inner in _inmost(each)]


def _said(error: ValidationError, version: str) -> tuple[Place, str, str]:
    """A fault as its place, its message and its remedy."""
    from jsonschema_rs import ValidationErrorKind as Kind  # noqa: PLC0415  # only bills in JSON wait for it

    place, found = _place(error.instance_path), error.instance
    hint = f"write it as https://cyclonedx.org/docs/{version}/json/ has it, or leave it out"
    match error.kind:
        case Kind.Required(property=key):
            return place, f"`{key}` is missing here", f"give its `{key}`"
        case Kind.AdditionalProperties(unexpected=keys):
            names = ", ".join(map(quote, keys))
            return (
                (place, keys[0]),
                f"CycloneDX {version} has no {names} here",
                "mend the name, or take it out",
            )
        case Kind.Enum(options=words):
            return (
                place,
                f"{quote(found)} is none of the words allowed here",
                _among(str(found), words) or hint,
            )
        case Kind.Type(types=types):
            needed = " or ".join(_KINDS[each] for each in types)
            return place, f"{needed} is needed here, not {kind_of(found)}", hint
        case Kind.Pattern() | Kind.Format():
            return place, f"{quote(found)} is not written as it has to be", hint
        case Kind.OneOfNotValid() | Kind.AnyOf():
            return place, f"this has none of the forms that CycloneDX {version} has for it", hint
        case Kind.OneOfMultipleValid() | Kind.Not():
            return place, f"things stand here that exclude each other in CycloneDX {version}", hint
    return place, clean(error.message), hint


def _among(word: str, words: Iterable[object]) -> str:
    """The nearest word, or all of them where they are few; otherwise nothing."""
    allowed = [str(each) for each in words]
    if near := nearest(word, allowed):
        return f"did you mean {quote(near)}?"
    return "one of: " + ", ".join(allowed) if len(allowed) <= _LISTED else ""


def _place(path: Iterable[str | int]) -> Place:
    place: Place = None
    for key in path:
        place = (place, key)
    return place


def _unfit(data: object) -> tuple[Place, str, str]:
    """The first value that no schema is asked about: half a character, or one that lies too deep."""
    todo: list[tuple[Place, object, int]] = [(None, data, 0)]
    while todo:
        place, value, depth = todo.pop()
        if isinstance(value, str) and _is_half(value):
            return place, f"{quote(ascii(value))} holds half of a character", "write the whole character"
        if depth > DEEPEST:
            return place, "this is nested too deep", "give the inner assemblies apart"
        todo += [((place, key), inner, depth + 1) for key, inner in _inside(value)]
    return None, "a value here is beyond what can be compared with the schema", "make it shorter"


def _inside(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, key if _is_half(key) else inner
    elif isinstance(value, list):
        yield from enumerate(value)


def _is_half(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


# --- XML ---


def _short(message: str) -> str:
    text = clean(_SPACE.sub("", message))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
