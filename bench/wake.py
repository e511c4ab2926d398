"""A list changes: how long until exactly the decisions that it touches are decided again?

Promise: after an update that changes 200 of 26,000 entries, the affected of 100,000 recorded decisions are
decided again in under 30 s. The record is made here first, which takes longer than what is measured. That
these are exactly the affected ones, `tests/desk/test_wake.py` holds against deciding all of them again.

    python bench/wake.py [DECISIONS] [ENTRIES] [CHANGED]
"""

from __future__ import annotations

import csv
import json
import random
import resource
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any, cast

from machine import DATA, ROOT, machine, table

from sekisho import dates
from sekisho.dates import AsOf, Moment
from sekisho.desk import beside
from sekisho.desk.ready import Ready
from sekisho.desk.wake import Waker
from sekisho.errors import Location
from sekisho.formats.case import case_of
from sekisho.law.register import Law
from sekisho.lists.load import CORPUS
from sekisho.lists.source import Source
from sekisho.record.chain import Chain, ready
from sekisho.record.said import Asked, decision
from sekisho.store.engine import Archive

sys.path.insert(0, str(ROOT))
from tests.lists.stated import brought
from tests.whole import OFFICIAL_LIST

DECISIONS, ENTRIES, CHANGED = map(int, (*sys.argv[1:], *("100000", "26000", "200")[len(sys.argv) - 1 :]))
PROMISED = 30.0
"""Seconds."""
TOGETHER = 1000
TODAY = dates.today()
PARTY = {"role": "supplier", "country": "us", "owners": []}


def names(draw: random.Random) -> tuple[list[str], list[str]]:
    """Suppliers, and who is listed: real ones where they are at hand, and recombined from their words."""
    vendors, consolidated = DATA / "suppliers/canada-federal-vendors-2022.csv", DATA / OFFICIAL_LIST
    bought = [f"Supplier {number} of Anything, Inc." for number in range(DECISIONS)]
    listed = [f"Party {number} of Somewhere, Ltd." for number in range(ENTRIES)]
    if vendors.exists() and consolidated.exists():
        with vendors.open(encoding="utf-8", newline="") as file:
            bought = [row[0] for row in csv.reader(file)][1:]
        listed = sorted({each["name"] for each in json.loads(consolidated.read_text("utf-8"))["results"]})
    return _filled(bought, DECISIONS, draw), _filled(listed, ENTRIES + CHANGED, draw)


def _filled(own: list[str], size: int, draw: random.Random) -> list[str]:
    """So many distinct names: of too few, the words of several make another one."""
    found = dict.fromkeys(draw.sample(own, min(size, len(own))))
    words = [name.split() for name in own]
    while len(found) < size:
        first, second = draw.choice(words), draw.choice(words)
        found[" ".join((*first[: (len(first) + 1) // 2], *second[len(second) // 2 :]))] = None
    return list(found)


def edition(folder: Path, listed: list[str]) -> Path:
    """The list as its source's declaration reads it."""
    path = folder / "1260h.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Name", "Parent Name", "Start date", "End date", "Source Url"))
        writer.writerows((name, "", "2025-01-07", "", "") for name in listed)
    return path


def record(archive: Archive, law: Law, rooms: Ready, suppliers: list[str]) -> None:
    """Decide and keep a purchase from each."""
    told = {
        "date": dates.iso(TODAY),
        "action": "buy",
        "actor": {"country": "us", "kinds": ["federal-agency", "defence-ministry"], "owners": []},
        "item": {"class": "other-service", "components": []},
        "authorisations": [],
    }
    at, asked, times = Location("bench"), Asked(), AsOf(Moment(TODAY), TODAY)
    remaining = iter(suppliers)
    while some := list(islice(remaining, TOGETHER)):
        cases = [
            case_of(told | {"id": name, "parties": [{**PARTY, "name": name}]}, at, law.facts, default_id="")
            for name in some
        ]
        with rooms.turn():
            screener = rooms.screener(asked)
            knowledge = screener.knowing(TODAY)
            said = [
                decision(case, answer, asked, law.facts)
                for case, answer in zip(cases, screener.answers(cases, times), strict=True)
            ]
            kept = [
                beside.beside(knowledge, case, cast("dict[str, Any]", body["answer"]))
                for case, (_, body) in zip(cases, said, strict=True)
            ]
        prepared = [ready(each, "bench") for each in said]
        with archive.writing() as connection:
            made = Chain(archive).add(connection, prepared, dates.instant())
            beside.keep(connection, law, zip(made, some, kept, strict=True), dates.instant())


def main() -> int:
    """Measure, and print the figures."""
    law, draw = Law.load(), random.Random(20261130)
    source = Source.read(CORPUS / "lists" / "sources" / "us-dod-1260h.toml")
    strangers, own = names(draw)
    listed, new = own[:ENTRIES], own[ENTRIES:]
    # One decision in a hundred is about somebody who is listed.
    bought = [draw.choice(listed) if draw.random() < 0.01 else name for name in strangers]
    coming = [*draw.sample(bought, CHANGED // 4), *new[: CHANGED - CHANGED // 2 - CHANGED // 4]]
    gone = set(draw.sample(listed, CHANGED // 2))
    with (
        tempfile.TemporaryDirectory() as name,
        Archive.open(Path(name) / "store.sqlite", create=True) as archive,
    ):
        folder = Path(name)
        brought(archive, source, edition(folder, listed), dates.iso(TODAY - 1))
        rooms = Ready(archive, law, None)
        waker = Waker(archive, law, rooms)
        waker.wake()  # as after every update: what is decided from now on rests on this list
        start = time.perf_counter()
        record(archive, law, rooms, bought)
        making = time.perf_counter() - start
        newer = [each for each in listed if each not in gone] + coming
        start = time.perf_counter()
        brought(archive, source, edition(folder, newer), dates.iso(TODAY))
        taking = time.perf_counter() - start
        start = time.perf_counter()
        woken = waker.wake()
        waking = time.perf_counter() - start
        size = (folder / "store.sqlite").stat().st_size / 2**20
    touched = {*gone, *coming} & set(bought)
    title = f"{CHANGED} of {ENTRIES:,} entries change; {DECISIONS:,} decisions are recorded"
    figures = [
        ("recorded, s", making),
        ("the store, MiB", size),
        ("the update, s", taking),
        ("decided again what it touches, s", waking),
        ("decisions decided again", len(woken.again)),
        ("of these, about a name that came or went", len(touched)),
        ("outcomes that changed", len(woken.changed)),
        ("memory at most, MiB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    ]
    table(title, figures)
    print(machine())
    kept = waking <= PROMISED
    print(f"promise ({PROMISED:.0f} s): {'kept' if kept else 'MISSED'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
