"""SPDX documents of three versions and three forms: makers, structure, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.errors import InputError
from sekisho.formats.spdx import read_spdx

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.errors import Problem
    from sekisho.model.bom import Bom

TAGS = """SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: gateway
# a comment
PackageName: gateway
SPDXID: SPDXRef-gateway
PackageOriginator: Organization: Harbour Devices Inc. (sales@harbour.example)
PackageSupplier: Organization: Shop
PackageComment: <text>Many
Relationship: SPDXRef-a CONTAINS SPDXRef-b
lines</text>
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-gateway
Relationship: SPDXRef-gateway CONTAINS SPDXRef-loader
Relationship: SPDXRef-crypto DEPENDENCY_OF SPDXRef-loader
Relationship: SPDXRef-crypto DEPENDENCY_OF SPDXRef-gateway
Relationship: SPDXRef-tests TEST_DEPENDENCY_OF SPDXRef-gateway
Relationship: SPDXRef-crypto CONTAINS NONE

PackageName: loader
SPDXID: SPDXRef-loader
PackageOriginator: NOASSERTION
PrimaryPackagePurpose: FIRMWARE

PackageName: crypto
SPDXID: SPDXRef-crypto
PackageVersion: 3
PackageOriginator: Person: Ann Example ()
ExternalRef: SECURITY cpe23Type cpe:2.3:a:x:crypto:3:*:*:*:*:*:*:*

FileName: ./crypto.c
SPDXID: SPDXRef-file

PackageName: tests
SPDXID: SPDXRef-tests
"""


def read(text: str) -> Bom:
    return read_spdx(text.encode(), "s.spdx")


def problems(text: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read(text)
    assert all(each.hint for each in caught.value.problems)
    return list(caught.value.problems)


def test_the_originator_made_it_and_the_supplier_did_not() -> None:
    bom = read(TAGS)
    assert bom.facts == {
        "item.name": "gateway",
        "item.manufacturer": "Harbour Devices Inc.",
        "item.supplier": "Shop",
    }
    loader, crypto, tests = bom.components or ()
    assert loader.facts == {"name": "loader", "class": "software", "class.by": "SPDX purpose FIRMWARE"}
    assert crypto.facts == {
        "name": "crypto",
        "manufacturer": "Ann Example",
        "version": "3",
        "identifiers.cpe": "cpe:2.3:a:x:crypto:3:*:*:*:*:*:*:*",
    }
    assert tests.facts == {"name": "tests"}


def test_what_is_inside_what_and_what_is_complete() -> None:
    bom = read(TAGS)
    loader, crypto, tests = (row.address for row in bom.components or ())
    assert crypto == f"{loader}.components[0]"
    assert bom.shared == (("item", crypto),)
    assert crypto not in bom.unopened
    assert {"item", loader, tests} <= set(bom.unopened)


def test_json_says_the_same() -> None:
    assert read(as_json(TAGS)) == read(TAGS)


def as_json(tags: str) -> str:
    """The same document by another hand."""
    data: dict[str, Any] = {"packages": [], "relationships": []}
    for block in tags.replace(
        "<text>Many\nRelationship: SPDXRef-a CONTAINS SPDXRef-b\nlines</text>", "x"
    ).split("\n"):
        tag, _, value = block.partition(": ")
        if tag == "PackageName":
            data["packages"].append({"name": value})
        elif tag == "Relationship":
            keys = ("spdxElementId", "relationshipType", "relatedSpdxElement")
            data["relationships"].append(dict(zip(keys, value.split(), strict=True)))
        elif tag == "ExternalRef":
            _, kind, locator = value.split()
            data["packages"][-1]["externalRefs"] = [{"referenceType": kind, "referenceLocator": locator}]
        elif tag in ("SPDXVersion", "DocumentName"):
            data[{"SPDXVersion": "spdxVersion", "DocumentName": "name"}[tag]] = value
        elif data["packages"] and value and "SPDXRef-file" not in value and tag != "FileName":
            key = {"PackageVersion": "versionInfo", "PrimaryPackagePurpose": "primaryPackagePurpose"}.get(tag)
            data["packages"][-1][
                key or tag.removeprefix("Package").replace("Or", "or").replace("Su", "su")
            ] = value
    return json.dumps(data, indent=1)


def graph(*relations: dict[str, object], version: str = "3.0.1") -> str:
    """A document of 3.0 with three packages."""
    parts: list[dict[str, object]] = [
        {"type": "CreationInfo", "@id": "_:c", "specVersion": version},
        {"type": "Organization", "spdxId": "u:maker", "name": "Harbour Devices Inc."},
        {"type": "Tool", "spdxId": "u:tool", "name": "A tool"},
        {"type": "SpdxDocument", "spdxId": "u:doc", "rootElement": ["u:sbom"]},
        {"type": "software_Sbom", "spdxId": "u:sbom", "rootElement": ["u:a"]},
        {"type": "software_Package", "spdxId": "u:a", "name": "a", "originatedBy": ["u:tool", "u:maker"]},
        {"type": "software_Package", "spdxId": "u:b", "name": "b", "suppliedBy": "u:maker"},
        {
            "type": "software_Package",
            "spdxId": "u:c",
            "name": "c",
            "software_primaryPurpose": "firmware",
            "externalIdentifier": [{"externalIdentifierType": "cpe23", "identifier": "cpe:2.3:h:x:y:*"}],
        },
    ]
    context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
    return json.dumps({"@context": context, "@graph": [*parts, *relations]})


def relation(kind: str, of: str, *to: str, **keys: str) -> dict[str, object]:
    return {
        "type": "Relationship",
        "spdxId": f"u:{kind}",
        "from": of,
        "to": list(to),
        "relationshipType": kind,
        **keys,
    }


def test_version_3() -> None:
    build = relation("dependsOn", "u:b", "u:c", scope="build")
    bom = read(graph(relation("contains", "u:a", "u:b", "u:c", completeness="complete"), build))
    assert bom.facts == {"item.name": "a", "item.manufacturer": "Harbour Devices Inc."}
    assert [row.facts for row in bom.components or ()] == [
        {"name": "b", "supplier": "Harbour Devices Inc."},
        {
            "name": "c",
            "identifiers.cpe": "cpe:2.3:h:x:y:*",
            "class": "software",
            "class.by": "SPDX purpose firmware",
        },
    ]
    assert bom.shared == ()


def test_version_3_can_say_that_there_is_nothing_inside() -> None:
    bom = read(graph(relation("contains", "u:b", completeness="complete")))
    b, c = (row.address for row in bom.components or ())
    assert (b in bom.unopened, c in bom.unopened) == (False, True)


# --- refused ---


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("SPDX-2.3", "SPDX-1.1", 1, "version 'SPDX-1.1' of SPDX is not known here"),
        ("# a comment", "no tag", 5, "this line is no tag with its value"),
        ("lines</text>", "lines", 10, "this <text> does not end"),
        ("SPDXID: SPDXRef-loader", "SPDXID: SPDXRef-crypto", 25, "two packages have the SPDXID"),
        ("SPDXID: SPDXRef-loader\n", "", 20, "a package without its `SPDXID`"),
        ("SPDXRef-crypto CONTAINS NONE", "SPDXRef-crypto CONTAINS", 18, "without its two ends"),
        (
            "SPDXRef-crypto CONTAINS NONE",
            "SPDXRef-crypto CONTAINS SPDXRef-loader",
            20,
            "the parts go in a circle: 'SPDXRef-loader' → 'SPDXRef-crypto' → 'SPDXRef-loader'",
        ),
    ],
)
def test_refused_with_its_line(before: str, after: str, line: int, message: str) -> None:
    assert before in TAGS
    (found,) = problems(TAGS.replace(before, after, 1))
    assert (found.at.line, message in found.message) == (line, True), found


def test_a_circle_beside_the_item_is_refused_too() -> None:
    (found,) = problems(graph(relation("contains", "u:b", "u:c"), relation("contains", "u:c", "u:b")))
    assert "circle" in found.message


@pytest.mark.parametrize(("levels", "fits"), [(200, True), (201, False)])
def test_parts_are_read_to_200_levels(levels: int, fits: bool) -> None:
    packages = [{"name": str(n), "SPDXID": f"p{n}"} for n in range(levels + 1)]
    keys = ("spdxElementId", "relationshipType", "relatedSpdxElement")
    chain = [dict(zip(keys, (f"p{n}", "CONTAINS", f"p{n + 1}"), strict=True)) for n in range(levels)]
    data = {"spdxVersion": "SPDX-2.3", "documentDescribes": ["p0"], "packages": packages}
    text = json.dumps(data | {"relationships": chain})
    if fits:
        assert len(read(text).components or ()) == levels
    else:
        assert "200 levels" in problems(text)[0].message


# --- real documents ---


def test_every_example_is_read(real_data: Path) -> None:
    files = [path for path in sorted(real_data.glob("bom/spdx/**/*")) if path.is_file()]
    assert len(files) > 40
    bills = {path.name: read_spdx(path.read_bytes(), path.name) for path in files}
    assert all(bill.facts.get("item.name") for bill in bills.values())
    old, new = bills["example6-lib.spdx"], bills["example6-lib.json"]
    assert old.facts == new.facts
    assert old.facts["item.manufacturer"] == "Google LLC"
    assert old.facts["item.supplier"] == "Canonical Ltd."
    assert [{row.facts["name"] for row in each.components or ()} for each in (old, new)] == [
        {"go", "go.fmt", "go.reflect", "go.strconv"}
    ] * 2
