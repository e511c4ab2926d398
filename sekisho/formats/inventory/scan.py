"""Scans by nmap (`-oX`): addresses, products of services, SNMP answers, CPE names, the guess of the system.

Nothing of it states a maker: a scan sees what a device says of itself. Declared entities are refused; the
document type that nmap writes is not fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from sekisho.errors import Location
from sekisho.formats.inventory.source import Inventory, first, refused, told
from sekisho.model.device import Device

if TYPE_CHECKING:
    from collections.abc import Iterator

SURE = 90
"""Percent from which nmap's guess of a system is taken for a sign."""
_DESCRIBES = ("snmp-sysdescr",)
_ENTERPRISE = re.compile(r"enterprise:\s*(\d+)")


def read_scan(raw: bytes, name: str) -> Inventory:
    """Read the XML of nmap.

    Raises:
        InputError: it is broken, declares entities, or has no host that is up.
    """
    if b"<!ENTITY" in raw:
        raise refused(Location(name), "it declares entities", "nmap writes none: leave the file")
    try:
        root = ET.fromstring(raw)  # noqa: S314  # entities, the way to harm, are refused above
    except ET.ParseError as error:
        line, _ = error.position
        raise refused(
            Location(name, line), f"broken XML: {error}", "did the scan end? run it again"
        ) from error
    if root.tag != "nmaprun":
        raise refused(
            Location(name), f"XML of <{root.tag}>, which is not nmap's", "give the file of nmap -oX"
        )
    hosts = [each for each in root.iter("host") if each.find("status[@state='down']") is None]
    if not hosts:
        raise refused(Location(name), "no host is up in this scan", "scan again")
    return Inventory(tuple(_device(each, number, name) for number, each in enumerate(hosts, 1)), "nmap")


def _device(host: ET.Element, number: int, name: str) -> Device:
    named = [each.get("name", "") for each in host.iter("hostname")]
    network = [each.get("addr", "") for each in host.iter("address") if each.get("addrtype") != "mac"]
    return Device(
        first(*named, *network) or f"host {number}", Location(name, 0, f"host[{number}]"), told(_signs(host))
    )


def _signs(host: ET.Element) -> Iterator[tuple[str, str]]:
    for each in host.iter("address"):
        if each.get("addrtype") == "mac":
            yield "mac", each.get("addr", "")
            yield "registrant", each.get("vendor", "")
    for each in host.iter("service"):
        yield "banner", " ".join(filter(None, (each.get("product"), each.get("extrainfo"))))
    for each in host.iter("script"):
        output = each.get("output", "")
        if each.get("id") in _DESCRIBES:
            yield "sysdescr", output.partition("System uptime")[0]
        if each.get("id") == "snmp-info" and (found := _ENTERPRISE.search(output)):
            yield "snmp", f"1.3.6.1.4.1.{found[1]}"
    for each in host.iter("cpe"):
        text = each.text or ""
        if text.startswith("cpe:/h:"):  # a program or a system says nothing of who made the device
            yield "cpe", text
    for match in host.iter("osmatch"):
        if int(match.get("accuracy", "0")) >= SURE:
            for each in match.iter("osclass"):
                yield "guess", each.get("vendor", "")
            return
