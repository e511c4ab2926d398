"""Functions compiled by Numba."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

numba = pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sekisho.match.loops import place  # noqa: E402  # there is no such module without it
from sekisho.match.loops.compiled import compiled  # noqa: E402


def added(one: int, other: int) -> int:
    return one + other


@pytest.fixture(autouse=True)
def _anew() -> None:
    place.folder.cache_clear()


def test_a_function_is_compiled_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path))
    assert compiled(added)(2, 3) == 5
    assert list((tmp_path / "loops").rglob("*.nbi")), "for the next program"
    again = compiled(added)
    assert again(2, 3) == 5
    assert sum(again.stats.cache_hits.values()) == 1  # type: ignore[attr-defined]


def test_settings_of_other_programs_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path))
    monkeypatch.setattr(numba.config, "CACHE_DIR", "theirs")
    compiled(added)
    assert numba.config.CACHE_DIR == "theirs"


@pytest.mark.parametrize("told", ["none", "a file"])
def test_where_nothing_can_be_kept_it_is_compiled_anew(
    told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")
    monkeypatch.setenv("SEKISHO_CACHE", "none" if told == "none" else str(taken))
    own = compiled(added)
    assert own(2, 3) == 5
    assert own._cache.cache_path is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("suffix", ["nbi", "nbc"])
@pytest.mark.parametrize("left", [b"", b"\0" * 100])
def test_a_damaged_file_is_made_again(
    suffix: str, left: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path))
    assert compiled(added)(2, 3) == 5
    (file,) = (tmp_path / "loops").rglob(f"*.{suffix}")
    file.write_bytes(left)
    assert compiled(added)(2, 3) == 5
    again = compiled(added)
    assert again(2, 3) == 5
    assert sum(again.stats.cache_hits.values()) == 1, "as it was compiled the second time"  # type: ignore[attr-defined]


def test_a_full_disk_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path))
    own = compiled(added)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(own._cache._cache_file, "save", full)  # type: ignore[attr-defined]
    assert own(2, 3) == 5
