"""Taking a source into the store: what is believed, what is refused, and what is recorded of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.lists.declaration import Checks
from sekisho.lists.ingest import ingest
from sekisho.store.engine import Archive
from sekisho.store.fault import StoreError
from sekisho.store.thinned import Thinned
from tests.store.sayings import DAY, believed, listing, names, retrieval, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sekisho.model.statement import Said

FIVE = names("a=Alpha", "b=Beta", "c=Gamma", "d=Delta", "e=Epsilon")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "store.sqlite", create=True) as opened:
        yield opened


def told(said: Iterable[Said]) -> set[str]:
    return {f"{each.statement.entity_id}.{each.statement.prop}={each.statement.value}" for each in said}


def refused(archive: Archive, said: list[Said], checks: Checks, day: int = DAY + 1) -> list[str]:
    """The reasons for which it is refused; nothing was changed, and it is recorded."""
    snapshots, before = archive.snapshots(), believed(archive, DAY + 1000)
    with pytest.raises(InputError, match=r"source is refused: \d+ problem") as caught:
        ingest(archive, retrieval(content=said), said, day, checks)
    assert archive.snapshots() == snapshots
    assert believed(archive, DAY + 1000) == before
    recorded = archive.problems("source")[0]
    assert recorded.problems == caught.value.problems
    assert recorded.message == str(caught.value)
    assert recorded.sha256 == retrieval(content=said).sha256
    assert recorded.after == len(snapshots)
    assert all(each.hint for each in caught.value.problems)
    return [each.message for each in caught.value.problems]


def test_what_passes_is_taken(archive: Archive) -> None:
    checks = Checks((5, 10), (5, 5), ("Alpha", "Epsilon"), 0.05)
    said = [*FIVE, *listing("a", "84 FR 1")]
    change = ingest(archive, retrieval(), said, DAY, checks, rows=lambda: 5)
    assert (change.snapshot.rows, change.snapshot.entities, change.added) == (5, 5, 7)
    assert believed(archive, DAY) == told(said)
    assert archive.problems() == ()


def test_without_checks_anything_is_taken(archive: Archive) -> None:
    assert ingest(archive, retrieval(), [], DAY).snapshot.entities == 0


def test_too_few_and_too_many(archive: Archive) -> None:
    assert refused(archive, FIVE, Checks((6, None), (7, None))) == [
        "5 rows, fewer than 6",
        "5 entities, fewer than 7",
    ]
    assert refused(archive, FIVE, Checks((0, 4), (0, 3))) == [
        "5 rows, more than 4",
        "5 entities, more than 3",
    ]
    assert refused(archive, [], Checks()) == ["0 rows, fewer than 1", "0 entities, fewer than 1"]


def test_a_missing_canary(archive: Archive) -> None:
    checks = Checks(must_contain=("ALPHA", "Huawei Technologies Co., Ltd.", "84 FR 1"))
    assert refused(archive, [*FIVE, *listing("a", "84 FR 1")], checks) == [
        "'Huawei Technologies Co., Ltd.' is missing",
        "'84 FR 1' is missing",
    ]


def test_canaries_may_stand_anywhere_and_in_other_letters(archive: Archive) -> None:
    checks = Checks(must_contain=("epsilon", "ALPHA"))
    ingest(archive, retrieval(), FIVE, DAY, checks)
    assert believed(archive, DAY) == told(FIVE)


def test_too_much_gone_at_once(archive: Archive) -> None:
    checks = Checks(max_removed=0.3)
    ingest(archive, retrieval(), FIVE, DAY, checks)
    assert refused(archive, FIVE[:3], checks) == [
        "2 of 5 entities and listings are gone: 40.0%, more than 30.0%"
    ]
    renamed = names("a=Alpha", "f=Beta", "g=Gamma", "h=Delta", "i=Epsilon")
    assert refused(archive, renamed, checks) == [
        "4 of 5 entities and listings are gone: 80.0%, more than 30.0%"
    ]
    assert ingest(archive, retrieval(content=4), FIVE[:4], DAY + 1, checks).entities_removed == 1


def on(listed: str, *numbers: int) -> list[Said]:
    """Entries of a list, each with its listing."""
    return [
        each
        for number in numbers
        for each in (
            said(f"{listed}/{number}", f"Company {number}", listed=listed),
            said(f"{listed}/{number}/1", f"{listed}/{number}", "entity", schema="Sanction", listed=listed),
        )
    ]


def test_a_list_cannot_lose_much_inside_a_long_file(archive: Archive) -> None:
    checks = Checks(max_removed=0.05)
    long, short = on("us-long", *range(1000)), on("us-short", *range(30))
    ingest(archive, retrieval(content="both"), [*long, *short], DAY, checks)
    assert refused(archive, [*long, *short[18:]], checks) == [
        "list us-short: 9 of 30 entries are gone: 30.0%, more than 5.0%"
    ]
    assert ingest(archive, retrieval(content="one gone"), [*long, *short[2:]], DAY + 1, checks).thinned == (
        Thinned("us-long", 1000, 0, empty=False),
        Thinned("us-short", 30, 1, empty=False),
    )


def test_no_list_vanishes_unseen_however_short_it_is(archive: Archive) -> None:
    checks = Checks(max_removed=1.0)
    long, short = on("us-long", *range(1000)), on("us-short", 1, 2)
    ingest(archive, retrieval(content="both"), [*long, *short], DAY, checks)
    assert refused(archive, long, checks) == ["list us-short: of 2 entries none is left"]
    assert refused(archive, short, checks) == ["list us-long: of 1,000 entries none is left"]
    others = [*long, *on("us-short", 3, 4)]
    assert ingest(archive, retrieval(content="others"), others, DAY + 1, checks).removed == 4
    assert ingest(archive, retrieval(content="long"), long, DAY + 2, checks, allow_removed=True).removed == 4


def test_an_entry_that_goes_to_another_list_is_gone_from_its_own(archive: Archive) -> None:
    before = [*on("us-a", *range(40)), *on("us-b", *range(40))]
    ingest(archive, retrieval(content=before), before, DAY)
    moved = [
        each._replace(statement=each.statement._replace(list="us-b"))
        if each.statement.entity_id.split("/")[1] in {"1", "2", "3", "4"}
        else each
        for each in before
    ]
    assert refused(archive, moved, Checks(max_removed=0.05)) == [
        "list us-a: 4 of 40 entries are gone: 10.0%, more than 5.0%"
    ]


def test_where_nothing_is_declared_a_fifth_may_go(archive: Archive) -> None:
    many = names(*(f"{number}=Company {number}" for number in range(40)))
    ingest(archive, retrieval(content=many), many, DAY, Checks())
    assert refused(archive, many[9:], Checks()) == [
        "9 of 40 entities and listings are gone: 22.5%, more than 20.0%"
    ]
    ingest(archive, retrieval(content=many[8:]), many[8:], DAY + 1, Checks())
    few = names("a=Alpha", "b=Beta")
    ingest(archive, retrieval("few", few), few, DAY, Checks())
    assert ingest(archive, retrieval("few", few[1:]), few[1:], DAY + 1, Checks()).removed == 1


def test_a_person_may_allow_it(archive: Archive) -> None:
    checks = Checks(max_removed=0.3)
    ingest(archive, retrieval(), FIVE, DAY, checks)
    change = ingest(archive, retrieval(content=1), FIVE[:1], DAY + 1, checks, allow_removed=True)
    assert change.share_removed == 0.8
    with pytest.raises(InputError, match="refused"):
        ingest(archive, retrieval(content=0), [], DAY + 2, checks, allow_removed=True)


def test_every_reason_is_told(archive: Archive) -> None:
    ingest(archive, retrieval(), FIVE, DAY)
    assert len(refused(archive, FIVE[:1], Checks((2, None), (3, None), ("Beta", "Gamma"), 0.05))) == 5


def test_what_the_reader_refuses_is_recorded(archive: Archive) -> None:
    ingest(archive, retrieval(), FIVE, DAY)
    problem = Problem(Location("list.csv", 4, "name"), "the column 'name' is missing", "see the declaration")

    def reading() -> Iterator[Said]:
        yield from FIVE[:2]
        raise InputError("list.csv is refused", [problem])

    with pytest.raises(InputError, match=r"list\.csv is refused"):
        ingest(archive, retrieval(content="new"), reading(), DAY + 1)
    assert believed(archive, DAY + 1) == told(FIVE)
    (recorded,) = archive.problems()
    assert (recorded.message, recorded.problems, recorded.after) == ("list.csv is refused", (problem,), 1)


def test_the_same_bytes_are_not_read_again(archive: Archive) -> None:
    ingest(archive, retrieval(), FIVE, DAY)

    def reading() -> Iterator[Said]:
        pytest.fail("they were read")
        yield

    later = replace(retrieval(), retrieved="2026-01-02T00:00:00Z")
    assert not ingest(archive, later, reading(), DAY).written
    assert ingest(archive, later, reading(), DAY + 1).written
    assert [each.retrieved[:10] for each in archive.snapshots()] == ["2026-01-01", "2026-01-02"]
    assert [each.sha256 for each in archive.used(DAY + 1)] == [later.sha256]


def test_another_way_of_reading_reads_again(archive: Archive) -> None:
    ingest(archive, retrieval(), FIVE, DAY)
    better = replace(retrieval(), parser="parser 2")
    assert ingest(archive, better, FIVE[:4], DAY + 1).removed == 1


def test_an_older_edition_is_a_wrong_call_and_no_failure_of_the_file(archive: Archive) -> None:
    ingest(archive, retrieval(), FIVE, DAY)
    with pytest.raises(UsageError, match="ingest old editions first"):
        ingest(archive, retrieval(content=1), FIVE, DAY - 1)
    assert archive.problems() == ()


def test_a_refusal_is_told_even_where_it_cannot_be_recorded(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("no room")

    monkeypatch.setattr("sekisho.store.writer.Writer.refuse", full)
    with pytest.raises(InputError, match="source is refused"):
        ingest(archive, retrieval(), [], DAY, Checks())
