"""One store of the corpus, of list files given by hand, and of the lists of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.errors import InputError, UsageError
from sekisho.lists.declared import Declared
from sekisho.lists.load import CORPUS, open_store
from sekisho.lists.source import Source
from sekisho.lists.source import sources as sources_in
from sekisho.match.index import Index
from sekisho.match.query import Query
from sekisho.store.engine import Archive
from sekisho.truth import YES
from tests.lists.stated import DENIED, ENTITY_LIST, consolidated, declared, edition, entry, table
from tests.whole import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sekisho.model.entity import Listing
    from sekisho.store.base import Store

HUAWEI = "Huawei Technologies Co., Ltd."


def on(store: Store, name: str, day: str = "2026-07-09", index: Index | None = None) -> dict[str, Listing]:
    """Where a name surely is listed on a day: by list."""
    return {
        listing.list: listing
        for match in (index or Index(store)).find(Query(name))
        if match.truth is YES
        for listing in store.listings.get(match.entity, ())
        if dates.day(day) in listing.valid
    }


# --- files given by hand ---


def test_a_file_adds_to_what_the_corpus_knows(tmp_path: Path) -> None:
    store = open_store([consolidated(tmp_path, entry(HUAWEI), entry("Acme, a.k.a., Acme Labs"))])
    assert set(on(store, "华为技术有限公司")) >= {"us-entity-list", "s889", "huawei", "press-2018"}
    found = on(store, "Acme Labs")["us-entity-list"]
    assert (found.entry, found.cites) == ("Acme, a.k.a., Acme Labs", "84 FR 22963, 5/21/19")
    assert found.valid.first == found.known == dates.day("2019-05-21")
    assert store.entities[found.entity].country == "cn"


def test_a_list_in_a_file_is_complete_from_its_newest_entry_on_and_its_age_is_in_the_basis(
    tmp_path: Path,
) -> None:
    path = consolidated(tmp_path, entry("Acme"), entry("Other", start_date="2020-02-02"))
    info, store = open_store([path]).lists["us-entity-list"], open_store([path])
    assert not open_store().lists["us-entity-list"].complete
    assert (info.complete, info.complete_from) == (True, dates.day("2020-02-02"))
    assert info.loaded == "consolidated.json, newest entry 2020-02-02"
    assert info.title == open_store().lists["us-entity-list"].title
    assert store.hashes["us-entity-list"].endswith(info.loaded)
    assert "us-entity-list" not in open_store().hashes
    assert "us-ssi" not in store.lists, "nothing in the file is of that list"
    path.write_bytes(path.read_bytes() + b"\n")
    assert open_store([path]).hashes != store.hashes
    assert store.at(dates.day("2090-01-01")) is store, "a file given by hand is never stale"


def test_of_a_file_without_a_day_nobody_knows_when_it_was_whole(tmp_path: Path) -> None:
    info = open_store([consolidated(tmp_path, entry("Acme", start_date=None))]).lists["us-entity-list"]
    assert not info.complete
    assert info.loaded == "consolidated.json, undated"


def test_a_denied_person_is_not_the_camera_maker(tmp_path: Path) -> None:
    store = open_store([consolidated(tmp_path, entry("DAHUA ELECTRONICS CORPORATION", DENIED))])
    assert set(on(store, "Dahua Electronics Corporation")) == {"us-denied-persons"}
    assert "us-denied-persons" not in on(store, "Zhejiang Dahua Technology Co., Ltd.")
    assert "us-denied-persons" not in on(store, "Dahua")


def test_ids_that_clash_lose_nobody(tmp_path: Path) -> None:
    twice = [entry("Acme", id="1"), entry("Acme", DENIED, id="1"), entry("Other", id="1")]
    store = open_store([consolidated(tmp_path, *twice)])
    assert set(on(store, "Acme")) == {"us-entity-list", "us-denied-persons"}
    assert set(on(store, "Other")) == {"us-entity-list"}
    (identity,) = {match.entity for match in Index(store).find(Query("Other"))}
    assert {each.entry for each in store.listings[identity]} == {"Acme", "Other"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a text", "results[1]"),
        ({"source": ENTITY_LIST, "name": "Acme", "surprise": 1}, "surprise"),
        (entry("Acme", "Some new list"), "Some new list"),
        (entry("Acme", start_date="21st of May"), "21st of May"),
        (entry("Acme", start_date="2018-02-30"), "2018-02-30"),
    ],
)
def test_an_entry_of_another_layout_is_refused_with_its_place(tmp_path: Path, row: object, said: str) -> None:
    with pytest.raises(InputError) as caught:
        open_store([consolidated(tmp_path, entry("Before"), row)])
    text = "\n".join(map(str, caught.value.problems))
    assert said in text
    assert "consolidated.json" in text
    assert all(problem.hint for problem in caught.value.problems)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"results": [',
        "not json",
        "",
        "[]",
        "{}",
        '{"results": []}',
        "<!doctype html><title>Down</title>",
    ],
)
def test_a_file_that_is_not_the_list_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "consolidated.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        open_store([path])
    assert any("consolidated.json" in str(problem) for problem in caught.value.problems)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.json"):
        open_store([tmp_path / "absent.json"])


def test_a_file_of_any_declared_source(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(table([{"name": "Acme", "from": "2020-01-01"}, {"name": "Zeta"}]), "utf-8")
    sources = declared(tmp_path, kind="user")
    store = open_store([("us-test", path)], sources=sources)
    assert set(on(store, "Acme")) == {"us-test-list"}
    assert (store.lists["us-test-list"].kind, store.lists["us-test-list"].title) == (
        "user",
        "Title of us-test",
    )
    with pytest.raises(UsageError, match="us-tset"):
        open_store([("us-tset", path)], sources=sources)


def test_the_corpus_table_of_statutes_is_read_like_any_file() -> None:
    store = open_store([("us-statutes", ROOT / "sekisho/corpus/lists/sources/us-statutes.csv")])
    assert store.lists["s5949"].complete
    assert store.lists["s5949"].complete_from == 1, "an act names for good"
    assert "s889" in on(store, "ZTE Corporation")


# --- an archive ---


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "store.sqlite", create=True) as each:
        yield each


@pytest.fixture
def source(tmp_path: Path) -> dict[str, Source]:
    return declared(tmp_path)


def day(text: str) -> int:
    return dates.day(text)


def test_a_store_is_of_a_day_of_knowledge(
    archive: Archive, source: dict[str, Source], tmp_path: Path
) -> None:
    edition(archive, source["us-test"], tmp_path, "2024-03-01", "Acme", "Zeta")
    edition(archive, source["us-test"], tmp_path, "2024-03-05", "Acme", "Newly")
    store = open_store(archive=archive, known=day("2024-03-06"), sources=source)
    earlier = store.at(day("2024-03-04"))
    assert set(on(earlier, "Zeta", "2024-03-04")) == {"us-test-list"}
    assert on(earlier, "Newly", "2024-03-04") == {}
    assert set(on(store, "Newly", "2024-03-06")) == {"us-test-list"}
    assert on(store, "Zeta", "2024-03-06") == {}
    assert set(on(store, "Zeta", "2024-03-04")) == {"us-test-list"}, "it was on it until it was gone"
    assert store.at(day("2024-03-06")) is store
    assert store.at(day("2024-03-07")) is store, "nothing was learnt in between"
    assert earlier.at(day("2024-03-06")) is store


def test_a_list_of_the_store_has_the_topics_that_are_declared(archive: Archive, tmp_path: Path) -> None:
    edition(archive, declared(tmp_path)["us-test"], tmp_path, "2024-03-01", "Acme")
    path = tmp_path / "us-test.toml"
    said = path.read_text("utf-8").replace("[entity]", 'topics = ["debarment"]\n\n[entity]', 1)
    path.write_text(said, "utf-8")
    store = open_store(archive=archive, known=day("2024-03-02"), sources={"us-test": Source.read(path)})
    assert store.lists["us-test-list"].topics == ("debarment",)


def test_the_basis_names_the_snapshot_and_says_what_is_inherited(
    archive: Archive, source: dict[str, Source], tmp_path: Path
) -> None:
    row = {"name": "Acme", "from": "2020-01-01"}
    edition(archive, source["us-test"], tmp_path, "2024-03-01", row)
    store = open_store(archive=archive, known=day("2024-03-02"), sources=source)
    assert store.hashes["us-test-list"].endswith(" snapshot 1 of 2024-03-01")
    before = store.at(day("2021-01-01"))
    assert before.hashes["us-test-list"].endswith("snapshot 1 of 2024-03-01, inherited, not witnessed")
    assert set(on(before, "Acme", "2021-01-01")) == {"us-test-list"}
    assert not before.lists["us-test-list"].complete, "nobody looked then"
    nothing = store.at(day("2019-01-01"))
    assert "us-test-list" not in nothing.lists
    assert "us-test-list" not in nothing.hashes


def test_a_list_is_complete_while_it_is_fresh_and_from_its_first_snapshot_on(
    archive: Archive, source: dict[str, Source], tmp_path: Path
) -> None:
    edition(archive, source["us-test"], tmp_path, "2024-03-01", "Acme")
    edition(archive, source["us-test"], tmp_path, "2024-03-03", "Acme")
    store = open_store(archive=archive, known=day("2024-03-10"), sources=source)
    info = store.lists["us-test-list"]
    assert (info.complete, info.complete_from) == (True, day("2024-03-01"))
    assert info.loaded == "snapshot 2 of 2024-03-03"
    stale = store.at(day("2024-03-11"))
    assert not stale.lists["us-test-list"].complete
    assert stale.entities is store.entities, "only how fresh it is differs"
    assert set(on(stale, "Acme", "2024-03-11")) == {"us-test-list"}


@pytest.mark.parametrize(
    ("more", "complete", "since"),
    [({"complete": "false"}, False, "2024-03-01"), ({"kind": "statute"}, True, "0001-01-01")],
)
def test_what_a_declaration_says_of_completeness(
    archive: Archive, tmp_path: Path, more: dict[str, str], complete: bool, since: str
) -> None:
    sources = declared(tmp_path, **more)
    edition(archive, sources["us-test"], tmp_path, "2024-03-01", "Acme")
    info = open_store(archive=archive, known=day("2024-03-02"), sources=sources).lists["us-test-list"]
    assert (info.complete, info.complete_from) == (complete, day(since))


def test_a_source_that_is_not_declared_any_more_still_answers(
    archive: Archive, source: dict[str, Source], tmp_path: Path
) -> None:
    edition(archive, source["us-test"], tmp_path, "2024-03-01", "Acme")
    store = open_store(archive=archive, known=day("2024-03-01"))
    assert set(on(store, "Acme", "2024-03-01")) == {"us-test-list"}
    assert not store.lists["us-test-list"].complete


def test_of_two_sources_with_one_list_the_newest_speaks_and_ties_go_by_declaration(
    archive: Archive, tmp_path: Path
) -> None:
    sources = declared(tmp_path, "us-a") | declared(tmp_path, "us-b")
    edition(archive, sources["us-b"], tmp_path, "2024-03-01", "Acme", "Only B")
    edition(archive, sources["us-a"], tmp_path, "2024-03-01", "Acme", "Only A")
    store = open_store(archive=archive, known=day("2024-03-01"), sources=sources)
    assert store.hashes["us-test-list"].endswith("snapshot 2 of 2024-03-01")
    assert set(on(store, "Only A")) == {"us-test-list"}
    assert on(store, "Only B") == {}
    assert len([each for own in store.listings.values() for each in own if each.entry == "Acme"]) == 1
    edition(archive, sources["us-b"], tmp_path, "2024-03-02", "Acme", "Only B")
    store = open_store(archive=archive, known=day("2024-03-02"), sources=sources)
    assert set(on(store, "Only B")) == {"us-test-list"}
    assert store.lists["us-test-list"].complete_from == day("2024-03-01")


def test_a_source_that_comes_without_a_list_does_not_silence_the_one_that_has_it(
    archive: Archive, tmp_path: Path
) -> None:
    sources = declared(tmp_path, "us-a") | declared(tmp_path, "us-b")
    edition(archive, sources["us-a"], tmp_path, "2024-03-01", "Acme")
    edition(archive, sources["us-b"], tmp_path, "2024-03-02")
    store = open_store(archive=archive, known=day("2024-03-02"), sources=sources)
    assert set(on(store, "Acme")) == {"us-test-list"}
    assert "snapshot 1" in store.hashes["us-test-list"]


def test_a_list_that_everybody_left_is_not_called_complete(
    archive: Archive, source: dict[str, Source], tmp_path: Path
) -> None:
    edition(archive, source["us-test"], tmp_path, "2024-03-01", "Acme")
    edition(archive, source["us-test"], tmp_path, "2024-03-03")
    store = open_store(archive=archive, known=day("2024-03-03"), sources=source)
    assert not store.lists["us-test-list"].complete
    assert set(on(store, "Acme", "2024-03-02")) == {"us-test-list"}


def test_the_corpus_own_listings_and_whole_lists_stay(archive: Archive, tmp_path: Path) -> None:
    sources = declared(tmp_path, "us-e", "us-entity-list") | declared(tmp_path, "us-s", "s889")
    edition(archive, sources["us-e"], tmp_path, "2024-03-01", "Acme")
    edition(archive, sources["us-s"], tmp_path, "2024-03-01", "Acme")
    store = open_store(archive=archive, known=day("2024-03-30"), sources=sources)
    assert "us-entity-list" in on(store, HUAWEI)
    assert not store.lists["us-entity-list"].complete, "it is stale"
    assert store.lists["s889"].complete, "the corpus has all of it"
    assert store.lists["s889"].complete_from == 1


def test_a_file_speaks_for_its_lists_and_the_archive_does_not(
    archive: Archive, source: dict[str, Source], tmp_path: Path
) -> None:
    edition(archive, source["us-test"], tmp_path, "2024-03-01", "Acme")
    path = tmp_path / "by-hand.csv"
    path.write_text(table([{"name": "Zeta", "from": "2020-01-01"}]), "utf-8")
    store = open_store([("us-test", path)], archive=archive, known=day("2024-03-01"), sources=source)
    assert on(store, "Acme") == {}
    assert set(on(store, "Zeta")) == {"us-test-list"}
    assert "by-hand.csv" in store.hashes["us-test-list"]


def test_a_question_goes_up_to_a_snapshot(
    archive: Archive, source: dict[str, Source], tmp_path: Path
) -> None:
    morning = edition(archive, source["us-test"], tmp_path, "2024-03-01", "Acme")
    before = open_store(archive=archive, known=day("2024-03-01"), sources=source)
    edition(archive, source["us-test"], tmp_path, "2024-03-01", "Zeta")
    then = open_store(archive=archive, known=day("2024-03-01"), upto=morning, sources=source)
    assert set(on(then, "Acme")) == set(on(before, "Acme")) == {"us-test-list"}
    assert then.hashes == before.hashes == before.at(day("2024-03-02")).hashes, "read once, at the start"
    now = open_store(archive=archive, known=day("2024-03-01"), sources=source)
    assert on(now, "Acme") == {}
    with pytest.raises(UsageError, match="99"):
        open_store(archive=archive, upto=99, sources=source)


# --- the real list ---


def test_every_entry_of_the_real_list_is_read(official: Store) -> None:
    lists = {"us-entity-list", "us-denied-persons", "us-meu", "us-cmic", "us-isn", "us-itar-debarred"}
    entries = [
        each for own in official.listings.values() for each in own if each.entity.startswith("us-csl/")
    ]
    assert len(entries) >= 5_400
    assert {each.list for each in entries} == lists
    assert all(official.lists[name].complete for name in lists)
    assert (
        dates.day("2026-01-01") <= official.lists["us-entity-list"].complete_from <= dates.day("2026-07-09")
    )


def test_on_the_real_list(official: Store, official_index: Index) -> None:
    def listed(name: str) -> set[str]:
        return set(on(official, name, index=official_index))

    assert "us-entity-list" not in listed("ZTE Corporation")
    assert "us-entity-list" in listed("ZTE Parsian")
    assert "us-entity-list" in listed("Beijing 8 Star International Co.")
    assert "us-entity-list" in listed("Hytera Communications Limited")
    assert "us-entity-list" not in listed("Hytera Communications Corporation Limited")
    assert {"us-entity-list", "us-cmic"} <= listed("海康威视")
    assert listed("旷视科技有限公司") == {"us-cmic"}
    assert listed("DAHUA ELECTRONICS CORPORATION") == set()
    assert "us-entity-list" in listed("Zhejiang Dahua Technology Co., Ltd.")


CLEAN = """nokia ericsson nec fujitsu samsung cisco juniper ciena axis hanwha bosch motorola-solutions
    huawei-culture h3c dahua-scale dahua-group da-hua-cpas ztex aztech-systems naztec azteq ztevision hella"""


@pytest.mark.parametrize("entity", CLEAN.split())
def test_the_real_list_makes_no_innocent_guilty(official: Store, official_index: Index, entity: str) -> None:
    for name in official.entities[entity].names:
        assert on(official, name, index=official_index) == {}, name


def test_each_declaration_of_the_corpus_is_found_by_its_id() -> None:
    declared_by_file = Declared(CORPUS, None)
    every = sources_in(CORPUS / "lists" / "sources")
    assert set(declared_by_file.order) == set(every)
    assert all(declared_by_file.get(name) == source for name, source in every.items())
    assert declared_by_file.get("us-tset") is None
