"""Small files in the publishers' own layouts: UN, EU, UK, Japan and China."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from sekisho import dates
from sekisho.lists.source import Source
from tests.lists.ask import CORPUS, corpus
from tests.lists.read.declare import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

EU_XML = (Path(__file__).parent / "layouts" / "eu-fsf.xml").read_text("utf-8")


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_declaration_can_be_read(path: Path) -> None:
    assert Source.read(path).id == path.stem


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_xml_of_the_commission(tmp_path: Path) -> None:
    eu = corpus("eu-fsf", write(tmp_path, "20260903-FULL-1_1.xml", EU_XML))
    assert eu.counts == (2, 2)
    assert eu.reading.warnings == ()
    assert eu.reading.published() == dates.day("2026-09-03")
    bank = eu.of("Bank Rossiya")
    assert bank["name"] == ["Bank Rossiya", "АО «Банк Россия»"]
    assert bank["weakAlias"] == ["ABR"]
    assert (bank["registrationNumber"], bank["swiftBic"]) == (["1027800000084"], ["ROSYRU2P"])
    assert (bank["phone"], bank["website"], bank["country"]) == (["+7 812 1"], ["abr.ru"], ["ru"])
    assert bank["authorityId"] == ["269/2014 (OJ L78)", "2022/1 (OJ L80)"]
    listing = next(each for each in eu.said if each.statement.value == "EU.1.1")
    assert (listing.statement.valid.first_text, listing.since) == ("2014-03-18", dates.day("2014-03-17"))
    person = eu.of("Saddam Hussein Al-Tikriti")
    assert (person["birthDate"], person["birthPlace"]) == (["1937-04-28", "1937"], ["al-Awja"])
    assert (person["nationality"], person["gender"]) == (["iq"], ["male"])
    assert person["startDate"][0] == "2003-06-27"


def test_a_renamed_attribute_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "full.xml", EU_XML.replace("wholeName=", "fullName="))
    assert "'nameAlias[].fullName' is neither used nor ignored" in refusal(lambda: corpus("eu-fsf", path))


def test_a_sign_in_page_in_place_of_the_list_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "full.xml", "<!DOCTYPE html><html><head><title>EU Login</title></head></html>")
    assert "an HTML page stands in place of XML (“EU Login”)" in refusal(lambda: corpus("eu-fsf", path))


def table(source: Source, *rows: Mapping[str, str], between: str = ",", above: str = "") -> str:
    """A file with every column that a source knows."""
    known = [*source.ignore]
    for column in (*source.entity.columns, *source.listing.columns):
        known += [*column.cut.join, column.name]
        known += [each.column for each in (column.weak, column.only) if each is not None]
        known += [column.prop.column] if not isinstance(column.prop, str) else []
    known += [] if isinstance(source.entity.schema, str) else [source.entity.schema.column]
    columns = list(dict.fromkeys([*known, *source.entity.id, *source.listing.id]))
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return above + "".join(between.join(f'"{cell}"' for cell in line) + "\n" for line in lines)


def test_the_csv_of_the_commission(tmp_path: Path) -> None:
    entry = {
        "fileGenerationDate": "03/09/2026",
        "Entity_LogicalId": "13",
        "Entity_EU_ReferenceNumber": "EU.1.1",
        "Entity_SubjectType": "enterprise",
        "Entity_SubjectType_ClassificationCode": "E",
        "Entity_Regulation_PublicationDate": "2014-03-17",
        "Entity_Regulation_EntryIntoForceDate": "2014-03-18",
        "Entity_Regulation_Programme": "UKR",
    }
    text = table(
        Source.read(CORPUS / "eu-fsf-csv.toml"),
        {**entry, "NameAlias_WholeName": "Bank Rossiya"},
        {**entry, "NameAlias_WholeName": "ABR", "NameAlias_Remark": "low quality alias"},
        {
            **entry,
            "Address_Street": "2 Liter A",
            "Address_City": "Saint Petersburg",
            "Address_CountryIso2Code": "RU",
        },
        between=";",
    )
    eu = corpus("eu-fsf-csv", write(tmp_path, "full.csv", "\ufeff" + text))
    assert eu.counts == (3, 1)
    bank = eu.of("Bank Rossiya")
    assert bank["weakAlias"] == ["ABR"]
    assert bank["address"] == ["2 Liter A, Saint Petersburg"]
    assert eu.reading.published() == dates.day("2026-09-03")
    assert {each.statement.list for each in eu.said} == {"eu-fsf"}


def test_the_csv_of_the_foreign_office(tmp_path: Path) -> None:
    entry = {
        "Unique ID": "RUS0229",
        "Designation Type": "Individual",
        "Designation source": "UK",
        "Regime Name": "Russia",
        "Date Designated": "16/03/2022",
        "Last Updated": "01/05/2025",
        "Sanctions Imposed": "Asset freeze|Travel Ban",
        "D.O.B": "dd/mm/1968",
    }
    text = table(
        Source.read(CORPUS / "gb-sanctions.toml"),
        {**entry, "Name 1": "Sergei", "Name 2": "Ivanovich", "Name 6": "PETROV", "Name type": "Primary Name"},
        {
            **entry,
            "Name 6": "SP",
            "Name type": "Alias",
            "Alias strength": "Low quality a.k.a",
            "Name non-latin script": "Сергей ПЕТРОВ",
            "D.O.B": "07/10/1968",
        },
        {"Unique ID": "RUS1", "Designation Type": "Ship", "Name 6": "OCEAN STAR", "Name type": "Primary Name",
         "IMO number": "IMO 9562233", "Date Designated": "05/05/2023"},
        above="Report Date: 01-Oct-2026\n",
    )  # fmt: skip
    gb = corpus("gb-sanctions", write(tmp_path, "UK-Sanctions-List.csv", text))
    assert gb.counts == (3, 2)
    assert gb.reading.published() == dates.day("2026-10-01")
    person = gb.of("Sergei Ivanovich PETROV")
    assert (person["weakAlias"], person["alias"]) == (["SP"], ["Сергей ПЕТРОВ"])
    assert person["birthDate"] == ["1968", "1968-10-07"]
    assert set(person["provisions"]) == {"Asset freeze", "Travel Ban"}
    assert person["authority"][0] == "Foreign, Commonwealth and Development Office"
    assert (person["startDate"][0], gb.of("OCEAN STAR")["imoNumber"]) == ("2022-03-16", ["9562233"])


def test_the_csv_of_the_treasury(tmp_path: Path) -> None:
    entry = {"Group ID": "6897", "Group Type": "Individual", "Regime": "ISIL (Da'esh) and Al-Qaida"}
    listed = {"Listed On": "02/10/2001", "UK Sanctions List Date Designated": "31/12/2020"}
    text = table(
        Source.read(CORPUS / "gb-ofsi.toml"),
        {**entry, **listed, "Name 1": "Aiman", "Name 6": "AL-ZAWAHIRI", "Alias Type": "Primary name",
         "DOB": "00/00/1951", "Nationality": "(1) Egypt. (2) Iraq"},
        {**entry, **listed, "Name 6": "ABDEL", "Alias Type": "AKA", "Alias Quality": "Low",
         "Other Information": "(UK Sanctions List Ref):AQD1. (Business Reg No):12-3"},
        above="Last Updated,03/06/2025\n",
    )  # fmt: skip
    gb = corpus("gb-ofsi", write(tmp_path, "ConList.csv", text))
    person = gb.of("Aiman AL-ZAWAHIRI")
    assert (person["weakAlias"], person["birthDate"]) == (["ABDEL"], ["1951"])
    assert person["nationality"] == ["eg", "iq"]
    assert person["registrationNumber"] == ["12-3"]
    listing = next(each for each in gb.said if each.statement.prop == "listingDate")
    assert (listing.statement.valid.first_text, listing.since) == ("2001-10-02", dates.day("2001-10-02"))
    assert gb.reading.published() == dates.day("2025-06-03")


def test_the_spreadsheet_of_meti(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "ユーザーリスト"
    for row in (
        ["No.", "国名、地域名\nCountry or Region", "企業名、組織名\nCompany or Organization",
         "別名\nAlso Known As", "懸念区分\nType of WMD", "通常兵器\nConventional Weapons"],
        [1, "アフガニスタン\nIslamic Republic of Afghanistan", "Al Qa'ida/Islamic Army",
         "・Al Qaeda\n・The Base", "生物、化学、ミサイル、核\nB,C,M,N", "CW"],
        [479, "中国\nPeople's Republic of China", "Abascience Tech Co. Ltd", None, "ミサイル\nM", None],
    ):  # fmt: skip
        book.active.append(row)
    path = tmp_path / "20250929_4.xlsx"
    book.save(path)
    jp = corpus("jp-meti-eul", path)
    assert jp.counts == (2, 2)
    assert jp.reading.published() == dates.day("2025-09-29")
    first = jp.of("Al Qa'ida/Islamic Army")
    assert (first["country"], first["alias"]) == (["af"], ["Al Qaeda", "The Base"])
    assert first["reason"] == ["生物、化学、ミサイル、核\nB,C,M,N", "CW"]
    assert jp.of("Abascience Tech Co. Ltd")["country"] == ["cn"]


def test_announcements_of_mofcom_are_entries_of_three_lists(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>商务部公告2026年第11号 公布将2家日本实体列入出口管制管控名单</h1>"
        "<p>【发布文号】商务部公告2026年第11号</p><p>【发文日期】2026年02月24日</p><p>附件</p>"
        "<p>1. 三菱造船株式会社（Mitsubishi Heavy Industries Shipbuilding Co.）</p>"
        "<p>2. 防卫大学（National Defense Academy of Japan）</p></body></html>"
    )
    cn = corpus("cn-mofcom", write(tmp_path, "pages.html", page))
    assert cn.counts == (2, 2)
    about = cn.of("National Defense Academy of Japan")
    assert (about["alias"], about["startDate"]) == (["防卫大学"], ["2026-02-24"])
    assert about["authorityId"] == ["商务部公告2026年第11号"]
    assert {each.statement.list for each in cn.said} == {"cn-export-control"}
    assert not cn.source.about.complete
