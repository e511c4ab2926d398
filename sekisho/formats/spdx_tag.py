"""SPDX 2.x as tag and value, brought into the shape that the same document has in JSON, with its lines.

Only the document, its packages and relationships are brought over. A text in `<text>` may have many lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem
from sekisho.formats.lined import Lined

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r"([A-Za-z][A-Za-z0-9]*):[ \t]*(.*)")
_PACKAGE = {
    "SPDXID": "SPDXID",
    "PackageVersion": "versionInfo",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
}
_OTHERS = ("FileName", "SnippetSPDXID", "LicenseID", "Reviewer", "Annotator")
"""Tags that begin something else; what follows is no longer the package's."""

Table = dict[str, object]


def is_tag_value(text: str) -> bool:
    """Does this look like SPDX as tag and value?"""
    return re.search(r"^SPDXVersion:", text, re.MULTILINE) is not None


def read_tags(text: str, file: str) -> tuple[Table, Lined]:
    """The document as JSON would have it, and its places.

    Raises:
        InputError: a line is none of tag and value, or a text does not end.
    """
    document: Table = {}
    packages: list[Table] = []
    relationships: list[Table] = []
    lines: dict[str, int] = {}
    current: Table | None = document
    for line, tag, value in _tags(text, file):
        if tag == "SPDXVersion":
            document["spdxVersion"] = value
        elif tag == "DocumentName":
            document["name"] = value
        elif tag == "PackageName":
            lines[f"packages[{len(packages)}]"] = line
            current = {"name": value}
            packages.append(current)
        elif tag in _OTHERS:
            current = None
        elif tag == "Relationship":
            lines[f"relationships[{len(relationships)}]"] = line
            one, kind, other = ([*value.split(), "", "", ""])[:3]
            ends: Table = {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}
            relationships.append(ends)
        elif current is not None and tag in _PACKAGE:
            current[_PACKAGE[tag]] = value
        elif current is not None and tag == "ExternalRef":
            kind, locator = ([*value.split(), "", "", ""])[1:3]
            refs = current.setdefault("externalRefs", [])
            assert isinstance(refs, list), "made here"  # noqa: S101
            reference: Table = {"referenceType": kind, "referenceLocator": locator}
            refs.append(reference)
    return document | {"packages": packages, "relationships": relationships}, Lined(file, lines)


def _tags(text: str, file: str) -> Iterator[tuple[int, str, str]]:
    """Tags with their lines and values."""
    lines = enumerate(text.splitlines(), 1)
    for number, line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _TAG.match(line.strip())
        if found is None:
            raise _broken(file, number, "this line is no tag with its value", "write 'Tag: value'")
        tag, value = found[1], found[2]
        if value.startswith("<text>"):
            value = value.removeprefix("<text>")
            while "</text>" not in value:
                more = next(lines, None)
                if more is None:
                    raise _broken(file, number, "this <text> does not end", "end it with </text>")
                value += f"\n{more[1]}"
            value = value.partition("</text>")[0]
        yield number, tag, value.strip()


def _broken(file: str, line: int, message: str, hint: str) -> InputError:
    return InputError(f"{file} cannot be read", [Problem(Location(file, line), message, hint)])
