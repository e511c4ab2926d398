"""Inventories against the law: stated and inferred makers, removal dates, shares against a cap."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho import dates
from sekisho.assets.weigh import Assets
from sekisho.dates import AsOf
from sekisho.errors import InputError, Location
from sekisho.formats.case import case_of
from sekisho.law.register import CORPUS, Law
from sekisho.lists.load import open_store
from sekisho.model.device import Attribution, Confidence, Device
from sekisho.model.entity import Ownership
from sekisho.model.measure import Outcome
from sekisho.model.survey import Share
from sekisho.screen.inventory import Surveyor
from sekisho.screen.run import Screener
from sekisho.screen.shares import caps, shares

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sekisho.model.case import Case
    from sekisho.model.survey import Judged, Survey

OPERATOR = {
    "action": "use",
    "actor": {"country": "gb", "kinds": ["telecom-operator"]},
    "item": {"class": "router", "components": []},
    "authorisations": [],
}
AGENCY = {
    "action": "buy",
    "actor": {"country": "us", "kinds": ["federal-agency"]},
    "item": {"class": "camera", "components": []},
    "use": {"purpose": "government-security"},
    "authorisations": [],
}
TEXT = """# Removal, as a law might ask it

```toml instrument
id        = "XX-REMOVAL"
title     = "An order to remove equipment of Huawei"
issuer    = "Ministry"
country   = "gb"
rank      = "order"
announced = 2022-10-12
published = 2022-10-12
from      = 2022-10-13
actions   = ["use", "buy", "deploy", "maintain"]
cites     = "order of 12 October 2022"
certainty = "high"

[binds]
"a telecommunications operator" = "actor.kinds has telecom-operator"

[covers]
"equipment of Huawei" = "item.maker.under.huawei is yes"
```

```toml measure
id      = "XX-REMOVAL/core"
outcome = "remove-by"
by      = 2023-12-31
cites   = "core functions"
[covers]
"core functions" = "use.part is core"
```

```toml measure
id      = "XX-REMOVAL/cap"
outcome = "capped"
cites   = "35 % of the access network"
[covers]
"access" = "use.part is access"
"more than 35 % of it is Huawei's" = "network.vendor-share above 35"
```
"""
MAC = "00:E0:FC:00:00:01"
DAY = AsOf(dates.moment("2023-06-01"), dates.moment("2026-11-24").day)
STORE = open_store()


@pytest.fixture(scope="module")
def removal(tmp_path_factory: pytest.TempPathFactory) -> Law:
    folder: Path = tmp_path_factory.mktemp("law")
    shutil.copy(CORPUS / "law" / "facts.toml", folder / "facts.toml")
    (folder / "removal.md").write_text(TEXT, encoding="utf-8")
    return Law.load(folder)


def owner(law: Law, told: Mapping[str, object]) -> Case:
    return case_of(told, Location("owner"), law.facts, default_id="owner")


def device(name: str, maker: str = "", told: str = "", **facts: str) -> Device:
    signs = {"mac": (told,)} if told else {}
    return Device(
        name, Location("f", 1), signs, maker, "", {key.replace("_", "."): v for key, v in facts.items()}
    )


def survey(law: Law, told: Mapping[str, object] | None, *devices: Device, as_of: AsOf = DAY) -> Survey:
    case = None if told is None else owner(law, told)
    return Surveyor(Screener(law, STORE), Assets.load(STORE.marks), case, as_of).survey(devices)


def only(law: Law, told: Mapping[str, object] | None, each: Device) -> Judged:
    (judged,) = survey(law, told, each).devices
    return judged


def test_a_stated_maker_decides_and_an_inferred_one_flags(law: Law) -> None:
    camera = device("c", told="C0:56:E3:00:00:01")
    stated = only(law, AGENCY, device("c", "Hikvision", "C0:56:E3:00:00:01"))
    inferred = only(law, AGENCY, camera)
    assert (stated.outcome, stated.confirmed) == (Outcome.PROHIBITED, True)
    assert (inferred.outcome, inferred.confirmed) == (Outcome.RED_FLAG, False)
    assert [each.measure for each in inferred.bites] == [each.measure for each in stated.bites]
    assert "if that is confirmed: prohibited" in inferred.why


def test_makers_whom_nothing_knows_are_answered_together_each_as_if_alone(law: Law) -> None:
    makers = ("Zorvex Radio Works", "Hikvision", "Quillby Switchgear", "Huawei", "Zorvex Radio Works")
    devices = [device(f"d{n}", maker) for n, maker in enumerate(makers)]
    devices += [device("e", "Quillby Switchgear", use_part="core")]
    together = survey(law, AGENCY, *devices).devices
    assert list(together) == [only(law, AGENCY, each) for each in devices]
    needs = [{need for bite in each.bites for need in bite.needs} for each in together]
    assert "parties[Zorvex Radio Works].owners" in needs[0]
    assert "parties[Quillby Switchgear].owners" in needs[2]
    assert not any("Zorvex" in need for need in needs[2])


def test_a_maker_whom_only_the_owners_case_tells_of_is_no_stranger(law: Law) -> None:
    held = [{"name": "Huawei Technologies Co., Ltd.", "share": 100}]
    parties = [{"role": "manufacturer", "name": "Quillby Switchgear", "owners": held}]
    told = AGENCY | {"parties": parties}
    devices = [device("a", "Zorvex Radio Works"), device("b", "Quillby Switchgear")]
    first, second = survey(law, told, *devices).devices
    assert second == only(law, told, devices[1])
    against_huawei = [
        "US-2012-HPSCI/avoid" in {bite.measure for bite in each.bites} for each in (first, second)
    ]
    assert against_huawei == [False, True]


@pytest.mark.parametrize("told", ["02:00:00:00:00:01", "D0:BA:E4:00:00:01", ""])
def test_an_unknown_maker_is_unknown_with_the_reason(law: Law, told: str) -> None:
    judged = only(law, AGENCY, device("c", told=told))
    assert (judged.outcome, judged.group, judged.bites) == (Outcome.UNKNOWN, "", ())
    assert judged.why == judged.attribution.why != ""


def test_an_inferred_maker_that_nothing_catches_is_not_cleared(law: Law) -> None:
    bosch = Device("c", Location("f", 1), {"sysdescr": ("Bosch IP camera",)})
    judged = only(law, AGENCY, bosch)
    assert (judged.group, judged.outcome) == ("Bosch", Outcome.UNKNOWN)
    assert "inferred, not stated" in judged.why


def test_signs_against_a_stated_maker_are_a_flag(law: Law) -> None:
    removal = {
        **AGENCY,
        "parties": [{"role": "manufacturer", "name": "Harbour Ltd", "country": "ca", "owners": []}],
    }
    calm = only(law, removal, device("c", "Harbour Ltd"))
    flagged = only(law, removal, device("c", "Harbour Ltd", "3C:EF:8C:00:00:01"))
    assert calm.outcome.strictness < Outcome.RED_FLAG.strictness
    assert flagged.outcome is Outcome.RED_FLAG
    assert "signs point to Zhejiang Dahua" in flagged.why


def test_the_brand_of_another_on_a_caught_board_is_flagged(law: Law) -> None:
    told = {"sysdescr": ("Intelbras VIP 1230",), "snmp": ("1.3.6.1.4.1.1004849.2",)}
    judged = only(law, AGENCY, Device("c", Location("f", 1), told))
    assert judged.outcome is Outcome.RED_FLAG
    assert "Dahua" in judged.why


def test_a_removal_has_its_day_and_a_confirmed_maker_its_outcome(removal: Law) -> None:
    stated = only(removal, OPERATOR, device("r", "Huawei", use_part="core"))
    inferred = only(removal, OPERATOR, device("r", told=MAC, use_part="core"))
    assert stated.outcome is Outcome.REMOVE_BY
    assert inferred.outcome is Outcome.RED_FLAG
    assert [each.by for each in (*stated.bites, *inferred.bites)] == ["2023-12-31", "2023-12-31"]


def test_functions_are_kept_apart(removal: Law) -> None:
    judged = only(removal, OPERATOR, device("r", "Huawei", use_part="transport"))
    assert judged.outcome is Outcome.NO_RULE


@pytest.mark.parametrize(
    ("huawei", "inferred", "others", "unknown", "outcome", "verdict"),
    [
        (4, 0, 6, 0, Outcome.CAPPED, "above"),
        (3, 0, 7, 0, Outcome.NO_RULE, "within"),
        (3, 0, 6, 1, Outcome.UNKNOWN, "cannot be told"),
        (3, 1, 6, 0, Outcome.UNKNOWN, "cannot be told"),
    ],
)
def test_the_share_against_the_cap(
    removal: Law, huawei: int, inferred: int, others: int, unknown: int, outcome: Outcome, verdict: str
) -> None:
    devices = [
        *(device(f"h{n}", "Huawei", use_part="access") for n in range(huawei)),
        *(device(f"i{n}", told=MAC, use_part="access") for n in range(inferred)),
        *(device(f"o{n}", "Nokia", use_part="access") for n in range(others)),
        *(device(f"u{n}", use_part="access") for n in range(unknown)),
        *(device(f"c{n}", "Nokia", use_part="core") for n in range(20)),
    ]
    found = survey(removal, OPERATOR, *devices)
    assert found.devices[0].outcome is outcome
    (share,) = (each for each in found.shares if each.group == "Huawei" and each.function == "access")
    assert found.caps == {"XX-REMOVAL/cap": 35.0}
    assert share.against(35) == verdict


def test_a_group_counts_its_daughters_while_it_controls_them(law: Law) -> None:
    ezviz = device("e", told="64:F2:FB:00:00:01")
    lorex = Device("l", Location("f", 1), {"sysdescr": ("Lorex NVR",)})
    then = AsOf(dates.moment("2019-06-01"), DAY.known)
    assert [each.group for each in survey(law, None, ezviz, lorex, as_of=then).devices] == [
        "Hikvision",
        "Dahua",
    ]
    assert survey(law, None, lorex).devices[0].group == "Lorex"


def test_a_daughter_counts_for_whom_was_known_to_control_her(law: Law) -> None:
    lorex = Device("l", Location("f", 1), {"sysdescr": ("Lorex NVR",)})
    for known, group in (("2017-01-01", "FLIR"), ("2019-06-01", "Dahua")):
        then = AsOf(dates.moment("2020-01-01"), dates.day(known))
        assert survey(law, None, lorex, as_of=then).devices[0].group == group


def test_who_control_each_other_are_one_group_with_all_below(law: Law) -> None:
    held = {"a": "b", "b": "c", "c": "b", "d": "a"}  # who controls each
    owners = {each: (Ownership(above, each, control=True),) for each, above in held.items()}
    store = replace(STORE, owners=owners, others=None)
    surveyor = Surveyor(Screener(law, store), Assets.load(store.marks), None, DAY)
    told = (Attribution(each.upper(), each, Confidence.STATED) for each in held)
    assert {surveyor.group(each) for each in told} == {"b"}


def test_without_an_owner_it_says_so(law: Law) -> None:
    found = survey(law, None, device("c", told=MAC))
    assert not found.owned
    assert found.devices[0].outcome is Outcome.RED_FLAG


def test_facts_that_the_case_format_does_not_have_are_refused_with_their_place(law: Law) -> None:
    with pytest.raises(InputError) as refused:
        survey(law, AGENCY, device("a", "Nokia", use_part="attic"))
    assert (refused.value.problems[0].at.file, refused.value.problems[0].at.line) == ("f", 1)


def test_together_as_alone(law: Law) -> None:
    devices = [device("a", told=MAC), device("b", "Hikvision"), device("c"), device("d", "Nokia")]
    together = survey(law, AGENCY, *devices).devices
    assert list(together) == [only(law, AGENCY, each) for each in devices]


def test_no_cap_is_no_cap(law: Law, removal: Law) -> None:
    assert caps(removal, ["XX-REMOVAL/core"]) == {}
    assert caps(removal, ["XX-REMOVAL"]) == {"XX-REMOVAL/cap": 35.0}


COUNTED = st.lists(
    st.tuples(
        st.sampled_from(["", "core", "access"]), st.sampled_from(["", "A", "B"]), st.just(True), st.booleans()
    )
)


@given(COUNTED)
def test_shares_are_bounded_and_ordered(counted: list[tuple[str, str, bool, bool]]) -> None:
    rows = [(function, group, bool(group), stated and bool(group)) for function, group, _, stated in counted]
    for share in shares(rows):
        assert 0 <= share.low <= share.likely <= share.high <= 100
    whole = [each for each in shares(rows) if not each.function]
    assert sum(each.stated + each.inferred for each in whole) + sum(not row[1] for row in rows) == len(rows)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(1, 40), st.floats(0, 100))
def test_knowing_more_never_turns_a_verdict_round(
    stated: int, inferred: int, unknown: int, others: int, cap: float
) -> None:
    total = stated + inferred + unknown + others
    open_, settled = (
        Share("", "A", stated, inferred, unknown, total),
        Share("", "A", stated + inferred, 0, 0, total),
    )
    assert open_.against(cap) in ("cannot be told", settled.against(cap))
