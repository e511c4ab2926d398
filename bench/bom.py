"""A product of 50,000 parts, from the file to what the user reads.

Promise: screened in under 10 seconds of one core. The bill is drawn: five hundred assemblies of a hundred
parts, each assembly in three places, makers of all kinds, one part in ten of a listed group: more than any
real product has. Each command runs in a process of its own, start and printing included.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from machine import machine, table

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
PROMISE = 10.0
"""Seconds."""
ASSEMBLIES, PLACES = 500, 3
MAKERS = (
    *("Murata Manufacturing Co., Ltd.", "Texas Instruments", "TDK Corporation", "Vishay", "Renesas"),
    *("Yageo Corporation", "Samsung Electro-Mechanics", "Widgets {} Ltd.", "Widgets {} Ltd.", "HiSilicon"),
)
CASE = {
    "date": "2026-10-01",
    "action": "buy",
    "actor": {"country": "us", "kinds": ["federal-agency"]},
    "item": {"name": "base station", "class": "base-station"},
    "use": {"network": "5g"},
}
COMMANDS = (
    ("screen --bom, as text", ("screen", "--bom", "{bill}", "--case", "{case}")),
    ("screen --bom, as JSON", ("screen", "--bom", "{bill}", "--case", "{case}", "--format", "json")),
    ("bom, the tree", ("bom", "{bill}", "--case", "{case}")),
    ("bom --replace", ("bom", "{bill}", "--case", "{case}", "--replace")),
)


def drawn() -> dict[str, object]:
    """A bill in CycloneDX 1.6."""
    chance = random.Random(889)
    parts = [
        {
            "type": "device",
            "bom-ref": f"p{number}",
            "name": f"part {number}",
            "manufacturer": {"name": chance.choice(MAKERS).format(chance.randrange(5_000))},
        }
        for number in range(SIZE)
    ]
    assemblies = min(ASSEMBLIES, SIZE)
    inside: dict[str, list[str]] = {"root": [f"p{number}" for number in range(assemblies)]}
    for number in range(assemblies, SIZE):
        inside.setdefault(f"p{number % assemblies}", []).append(f"p{number}")
    for number in range(assemblies):  # an assembly stands in others, too, never in a circle
        for _ in range(PLACES - 1):
            if number:
                inside.setdefault(f"p{chance.randrange(number)}", []).append(f"p{number}")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "device", "bom-ref": "root", "name": "base station"}},
        "components": parts,
        "dependencies": [{"ref": ref, "dependsOn": sorted(set(within))} for ref, within in inside.items()],
    }


def main() -> int:
    """Measure, and print the figures."""
    figures, peak = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        bill, case = Path(folder, "bill.cdx.json"), Path(folder, "case.json")
        bill.write_text(json.dumps(drawn()), "utf-8")
        case.write_text(json.dumps(CASE), "utf-8")
        for title, words in COMMANDS:
            arguments = [each.format(bill=bill, case=case) for each in words]
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(
                [sys.executable, "-m", "sekisho", *arguments], check=False, stdout=subprocess.DEVNULL
            )
            if done.returncode > 2:  # 0, 1 and 2 are answers
                print(f"{title}: it failed with {done.returncode}")
                return 1
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            figures.append((title, took))
            peak = max(peak, after.ru_maxrss / 1024)
    table(f"a bill of {SIZE:,} parts, seconds of one core", [*figures, ("peak memory, MiB", peak)])
    print(machine())
    return 0 if all(took < PROMISE for _, took in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
