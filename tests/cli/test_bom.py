"""`sekisho bom` as a process: every form read, the declaration there and back, and how it ends."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from tests.whole import ROOT, Run, sekisho

if TYPE_CHECKING:
    from pathlib import Path

USAGE, DATA = 64, 65
GOLDEN = ROOT / "tests/golden/bom/lists"
CASE = {
    "id": "order",
    "date": "2021-06-01",
    "action": "buy",
    "actor": {"country": "us", "kinds": ["federal-agency"]},
    "parties": [{"name": "Harbour Devices", "country": "us", "role": "manufacturer", "owners": []}],
    "item": {"class": "camera"},
    "use": {"purpose": "other"},
    "authorisations": [],
}
LIST = """Level,Name,Manufacturer,MPN,Law,Essential
0,Camera,Harbour Devices,,,
1,Board,Harbour Devices,,other-goods,yes
2,SoC,HiSilicon Technologies,Hi3516,network-chip,yes
2,Modem,,,network-chip,yes
"""


def bom(*arguments: str | Path) -> Run:
    return sekisho("bom", *arguments, "--store", "none")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    bill, case = tmp_path / "list.csv", tmp_path / "order.json"
    bill.write_text(LIST, "utf-8")
    case.write_text(json.dumps(CASE), "utf-8")
    return bill, case


def options(case: Path) -> tuple[str | Path, ...]:
    return ("--case", case, "--map", "Law=class", "--measure", "US-889A")


def read(run: Run) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run.out)
    return data


def test_the_tree_says_who_made_what_and_what_comes_of_it(files: tuple[Path, Path]) -> None:
    bill, case = files
    run = bom(bill, *options(case), "--replace")
    assert run.code == 1
    assert "order: prohibited" in run.out
    assert "    SoC: HiSilicon Technologies [huawei]; Hi3516; network-chip; prohibited (US-889A)" in run.out
    assert "Modem: maker unknown" in run.out
    assert "of 1 nobody says who made them" in run.out
    assert "to lift prohibited of US-889A: replace 1 part: SoC (item.components[0].components[0])" in run.out
    assert "then US-889A answers: unknown" in run.out


def test_a_part_that_stands_twice_is_counted_once_and_nothing_to_replace_is_said(tmp_path: Path) -> None:
    parts = [{"type": "device", "bom-ref": ref, "name": ref, "manufacturer": {"name": "Harbour Devices Inc."}}
             for ref in ("a", "b", "shared")]  # fmt: skip
    needs = {"box": ["a", "b"], "a": ["shared"], "b": ["shared"]}
    told = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "device", "bom-ref": "box", "name": "box"}},
        "components": parts,
        "dependencies": [{"ref": ref, "dependsOn": on} for ref, on in needs.items()],
    }
    bill = tmp_path / "box.cdx.json"
    bill.write_text(json.dumps(told), "utf-8")
    run = bom(bill, "--replace")
    assert run.out.count("    shared: Harbour Devices Inc.") == 2
    assert "3 parts; of 0 nobody says who made them" in run.out
    assert "nothing to replace: no measure restricts the act as it is told" in run.out
    assert "nothing to replace" not in bom(bill).out


def test_json_and_csv_hold_every_part(files: tuple[Path, Path]) -> None:
    bill, case = files
    told = read(bom(bill, *options(case), "--replace", "--format", "json"))
    assert [part["name"] for part in told["parts"]] == ["Camera", "Board", "SoC", "Modem"]
    assert told["outcome"] == "prohibited"
    assert told["parts"][2]["by"] == ["US-889A"]
    assert told["replace"][0]["sets"][0] == ["item.components[0].components[0]"]
    assert told["replace"][0]["then"] == "unknown", "nobody says that the list is complete"
    rows = list(csv.DictReader(io.StringIO(bom(bill, *options(case), "--format", "csv").out)))
    assert [(row["manufacturer"], row["outcome"]) for row in rows][2] == (
        "HiSilicon Technologies",
        "prohibited",
    )


def test_no_cell_of_a_bill_is_a_formula(files: tuple[Path, Path]) -> None:
    bill, case = files
    bill.write_text(LIST.replace("Hi3516", "=1+1").replace("Modem", "@Modem"), "utf-8")
    rows = list(csv.DictReader(io.StringIO(bom(bill, *options(case), "--format", "csv").out)))
    assert [(row["name"], row["model"]) for row in rows[2:]] == [("SoC", "'=1+1"), ("'@Modem", "")]


def test_the_declaration_there_and_back(files: tuple[Path, Path], tmp_path: Path) -> None:
    bill, case = files
    sheet = tmp_path / "declaration.xlsx"
    assert bom(bill, *options(case), "--declare", sheet).code == 1
    book = load_workbook(sheet)
    row = next(row for row in book["declaration"].iter_rows() if row[1].value == "Modem")
    row[2].value, row[3].value, row[4].value = "ZTE Corporation", "ZX-1", "中国"
    book.save(sheet)
    told = read(bom(bill, *options(case), "--declared", sheet, "--replace", "--format", "json"))
    modem = told["parts"][3]
    assert (modem["manufacturer"], modem["model"], modem["origin"]) == ("ZTE Corporation", "ZX-1", "cn")
    assert (modem["groups"], modem["outcome"]) == (["zte"], "prohibited")
    assert told["replace"][0]["sets"] == [["item.components[0]"]]


def test_the_mapping_is_shown_and_nothing_else() -> None:
    run = bom(GOLDEN / "levels.csv", "--show-mapping")
    assert run.code == 0
    assert run.out.splitlines() == (GOLDEN / "levels.txt").read_text("utf-8").splitlines()[:9]


def test_a_complete_list_leaves_nothing_open(tmp_path: Path, files: tuple[Path, Path]) -> None:
    bill, case = files
    bill.write_text("Name,Manufacturer,Law\nFan,Harbour Devices,other-goods\n", "utf-8")
    case.write_text(
        json.dumps(CASE | {"item": {"class": "camera", "manufacturer": "Harbour Devices"}}), "utf-8"
    )
    given = (bill, *options(case), "--format", "json")
    open_, whole = read(bom(*given)), read(bom(*given, "--complete"))
    needs = [[need for d in each["decisions"] for need in d["needs"]] for each in (open_, whole)]
    assert any("components" in need for need in needs[0])
    assert not any(need.endswith("components") for need in needs[1])


def test_spdx_and_xml_are_read_too(tmp_path: Path) -> None:
    spdx, xml = tmp_path / "a.spdx", tmp_path / "a.xml"
    spdx.write_text(
        "SPDXVersion: SPDX-2.3\nDocumentName: d\nPackageName: p\nSPDXID: SPDXRef-p\n"
        "PackageOriginator: Organization: ZTE Corporation\n",
        "utf-8",
    )
    xml.write_text(
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="device"><manufacturer>'
        "<name>ZTE Corporation</name></manufacturer><name>p</name></component></components></bom>",
        "utf-8",
    )
    for file in (spdx, xml):
        parts = read(bom(file, "--format", "json"))["parts"]
        assert ("p", ["zte"]) in [(part["name"], part["groups"]) for part in parts], file


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("missing.csv",), DATA, "missing.csv cannot be read"),
        (("LIST", "--map", "Law=sort"), USAGE, "there is no fact 'sort'"),
        (("LIST", "--map", "Lore=class"), DATA, "--map names the column 'lore', which is not there"),
        (("LIST", "--sheet", "x"), DATA, "there is no sheet 'x' in a text file"),
        (("LIST", "--declared", "LIST"), DATA, "this is no workbook"),
        (("LIST", "--declare", "/nowhere/at/all.xlsx"), USAGE, "cannot write /nowhere/at/all.xlsx"),
        (("CASE",), DATA, "this is no bill of materials"),
    ],
)
def test_refused(files: tuple[Path, Path], arguments: tuple[str, ...], code: int, message: str) -> None:
    names = {"LIST": str(files[0]), "CASE": str(files[1])}
    run = bom(*(names.get(each, each) for each in arguments))
    assert (run.code, message in run.err) == (code, True), run.err


def test_the_whole_answer_is_kept_with_its_parts(files: tuple[Path, Path], tmp_path: Path) -> None:
    bill, case = files
    store = str(tmp_path / "store.sqlite")
    run = sekisho("bom", str(bill), "--case", str(case), "--record", "--by", "ann", "--store", store)
    assert "recorded: entry 1" in run.err
    kept = json.loads(sekisho("record", "show", "1", "--store", store).out)["body"]
    assert len(kept["given"]["case"]["item"]["components"]) >= 1
    assert sekisho("record", "replay", "--store", store).code == 0
