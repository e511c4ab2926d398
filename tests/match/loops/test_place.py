"""Where compiled loops are kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from sekisho.match.loops import place

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _anew() -> None:
    place.folder.cache_clear()


def test_the_folder_is_one_for_all_that_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path))
    own = place.folder()
    assert own is not None
    assert own.parent == tmp_path / "loops"
    place.folder.cache_clear()
    assert place.folder() == own
    place.folder.cache_clear()
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "1")
    assert place.folder() != own


def test_it_is_another_once_any_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path))
    room = tmp_path / "sekisho" / "names"
    room.mkdir(parents=True)
    called = room / "called.py"
    called.write_text("ONE = 1\n", encoding="utf-8")
    monkeypatch.setattr("sekisho.kept.__file__", str(room.parent / "kept.py"))
    before = place.folder()
    place.folder.cache_clear()
    called.write_text("ONE = 10\n", encoding="utf-8")
    assert place.folder() != before


def test_what_is_whole_is_known_to_the_next_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path))
    assert not place.is_whole()
    place.now_whole()
    assert place.is_whole()


def test_old_versions_are_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path))
    own = place.folder()
    assert own is not None
    for age, name in enumerate(["newest", "new", "old", "older", "oldest"]):
        (tmp_path / "loops" / name).mkdir(parents=True)
        os.utime(tmp_path / "loops" / name, (1_000_000 - age, 1_000_000 - age))
    own.mkdir()
    place.now_whole()
    assert {each.name for each in own.parent.iterdir()} == {own.name, "newest", "new", "old"}


@pytest.mark.skipif(os.name == "nt", reason="the folder is in the profile, which is the user's own")
@pytest.mark.parametrize("above", [False, True])
def test_what_another_may_have_put_there_is_not_run(
    above: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path))
    own = place.made()
    assert own is not None
    (own.parent if above else own).chmod(0o777)
    assert place.made() is None


def test_nothing_is_kept_where_nothing_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", "none")
    assert place.folder() is None
    place.now_whole()
    assert not place.is_whole()
