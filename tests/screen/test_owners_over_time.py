"""Companies that were bought and sold, asked about before, between and after: the register's own owners.

What is expected stands in the facts on ownership that the corpus cites; how sure each step is is part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import sekisho
from sekisho.formats.answer import paths_of
from tests.whole import read_case

if TYPE_CHECKING:
    from sekisho.law.register import Law
    from sekisho.model.decision import Decision, Step
    from sekisho.store.base import Store

HUAWEI, HIKVISION = "Huawei Technologies Co., Ltd.", "Hangzhou Hikvision Digital Technology Co., Ltd."
MARINE, HONOR, LOREX = "Huawei Marine Networks Co., Ltd.", "Honor Device Co., Ltd.", "Lorex Technology Inc."
EZVIZ, NUBIA = "Hangzhou EZVIZ Network Co., Ltd.", "Nubia Technology Co., Ltd."
PROCURE, AFFILIATES, LISTED = "US-889A", "US-2025-AFFILIATES-50", "US-2019-ENTITY-HUAWEI"
LISTED_LATER = "US-2019-ENTITY-46"


class World(NamedTuple):
    """The law and the register that ship."""

    law: Law
    store: Store

    def ask(self, measure: str, told: dict[str, Any]) -> Decision:
        case = read_case(self.law.facts, told)
        (answer,) = sekisho.screen([case], law=self.law, store=self.store, measures=[measure], every=True)
        (decision,) = answer.decisions
        return decision

    def bought(self, maker: str, item: str, on: str) -> Decision:
        """A federal agency buys something of a maker."""
        return self.ask(
            PROCURE,
            {
                "date": on,
                "action": "buy",
                "actor": {"kinds": ["federal-agency"], "country": "us"},
                "item": {"name": "it", "class": item, "manufacturer": maker, "components": []},
                "use": {"purpose": "government-security"},
                "facts": {"equipment.user-data": True},
                "authorisations": [],
            },
        )

    def sent(self, measure: str, on: str, **purchaser: object) -> Decision:
        """A US firm exports something to a purchaser."""
        return self.ask(
            measure,
            {
                "date": on,
                "action": "export",
                "actor": {"country": "us", "kinds": ["private-company"]},
                "parties": [{"role": "purchaser", "country": "cn", **purchaser}],
                "item": {"name": "cable", "class": "other-goods", "eccn": "EAR99"},
                "use": {"from": "us", "destination": "cn"},
                "facts": {"ear.tgl7-eligible": False, "transaction.support": "none"},
                "authorisations": [],
            },
        )


@pytest.fixture(scope="module")
def world(law: Law, store: Store) -> World:
    return World(law, store)


def owners(decision: Decision) -> list[Step]:
    """The owners in the paths that decide."""
    return [step for path in paths_of(decision.explain()) for step in path.steps if step.kind == "owner"]


@pytest.mark.parametrize(
    ("maker", "item", "on", "outcome", "held", "certainty"),
    [
        (MARINE, "transport", "2019-10-01", "prohibited", "51 %", "day of completion not established"),
        (MARINE, "transport", "2020-06-01", "unknown", "until 2020", "day of completion not established"),
        (MARINE, "transport", "2021-06-01", "red-flag", "until 2020", "day of completion not established"),
        (HONOR, "router", "2020-11-17", "prohibited", "100 %", "end medium; share unverified"),
        (HONOR, "router", "2020-11-18", "red-flag", "until 2020-11-17", "end medium"),
        (HONOR, "router", "2021-06-01", "red-flag", "until 2020-11-17", "end medium"),
        (LOREX, "camera", "2021-06-01", "prohibited", "from 2018-02-06", "start high; end medium"),
        (LOREX, "camera", "2022-12-15", "unknown", "until 2022-12", "end medium"),
        (LOREX, "camera", "2023-06-01", "red-flag", "until 2022-12", "end medium"),
        (EZVIZ, "camera", "2022-06-01", "prohibited", "60 %, controls", "before the listing"),
        (EZVIZ, "camera", "2023-06-01", "prohibited", "48 %, controls", "still controlled"),
        (NUBIA, "router", "2019-10-01", "unknown", "49.9 %, from 2017", "later medium"),
        (NUBIA, "router", "2021-06-01", "unknown", "from 2017, until 2021", "later medium"),
        (NUBIA, "router", "2022-06-01", "prohibited", "78.33 %, controls", "unverified"),
    ],
)
def test_a_maker_through_time(
    world: World, maker: str, item: str, on: str, outcome: str, held: str, certainty: str
) -> None:
    """Section 889 reaches subsidiaries and affiliates: control decides, and whoever was one is a sign."""
    decision = world.bought(maker, item, on)
    assert str(decision.outcome) == outcome
    told = owners(decision)
    assert any(held in step.detail for step in told)
    assert any(certainty in step.source for step in told)


def test_an_open_sale_asks_for_the_owners_of_the_day(world: World) -> None:
    for maker, item, on in ((MARINE, "transport", "2020-06-01"), (NUBIA, "router", "2021-06-01")):
        assert f"parties[{maker}].owners" in world.bought(maker, item, on).needs


def test_who_was_sold_stays_on_the_list_that_names_him(world: World) -> None:
    for on in ("2019-10-01", "2021-06-01"):
        assert str(world.sent(LISTED_LATER, on, name=MARINE).outcome) == "licence-required"


def test_honor_is_a_sign_while_it_is_of_huawei_and_none_after(world: World) -> None:
    """It was never listed itself."""
    assert str(world.sent(LISTED, "2020-11-17", name=HONOR, listed=[]).outcome) == "red-flag"
    assert str(world.sent(LISTED, "2020-11-18", name=HONOR, listed=[]).outcome) == "no-rule"


@pytest.mark.parametrize(("share", "outcome"), [(60, "licence-required"), (48, "red-flag")])
def test_ezviz_by_the_number_alone(world: World, share: int, outcome: str) -> None:
    """One half is the test of the rule of 2025; below it, control is a sign."""
    held = [{"name": HIKVISION, "share": share, "control": True}]
    decision = world.sent(AFFILIATES, "2025-10-15", name=EZVIZ, owners=held, listed=[])
    assert str(decision.outcome) == outcome


def test_of_ezviz_the_register_does_not_tell_all_owners(world: World) -> None:
    decision = world.sent(AFFILIATES, "2025-10-15", name=EZVIZ, listed=[])
    assert (str(decision.outcome), decision.needs) == ("unknown", ("parties[0].owners",))
    assert any("whose owners nobody tells" in step.detail for step in _shares(decision))


def _shares(decision: Decision) -> list[Step]:
    return [step for path in paths_of(decision.explain()) for step in path.steps if step.kind == "share"]


@pytest.mark.parametrize(
    ("on", "outcome", "needs"),
    [
        ("2025-10-15", "licence-required", ()),
        ("2026-03-15", "no-rule", ()),
        ("2026-11-22", "unknown", ("law.us-affiliates-suspension-extended",)),
    ],
)
def test_thirty_of_huawei_and_twenty_five_of_hikvision(
    world: World, on: str, outcome: str, needs: tuple[str, ...]
) -> None:
    """Together they hold more than one half; alone, neither does."""
    held = [
        {"name": HUAWEI, "share": 30, "control": False},
        {"name": HIKVISION, "share": 25, "control": False},
    ]
    joint = {"name": "Blue Fern Trading", "owners": held, "listed": []}
    decision = world.sent(AFFILIATES, on, **joint)
    assert (str(decision.outcome), decision.needs) == (outcome, needs)
    assert "whether the suspension was extended beyond 9 November 2026" in decision.citation.unverified
    if outcome != "no-rule":
        (total,) = {(step.name, step.detail) for step in _shares(decision)}
        assert total == ("55 %", f"30 % of {HUAWEI} + 25 % of {HIKVISION}")
    # By Huawei's own entry it is a sign all the time.
    assert str(world.sent(LISTED, on, **joint).outcome) == "red-flag"
