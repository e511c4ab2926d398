"""Places: a file is whole under its name, or not there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from sekisho.engine.place import place_of
from sekisho.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    place = place_of(str(tmp_path)) / "folder" / "file"
    assert place.read() is None
    place.write(b"one")
    place.write(b"two")
    assert place.read() == b"two"
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["file"]


def test_what_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    place = place_of(str(tmp_path)) / "file"
    place.write(b"before")
    with pytest.raises(TypeError), place.written() as file:
        file.writelines([b"half", None])
    assert place.read() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_without_fsspec_other_schemes_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(UsageError, match="memory:// needs fsspec and its file system: pip install fsspec"):
        place_of("memory://a")


def test_what_fsspec_reaches_is_reached() -> None:
    pytest.importorskip("fsspec", reason="fsspec is not installed here; `make test-ray` has it")
    place = place_of("memory://sekisho-test/folder") / "file"
    place.write(b"one")
    assert place_of("memory://sekisho-test/folder/file").read() == b"one"
