"""The real lists of the UN, the EU, the UK, Japan and China."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pytest

from sekisho import dates
from sekisho.names.script import Script, scripts
from tests.lists.ask import COPIES, Read, corpus, missing
from tests.whole import data

UN = "lists/un/consolidated-2026-02-27.xml"
JP = "lists/jp/meti-end-user-list-2025-09-29.json"
CN = "lists/cn/mofcom.json"
GB = {"names": "subject_names", "papers": "subject_identifiers", "births": "subject_dobs", "main": "subjects"}


@lru_cache(maxsize=1)
def united_nations() -> Read:
    return corpus("un-consolidated", data(UN))


@lru_cache(maxsize=1)
def kingdom() -> Read:
    files = {name: data(f"lists/gb/{file}.csv") for name, file in GB.items()}
    return Read(COPIES / "gb-tables-2026.toml", files)


@lru_cache(maxsize=1)
def japan() -> Read:
    return Read(COPIES / "jp-meti-eul-2025.toml", {"main": data(JP)})


@lru_cache(maxsize=1)
def china() -> Read:
    return Read(COPIES / "cn-mofcom-2026.toml", {"main": data(CN)})


@pytest.fixture(scope="module")
def union(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The acts one below the other: the copy has a file for each."""
    acts = sorted(data("lists/eu").glob("*.csv"))
    lines = [path.read_text("utf-8-sig").partition("\n") for path in acts]
    assert len({head for head, _, _ in lines}) == 1
    path = tmp_path_factory.mktemp("eu") / "acts.csv"
    path.write_text(lines[0][0] + "\n" + "".join(body for _, _, body in lines), "utf-8")
    return Read(COPIES / "eu-acts-2026.toml", {"main": path})


def test_the_list_of_the_united_nations_is_read_whole() -> None:
    un = united_nations()
    assert un.counts == (1003, 1003)
    assert missing(un.source, un.said) == ()
    assert un.reading.published() == dates.day("2026-02-27")
    assert un.reading.warnings == ()
    assert Counter(each.statement.schema for each in un.said if each.statement.prop == "name") == {
        "Person": 730,
        "LegalEntity": 273,
    }


def test_a_person_of_the_un_list_has_his_names_his_days_and_his_listing() -> None:
    about = united_nations().of("GASTON IYAMUREMYE")
    assert about["weakAlias"] == ["Rumuli"]
    assert "Victor Rumuri" in about["alias"]
    assert about["nationality"] == ["rw"]
    assert about["birthDate"] == ["1948"]
    assert (about["unscId"], about["program"], about["startDate"]) == (["CDi.003"], ["DRC"], ["2010-12-01"])
    assert about["modifiedAt"][-1] == "2016-10-13"
    assert about["authority"] == ["United Nations Security Council"]


def test_a_listing_of_the_un_is_valid_and_public_from_its_day() -> None:
    un = united_nations()
    listing = [each for each in un.said if each.statement.schema == "Sanction"]
    ours = next(each for each in listing if each.statement.value == "CDi.003")
    assert (ours.statement.valid.first_text, ours.since) == ("2010-12-01", dates.day("2010-12-01"))
    assert not [each for each in un.said if each.statement.prop == "incorporationDate"]


def test_names_in_their_own_script_are_kept_with_it() -> None:
    found = Counter(script for name in united_nations().values("alias") for script in scripts(name))
    assert (
        united_nations().of("AIMAN MUHAMMED RABI AL-ZAWAHIRI")["alias"].count("أيمن محمد ربيع الظواهري") == 1
    )
    assert {Script.ARABIC, Script.LATIN} <= set(found)
    assert found[Script.ARABIC] > 300


def test_the_acts_of_the_union_are_read_whole(union: Read) -> None:
    assert union.counts == (8017, 8015)
    found = Counter(
        script for prop in ("name", "alias") for name in union.values(prop) for script in scripts(name)
    )
    assert {Script.LATIN, Script.CYRILLIC, Script.ARABIC, Script.HAN} <= set(found)
    assert "1027809210054" in union.values("ogrnCode")
    assert "6556009FCJ7O8QPFTC19" in union.values("leiCode")
    assert len(union.values("imoNumber")) > 700
    aksyonov = union.of("Sergey Valeryevich AKSYONOV")
    assert aksyonov["startDate"] == ["2014-03-17"]
    assert aksyonov["provisions"] == ["Asset freeze"]


def test_ports_and_currencies_are_no_parties(union: Read) -> None:
    assert "Digital rouble" in union.values("name", "Category")
    assert len(union.values("name", "Category")) == 29


def test_the_list_of_the_united_kingdom_is_joined_from_its_tables() -> None:
    gb = kingdom()
    assert gb.counts == (6046, 6046)
    names = sum(len(gb.values(prop)) for prop in ("name", "alias", "weakAlias"))
    assert 15_000 < names <= 15_050
    assert len(gb.values("weakAlias")) == 605
    assert "9562233" in gb.values("imoNumber", "Vessel")
    about = gb.of("HAJI KHAIRULLAH HAJI SATTAR MONEY EXCHANGE")
    assert "Haji Alim Hawala" in about["alias"]
    assert (about["startDate"], about["authorityId"]) == (["2012-06-29"], ["AFG0001"])


def test_the_end_user_list_has_its_names_back() -> None:
    jp = japan()
    assert jp.counts == (835, 835)
    assert len(jp.values("name")) == 835
    assert jp.reading.warnings == ()
    slid = jp.of("Sinotech Industry Co., Ltd.")
    assert slid["country"] == ["cn"]
    assert not [name for name in jp.values("name") if name.startswith("People's Republic of China")]
    assert jp.reading.published() == dates.day("2025-09-29")


def test_neither_huawei_nor_zte_is_on_the_end_user_list() -> None:
    names = [name.casefold() for prop in ("name", "alias") for name in japan().values(prop)]
    assert not [name for name in names if "huawei" in name or name.startswith("zte")]


def test_each_of_the_three_lists_of_china_is_its_own() -> None:
    cn = china()
    assert cn.counts == (240, 240)
    found = Counter(each.statement.list for each in cn.said if each.statement.prop == "entity")
    assert found == {"cn-export-control": 139, "cn-unreliable": 61, "cn-attention": 40}
    assert "斯巴鲁株式会社" in cn.of("SUBARU Corporation")["alias"]
    assert cn.of("SUBARU Corporation")["startDate"] == ["2026-02-24"]
