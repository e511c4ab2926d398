"""The US Consolidated Screening List: a small file in the official layout, broken ones, and the real one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sekisho import dates
from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.errors import InputError
from sekisho.lists import csl
from sekisho.lists.csl import read_csl
from sekisho.lists.load import open_store
from sekisho.match.index import Index
from sekisho.truth import YES
from tests.whole import OFFICIAL_LIST, data

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.lists.csl import OfficialList
    from sekisho.model.entity import Listing
    from sekisho.store.base import Store

ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
DENIED = "Denied Persons List (DPL) - Bureau of Industry and Security"


def entry(name: str | None, source: str = ENTITY_LIST, **more: object) -> dict[str, Any]:
    return {
        "id": f"id of {name}",
        "source": source,
        "name": name,
        "alt_names": [],
        "country": None,
        "start_date": "2019-05-21",
        "end_date": None,
        "federal_register_notice": "84 FR 22963, 5/21/19",
        **more,
    }


def write(folder: Path, *entries: object, **more: object) -> Path:
    path = folder / "consolidated.json"
    path.write_text(json.dumps({"total": len(entries), "results": list(entries), **more}), "utf-8")
    return path


def read(folder: Path, *entries: object) -> OfficialList:
    return read_csl(write(folder, *entries))


def names(folder: Path, name: str, *aliases: str) -> tuple[str, ...]:
    (entity,) = read(folder, entry(name, alt_names=list(aliases))).entities
    return entity.names


def test_an_entry_is_an_entity_and_a_listing(tmp_path: Path) -> None:
    official = read(tmp_path, entry("Acme Robotics Co., Ltd.", alt_names=["Acme", "アクメ"], country="CN"))
    (entity,), (listing,), (info,) = official.entities, official.listings, official.lists
    assert entity.names == ("Acme Robotics Co., Ltd.", "Acme", "アクメ")
    assert entity.country == "cn"
    assert (listing.entity, listing.list, listing.entry) == (entity.id, "us-entity-list", entity.names[0])
    assert listing.valid.first == dates.day("2019-05-21") == listing.known == official.newest
    assert listing.valid.last == LAST_DAY
    assert "84 FR 22963" in listing.cites
    assert info.complete
    assert info.kind == "official"
    assert "consolidated.json" in info.loaded
    assert "2019-05-21" in info.loaded


def test_a_listing_that_has_ended(tmp_path: Path) -> None:
    (listing,) = read(tmp_path, entry("Acme", end_date="2021-01-31")).listings
    assert listing.valid.last == dates.day("2021-01-31")


@pytest.mark.parametrize("absent", [None, ""])
def test_without_a_start_it_holds_always(tmp_path: Path, absent: str | None) -> None:
    official = read(tmp_path, entry("Acme", start_date=absent))
    (listing,) = official.listings
    assert listing.valid.first == FIRST_DAY == listing.known
    assert official.newest == FIRST_DAY


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Acme Research, a.k.a., Acme Labs", ("Acme Research", "Acme Labs")),
        ("Acme Research a.k.a. Acme Labs", ("Acme Research", "Acme Labs")),
        ("Acme Research (a.k.a., Acme Labs (North))", ("Acme Research", "Acme Labs (North)")),
        ("Acme Energy (a.k.a. “AE”)", ("Acme Energy", "AE")),
        ("Acme (f.k.a., Acme Works)", ("Acme", "Acme Works")),
        ("Acme Complex (NC), a.k.a., the following two aliases:", ("Acme Complex (NC)",)),
        ("Acme Company (a.k.a.", ("Acme Company",)),
        ("ACME; and", ("ACME",)),
        ("Akalanka Stores", ("Akalanka Stores",)),
        ("Naka Instruments", ("Naka Instruments",)),
        ("Acme (Shanghai) Co., Ltd.", ("Acme (Shanghai) Co., Ltd.",)),
    ],
)
def test_an_alias_that_slid_into_the_name_is_a_name_of_its_own(
    tmp_path: Path, name: str, parts: tuple[str, ...]
) -> None:
    assert names(tmp_path, name) == parts


def test_aliases_are_taken_apart_too_and_each_name_is_kept_once(tmp_path: Path) -> None:
    assert names(tmp_path, "Acme", "Acme", " Acme Labs, a.k.a., AL ", "", "AL") == ("Acme", "Acme Labs", "AL")


def test_a_country_in_words_is_not_guessed_at(tmp_path: Path) -> None:
    (entity,) = read(tmp_path, entry("Acme", country="Iran")).entities
    assert entity.country is None


def test_who_has_no_name_at_all_is_left_out(tmp_path: Path) -> None:
    official = read(tmp_path, entry(None), entry("Acme"))
    assert [entity.names for entity in official.entities] == [("Acme",)]


def test_an_alias_stands_for_the_name_where_there_is_none(tmp_path: Path) -> None:
    (listing,) = read(tmp_path, entry(None, alt_names=["Acme"])).listings
    assert listing.entry == "Acme"


@pytest.mark.parametrize(
    ("source", "listed"),
    [
        (ENTITY_LIST, "us-entity-list"),
        (DENIED, "us-denied-persons"),
        ("Military End User (MEU) List - Bureau of Industry and Security", "us-meu"),
        ("Specially Designated Nationals (SDN) - Treasury Department", "us-sdn"),
        ("Nonproliferation Sanctions (ISN) - State Department", "us-isn"),
        ("Unverified Personnel Level of Steel", "us-unverified-personnel-level-of-steel"),
    ],
)
def test_which_list(tmp_path: Path, source: str, listed: str) -> None:
    (info,) = read(tmp_path, entry("Acme", source)).lists
    assert info.id == listed


def test_two_entries_with_one_id_stay_two(tmp_path: Path) -> None:
    twice = [
        entry("Acme", id="1"),
        entry("Acme", id="1", source=DENIED),
        entry("Other", id="1"),
        entry("Third", id=None),
    ]
    official = read(tmp_path, *twice)
    by_entity = {entity.id: entity.names for entity in official.entities}
    assert sorted(by_entity.values()) == [("Acme",), ("Acme",), ("Other",), ("Third",)]
    assert [by_entity[listing.entity] for listing in official.listings] == [
        ("Acme",),
        ("Acme",),
        ("Other",),
        ("Third",),
    ]


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    first = read(tmp_path, entry("Acme")).sha256
    assert first == read(tmp_path, entry("Acme")).sha256
    assert first != read(tmp_path, entry("Acme"), entry("Other")).sha256


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_csl(path)
    (problem,) = caught.value.problems
    assert problem.hint
    assert path.name in str(problem)
    return str(problem)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a text", "results[1]"),
        (None, "results[1]"),
        ({"source": ENTITY_LIST, "name": "Acme"}, "start_date"),
        ({"source": ENTITY_LIST, "start_date": None}, "name"),
        ({"name": "Acme", "start_date": None}, "source"),
        (entry("Acme", source=None), "source"),  # type: ignore[arg-type]
        (entry("Acme", alt_names="Acme; Other"), "alt_names"),
        (entry("Acme", start_date="21 May 2019"), "21 May 2019"),
        (entry("Acme", start_date="2018-02-30"), "2018-02-30"),
        (entry("Acme", end_date="soon"), "soon"),
    ],
)
def test_an_entry_of_another_layout(tmp_path: Path, row: object, said: str) -> None:
    message = refused(write(tmp_path, entry("Before"), row))
    assert said in message
    assert "results[1]" in message


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"results": [',
        "not json",
        "",
        "[]",
        "{}",
        '"results"',
        '{"results": {}}',
        '{"results": []}',
        '{"cases": [{"name": "Acme"}]}',
        "[" * 100_000,
        "source,name,start_date\n",
    ],
)
def test_a_file_that_is_not_the_list(tmp_path: Path, text: str) -> None:
    path = tmp_path / "consolidated.json"
    path.write_text(text, "utf-8")
    refused(path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "consolidated.json"
    path.write_bytes(b'{"results": [{"name": "\xff\xfe"}]}')
    refused(path)


def test_broken_json_says_its_line(tmp_path: Path) -> None:
    path = tmp_path / "consolidated.json"
    path.write_text('{"results": [\n{"name": "Acme",}\n]}', "utf-8")
    assert "consolidated.json:2" in refused(path)


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    refused(tmp_path / "absent.json")
    refused(tmp_path)


def test_too_large_a_file_is_refused_with_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, entry("Acme"), padding="x" * 3 * 2**20)
    assert read_csl(path).entities
    monkeypatch.setattr(csl, "LIMIT", 2 * 2**20)
    assert "2 MiB" in refused(path)


# --- in a store ---


def on(store: Store, name: str, index: Index | None = None) -> dict[str, Listing]:
    """Where a name is listed on the day of the real list, as known then: by list."""
    day = dates.day("2026-07-09")
    return {
        listing.list: listing
        for match in (index or Index(store, store.forms)).find(name)
        if match.truth is YES
        for listing in store.listings.get(match.entity, ())
        if day in listing.valid and listing.known <= day
    }


def test_a_list_that_is_loaded_is_complete_and_its_age_is_in_the_basis(tmp_path: Path) -> None:
    store = open_store([write(tmp_path, entry("Acme"))])
    assert not open_store().lists["us-entity-list"].complete
    assert store.lists["us-entity-list"].complete
    assert "consolidated.json" in store.lists["us-entity-list"].loaded
    assert "2019-05-21" in store.hashes["us-entity-list"]
    assert "us-entity-list" not in open_store().hashes
    assert not store.lists["us-entity-list"].title.startswith("BIS"), "the corpus's own words for it stay"


def test_the_file_adds_to_what_the_corpus_knows(tmp_path: Path) -> None:
    store = open_store([write(tmp_path, entry("Huawei Technologies Co., Ltd."), entry("Acme"))])
    assert set(on(store, "华为技术有限公司")) == {"us-entity-list", "s889", "huawei", "press-2018"}
    assert set(on(store, "Acme")) == {"us-entity-list"}


def test_a_denied_person_is_not_the_camera_maker(tmp_path: Path) -> None:
    store = open_store([write(tmp_path, entry("DAHUA ELECTRONICS CORPORATION", DENIED))])
    assert set(on(store, "Dahua Electronics Corporation")) == {"us-denied-persons"}
    assert "us-denied-persons" not in on(store, "Zhejiang Dahua Technology Co., Ltd.")
    assert "us-denied-persons" not in on(store, "Dahua")


# --- the real list ---


@pytest.fixture(scope="module")
def real() -> OfficialList:
    return read_csl(data(OFFICIAL_LIST))


def test_every_entry_of_the_real_list_is_read(real: OfficialList) -> None:
    assert len(real.listings) == 5_426
    assert {listing.entity for listing in real.listings} == {entity.id for entity in real.entities}
    assert {info.id for info in real.lists} == {
        "us-entity-list",
        "us-denied-persons",
        "us-meu",
        "us-cmic",
        "us-isn",
        "us-itar-debarred",
    }
    assert dates.day("2026-01-01") <= real.newest <= dates.day("2026-07-09")


def test_no_name_of_the_real_list_keeps_a_tail(real: OfficialList) -> None:
    for entity in real.entities:
        for name in entity.names:
            assert "a.k.a" not in name.lower()
            assert not name.lower().startswith("the following")
            assert not name.endswith((";", ",", "; and"))


def test_on_the_real_list(official: Store, official_index: Index) -> None:
    def listed(name: str) -> set[str]:
        return set(on(official, name, official_index))

    assert "us-entity-list" not in listed("ZTE Corporation")
    assert "us-entity-list" in listed("ZTE Parsian")
    assert "us-entity-list" in listed("Beijing 8 Star International Co.")
    assert "us-entity-list" in listed("Hytera Communications Limited")
    assert "us-entity-list" not in listed("Hytera Communications Corporation Limited")
    assert {"us-entity-list", "us-cmic"} <= listed("海康威视")
    assert listed("旷视科技有限公司") == {"us-cmic"}


def test_dahua_electronics_is_not_zhejiang_dahua_on_the_real_list(
    official: Store, official_index: Index
) -> None:
    assert on(official, "DAHUA ELECTRONICS CORPORATION", official_index) == {}
    assert "us-entity-list" in on(official, "Zhejiang Dahua Technology Co., Ltd.", official_index)


CLEAN = """nokia ericsson nec fujitsu samsung cisco juniper ciena axis hanwha bosch motorola-solutions
    huawei-culture h3c dahua-scale dahua-group da-hua-cpas ztex aztech-systems naztec azteq ztevision hella"""


@pytest.mark.parametrize("entity", CLEAN.split())
def test_the_real_list_makes_no_innocent_guilty(official: Store, official_index: Index, entity: str) -> None:
    for name in official.entities[entity].names:
        assert on(official, name, official_index) == {}, name
