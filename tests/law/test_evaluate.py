"""Conditions over cases: Kleene's connectives, some of a collection, definitions, exceptions to them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from sekisho.law.columns import Batch
from sekisho.law.decide import decide
from sekisho.model.measure import BY_STRICTNESS
from tests.law.desk import as_of, block, case, instrument, load, measure, outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WORDS = ("no-rule", "unknown", "prohibited")
TRUTHS: tuple[Mapping[str, object], ...] = ({"class": "switch"}, {}, {"class": "router"})
NETWORKS: tuple[Mapping[str, object], ...] = ({"network": "4g"}, {}, {"network": "5g"})


def ask(root: Path, target: str, data: Mapping[str, object], *more: str) -> str:
    law = load(root, instrument(), measure(target=target), *more)
    return outcome(law, {"action": "buy", **data})


@pytest.mark.parametrize(("one", "other"), list(product(range(3), range(3))))
def test_all_is_the_minimum_and_any_the_maximum(one: int, other: int, tmp_path: Path) -> None:
    data = {"item": TRUTHS[one], "use": NETWORKS[other]}
    clauses = '"a" = "item.class is router"\n"b" = "use.network is 5g"'
    assert ask(tmp_path, f"[target]\n{clauses}", data) == WORDS[min(one, other)]
    assert ask(tmp_path, f"[target.any]\n{clauses}", data) == WORDS[max(one, other)]


@pytest.mark.parametrize("value", range(3))
def test_not_turns_yes_and_no(value: int, tmp_path: Path) -> None:
    target = '[target."other".not]\n"a" = "item.class is router"'
    assert ask(tmp_path, target, {"item": TRUTHS[value]}) == WORDS[2 - value]


SOME = (
    '[target."a part".some.component]\n"Huawei" = "component.maker.under.huawei is yes"\n'
    '"essential" = "component.essential is yes"'
)


def part(huawei: bool | None, essential: bool | None, parts: object = ()) -> dict[str, object]:
    told: dict[str, object] = {"name": "p"}
    if huawei is not None:
        told["maker.under.huawei"] = huawei
    if essential is not None:
        told["essential"] = essential
    return told if parts is None else told | {"components": list(parts)}  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        (None, "unknown"),
        ([], "no-rule"),
        ([part(False, True)], "no-rule"),
        ([part(True, True)], "prohibited"),
        ([part(True, None)], "unknown"),
        ([part(None, False)], "no-rule"),
        # One witness is yes whatever else is missing.
        ([part(None, None, None), part(True, True, None)], "prohibited"),
        # The group is asked of one element, not of two.
        ([part(True, False), part(False, True)], "no-rule"),
        # A part whose own parts nobody looked for leaves it open.
        ([part(False, False, None)], "unknown"),
        # At any depth.
        ([part(False, False, [part(False, False, [part(True, True)])])], "prohibited"),
        ([part(False, False, [part(False, False, None)])], "unknown"),
    ],
)
def test_some_component(components: object, expected: str, tmp_path: Path) -> None:
    item = {} if components is None else {"item": {"components": components}}
    assert ask(tmp_path, SOME, item) == expected


def test_all_and_none_are_written_with_not(tmp_path: Path) -> None:
    every = (
        '[target."every part is Huawei\'s".not."one is not".some.component."other".not]\n'
        '"h" = "component.maker.under.huawei is yes"'
    )
    for parts, expected in (
        ([part(True, None)], "prohibited"),
        ([part(True, None), part(False, None)], "no-rule"),
        ([part(True, None), part(None, None)], "unknown"),
        ([], "prohibited"),
    ):
        assert ask(tmp_path, every, {"item": {"components": parts}}) == expected


USES = (
    '[target."from one who uses it".some.party]\n"supplies it" = "party.role is supplier"\n'
    '[target."from one who uses it".some.party."uses".some.party-use]\n'
    '"Huawei" = "party-use.maker.under.huawei is yes"'
)
HUAWEI, OTHER, UNTOLD = {"maker.under.huawei": True}, {"maker.under.huawei": False}, {"name": "?"}


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        (None, "unknown"),
        ([], "no-rule"),
        ([{"role": "supplier", "uses": [HUAWEI]}], "prohibited"),
        ([{"role": "supplier", "uses": [OTHER]}], "no-rule"),
        ([{"role": "supplier", "uses": [OTHER, UNTOLD]}], "unknown"),
        ([{"role": "supplier", "uses": []}], "no-rule"),
        ([{"role": "supplier"}], "unknown"),
        ([{"role": "parent"}], "no-rule"),
        # What one party uses is not asked of another.
        ([{"role": "supplier", "uses": []}, {"role": "parent", "uses": [HUAWEI]}], "no-rule"),
        ([{"role": "parent", "uses": [HUAWEI]}, {"role": "supplier", "uses": [HUAWEI]}], "prohibited"),
    ],
)
def test_some_within_some(parties: object, expected: str, tmp_path: Path) -> None:
    assert ask(tmp_path, USES, {} if parties is None else {"parties": parties}) == expected


def test_what_the_actor_uses(tmp_path: Path) -> None:
    target = '[target."uses it".some.actor-use]\n"Huawei" = "actor-use.maker.under.huawei is yes"'
    for actor, expected in (
        ({"uses": [OTHER, HUAWEI]}, "prohibited"),
        ({"uses": []}, "no-rule"),
        ({}, "unknown"),
    ):
        assert ask(tmp_path, target, {"actor": actor}) == expected


COVERED = block(
    "definition",
    'id = "T/covered"\ncites = "x"\n[means]\n"telecom" = "it.class in telecom-any"\n'
    '"Huawei" = "it.maker.under.huawei is yes"\n"in 5G" = "use.network is 5g"',
)
ROUTER = {"class": "router", "maker.under.huawei": True}


@pytest.mark.parametrize(
    ("target", "data"),
    [
        ('[target]\n"c" = "item meets T/covered"', {"item": ROUTER}),
        (
            '[target."p".some.component]\n"c" = "component meets T/covered"',
            {"item": {"components": [ROUTER | {"components": []}]}},
        ),
        ('[target."u".some.actor-use]\n"c" = "actor-use meets T/covered"', {"actor": {"uses": [ROUTER]}}),
        (
            '[target."u".some.party.some.party-use]\n"c" = "party-use meets T/covered"',
            {"parties": [{"uses": [ROUTER]}]},
        ),
    ],
)
def test_one_definition_serves_every_thing(target: str, data: Mapping[str, object], tmp_path: Path) -> None:
    for network, expected in ((("5g"), "prohibited"), ("4g", "no-rule")):
        assert ask(tmp_path, target, {**data, "use": {"network": network}}, COVERED) == expected


def test_a_definition_of_definitions_has_texts_in_time(tmp_path: Path) -> None:
    outer = block("definition", 'id = "T/outer"\ncites = "x"\n[means]\n"inner" = "it meets T/inner"')
    inner = block("definition", 'id = "T/inner"\ncites = "x"\n[means]\n"a switch" = "it.class is switch"')
    wider = block(
        "amendment",
        (
            'of = "T/inner"\npublished = 2019-01-01\nfrom = 2019-01-01\n[means]\n'
            '"a router" = "it.class is router"'
        ),
    )
    law = load(
        tmp_path, instrument(), measure(target='[target]\n"c" = "item meets T/outer"'), outer, inner, wider
    )
    assert [outcome(law, on=day) for day in ("2018-12-31", "2019-01-01")] == ["no-rule", "prohibited"]
    assert outcome(law, on="2019-01-01", known="2018-12-31") == "no-rule"


def test_a_definition_nobody_had_published_is_unknown(tmp_path: Path) -> None:
    late = instrument("U", published="2019-01-01", since="") + COVERED.replace("T/covered", "U/covered")
    law = load(tmp_path, instrument(), measure(target='[target]\n"c" = "item meets U/covered"'), late)
    data = {"action": "buy", "item": ROUTER, "use": {"network": "5g"}}
    assert outcome(law, data, known="2018-12-31") == "unknown"
    assert outcome(law, data, known="2019-01-01") == "prohibited"


def derogation(key: str, of: str, fact: str) -> str:
    test = f'"x" = "{fact}"'
    return block("derogation", f'id = "T/{key}"\nof = "T/{of}"\ntitle = "{key}"\ncites = "x"\n[when]\n{test}')


@pytest.mark.parametrize(
    ("part", "site", "purpose", "expected"),
    [
        ("edge", "private", "other", "prohibited"),
        ("core", "private", "other", "permitted"),
        # The exception is taken away again,
        ("core", "sensitive", "other", "prohibited"),
        # and that exception too.
        ("core", "sensitive", "public-safety", "permitted"),
        ("core", "sensitive", None, "unknown"),
        ("core", None, "other", "unknown"),
        (None, "private", "other", "unknown"),
        (None, "sensitive", "other", "prohibited"),
    ],
)
def test_exceptions_to_exceptions(
    part: str | None, site: str | None, purpose: str | None, expected: str, tmp_path: Path
) -> None:
    law = load(
        tmp_path,
        instrument(),
        measure(),
        derogation("one", "m", "use.part is core"),
        derogation("two", "one", "use.site is sensitive"),
        derogation("three", "two", "use.purpose is public-safety"),
    )
    told = {"part": part, "site": site, "purpose": purpose}
    use = {key: value for key, value in told.items() if value is not None}
    assert outcome(law, {"action": "buy", "item": {"class": "router"}, "use": use}) == expected


def test_a_batch_answers_as_its_cases_one_by_one(tmp_path: Path) -> None:
    target = (
        '[target.any]\n"on the whole" = "item.class is router"\n'
        '"a part".some.component.any = { "h" = "component.maker.under.huawei is yes",'
        ' "c" = "component meets T/covered" }\n'
        '"u".some.party.some.party-use = { "c" = "party-use meets T/covered" }'
    )
    law = load(
        tmp_path, instrument(), measure(target=target), COVERED, derogation("one", "m", "use.part is core")
    )
    items: list[Mapping[str, object]] = [{}, {"class": "router"}, {"class": "switch", "components": []}]
    items += [
        {"class": "switch", "components": [part(True, None, None)]},
        {"components": [part(False, None)] * 3},
    ]
    parties: list[object] = [[], [{"uses": [ROUTER, HUAWEI]}], [{"role": "supplier"}]]
    uses: list[Mapping[str, object]] = [
        {},
        {"part": "core", "network": "5g"},
        {"part": "ran", "network": "5g"},
    ]
    data = [
        {"action": "buy", "item": item, "parties": party, "use": use}
        for item, party, use in product(items, parties, uses)
    ]
    days = ["2017-12-31", "2018-01-01", "2020-01-01"]
    times = [as_of(days[number % 3]) for number in range(len(data))]
    board = decide(law, Batch([case(each) for each in data], times, law.facts))
    together = [str(BY_STRICTNESS[code]) for code in board.overall]
    assert together == [outcome(law, each, days[number % 3]) for number, each in enumerate(data)]
    assert set(together) == {"no-rule", "permitted", "prohibited", "unknown"}
