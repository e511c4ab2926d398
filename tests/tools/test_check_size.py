"""Which comments look away in silence."""

from __future__ import annotations

import pytest

from tests.tools.tool import tool

check_size = tool("check_size")


@pytest.mark.parametrize(
    ("comment", "reasoned"),
    [
        ("# noqa: PLC0415  # few need it", True),
        ("# noqa: ARG001, PLC0415  # few need it", True),
        ("# type: ignore[return-value]  # it is one", True),
        ("# noqa: S101", True),
        ("# noqa: PLC0415", False),
        ("# noqa: PLC0415 — few need it", False),
        ("# noqa", False),
        ("# type: ignore", False),
        ("# type: ignore[return-value]", False),
    ],
)
def test_an_exception_says_why(comment: str, reasoned: bool) -> None:
    assert check_size.AWAY.match(comment)
    assert check_size._reasoned(comment) is reasoned
