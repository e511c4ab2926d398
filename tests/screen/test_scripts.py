"""Names in Han and kana, and names made to deceive, through `who` and `screen` with the real list of 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.errors import InputError
from sekisho.graph.company import Company
from sekisho.screen.run import Screener
from sekisho.screen.who import who
from sekisho.truth import UNKNOWN, YES
from tests.whole import as_of, read_case, sekisho

if TYPE_CHECKING:
    from sekisho.law.register import Law
    from sekisho.model.decision import Answer
    from sekisho.screen.who import Who
    from sekisho.store.base import Store
    from sekisho.truth import Truth

GROUPS = {
    "华为技术有限公司": "huawei",
    "華為技術": "huawei",
    "ファーウェイ・ジャパン株式会社": "huawei",
    "华为终端有限公司": "huawei",
    "中興通訊股份有限公司": "zte",
    "海思半导体": "huawei",
    "杭州海康威视数字技术股份有限公司": "hikvision",
    "大华股份": "dahua",
}
OTHERS = {"骅威文化": "huawei", "上海大华衡器厂": "dahua", "大華会計事務所": "dahua"}
"""Each looks like somebody of a group, and is somebody else."""

DAY = "2026-07-10"


@pytest.fixture(scope="module")
def real(law: Law, official: Store) -> Screener:
    return Screener(law, official, every=True)


def ask(real: Screener, name: str) -> Who:
    return who(name, real.law, real.knowledge, as_of(DAY, DAY))


def bought(real: Screener, name: str) -> Answer:
    """A federal agency buys a router of that make."""
    case = {
        "action": "buy",
        "date": DAY,
        "known": DAY,
        "actor": {"country": "us", "kinds": ["federal-agency"]},
        "parties": [{"role": "supplier", "name": "Bakery of Kyoto", "owners": []}],
        "item": {"class": "router", "manufacturer": name, "components": []},
        "use": {"purpose": "government-security"},
        "authorisations": [],
        "facts": {"equipment.user-data": True},
    }
    (answer,) = real.answers([read_case(real.law.facts, case)], as_of(DAY, DAY))
    return answer


def under(real: Screener, name: str, group: str) -> Truth:
    """Is the bearer of a name in a group, or under it?"""
    day = as_of(DAY, DAY)
    return real.knowledge.reach.ask("under", Company(name), group, day.on.day, day.known).truth


@pytest.mark.parametrize(("name", "group"), GROUPS.items())
def test_who_reaches_the_right_group(real: Screener, name: str, group: str) -> None:
    assert under(real, name, group) is YES
    sure = {bearer.entity.id for bearer in ask(real, name).bearers if bearer.match.truth is YES}
    assert sure & real.knowledge.store.makers


@pytest.mark.parametrize(("name", "group"), GROUPS.items())
def test_screen_stops_what_the_group_makes(real: Screener, name: str, group: str) -> None:
    answer = bought(real, name)
    assert str(answer.outcome) == "prohibited", group
    assert "US-889A" in {each.instrument for each in answer.decisions if str(each.outcome) == "prohibited"}


@pytest.mark.parametrize(("name", "group"), OTHERS.items())
def test_who_only_looks_alike_is_in_no_group_and_on_no_list(real: Screener, name: str, group: str) -> None:
    assert under(real, name, group) is not YES
    found = ask(real, name)
    assert not {bearer.entity.id for bearer in found.bearers} & {group, f"{group}-technologies"}
    assert [each for bearer in found.bearers for each in bearer.listings] == []
    assert bought(real, name).listed == ()


HIDDEN = [
    "НUAWEI",  # the first letter is Cyrillic
    "HUАWЕI TECHNOLOGIES CO., LTD.",  # so are two within
    "Hua\u200bwei Technologies",  # a space of no width
    "\u200eHuawei\u200f",  # marks of direction
    "ＨＵＡＷＥＩ",  # full width
    "Huawei\u00a0Technologies",
    "H\u0075\u0061wei Techno\u00adlogies",  # a soft hyphen
]


@pytest.mark.parametrize("name", HIDDEN, ids=ascii)
def test_tricks_of_spelling_are_seen_through(real: Screener, name: str) -> None:
    assert "huawei-technologies" in {
        bearer.entity.id for bearer in ask(real, name).bearers if bearer.match.truth is YES
    }
    assert str(bought(real, name).outcome) == "prohibited"


HOSTILE = {
    "a million letters": "A" * 1_000_000,
    "a million letters in words": "huawei technologies " * 50_000,
    "a million Han letters": "华为" * 500_000,
    "a million accents": "a\u0301" * 500_000,
    "a million spaces of no width": "\u200b" * 1_000_000,
    "a lone surrogate": "Hua\ud800wei",
    "surrogates alone": "\udfff\ud800",
    "nothing": "",
    "punctuation": "!?.,;·・",
    "a legal form": "有限公司",
    "legal forms": "GmbH & Co. KG",
    "turned around": "\u202eiewauH",
    "zero bytes": "\x00Huawei\x00",
    "a ligature of many letters": "\ufdfa" * 100_000,
}
REFUSED = ("a lone surrogate", "surrogates alone", "nothing")
"""The case format has no room for these."""


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_name_comes_to_an_end_and_breaks_nothing(real: Screener, what: str) -> None:
    name = HOSTILE[what]
    assert ask(real, name).name == name
    if what in REFUSED:
        with pytest.raises(InputError):
            bought(real, name)
    else:
        assert bought(real, name).decisions


def test_a_name_that_says_nothing_is_unknown_and_not_clear(real: Screener) -> None:
    for name in ("???", "有限公司", ""):
        assert under(real, name, "huawei") is UNKNOWN, name


@pytest.mark.parametrize("name", ["НUAWEI", "Hua\u200bwei Technologies"], ids=ascii)
@pytest.mark.parametrize("command", ["who", "match"])
def test_the_command_line_sees_through_them_too(command: str, name: str) -> None:
    run = sekisho(command, name, "--store", "none")
    assert run.code == 0
    assert "huawei" in run.out.partition("\n")[2].lower()
    assert "us-entity-list" in run.out
