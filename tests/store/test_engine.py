"""Opening a store, and reading what was known when; on both databases."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from sekisho.errors import SekishoError, UsageError
from sekisho.store.belief import stated
from sekisho.store.engine import Archive
from sekisho.store.fault import StoreError
from tests.store.sayings import DAY, LIST, believed, listing, many, names, put, retrieval, said

if TYPE_CHECKING:
    from pathlib import Path

# --- opening ---


def test_a_store_is_made_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "store.sqlite"
    with pytest.raises(UsageError, match=r"there is no store at .*store\.sqlite"):
        Archive.open(path)
    assert not path.parent.exists()
    with Archive.open(path, create=True) as archive:
        put(archive, names("a=Alpha"))
    for again in (path, str(path), f"sqlite:///{path}"):
        with Archive.open(again) as archive:
            assert believed(archive, DAY) == {"a.name=Alpha"}
            assert str(archive) == str(path)


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "関所 ?x=1&y#%20.sqlite"
    with Archive.open(path, create=True) as archive:
        put(archive, names("a=Alpha"))
    assert path.is_file()


def test_an_empty_database_is_no_store(url: str) -> None:
    if "://" not in url:
        sqlite3.connect(url).execute("VACUUM")
    with pytest.raises(UsageError, match="no store"):
        Archive.open(url)
    Archive.open(url, create=True).close()
    Archive.open(url).close()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("", "is no place for a store"),
        (":memory:", "is no place for a store"),
        ("sqlite://", "would be gone"),
        ("sqlite:///:memory:", "would be gone"),
        ("mysql://user:secret@host/db", "is no store|cannot be kept in mysql"),
        ("postgresql+asyncpg://user:secret@host/db", "is no store|cannot be kept in"),
        ("nonsense://host", "is no store"),
    ],
)
def test_what_is_no_place_for_a_store(given: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        Archive.open(given, create=True)
    assert "secret" not in str(caught.value)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as caught:
        Archive.open(f"postgresql://user:secret@/db?host={tmp_path}")
    assert "secret" not in caught.value.diagnostics()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text('{"results": []}' * 100)
    with pytest.raises(StoreError, match="it is no SQLite file"):
        Archive.open(path, create=True)
    assert path.read_text().startswith('{"results"')


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with Archive.open(path, create=True) as archive:
        put(archive, many(1))
    raw = bytearray(path.read_bytes())
    raw[8192:-4096] = bytes(len(raw) - 8192 - 4096)
    path.write_bytes(raw)
    with pytest.raises(SekishoError), Archive.open(path) as archive:
        list(archive.statements(DAY))


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        Archive.open(tmp_path / "file" / "store.sqlite", create=True)


# --- reading ---


def test_an_empty_store_knows_nothing(archive: Archive) -> None:
    assert list(archive.statements(DAY)) == []
    assert not [*archive.snapshots(), *archive.used(DAY), *archive.problems(), *archive.history("a")]
    assert archive.latest() == 0


def test_only_the_lists_that_are_asked_for(archive: Archive) -> None:
    put(
        archive,
        [said("a", "Alpha"), said("b", "Beta", listed="us-meu"), said("c", "Gamma", listed="us-cmic")],
    )
    asked = archive.statements(DAY, [LIST, "us-cmic", "none"])
    assert [each.entity_id for each, _ in asked] == ["a", "c"]
    assert list(archive.statements(DAY, [])) == []


def test_the_order_is_that_in_which_it_was_learnt(archive: Archive) -> None:
    put(archive, names("z=Omega", "a=Alpha", "m=Mu"))
    put(archive, names("b=Beta", "m=Mu", "a=Alpha"), DAY + 1)
    assert [each.entity_id for each, _ in archive.statements(DAY + 1)] == ["a", "m", "b"]
    assert [each.entity_id for each, _ in archive.statements(DAY + 1, [LIST])] == ["a", "m", "b"]


def test_readers_see_whole_snapshots_while_one_writes(archive: Archive, url: str) -> None:
    put(archive, names("a=Alpha"))
    with Archive.open(url) as reader:
        with archive.write() as writer:
            writer.replace(retrieval(), many(1, 100), DAY + 1)
            assert believed(reader, DAY + 1) == {"a.name=Alpha"}
            assert reader.latest() == 1
        assert len(believed(reader, DAY + 1)) == 400


def test_a_reading_begun_before_an_update_ends_as_it_began(archive: Archive) -> None:
    put(archive, many(1, 6000))
    reading = archive.statements(DAY)
    first = next(reading)
    put(archive, names("a=Alpha"), DAY)
    assert 1 + sum(1 for _ in reading) == 24_000
    assert first[0].entity_id == "list/10"


def test_what_an_answer_rests_on(archive: Archive) -> None:
    put(archive, names("a=Alpha", since=DAY - 50))
    put(archive, names("b=Beta"), DAY + 5, "another")
    put(archive, names("a=Alfa"), DAY + 10)
    put(archive, names("a=Alva"), DAY + 10)

    def rests_on(known: int, upto: int | None = None) -> list[int]:
        return [each.id for each in archive.used(known, upto)]

    assert rests_on(DAY - 51) == []
    assert rests_on(DAY - 50) == [1]
    assert rests_on(DAY + 4) == [1]
    assert rests_on(DAY + 5) == [2, 1]
    assert rests_on(DAY + 10) == [2, 4]
    assert rests_on(DAY + 10, 3) == [2, 3]
    assert rests_on(DAY + 10, 1) == [1]


def test_the_day_of_a_snapshot(archive: Archive) -> None:
    put(archive, names("a=Alpha", since=DAY - 50))
    assert archive.day(1) == DAY
    with pytest.raises(UsageError, match="no snapshot 2"):
        archive.day(2)


# --- changes ---


def test_changes_are_told_by_party(archive: Archive) -> None:
    put(
        archive,
        [
            *names("a=Alpha", "b=Beta", "c=Gamma", "d=Delta"),
            *(each for entity in "abcd" for each in listing(entity, "84 FR 1")),
        ],
    )
    put(
        archive,
        [
            *names("a=Alpha", "b=Beta Ltd", "c=Gamma", "e=Epsilon"),
            *(each for entity in "abe" for each in listing(entity, "84 FR 1")),
            *listing("c", "90 FR 9"),
        ],
        DAY + 1,
    )
    told = {each.caption: each for each in archive.changes(1, 2)}
    assert {name: each.kind for name, each in told.items()} == {
        "Beta Ltd": "changed",
        "Gamma": "changed",
        "Delta": "removed",
        "Epsilon": "added",
    }
    gamma = told["Gamma"]
    assert gamma.entity_id == "c"
    assert {each.value for each in gamma.added} == {"c", "90 FR 9"}
    assert {each.value for each in gamma.removed} == {"c", "84 FR 1"}
    assert [each.value for each in told["Beta Ltd"].removed] == ["Beta"]
    assert len(told["Delta"].removed) == 3
    assert archive.changes(2, 2) == ()


def test_from_before_everything_all_is_added(archive: Archive) -> None:
    put(archive, [*names("a=Alpha"), *listing("a", "84 FR 1")])
    (change,) = archive.changes(0, 1)
    assert (change.entity_id, change.kind, change.caption) == ("a", "added", "Alpha")
    assert len(change.added) == 3


def test_what_was_away_for_a_while_is_no_change(archive: Archive) -> None:
    put(archive, names("a=Alpha", "b=Beta"))
    put(archive, names("a=Alpha"), DAY + 1)
    put(archive, names("z=Zeta"), DAY + 1, "another")
    put(archive, names("a=Alpha", "b=Beta"), DAY + 2)
    put(archive, names("a=Alpha"), DAY + 3)
    assert [(each.entity_id, each.kind) for each in archive.changes(1, 2)] == [("b", "removed")]
    assert [(each.entity_id, each.kind) for each in archive.changes(2, 4)] == [("b", "added")]
    assert archive.changes(1, 4) == ()
    assert archive.changes(2, 5) == ()


def test_a_listing_of_somebody_who_is_not_described(archive: Archive) -> None:
    put(archive, listing("a", "84 FR 1"))
    put(archive, listing("b", "84 FR 1"), DAY + 1)
    told = [(each.entity_id, each.kind, each.caption) for each in archive.changes(1, 2)]
    assert told == [("b", "added", "b"), ("a", "removed", "a")]


def test_a_change_of_many_is_read_in_parts(archive: Archive) -> None:
    put(archive, many(1, 1200, 1))
    put(archive, many(7, 1200, 1), DAY + 1)
    kinds = [each.kind for each in archive.changes(1, 2)]
    assert {kind: kinds.count(kind) for kind in kinds} == {"added": 60, "changed": 1140, "removed": 60}


def test_what_cannot_be_compared(archive: Archive) -> None:
    put(archive, names("a=Alpha"))
    put(archive, names("a=Alpha"), DAY, "another")
    put(archive, names("a=Alfa"), DAY)
    for a, b, message in (
        (1, 2, "two sources"),
        (1, 9, "no snapshot 9"),
        (9, 1, "no snapshot 9"),
        (3, 1, "older"),
    ):
        with pytest.raises(UsageError, match=message):
            archive.changes(a, b)


# --- history ---


def test_the_history_of_an_entity_has_its_listings(archive: Archive) -> None:
    put(archive, [*names("a=Alpha", "b=Beta", since=DAY - 9), *listing("a", "84 FR 1", since=DAY - 9)])
    put(archive, names("a=Alpha", "b=Beta"), DAY + 1)
    put(archive, [*names("a=Alpha", "b=Beta"), *listing("a", "90 FR 9")], DAY + 2)
    beliefs = archive.history("a")
    assert [(each.statement.prop, each.known_from - DAY, each.gone) for each in beliefs] == [
        ("name", -9, None),
        ("entity", -9, 2),
        ("authorityId", -9, 2),
        ("entity", 2, None),
        ("authorityId", 2, None),
    ]
    assert all(each.source == "source" for each in beliefs)
    assert [each.held(DAY) for each in beliefs] == [True, True, True, False, False]
    assert [each.held(DAY + 1) for each in beliefs] == [True, False, False, False, False]
    assert [each.held(DAY + 1, 1) for each in beliefs] == [True, True, True, False, False]
    assert [each.held(DAY - 10) for each in beliefs] == [False] * 5


def test_what_is_stated_of_several_is_theirs_alone(archive: Archive) -> None:
    put(archive, [*names("a=Alpha", "b=Beta", "c=Gamma"), *listing("a", "84 FR 1")])
    put(archive, names("a=Alfa", "c=Gamma"), DAY + 1)
    with archive.reading() as connection:
        beliefs = stated(connection, ["a", "b", "nobody"])
    told = [(each.statement.entity_id, each.statement.value, each.gone) for each in beliefs]
    assert told == [("a", "Alpha", 2), ("b", "Beta", 2), ("a", "Alfa", None)]
