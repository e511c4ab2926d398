"""Statements of the Beneficial Ownership Data Standard, and the holdings they amount to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sekisho import dates
from sekisho.dates import Interval
from sekisho.errors import InputError
from sekisho.lists.read.bods import said
from sekisho.lists.view import View, rows_of, view
from sekisho.model.case import Range
from tests.whole import DATA

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.model.entity import Ownership

BODS = DATA / "ownership" / "bods"
needs_bods = pytest.mark.skipif(not BODS.is_dir(), reason=f"{BODS} is absent: set SEKISHO_DATA")

SHARE = {"type": "shareholding", "directOrIndirect": "direct", "share": {"exact": 60}}


def statement(
    record: str, kind: str, day: str = "2020-01-01", status: str = "new", **details: object
) -> dict[str, Any]:
    return {
        "statementId": f"{record}-{day}",
        "recordId": record,
        "recordType": kind,
        "recordStatus": status,
        "statementDate": day,
        "publicationDetails": {"publicationDate": day, "bodsVersion": "0.4", "publisher": {"name": "Reg"}},
        "recordDetails": details,
    }


def owning(
    *interests: dict[str, Any], day: str = "2020-01-01", status: str = "new", **more: object
) -> dict[str, Any]:
    more = {"subject": "low", "interestedParty": "top"} | more
    return statement("rel", "relationship", day, status, interests=list(interests), **more)


PARTIES = [
    statement(
        "top", "entity", name="Top", entityType={"type": "registeredEntity"}, jurisdiction={"code": "CN"}
    ),
    statement("low", "entity", name="Low", entityType={"type": "registeredEntity"}),
]


def of(folder: Path, *statements: dict[str, Any]) -> View:
    path = folder / "statements.json"
    path.write_text(json.dumps([*PARTIES, *statements]), "utf-8")
    return at(path)


def at(path: Path) -> View:
    return view([list(rows_of(said({"main": path}, "owners-bods"), "owners-bods"))])


def holdings(folder: Path, *statements: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [told(each) for each in of(folder, *statements).ownerships]


def told(held: Ownership) -> tuple[str, str, str, str]:
    what = [
        "" if held.share is None else f"{held.share} %",
        "" if held.votes is None else f"votes {held.votes} %",
        {True: "control", False: "no control", None: ""}[held.control],
    ]
    return ", ".join(filter(None, what)), str(held.since or ""), str(held.until or ""), held.owner


def test_parties_have_their_names_and_countries(tmp_path: Path) -> None:
    person = statement(
        "boss",
        "person",
        names=[{"type": "alternative", "fullName": "Jo"}, {"type": "legal", "fullName": "Joan Ode"}],
        nationalities=[{"code": "GB"}],
    )
    renamed = statement("low", "entity", "2021-01-01", "updated", name="Lower", alternateNames=["Lo"])
    entities = {each.id: each for each in of(tmp_path, person, renamed).entities}
    assert entities["bods/boss"].names == ("Joan Ode", "Jo")
    assert (entities["bods/boss"].schema, entities["bods/boss"].country) == ("Person", "gb")
    assert set(entities["bods/low"].names) == {"Lower", "Lo", "Low"}
    assert entities["bods/top"].country == "cn"


def test_shares_votes_and_control_stay_apart(tmp_path: Path) -> None:
    votes = {"type": "votingRights", "directOrIndirect": "direct", "share": {"minimum": 50, "maximum": 60}}
    board = {"type": "appointmentOfBoard", "directOrIndirect": "direct"}
    assert holdings(tmp_path, owning(SHARE, votes, board)) == [
        ("60 %, votes 50..60 %, control", "", "", "bods/top")
    ]
    assert holdings(tmp_path, owning(votes)) == [("votes 50..60 %", "", "", "bods/top")]
    assert holdings(tmp_path, owning({"type": "otherInfluenceOrControl"})) == [("", "", "", "bods/top")]


def test_excluded_bounds_are_missed_by_a_hair(tmp_path: Path) -> None:
    between = {**SHARE, "share": {"exclusiveMinimum": 25, "exclusiveMaximum": 50}}
    (held,) = of(tmp_path, owning(between)).ownerships
    assert held.share == Range(25.0001, 49.9999)


def test_interests_with_other_days_do_not_count_twice(tmp_path: Path) -> None:
    votes = {
        "type": "votingRights",
        "share": {"exact": 60},
        "directOrIndirect": "direct",
        "startDate": "2021-01-01",
    }
    assert [each[0] for each in holdings(tmp_path, owning(SHARE, votes))] == ["60 %", "0 %, votes 60 %"]


def test_an_indirect_interest_is_no_holding_where_its_chain_is_told(tmp_path: Path) -> None:
    indirect = {**SHARE, "directOrIndirect": "indirect"}
    assert holdings(tmp_path, owning(indirect, componentRecords=["low"])) == []
    assert holdings(tmp_path, owning(indirect)) == [("", "", "", "bods/top")]
    whole = {**indirect, "share": {"exact": 100}}
    assert holdings(tmp_path, owning(whole)) == [("100 %", "", "", "bods/top")]


def test_a_change_with_its_day_is_on_that_day(tmp_path: Path) -> None:
    first = owning({**SHARE, "startDate": "2010-01-01"})
    second = owning(
        {**SHARE, "share": {"exact": 48}, "startDate": "2021-06-01"}, day="2021-07-01", status="updated"
    )
    assert holdings(tmp_path, second, first) == [
        ("60 %", "2010-01-01", "2021-05-31", "bods/top"),
        ("48 %", "2021-06-01", "", "bods/top"),
    ]


def test_a_change_without_a_day_lies_between_the_statements(tmp_path: Path) -> None:
    first = owning(SHARE)
    second = owning({**SHARE, "share": {"exact": 48}}, day="2021-07-01", status="updated")
    before, after = holdings(tmp_path, first, second)
    assert before == ("60 %", "", "2020-01-01..2021-06-30", "bods/top")
    assert after == ("48 %", "2020-01-02..2021-07-01", "", "bods/top")


def test_what_is_repeated_is_one_period(tmp_path: Path) -> None:
    again = owning(SHARE, day="2021-07-01", status="updated")
    assert holdings(tmp_path, owning(SHARE), again) == [("60 %", "", "", "bods/top")]


@pytest.mark.parametrize(
    ("closed", "until"),
    [
        (owning({**SHARE, "endDate": "2021-04-03"}, day="2021-09-11", status="closed"), "2021-04-03"),
        (owning(SHARE, day="2021-09-11", status="closed"), "2020-01-01..2021-09-11"),
        (owning(day="2021-09-11", status="closed"), "2020-01-01..2021-09-11"),
    ],
)
def test_a_closed_relationship_has_ended(tmp_path: Path, closed: dict[str, Any], until: str) -> None:
    assert [each[2] for each in holdings(tmp_path, owning(SHARE), closed)] == [until]


def test_a_seat_on_the_board_is_no_share(tmp_path: Path) -> None:
    (held,) = of(tmp_path, owning({"type": "boardMember", "startDate": "2020-02-01"})).ownerships
    assert (held.share, held.control, held.source) == (Range(0, 0), None, "owners-bods: director")


def test_who_is_not_named_holds_nothing(tmp_path: Path) -> None:
    assert holdings(tmp_path, owning(interestedParty={"reason": "noBeneficialOwners"})) == []
    assert holdings(tmp_path, owning(SHARE, interestedParty="stranger")) == []


def test_the_other_packings_say_the_same(tmp_path: Path) -> None:
    statements = [*PARTIES, owning(SHARE)]
    expected = of(tmp_path, owning(SHARE))
    lines, package = tmp_path / "a.jsonl", tmp_path / "b.json"
    lines.write_text("\n".join(json.dumps(each) for each in statements), "utf-8")
    package.write_text(json.dumps({"company": {}, "bods": {"statements": statements}}), "utf-8")
    assert at(lines) == expected
    assert at(package) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "no JSON"),
        ("{}", "there are no BODS statements in it"),
        ("[3]", "[0]: this is no statement"),
        ('[{"statementId": "a", "recordId": "b"}]', "the statement has no 'recordType'"),
        ('[{"statementId": "a", "recordId": "b", "recordType": "dog"}]', "'dog' is no type of record"),
        ('[{"statementID": "a", "statementType": "entityStatement"}]', "a statement of BODS, not 0.4"),
        (
            '[{"statementId": "a", "publicationDetails": {"bodsVersion": "0.3"}}]',
            "a statement of BODS 0.3, not 0.4",
        ),
        (
            '[{"statementId": "a", "recordId": "b", "recordType": "relationship", "recordDetails": {}}]',
            "the relationship has no subject",
        ),
    ],
)
def test_what_is_no_bods_is_refused_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        at(path)
    assert words in str(caught.value.problems[0])


@needs_bods
@pytest.mark.parametrize("path", sorted(BODS.rglob("*.json")), ids=lambda path: path.name)
def test_every_official_file_is_read_without_loss(path: Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    statements = data if isinstance(data, list) else data["bods"]["statements"]
    records: dict[str, dict[str, Any]] = {}
    for each in sorted(statements, key=lambda each: str(each["statementDate"])):
        details = each.get("recordDetails") or records.get(each["recordId"], {}).get("recordDetails", {})
        records[each["recordId"]] = {**each, "recordDetails": details}
    named = {
        key
        for key, each in records.items()
        if each["recordDetails"].get("name") or each["recordDetails"].get("names")
    }
    seen = at(path)
    assert {each.id.removeprefix("bods/") for each in seen.entities if each.names} == named
    pairs = set()
    for each in records.values():
        details = each["recordDetails"]
        owner, asset = details.get("interestedParty"), details.get("subject")
        chained = any(part in records for part in details.get("componentRecords", ()))
        direct = [i for i in details.get("interests", ()) if i.get("directOrIndirect") != "indirect"]
        if {owner, asset} <= named and (direct or not chained) if isinstance(owner, str) else False:
            pairs.add((f"bods/{owner}", f"bods/{asset}"))
    assert {(each.owner, each.asset) for each in seen.ownerships} == pairs


@needs_bods
def test_a_real_timeline(tmp_path: Path) -> None:
    seen = at(BODS / "uk_psc_timeline_00036624.json")
    names = {each.id: each.names[0] for each in seen.entities}
    everton = {
        names[each.owner]: (each.share, each.since, each.until)
        for each in seen.ownerships
        if names[each.asset].startswith("EVERTON")
    }
    most = Range(75.0001, 100.0)
    assert everton == {
        "Ardavan Farhad Moshiri": (most, dates.interval("2016-04-06"), dates.interval("2024-12-18")),
        "Roundhouse Capital Holdings Limited": (most, dates.interval("2024-12-18"), None),
    }


@needs_bods
def test_half_became_the_whole_on_some_day_between_two_statements() -> None:
    seen = at(BODS / "examples" / "fermcat.json")
    names = {each.id: each.names[0] for each in seen.entities}
    held = [
        each
        for each in seen.ownerships
        if names[each.owner].startswith("Patrick") and each.share != Range(0, 0)
    ]
    assert [(str(each.share), each.until, each.since) for each in held] == [
        ("50", Interval(dates.day("2021-09-11"), dates.day("2022-01-20")), dates.interval("2019-09-11")),
        ("100", None, Interval(dates.day("2021-09-12"), dates.day("2022-01-21"))),
    ]
