"""The public bill of a real board and the real list of July 2026, through the command line.

In the original nobody is listed: it names suppliers only, and none of these is on a list. In a copy raised to
version 1.6 two makers are put three levels deep: one found on the list, one in the corpus.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.whole import OFFICIAL_LIST, ROOT, data, sekisho

if TYPE_CHECKING:
    from pathlib import Path

BOARD = "bom/pcie-sata-adapter.cdx.json"
MEGVII, HUAWEI = "旷视科技有限公司", "华为技术有限公司"
CASE = ROOT / "examples" / "1-ministry-server.json"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def board() -> Json:
    bom: Json = json.loads(data(BOARD).read_text("utf-8"))
    return bom


def device(name: str, *inner: Json, **more: object) -> Json:
    return {"type": "device", "bom-ref": name, "name": name, "components": list(inner), **more}


def raised(board: Json) -> Json:
    """The board as version 1.6 could tell it, with assemblies inside assemblies."""
    bom = copy.deepcopy(board)
    bom["specVersion"] = "1.6"
    chips = [
        device("vision chip", manufacturer={"name": MEGVII}),
        device("network chip", manufacturer={"name": HUAWEI}),
        device("clean chip", manufacturer={"name": "Nokia"}, supplier={"name": "Molex"}),
    ]
    bom["components"].insert(1, device("carrier", device("module", *chips)))
    return bom


def write(folder: Path, bom: Json) -> Path:
    path = folder / "board.cdx.json"
    path.write_text(json.dumps(bom, ensure_ascii=False), "utf-8")
    return path


def screened(*arguments: str | Path) -> Json:
    run = sekisho("screen", *arguments, "--list", data(OFFICIAL_LIST), "--format", "json")
    assert run.code in (0, 1, 2), run.err
    (answer,) = run.answers
    return answer


def test_the_original_names_nobody_who_is_listed() -> None:
    answer = screened("--bom", data(BOARD))
    assert answer["listed"] == []
    assert OFFICIAL_LIST.rpartition("/")[2] in answer["basis"]["lists"]["us-entity-list"]


def test_makers_three_levels_deep_are_found_with_their_place(board: Json, tmp_path: Path) -> None:
    answer = screened("--bom", write(tmp_path, raised(board)))
    found: dict[tuple[str, str], set[str]] = {}
    for each in answer["listed"]:
        found.setdefault((each["name"], each["path"]), set()).add(each["list"])
    inner = "item.components[1].components[0].components"
    assert set(found) == {(MEGVII, f"{inner}[0].manufacturer"), (HUAWEI, f"{inner}[1].manufacturer")}
    assert found[MEGVII, f"{inner}[0].manufacturer"] == {"us-cmic"}
    assert {"us-entity-list", "s889"} <= found[HUAWEI, f"{inner}[1].manufacturer"]
    (entry,) = {each["entry"] for each in answer["listed"] if each["name"] == MEGVII}
    assert "megvii" in entry.lower()


def test_the_bill_of_a_case_is_screened_as_its_parts(board: Json, tmp_path: Path) -> None:
    """The path from the case through the assemblies to the entry is in the decision."""
    case = json.loads(CASE.read_text("utf-8"))
    del case["item"]["components"]
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), "utf-8")
    answer = screened("--bom", write(tmp_path, raised(board)), "--case", path)
    assert answer["case"] == case["id"]
    (reading,) = (each for each in answer["readings"] if each["measure"] == "JP-2018-IT-PROC/press")
    assert reading["outcome"] == "prohibited"
    steps = [(step["kind"], step["name"]) for step in reading["paths"][0]["steps"]]
    way = [("part", "carrier"), ("part", "module"), ("part", "network chip"), ("maker", HUAWEI)]
    assert [step for step in steps if step in way] == way
    assert steps[-1] == ("list", "press-2018")


def test_a_supplier_is_never_taken_for_the_maker(board: Json, tmp_path: Path) -> None:
    bom = raised(board)
    bom["components"] = [device("router", supplier={"name": HUAWEI})]
    case = json.loads(CASE.read_text("utf-8"))
    del case["item"]["components"]
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), "utf-8")
    answer = screened("--bom", write(tmp_path, bom), "--case", path)
    assert {each["path"] for each in answer["listed"]} == {"item.components[0].supplier"}
    assert "prohibited" not in {each["outcome"] for each in answer["readings"]}
