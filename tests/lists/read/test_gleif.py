"""GLEIF's relationship records, with the names of those in them; both layouts of the golden copy."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.dates import Interval
from sekisho.errors import InputError
from sekisho.lists.read.gleif import said
from sekisho.lists.view import View, rows_of, view
from sekisho.model.case import Range

if TYPE_CHECKING:
    from pathlib import Path

R = "Relationship."
HEAD = (
    f"{R}StartNode.NodeID", f"{R}StartNode.NodeIDType", f"{R}EndNode.NodeID", f"{R}EndNode.NodeIDType",
    f"{R}RelationshipType", f"{R}RelationshipStatus",
    f"{R}Period.1.startDate", f"{R}Period.1.endDate", f"{R}Period.1.periodType",
    f"{R}Period.2.startDate", f"{R}Period.2.endDate", f"{R}Period.2.periodType",
    f"{R}Quantifiers.1.QuantifierAmount",
    "Registration.InitialRegistrationDate", "Registration.LastUpdateDate", "Registration.RegistrationStatus",
)  # fmt: skip
CHILD, PARENT = "CHILD000000000000001", "PARENT00000000000001"
DIRECT, BRANCH = "IS_DIRECTLY_CONSOLIDATED_BY", "IS_INTERNATIONAL_BRANCH_OF"
ACCOUNTS = ("2021-01-01T01:00:00+01:00", "2021-12-31T01:00:00+01:00", "ACCOUNTING_PERIOD")
NAMES = ("LEI", "Entity.LegalName", "Entity.LegalName.xmllang",
         "Entity.OtherEntityNames.OtherEntityName.1", "Entity.OtherEntityNames.OtherEntityName.1.type",
         "Entity.LegalJurisdiction")  # fmt: skip


def record(
    kind: str = DIRECT,
    status: str = "ACTIVE",
    own: tuple[str, str] = ("2017-12-06T01:00:00+01:00", ""),
    standing: str = "PUBLISHED",
) -> tuple[str, ...]:
    return (
        CHILD, "LEI", PARENT, "LEI", kind, status, *ACCOUNTS, *own, "RELATIONSHIP_PERIOD",
        "100", "2018-01-02T00:00:00Z", "2022-03-04T00:00:00Z", standing,
    )  # fmt: skip


def table(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def of(folder: Path, *records: tuple[str, ...], names: bool = True) -> View:
    files = {"main": table(folder / "rr.csv", HEAD, *records)}
    if names:
        files["lei2"] = table(
            folder / "lei2.csv",
            NAMES,
            (CHILD, "Kind GmbH", "de", "Child Ltd", "ALTERNATIVE_LANGUAGE_LEGAL_NAME", "DE"),
            (PARENT, "Top Co., Ltd.", "en", "", "", "CN-44"),
            ("STRANGER000000000001", "Stranger", "en", "", "", "US"),
        )
    return view([list(rows_of(said(files, "owners-gleif"), "owners-gleif"))])


def test_a_parent_that_consolidates_controls(tmp_path: Path) -> None:
    seen = of(tmp_path, record())
    (held,) = seen.ownerships
    assert (held.owner, held.asset) == (f"lei/{PARENT}", f"lei/{CHILD}")
    assert (held.share, held.control) == (None, True)
    assert (held.since, held.until) == (dates.interval("2017-12-06"), None)
    assert {each.id: (each.names, each.country) for each in seen.entities} == {
        f"lei/{CHILD}": (("Kind GmbH", "Child Ltd"), "de"),
        f"lei/{PARENT}": (("Top Co., Ltd.",), "cn"),
    }


def test_a_branch_is_its_head_office(tmp_path: Path) -> None:
    (held,) = of(tmp_path, record(BRANCH)).ownerships
    assert (held.share, held.control) == (Range(100, 100), True)


def test_a_fund_and_its_manager_are_near_enough_to_ask(tmp_path: Path) -> None:
    (held,) = of(tmp_path, record("IS_FUND-MANAGED_BY")).ownerships
    assert (held.share, held.control) == (None, None)
    assert of(tmp_path, record("IS_FEEDER_TO")).ownerships == ()


def test_what_has_ended_has_ended(tmp_path: Path) -> None:
    (held,) = of(tmp_path, record(status="INACTIVE", own=("2017-12-06", "2021-05-01"))).ownerships
    assert held.until == dates.interval("2021-05-01")
    (held,) = of(tmp_path, record(status="INACTIVE")).ownerships
    assert held.until == Interval(dates.day("2017-12-06"), dates.day("2022-03-04"))


def test_a_void_record_says_nothing(tmp_path: Path) -> None:
    assert of(tmp_path, record(standing="ANNULLED")).ownerships == ()


def test_without_names_the_lei_stands_for_them(tmp_path: Path) -> None:
    assert {each.names for each in of(tmp_path, record(), names=False).entities} == {(CHILD,), (PARENT,)}


XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<rr:RelationshipData xmlns:rr="http://www.gleif.org/data/schema/rr/2016"><rr:RelationshipRecords>
<rr:RelationshipRecord><rr:Relationship>
  <rr:StartNode><rr:NodeID>{CHILD}</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:StartNode>
  <rr:EndNode><rr:NodeID>{PARENT}</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:EndNode>
  <rr:RelationshipType>{DIRECT}</rr:RelationshipType>
  <rr:RelationshipPeriods>
    <rr:RelationshipPeriod><rr:StartDate>2021-01-01T00:00:00Z</rr:StartDate>
      <rr:EndDate>2021-12-31T00:00:00Z</rr:EndDate><rr:PeriodType>ACCOUNTING_PERIOD</rr:PeriodType>
    </rr:RelationshipPeriod>
    <rr:RelationshipPeriod><rr:StartDate>2017-12-06T01:00:00+01:00</rr:StartDate>
      <rr:PeriodType>RELATIONSHIP_PERIOD</rr:PeriodType></rr:RelationshipPeriod>
  </rr:RelationshipPeriods>
  <rr:RelationshipStatus>ACTIVE</rr:RelationshipStatus>
</rr:Relationship><rr:Registration>
  <rr:InitialRegistrationDate>2018-01-02T00:00:00Z</rr:InitialRegistrationDate>
  <rr:LastUpdateDate>2022-03-04T00:00:00Z</rr:LastUpdateDate>
  <rr:RegistrationStatus>PUBLISHED</rr:RegistrationStatus>
</rr:Registration></rr:RelationshipRecord>
</rr:RelationshipRecords></rr:RelationshipData>"""

LEI_XML = f"""<lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016"><lei:LEIRecords>
<lei:LEIRecord><lei:LEI>{CHILD}</lei:LEI><lei:Entity><lei:LegalName xml:lang="de">Kind GmbH</lei:LegalName>
  <lei:OtherEntityNames><lei:OtherEntityName type="TRADING_OR_OPERATING_NAME">Child Ltd</lei:OtherEntityName>
  </lei:OtherEntityNames><lei:LegalJurisdiction>DE</lei:LegalJurisdiction></lei:Entity></lei:LEIRecord>
<lei:LEIRecord><lei:LEI>{PARENT}</lei:LEI><lei:Entity>
  <lei:LegalName xml:lang="en">Top Co., Ltd.</lei:LegalName>
  <lei:LegalJurisdiction>CN-44</lei:LegalJurisdiction></lei:Entity></lei:LEIRecord>
</lei:LEIRecords></lei:LEIData>"""


def test_xml_says_the_same_as_csv(tmp_path: Path) -> None:
    expected = of(tmp_path, record())
    files = {"main": tmp_path / "rr.xml", "lei2": tmp_path / "lei2.xml"}
    files["main"].write_text(XML, "utf-8")
    files["lei2"].write_text(LEI_XML, "utf-8")
    assert view([list(rows_of(said(files, "owners-gleif"), "owners-gleif"))]) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("LEI,Name\nA,B\n", f"rr.csv:1: there is no column '{R}StartNode.NodeID'"),
        (",".join(HEAD) + "\nA,B\n", "rr.csv:2: the row has 2 fields, not 16"),
        (XML.replace(PARENT, ""), "a relationship without both its ends"),
        (XML[:-30], "rr.csv"),
    ],
)
def test_another_layout_is_refused_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "rr.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        list(said({"main": path}, "owners-gleif"))
    assert words in str(caught.value.problems[0])
