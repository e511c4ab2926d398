"""CycloneDX in XML says what its twin in JSON says, and is refused with its line."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from sekisho.errors import InputError
from sekisho.formats.cyclonedx import read_bom
from tests.formats.documents import DIFFERENT

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.errors import Problem
    from sekisho.law.facts import Facts
    from sekisho.model.bom import Bom

BILL = """<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" xmlns:x="urn:x">
  <metadata>
    <component type="device" bom-ref="cam"><name>Camera</name></component>
  </metadata>
  <components>
    <component type="device" bom-ref="board">
      <supplier><name>Shop</name></supplier>
      <manufacturer><name>Harbour &amp; Sons</name></manufacturer>
      <name>Board</name>
      <components>
        <component type="firmware" bom-ref="fw"><name>Loader</name><version/></component>
        <component type="device" bom-ref="soc">
          <name>SoC</name>
          <properties>
            <property name="sekisho:essential">true</property>
            <property name="cdx:device:quantity">2</property>
            <property name="someone:else"/>
          </properties>
        </component>
      </components>
      <x:components><x:component type="device"><x:name>Not ours</x:name></x:component></x:components>
    </component>
    <component type="device" bom-ref="psu"><name>Supply</name></component>
  </components>
  <dependencies>
    <dependency ref="cam"><dependency ref="board"/>
      <dependency ref="psu"><dependency ref="soc"/></dependency></dependency>
  </dependencies>
  <compositions>
    <composition><aggregate>complete</aggregate><assemblies><assembly ref="board"/></assemblies></composition>
  </compositions>
</bom>
"""


def problem(text: str, facts: Facts) -> Problem:
    with pytest.raises(InputError) as caught:
        read_bom(text.encode(), "b.xml", facts)
    (found,) = caught.value.problems
    assert found.hint
    return found


def test_makers_structure_and_what_is_complete(facts: Facts) -> None:
    read = read_bom(BILL.encode("utf-16"), "b.xml", facts)
    assert read.facts == {"item.name": "Camera"}
    board, loader, soc, supply = read.components or ()
    assert board.facts == {"name": "Board", "manufacturer": "Harbour & Sons", "supplier": "Shop"}
    assert loader.facts == {"name": "Loader", "class": "software", "class.by": "CycloneDX type firmware"}
    assert soc.facts == {"name": "SoC", "essential": True, "device.quantity": "2"}
    assert soc.address == "item.components[0].components[1]"
    assert supply.address == "item.components[1]"
    assert "item.components[0]" not in read.unopened
    assert "item" in read.unopened
    assert (supply.address, soc.address) in read.shared


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ('type="firmware"', 'type="chip"', 12, "'chip' is no type of component"),
        ("<name>SoC</name>", "", 13, "a component without its `name`"),
        ('bom-ref="psu"', 'bom-ref="soc"', 24, "two components have the bom-ref 'soc'"),
        ("</x:component></x:components>", "</x:component>", 23, "mismatched tag"),
        ("bom/1.6", "bom/9.9", 2, "version '9.9' of CycloneDX is not known here"),
        ("schema/bom/1.6", "other", 2, "this is no CycloneDX BOM"),
        ("<bom ", "<!DOCTYPE bom>\n<bom ", 2, "the file declares a document type"),
        (
            '<dependency ref="soc"/>',
            '<dependency ref="soc"><dependency ref="psu"/></dependency>',
            28,
            "'psu' → 'soc' → 'psu'",
        ),
    ],
)
def test_refused_with_its_line(facts: Facts, before: str, after: str, line: int, message: str) -> None:
    assert before in BILL
    found = problem(BILL.replace(before, after, 1), facts)
    assert (found.at.file, found.at.line) == ("b.xml", line)
    assert message in found.message


@pytest.mark.parametrize("levels", [100, 200])
def test_parts_nest_to_200_levels(facts: Facts, levels: int) -> None:
    assert len(read_bom(nested(levels).encode(), "b.xml", facts).components or ()) == levels


@pytest.mark.parametrize("levels", [201, 240, 5_000])
def test_deeper_is_refused(facts: Facts, levels: int) -> None:
    found = problem(nested(levels), facts)
    assert "200 levels" in found.message or "nested too deep" in found.message
    assert found.at.line > 200


def nested(levels: int) -> str:
    start, end = '<components>\n<component type="device"><name>p</name>\n', "</component></components>"
    return f'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">{start * levels}{end * levels}</bom>'


# --- the specification's own documents ---


def parts(read: Bom) -> list[tuple[str, object, object]]:
    rows = read.components or ()
    return [(row.facts.get("name"), row.facts.get("manufacturer"), row.facts.get("supplier")) for row in rows]  # type: ignore[misc]


def counted(path: Path) -> Counter[str]:
    """Parts and makers as another reader finds them: below the lists of parts and nowhere else."""
    root = ET.parse(path).getroot()  # noqa: S314  # the specification's own files
    space = root.tag.removesuffix("bom")
    found: Counter[str] = Counter()
    todo = [root, *root.findall(f"{space}metadata/{space}component")]
    while todo:
        for part in todo.pop().findall(f"{space}components/{space}component"):
            todo.append(part)
            found["parts"] += 1
            for who in ("manufacturer", "supplier"):
                found[who] += part.find(f"{space}{who}/{space}name") is not None
    return found


def test_every_valid_document_is_read_without_loss(facts: Facts, real_data: Path) -> None:
    paths = sorted(real_data.glob("bom/cyclonedx/*/valid-*.xml"))
    assert len(paths) > 200
    for path in paths:
        read = read_bom(path.read_bytes(), path.name, facts)
        rows = read.components or ()
        mine = Counter({who: sum(who in row.facts for row in rows) for who in ("manufacturer", "supplier")})
        mine["parts"] = len(rows)
        assert +mine == +counted(path), path
        twin = path.with_suffix(".json")
        if twin.is_file() and _about(path) not in DIFFERENT:
            assert parts(read) == parts(read_bom(twin.read_bytes(), twin.name, facts)), path


def test_every_invalid_document_is_refused_with_its_place(facts: Facts, real_data: Path) -> None:
    paths = sorted(real_data.glob("bom/cyclonedx/*/invalid-*.xml"))
    assert len(paths) > 100
    for path in paths:
        with pytest.raises(InputError) as caught:
            read_bom(path.read_bytes(), path.name, facts)
        assert all(each.at.line and each.hint for each in caught.value.problems), path


def _about(path: Path) -> str:
    """What a document is about, without the version."""
    return re.sub(r"-1\.\d$", "", path.stem).removeprefix("invalid-").removeprefix("valid-")
