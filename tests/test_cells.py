"""Cells that spreadsheets may open."""

from __future__ import annotations

import pytest

from sekisho.cells import harmless


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1"])
def test_what_begins_like_a_formula_is_marked_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Acme", "1 - 2", "a=b", "'=1", " =1"])
def test_what_does_not_is_left_as_it_is(text: str) -> None:
    assert harmless(text) == text
