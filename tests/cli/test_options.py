"""The options of `sekisho screen`, as a process: times, readings, measures, lists, and where answers go."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.lists.stated import consolidated, entry
from tests.told import AGENCY, DENIED, MINISTRY, NOTHING
from tests.whole import Run, sekisho, written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.told import Told

USAGE, DATA = 64, 65


def screen(*arguments: str | Path, given: str = "") -> Run:
    return sekisho("screen", *arguments, given=given)


def one(told: Told, *options: str | Path) -> Mapping[str, Any]:
    """The answer to one case on standard input."""
    run = screen("-", "--format", "jsonl", *options, given=json.dumps(told))
    assert run.code in (0, 1, 2), run.err
    answer: Mapping[str, Any] = json.loads(run.out)
    return answer


def test_the_cases_own_times_win_and_the_options_fill() -> None:
    dateless = {key: value for key, value in DENIED.items() if key != "date"}
    options = ("--on", "2018-05-01", "--known", "2018-06-01")
    assert one(dateless, *options)["as_of"] == {"on": "2018-05-01", "known": "2018-06-01"}
    assert one(dateless, *options)["outcome"] == "prohibited"
    own = one(dateless | {"date": "2018-04-14", "known": "2018-04-20"}, *options)
    assert own["as_of"] == {"on": "2018-04-14", "known": "2018-04-20"}
    assert own["outcome"] != "prohibited"
    assert one(dateless, "--on", "2018-05-01", "--known", "2018-04-14")["outcome"] == "no-rule"
    assert one(dateless, "--on", "2018-05-01", "--known", "1900-01-01")["decisions"] == []


def test_an_hour_may_be_asked_about() -> None:
    told = DENIED | {
        "parties": [{"role": "purchaser", "name": "Huawei Technologies Co., Ltd.", "country": "cn"}]
    }
    del told["date"]
    on = {
        hour: one(told, "--on", f"2019-05-16T{hour}:00-04:00", "--measure", "US-2019-ENTITY-HUAWEI")
        for hour in ("16:14", "16:15")
    }
    assert [answer["outcome"] for answer in on.values()] == ["no-rule", "licence-required"]
    assert on["16:15"]["as_of"]["on"] == "2019-05-16T16:15:00-04:00"


def test_readings_decide_when_they_are_adopted() -> None:
    plain, adopted = one(MINISTRY), one(MINISTRY, "--reading", "press", "--reading", "as-law")
    assert (plain["outcome"], adopted["outcome"]) == ("review", "prohibited")
    assert adopted["readings"] == []
    assert {"JP-2018-IT-PROC/press", "JP-2018-PARTS-REPORT/press"} == {
        each["measure"] for each in adopted["decisions"]
    }


def test_measures_narrow() -> None:
    answer = one(DENIED, "--measure", "US-2018-ZTE-DENIAL", "--measure", "AU-2018-5G", "--all")
    assert {each["instrument"] for each in answer["decisions"]} == {"US-2018-ZTE-DENIAL", "AU-2018-5G"}


def test_all_shows_who_says_nothing() -> None:
    quiet, every = one(NOTHING), one(NOTHING, "--all")
    assert quiet["decisions"] == []
    assert len(every["decisions"]) > 15
    assert {each["outcome"] for each in every["decisions"]} == {"no-rule"}


def test_an_official_list_is_read_and_its_age_is_shown(tmp_path: Path) -> None:
    entries = [entry("Alpha Works", alt_names=["アルファ"], start_date="2019-01-01")]
    listed = consolidated(tmp_path, *entries)
    told = AGENCY | {"parties": [{"role": "supplier", "name": "アルファ"}]}
    without, with_list = one(told), one(told, "--list", listed)
    assert without["listed"] == []
    assert [(each["path"], each["list"], each["entry"]) for each in with_list["listed"]] == [
        ("parties[0]", "us-entity-list", "Alpha Works")
    ]
    assert "2019-01-01" in with_list["basis"]["lists"]["us-entity-list"]
    early = told | {"date": "2018-12-31"}
    assert one(early, "--list", listed)["listed"] == []


def test_a_list_that_is_none_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.json", written(tmp_path / "other.json", {"cases": []})):
        run = screen("-", "--list", path, given=json.dumps(NOTHING))
        assert run.code == DATA
        assert path.name in run.err


# --- --out ---


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_out_is_written_whole(tmp_path: Path) -> None:
    out = tmp_path / "answers.json"
    run = screen("-", "--format", "json", "--out", out, given=json.dumps([MINISTRY, DENIED]))
    assert (run.code, run.out) == (1, "")
    assert [answer["case"] for answer in json.loads(out.read_text("utf-8"))] == ["ministry", "denied"]
    assert left_in(tmp_path) == ["answers.json"]


def test_out_is_not_there_after_a_failure_and_what_was_there_stays(tmp_path: Path) -> None:
    out = tmp_path / "answers.json"
    broken = f"{json.dumps(MINISTRY)}\n{{}}\n{json.dumps({'id': 'x', 'action': 'steal'})}\n"
    assert screen("-", "--format", "jsonl", "--out", out, given=broken).code == DATA
    assert left_in(tmp_path) == []
    out.write_text("of yesterday", "utf-8")
    assert screen("-", "--out", out, given=broken).code == DATA
    assert out.read_text("utf-8") == "of yesterday"
    assert left_in(tmp_path) == ["answers.json"]


def test_out_into_a_folder_or_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    for out in (tmp_path, tmp_path / "file" / "answers", tmp_path / "no" / "answers"):
        run = screen("-", "--out", out, given=json.dumps(NOTHING))
        assert run.code == USAGE
        assert str(out) in run.err
    assert left_in(tmp_path) == ["file"]


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no such device here")  # noqa: PTH110
def test_out_into_a_device_leaves_the_device() -> None:
    run = screen("-", "--out", os.devnull, given=json.dumps(NOTHING))
    assert (run.code, run.out) == (0, "")
    assert not os.path.isfile(os.devnull)  # noqa: PTH113
