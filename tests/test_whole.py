"""What the tests share: which of them are left out where what they need is absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.whole import needed

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_absent_is_skipped_but_fails_where_somebody_said_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEKISHO_SHARED", raising=False)
    monkeypatch.delenv("SEKISHO_DATA", raising=False)
    monkeypatch.setenv("CI", "true")
    assert needed(tmp_path, "SEKISHO_SHARED") == tmp_path
    with pytest.raises(pytest.skip.Exception, match="is absent: set SEKISHO_DATA or SEKISHO_SHARED"):
        needed(tmp_path / "sheet.md", "SEKISHO_DATA", "SEKISHO_SHARED")
    monkeypatch.setenv("SEKISHO_SHARED", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match="is absent, though SEKISHO_SHARED is set"):
        needed(tmp_path / "sheet.md", "SEKISHO_DATA", "SEKISHO_SHARED")
