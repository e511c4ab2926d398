"""Who bears a name: the five groups in all scripts, those who only look like them, and what stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.match import likely
from sekisho.match.index import Index
from sekisho.match.likely import Likely
from sekisho.match.query import Query
from sekisho.model.entity import Entity
from sekisho.store.base import gather
from sekisho.truth import UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from sekisho.store.base import Store

GROUPS = {
    "huawei-technologies": """
        Huawei Technologies Co., Ltd.; HUAWEI TECHNOLOGIES CO LTD; Huawei Technologies Company; Huawei
        HUAWEI TECH; ＨＵＡＷＥＩ
        华为技术有限公司; 华为; 华为 技术 有限公司; 華為技術有限公司; 華為技術; 華為
        ファーウェイ; ﾌｧｰｳｪｲ; ファーウェイ・テクノロジーズ; 화웨이; Хуавэй; ХУАВЕЙ; هواوي; هوآوی""",
    "zte": """
        ZTE Corporation; zte corporation; ZTE Corp.; ZTE; Zhongxing Telecommunications Equipment Corporation
        中兴通讯股份有限公司; 中兴通讯; 中兴; 中興通訊; 中興; ゼットティーイー; 중싱통신
        ЗТЕ; Зи-Ти-И; زد تي إي; زید تی ای""",
    "hikvision": """
        Hangzhou Hikvision Digital Technology Co., Ltd.; Hangzhou Hikvision Digital Technology Company
        HIKVISION
        杭州海康威视数字技术股份有限公司; 海康威视; 海康威視; ハイクビジョン; 하이크비전; Хиквижн; هيكفيجن""",
    "dahua": """
        Zhejiang Dahua Technology Co., Ltd.; Dahua Technology Company; Dahua
        浙江大华技术股份有限公司; 大华股份; 浙江大華技術股份有限公司; ダーファ; 다후아; Дахуа; داهوا""",
    "hytera": """
        Hytera Communications Corporation Limited; Hytera Communications Corporation
        海能达通信股份有限公司; 海能达; ハイテラ; 하이테라; Хайтера; هايتيرا""",
}
SPELT = [
    (entity, name)
    for entity, names in GROUPS.items()
    for name in map(str.strip, names.replace("\n", ";").split(";"))
    if name
]

# Each looks like one of the five, and is somebody else.
INNOCENTS = {
    "Huawei Culture Co., Ltd.": "huawei-culture",
    "骅威文化": "huawei-culture",
    "骅威文化股份有限公司": "huawei-culture",
    "Huawei-3Com": "h3c",
    "H3C": "h3c",
    "Shanghai Dahua Scale Factory": "dahua-scale",
    "Dahua Group": "dahua-group",
    "大华集团": "dahua-group",
    "大华会计师事务所": "da-hua-cpas",
    "DAHUA ELECTRONICS CORPORATION": "dahua-electronics",
    "ZTEX GmbH": "ztex",
    "Aztech": "aztech-systems",
    "Naztec": "naztec",
    "AZTEQ": "azteq",
    "ztevision": "ztevision",
    "Landeszahnärztekammer Sachsen": "zahnaerztekammer-sachsen",
    "Hella Sonnen- und Wetterschutztechnik": "hella",
    "Phi Theta Kappa International Honor Society": "phi-theta-kappa",
    "Honorardozent Peter Kruse": "honorardozent-kruse",
    "KAV Danubia": "kav-danubia",
    "Hytera Communications Limited": "hytera-hong-kong",
    "Nokia": "nokia",
    "エリクソン": "ericsson",
    "日本電気株式会社": "nec",
    "富士通": "fujitsu",
    "삼성전자": "samsung",
    "Cisco Systems, Inc.": "cisco",
    "Juniper Networks": "juniper",
    "Ciena": "ciena",
    "Axis Communications AB": "axis",
    "Hanwha Vision": "hanwha",
    "Robert Bosch GmbH": "bosch",
    "Motorola Solutions": "motorola-solutions",
}


def truths(index: Index, name: str, country: str = "") -> dict[str, Truth]:
    return {match.entity: match.truth for match in index.find(Query(name, country=country))}


@pytest.mark.parametrize(("entity", "name"), SPELT)
def test_the_five_groups_in_all_scripts(index: Index, entity: str, name: str) -> None:
    assert truths(index, name) == {entity: YES}


@pytest.mark.parametrize(("name", "entity"), INNOCENTS.items())
def test_innocents_are_themselves_and_nobody_else(index: Index, name: str, entity: str) -> None:
    assert truths(index, name) == {entity: YES}


@pytest.mark.parametrize(
    "name",
    ["Affiliate X", "Subsidiary Y", "Company K", "Zhonghua Instruments", "Honorable Books", "!!!", "", "…"],
)
def test_nobody(index: Index, name: str) -> None:
    assert index.find(Query(name)) == ()


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("HW", "huawei-technologies"),
        ("Hua Wei", "huawei-technologies"),
        ("海思", "hisilicon"),
        ("HIK", "hikvision"),
        ("大华", "dahua"),
        ("大華", "dahua"),
        ("Honor", "honor-device"),
        ("Spark", "spark-nz"),
        ("Axis", "axis"),
    ],
)
def test_a_name_that_many_bear_is_for_a_person_to_judge(index: Index, name: str, entity: str) -> None:
    assert truths(index, name) == {entity: UNKNOWN}


def test_a_core_that_two_entities_share_settles_nothing(index: Index) -> None:
    shared = {"hytera": UNKNOWN, "hytera-hong-kong": UNKNOWN}
    assert truths(index, "Hytera Communications") == shared
    assert truths(index, "Hytera Communications GmbH") == shared


def test_another_legal_form_is_another_person_perhaps(index: Index) -> None:
    assert truths(index, "Huawei Technologies GmbH") == {"huawei-technologies": UNKNOWN}
    assert truths(index, "ZTE S.p.A.") == {"zte": UNKNOWN}


def test_a_spelling_that_nobody_verified_says_so(index: Index) -> None:
    (doubtful,), (sure,) = index.find(Query("화웨이")), index.find(Query("Huawei"))
    assert "verified" in doubtful.why
    assert "verified" not in sure.why


def small(*entities: Entity, like: Store) -> Index:
    store = gather(
        entities,
        like.forms,
        (),
        (),
        (),
        (),
        {},
        [each.id for each in entities if each.source == "a register"],
    )
    return Index(store)


def test_a_missing_legal_form_decides_only_where_the_country_does_not_contradict(store: Store) -> None:
    index = small(Entity("acme", "Company", ("Acme Robotics Co., Ltd.",), "cn"), like=store)
    assert truths(index, "Acme Robotics Co., Ltd.", "us") == {"acme": YES}
    assert truths(index, "Acme Robotics Company Limited", "us") == {"acme": YES}
    assert truths(index, "Acme Robotics") == {"acme": YES}
    assert truths(index, "Acme Robotics", "cn") == {"acme": YES}
    assert truths(index, "Acme Robotics", "us") == {"acme": UNKNOWN}


def test_the_exact_name_goes_before_the_core(store: Store) -> None:
    index = small(
        Entity("limited", "Company", ("Acme Robotics Limited",)),
        Entity("corporation", "Company", ("Acme Robotics Corporation",)),
        like=store,
    )
    assert truths(index, "Acme Robotics Limited") == {"limited": YES}
    assert truths(index, "Acme Robotics Corporation") == {"corporation": YES}
    assert truths(index, "Acme Robotics") == {"limited": UNKNOWN, "corporation": UNKNOWN}


def test_sources_that_name_one_entity_twice_are_joined(store: Store) -> None:
    index = small(
        Entity("ours", "Company", ("Acme Robotics", "アクメ"), source="a register"),
        Entity("theirs", "Company", ("Acme Robotics", "Acme Robotics Co., Ltd."), source="a list"),
        Entity("affiliate", "Company", ("Acme Cranes", "Acme Robotics"), source="another list"),
        like=store,
    )
    assert truths(index, "アクメ") == {"ours": YES, "theirs": YES}


def test_two_entries_of_one_source_are_two_even_if_they_share_an_acronym(store: Store) -> None:
    index = small(
        Entity("one", "Company", ("Myrtle Engineering Company", "MEC"), source="a list"),
        Entity("other", "Company", ("Maple Electric Corporation", "MEC"), source="a list"),
        like=store,
    )
    assert truths(index, "Myrtle Engineering Company") == {"one": YES}
    assert truths(index, "Maple Electric Corporation") == {"other": YES}


def test_the_surest_comes_first(store: Store) -> None:
    index = small(
        Entity("weak", "Company", ("Something Else",), weak=("Acme",)),
        Entity("strong", "Company", ("Acme",)),
        like=store,
    )
    assert [match.entity for match in index.find(Query("Acme"))] == ["strong", "weak"]


def test_a_name_without_a_letter_is_no_key(store: Store) -> None:
    index = small(Entity("odd", "Company", ("???", "Odd"), weak=("!!!",)), like=store)
    assert index.find(Query("…")) == ()
    assert truths(index, "Odd") == {"odd": YES}


def test_forgetting_changes_nothing(store: Store) -> None:
    index = Index(store)
    before = index.find(Query("Huawei", country="cn"))
    index.forget()
    assert index.find(Query("Huawei", country="cn")) == before


LIKE = {
    "Huawai Technologies GmbH": "huawei-technologies",  # a slip, and another legal form
    "Zhejiang Dahua Technolgy S.p.A.": "dahua",
    "Hytera Communication Corporation Ltd": "hytera",  # and Hytera of Hong Kong
    "Hytera Comunications": "hytera",
}


@pytest.mark.parametrize(("name", "entity"), LIKE.items())
def test_a_name_that_is_close_is_a_question(index: Index, name: str, entity: str) -> None:
    first = index.find(Query(name))[0]
    assert (first.entity, first.truth, first.near) == (entity, UNKNOWN, True)
    assert "alike" in first.why


@pytest.mark.parametrize("short", [False, True])
def test_of_a_short_list_it_is_asked_first_who_may_be_somebody(
    store: Store, monkeypatch: pytest.MonkeyPatch, short: bool
) -> None:
    monkeypatch.setattr(likely, "SHORT", 10**6 if short else 1)
    index, asked = Index(store), []
    maybe = Likely.maybe

    def counted(self: Likely, queries: Sequence[Query]) -> NDArray[np.bool_]:
        asked.append(len(queries))
        return maybe(self, queries)

    monkeypatch.setattr(Likely, "maybe", counted)
    names = [Query(f"Zqx {number} Alpha Works Inc.") for number in range(200)]
    known = Query("Huawei Technologies Co., Ltd.")
    index.prepare([*names[:100], known])
    index.prepare(names)
    assert asked == ([101, 100] if short else [])
    assert [each.truth for each in index.find(known)] == [YES]
    assert not any(index.find(name) for name in names)
