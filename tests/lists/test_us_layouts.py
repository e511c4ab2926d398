"""The declarations of the corpus on small files in the publishers' own layouts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sekisho.lists.load import CORPUS
from sekisho.lists.reading import Reading
from sekisho.lists.source import Source
from tests.lists.declared import values

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.model.statement import Said


def read(folder: Path, source: str, **tables: str) -> list[Said]:
    files = {}
    for table, text in tables.items():
        files[table] = folder / f"{table}.txt"
        files[table].write_text(text, "utf-8")
    return list(Reading(files, Source.read(CORPUS / "lists" / "sources" / f"{source}.toml")).said())


EMPTY = """
    entity_number title federal_register_notice start_date end_date standard_order license_requirement
    license_policy call_sign vessel_type gross_tonnage gross_registered_tonnage vessel_flag vessel_owner
    remarks source_information_url
"""


def test_the_consolidated_list(tmp_path: Path) -> None:
    row: dict[str, object] = {
        **dict.fromkeys(EMPTY.split()),
        "id": "36",
        "source": "Specially Designated Nationals (SDN) - Treasury Department",
        "source_list_url": "http://bit.ly/1",
        "type": "Individual",
        "name": "DOE, Jan",
        "programs": ["SDGT", "IRAN"],
        "alt_names": ["DOE, John"],
        "addresses": [
            {"address": None, "city": "Rome", "state": None, "postal_code": None, "country": "IT"},
            {"address": "1 Way", "city": "Bari", "state": "BA", "postal_code": "70100", "country": None},
        ],
        "citizenships": ["IR"],
        "nationalities": [],
        "dates_of_birth": ["1950-02-03"],
        "places_of_birth": ["Qom"],
        "ids": [
            {
                "type": "Passport",
                "number": "A1",
                "country": "IR",
                "issue_date": None,
                "expiration_date": None,
            },
            {"type": "Secondary sanctions risk:", "number": "section 1(b)", "country": None},
            {"type": "Cedula No.", "number": "77", "country": None},
        ],
    }
    found = read(tmp_path, "us-csl", main=json.dumps({"results": [row]}))
    assert {each.statement.list for each in found} == {"us-sdn"}
    assert {each.statement.schema for each in found} == {"Person", "Sanction"}
    assert values(found, "address") == ["Rome, IT", "1 Way, Bari, BA, 70100"]
    assert values(found, "country") == ["it"]
    assert values(found, "program") == ["SDGT", "IRAN"]
    assert values(found, "passportNumber") == ["A1"]
    assert values(found, "notes") == ["section 1(b)"]
    assert values(found, "idNumber") == ["77"]
    assert values(found, "authority") == ["Specially Designated Nationals (SDN) - Treasury Department"]


def test_the_files_of_ofac(tmp_path: Path) -> None:
    nothing = ",".join(["-0- "] * 7)
    found = read(
        tmp_path,
        "us-ofac-sdn",
        main=f'36,"ACME, S.A.",-0- ,"CUBA] [SDGT",{nothing},"Tax ID No. 12-3 (Cuba); a.k.a. \'ACM\'."\n\x1a',
        alt='36,12,aka,"ACME SOCIEDAD",-0- \n36,13,fka,"OLD ACME",-0- \n\x1a',
        add='36,25,"1 Way","Havana","Cuba",-0- \n\x1a',
        comments='36,"more remarks"\n\x1a',
    )
    assert values(found, "name") == ["ACME, S.A."]
    assert values(found, "alias") == ["ACME SOCIEDAD"]
    assert values(found, "previousName") == ["OLD ACME"]
    assert values(found, "weakAlias") == ["ACM"]
    assert values(found, "taxNumber") == ["12-3"]
    assert values(found, "program") == ["CUBA", "SDGT"]
    assert values(found, "address") == ["1 Way, Havana, Cuba"]
    assert "more remarks" in values(found, "notes")


def test_the_other_lists_of_ofac_are_told_by_programme(tmp_path: Path) -> None:
    def row(number: int, programme: str) -> str:
        return ",".join([str(number), f"NAME {number}", "-0-", programme, *["-0-"] * 8]) + "\n"

    programmes = ["CMIC-EO13959", "NS-PLC", "UKRAINE-EO13662", "FSE-IR", "561-Related", "RUSSIA-EO14024"]
    main = "".join(row(number, programme) for number, programme in enumerate(programmes))
    rest = {"alt": "0,1,aka,X,-0-\n", "add": "0,1,Y,Z,Iran,-0-\n", "comments": "0,more\n"}
    found = read(tmp_path, "us-ofac-consolidated", main=main, **rest)
    lists = [each.statement.list for each in found if each.statement.prop == "name"]
    assert lists == ["us-cmic", "us-plc", "us-ssi", "us-fse", "us-capta", "us-mbs"]


def test_the_covered_list_as_a_page(tmp_path: Path) -> None:
    page = """<html><head><title>List of Equipment</title></head><body>
    <table><tr><td>Menu</td></tr></table>
    <table><thead><tr><th>Covered Equipment or Services*</th><th>Date of Inclusion on Covered List</th></tr>
    </thead><tbody><tr><td>Telecommunications equipment produced by <b>Huawei Technologies Company</b>,
    including services provided by such entity.</td><td>March 12, 2021</td></tr>
    <tr><td>Routers^ produced in a foreign country, except routers which have been granted a Conditional
    Approval by DoW or DHS.</td><td>March 23, 2026</td></tr></tbody></table></body></html>"""
    found = read(tmp_path, "us-fcc-covered", main=page)
    assert values(found, "name", "LegalEntity") == ["Huawei Technologies Company"]
    assert values(found, "name", "Category") == ["Routers produced in a foreign country"]
    assert values(found, "startDate") == ["2021-03-12", "2026-03-23"]


def test_the_orders_of_customs(tmp_path: Path) -> None:
    header = (
        "Effective Date,Calendar Year,Country Code,Country,Merchandise,WRO/Finding,Industry,Status,"
        "Press Release,Entity,Remarks\n"
    )
    rows = (
        "6/23/2026,2026,CN,China,Gloves,WRO,Apparel,Active,x,Acme Co. Ltd. and its Subsidiaries,\n"
        "5/18/2018,2018,TM,Turkmenistan,Cotton,WRO,Farming,Active,,"
        "All Turkmenistan Cotton or products produced in whole or in part with Turkmenistan cotton.,\n"
        ",,,,,,,,,,\n"
    )
    found = read(tmp_path, "us-cbp-wro", main=header + rows)
    assert values(found, "name", "LegalEntity") == ["Acme Co. Ltd."]
    assert len(values(found, "name", "Category")) == 1
    assert values(found, "scope") == ["subsidiaries"]
    assert values(found, "country") == ["cn", "tm"]
    assert values(found, "startDate") == ["2026-06-23", "2018-05-18"]


def test_the_companies_of_section_1260h(tmp_path: Path) -> None:
    rows = (
        "Name,Parent Name,Start date,End date,Source Url\n"
        '"Hikvision Digital Technology Co., Ltd. (Hikvision)*",CETC,2021-06-03,,\n'
        '"Withdrawn Co., Ltd.",,2025-01-07,2026-02-17,\n'
    )
    found = read(tmp_path, "us-dod-1260h", main=rows)
    assert values(found, "name") == ["Hikvision Digital Technology Co., Ltd.", "Withdrawn Co., Ltd."]
    assert values(found, "alias") == ["Hikvision"]
    assert values(found, "parentName") == ["CETC"]
    assert values(found, "footnote") == ["*"]
    valid = {str(each.statement.valid) for each in found if each.statement.schema == "Sanction"}
    assert valid == {"2021-06-03..9999-12-31", "2025-01-07..2026-02-17"}
