"""SPDX 3.0 in JSON-LD, brought into the shape of 2.3.

The schema of 3.0 prescribes one context and one flat form of JSON-LD, so that the elements can be read as
plain JSON: `@graph` holds them, each with `spdxId` and `type`. A document that a JSON-LD tool has put into
another form shows no package, and so no part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_RELATIONS = {
    "contains": "CONTAINS",
    "dependsOn": "DEPENDS_ON",
    "hasDynamicLink": "DYNAMIC_LINK",
    "hasStaticLink": "STATIC_LINK",
    "hasPrerequisite": "HAS_PREREQUISITE",
    "hasOptionalComponent": "CONTAINS",
    "hasOptionalDependency": "DEPENDS_ON",
    "hasProvidedDependency": "DEPENDS_ON",
    "describes": "DESCRIBES",
}
_NOT_INSIDE = ("build", "development", "test")
"""Stages of life in which something is needed that is not in the product."""
_AGENTS = ("Organization", "Person")
_LISTS = ("SpdxDocument", "software_Sbom", "Bom", "Bundle")

Table = dict[str, object]


def is_graph(data: Mapping[str, object]) -> bool:
    """Does this look like SPDX 3.0?"""
    return "@graph" in data and "spdx" in str(data.get("@context", "")).lower()


def plain(data: Mapping[str, object]) -> Table:
    """The document in the shape of 2.3."""
    elements = [each for each in _list(data.get("@graph")) if isinstance(each, dict)]
    by_id = {_id(each): each for each in elements}
    agents = {
        ref: f"{each['type']}: {each['name']}"
        for ref, each in by_id.items()
        if each.get("type") in _AGENTS and isinstance(each.get("name"), str)
    }
    packages = [_package(each, agents) for each in elements if each.get("type") == "software_Package"]
    relations = [each for element in elements for each in _relations(element)]
    return {
        "spdxVersion": f"SPDX-{_version(elements)}",
        "name": next((each.get("name") for each in elements if each.get("type") == "SpdxDocument"), None),
        "documentDescribes": list(_described(elements, by_id)),
        "packages": packages,
        "relationships": relations,
    }


def _version(elements: list[Table]) -> str:
    """The version that the creation of the document states."""
    return next((str(each["specVersion"]) for each in elements if "specVersion" in each), "3.0")


def _described(elements: list[Table], by_id: Mapping[str, Table]) -> Iterator[str]:
    """What the document is about; it may name a list of parts, which is about something in its turn."""
    for element in elements:
        if element.get("type") in _LISTS:
            yield from (
                str(ref)
                for ref in _list(element.get("rootElement"))
                if by_id.get(str(ref), {}).get("type") == "software_Package"
            )


def _package(data: Table, agents: Mapping[str, str]) -> Table:
    identifiers = (each for each in _list(data.get("externalIdentifier")) if isinstance(each, dict))
    return {
        "SPDXID": _id(data),
        "name": data.get("name"),
        "versionInfo": data.get("software_packageVersion"),
        "supplier": agents.get(str(data.get("suppliedBy")), ""),
        "originator": next((agents[a] for a in map(str, _list(data.get("originatedBy"))) if a in agents), ""),
        "primaryPackagePurpose": data.get("software_primaryPurpose", ""),
        "externalRefs": [
            {"referenceType": f"{each['externalIdentifierType']}Type", "referenceLocator": each["identifier"]}
            for each in identifiers
            if each.get("externalIdentifierType") in ("cpe23", "cpe22") and each.get("identifier")
        ],
    }


def _relations(data: Table) -> Iterator[Table]:
    kind = _RELATIONS.get(str(data.get("relationshipType")))
    if kind is None or str(data.get("scope")) in _NOT_INSIDE:
        return
    to = _list(data.get("to"))
    if not to and kind == "CONTAINS" and data.get("completeness") == "complete":
        to = ["NONE"]
    for each in to:
        other = "NONE" if str(each).endswith("NoneElement") else each
        yield {
            "spdxElementId": str(data.get("from", "")),
            "relationshipType": kind,
            "relatedSpdxElement": other,
        }


def _id(data: Mapping[str, object]) -> str:
    return str(data.get("spdxId", data.get("@id", "")))


def _list(data: object) -> list[object]:
    return data if isinstance(data, list) else []
