"""`sekisho inventory` and `sekisho assets` as processes."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.whole import sekisho

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """host,sysDescr,mac,manufacturer,room
cam-1,,C0:56:E3:00:00:01,,east
cam-2,,C0:56:E3:00:00:02,Hikvision,east
sw-1,Cisco IOS Software <b>,,,west
srv-1,=cmd,02:00:00:00:00:01,,west
"""
OWNER = {
    "id": "agency",
    "date": "2024-06-01",
    "action": "buy",
    "actor": {"country": "us", "kinds": ["federal-agency"]},
    "item": {"class": "camera", "components": []},
    "use": {"purpose": "government-security"},
    "authorisations": [],
}


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No registry that the user of this machine has taken."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("SEKISHO_STORE", "none")


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    table, owner = tmp_path / "devices.csv", tmp_path / "owner.json"
    table.write_text(TABLE, encoding="utf-8")
    owner.write_text(json.dumps(OWNER), encoding="utf-8")
    return str(table), str(owner)


def test_text_tells_makers_evidence_and_what_bites(files: tuple[str, str]) -> None:
    run = sekisho("inventory", files[0], "--owner", files[1], "--cap", "35")
    assert run.code == 1
    devices = ("cam-1: red-flag   Hikvision (medium)", "cam-2: prohibited   Hikvision (stated)")
    bites = ("US-889A/procure", "if confirmed, prohibited", "cap of 35 % (--cap)")
    for word in (*devices, *bites, "IEEE", "says nothing about who made it"):
        assert word in run.out
    assert "cleared" not in run.out


def test_json_has_everything(files: tuple[str, str]) -> None:
    found = json.loads(sekisho("inventory", files[0], "--owner", files[1], "--format", "json").out)
    assert [each["outcome"] for each in found["devices"]] == ["red-flag", "prohibited", "unknown", "unknown"]
    (sign,) = (each for each in found["devices"][0]["evidence"] if each["kind"] == "mac")
    assert (sign["entity"], sign["source"][:4]) == ("hikvision", "IEEE")
    assert {"on", "known", "basis", "shares", "removals"} <= set(found)
    assert len(found["basis"]["lists"]["marks"]) == 16


def test_csv_can_be_filled_in_and_read_again(files: tuple[str, str], tmp_path: Path) -> None:
    run = sekisho("inventory", files[0], "--owner", files[1], "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert [row["manufacturer"] for row in rows] == ["", "Hikvision", "", ""]
    assert [row["inferred_maker"] for row in rows] == ["Hikvision", "", "Cisco", ""]
    rows[0]["manufacturer"] = "Hikvision"
    again = tmp_path / "again.csv"
    with again.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(rows)
    found = json.loads(sekisho("inventory", str(again), "--owner", files[1], "--format", "json").out)
    assert [each["outcome"] for each in found["devices"][:2]] == ["prohibited", "prohibited"]


def test_the_page_has_charts_and_harms_nobody(files: tuple[str, str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    sekisho("inventory", files[0], "--owner", files[1], "--format", "html", "--out", str(page))
    text = page.read_text("utf-8")
    assert text.count('<table class="chart">') >= 2
    assert "default-src 'none'" in text
    assert "@media print" in text
    assert "<b>" not in text
    assert not re.search(r"<script|https?://", text)


def test_no_cell_of_a_spreadsheet_becomes_a_formula(tmp_path: Path) -> None:
    table = tmp_path / "devices.csv"
    table.write_text("host,mac\n=cmd|x,00:E0:FC:00:00:01\n", encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(sekisho("inventory", str(table), "--format", "csv").out)))
    assert rows[0]["device"] == "'=cmd|x"


def test_the_mapping_is_shown_and_corrected(files: tuple[str, str]) -> None:
    run = sekisho("inventory", files[0], "--map", "room=manufacturer", "--show-mapping")
    assert run.code == 0
    assert "mac → mac" in run.out
    assert "room → manufacturer" in run.out
    assert "room → left alone" in sekisho("inventory", files[0], "--show-mapping").out


def test_registries_are_taken_shown_and_asked(files: tuple[str, str], tmp_path: Path) -> None:
    registry, table = tmp_path / "oui.csv", tmp_path / "one.csv"
    registry.write_text(
        "Registry,Assignment,Organization Name,Organization Address\nMA-L,D0BAE4,Small Firm Ltd,\n",
        encoding="utf-8",
    )
    table.write_text("host,mac\na,D0:BA:E4:00:00:01\n", encoding="utf-8")
    assert "no registry was taken" in sekisho("assets", "status").out
    assert "Small Firm" not in sekisho("inventory", str(table), "--format", "csv").out
    assert (
        "Small Firm" in sekisho("inventory", str(table), "--registry", str(registry), "--format", "csv").out
    )
    taken = sekisho("assets", "update", "--from", str(registry), "--retrieved", "2026-01-02")
    assert (taken.code, "IEEE MA-L: 1 entries, copy of 2026-01-02" in taken.out) == (0, True)
    assert "IEEE MA-L" in sekisho("assets", "status").out
    asked = sekisho("inventory", str(table), "--format", "csv").out
    assert "Small Firm Ltd" in asked
    assert "2026-01-02" in asked
    (kept,) = (each for each in (tmp_path / "data/sekisho/registries/keep").glob("*/*"))
    kept.write_text("changed", encoding="utf-8")
    assert sekisho("inventory", str(table)).code == 65


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 64),
        (["absent.csv"], 65),
        (["{table}", "--format", "pdf"], 64),
        (["{table}", "--map", "x"], 64),
        (["{table}", "--map", "nowhere=mac"], 64),
        (["{table}", "--owner", "absent.json"], 65),
        (["{table}", "--registry", "{table}"], 65),
        (["{table}", "--cap", "101"], 64),
        (["{table}", "--on", "2018-02-30"], 64),
    ],
)
def test_a_call_that_cannot_be_meant(files: tuple[str, str], arguments: list[str], code: int) -> None:
    run = sekisho("inventory", *(each.replace("{table}", files[0]) for each in arguments))
    assert run.code == code
    assert run.out == ""
    assert "Traceback" not in run.err
