"""What names, lists, owners and marks answer to the law: each relation of each thing it may be asked of.

Asked through laws of one measure, so that what is tested is what a law would be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sekisho.formats.answer import paths_of
from sekisho.screen.run import Screener
from tests.law import desk
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sekisho.model.decision import Decision
    from sekisho.store.base import Store
    from tests.told import Told

    Ask = Callable[..., Decision]

HUAWEI, HISILICON, NUBIA = "Huawei Technologies Co., Ltd.", "海思半导体", "Nubia Technology Co., Ltd."
YES, OPEN, NO = "prohibited", "unknown", "no-rule"


@pytest.fixture
def ask(tmp_path: Path, store: Store) -> Ask:
    """What a law that asks one thing decides of a case; in a batch with other cases too."""

    def asked(
        clause: str, told: Told, on: str = "2020-06-01", known: str | None = None, over: str = ""
    ) -> Decision:
        head = f"[target.some.{over}]" if over else "[target]"
        law = desk.load(tmp_path, desk.instrument() + desk.measure(target=f'{head}\n"asked" = "{clause}"'))
        screener = Screener(law, store, every=True)
        case = read_case(law.facts, {"action": "buy", **told})
        other = read_case(law.facts, {"action": "buy", "parties": []})
        (alone,) = screener.answers([case], as_of(on, known))
        among = list(screener.answers([other, case, other], as_of(on, known)))
        assert among[1].decisions == alone.decisions
        (decision,) = alone.decisions
        return decision

    return asked


def party(name: str | None, **more: object) -> Told:
    return {"parties": [({} if name is None else {"name": name}) | {"role": "supplier", **more}]}


@pytest.mark.parametrize(
    ("clause", "told", "outcome"),
    [
        ("party.on.s889 is yes", party(HUAWEI), YES),
        ("party.on.s889:a is yes", party(HUAWEI), YES),
        ("party.on.s889:b is yes", party(HUAWEI), NO),
        ("party.on.s889 is yes", party(HISILICON), NO),
        ("party.on.s889 is yes", party("Stranger"), NO),
        ("party.on.s889 is yes", party("HW"), OPEN),
        ("party.on.us-entity-list is yes", party("Stranger"), OPEN),
        ("party.on.us-entity-list is yes", party("Stranger", listed=[]), NO),
        ("party.on.us-entity-list is yes", party("Stranger", listed=[{"list": "us-entity-list"}]), YES),
        ("party.entered.us-entity-list before 2019-05-17", party(HUAWEI), YES),
        ("party.entered.us-entity-list since 2019-05-17", party(HUAWEI), NO),
        ("party.entered.us-entity-list before 2030-01-01", party("Stranger", listed=[]), NO),
        ("party.entered.us-entity-list before 2030-01-01", party("Stranger"), OPEN),
        ("party.under.s889 is yes", party(HISILICON), YES),
        ("party.under.s889 is yes", party("Stranger"), OPEN),
        ("party.under.s889 is yes", party("Stranger", owners=[]), NO),
        ("party.under.s889 is yes", party("Stranger", kinds=["individual"]), NO),
        ("party.under.s889 is yes", party("Stranger", owners=[{"name": HUAWEI, "share": 60}]), YES),
        ("party.under.s889 is yes", party("Stranger", owners=[{"name": HUAWEI, "share": 20}]), OPEN),
        ("party.under.s889 is yes", party("Stranger", owners=[{"name": "Other", "share": 100}]), NO),
        ("party.share.s889 at-least 50", party("Stranger", owners=[{"name": HISILICON, "share": 50}]), YES),
        ("party.share.s889 at-least 50", party("Stranger", owners=[{"name": HISILICON, "share": 49}]), NO),
        ("party.share.s889 at-least 50", party("Stranger"), OPEN),
        ("party.share.s889 above 0", party(NUBIA), YES),
        ("party.share.s889 at-least 50", party(NUBIA), OPEN),
        ("party.was-under.huawei since 2019-01-01", party("Honor Device Co., Ltd."), NO),
        ("party.near.s889 is yes", party("Huawai Technologies GmbH"), YES),
        ("party.near.s889 is yes", party("HW"), NO),
        ("party.on.s889 is yes", party("Huawai Technologies GmbH"), OPEN),
        ("party.on.s889 is yes", party("Zhejiang Dahua Technolgy Co., Ltd."), YES),
        ("party.near.s889 is yes", party("Nokia"), NO),
        ("party.near.s889 is yes", party(HUAWEI), NO),
    ],
)
def test_of_a_party(ask: Ask, clause: str, told: Told, outcome: str) -> None:
    assert str(ask(clause, told, over="party").outcome) == outcome


def test_an_ownership_that_has_ended(ask: Ask) -> None:
    told, untold = party("Honor Device Co., Ltd.", owners=[]), party("Honor Device Co., Ltd.")
    clause, later = (f"party.was-under.huawei since 2020-11-{day}" for day in (17, 18))
    assert str(ask(clause, told, "2020-11-17", over="party").outcome) == NO
    assert str(ask(clause, told, "2020-11-18", over="party").outcome) == YES
    assert str(ask(clause, untold, "2020-11-18", over="party").outcome) == YES
    assert str(ask(later, told, "2021-01-01", over="party").outcome) == NO
    assert str(ask(later, untold, "2021-01-01", over="party").outcome) == OPEN, (
        "who came after is not all told"
    )


@pytest.mark.parametrize("relation", ["on.s889", "under.s889", "near.s889"])
def test_without_a_name_nothing_is_known(ask: Ask, relation: str) -> None:
    decision = ask(f"party.{relation} is yes", party(None), over="party")
    assert (str(decision.outcome), decision.needs) == (OPEN, ("parties[0].name",))


def test_the_actor(ask: Ask) -> None:
    assert str(ask("actor.on.s889 is yes", {"actor": {"name": HUAWEI}}).outcome) == YES
    assert str(ask("actor.under.s889 is yes", {"actor": {"name": HISILICON}}).outcome) == YES
    assert ask("actor.on.s889 is yes", {}).needs == ("actor.name",)
    assert ask("actor.under.s889 is yes", {"actor": {"name": "Stranger"}}).needs == ("actor.owners",)


def test_the_maker_of_the_item(ask: Ask) -> None:
    clause = "item.maker.under.s889 is yes"
    assert str(ask(clause, {"item": {"manufacturer": HISILICON}}).outcome) == YES
    assert ask(clause, {"item": {}}).needs == ("item.manufacturer",)
    assert ask(clause, {"item": {"manufacturer": "Stranger"}}).needs == ("parties[Stranger].owners",)


def test_what_is_known_of_a_maker_stands_in_the_party_of_its_name(ask: Ask) -> None:
    clause, item = "item.maker.under.s889 is yes", {"item": {"manufacturer": "Stranger, Inc."}}
    assert str(ask(clause, item | party("Stranger, Inc.", owners=[])).outcome) == NO
    assert str(ask(clause, item | party("STRANGER INC", owners=[])).outcome) == NO, "however it is spelt"
    assert (
        str(ask(clause, item | party("Stranger, Inc.", owners=[{"name": HUAWEI, "control": True}])).outcome)
        == YES
    )
    open_ = ask(clause, item | party("Stranger, Inc."))
    assert open_.needs == ("parties[0].owners",)


def test_of_two_parties_of_one_name_the_one_that_tells_owners_is_heard(ask: Ask) -> None:
    told = [
        {"role": "supplier", "name": "Stranger"},
        {"role": "manufacturer", "name": "Stranger", "owners": []},
    ]
    for parties in (told, told[::-1]):
        case = {"item": {"manufacturer": "Stranger"}, "parties": parties}
        assert str(ask("item.maker.under.s889 is yes", case).outcome) == NO


def test_the_owners_of_an_owner_may_stand_in_a_row_of_their_own(ask: Ask) -> None:
    case = {
        "parties": [
            {"role": "supplier", "name": "Stranger", "owners": [{"name": "Mother", "share": 100}]},
            {"role": "parent", "name": "Mother", "owners": [{"name": HUAWEI, "share": 20}]},
        ]
    }
    decision = ask("party.under.s889 is yes", case, over="party")
    assert decision.needs == ("parties[1].owners[0].control",)


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"manufacturer": "Stranger"}, OPEN),
        ({"manufacturer": HUAWEI}, YES),
        ({"manufacturer": "Fujitsu"}, NO),
        ({}, OPEN),
    ],
)
def test_the_country_of_the_maker_is_in_the_register(ask: Ask, told: Told, outcome: str) -> None:
    assert str(ask("item.maker.country is cn", {"item": told}).outcome) == outcome


def test_the_country_of_the_maker_is_what_its_party_says(ask: Ask) -> None:
    case = {"item": {"manufacturer": "Stranger"}, **party("Stranger", country="cn")}
    assert str(ask("item.maker.country is cn", case).outcome) == YES
    needs = ask("item.maker.country is cn", {"item": {"manufacturer": "Stranger"}}).needs
    assert needs == ("parties[Stranger].country",)


COMPONENTS = [
    {"name": "board", "manufacturer": "Nokia", "components": [{"name": "chip", "manufacturer": HISILICON}]},
    {"name": "case", "manufacturer": "Ericsson", "components": []},
]


def test_makers_of_parts_at_any_depth_and_the_way_to_them(ask: Ask) -> None:
    case = {"item": {"name": "server", "components": COMPONENTS}}
    decision = ask("component.maker.under.huawei is yes", case, over="component")
    assert str(decision.outcome) == YES
    (path,) = paths_of(decision.explain())
    assert path.address == "item.components[0].components[0]"
    assert [step.kind for step in path.steps] == ["item", "part", "part", "maker", "owner", "list"]
    assert [step.name for step in path.steps[:4]] == ["server", "board", "chip", HISILICON]


def test_parts_that_nobody_opened_leave_it_open(ask: Ask) -> None:
    closed = [{"name": "board", "manufacturer": "Nokia"}]
    decision = ask("component.maker.on.huawei is yes", {"item": {"components": closed}}, over="component")
    assert (str(decision.outcome), decision.needs) == (OPEN, ("item.components[0].components",))
    assert ask("component.maker.on.huawei is yes", {"item": {}}, over="component").needs == (
        "item.components",
    )
    empty = ask("component.maker.on.huawei is yes", {"item": {"components": []}}, over="component")
    assert str(empty.outcome) == NO


def test_makers_of_what_companies_use(ask: Ask) -> None:
    uses = [{"name": "gateway", "manufacturer": HISILICON}]
    actor = ask("actor-use.maker.under.s889 is yes", {"actor": {"name": "A", "uses": uses}}, over="actor-use")
    assert str(actor.outcome) == YES
    (path,) = paths_of(actor.explain())
    assert ("use", "gateway") in [(step.kind, step.name) for step in path.steps]
    nested = party("B", uses=uses)
    clause = "party-use.maker.under.s889 is yes"
    assert str(ask(clause, nested, over="party.some.party-use").outcome) == YES
    assert ask(clause, party("B"), over="party.some.party-use").needs == ("parties[0].uses",)


MARKED = [
    {"identifiers": {"mac": "00:E0:FC:00:00:01"}},
    {"identifiers": {"mac": "44:00:4D:00:00:01"}},  # one of the many blocks, in no other table
    {"identifiers": {"snmp": "1.3.6.1.4.1.2011.2.23"}},
    {"identifiers": {"pci": "19e5:0200"}},
    {"brand": "Huawei"},
    {"brand": "ファーウェイ"},
    {"brand": "HiSilicon", "identifiers": {"mac": "02:00:00:00:00:01"}},
]


@pytest.mark.parametrize("marks", MARKED, ids=str)
def test_signs_point_and_the_path_says_by_what(ask: Ask, marks: Told) -> None:
    decision = ask("item.sign.huawei is yes", {"item": {"name": "thing", **marks}})
    assert str(decision.outcome) == YES
    (path,) = paths_of(decision.explain())
    kinds = [step.kind for step in path.steps]
    assert kinds[:2] == ["item", "sign"]
    assert kinds[-1] == "list"
    told = [*marks.get("identifiers", {}).values(), marks.get("brand")]
    assert any(str(value) in path.steps[1].name for value in told if value)


def test_signs_of_parts_and_of_things_in_use(ask: Ask) -> None:
    thing = {"name": "a", "identifiers": {"fcc": "QISE3372"}}
    parts = {"item": {"components": [thing | {"components": []}]}}
    assert str(ask("component.sign.huawei is yes", parts, over="component").outcome) == YES
    used = {"actor": {"name": "A", "uses": [thing]}}
    assert str(ask("actor-use.sign.huawei is yes", used, over="actor-use").outcome) == YES


def test_a_thing_without_marks_gives_no_sign_and_one_with_other_marks_gives_another(ask: Ask) -> None:
    bare = ask("item.sign.huawei is yes", {"item": {"name": "thing"}})
    assert (str(bare.outcome), bare.needs) == (OPEN, ("item.identifiers",))
    assert str(ask("item.sign.huawei is yes", {"item": {"brand": "Nokia"}}).outcome) == NO


@pytest.mark.parametrize("marks", MARKED, ids=str)
def test_a_sign_never_names_the_maker(ask: Ask, marks: Told) -> None:
    decision = ask("item.maker.under.huawei is yes", {"item": marks})
    assert (str(decision.outcome), decision.needs) == (OPEN, ("item.manufacturer",))


@pytest.mark.parametrize(("stated", "outcome"), [(True, YES), (False, NO)])
def test_what_the_case_states_wins_and_says_nothing_of_other_lists(
    ask: Ask, stated: bool, outcome: str
) -> None:
    told = {"item": {"manufacturer": HISILICON, "maker.under.s889:a": stated}}
    decision = ask("item.maker.under.s889:a is yes", told)
    assert str(decision.outcome) == outcome
    assert paths_of(decision.explain()) == ()
    assert str(ask("item.maker.under.s889 is yes", told).outcome) == YES
    on = party(HUAWEI, **{"on.s889": stated})
    assert str(ask("party.on.s889 is yes", on, over="party").outcome) == outcome


def test_one_company_on_many_days_of_one_batch(tmp_path: Path, store: Store) -> None:
    """Answers are worked out once for each stretch of time; every day still gets its own."""
    target = '[target.some.party]\n"asked" = "party.under.dahua is yes"'
    law = desk.load(tmp_path, desk.instrument() + desk.measure(target=target))
    screener = Screener(law, store)
    days = ("2018-02-05", "2018-02-06", "2020-01-01", "2022-12-01", "2022-12-15", "2023-01-01", "2018-02-05")
    case = {"action": "buy"} | party(
        "Lorex Technology Inc.", owners=[{"name": "Skywatch", "control": True, "from": "2022-12"}]
    )
    asked = [read_case(law.facts, case | {"date": day}) for day in days]
    together = [str(answer.outcome) for answer in screener.answers(asked, as_of("2020-01-01"))]
    alone = [str(answer.outcome) for one in asked for answer in screener.answers([one], as_of("2020-01-01"))]
    assert together == alone
    assert together == [NO, YES, YES, YES, OPEN, NO, NO]


def test_one_company_as_known_on_many_days_of_one_batch(tmp_path: Path, store: Store) -> None:
    target = '[target.some.party]\n"asked" = "party.on.us-entity-list is yes"'
    law = desk.load(tmp_path, desk.instrument() + desk.measure(target=target))
    screener = Screener(law, store)
    for name, expected in ((HUAWEI, [OPEN, YES, YES]), ("Stranger", [OPEN, OPEN, OPEN])):
        case = {"action": "buy", "date": "2019-06-01"} | party(name)
        knowns = ("2019-05-14", "2019-05-15", "2026-01-01")
        asked = [read_case(law.facts, case | {"known": known}) for known in knowns]
        assert [str(answer.outcome) for answer in screener.answers(asked, as_of("2020-01-01"))] == expected


def test_strangers_are_told_apart_by_what_is_told_of_them(tmp_path: Path, store: Store) -> None:
    target = '[target.some.party]\n"asked" = "party.under.s889 is yes"'
    law = desk.load(tmp_path, desk.instrument() + desk.measure(target=target))
    told = [
        party("One"),
        party("Two", owners=[]),
        party("Three", kinds=["individual"]),
        party("Four"),
        party("Five", owners=[{"name": HUAWEI, "share": 100}]),
        party("Six", owners=[{"name": "One", "share": 100}]),
        party("Two"),
    ]
    asked = [read_case(law.facts, {"action": "buy"} | each) for each in told]
    answers = Screener(law, store).answers(asked, as_of("2020-01-01"))
    assert [str(answer.outcome) for answer in answers] == [OPEN, NO, NO, OPEN, YES, NO, OPEN]


def held(*above: Told) -> Told:
    """A seller whose holding has a row of its own, and so may those above it."""
    seller = {"name": "Seller", "role": "supplier", "owners": [{"name": "Holding", "share": 100}]}
    return {"action": "buy", "parties": [seller, *({"role": "end-user", **each} for each in above)]}


HELD = (
    (held({"name": "Holding", "owners": [{"name": HUAWEI, "share": 100}]}), YES),
    (held({"name": "Holding", "owners": [{"name": HUAWEI, "share": 20}]}), OPEN),
    (held({"name": "Holding", "owners": [{"name": "Top", "share": 100}]}), NO),
    (
        held(
            {"name": "Holding", "owners": [{"name": "Top", "share": 100}]},
            {"name": "Top", "owners": [{"name": HUAWEI, "share": 50}, {"name": "Holding", "share": 50}]},
        ),
        YES,
    ),
    (held({"name": "Holding", "owners": []}), NO),
    (held({"name": "Holding", "listed": [{"list": "s889"}], "owners": []}), YES),
    (held({"name": "Holding"}), NO),
    (held(), NO),
)


def test_companies_are_told_apart_by_the_rows_of_those_above_them(tmp_path: Path, store: Store) -> None:
    target = '[target.some.party]\n"sold" = "party.role is supplier"\n"asked" = "party.under.s889 is yes"'
    law = desk.load(tmp_path, desk.instrument() + desk.measure(target=target))
    screener = Screener(law, store)
    asked = [read_case(law.facts, told) for told, _ in HELD]
    answers = screener.answers(asked, as_of("2020-01-01"))
    assert [str(answer.outcome) for answer in answers] == [outcome for _, outcome in HELD]
    # Told the same in another case, they are the same companies, and nothing is asked twice.
    batch = screener.batch([*asked, *(read_case(law.facts, told) for told, _ in HELD)], as_of("2020-01-01"))
    sellers = np.flatnonzero([row.facts["name"] == "Seller" for row in batch.table("party").rows])
    found = screener.knowledge.companies.asked(batch, "party", "", sellers)
    assert len(found.distinct) == len(HELD)
    first, again = np.split(found.codes[sellers], 2)
    assert sorted(first.tolist()) == [*range(len(HELD))]
    assert again.tolist() == first.tolist()


def test_a_thousand_parts_are_explained_in_a_moment(ask: Ask) -> None:
    parts = [
        {"name": f"part {number}", "manufacturer": f"Maker {number}", "components": []}
        for number in range(400)
    ]
    case = {"item": {"name": "server", "components": [*parts, *COMPONENTS]}}
    decision = ask("component.maker.on.huawei is yes", case, over="component")
    assert len(decision.explain().children) >= 1
