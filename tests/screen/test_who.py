"""What is known of a name: who bears it, its owners, its lists, and the measures that would ask about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.screen.run import Screener
from sekisho.screen.who import who
from sekisho.truth import UNKNOWN, YES
from tests.law.desk import block, instrument, load, measure
from tests.whole import as_of

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.screen.who import Bite, Who
    from sekisho.store.base import Store


def ask(screener: Screener, name: str, on: str = "2020-01-01", known: str | None = None) -> Who:
    return who(name, screener.law, screener.knowledge, as_of(on, known))


def bites(found: Who) -> dict[str, Bite]:
    return {bite.clause: bite for bite in found.bites}


def test_who_bears_it(screener: Screener) -> None:
    (bearer,) = ask(screener, "華為技術有限公司").bearers
    assert bearer.entity.id == "huawei-technologies"
    assert bearer.match.truth is YES
    assert bearer.match.name == "華為技術有限公司"


@pytest.mark.parametrize("name", ["Nobody & Sons", "", "???"])
def test_a_name_that_nobody_bears(screener: Screener, name: str) -> None:
    found = ask(screener, name)
    assert (found.name, found.bearers, found.bites) == (name, (), ())


def test_a_name_that_a_person_must_judge(screener: Screener) -> None:
    found = ask(screener, "HW")
    assert [bearer.match.truth for bearer in found.bearers] == [UNKNOWN]
    assert found.bites
    assert all(words.startswith("perhaps") for bite in found.bites for words in bite.lists)


def test_owners_and_holdings(screener: Screener) -> None:
    (lorex,) = ask(screener, "Lorex Technology Inc.").bearers
    assert "dahua" in {each.owner for each in lorex.owners}
    (huawei,) = ask(screener, "Huawei").bearers
    assert {"hisilicon", "futurewei"} <= {each.asset for each in huawei.holdings}
    assert [each.owner for each in huawei.owners] == ["huawei-holding"]


def test_owners_and_holdings_of_all_days_that_are_known(screener: Screener) -> None:
    early, late = (
        {
            each.owner: each.until
            for each in ask(screener, "Lorex Technology Inc.", known=day).bearers[0].owners
        }
        for day in ("2017-01-01", "2020-01-01")
    )
    assert early == {"flir": None}, "nobody knew then that it would end"
    assert late.keys() == {"flir", "dahua"}
    assert (str(late["flir"]), late["dahua"]) == ("2018-02-05", None)
    (dahua,) = ask(screener, "Dahua", known="2017-01-01").bearers
    assert "lorex" not in {each.asset for each in dahua.holdings}


def test_listings_of_all_days_that_are_known(screener: Screener) -> None:
    lists = {(each.list, each.parts) for each in ask(screener, "ZTE", "2026-01-01").bearers[0].listings}
    assert ("us-entity-list", ("zte-2016",)) in lists, "it has ended, and is shown all the same"
    early = {each.list for each in ask(screener, "ZTE", "2026-01-01", "2018-01-01").bearers[0].listings}
    assert "s889" not in early
    assert ask(screener, "ZTE", known="1900-01-01").bearers[0].listings == ()


def test_measures_that_would_ask_about_it(screener: Screener) -> None:
    early, late = (bites(ask(screener, "ZTE Corporation", on)) for on in ("2018-05-01", "2020-01-01"))
    denial = early["US-2018-ZTE-DENIAL/deal"]
    assert (denial.outcome, denial.state) == ("prohibited", "in force")
    assert any(each.endswith(" zte-denied") for each in denial.lists)
    assert late["US-2018-ZTE-DENIAL/deal"].state == "ended"
    assert "US-889A/procure" not in early, "nobody was on that list yet"
    assert late["US-889A/procure"].state == "in force"


def test_a_measure_that_nobody_knew_of_asks_nothing(screener: Screener) -> None:
    assert "US-889A/procure" not in bites(ask(screener, "Huawei", "2020-01-01", "2018-08-01"))


def test_a_daughter_is_reached_through_her_mother_and_the_way_is_shown(screener: Screener) -> None:
    bite = bites(ask(screener, "Futurewei Technologies, Inc."))["US-889A/procure"]
    assert all(each.startswith("under s889") for each in bite.lists)
    assert [step.kind for step in bite.steps] == ["owner", "list"]
    assert bite.steps[0].name == "Huawei Technologies Co., Ltd."


def test_a_name_near_that_of_somebody_listed_is_a_flag(screener: Screener) -> None:
    found = bites(ask(screener, "Huawai Technologies GmbH"))
    assert found["US-889A/near"].lists == ("near s889",)
    assert "US-889A/near" not in bites(ask(screener, "Huawei Technologies Co., Ltd."))


def test_every_text_of_a_definition_and_of_an_exception_is_asked(tmp_path: Path, store: Store) -> None:
    amendment = 'of = "T/c"\ncites = "x"\npublished = 2019-01-01\nfrom = 2019-01-01\n[means]\n"now" = "{}"'
    law = load(
        tmp_path,
        instrument(),
        block("definition", 'id = "T/c"\ncites = "x"\n[means]\n"first" = "item.maker.on.s1656 is yes"'),
        block("amendment", amendment.format("item.maker.on.s889 is yes")),
        measure(target='[target]\n"covered" = "item meets T/c"'),
        block(
            "derogation",
            'id = "T/d"\nof = "T/m"\ntitle = "t"\ncites = "x"\n[when]\n"z" = "item.maker.under.zte is yes"',
        ),
    )
    (bite,) = who("ZTE Corporation", law, Screener(law, store).knowledge, as_of("2020-01-01")).bites
    assert set(bite.lists) == {"on s1656", "on s889", "under zte"}


def test_innocents_bite_nowhere(screener: Screener) -> None:
    for name in ("Huawei Culture Co., Ltd.", "Shanghai Dahua Scale Factory", "ZTEX GmbH", "Nokia", "富士通"):
        assert ask(screener, name).bites == (), name


def test_nothing_was_known_in_1900(screener: Screener) -> None:
    assert ask(screener, "Huawei", known="1900-01-01").bites == ()
