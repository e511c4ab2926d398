"""Bills screened: each part by itself, what to replace, and what many parts cost."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.formats.case import with_bom
from sekisho.formats.cyclonedx import read_bom
from sekisho.graph.bom import Structure, fewest, structure
from sekisho.model.bom import ITEM
from sekisho.model.measure import Outcome
from sekisho.screen.bom import screen_bom
from sekisho.screen.run import outcomes
from tests.whole import ROOT, as_of, data, read_case
from tests.work import calls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.law.register import Law
    from sekisho.model.case import Case
    from sekisho.model.screened import Part, Replace, ScreenedBom
    from sekisho.screen.run import Screener

AGENCY = {
    "id": "order",
    "action": "buy",
    "actor": {"country": "us", "kinds": ["federal-agency"]},
    "parties": [
        {"name": "Northgate Parts", "country": "us", "role": "supplier", "owners": [], "uses": []},
        {"name": "Harbour Devices Inc.", "country": "us", "role": "manufacturer", "owners": []},
    ],
    "item": {"class": "camera", "manufacturer": "Harbour Devices Inc."},
    "use": {"purpose": "other"},
    "authorisations": [],
}
ON = as_of("2021-06-01")
HISILICON = "HiSilicon Technologies Co., Ltd."
OURS = "Harbour Devices Inc."


def part(
    ref: str, maker: str | None = OURS, *inner: dict[str, Any], kind: str = "network-chip"
) -> dict[str, Any]:
    made = {} if maker is None else {"manufacturer": {"name": maker}}
    facts = {"class": kind, "essential": "true"}
    properties = [{"name": f"sekisho:{key}", "value": value} for key, value in facts.items()]
    own = {"components": list(inner)} if inner else {}
    return {"type": "device", "bom-ref": ref, "name": ref, **made, "properties": properties, **own}


def bill(parts: Sequence[dict[str, Any]], needs: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    refs = ["root", *(each["bom-ref"] for each in walk(parts))]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": list(parts),
        "metadata": {"component": {"type": "device", "bom-ref": "root", "name": "Camera"}},
        "compositions": [{"aggregate": "complete", "assemblies": refs}],
        "dependencies": [{"ref": ref, "dependsOn": list(on)} for ref, on in (needs or {}).items()],
    }


def walk(parts: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in parts:
        yield each
        yield from walk(each.get("components", ()))


def asked(law: Law, screener: Screener, given_bill: dict[str, Any]) -> ScreenedBom:
    read = read_bom(json.dumps(given_bill).encode(), "b.json", law.facts)
    case = with_bom(read_case(law.facts, AGENCY), read)
    return screen_bom(screener, case, read, ON, replacing=True)


def named(found: ScreenedBom, one: Replace) -> list[set[str]]:
    names = {each.address: each.name for each in found.parts}
    return [{names[address] for address in addresses} for addresses in one.sets]


def of(found: ScreenedBom, instrument: str = "US-889A") -> Replace:
    return next(each for each in found.replace or () if each.instrument == instrument)


def called(found: ScreenedBom, name: str) -> Part:
    return next(each for each in found.parts if each.name == name)


# --- parts by themselves ---


def test_the_bad_part_is_named_with_its_way_to_the_list(law: Law, screener: Screener) -> None:
    found = asked(law, screener, bill([part("board", OURS, part("soc", HISILICON), part("fan", OURS))]))
    assert found.answer.outcome is Outcome.PROHIBITED
    soc, fan, board = (called(found, name).judged for name in ("soc", "fan", "board"))
    assert (soc.outcome, soc.by, soc.groups) == (Outcome.PROHIBITED, ("US-889A",), ("huawei",))
    assert "owner Huawei Technologies Co., Ltd." in soc.why[0]
    assert "on s889" in soc.why[0]
    assert [(each.groups, "US-889A" in each.by) for each in (fan, board)] == [((), False)] * 2


def test_a_part_that_nobody_made_is_open(law: Law, screener: Screener) -> None:
    found = asked(law, screener, bill([part("board", OURS, part("soc", None))]))
    assert called(found, "soc").judged.outcome is Outcome.UNKNOWN
    assert "US-889A" in called(found, "soc").judged.by
    assert not found.replace


def test_a_sign_is_no_maker(law: Law, screener: Screener) -> None:
    nic = part("nic", None)
    nic["properties"].append({"name": "sekisho:identifiers:pci", "value": "19e5:1822"})
    judged = called(asked(law, screener, bill([nic])), "nic").judged
    assert (judged.outcome, judged.groups) == (Outcome.RED_FLAG, ("huawei?",))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=10)
@given(st.lists(st.sampled_from([HISILICON, OURS, "Meridian Chips GmbH", None]), min_size=1, max_size=5))
def test_the_whole_is_the_strictest_of_its_parts(
    law: Law, screener: Screener, makers: list[str | None]
) -> None:
    found = asked(law, screener, bill([part(f"p{n}", maker) for n, maker in enumerate(makers)]))
    whole = next((d.outcome for d in found.answer.decisions if d.instrument == "US-889A"), Outcome.NO_RULE)
    own = [each.judged.outcome for each in found.parts if "US-889A" in each.judged.by]
    if HISILICON in makers:
        assert whole is Outcome.PROHIBITED
        assert {each.facts.get("manufacturer") for each in found.parts if each.judged.groups} == {HISILICON}
    assert whole.strictness == max((each.strictness for each in own), default=0)


# --- what to replace ---


def three_bad(law: Law, screener: Screener) -> ScreenedBom:
    parts = [
        part("left", OURS, part("soc", HISILICON), part("flash", OURS)),
        part("right", OURS, part("modem", HISILICON), part("fan", OURS)),
        part("loader", "ZTE Corporation"),
    ]
    return asked(
        law, screener, bill(parts, {"root": ["left", "right"], "left": ["loader"], "right": ["loader"]})
    )


def test_three_bad_parts_of_which_two_assemblies_share_one(law: Law, screener: Screener) -> None:
    found = three_bad(law, screener)
    one = of(found)
    assert named(found, one) == [{"left", "right"}]
    assert (one.outcome, one.more) == (Outcome.PROHIBITED, False)
    assert one.then is not None
    assert one.then.strictness <= Outcome.UNKNOWN.strictness


def test_what_rests_on_the_item_is_not_lifted_by_parts(law: Law, screener: Screener) -> None:
    read = read_bom(json.dumps(bill([part("soc", HISILICON)])).encode(), "b.json", law.facts)
    case = with_bom(read_case(law.facts, AGENCY), read)
    own = {"item.manufacturer": "Hangzhou Hikvision Digital Technology Co., Ltd."}
    case = replace(case, facts={**case.facts, **own, "use.purpose": "government-security"})
    one = of(screen_bom(screener, case, read, ON, replacing=True))
    assert (one.why, one.sets) == ("case", ())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=10)
@given(st.data())
def test_replacing_the_set_lifts_it_and_nothing_smaller_does(
    law: Law, screener: Screener, drawn: st.DataObject
) -> None:
    """The law is asked about each bill without some of its parts, whatever sets the graph names."""
    tops = [
        part(
            f"a{n}",
            OURS,
            *(part(f"a{n}{m}", drawn.draw(st.sampled_from([HISILICON, OURS]))) for m in range(2)),
        )
        for n in range(2)
    ]
    alone = part("x", drawn.draw(st.sampled_from([HISILICON, OURS])))
    needs = {
        "root": ["a0", "a1"],
        **{f"a{n}": ["x"] for n in drawn.draw(st.sets(st.integers(0, 1), min_size=1))},
    }
    read = read_bom(json.dumps(bill([*tops, alone], needs)).encode(), "b.json", law.facts)
    case = with_bom(read_case(law.facts, AGENCY), read)
    found = screen_bom(screener, case, read, ON, replacing=True)
    if not found.replace:
        assert found.answer.outcome is not Outcome.PROHIBITED
        return
    graph = structure(read)
    parts = [each for each in graph.inside if each != ITEM]
    size = len(of(found).sets[0])
    smaller = [frozenset()] if size == 1 else [frozenset(), *(frozenset((each,)) for each in parts)]
    tried = [*map(frozenset, of(found).sets), *smaller]
    answers = outcomes([left(case, graph, gone) for gone in tried], screener, ON)
    lifted = [each is not Outcome.PROHIBITED for each in answers]
    assert lifted == [True] * len(of(found).sets) + [False] * len(smaller)


def left(case: Case, graph: Structure, gone: frozenset[str]) -> Case:
    """The case without some parts and what they alone hold."""
    kept = graph.below((ITEM,), gone)
    rows = tuple(row for row in case.components or () if row.address in kept)
    return replace(case, components=rows)


# --- golden bills ---


def blocks() -> list[str]:
    text = (ROOT / "tests/golden/bom/replace.txt").read_text("utf-8")
    return [block.strip() for block in text.split("\n\n") if block.strip()]


@pytest.mark.parametrize("block", blocks(), ids=lambda block: block.split("\n")[0].lstrip("# ")[:40])
def test_golden(block: str) -> None:
    inside: dict[str, tuple[str, ...]] = {}
    wanted: list[set[str]] = []
    bad: set[str] = set()
    for line in block.split("\n"):
        if line.startswith("="):
            wanted.append(set(line[1:].split()))
        elif not line.startswith("#"):
            holder, _, parts = line.partition(":")
            bad |= {each.rstrip("*") for each in (holder, *parts.split()) if each.endswith("*")}
            inside[holder.strip("* ")] = tuple(each.rstrip("*") for each in parts.split())
    held = {each for parts in inside.values() for each in parts}
    inside = dict.fromkeys(held, ()) | inside
    inside.setdefault(ITEM, tuple(each for each in inside if each not in held))
    found = fewest(Structure(inside, {each: (each,) for each in inside}), bad)
    assert wanted, "a block names what to replace"
    assert set(found.sets[0]) == wanted[0]
    assert {frozenset(each) for each in found.sets} == {frozenset(each) for each in wanted}


# --- real boards, many parts ---


def test_boards_of_other_brands_are_caught_by_their_chips_and_by_nothing_else(
    law: Law, screener: Screener
) -> None:
    with data("hardware/camera-boards.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["board_vendor"] != "HiSilicon"]
    assert len(rows) > 15
    boards = []
    for at, row in enumerate(rows):
        sensor = part(f"sensor {at}", row["sensor"].split()[0], kind="other-goods")
        soc = part(f"soc {at}", HISILICON)
        soc["properties"].append({"name": "sekisho:identifiers:model", "value": row["soc"]})
        vendor = None if row["board_vendor"] == "?" else row["board_vendor"]
        boards.append(part(f"board {at}", vendor, soc, sensor, kind="other-goods"))
    found = asked(law, screener, bill(boards))
    assert found.answer.outcome is Outcome.PROHIBITED
    chips = {f"soc {at}" for at in range(len(rows))}
    strict = [each for each in found.parts if each.judged.outcome.strictness > Outcome.UNKNOWN.strictness]
    assert {each.name for each in strict} == chips
    assert {each.name for each in found.parts if each.judged.groups} == chips
    assert named(found, of(found))[0] == chips


def many_boards(count: int) -> dict[str, Any]:
    """A bill of so many boards with a hundred parts each, one of which is of a listed maker."""
    makers = [f"Maker {n} Co., Ltd." for n in range(60)] + [None] * 6
    boards = [
        part(f"b{n}", OURS, *(part(f"p{n}-{m}", makers[(n * 7 + m) % len(makers)]) for m in range(99)))
        for n in range(count)
    ]
    boards[count // 2]["components"][50] = part("bad", HISILICON)
    for each in walk(boards):
        each["properties"].append({"name": "sekisho:identifiers:model", "value": f"M-{each['name']}"})
    return bill(boards)


def test_one_part_among_thousands_is_found(law: Law, screener: Screener) -> None:
    found = asked(law, screener, many_boards(40))
    assert len(found.parts) == 4_001
    assert named(found, of(found)) == [{"bad"}, {"b20"}]


def test_a_bill_costs_what_its_parts_do(law: Law, screener: Screener) -> None:
    asked(law, screener, many_boards(1))  # what is made once is made
    some, many = (calls(partial(asked, law, screener, many_boards(count))) for count in (3, 12))
    assert many < 5 * some
