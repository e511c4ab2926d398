"""What a decision rests on is told by the titles of the law files that are others since."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from sekisho.desk.desk import Desk
from sekisho.desk.rights import console
from sekisho.law.register import Law
from sekisho.record import laws
from sekisho.record.difference import Difference
from sekisho.screen.run import now
from sekisho.store import texts as kept
from sekisho.store.texts import LawText
from tests.whole import read_case

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.store.engine import Archive

FILE = "us/section-889.md"
TITLE = "Section 889 — federal procurement, United States"
OLD = "0123456789abcdef"


@pytest.fixture(scope="module")
def other(law: Law, tmp_path_factory: pytest.TempPathFactory) -> Law:
    """The law as it is after somebody added a word to one file and to the facts."""
    root = tmp_path_factory.mktemp("law") / "law"
    shutil.copytree(law.root, root)
    for name in (FILE, "facts.toml"):
        with (root / name).open("a", encoding="utf-8") as file:
            file.write("\n# a word more\n" if name.endswith("toml") else "\nA word more.\n")
    return Law.load(root)


def resting(then: str, now: str) -> Difference:
    """A difference in the law and in the program."""
    basis = (("sekisho", "engine", "1", "2"), ("law", "law", then, now))
    return Difference("review", "review", ("2026-01-01", "2026-01-02"), (), (), (), basis)


def noted(archive: Archive, law: Law) -> tuple[LawText, ...]:
    with archive.writing() as connection:
        laws.note(connection, law)
    with archive.reading() as connection:
        return kept.texts(connection, law.digest)


def test_a_law_is_noted_once_with_every_file(archive: Archive, law: Law) -> None:
    found = noted(archive, law)
    assert noted(archive, law) == found
    files = {each.at.file for each in law.instruments.values()}
    assert {each.file for each in found} >= {"facts.toml", *files}
    assert next(each for each in found if each.file == FILE).title == TITLE
    assert all(each.title and len(each.hash) == 16 for each in found)


def test_what_is_another_is_named_and_all_else_stays(archive: Archive, law: Law, other: Law) -> None:
    noted(archive, law)
    (engine, *rows) = laws.by_title(resting(law.digest, other.digest), archive, other).basis
    assert engine == ("sekisho", "engine", "1", "2")
    assert [row[:2] for row in rows] == [
        ("law", f"{laws.ASKED} (facts.toml)"),
        ("law", f"{TITLE} ({FILE})"),
    ]
    assert all(then != now and len(then) == len(now) == 16 for _, _, then, now in rows)


def test_a_file_that_came_or_went_is_named(archive: Archive, law: Law) -> None:
    here = laws.texts(law)
    gone = LawText("xx/gone.md", "An act that was repealed", OLD)
    with archive.writing() as connection:
        kept.note(connection, OLD, [*here[1:], gone])
    rows = laws.by_title(resting(OLD, law.digest), archive, law).basis[1:]
    assert rows == (
        ("law", f"{here[0].title} ({here[0].file})", "", here[0].hash),
        ("law", "An act that was repealed (xx/gone.md)", OLD, ""),
    )


def test_where_nobody_noted_it_the_hash_stays(archive: Archive, law: Law) -> None:
    found = resting(OLD, law.digest)
    assert laws.by_title(found, archive, law) == found


def test_a_folder_that_is_another_by_now_is_not_noted(archive: Archive, law: Law, tmp_path: Path) -> None:
    shutil.copytree(law.root, tmp_path / "law")
    read = Law.load(tmp_path / "law")
    with (tmp_path / "law" / FILE).open("a", encoding="utf-8") as file:
        file.write("\nA word more.\n")
    assert laws.texts(read) == ()
    assert noted(archive, read) == ()


def test_a_decision_of_the_desk_can_be_told_from_one_by_another_law(
    archive: Archive, law: Law, other: Law
) -> None:
    case = read_case(law.facts, {"id": "a", "action": "buy", "actor": {"country": "us"}})
    for one in (law, other):
        desk = Desk(archive, one)
        try:
            if one is law:
                list(desk.screen(console("ann"), [case], now()))
                assert desk.again(1).basis == ()
            else:
                assert [name for kind, name, _, _ in desk.again(1).basis if kind == "law"] == [
                    f"{laws.ASKED} (facts.toml)",
                    f"{TITLE} ({FILE})",
                ]
        finally:
            desk.close()
