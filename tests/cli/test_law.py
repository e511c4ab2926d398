"""`sekisho law` as a process: the register listed, shown, laid out in time, and checked."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from sekisho.law.register import CORPUS
from tests.law import desk
from tests.whole import sekisho

if TYPE_CHECKING:
    from pathlib import Path

LAW = CORPUS / "law"
USAGE, DATA = 64, 65


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The law that ships, to be spoilt."""
    root = tmp_path / "law"
    shutil.copytree(LAW, root)
    return root


def row(text: str, start: str) -> str:
    (found,) = (line for line in text.splitlines() if line.lstrip().startswith(f"{start} "))
    return found


def test_list_names_every_instrument_with_its_state() -> None:
    run = sekisho("law", "list", "--on", "2020-01-01")
    assert run.code == 0
    for name in ("JP-2018-IT-PROC", "US-889A", "AU-2018-5G", "PT-2023-CAC", "JP-2018-PRIVATE-NONE"):
        assert row(run.out, name)
    assert "in force" in row(run.out, "JP-2018-IT-PROC")


def test_list_tells_the_version_of_the_register() -> None:
    assert re.search(
        r"^register \d{4}\.\d{2}\.\d{2}, law [0-9a-f]{16}$", sekisho("law", "list").out, re.MULTILINE
    )


def test_list_as_on_a_day_and_as_known_on_a_day() -> None:
    upcoming = sekisho("law", "list", "--on", "2018-12-10", "--known", "2018-12-10")
    assert "upcoming" in row(upcoming.out, "JP-2018-IT-PROC")
    before = sekisho("law", "list", "--on", "2018-12-10", "--known", "2018-12-09").out
    assert "upcoming" not in "".join(
        line for line in before.splitlines() if line.startswith("JP-2018-IT-PROC ")
    )


def test_show_has_the_rule_its_dates_and_its_source() -> None:
    run = sekisho("law", "show", "US-889A")
    assert run.code == 0
    for word in ("US-889A/procure", "prohibited", "2019-08-13", "s.889(a)(1)(A)"):
        assert word in run.out
    assert sekisho("law", "show", "US-889A/procure").code == 0


def test_show_in_japanese() -> None:
    english, japanese = (
        sekisho("law", "show", "JP-2018-IT-PROC", "--lang", lang).out for lang in ("en", "ja")
    )
    assert english != japanese
    assert "調達" in japanese


def test_timeline_has_a_line_for_every_measure() -> None:
    run = sekisho("law", "timeline")
    assert run.code == 0
    for name in ("US-2018-ZTE-DENIAL/deal", "US-2018-ZTE-SUPERSEDE/denial", "JP-2018-IT-PROC/consult"):
        assert row(run.out, name)
    assert "2018-04-15" in run.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "US-889C"],
        ["show"],
        ["list", "--on", "2018-02-30"],
        ["show", "US-889A", "--lang", "fr"],
        ["chekc"],
        ["check", "--nonsense"],
    ],
)
def test_a_call_that_cannot_be_meant(arguments: list[str]) -> None:
    run = sekisho("law", *arguments)
    assert run.code == USAGE
    assert "Traceback" not in run.err


def test_the_law_that_ships_is_without_a_fault() -> None:
    run = sekisho("law", "check")
    assert run.code == 0
    assert all("warning" in line for line in run.err.splitlines())


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("us/zte.md", r"(?m)^from( +)= 2018-04-15$", r"from\1= 2018-05-16", "example"),
        ("au/5g-2018.md", r'" = "actor\.kinds has', r'" = "actor.sorts has', "actor.sorts"),
        ("jp/it-procurement-2018.md", r'(?m)^outcome( +)= "review"$', r'outcome\1= "rewiew"', "rewiew"),
        ("pt/cac-2023.md", r"use\.network is 5g", "use.network is 6g", "6g"),
        ("gb/advice-2018.md", r"```toml measure", "```toml measur", "measur"),
    ],
)
def test_a_planted_fault_is_named_with_its_place(
    copied: Path, path: str, old: str, new: str, said: str
) -> None:
    file = copied / path
    text, planted = re.subn(old, new, file.read_text("utf-8"), count=1)
    assert planted, "the law has changed: plant the fault elsewhere"
    file.write_text(text, "utf-8")
    run = sekisho("law", "check", "--law", copied)
    assert run.code == DATA
    faults = [line for line in run.err.splitlines() if line.startswith(f"{path}:") and "warning" not in line]
    assert said in "\n".join(faults), run.err


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    desk.write(
        tmp_path,
        desk.instrument(),
        desk.measure("T/a", target='[target]\n"a" = "item.klass is router"'),
        desk.measure("T/b", outcome="forbidden"),
    )
    run = sekisho("law", "check", "--law", tmp_path)
    assert run.code == DATA
    assert "item.klass" in run.err
    assert "forbidden" in run.err


def test_a_folder_without_law(tmp_path: Path) -> None:
    for command in ("check", "list", "timeline"):
        run = sekisho("law", command, "--law", tmp_path / "absent")
        assert run.code == DATA
        assert "facts.toml" in run.err


def test_a_register_of_ones_own(tmp_path: Path) -> None:
    desk.write(tmp_path, desk.instrument("MINE"), desk.measure("MINE/m"))
    run = sekisho("law", "list", "--law", tmp_path)
    assert run.code == 0
    assert "MINE" in run.out
    assert "US-889A" not in run.out


def test_the_timeline_as_a_picture_and_of_one_jurisdiction() -> None:
    drawn = sekisho("law", "timeline", "--svg", "--country", "jp")
    assert drawn.code == 0
    assert drawn.out.startswith("<svg")
    assert "JP-2018-IT-PROC/consult" in drawn.out
    assert "US-889A" not in drawn.out


def test_the_matrix_tells_the_strictest_outcome_of_each_cell() -> None:
    run = sekisho("law", "matrix", "--on", "2024-06-01", "--format", "csv", "--store", "none")
    assert run.code == 0
    assert "us,state-camera,hikvision,prohibited,US-889A,US-889A/procure" in run.out.splitlines()
    assert "prohibited" in sekisho("law", "matrix", "--store", "none").out


def test_a_case_across_all_jurisdictions() -> None:
    run = sekisho(
        "law", "sweep", "examples/4-operator-5g-australia.json", "--country", "au", "--store", "none"
    )
    assert run.code == 0
    assert "from 2018-09-18" in run.out
    wrong = sekisho("law", "sweep", "examples/4-operator-5g-australia.json", "--country", "xx")
    assert wrong.code == USAGE
    assert "no jurisdiction 'xx'" in wrong.err
    several = sekisho("law", "sweep", "examples/3-exporter-zte.json")
    assert (several.code, "2 cases" in several.err) == (USAGE, True)


def test_what_changed_between_two_days() -> None:
    run = sekisho("law", "diff", "2019-08-12", "2019-08-13")
    assert run.code == 0
    assert "prohibited, upcoming → prohibited, in force" in row(run.out, "US-889A/procure")
    agency = sekisho("law", "diff", "2019-08-12", "2019-08-13", "--country", "us", "--kind", "individual")
    assert "US-889A/procure" not in agency.out
    for wrong in (
        ("2020-01-01", "2019-01-01"),
        ("2019-01-01", "--country", "xx"),
        ("2019-01-01", "--kind", "king"),
    ):
        assert sekisho("law", "diff", *wrong).code == USAGE
