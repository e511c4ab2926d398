"""A decision is found by its line, on both databases; lines of an older record are made of its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sekisho.record.chain import Chain
from sekisho.store.decisions import Sought, counts, file_all, page
from sekisho.store.schema import DECISION

if TYPE_CHECKING:
    from sekisho.store.engine import Archive

AT = ("2026-10-31T23:59:59Z", "2026-11-01T00:00:00Z", "2026-11-30T12:00:00Z")


def decided(case: str, outcome: str, follows: int | None = None) -> tuple[str, dict[str, Any]]:
    answer = {"outcome": outcome, "as_of": {"on": "2021-06-01", "known": "2026-11-30"}}
    return "decision", {"case": case, "answer": answer} | ({} if follows is None else {"follows": follows})


def recorded(archive: Archive) -> Chain:
    chain = Chain(archive)
    chain.append([decided("a", "unknown"), ("need", {"case": "a", "decision": 1})], "ann", AT[0])
    chain.append([decided("a", "prohibited", 1)], "ann", AT[1])
    chain.append([decided("名" * 5000, "no-rule")], "bob", AT[2])
    return chain


def numbers(archive: Archive, sought: Sought, before: int | None = None, limit: int = 50) -> list[int]:
    return [each.number for each in page(archive, sought, before=before, limit=limit)]


def test_decisions_are_found_by_what_they_say(archive: Archive) -> None:
    recorded(archive)
    assert numbers(archive, Sought()) == [4, 3, 1]
    assert numbers(archive, Sought(), before=4, limit=1) == [3]
    assert numbers(archive, Sought(case="a")) == [3, 1]
    assert numbers(archive, Sought(case="名" * 5000)) == [4]
    assert numbers(archive, Sought(outcome="prohibited", by="ann")) == [3]
    assert numbers(archive, Sought(follows=1)) == [3]
    assert numbers(archive, Sought(since="2026-11", until="2026-11-30")) == [3]
    assert counts(archive) == (
        ("2026-10", "unknown", 1),
        ("2026-11", "no-rule", 1),
        ("2026-11", "prohibited", 1),
    )


def test_the_lines_of_an_older_record_are_made_of_its_entries(archive: Archive) -> None:
    recorded(archive)
    lines = page(archive)
    with archive.writing() as connection:
        connection.execute(DECISION.delete())
        file_all(connection)
    assert page(archive) == lines
