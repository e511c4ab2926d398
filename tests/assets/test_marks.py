"""What a thing says of itself: marks that point to a maker, and marks that point to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.assets.marks import Marks
from sekisho.model.entity import Identifier

if TYPE_CHECKING:
    from sekisho.store.base import Store


@pytest.fixture(scope="module")
def marks(store: Store) -> Marks:
    return Marks(store.marks)


def pointed(marks: Marks, **told: object) -> list[str]:
    return [mark.entity for mark in marks.read(told)]


@pytest.mark.parametrize(
    ("kind", "value", "entity"),
    [
        ("mac", "00:E0:FC:12:34:56", "huawei-technologies"),
        ("mac", "00-e0-fc-12-34-56", "huawei-technologies"),
        ("mac", "00e0.fc12.3456", "huawei-technologies"),
        ("mac", "00E0FC123456", "huawei-technologies"),
        ("mac", "00:e0:fc", "huawei-technologies"),
        ("mac", "00:15:EB:00:00:01", "zte"),
        ("mac", "AC:64:DD:5F:00:01", "shanghai-zte"),
        ("mac", "C0:56:E3:00:00:01", "hikvision"),
        ("mac", "3C:EF:8C:00:00:01", "dahua"),
        ("mac", "64:69:BC:00:00:01", "hytera"),
        ("mac", "00:0F:E2:00:00:01", "h3c"),
        ("mac", "40:2C:76:1A:BC:DE", "dahua-scale"),
        ("pci", "19e5", "huawei-technologies"),
        ("pci", "19E5:0200", "huawei-technologies"),
        ("pci", "0x19e5:0x0123", "huawei-technologies"),
        ("usb", "12d1:1506", "huawei-technologies"),
        ("usb", "19D2:0016", "zte"),
        ("usb", "238b", "hytera"),
        ("usb", "221a:0100", "ztex"),
        ("usb", "1472:0009", "h3c"),
        ("snmp", "1.3.6.1.4.1.2011.2.23.95", "huawei-technologies"),
        ("snmp", ".1.3.6.1.4.1.2011", "huawei-technologies"),
        ("snmp", "iso.3.6.1.4.1.3902.3.100", "zte"),
        ("snmp", "SNMPv2-SMI::enterprises.39165.1.1", "hikvision"),
        ("snmp", "1.3.6.1.4.1.1004849.2", "dahua"),
        ("snmp", "1.3.6.1.4.1.37496.1", "dahua"),
        ("snmp", "1.3.6.1.4.1.40297.1", "hytera"),
        ("snmp", "1.3.6.1.4.1.8409.1", "ztevision"),
        ("pnp", "HWV", "huawei-technologies"),
        ("pnp", "HWV0001", "huawei-technologies"),
        ("fcc", "QISE3372", "huawei-technologies"),
        ("fcc", "2ADTD-DS2CD", "hikvision"),
        ("fcc", "SVN-IPC", "dahua"),
        ("fcc", "YAMPD702", "hytera"),
        ("cpe", "cpe:2.3:h:huawei:ar3200:-:*:*:*:*:*:*:*", "huawei-technologies"),
        ("cpe", "cpe:2.3:o:dahuasecurity:ipc_firmware:*:*:*:*:*:*:*:*", "dahua"),
        ("cpe", "cpe:/o:hikvision:ds-2cd_firmware", "hikvision"),
        ("brand", "Huawei", "huawei-technologies"),
        ("brand", "HILOOK", "hikvision"),
        ("brand", "ＨｉｋＭｉｃｒｏ", "hikmicro"),
        ("brand", "荣耀", "honor-device"),
        ("brand", "Lorex", "lorex"),
    ],
)  # fmt: skip
def test_marks_that_point_to_somebody(marks: Marks, kind: str, value: str, entity: str) -> None:
    assert pointed(marks, **{kind: value}) == [entity]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("mac", "02:E0:FC:12:34:56"),  # locally administered
        ("mac", "03:E0:FC:12:34:56"),
        ("mac", "01:E0:FC:12:34:56"),  # addressed to many
        ("mac", "DA:A1:19:00:00:01"),  # as telephones make them up
        ("mac", "00:E0"),
        ("mac", ""),
        ("mac", "no address"),
        ("mac", "40:2C:76:2A:BC:DE"),  # the same block, another firm's part of it
        ("mac", "AC:64:DD:6F:00:01"),
        ("mac", "AA:BB:CC:00:E0:FC"),  # the block stands at the front
        ("pci", "8086:19e5"),
        ("pci", "119e5"),
        ("usb", "19e5:0001"),  # a PCI number is no USB number
        ("snmp", "1.3.6.1.4.1.20110.1"),
        ("snmp", "1.3.6.1.4.1.9.1.2011"),
        ("snmp", "1.3.6.1.2.1.2011"),
        ("snmp", "2011"),
        ("snmp", "1.3.6.1.4.1."),
        ("pnp", "HW"),
        ("fcc", "Q"),
        ("fcc", "2QISE3372"),
        ("cpe", "cpe:2.3:h:cisco:huawei:1:*:*:*:*:*:*:*"),
        ("cpe", "cpe:2.3"),
        ("cpe", "huawei"),
        ("brand", "Huawei Culture"),
        ("brand", ""),
        ("model", "AR3200"),
    ],
)
def test_marks_that_point_to_nobody(marks: Marks, kind: str, value: str) -> None:
    assert pointed(marks, **{kind: value}) == []


def test_every_mark_of_a_thing_is_read(marks: Marks) -> None:
    told = {"mac": "00:15:EB:00:00:01", "pci": "8086", "brand": "Nokia", "snmp": ".1.3.6.1.4.1.39165.1"}
    assert pointed(marks, **told) == ["zte", "hikvision"]


def test_a_thing_may_have_several_marks_of_a_kind(marks: Marks) -> None:
    macs = ("F8:75:A4:00:00:01", "00:E0:FC:00:00:01", "3C:EF:8C:00:00:01")
    assert pointed(marks, mac=macs) == ["huawei-technologies", "dahua"]


def test_what_is_not_told_points_to_nobody(marks: Marks) -> None:
    assert pointed(marks) == []
    assert pointed(marks, mac=None) == []


def test_the_longest_block_decides() -> None:
    marks = Marks(
        [
            Identifier("mac", "70B3D5", "the registry"),
            Identifier("mac", "70B3D5ABC", "a small firm"),
            Identifier("mac", "70B3D5A", "a middling firm"),
        ]
    )
    assert pointed(marks, mac="70:B3:D5:AB:C1:23") == ["a small firm"]
    assert pointed(marks, mac="70:B3:D5:AB:D1:23") == ["a middling firm"]
    assert pointed(marks, mac="70:B3:D5:1B:D1:23") == ["the registry"]
    assert pointed(marks, mac="70:B3:D5") == ["the registry"]
