"""`sekisho who` as a process: what is known of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lists.stated import DENIED, consolidated, entry
from tests.whole import sekisho

if TYPE_CHECKING:
    from pathlib import Path


def test_a_name_in_any_script() -> None:
    run = sekisho("who", "華為技術有限公司", "--on", "2020-01-01")
    assert run.code == 0
    for word in ("Huawei Technologies Co., Ltd.", "HiSilicon", "us-entity-list", "s889", "US-889A/procure"):
        assert word in run.out


def test_a_daughter_shows_the_way_to_the_entry() -> None:
    run = sekisho("who", "Futurewei Technologies, Inc.", "--on", "2020-01-01")
    (line,) = (line for line in run.out.splitlines() if "US-889A/procure" in line)
    assert line.index("Huawei Technologies Co., Ltd.") < line.rindex("s889")


def test_on_a_day_and_as_known_on_a_day() -> None:
    early = sekisho("who", "ZTE", "--on", "2018-05-01", "--known", "2018-05-01").out
    assert "US-2018-ZTE-DENIAL/deal" in early
    assert "US-889A/procure" not in early


@pytest.mark.parametrize("name", ["Nobody at All, Inc.", "???"])
def test_nobody_is_no_fault_and_no_clearance(name: str) -> None:
    run = sekisho("who", name)
    assert run.code == 0
    assert "nobody" in run.out
    assert "US-889A" not in run.out


def test_a_name_that_a_person_must_judge() -> None:
    run = sekisho("who", "HW")
    assert "person must judge" in run.out
    assert all("perhaps" in line for line in run.out.splitlines() if "US-889A/" in line)


def test_innocents_are_themselves() -> None:
    run = sekisho("who", "Huawei Culture Co., Ltd.")
    assert "骅威文化" in run.out
    assert "华为" not in run.out
    assert "US-889A" not in run.out


def test_an_official_list_adds_to_what_is_known(tmp_path: Path) -> None:
    listed = consolidated(tmp_path, entry("Alpha Works", DENIED, start_date="2019-01-01"))
    run = sekisho("who", "ALPHA WORKS", "--list", listed)
    assert "us-denied-persons" in run.out
    assert "2019-01-01" in run.out


@pytest.mark.parametrize(
    "arguments",
    [[], ["a", "b"], ["Huawei", "--country", "uk"], ["Huawei", "--on", "2018-02-30"], ["Huawei", "--x"]],
)
def test_a_call_that_cannot_be_meant(arguments: list[str]) -> None:
    run = sekisho("who", *arguments)
    assert run.code == 64
    assert run.out == ""
    assert "Traceback" not in run.err


def test_a_list_that_is_none() -> None:
    assert sekisho("who", "Huawei", "--list", "absent.json").code == 65
