"""An anchor is a small file that is read strictly and never written over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.errors import InputError, UsageError
from sekisho.model.entry import Anchor
from sekisho.record.anchor import read_anchor, write_anchor

if TYPE_CHECKING:
    from pathlib import Path

ANCHOR = Anchor(7, "ab" * 32, "2026-11-30T12:00:00Z")


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_anchor(ANCHOR, tmp_path / "anchor.json")
    assert read_anchor(tmp_path / "anchor.json") == ANCHOR


def test_an_older_one_is_not_written_over(tmp_path: Path) -> None:
    write_anchor(ANCHOR, tmp_path / "anchor.json")
    with pytest.raises(UsageError, match="name a new file"):
        write_anchor(ANCHOR, tmp_path / "anchor.json")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"number":0,"hash":"%s","at":"x"}' % ("ab" * 32),
        '{"number":true,"hash":"%s","at":"x"}' % ("ab" * 32),
        '{"number":1,"hash":"ab","at":"x"}',
        '{"number":1,"hash":"%s","at":1}' % ("ab" * 32),
        '{"number":1,"number":1,"hash":"%s","at":"x"}' % ("ab" * 32),
    ],
)
def test_what_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "anchor.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="is no anchor"):
        read_anchor(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_anchor(tmp_path / "none.json")
    assert "No such file" in caught.value.diagnostics()
