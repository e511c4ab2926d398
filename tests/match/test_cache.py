"""Rosters kept in files: the same as built, and never trusted when damaged."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sekisho.match import cache
from sekisho.match.columns import Bearer
from sekisho.match.lore import Lore
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Roster
from sekisho.match.score import Model

if TYPE_CHECKING:
    from collections.abc import Iterable

CORPUS = Path(__file__).parents[2] / "sekisho" / "corpus"
LORE, MODEL = Lore.load(CORPUS), Model.load(CORPUS)
BEARERS = (
    Bearer("huawei", "Company", ("Huawei Technologies Co., Ltd.", "华为技术有限公司"), ("HW",), "cn"),
    Bearer("person", "Person", ("Sergei Petrovich Ivanov", "Сергей ИВАНОВ"), born="1961", ids=("tax:1",)),
    Bearer("odd", "Company", ("Bad \ud800 surrogate", "ﷺ")),
)
ASKED = [
    Query("Huawai Technolgies"),
    Query("華為技術"),
    Query("Sergey P. Ivanov", born="1961"),
    Query("Nobody", ids=("tax:1",)),
    Query("HW"),
    Query("Bad surrogate"),
]


def answers(roster: Roster) -> list[list[tuple[object, ...]]]:
    return [[tuple(found)[:6] for found in own] for own in Matcher.of(roster, MODEL).match(ASKED)]


BUILT = Roster.build(BEARERS, LORE)
EXPECTED = answers(BUILT)


def never() -> Iterable[Bearer]:
    pytest.fail("the roster was built again")


def test_what_was_kept_is_what_was_built(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    assert answers(cache.roster(folder, "a", lambda: BEARERS, LORE)) == EXPECTED
    kept = cache.roster(folder, "a", never, LORE)
    assert answers(kept) == EXPECTED
    assert list(kept.bearers) == list(BEARERS)
    assert [path.name for path in folder.iterdir()] == ["a.roster"]


def test_nothing_that_is_damaged_is_trusted(tmp_path: Path) -> None:
    path = tmp_path / "a.roster"
    cache.write(path, BUILT)
    whole = path.read_bytes()
    step = max(1, len(whole) // 60)
    for at in [*range(0, 400, 7), *range(400, len(whole) - 64, step)]:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        found = cache.read(path, LORE)
        assert found is None or answers(found) == EXPECTED  # what fills up between two arrays may change


@pytest.mark.parametrize("size", [0, 1, 100, 5000, -70])
def test_nothing_that_is_cut_off_is_trusted(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.roster"
    cache.write(path, BUILT)
    path.write_bytes(path.read_bytes()[:size])
    assert cache.read(path, LORE) is None
    assert answers(cache.roster(tmp_path, "a", lambda: BEARERS, LORE)) == EXPECTED
    assert cache.read(path, LORE) is not None


@pytest.mark.skipif(os.name == "nt", reason="the folder is in the profile, which is the user's own")
def test_what_another_may_have_written_is_not_trusted(tmp_path: Path) -> None:
    cache.roster(tmp_path, "own", lambda: BEARERS, LORE)
    (file,) = tmp_path.iterdir()
    assert cache.read(file, LORE, mine=True) is not None
    file.chmod(0o666)
    assert cache.read(file, LORE, mine=True) is None
    built: list[int] = []

    def bearers() -> Iterable[Bearer]:
        built.append(1)
        return BEARERS

    cache.roster(tmp_path, "own", bearers, LORE)
    assert built, "and is written anew"
    assert cache.read(file, LORE, mine=True) is not None


def test_a_folder_that_cannot_be_written_to_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert answers(cache.roster(tmp_path / "file", "a", lambda: BEARERS, LORE)) == EXPECTED


def test_only_the_last_are_kept(tmp_path: Path) -> None:
    for name in range(cache.KEPT + 2):
        cache.write(tmp_path / f"{name}.roster", BUILT)
    assert len(list(tmp_path.iterdir())) == cache.KEPT


def test_the_key_is_of_the_bearers_and_of_the_words(tmp_path: Path) -> None:
    for room in ("words", "match"):
        shutil.copytree(CORPUS / room, tmp_path / room)
    assert cache.key("a", tmp_path) == cache.key("a", CORPUS) != cache.key("b", CORPUS)
    with (tmp_path / "words" / "small.toml").open("a") as file:
        file.write("# more\n")
    assert cache.key("a", tmp_path) != cache.key("a", CORPUS)


def test_nobody(tmp_path: Path) -> None:
    cache.roster(tmp_path, "a", tuple, LORE)
    assert Matcher.of(cache.roster(tmp_path, "a", never, LORE), MODEL).match([Query("Huawei")]) == [()]
