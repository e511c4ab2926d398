"""Registries of identifiers, in the layouts in which they are published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.assets.registry import Registry, read_registry, registrant
from sekisho.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

IEEE = "Registry,Assignment,Organization Name,Organization Address\n"
PCI = """#
#	List of PCI ID's
#	Version: 2023.04.10
19e5  Huawei Technologies Co., Ltd.
	0200  Hi1822 Family
C 00  Unclassified
8086  No vendor
"""
PEN = """PRIVATE ENTERPRISE NUMBERS

(last updated 2024-03-01)

2011
  HUAWEI Technology Co.,Ltd
    A Person
      person&example.com
2012
  ---none---
"""
SMALL = 'MA-M,741AE09,"Small, Inc.",\nMA-M,208593B,Private,\n'
HUAWEI = "Huawei Technologies Co., Ltd."
LAYOUTS = {
    "mac": (IEEE + SMALL, {"741ae09": "Small, Inc.", "208593b": ""}),
    "pci": (PCI, {"19e5": HUAWEI}),
    "usb": (f"#\tList of USB ID's\n\n12d1  {HUAWEI}\n", {"12d1": HUAWEI}),
    "pnp": (f"AAA\tAvolites Ltd\nHWV\t{HUAWEI}\n", {"aaa": "Avolites Ltd", "hwv": HUAWEI}),
    "object": ("# list of SysObject ID's\n9.1.1178\tCisco\tNETWORKING\tx\n", {"9.1.1178": "Cisco"}),
    "snmp": (PEN, {"2011": "HUAWEI Technology Co.,Ltd", "2012": ""}),
}


def read(folder: Path, text: str, day: str = "") -> Registry:
    path = folder / "registry"
    path.write_text(text, encoding="utf-8")
    return read_registry(path, day)


@pytest.mark.parametrize("kind", LAYOUTS)
def test_layouts(tmp_path: Path, kind: str) -> None:
    text, names = LAYOUTS[kind]
    found = read(tmp_path, text)
    assert (found.kind, found.names) == (kind, names)
    assert len(found.digest) == 64


def test_pnp_as_a_table(tmp_path: Path) -> None:
    text = 'Company,PNP ID,Approved On Date\n"Huawei Technologies Co., Inc.",HWV,04/25/2018\n'
    assert read(tmp_path, text).names == {"hwv": "Huawei Technologies Co., Inc."}


def test_one_number_a_line(tmp_path: Path) -> None:
    text = "# iana.org/assignments/enterprise-numbers\n17713 Cambium Networks Limited\t# formerly Motorola\n"
    assert read(tmp_path, text).names == {"17713": "Cambium Networks Limited"}


def test_the_day_is_the_files_own_or_the_one_told(tmp_path: Path) -> None:
    assert read(tmp_path, LAYOUTS["pci"][0], "2025-01-01").day == "2023-04-10"
    assert read(tmp_path, LAYOUTS["snmp"][0]).day == "2024-03-01"
    assert read(tmp_path, LAYOUTS["mac"][0], "2025-01-01").day == "2025-01-01"
    assert read(tmp_path, LAYOUTS["mac"][0]).source == "IEEE MA-M"


@pytest.mark.parametrize("name", ["Private", "IEEE Registration Authority", "Reserved", "---none---", ""])
def test_registrants_that_name_nobody(name: str) -> None:
    assert registrant(name) == ""


@pytest.mark.parametrize(
    "text", ["", "hello\n", "<html></html>", "Registry;Assignment\n", IEEE, "#\tList of PCI ID's\n"]
)
def test_what_is_no_registry_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, text)
    (problem,) = refused.value.problems
    assert problem.hint
    assert "registry" in problem.at.file


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_registry(tmp_path / "absent")
