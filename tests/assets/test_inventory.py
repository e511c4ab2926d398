"""The real inventory: devices as SNMP described them, and the label of whoever collected them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.assets.registry import read_registry
from sekisho.assets.weigh import Assets
from sekisho.errors import Location
from sekisho.model.device import Attribution, Confidence, Device
from sekisho.names.normal import normalise
from tests.whole import data

if TYPE_CHECKING:
    from sekisho.store.base import Store

LABELS = Path(__file__).parent.parent / "golden" / "device-labels.txt"
REGISTRIES = (
    "oui.csv",
    "mam.csv",
    "oui36.csv",
    "iana-pen-wireshark-4.0.17.tsv",
    "pci.ids",
    "usb.ids",
    "pnp.ids",
    "sysobject.ids",
)
GROUPS = {"vrp": "Huawei", "huaweiups": "Huawei", "zxdsl": "ZTE", "zxr10": "ZTE"}
"""The labels of devices of the five groups; the file has none of Hikvision, Dahua or Hytera."""
FIVE = ("Huawei", "ZTE", "Hikvision", "EZVIZ", "Prama Hikvision", "Dahua", "Hytera")
DAY = dates.moment("2025-09-30").day


def expected() -> dict[str, list[list[str]]]:
    """By label, the names of its maker, in words; none where it names nobody."""
    lines = (line for line in LABELS.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    cells = (line.split("\t") for line in lines)
    return {
        label: [words for name in names.split(",") if (words := normalise(name).split())]
        for label, names, *_ in cells
    }


def agrees(maker: str, names: list[list[str]]) -> bool:
    """Does the name of a maker begin with one of these?"""
    words = normalise(maker).split()
    return any(words[: len(name)] == name for name in names)


def device(row: dict[str, str], line: int) -> Device:
    """What a row tells, without its label."""
    told = {
        "sysdescr": (row["sysDescr"],),
        "snmp": (row["sysObjectID"],),
        "entity": tuple(row["entMfg"].split(";")),
        "model": tuple(row["entModel"].split(";")),
        "mac": tuple(row["macs"].split(";")),
    }
    told = {kind: kept for kind, values in told.items() if (kept := tuple(filter(None, values)))}
    return Device(row["file"], Location("network-inventory.csv", line), told)


Found = list[tuple[str, Attribution]]


def attributed(assets: Assets) -> Found:
    with data("hardware/network-inventory.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["os_label"], assets.attribute(device(row, n), DAY)) for n, row in enumerate(rows, 2)]


@pytest.fixture(scope="module")
def shipped(store: Store) -> Found:
    """With what ships only."""
    return attributed(Assets.load(store.marks))


@pytest.fixture(scope="module")
def full(store: Store) -> Found:
    """With the registries, too."""
    registries = [read_registry(data(f"hardware/{name}")) for name in REGISTRIES]
    return attributed(Assets.load(store.marks, registries))


@pytest.mark.parametrize("which", ["shipped", "full"])
def test_the_five_groups_and_nobody_else(which: str, request: pytest.FixtureRequest) -> None:
    found: Found = request.getfixturevalue(which)
    assert [each.maker for label, each in found if label in GROUPS] == [
        GROUPS[label] for label, _ in found if label in GROUPS
    ]
    assert sum(label in GROUPS for label, _ in found) == 8
    others = [(label, each) for label, each in found if label not in GROUPS]
    assert [(label, each.maker) for label, each in others if each.maker in FIVE] == []
    assert [label for label, each in others if set(each.against) & set(FIVE)] == []


def test_four_in_five_agree_with_the_label(full: Found) -> None:
    labels = expected()
    agreeing = sum(agrees(each.maker, labels[label]) for label, each in full)
    assert agreeing / len(full) >= 0.80, f"{agreeing} of {len(full)}"


def test_who_is_named_against_the_label_is_rarely_a_maker_that_is_sure(full: Found) -> None:
    """Of makers that a label names, one in sixteen is taken for another, mostly with low confidence."""
    labels = expected()
    told = [(label, each) for label, each in full if labels[label]]
    others = [(label, each) for label, each in told if each.maker and not agrees(each.maker, labels[label])]
    assert len(others) <= len(told) / 16
    sure = [(label, each.maker) for label, each in others if each.confidence is Confidence.HIGH]
    assert sure == []
    medium = {label for label, each in others if each.confidence is Confidence.MEDIUM}
    assert medium <= {"dell-rcs", "istars"}, "built by another; named in full"


@pytest.mark.parametrize(
    ("maker", "names", "same"),
    [
        ("Cisco", [["cisco"]], True),
        ("IONODES Inc.", [["ionodes"]], True),
        ("Hewlett Packard Enterprise", [["hp"], ["hewlett", "packard"]], True),
        ("Alphatron", [["alpha"]], False),
        ("Guangdong East Power", [["east"]], False),
        ("", [["cisco"]], False),
        ("Dell", [], False),
    ],
)
def test_names_agree_word_by_word(maker: str, names: list[list[str]], same: bool) -> None:
    assert agrees(maker, names) is same


@pytest.mark.parametrize("which", ["shipped", "full"])
def test_the_rest_are_unknown_with_the_reason(which: str, request: pytest.FixtureRequest) -> None:
    unknown = [each for _, each in request.getfixturevalue(which) if not each.maker]
    assert unknown
    assert all(each.confidence is Confidence.UNKNOWN and each.why for each in unknown)
    assert not any("not restricted" in each.why or "clear" in each.why for each in unknown)


def test_every_label_is_judged(full: Found) -> None:
    assert {label for label, _ in full} == set(expected())
