"""What only the specification's schemas see of a bill is refused with its place, in every version."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.errors import InputError
from sekisho.formats.cyclonedx import VERSIONS, read_bom
from sekisho.formats.notes import MOST

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.errors import Problem
    from sekisho.law.facts import Facts

NOBODY = {"type": "device", "name": "a", "version": "1"}
LICENCE = "<licenses><license><id>{}</id></license></licenses>"


def in_json(facts: Facts, version: str = "1.6", **keys: object) -> tuple[Problem, ...]:
    data = {"bomFormat": "CycloneDX", "specVersion": version, "version": 1, **keys}
    return faults(json.dumps(data, indent=1).encode(), "b.json", facts)


def in_xml(facts: Facts, inside: str, version: str = "1.6", root: str = "") -> tuple[Problem, ...]:
    part = f'<component type="device">\n<name>a</name><version>1</version>\n{inside}</component>'
    space = f'xmlns="http://cyclonedx.org/schema/bom/{version}"'
    text = f"<bom {space} {root}>\n<components>\n{part}\n</components></bom>"
    return faults(text.encode(), "b.xml", facts)


def faults(data: bytes, name: str, facts: Facts) -> tuple[Problem, ...]:
    try:
        read_bom(data, name, facts)
    except InputError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_has_its_schema(facts: Facts, version: str) -> None:
    def bill(word: str) -> list[dict[str, Any]]:
        return [{**NOBODY, "licenses": [{"license": {"id": word}}]}]

    assert in_json(facts, version, components=bill("MIT")) == ()
    (found,) = in_json(facts, version, components=bill("Apache-2"))
    assert found.at.path == "components[0].licenses[0].license.id"
    assert "'Apache-2'" in found.message
    assert found.hint == "did you mean 'Apache-2.0'?"

    assert in_xml(facts, LICENCE.format("MIT"), version) == ()
    (found,) = in_xml(facts, LICENCE.format("Apache-2"), version)
    assert (found.at.line, found.hint) == (
        5,
        f"write it as https://cyclonedx.org/docs/{version}/xml/ has it, or leave it out",
    )
    assert "'Apache-2'" in found.message


@pytest.mark.parametrize(
    ("keys", "path", "line", "message"),
    [
        ({"swid": {"name": "x"}}, "components[0].swid", 10, "`tagId` is missing here"),
        ({"colour": "red"}, "components[0].colour", 10, "CycloneDX 1.6 has no 'colour' here"),
        ({"purl": 1}, "components[0].purl", 10, "text is needed here, not a number"),
        (
            {"hashes": [{"alg": "MD5", "content": "0" * 40, "x": 1}]},
            "components[0].hashes[0].x",
            14,
            "no 'x'",
        ),
        ({"licenses": [{"license": {}}]}, "components[0].licenses[0].license", 12, "none of the forms"),
        (
            {"licenses": [{"expression": "MIT", "license": {"id": "MIT"}}]},
            "components[0].licenses[0].expression",
            12,
            "no 'expression'",
        ),
        (
            {"evidence": {"occurrences": [{}]}},
            "components[0].evidence.occurrences[0]",
            12,
            "`location` is missing",
        ),
        ({"scope": None}, "components[0].scope", 10, "not nothing (null)"),
    ],
)
def test_a_fault_in_json_has_its_place(
    facts: Facts, keys: dict[str, object], path: str, line: int, message: str
) -> None:
    found = in_json(facts, components=[{**NOBODY, **keys}])[0]
    assert (found.at.path, found.at.line) == (path, line)
    assert message in found.message
    assert found.hint


@pytest.mark.parametrize(
    ("inside", "line", "message"),
    [
        ('<swid name="x"/>', 5, "'swid': The attribute 'tagId' is required"),
        ("\n<colour/>", 6, "'colour': This element is not expected"),
        ("<group>after the name</group>", 5, "'group': This element is not expected"),
        (
            "<pedigree><patches>\n<patch type='foo'/></patches></pedigree>",
            6,
            "'foo' is not an element of the set",
        ),
    ],
)
def test_a_fault_in_xml_has_its_line(facts: Facts, inside: str, line: int, message: str) -> None:
    (found,) = in_xml(facts, inside)
    assert found.at.line == line
    assert message in found.message
    assert "http" not in found.message


def test_what_our_reader_sees_is_said_in_its_words_alone(facts: Facts) -> None:
    (found,) = in_json(facts, components=[{"type": "chip", "name": "a", "colour": "red"}])
    assert "'chip' is no type of component" in found.message


def test_many_faults_are_cut(facts: Facts) -> None:
    found = in_json(facts, components=[{**NOBODY, "name": str(n), "colour": "red"} for n in range(2 * MOST)])
    assert len(found) == MOST + 1
    assert found[-1].message == "there are more problems"


@pytest.mark.parametrize(
    ("value", "message"), [("\ud800", "half of a character"), ({"\udfff": "x"}, "half of a character")]
)
def test_half_a_character_is_refused_where_it_stands(facts: Facts, value: object, message: str) -> None:
    (found,) = in_json(facts, declarations={"note": value})
    assert found.at.path.startswith("declarations.note")
    assert message in found.message


def test_what_lies_too_deep_is_refused_where_it_begins(facts: Facts) -> None:
    inner: object = 1
    for _ in range(900):
        inner = [inner]
    data = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "declarations": inner})
    (found,) = faults(data.encode(), "b.json", facts)
    assert "too deep" in found.message
    assert found.at.path.startswith("declarations[0]")


def test_a_bill_does_not_choose_its_own_schema(facts: Facts, tmp_path: Path) -> None:
    """An extension is nobody's business, whatever the bill says of where its schema lies."""
    own = tmp_path / "own.xsd"
    own.write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x">'
        '<xs:element name="n" type="xs:integer"/></xs:schema>',
        "utf-8",
    )
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    root = f'xmlns:x="urn:x" xmlns:xsi="{xsi}" xsi:schemaLocation="urn:x {own.as_uri()}"'
    assert in_xml(facts, "<x:n>no number</x:n>", root=root) == ()


def test_the_schemas_are_loaded_only_with_a_bill() -> None:
    late = {"lxml", "jsonschema_rs", "cyclonedx"}
    code = f"import sys, sekisho.formats.cyclonedx; print({late} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"
