"""Names of ships."""

from __future__ import annotations

import pytest

from sekisho.names.vessel import bare


@pytest.mark.parametrize("kind", ["M/V", "MV", "m.v.", "M/T", "MT", "S.S.", "F/V"])
def test_the_kind_of_ship_is_no_part_of_its_name(kind: str) -> None:
    assert bare(f"{kind} Silver Lake") == "Silver Lake"


@pytest.mark.parametrize("name", ["Mtwara Star", "MV", "Silver Lake MV", "M Silver", ""])
def test_nothing_else_is_taken_off(name: str) -> None:
    assert bare(name) == name
