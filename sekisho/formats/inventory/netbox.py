"""Devices as NetBox's API gives them: a page, pages, or a list of devices; its CSV export is a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.errors import Location
from sekisho.formats.inventory.source import Inventory, dug, facts_of, first, refused, told
from sekisho.model.device import Device

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_netbox(data: object) -> bool:
    """Does this look like devices of NetBox?"""
    return any("device_type" in each for each in _devices(data))


def read_netbox(data: object, name: str) -> Inventory:
    """Read the devices.

    Raises:
        InputError: there is none in it.
    """
    devices = tuple(_device(each, number, name) for number, each in enumerate(_devices(data)))
    if not devices:
        raise refused(Location(name), "there is no device in it", "export dcim/devices")
    return Inventory(devices, "netbox")


def _devices(data: object) -> Iterator[dict[str, object]]:
    for page in data if isinstance(data, list) else [data]:
        inner = page.get("results") if isinstance(page, dict) else None
        for each in inner if isinstance(inner, list) else [page]:
            if isinstance(each, dict):
                yield each


def _device(data: dict[str, object], number: int, name: str) -> Device:
    model = first(dug(data, "device_type", "model"), dug(data, "device_type", "display"))
    interfaces = data.get("interfaces")
    macs = [dug(each, "mac_address") for each in interfaces] if isinstance(interfaces, list) else []
    own = data.get("custom_fields")
    facts = (
        facts_of({str(key).replace("_", ".", 1): dug(own, str(key)) for key in own})
        if isinstance(own, dict)
        else {}
    )
    pairs = [
        ("model", model),
        ("model", dug(data, "device_type", "part_number")),
        ("mac", dug(data, "primary_mac_address")),
        *(("mac", each) for each in macs),
    ]
    return Device(
        first(dug(data, "name"), dug(data, "display"), dug(data, "asset_tag"), dug(data, "id"))
        or f"device {number}",
        Location(name, 0, f"[{number}]"),
        told(pairs),
        dug(data, "device_type", "manufacturer", "name"),
        model,
        {key: value for key, value in facts.items() if key.startswith(("use.", "item."))},
    )
