"""What a snapshot changes, on both databases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from sekisho.dates import Interval
from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.store.thinned import Thinned
from tests.store.sayings import DAY, believed, listing, many, names, put, retrieval, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.model.statement import Said
    from sekisho.store.engine import Archive


def test_the_first_snapshot_opens_everything(archive: Archive) -> None:
    change = put(archive, names("a=Alpha", "b=Beta"))
    assert (change.added, change.removed, change.kept) == (2, 0, 0)
    assert change.snapshot.inherited
    assert (change.snapshot.id, change.snapshot.rows, change.snapshot.entities) == (1, 2, 2)
    assert believed(archive, DAY) == {"a.name=Alpha", "b.name=Beta"}
    assert believed(archive, DAY - 1) == set()


def test_a_statement_comes_back_as_it_was_said(archive: Archive) -> None:
    own = said(
        "a", "ALPHA ", "alias", schema="Company", lang="ja", cleaned="株式会社アルファ", valid=Interval(5, 9)
    )
    put(archive, [own])
    assert list(archive.statements(DAY)) == [(own.statement, DAY)]


def test_what_the_first_snapshot_holds_is_known_from_the_publishers_day(archive: Archive) -> None:
    old, later = said("a", "Alpha", since=DAY - 100), said("b", "Beta", since=DAY + 100)
    put(archive, [old, later, said("c", "Gamma")])
    assert dict(archive.statements(DAY)) == {
        old.statement: DAY - 100,
        later.statement: DAY,
        said("c", "Gamma").statement: DAY,
    }
    assert believed(archive, DAY - 100) == {"a.name=Alpha"}
    assert believed(archive, DAY - 101) == set()
    assert [each.inherited for each in archive.history("a")] == [True]
    assert [each.inherited for each in archive.history("c")] == [False]


def test_what_a_later_snapshot_adds_is_witnessed(archive: Archive) -> None:
    put(archive, names("a=Alpha"))
    change = put(archive, names("a=Alpha", "b=Beta", since=DAY - 100), DAY + 10)
    assert not change.snapshot.inherited
    assert (change.added, change.removed, change.kept) == (1, 0, 1)
    assert believed(archive, DAY + 9) == {"a.name=Alpha"}
    assert believed(archive, DAY + 10) == {"a.name=Alpha", "b.name=Beta"}


def test_what_vanishes_is_closed_and_what_returns_is_opened_anew(archive: Archive) -> None:
    put(archive, names("a=Alpha", "b=Beta"))
    gone = put(archive, names("a=Alpha"), DAY + 10)
    assert (gone.added, gone.removed, gone.kept) == (0, 1, 1)
    put(archive, names("a=Alpha", "b=Beta"), DAY + 20)
    times = [(each.known_from, each.known_to, each.snapshot, each.gone) for each in archive.history("b")]
    assert times == [(DAY, DAY + 10, 1, 2), (DAY + 20, None, 3, None)]
    assert ["b.name=Beta" in believed(archive, DAY + day) for day in (9, 10, 19, 20)] == [
        True,
        False,
        False,
        True,
    ]


def test_the_same_again_changes_no_statement(archive: Archive) -> None:
    before = list(many(1, 300))
    put(archive, before)
    rows = list(archive.statements(DAY))
    change = put(archive, before, DAY + 1)
    assert (change.added, change.removed, change.kept) == (0, 0, len(before))
    assert list(archive.statements(DAY + 1)) == rows


def test_the_same_bytes_need_not_be_read(archive: Archive) -> None:
    put(archive, names("a=Alpha"))
    again = retrieval(content=names("a=Alpha"))
    with archive.write() as writer:
        same_day = writer.repeat(again, DAY)
        assert same_day is not None
        assert not same_day.written
        next_day = writer.repeat(replace(again, retrieved="2026-01-02T00:00:00Z"), DAY + 1)
        assert next_day is not None
        assert (next_day.written, next_day.kept, next_day.snapshot.inherited) == (True, 1, False)
        assert writer.repeat(replace(again, sha256="0" * 64), DAY + 1) is None
        assert writer.repeat(replace(again, parser="parser 2"), DAY + 1) is None
        assert writer.repeat(replace(again, source="another"), DAY + 1) is None
        with pytest.raises(UsageError, match="cannot be changed afterwards"):
            writer.repeat(again, DAY)
    assert [(each.id, each.entities) for each in archive.snapshots()] == [(1, 1), (2, 1)]


def test_better_cleaning_is_new_knowledge(archive: Archive) -> None:
    put(archive, [said("a", "ALPHA", cleaned="Alpha"), said("b", "Beta")])
    change = put(archive, [said("a", "ALPHA", cleaned="Alpha!"), said("b", "Beta", lang="en")], DAY + 1)
    assert (change.added, change.removed, change.kept) == (2, 2, 0)
    assert believed(archive, DAY) == {"a.name=Alpha", "b.name=Beta"}
    assert believed(archive, DAY + 1) == {"a.name=Alpha!", "b.name=Beta"}
    assert len({each.statement.id for each in archive.history("a")}) == 1


def test_a_statement_said_twice_is_believed_once(archive: Archive) -> None:
    twice = [said("a", "Alpha", lang="en"), said("b", "Beta"), said("a", "Alpha", lang="fr")]
    assert put(archive, twice).added == 2
    for day in (1, 2):
        change = put(archive, twice, DAY + day)
        assert (change.added, change.removed, change.kept) == (0, 0, 2)
    assert [each.lang for each, _ in archive.statements(DAY) if each.entity_id == "a"] == ["en"]
    assert put(archive, twice[1:], DAY + 3).added == 1
    assert [each.lang for each, _ in archive.statements(DAY + 3) if each.entity_id == "a"] == ["fr"]


def test_the_later_of_two_snapshots_of_a_day_counts_and_the_earlier_can_be_replayed(archive: Archive) -> None:
    put(archive, names("a=Alpha", "b=Beta"))
    morning = put(archive, names("a=Alpha", "c=Gamma"), DAY + 1)
    put(archive, names("b=Beta", "c=Gamma"), DAY + 1)
    assert believed(archive, DAY + 1) == {"b.name=Beta", "c.name=Gamma"}
    assert believed(archive, DAY + 1, morning.snapshot.id) == {"a.name=Alpha", "c.name=Gamma"}
    assert believed(archive, DAY + 1, 1) == {"a.name=Alpha", "b.name=Beta"}
    assert believed(archive, DAY) == {"a.name=Alpha", "b.name=Beta"}
    assert believed(archive, DAY, 0) == set()


def test_knowledge_only_grows(archive: Archive) -> None:
    put(archive, names("a=Alpha"))
    with pytest.raises(
        UsageError, match="the last snapshot of source is of 2026-01-01, this one of 2025-12-31"
    ):
        put(archive, names("a=Alpha"), DAY - 1)
    put(archive, names("a=Alpha"), DAY - 1, "another source")
    assert [each.source for each in archive.snapshots()] == ["source", "another source"]


def test_sources_do_not_touch_one_another(archive: Archive) -> None:
    put(archive, names("a=Alpha", "b=Beta"))
    put(archive, names("a=Alpha"), DAY, "copy")
    change = put(archive, names("c=Gamma"), DAY + 1, "copy")
    assert (change.removed, change.entities_before, change.entities_removed) == (1, 1, 1)
    assert believed(archive, DAY + 1) == {"a.name=Alpha", "b.name=Beta", "c.name=Gamma"}
    assert [each.source for each in archive.history("a")] == ["source", "copy"]


def test_the_share_that_vanished_counts_entities_and_listings(archive: Archive) -> None:
    put(archive, [*names("a=Alpha", "a=Alfa", "b=Beta"), *listing("a", "84 FR 1"), *listing("b", "84 FR 1")])
    change = put(archive, [*names("a=Alfa"), *listing("a", "84 FR 1")], DAY + 1)
    assert (change.entities_before, change.entities_removed, change.share_removed) == (4, 2, 0.5)
    assert change.snapshot.entities == 1


def test_what_vanished_is_counted_over_each_list(archive: Archive) -> None:
    listed = [*names("a=Alpha", "b=Beta"), *listing("a", "84 FR 1"), *listing("b", "84 FR 1")]
    others = [said("c", "Gamma", listed="us-other"), said("d", "Delta", listed="us-other")]
    put(archive, [*listed, *others])
    change = put(archive, [*names("a=Alpha", "b=Beta"), *listing("a", "84 FR 1")], DAY + 1)
    assert change.thinned == (
        Thinned("us-entity-list", 2, 1, empty=False),
        Thinned("us-other", 2, 2, empty=True),
    )
    assert [each.share for each in change.thinned] == [0.5, 1.0]
    assert put(archive, listed, DAY + 2).thinned == (), "nothing was removed"


def test_rows_are_those_that_the_reader_counted(archive: Archive) -> None:
    counted = [0]

    def reading() -> Iterator[Said]:
        for each in names("a=Alpha", "b=Beta"):
            counted[0] = 77
            yield each

    with archive.write() as writer:
        change = writer.replace(retrieval(), reading(), DAY, lambda: counted[0])
    assert change.snapshot.rows == 77
    assert archive.snapshots() == (change.snapshot,)


def test_what_the_reader_raises_leaves_nothing(archive: Archive) -> None:
    put(archive, names("a=Alpha"))

    def reading() -> Iterator[Said]:
        yield from many(1, 100)
        raise InputError("line 401 is no line")

    with pytest.raises(InputError, match="line 401"):
        put(archive, reading(), DAY + 1)
    with pytest.raises(InputError, match="line 401"), archive.write() as writer:
        writer.replace(retrieval(), reading(), DAY + 1)
    assert [each.id for each in archive.snapshots()] == [1]
    assert believed(archive, DAY + 1) == {"a.name=Alpha"}


@pytest.mark.parametrize("value", ["Al\0pha", "Al\ud800pha"])
def test_what_is_no_text_is_refused(archive: Archive, value: str) -> None:
    odd = said("a", "Alpha")
    odd = odd._replace(statement=odd.statement._replace(value=value))
    with pytest.raises(InputError, match=r"NUL|no character"):
        put(archive, [odd])
    odd = odd._replace(statement=odd.statement._replace(value="Alpha", original=value))
    with pytest.raises(InputError, match=r"NUL|no character"):
        put(archive, [odd])
    assert archive.snapshots() == ()


def test_any_text_survives(archive: Archive) -> None:
    values = [
        "'; DROP TABLE statement; --",
        "\t\\N\r\n\\.",
        "华为技术有限公司",
        "🏯",
        "",
        "\u00e9",
        "e\u0301",  # canonically the same, and yet another text
        "a" * 100_000,
    ]
    put(archive, [said("a", value) for value in values])
    put(archive, [said("a", value) for value in values], DAY + 1)
    assert [each.value for each, _ in archive.statements(DAY + 1)] == values


def test_a_batch_may_end_anywhere(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sekisho.store.staging.BATCH", {"sqlite": 7, "postgresql": 7})
    monkeypatch.setattr("sekisho.store.staging.AHEAD", 3)
    put(archive, many(1, 20))
    put(archive, [*many(2, 20), *many(2, 20)], DAY + 1)
    expected = {
        f"{each.statement.entity_id}.{each.statement.prop}={each.statement.value}" for each in many(2, 20)
    }
    assert believed(archive, DAY + 1) == expected
    assert put(archive, many(2, 20), DAY + 2).kept == 80


def test_failures_are_recorded_and_the_same_again_renews_one(archive: Archive) -> None:
    put(archive, names("a=Alpha"))
    problem = Problem(Location("list.csv", 3, "name"), "'x' is no name", "correct it")
    with archive.write() as writer:
        writer.refuse("source", "2026-01-01T00:00:00Z", "refused", [problem] * 200, "0" * 64)
        writer.refuse("source", "2026-01-02T00:00:00Z", "refused", [problem] * 200, "0" * 64)
        writer.refuse("new", "2026-01-03T00:00:00Z", "cannot connect")
    new, old = archive.problems()
    assert (new.source, new.problems, new.sha256, new.after) == ("new", (), None, 0)
    assert (old.source, old.at, old.after) == ("source", "2026-01-02T00:00:00Z", 1)
    assert old.problems == (problem,) * 100
    assert archive.problems("source") == (old,)


def test_what_conditional_retrieval_needs_is_kept(archive: Archive) -> None:
    assert archive.fetched("source") is None
    with archive.write() as writer:
        writer.fetched("source", {"etag": '"1"'})
        writer.fetched("source", {"etag": '"2"', "files": ["a"]})
    assert archive.fetched("source") == {"etag": '"2"', "files": ["a"]}


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_server_knows_of_a_long_list_as_soon_as_it_is_there(archive: Archive) -> None:
    """Else it goes through all of it once for each entity, where it took stock while there was little."""

    def counted() -> int:
        with archive.reading() as connection:
            query = "SELECT reltuples FROM pg_class WHERE oid = 'statement'::regclass"
            return int(connection.scalar(text(query)) or 0)

    put(archive, names("a=Alpha"))
    with archive.writing() as connection:
        connection.execute(text("ANALYZE statement"))
    assert counted() == 1
    put(archive, many(1), DAY + 1)
    assert counted() == 4001
