"""Where what may be thrown away is kept, if nobody says otherwise."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from sekisho.folders import cache_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for name in ("XDG_CACHE_HOME", "SEKISHO_CACHE", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("platform", "folder"),
    [
        ("linux", ".cache/sekisho"),
        ("darwin", "Library/Caches/sekisho"),
        ("win32", "AppData/Local/sekisho"),
    ],
)
def test_each_system_has_its_place(
    home: Path, monkeypatch: pytest.MonkeyPatch, platform: str, folder: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == home / folder


def test_the_standard_of_the_desktop_is_respected(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "xdg"))
    assert cache_folder() == home / "xdg" / "sekisho"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert "relative" not in str(cache_folder())


def test_it_may_be_named_or_done_without(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", "~/mine")
    assert cache_folder() == home / "mine"
    monkeypatch.setenv("SEKISHO_CACHE", "none")
    assert cache_folder() is None
