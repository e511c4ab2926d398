"""Which column of a table says what: guessed from its heading, shown, and corrected by whoever knows better.

A column that is not known is left alone, never taken for something near. `vendor` is one sign among others,
for it names the seller as often as the maker; only *manufacturer* and *maker* state who made a device.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem, UsageError, nearest
from sekisho.formats.notes import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": (
        *(
            "id",
            "device",
            "devicename",
            "hostname",
            "host",
            "name",
            "sysname",
            "assettag",
            "asset",
            "assetid",
        ),
        *("file", "serial", "serialnumber", "機器名", "装置名", "ホスト名", "名称", "資産番号"),
    ),
    "manufacturer": (
        *("manufacturer", "maker", "mfr", "mfg", "make", "itemmanufacturer", "製造者", "製造元", "製造業者"),
        *("メーカー", "メーカ", "製造メーカー"),
    ),
    "model": (
        *("model", "modelnumber", "modelname", "devicetype", "type", "partnumber", "partno", "pn", "sku"),
        *(
            "entmodel",
            "entphysicalmodelname",
            "productname",
            "identifiersmodel",
            "型番",
            "型式",
            "機種",
            "品番",
            "モデル",
        ),
    ),
    "mac": (
        *(
            "mac",
            "macs",
            "macaddress",
            "macaddresses",
            "physicaladdress",
            "primarymacaddress",
            "ethernetaddress",
        ),
        *("identifiersmac", "macアドレス", "物理アドレス"),
    ),
    "snmp": ("sysobjectid", "snmp", "snmpoid", "oid", "snmpsysobjectid", "identifierssnmp"),
    "sysdescr": ("sysdescr", "sysdescription", "snmpsysdescr", "systemdescription", "identifierssysdescr"),
    "entity": ("entmfg", "entphysicalmfgname", "mfgname"),
    "vendor": ("vendor", "macvendor", "ouivendor", "hardwarevendor", "ベンダー", "ベンダ"),
    "brand": ("brand", "itembrand", "ブランド"),
    "dmi": ("sysvendor", "systemmanufacturer", "biosvendor", "dmi", "boardvendor", "dmimanufacturer"),
    "pci": ("pci", "pciid", "pcivendor", "identifierspci"),
    "usb": ("usb", "usbid", "usbvendor", "identifiersusb"),
    "pnp": ("pnp", "pnpid", "identifierspnp"),
    "cpe": ("cpe", "identifierscpe"),
    "fcc": ("fcc", "fccid", "identifiersfcc"),
    "item.class": ("class", "deviceclass", "itemclass", "機器種別"),
    "item.acquired": ("acquired", "purchased", "purchasedate", "itemacquired", "購入日", "取得日"),
    "item.origin": ("origin", "countryoforigin", "itemorigin", "原産国"),
    "use.network": ("usenetwork",),
    "use.part": ("usepart",),
    "use.purpose": ("usepurpose",),
    "use.site": ("usesite",),
}
"""What a column may be taken for, and the headings that say so, without spaces and signs."""
MANY = ("mac", "entity", "model", "pci", "usb", "cpe", "fcc", "pnp")
"""Kinds of which a cell may hold several."""
_SIGNS = re.compile(r"[\W_]+")
_BY_HEADING = {heading: fact for fact, headings in HEADINGS.items() for heading in headings}


def take(header: Sequence[str], mapping: Mapping[str, str], name: str) -> tuple[tuple[str, str], ...]:
    """What each column is taken for; an empty word: it is left alone.

    Args:
        header: the headings.
        mapping: what somebody says of a heading; it wins over every guess. An empty word leaves it alone.
        name: of the file.

    Raises:
        InputError: no column says anything of a maker.
        UsageError: a heading of the mapping is not there.
    """
    for column in mapping:
        if column not in header:
            near = nearest(column, header)
            hint = f"did you mean {quote(near)}?" if near else f"it has {', '.join(map(quote, header))}"
            raise UsageError(f"{name} has no column {quote(column)}; {hint}")
    taken = [
        (column, mapping.get(column, _BY_HEADING.get(_SIGNS.sub("", column.lower()), "")))
        for column in header
    ]
    if not any(fact not in ("", "id") and "." not in fact for _, fact in taken):
        message = f"no column says anything of a maker: {', '.join(map(quote, header))}"
        problem = Problem(Location(name, 1), message, "say which does: --map 'COLUMN=manufacturer'")
        raise InputError(f"the inventory {name} cannot be read", [problem])
    return tuple(taken)


def mapping_of(texts: Iterable[str], facts: Iterable[str]) -> dict[str, str]:
    """What `COLUMN=FACT` says.

    Args:
        texts: as written.
        facts: names of facts of the case format that a column may hold, beside the kinds of signs.

    Raises:
        UsageError: one is not of that form, or there is no such fact.
    """
    allowed = (*HEADINGS, *facts)
    found = {}
    for text in texts:
        column, sign, fact = text.rpartition("=")
        if not sign or not column:
            raise UsageError(f"--map {text}: write COLUMN=FACT, as 'Make of device=manufacturer'")
        if fact and fact not in allowed:
            near = nearest(fact, allowed)
            hint = f"did you mean '{near}'?" if near else f"one of: {', '.join(HEADINGS)}"
            raise UsageError(f"--map {text}: there is nothing called '{fact}'; {hint}")
        found[column] = fact
    return found
