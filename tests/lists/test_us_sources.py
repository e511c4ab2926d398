"""The US lists as they are: every row read, every column accounted for, and what they say of those known."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.lists.declaration import MAIN
from sekisho.lists.load import CORPUS
from sekisho.lists.read import rows
from sekisho.lists.reading import Reading
from sekisho.lists.source import Source
from sekisho.lists.words import name_of
from tests.lists.ask import missing
from tests.lists.declared import values
from tests.whole import data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.model.statement import Said, Statement

HERE = Path(__file__).parent / "sources"
OFFICIAL = CORPUS / "lists" / "sources"
US = "lists/us/"
OFAC = US + "ofac/2022-01/"

FILES: Mapping[str, Mapping[str, str]] = {
    "us-csl-2026": {MAIN: US + "csl/consolidated-2026-07-09.json"},
    "us-csl-csv": {MAIN: US + "csl/native-sample.csv"},
    "us-dpl-2018": {MAIN: US + "bis/dpl.txt"},
    "us-ofac-2022": {MAIN: OFAC + "sdn.csv", "alt": OFAC + "alt.csv", "add": OFAC + "add.csv"},
    "us-fcc-2026": {MAIN: US + "fcc/fcc_covered_2026-07-20.csv"},
    "us-1260h-2026": {MAIN: US + "dod/1260h.csv"},
    "us-s889": {MAIN: US + "statute/section_889.csv"},
    "us-s5949": {MAIN: US + "statute/section_5949.csv"},
    "us-s154": {MAIN: US + "statute/section_154.csv"},
    "us-dhs-uflpa": {MAIN: US + "dhs/uflpa-2026-07-09.html"},
    "us-wro-2026": {MAIN: US + "cbp/wro-2026-06-23.json"},
}


def source_of(name: str) -> Source:
    path = HERE / f"{name}.toml"
    return Source.read(path if path.exists() else OFFICIAL / f"{name}.toml")


@cache
def read(name: str, file: str = "") -> tuple[Reading, list[Said]]:
    files = {table: data(path) for table, path in FILES[name].items()}
    reading = Reading({MAIN: data(file)} if file else files, source_of(name))
    return reading, list(reading.said())


def about(all_said: list[Said], name: str, prop: str = "name") -> list[Statement]:
    """Everything said of those with a name, and of their listings."""
    found = [each.statement for each in all_said]
    ids = {each.entity_id for each in found if each.prop == prop and each.value == name}
    return [each for each in found if "/".join(each.entity_id.split("/")[:2]) in ids]


@pytest.mark.parametrize(
    ("name", "count", "entities"),
    [
        ("us-csl-2026", 5426, 5420),  # six ids stand twice in the copy
        ("us-csl-csv", 115, 115),
        ("us-dpl-2018", 546, 415),  # a person has a row for each address
        ("us-ofac-2022", 9044, 9044),
        ("us-fcc-2026", 14, 15),  # one entry names two companies
        ("us-1260h-2026", 397, 234),  # a company has a row for each edition
        ("us-s889", 5, 5),
        ("us-s5949", 3, 3),
        ("us-s154", 6, 6),
        ("us-dhs-uflpa", 160, 150),  # rows of three tables, see test_shared.py: ten companies are in two
        ("us-wro-2026", 67, 73),  # several orders against one; several parties in one order
    ],
)
def test_every_row_is_read(name: str, count: int, entities: int) -> None:
    reading, found = read(name)
    assert (reading.rows, reading.entities) == (count, entities)
    assert all(each.statement.value for each in found)
    least, most = reading._source.checks.rows
    assert name in OFFICIAL_SAMPLES or least <= reading.rows <= (most or reading.rows)


OFFICIAL_SAMPLES = {"us-csl-csv"}
"""Cut short, so that the counts of the whole do not hold."""


@pytest.mark.parametrize("name", FILES)
def test_every_column_is_accounted_for(name: str) -> None:
    """Reading refuses an unknown column; here, none is only known because a rule is too wide."""
    source = source_of(name)
    files = {table: data(path) for table, path in FILES[name].items()}
    columns = {column for row in rows(files, source) for column in row.values}
    part_columns = [*source.entity.columns, *source.listing.columns]
    used = {name for each in part_columns for name in (each.name, *each.cut.join)}
    asked = {where.column for each in part_columns for where in (each.only, each.weak) if where is not None}
    keys = {*source.entity.id, *source.listing.id, source.list.column}
    chosen = {
        part.column
        for part in (source.entity.schema, *(each.prop for each in part_columns))
        if not isinstance(part, str)
    }
    joins = {f"{table.name}.{table.key}" for table in source.joined}
    left = columns - used - asked - keys - chosen - joins - set(source.ignore)
    assert not {each for each in left if not any(known.startswith(each) for known in used)}


@pytest.mark.parametrize("name", FILES)
def test_canaries_are_there(name: str) -> None:
    assert name in OFFICIAL_SAMPLES or not missing(source_of(name), read(name)[1])


@pytest.mark.parametrize("name", FILES)
def test_ids_are_unique_unless_the_statement_is_the_same(name: str) -> None:
    seen: dict[str, Statement] = {}
    for each in read(name)[1]:
        known = seen.setdefault(each.statement.id, each.statement)
        assert known == each.statement


@pytest.mark.parametrize("name", FILES)
def test_no_day_of_a_listing_is_said_of_an_entity(name: str) -> None:
    theirs = {"startDate", "endDate", "listingDate"}
    entity = [each.statement for each in read(name)[1] if each.statement.schema != "Sanction"]
    assert not theirs & {each.prop for each in entity}
    if name != "us-ofac-2022":  # OFAC gives the days of founding apart
        assert not {"incorporationDate"} & {each.prop for each in entity}


def test_the_copy_of_the_consolidated_list_keeps_what_its_names_say() -> None:
    _, found = read("us-csl-2026")
    names = set(values(found, "name"))
    assert {"Innovative Equipment", "Poly Technologies Incorporated", "Envoltek"} <= names
    assert not [
        each for each in names if "successor" in each or "a.k.a" in each or each.endswith(("; and", "("))
    ]
    poly = about(found, "Poly Technologies Incorporated")
    assert {each.value for each in poly if each.prop == "scope"} == {"successors", "sub-units"}
    assert {each.value for each in poly if each.prop == "weakAlias"} == {"PTI"}
    entries = [each.value for each in poly if each.prop == "entry"]
    assert entries == ["Poly Technologies Incorporated (PTI), and its subunits and successors"]
    envoltek = about(found, "Envoltek")
    assert [each.value for each in envoltek if each.prop == "affiliateOf"] == [
        "China Electronics Technology Group Corporation 13th Research Institute (CETC 13)"
    ]


def test_the_entry_of_a_huawei_affiliate() -> None:
    _, found = read("us-csl-2026")
    entry = about(found, "Huawei Cloud Computing Technology")
    told = {each.prop: each for each in entry}
    assert {each.schema for each in entry} == {"LegalEntity", "Sanction"}
    assert {each.list for each in entry} == {"us-entity-list"}
    assert told["country"].value == "cn"
    assert (
        told["provisions"].value == "For all items subject to the EAR, see §§ 734.9(e) and 744.11 of the EAR"
    )
    assert (
        told["provisions"].original
        == "For all items subject to the EAR, see §§ 734.9(e) 1 and 744.11 of the EAR 2"
    )
    assert [each.value for each in entry if each.prop == "footnote"] == ["1", "2"]
    assert str(told["startDate"].valid) == "2020-08-20..9999-12-31"


def test_lists_of_the_consolidated_file_are_told_apart() -> None:
    reading, found = read("us-csl-2026")
    assert {each.statement.list for each in found} == {
        "us-entity-list", "us-denied-persons", "us-meu", "us-cmic", "us-isn", "us-itar-debarred",
    }  # fmt: skip
    assert reading.published() == dates.day("2026-07-09")
    zte = {each.statement.list for each in found if each.statement.value.lower().startswith("zte ")}
    assert zte <= {"us-entity-list"}
    assert "ZTE Corporation" not in values(found, "name")


def test_no_organisation_is_made_a_person() -> None:
    """The Entity List does not say who is a person: nobody is."""
    _, found = read("us-csl-2026")
    assert {each.statement.schema for each in found} == {"LegalEntity", "Sanction"}


def test_names_taken_apart_once_stay_as_they_are() -> None:
    _, found = read("us-csl-2026")
    names = values(found, "name")
    assert [each for each in names if name_of(each).name != each] == []


def test_the_namesake_of_dahua_is_its_own() -> None:
    _, found = read("us-dpl-2018")
    entry = about(found, "DAHUA ELECTRONICS CORPORATION")
    assert {each.value for each in entry if each.prop == "address"} == {
        "134-12 59HT AVENUE, FLUSHING, NY, 11355"
    }
    assert {str(each.valid) for each in entry if each.schema == "Sanction"} == {"2017-09-28..2025-11-19"}


def test_ofac_gives_persons_craft_and_aliases() -> None:
    _, found = read("us-ofac-2022")
    schemata = {each.statement.schema for each in found}
    assert schemata == {"LegalEntity", "Person", "Vessel", "Airplane", "Sanction"}
    bank = about(found, "SBERBANK OF RUSSIA") or about(found, "AEROCARIBBEAN AIRLINES")
    assert {each.value for each in bank if each.prop == "alias"} == {"AERO-CARIBBEAN"}
    assert {each.value for each in bank if each.prop == "program"} == {"CUBA"}
    person = about(found, "SANTOSO, Wiji Joko")
    told = {(each.prop, each.value) for each in person}
    assert {
        ("birthDate", "1975-07-14"),
        ("birthPlace", "Rembang, Jawa Tengah, Indonesia"),
        ("nationality", "id"),
        ("passportNumber", "A2823222"),
        ("weakAlias", "ABU SEIF"),
        ("program", "SDGT"),
    } <= told
    aliases = [each for each in found if each.statement.prop in {"alias", "previousName", "weakAlias"}]
    assert len(aliases) > 12_000
    assert not [each for each in found if "Huawei" in each.statement.value.title()]


@pytest.mark.parametrize(
    ("day", "count"), [("2026-05-21", 13), ("2026-06-23", 13), ("2026-07-20", 14), ("2026-07-21", 14)]
)
def test_the_covered_list_names_makers_and_categories(day: str, count: int) -> None:
    reading, found = read("us-fcc-2026", f"{US}fcc/fcc_covered_{day}.csv")
    assert reading.rows == count
    assert reading.published() == dates.day(day)
    names = set(values(found, "name", "LegalEntity"))
    assert {
        "Huawei Technologies Company", "ZTE Corporation", "Hytera Communications Corporation",
        "Hangzhou Hikvision Digital Technology Company", "Dahua Technology Company", "AO Kaspersky Lab",
        "Pacific Networks Corp", "ComNet (USA) LLC", "Kaspersky Lab, Inc.",
    } <= names  # fmt: skip
    assert len(names) == count - 1  # two categories less, one company more


def test_routers_of_foreign_make_are_a_category() -> None:
    _, found = read("us-fcc-2026")
    entry = about(found, "Routers produced in a foreign country")
    told = {each.prop: each for each in entry}
    assert {each.schema for each in entry} == {"Category", "Sanction"}
    assert told["origin"].value == "foreign"
    assert told["exception"].value.startswith("routers which have been granted a Conditional Approval")
    assert str(told["startDate"].valid) == "2026-03-23..9999-12-31"
    drones = about(
        found, "Uncrewed aircraft systems (UAS) and UAS critical components produced in a foreign country"
    )
    assert [each.value for each in drones if each.prop == "startDate"] == ["2025-12-22"]
    assert len([each for each in drones if each.prop == "modifiedAt"]) == 3


def test_scope_of_a_covered_maker() -> None:
    _, found = read("us-fcc-2026")
    entry = about(found, "AO Kaspersky Lab")
    assert {each.value for each in entry if each.prop == "scope"} == {
        "predecessors", "successors", "parents", "subsidiaries", "affiliates",
    }  # fmt: skip


def test_a_company_listed_in_one_edition_and_withdrawn_in_another() -> None:
    _, found = read("us-1260h-2026")
    entry = about(found, "China Railway Construction Corporation Limited")
    assert {str(each.valid) for each in entry if each.schema == "Sanction"} == {"2021-06-03..2025-01-07"}
    huawei = about(found, "Huawei Technologies Co., Ltd.")
    assert {each.value for each in huawei if each.prop == "startDate"}


def test_names_of_the_statutes() -> None:
    names = {each for name in ("us-s889", "us-s5949", "us-s154") for each in values(read(name)[1], "name")}
    ours = Reading({MAIN: OFFICIAL / "us-statutes.csv"}, Source.read(OFFICIAL / "us-statutes.toml"))
    found = list(ours.said())
    assert set(values(found, "name")) == names
    assert (ours.rows, ours.entities) == (14, 14)
    assert {each.statement.list for each in found} == {"s889", "s5949", "s154"}
    zte = about(found, "ZTE Corporation")
    assert {str(each.valid) for each in zte if each.schema == "Sanction"} == {"2018-08-13..9999-12-31"}
    assert {each.value for each in zte if each.prop == "scope"} == {"subsidiaries", "affiliates"}


def test_aliases_in_the_page_of_the_uyghur_act() -> None:
    _, found = read("us-dhs-uflpa")
    assert (
        len(
            {
                each.statement.original or each.statement.value
                for each in found
                if each.statement.prop == "name"
            }
        )
        == 150
    )
    corps = about(found, "Xinjiang Production and Construction Corps")
    assert {each.value for each in corps if each.prop == "alias"} == {"XPCC", "Xinjiang Corps", "Bingtuan"}
    assert {each.value for each in corps if each.prop == "scope"} == {"subordinates", "affiliates"}
    sichuan = about(found, "Sichuan Jingweida Technology Group Co., Ltd.")
    assert {(each.prop, each.value) for each in sichuan if each.prop in {"alias", "previousName"}} == {
        ("alias", "Sichuan Mianyang Jingweida Technology Co., Ltd."),
        ("alias", "JWD Technology"),
        ("previousName", "Mianyang High-tech Zone Jingweida Technology Co., Ltd."),
    }


def test_orders_against_goods_are_no_companies() -> None:
    _, found = read("us-wro-2026")
    goods = set(values(found, "name", "Category"))
    assert "Tobacco produced in Malawi and products containing tobacco produced in Malawi" in goods
    assert set(values(found, "name", "Vessel"))
    two = {"Agropecuarios Tom S.A. de C.V.", "Horticola Tom S.A. de C.V."}
    assert two <= set(values(found, "name", "LegalEntity"))
    assert {each.value for each in about(found, "Tangshan Sanyou Group") if each.prop == "scope"} == {
        "subsidiaries"
    }
