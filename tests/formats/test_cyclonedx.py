"""CycloneDX bills: who made what, what is complete, and what is refused."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.dates import interval
from sekisho.errors import InputError
from sekisho.formats.cyclonedx import read_bom
from sekisho.model.case import Range, Row

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.errors import Problem
    from sekisho.law.facts import Facts
    from sekisho.model.bom import Bom


def bom(facts: Facts, version: object = "1.6", **keys: object) -> Bom:
    data = {"bomFormat": "CycloneDX", "specVersion": version, **keys}
    return read_bom(json.dumps(data, indent=1).encode(), "b.json", facts)


def refused(facts: Facts, **keys: object) -> Problem:
    with pytest.raises(InputError) as caught:
        bom(facts, **keys)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


def part(name: str, **keys: object) -> dict[str, Any]:
    return {"type": "device", "name": name, **keys}


# --- who made it ---


def test_only_the_manufacturer_is_the_maker(facts: Facts) -> None:
    others: dict[str, object] = {
        "supplier": {"name": "Shop"},
        "publisher": "Press",
        "author": "Ann",
        "group": "org.x",
    }
    others |= {"authors": [{"name": "Ann"}]}
    read = bom(
        facts,
        components=[part("a", manufacturer={"name": "旷视科技有限公司"}, **others), part("b", **others)],
    )
    assert read.components == (
        Row("item.components[0]", {"name": "a", "manufacturer": "旷视科技有限公司", "supplier": "Shop"}),
        Row("item.components[1]", {"name": "b", "supplier": "Shop"}),
    )


@pytest.mark.parametrize("version", ["1.2", "1.5", "1.6", "1.7"])
def test_manufacture_made_the_subject_and_manufacturer_the_bill(facts: Facts, version: str) -> None:
    metadata = {
        "manufacture": {"name": "Maker of the board"},
        "supplier": {"name": "Shop"},
        "component": part("board", version="2"),
    }
    if version >= "1.6":  # the specification has it from then on
        metadata["manufacturer"] = {"name": "Maker of the bill"}
    assert bom(facts, version, metadata=metadata).facts == {
        "item.name": "board",
        "item.version": "2",
        "item.manufacturer": "Maker of the board",
        "item.supplier": "Shop",
    }
    del metadata["manufacture"]
    assert "item.manufacturer" not in bom(facts, version, metadata=metadata).facts


def test_the_subject_says_itself_who_made_it(facts: Facts) -> None:
    component = part("board", manufacturer={"name": "A"}, supplier={"name": "C"})
    metadata = {"component": component, "manufacture": {"name": "B"}, "supplier": {"name": "D"}}
    read = bom(facts, metadata=metadata)
    assert (read.facts["item.manufacturer"], read.facts["item.supplier"]) == ("A", "C")


def test_an_organisation_may_have_no_name(facts: Facts) -> None:
    read = bom(facts, components=[part("a", manufacturer={"url": ["https://example.com"]})])
    assert read.components == (Row("item.components[0]", {"name": "a"}),)


# --- properties ---


def test_identifiers_from_cpe_and_the_official_taxonomy(facts: Facts) -> None:
    properties = [
        {"name": "cdx:device:macAddress", "value": "00:1E:10:00:00:01"},
        {"name": "cdx:device:certifications:US:FCC:id", "value": "QIS-X1"},
        {"name": "cdx:device:quantity", "value": "2"},
        {"name": "someone:else", "value": "3"},
        {"name": "no value"},
    ]
    cpe = "cpe:2.3:h:huawei:x1:-:*:*:*:*:*:*:*"
    read = bom(facts, components=[part("a", cpe=cpe, properties=properties)])
    assert read.components is not None
    assert read.components[0].facts == {
        "name": "a",
        "identifiers.cpe": cpe,
        "identifiers.mac": "00:1E:10:00:00:01",
        "identifiers.fcc": "QIS-X1",
        "device.quantity": "2",
    }


def test_the_older_taxonomy_and_several_of_a_kind(facts: Facts) -> None:
    properties = [
        {"name": "cdx:deviceInfo:macAddress", "value": "00:1E:10:00:00:01"},
        {"name": "cdx:deviceInfo:macAddress", "value": "00:1E:10:00:00:02"},
        {"name": "cdx:deviceInfo:certifications:authority", "value": "FCC"},
        {"name": "cdx:deviceInfo:certifications:id", "value": "QIS-X1"},
    ]
    read = bom(facts, metadata={"component": part("a", properties=properties)})
    assert read.facts == {
        "item.name": "a",
        "item.identifiers.mac": ("00:1E:10:00:00:01", "00:1E:10:00:00:02"),
        "item.identifiers.fcc": "QIS-X1",
    }


def test_what_the_law_asks_and_cyclonedx_has_no_field_for(facts: Facts) -> None:
    stated = {
        "class": "semiconductor",
        "essential": "true",
        "origin": "cn",
        "brand": "X",
        "identifiers:pci": "19e5",
    }
    stated["manufacturer"] = "HiSilicon"
    properties = [{"name": f"sekisho:{key}", "value": value} for key, value in stated.items()]
    read = bom(facts, "1.4", components=[part("a", properties=properties)])
    assert read.components is not None
    assert read.components[0].facts == {
        "name": "a",
        "class": "semiconductor",
        "essential": True,
        "origin": "cn",
        "brand": "X",
        "identifiers.pci": "19e5",
        "manufacturer": "HiSilicon",
    }
    on_item = [
        {"name": "sekisho:us_content_percent", "value": "25"},
        {"name": "sekisho:acquired", "value": "2018-12"},
    ]
    metadata = {"component": part("b", properties=on_item)}
    facts_of_item = bom(facts, metadata=metadata).facts
    assert facts_of_item["item.us_content_percent"] == Range(25, 25)
    assert facts_of_item["item.acquired"] == interval("2018-12")


@pytest.mark.parametrize(
    ("properties", "path", "message"),
    [
        ([{"name": "sekisho:clas", "value": "x"}], "[0].name", "'sekisho:clas' is no property"),
        ([{"name": "sekisho:class", "value": "chip"}], "[0].value", "'chip' is not one of the words"),
        ([{"name": "sekisho:essential", "value": "yes"}], "[0].value", "true or false"),
        (
            [{"name": "sekisho:class", "value": v} for v in ("server", "router")],
            "[1].value",
            "2 values for one fact",
        ),
        ([{"value": "x"}], "[0]", "without its `name`"),
        ([{"name": "sekisho:origin", "value": 1}], "[0].value", "text is needed"),
        ({"name": "x"}, "", "a list is needed"),
    ],
)
def test_properties_that_are_refused(facts: Facts, properties: object, path: str, message: str) -> None:
    problem = refused(facts, components=[part("a", properties=properties)])
    assert problem.at.path == "components[0].properties" + path
    assert message in problem.message


# --- parts ---


def test_parts_nest_and_those_of_the_subject_come_first(facts: Facts) -> None:
    metadata = {"component": part("board", components=[part("own", components=[part("inner")])])}
    read = bom(facts, metadata=metadata, components=[part("listed")])
    assert read.components is not None
    assert [(row.address, row.facts["name"]) for row in read.components] == [
        ("item.components[0]", "own"),
        ("item.components[0].components[0]", "inner"),
        ("item.components[1]", "listed"),
    ]


def test_silence_is_not_completeness(facts: Facts) -> None:
    parts = [part("a", components=[part("b")], **{"bom-ref": "a"}), part("c")]
    everything = ("item", "item.components[0]", "item.components[0].components[0]", "item.components[1]")
    assert bom(facts, components=parts).unopened == everything
    assert bom(facts, components=[]).components is None
    assert bom(facts).components is None


def test_complete_is_said_of_each_assembly_by_itself(facts: Facts) -> None:
    refs = {name: part(name, **{"bom-ref": name}) for name in ("board", "a", "b", "c")}
    refs["a"]["components"] = [refs["b"]]
    board, parts = {"component": refs["board"]}, [refs["a"], refs["c"]]

    def unopened(*compositions: dict[str, Any]) -> tuple[str, ...]:
        return bom(facts, compositions=list(compositions), metadata=board, components=parts).unopened

    everything = {"aggregate": "complete", "assemblies": ["board", "a", "b", "c"]}
    assert unopened(everything) == ()
    assert unopened({"aggregate": "complete", "assemblies": ["board", "a"]}) == (
        "item.components[0].components[0]",
        "item.components[1]",
    )
    doubt = {"aggregate": "incomplete_first_party_only", "assemblies": ["c"]}
    assert unopened(everything, doubt) == ("item.components[1]",)
    assert unopened({"aggregate": "complete", "dependencies": ["board", "a", "b", "c"]})[0] == "item"


def test_a_whole_without_parts_can_be_said(facts: Facts) -> None:
    metadata = {"component": part("board", **{"bom-ref": "board"})}
    read = bom(facts, metadata=metadata, compositions=[{"aggregate": "complete", "assemblies": ["board"]}])
    assert (read.components, read.unopened) == ((), ())


def nested(levels: int) -> list[dict[str, Any]]:
    inner = part("innermost")
    for _ in range(levels - 1):
        inner = part("x", components=[inner])
    return [inner]


@pytest.mark.parametrize("levels", [100, 200])
def test_parts_are_read_to_200_levels(facts: Facts, levels: int) -> None:
    data = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": nested(levels)})
    read = read_bom(data.encode(), "b.json", facts)
    assert read.components is not None
    assert len(read.components) == levels


@pytest.mark.parametrize("levels", [201, 300, 500, 5000])
def test_deeper_parts_are_refused_with_their_place(facts: Facts, levels: int) -> None:
    head = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": ['
    text = head + '{"type": "device",\n "name": "x", "components": [' * levels + "]}" * levels + "]}"
    with pytest.raises(InputError) as caught:
        read_bom(text.encode(), "b.json", facts)
    (problem,) = caught.value.problems
    assert "200 levels" in problem.message + problem.hint
    assert problem.at.path.startswith("components[0].components[0]")
    assert 190 < problem.at.line < 230


# --- what is refused ---


@pytest.mark.parametrize(
    ("keys", "path", "message"),
    [
        ({"bomFormat": "SPDX"}, "", "`bomFormat` has to be 'CycloneDX', not 'SPDX'"),
        ({"specVersion": "1.8"}, "specVersion", "version '1.8' of CycloneDX is not known"),
        ({"specVersion": 1.6}, "specVersion", "is not known"),
        ({"components": {}}, "components", "a list is needed"),
        ({"components": ["chip"]}, "components[0]", "has to be a table, not text"),
        ({"components": [{"name": "x"}]}, "components[0]", "without its `type`"),
        ({"components": [{"name": "x", "type": "thing"}]}, "components[0].type", "'thing' is no type"),
        ({"components": [{"type": "device"}]}, "components[0]", "without its `name`"),
        ({"components": [part("")]}, "components[0].name", "this text is empty"),
        ({"components": [part("a", **{"bom-ref": ""})]}, "components[0].bom-ref", "this text is empty"),
        ({"components": [part("a", manufacturer="Foo")]}, "components[0].manufacturer", "has to be a table"),
        ({"components": [part("a", components=1)]}, "components[0].components", "a list is needed"),
        ({"metadata": []}, "metadata", "a table is needed"),
        ({"metadata": {"component": {"type": "device"}}}, "metadata.component", "without its `name`"),
        ({"compositions": {}}, "compositions", "a list is needed"),
        (
            {"compositions": [{"aggregate": "complete", "assemblies": "a"}]},
            "compositions[0].assemblies",
            "a list",
        ),
        ({"dependencies": [{"dependsOn": []}]}, "dependencies[0]", "without its `ref`"),
        ({"dependencies": [{"ref": "a", "dependsOn": "b"}]}, "dependencies[0].dependsOn", "a list is needed"),
        ({"dependencies": ["a"]}, "dependencies[0]", "a table is needed"),
    ],
)
def test_refused_with_place(facts: Facts, keys: dict[str, Any], path: str, message: str) -> None:
    problem = refused(facts, **keys)
    assert problem.at.path == path
    assert problem.at.line > 0
    assert message in problem.message


def test_no_bom_at_all(facts: Facts) -> None:
    for data in (b"[]", b"{}", b"<bom/>", b"\xff"):
        with pytest.raises(InputError):
            read_bom(data, "b.json", facts)


def test_two_components_with_one_reference(facts: Facts) -> None:
    twice = {"bom-ref": "a"}
    problem = refused(facts, components=[part("x", components=[part("y", **twice)]), part("z", **twice)])
    assert (problem.at.path, problem.message) == (
        "components[1].bom-ref",
        "two components have the bom-ref 'a'",
    )


def test_a_cycle_is_refused_with_its_chain(facts: Facts) -> None:
    needs = {"root": ["a"], "a": ["x", "b"], "b": ["c"], "c": ["a"], "x": []}
    problem = refused(facts, dependencies=[{"ref": ref, "dependsOn": on} for ref, on in needs.items()])
    assert problem.message == "the dependencies go in a circle: 'a' → 'b' → 'c' → 'a'"
    assert problem.at.path == "dependencies[1]"
    # As the specification's own documents have it.
    assert bom(facts, dependencies=[{"ref": "a", "dependsOn": ["a"]}]).components is None


def test_a_long_cycle_is_shown_short_and_a_long_chain_is_none(facts: Facts) -> None:
    chain = [{"ref": str(number), "dependsOn": [str(number + 1)]} for number in range(20_000)]
    assert bom(facts, dependencies=chain).components is None
    problem = refused(facts, dependencies=[*chain, {"ref": "20000", "dependsOn": ["0"]}])
    assert "… 19991 more …" in problem.message


def test_a_diamond_is_no_cycle(facts: Facts) -> None:
    needs = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}
    read = bom(facts, dependencies=[{"ref": ref, "dependsOn": on} for ref, on in needs.items()])
    assert read.components is None


# --- the specification's own documents ---


def documents(folder: Path, kind: str) -> list[Path]:
    return [
        path for path in sorted(folder.glob("bom/cyclonedx/*/*.json")) if path.name.startswith(f"{kind}-")
    ]


def test_valid_documents_are_read(facts: Facts, real_data: Path) -> None:
    paths = documents(real_data, "valid")
    assert len(paths) > 200
    read = {path.name: read_bom(path.read_bytes(), path.name, facts) for path in paths}
    assert sum(found.components is not None for found in read.values()) > 150
    nested = read["valid-compositions-1.6.json"]
    assert nested.unopened == ("item", "item.components[0].components[0]", "item.components[1]")
    makers = [row.facts.get("manufacturer") for row in read["valid-bom-1.6.json"].components or ()]
    assert makers == [None, "Example-2, Inc.", None]
    assert read["valid-metadata-manufacture-1.5.json"].facts == {"item.manufacturer": "Acme, Inc."}
    assert read["valid-metadata-manufacturer-1.6.json"].facts == {}


def test_nothing_of_a_valid_document_is_lost(facts: Facts, real_data: Path) -> None:
    for path in documents(real_data, "valid"):
        rows = read_bom(path.read_bytes(), path.name, facts).components or ()
        mine = Counter({who: sum(who in row.facts for row in rows) for who in ("manufacturer", "supplier")})
        mine["parts"] = len(rows)
        assert +mine == +counted(json.loads(path.read_text("utf-8"))), path


def counted(data: dict[str, Any]) -> Counter[str]:
    """Parts and makers as another reader finds them: below the lists of parts and nowhere else."""
    found: Counter[str] = Counter()
    todo = [data, data.get("metadata", {}).get("component", {})]
    while todo:
        for each in todo.pop().get("components", ()):
            todo.append(each)
            found["parts"] += 1
            for who in ("manufacturer", "supplier"):
                found[who] += bool(each.get(who, {}).get("name"))
    return found


def test_every_invalid_document_is_refused_with_its_place(facts: Facts, real_data: Path) -> None:
    paths = documents(real_data, "invalid")
    assert len(paths) > 100
    for path in paths:
        with pytest.raises(InputError) as caught:
            read_bom(path.read_bytes(), path.name, facts)
        assert all(each.at.line and each.hint for each in caught.value.problems), path


def test_the_public_hardware_bill(facts: Facts, real_data: Path) -> None:
    read = read_bom((real_data / "bom/pcie-sata-adapter.cdx.json").read_bytes(), "b", facts)
    assert read.facts["item.name"] == "pcie-sata-adaptor-board"
    assert read.components is not None
    assert len(read.components) == 6
    assert all("manufacturer" not in row.facts for row in read.components)
    assert {row.facts.get("supplier") for row in read.components} >= {"Samtec", "Molex", "3M"}
