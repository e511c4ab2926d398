"""A hundred thousand devices: read, attributed to makers with the registries, judged, and written.

Promise: under 20 s of one core. The rows are the real inventory where it is at hand ($SEKISHO_DATA), else
some made by hand, varied in their addresses; registries likewise. No peer answers this question: scanners and
inventories name the registrant of an address, and stop there.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import tempfile
import time
from pathlib import Path

from machine import DATA, machine, table

from sekisho.assets.registry import read_registry
from sekisho.assets.weigh import Assets
from sekisho.errors import Location
from sekisho.formats.case import case_of
from sekisho.formats.inventory.page import write_page
from sekisho.formats.inventory.read import read_inventory
from sekisho.formats.inventory.report import write_csv
from sekisho.law.register import Law
from sekisho.lists.load import open_store
from sekisho.screen.inventory import Surveyor
from sekisho.screen.run import Screener, now

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
PROMISE = 20.0
"""Seconds."""
HARDWARE = DATA / "hardware"
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
COLUMNS = ("file", "sysDescr", "sysObjectID", "entMfg", "entModel", "macs", "use.network", "use.part")
MADE = (
    (
        "Huawei Versatile Routing Platform Software",
        "1.3.6.1.4.1.2011.2.23",
        "",
        "S5720-56C-PWR-EI-AC",
        "002EC7",
    ),
    ("Cisco IOS Software, C3560 Software", "1.3.6.1.4.1.9.1.615", "Cisco", "WS-C3560", "0056BF"),
    ("Linux server 5.4.0 #1 SMP x86_64", "1.3.6.1.4.1.8072.3.2.10", "", "", "001B21"),
    ("", "1.3.6.1.4.1.1004849.2", "", "IPC-HFW2431S", "3CEF8C"),
)
OWNER = {
    "action": "use",
    "actor": {"country": "gb", "kinds": ["telecom-operator"]},
    "item": {"class": "router", "components": []},
    "authorisations": [],
}


def rows() -> list[tuple[str, ...]]:
    """Descriptions, object ids, makers, models and the blocks of addresses."""
    real = HARDWARE / "network-inventory.csv"
    if not real.exists():
        return list(MADE)
    with real.open(encoding="utf-8", newline="") as file:
        return [
            (
                *(row["sysDescr"], row["sysObjectID"], row["entMfg"], row["entModel"]),
                row["macs"][:8].replace(":", ""),
            )
            for row in csv.DictReader(file)
        ]


def written(folder: Path) -> Path:
    """The inventory as a file: serial numbers make nearly all descriptions and all addresses differ."""
    draw, models = random.Random(20190516), rows()
    path = folder / "inventory.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for number in range(SIZE):
            text, oid, maker, model, block = draw.choice(models)
            macs = ";".join(f"{block}{draw.randrange(1 << 24):06X}" for _ in range(4)) if block else ""
            use = draw.choice(("4g", "5g", "full-fibre")), draw.choice(("core", "ran", "access", "transport"))
            out.writerow((f"d{number}", text and f"{text} SN {number}", oid, maker, model, macs, *use))
    return path


def main() -> int:
    """Measure, and print the figures."""
    law, store = Law.load(), open_store()
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder))
        start = time.process_time()
        registries = [read_registry(HARDWARE / name) for name in REGISTRIES if (HARDWARE / name).exists()]
        assets = Assets.load(store.marks, registries)
        loaded = time.process_time()
        inventory = read_inventory(path, law.facts)
        read = time.process_time()
    owner = case_of(OWNER, Location("bench"), law.facts, default_id="owner")
    survey = Surveyor(Screener(law, store), assets, owner, now()).survey(inventory.devices)
    judged = time.process_time()
    write_csv(survey, io.StringIO())
    write_page(survey, io.StringIO())
    end = time.process_time()
    named = sum(bool(each.attribution.maker) for each in survey.devices)
    table(
        f"{SIZE:,} devices, seconds of one core ({named:,} with a maker, {len(registries)} registries)",
        [
            ("registries read", loaded - start),
            ("the file read", read - loaded),
            ("attributed and judged", judged - read),
            ("written as CSV and as a page", end - judged),
            ("all together", end - start),
        ],
    )
    print(machine())
    return 0 if end - start < PROMISE else 1


if __name__ == "__main__":
    sys.exit(main())
