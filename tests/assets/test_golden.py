"""Devices written as text: tests/golden/devices.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho import dates
from sekisho.assets.weigh import Assets
from sekisho.errors import Location
from sekisho.lists.load import open_store
from sekisho.model.device import Device

GOLDEN = Path(__file__).parent.parent / "golden" / "devices.txt"
ASSETS = Assets.load(open_store().marks)
DAY = dates.moment("2026-11-24").day


def lines() -> list[tuple[int, list[str]]]:
    numbered = enumerate(GOLDEN.read_text("utf-8").splitlines(), 1)
    return [(number, line.split("\t")) for number, line in numbered if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("number", "cells"), lines(), ids=lambda each: str(each) if isinstance(each, int) else ""
)
def test_devices(number: int, cells: list[str]) -> None:
    told, maker, confidence = cells
    pairs = (each.split("=", 1) for each in told.split(" & "))
    found = ASSETS.attribute(Device("d", Location("f"), {kind: (value,) for kind, value in pairs}), DAY)
    assert (found.maker or "?", found.confidence) == (maker, confidence), f"line {number}: {found.why}"
