"""Where things are, if nobody says otherwise."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from sekisho.lists.place import data_folder, keep_folder, store_place

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for name in ("XDG_DATA_HOME", "SEKISHO_STORE", "SEKISHO_KEEP", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("platform", "folder"),
    [
        ("linux", ".local/share/sekisho"),
        ("darwin", "Library/Application Support/sekisho"),
        ("win32", "AppData/Local/sekisho"),
    ],
)
def test_each_system_has_its_place(
    home: Path, monkeypatch: pytest.MonkeyPatch, platform: str, folder: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert data_folder() == home / folder
    assert store_place() == str(home / folder / "store.sqlite")


def test_the_standard_of_the_desktop_is_respected(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "xdg"))
    assert data_folder() == home / "xdg" / "sekisho"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert "relative" not in str(data_folder())


def test_what_is_said_goes_before_what_is_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_STORE", "set.sqlite")
    assert store_place() == "set.sqlite"
    assert store_place("said.sqlite") == "said.sqlite"


def test_bytes_are_kept_beside_a_file_and_near_the_user_of_a_server(home: Path) -> None:
    assert keep_folder(str(home / "a" / "store.sqlite")) == home / "a" / "keep"
    assert keep_folder(f"sqlite:///{home}/a/store.sqlite") == home / "a" / "keep"
    assert keep_folder("~/a/store.sqlite") == home / "a" / "keep"
    assert keep_folder("postgresql://someone@example.org/lists") == data_folder() / "keep"


def test_the_folder_of_kept_bytes_may_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_KEEP", "~/shared/keep")
    for store in (str(home / "a" / "store.sqlite"), "postgresql://someone@example.org/lists"):
        assert keep_folder(store) == home / "shared" / "keep"
    monkeypatch.setenv("SEKISHO_KEEP", "")
    assert keep_folder(str(home / "a" / "store.sqlite")) == home / "a" / "keep"
