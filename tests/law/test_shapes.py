"""Shapes of cases: what tells them apart, and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.dates import LAST_DAY, AsOf
from sekisho.law import shapes as shaping
from sekisho.law.columns import Batch
from sekisho.law.shapes import Shapes, asked, turning
from tests.law.desk import FACTS, as_of, block, case, instrument, load, measure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sekisho.law.register import Law

AS_OF = as_of("2020-06-15")
PARTY = '[target]\n"a seller of routers" = {"all" = {"a router" = "item.class is router", "who" = {some = {party = {"it" = "party.role is supplier"}}}}}'  # noqa: E501
ROUTER: Mapping[str, object] = {"action": "buy", "item": {"class": "router"}}
SOLD: Mapping[str, object] = {**ROUTER, "parties": [{"name": "Alpha Works", "role": "supplier"}]}


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return load(tmp_path, instrument(), measure(target=PARTY))


def bearing(name: object, names: Sequence[object]) -> tuple[int, ...]:
    return tuple(at for at, own in enumerate(names) if str(own).casefold() == str(name).casefold())


def shapes(law: Law, *told: Mapping[str, object]) -> list[int]:
    cases = [case(each) for each in told]
    known = [LAST_DAY if each.known is None else each.known for each in cases]
    times = [AsOf(each.on or AS_OF.on, day) for each, day in zip(cases, known, strict=True)]
    batch = Batch(cases, times, FACTS)
    found: list[int] = Shapes(law).of(batch, bearing).tolist()
    return found


def sold(*parties: Mapping[str, object], **item: object) -> Mapping[str, object]:
    return {"action": "buy", "item": {"class": "router", **item}, "parties": list(parties)}


def test_names_and_what_no_rule_asks_do_not_tell_cases_apart(law: Law) -> None:
    named = {"action": "buy", "item": {"class": "router", "name": "R-7"}, "use": {"network": "5g"}}
    assert shapes(law, ROUTER, named, {**ROUTER, "id": "another"}) == [0, 0, 0]
    assert shapes(law, SOLD, sold({"name": "Beta Trading", "role": "supplier", "country": "jp"})) == [0, 0]


def test_acts_facts_parties_and_what_is_looked_at_tell_cases_apart(law: Law) -> None:
    owned = {"name": "Alpha Works", "role": "supplier", "owners": [{"name": "Beta Trading"}]}
    told = (
        ROUTER,
        {"action": "export", "item": {"class": "router"}},
        {"action": "buy", "item": {"class": "switch"}},
        {"action": "buy"},
        SOLD,
        sold({"name": "Alpha Works", "role": "end-user"}),
        sold(),
        sold({"name": "Alpha Works", "role": "supplier"}, {"name": "Beta Trading", "role": "supplier"}),
        sold(owned),
        sold({**owned, "owners": []}),
        sold({**owned, "owners": [{"name": "Beta Trading", "share": 30}]}),
        sold({"name": "Alpha Works", "role": "supplier", "listed": []}),
        sold({"name": "Alpha Works", "role": "supplier", "uses": []}),
        sold({"name": "Alpha Works", "role": "supplier", "uses": [{"class": "router"}]}),
        sold(identifiers={"mac": "00:E0:FC:00:00:01"}),
        sold(brand="Alpha"),
        sold(components=[]),
        sold(components=[{"class": "router"}]),
    )
    assert shapes(law, *told, *told) == [*range(len(told))] * 2


def test_the_actors_own_equipment_is_told_from_that_of_a_party(law: Law) -> None:
    party = {"name": "Alpha Works", "role": "supplier"}
    used = [{"class": "router"}]
    own = {**sold(party), "actor": {"name": "Beta Trading", "uses": used}}
    other = {**sold({**party, "uses": used}), "actor": {"name": "Beta Trading"}}
    none = {**sold(party), "actor": {"name": "Beta Trading", "uses": []}}
    nobody = {**sold(party), "actor": {"name": "Beta Trading"}}
    assert shapes(law, own, other, none, nobody) == [0, 1, 2, 3]


def test_whether_two_bear_one_name_tells_cases_apart(law: Law) -> None:
    """A maker who is a party is told of there; so is an owner."""
    party = {"name": "Alpha Works", "role": "supplier"}
    assert shapes(
        law,
        sold(party, manufacturer="ALPHA WORKS"),
        sold({**party, "name": "Beta Trading"}, manufacturer="Beta Trading"),
        sold(party, manufacturer="Beta Trading"),
    ) == [0, 0, 1]
    owned = {**party, "owners": [{"name": "Gamma Holding"}]}
    assert shapes(
        law,
        sold(owned, {"name": "Gamma Holding", "role": "supplier"}),
        sold(owned, {"name": "Delta Fund", "role": "supplier"}),
        sold(owned, {"name": "Epsilon Imports", "role": "supplier"}),
        sold(owned, {"name": "Alpha Holding", "role": "supplier"}, manufacturer="Gamma Holding"),
    ) == [0, 1, 1, 2]


def test_days_are_alike_between_those_on_which_the_law_turns(law: Law) -> None:
    days = ("2017-12-30", "2017-12-31", "2018-01-01", "2018-01-02", "2020-06-15", "2026-01-01")
    assert shapes(law, *({**ROUTER, "date": day} for day in days)) == [0, 0, 1, 1, 1, 1]


def test_an_hour_stands_for_itself_and_a_paper_may_end_on_any_day(law: Law) -> None:
    hours = ("2020-06-15T10:00:00+09:00", "2020-06-15T11:00:00+09:00", "2020-06-15")
    assert shapes(law, *({**ROUTER, "date": hour} for hour in hours)) == [0, 1, 2]
    held = {**ROUTER, "authorisations": [{"kind": "waiver", "until": "2020-06-15"}]}
    assert shapes(law, *({**held, "date": day} for day in ("2020-06-15", "2020-06-16"))) == [0, 1]


def test_days_of_knowledge_are_alike_between_those_on_which_something_was_published(tmp_path: Path) -> None:
    later = 'of = "T/m"\ncites = "x"\npublished = 2021-03-04\nfrom = 2019-01-01\noutcome = "review"'
    law = load(tmp_path, instrument(), measure(target=PARTY), block("amendment", later))
    days = ("2020-01-01", "2021-03-03", "2021-03-04", "2022-01-01")
    assert shapes(law, *({**SOLD, "known": day} for day in days)) == [0, 0, 1, 1]


def test_a_day_that_a_rule_names_is_one_on_which_it_turns(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(target='[target]\n"late" = "date since 2021-03-04"'))
    told = [{**ROUTER, "date": day} for day in ("2021-03-03", "2021-03-04", "2021-03-05", "2021-03-06")]
    first, at, *later = shapes(law, *told)
    assert first != at
    assert turning(law) >= {dates.day("2021-03-04")}
    assert len(set(later)) == 1


def test_the_facts_of_a_definition_are_those_of_any_thing(tmp_path: Path) -> None:
    defined = block("definition", 'id = "T/d"\ncites = "x"\n[means]\n"cn" = "it.class is router"')
    law = load(tmp_path, instrument(), defined, measure(target='[target]\n"d" = "item meets T/d"'))
    found = asked(law)
    assert {"action", "item.class"} <= found["case"]
    assert "class" in found["component"] & found["use"]


def test_what_was_seen_is_forgotten_between_batches_and_never_within_one(
    law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shaping, "REMEMBERED", 1)
    told = [{**ROUTER, "use": {key: value}} for key, value in (("network", "5g"), ("part", "ran"))]
    cases = [case(each) for each in (ROUTER, *told, {"action": "buy"}, ROUTER)]
    shapes = Shapes(law)
    before, after = (shapes.of(Batch(cases, [AS_OF] * len(cases), FACTS), bearing) for _ in range(2))
    assert before.tolist() == after.tolist() == [0, 0, 0, 1, 0]
