"""Scans, exports, walks and bills: what of them is a sign, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sekisho.errors import InputError, UsageError
from sekisho.formats.inventory.read import read_inventory

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.formats.inventory.source import Inventory
    from sekisho.law.register import Law

NMAP = """<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap">
<host><status state="up"/><address addr="192.0.2.7" addrtype="ipv4"/>
<address addr="C0:56:E3:00:00:01" addrtype="mac" vendor="Hangzhou Hikvision Digital Technology"/>
<hostnames><hostname name="cam-7"/></hostnames>
<ports><port><service name="http" product="Hikvision IP camera httpd" extrainfo="h">
<cpe>cpe:/h:hikvision:ds-2cd</cpe>
<cpe>cpe:/a:apache:http_server</cpe></service>
<script id="snmp-sysdescr" output="Some camera&#xa; System uptime: 1 day"/>
<script id="snmp-info" output="&#xa;  enterprise: 39165"/></port></ports>
<os><osmatch accuracy="96"><osclass vendor="Hikvision"/></osmatch></os></host>
<host><status state="up"/><address addr="192.0.2.8" addrtype="ipv4"/>
<os><osmatch accuracy="60"><osclass vendor="Huawei"/></osmatch></os></host>
<host><status state="down"/><address addr="192.0.2.9" addrtype="ipv4"/></host>
</nmaprun>
"""
WALK = """SNMPv2-MIB::sysDescr.0 = STRING: Huawei Versatile Routing Platform
Copyright (C) 2007 Huawei Technologies Co., Ltd.
SNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::enterprises.2011.2.23
SNMPv2-MIB::sysName.0 = STRING: core-1
IF-MIB::ifPhysAddress.1 = STRING: 0:e0:fc:0:0:1
ENTITY-MIB::entPhysicalClass.1 = INTEGER: chassis(3)
ENTITY-MIB::entPhysicalClass.2 = INTEGER: module(9)
ENTITY-MIB::entPhysicalMfgName.1 = STRING: "Huawei"
ENTITY-MIB::entPhysicalMfgName.2 = STRING: "FINISAR"
.1.3.6.1.2.1.1.1.0 = STRING: "Second"
.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.9.1.1
.1.3.6.1.2.1.2.2.1.6.3 = Hex-STRING: 00 00 0C 01 02 03
iso.3.6.1.2.1.47.1.1.1.1.13.1 = No Such Instance currently exists at this OID
"""
NETBOX = {
    "count": 1,
    "results": [
        {
            "name": "sw-1",
            "device_type": {"manufacturer": {"name": "Huawei"}, "model": "S5720", "part_number": "0235"},
            "primary_mac_address": "00:e0:fc:00:00:01",
            "custom_fields": {"use_part": "core", "owner": "x"},
            "role": {"slug": "core"},
        },
        {"id": 7, "device_type": {"manufacturer": None, "model": "x"}},
    ],
}
BILL = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [
        {
            "type": "device",
            "name": "Camera",
            "manufacturer": {"name": "Acme"},
            "properties": [
                {"name": "sekisho:class", "value": "camera"},
                {"name": "sekisho:identifiers:mac", "value": "3C:EF:8C:00:00:01"},
            ],
        }
    ],
}


def read(folder: Path, law: Law, text: str, name: str = "devices") -> Inventory:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_inventory(path, law.facts, None, name)


def test_a_scan_tells_signs_and_states_nobody(tmp_path: Path, law: Law) -> None:
    found = read(tmp_path, law, NMAP)
    first, second = found.devices
    assert (found.form, first.id, first.maker, second.id) == ("nmap", "cam-7", "", "192.0.2.8")
    assert first.told == {
        "mac": ("C0:56:E3:00:00:01",),
        "registrant": ("Hangzhou Hikvision Digital Technology",),
        "banner": ("Hikvision IP camera httpd h",),
        "sysdescr": ("Some camera",),
        "snmp": ("1.3.6.1.4.1.39165",),
        "cpe": ("cpe:/h:hikvision:ds-2cd",),
        "guess": ("Hikvision",),
    }
    assert second.told == {}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<nmaprun><host>", "broken XML"),
        ("<other/>", "not nmap's"),
        ("<nmaprun/>", "no host"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><nmaprun/>', "entities"),
    ],
)
def test_a_scan_that_cannot_be_read(tmp_path: Path, law: Law, text: str, word: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, law, text)
    assert word in str(refused.value.problems[0])


def test_walks_one_after_the_other(tmp_path: Path, law: Law) -> None:
    found = read(tmp_path, law, WALK, "walk.txt")
    first, second = found.devices
    assert (first.id, first.at.line, second.id, second.at.line) == ("core-1", 1, "walk", 10)
    assert first.told["snmp"] == ("1.3.6.1.4.1.2011.2.23",)
    assert first.told["mac"] == ("00:E0:FC:00:00:01",)
    assert first.told["entity"] == ("Huawei",)
    assert first.told["sysdescr"][0].endswith("Co., Ltd.")
    assert second.told == {
        "sysdescr": ("Second",),
        "snmp": ("1.3.6.1.4.1.9.1.1",),
        "mac": ("00:00:0C:01:02:03",),
    }


def test_a_walk_that_tells_no_device(tmp_path: Path, law: Law) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path, law, "IF-MIB::ifInOctets.1 = Counter32: 1\n")


@pytest.mark.parametrize("data", [NETBOX, [NETBOX], NETBOX["results"]])
def test_netbox_states_the_manufacturer(tmp_path: Path, law: Law, data: object) -> None:
    first, second = read(tmp_path, law, json.dumps(data)).devices
    assert (first.id, first.maker, first.name, second.id, second.maker) == (
        "sw-1",
        "Huawei",
        "S5720",
        "7",
        "",
    )
    assert first.told == {"model": ("S5720", "0235"), "mac": ("00:E0:FC:00:00:01",)}
    assert first.facts == {"use.part": "core"}


def test_a_bill_of_devices(tmp_path: Path, law: Law) -> None:
    (device,) = read(tmp_path, law, json.dumps(BILL)).devices
    assert (device.id, device.maker, device.facts) == ("Camera", "Acme", {"item.class": "camera"})
    assert device.told == {"mac": ("3C:EF:8C:00:00:01",)}


@pytest.mark.parametrize("text", ["{", "{}", "[]", '{"a": 1}', "[" * 100_000])
def test_json_that_is_no_inventory(tmp_path: Path, law: Law, text: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, law, text)
    assert refused.value.problems[0].hint


def test_a_mapping_needs_a_table(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "scan"
    path.write_text(NMAP, encoding="utf-8")
    with pytest.raises(UsageError):
        read_inventory(path, law.facts, {"a": "mac"})
