"""The nine operators on every value a fact may have, absent and half known ones included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.law.desk import instrument, load, measure, outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

YES, UNKNOWN, NO = "prohibited", "unknown", "no-rule"


def ask(root: Path, test: str, case: Mapping[str, object], on: str = "2020-01-01") -> str:
    law = load(root, instrument(), measure(target=f'[target]\n"x" = "{test}"'))
    return outcome(law, {"action": "buy", **case}, on)


@pytest.mark.parametrize(
    ("test", "case", "expected"),
    [
        ("item.class is router", {"item": {"class": "router"}}, YES),
        ("item.class is router", {"item": {"class": "switch"}}, NO),
        ("item.class is router", {}, UNKNOWN),
        ("item.class in router switch", {"item": {"class": "switch"}}, YES),
        ("item.class in telecom-any", {"item": {"class": "network-chip"}}, YES),
        ("item.class in telecom camera", {"item": {"class": "camera"}}, YES),
        ("item.class in telecom-any", {"item": {"class": "camera"}}, NO),
        ("item.class in telecom-any", {}, UNKNOWN),
        ("item.origin is cn", {"item": {"origin": "cn"}}, YES),
        ("item.brand is Honor", {"item": {"brand": "Honor"}}, YES),
        ("item.brand is Honor", {"item": {"brand": "honor"}}, NO),
        ("actor.kinds has federal-agency", {"actor": {"kinds": ["federal-agency", "defence-ministry"]}}, YES),
        ("actor.kinds has government", {"actor": {"kinds": ["local-government"]}}, YES),
        ("actor.kinds has government", {"actor": {"kinds": ["private-company"]}}, NO),
        ("actor.kinds has government", {"actor": {"kinds": []}}, NO),
        ("actor.kinds has government", {"actor": {}}, UNKNOWN),
        ("equipment.user-data is yes", {"facts": {"equipment.user-data": True}}, YES),
        ("equipment.user-data is yes", {"facts": {"equipment.user-data": False}}, NO),
        ("equipment.user-data is no", {"facts": {"equipment.user-data": False}}, YES),
        ("equipment.user-data is no", {"facts": {"equipment.user-data": True}}, NO),
        ("equipment.user-data is no", {}, UNKNOWN),
    ],
)
def test_words(test: str, case: Mapping[str, object], expected: str, tmp_path: Path) -> None:
    assert ask(tmp_path, test, case) == expected


@pytest.mark.parametrize(
    ("share", "at_least", "above", "below"),
    [
        (34.9, NO, NO, YES),
        (35, YES, NO, NO),
        (35.1, YES, YES, NO),
        (None, UNKNOWN, UNKNOWN, UNKNOWN),
        ([30, 40], UNKNOWN, UNKNOWN, UNKNOWN),
        ([35, 40], YES, UNKNOWN, NO),
        ([30, 35], UNKNOWN, NO, UNKNOWN),
        ([36, 40], YES, YES, NO),
        ([10, 20], NO, NO, YES),
        (">=50", YES, YES, NO),
        ("<35", NO, NO, YES),
    ],
)
def test_numbers(share: object, at_least: str, above: str, below: str, tmp_path: Path) -> None:
    case = {} if share is None else {"facts": {"network.vendor-share": share}}
    got = [ask(tmp_path, f"network.vendor-share {word} 35", case) for word in ("at-least", "above", "below")]
    assert got == [at_least, above, below]


@pytest.mark.parametrize(
    ("acquired", "since", "before"),
    [
        ("2018-08-12", NO, YES),
        ("2018-08-13", YES, NO),
        ("2018-08-14", YES, NO),
        ("2018-08", UNKNOWN, UNKNOWN),
        ("2018-09", YES, NO),
        ("2017", NO, YES),
        (None, UNKNOWN, UNKNOWN),
    ],
)
def test_dates(acquired: str | None, since: str, before: str, tmp_path: Path) -> None:
    case = {} if acquired is None else {"item": {"acquired": acquired}}
    assert ask(tmp_path, "item.acquired since 2018-08-13", case) == since
    assert ask(tmp_path, "item.acquired before 2018-08-13", case) == before


@pytest.mark.parametrize(
    ("on", "since", "before"),
    [
        ("2019-05-15", NO, YES),
        ("2019-05-16", UNKNOWN, UNKNOWN),
        ("2019-05-17", YES, NO),
        ("2019-05-16T16:14:59-04:00", NO, YES),
        ("2019-05-16T16:15:00-04:00", YES, NO),
        ("2019-05-17T05:14:59+09:00", NO, YES),
        ("2019-05-17T05:15:00+09:00", YES, NO),
    ],
)
def test_an_hour_against_the_day_of_the_act(on: str, since: str, before: str, tmp_path: Path) -> None:
    limit = "2019-05-16T16:15:00-04:00"
    assert ask(tmp_path, f"date since {limit}", {}, on) == since
    assert ask(tmp_path, f"date before {limit}", {}, on) == before


def test_a_bare_day_in_the_case_against_an_hour(tmp_path: Path) -> None:
    limit = "2019-05-16T16:15:00-04:00"
    days = {day: {"item": {"acquired": day}} for day in ("2019-05-15", "2019-05-16", "2019-05-17")}
    assert [ask(tmp_path, f"item.acquired since {limit}", case) for case in days.values()] == [
        NO,
        UNKNOWN,
        YES,
    ]
