"""Lists taken in, kept and looked back at: seconds, and the most memory, each part in a process of its own.

Promises: a US list of full size can be searched ten seconds after its file is there, and the same file again
is taken in three, within 300 MiB; a FollowTheMoney stream of a million entities goes in at 10,000 a second,
within 1 GiB; any past day of a store of fifty snapshots opens in two seconds. Files are generated in the
official layouts; where real ones are at hand (found through $SEKISHO_DATA, else $SEKISHO_SHARED), they are
measured, too. Promises are about seconds on a clock: on a busy machine, read those of the processor.

One part alone, or several: `python bench/lists.py us generated ftm past`. To try it with less:
`python bench/lists.py ftm --entities 100000`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from listfiles import consolidated, entities
from machine import DATA, ROOT, machine

from sekisho import dates
from sekisho.law.register import Law
from sekisho.lists.brought import Brought
from sekisho.lists.fetch import Fetcher
from sekisho.lists.keep import Keep
from sekisho.lists.load import open_store
from sekisho.lists.place import DECLARED
from sekisho.lists.reading import Reading
from sekisho.lists.source import Source
from sekisho.lists.update import Updater
from sekisho.outside import open_client
from sekisho.screen.run import Screener, now
from sekisho.screen.who import who
from sekisho.store.engine import Archive
from sekisho.store.writer import Retrieval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Jobs = list[tuple[str, dict[str, str]]]
"""Declarations, each with its files by table."""

US = DATA / "lists" / "us"
COPIES = ROOT / "tests" / "lists" / "sources"
OFAC = {"main": "sdn.csv", "alt": "alt.csv", "add": "add.csv"}
REAL: Jobs = [
    (str(COPIES / "us-csl-2026.toml"), {"main": str(US / "csl" / "consolidated-2026-07-09.json")}),
    (
        str(COPIES / "us-ofac-2022.toml"),
        {name: str(US / "ofac" / "2022-01" / file) for name, file in OFAC.items()},
    ),
]
ENTRIES, SNAPSHOTS = 26_000, 50
CHANGED = 100
"""One entry in so many is another one from snapshot to snapshot."""
FIRST_DAY = dates.day("2026-01-01")
MEBI = 1 << 20
STREAM = """
[source]
id        = "bench-ftm"
title     = "A stream of entities"
publisher = { name = "A benchmark", official = false }
kind      = "user"
format    = { kind = "ftm" }
"""


class Figure(NamedTuple):
    """What a part took: seconds on the clock and of the processor, MiB at most; and how many it was of."""

    wall: float
    cpu: float
    peak: float
    done: int


# --- what is measured, each in a process of its own ---


def take(folder: str, jobs: Jobs) -> int:
    """Take files in, as `lists update --from` does; how many rows they had."""
    rows = 0
    with open_client() as client, Archive.open(Path(folder, "store.sqlite"), create=True) as archive:
        updater = Updater(archive, Fetcher(client, Keep(Path(folder, "keep"))))
        for declaration, files in jobs:
            brought = Brought({name: Path(file) for name, file in files.items()})
            updated = updater.update(Source.read(Path(declaration)), brought)
            if updated.error is not None:
                raise SystemExit(updated.error.diagnostics())
            assert updated.change is not None
            rows += updated.change.snapshot.rows
    return rows


def search(folder: str, jobs: Jobs) -> int:
    """Take files in, open the store and ask it for a name that is in them."""
    law = Law.load()
    rows = take(folder, jobs)
    with Archive.open(Path(folder, "store.sqlite")) as archive:
        store = open_store(archive=archive)
        name = store.entities[list(store.listings)[-1]].names[0]
        found = who(name, law, Screener(law, store).knowledge, now(), None)
    assert found.bearers, f"nobody is called {name}"
    return rows


def look_back(folder: str, day: int) -> int:
    """Open the store as known on a day; on how many entries it answers."""
    with Archive.open(Path(folder, "store.sqlite")) as archive:
        return sum(map(len, open_store(archive=archive, known=day).listings.values()))


def parse(file: str) -> int:
    """Read a file of JSON lines with Python's own reader, and do nothing; how many there were."""
    with Path(file).open("rb") as lines:
        return sum(1 for line in lines if json.loads(line))


WORK: Mapping[str, Callable[..., int]] = {each.__name__: each for each in (take, search, look_back, parse)}


def measured(work: str, arguments: Iterable[Any]) -> Figure:
    """Do a piece of work in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    count = WORK[work](*arguments)
    return Figure(time.perf_counter() - wall, time.process_time() - cpu, peak(), count)


def apart(work: str, *arguments: object) -> Figure:
    """Do a piece of work in a process of its own."""
    command = [sys.executable, __file__, "--in-process", work, json.dumps(arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return Figure(*json.loads(done.stdout))


def peak() -> float:
    """The most memory of this process so far, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # of this program alone: what its parent held before does not count
        lines = status.read_text("utf-8").splitlines()
        return next(int(each.split()[1]) for each in lines if each.startswith("VmHWM")) / 1024
    import resource  # noqa: PLC0415  # Windows has none

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (MEBI if sys.platform == "darwin" else 1024)


# --- what is promised ---


class Promises:
    """Prints figures beside what is promised of them, and counts what was missed.

    Attributes:
        entities: how long a stream is measured.
        missed: promises that were not kept.
    """

    def __init__(self, entities: int) -> None:
        self.entities = entities
        self.missed = 0

    def told(
        self, name: str, figure: Figure, seconds: float | None = None, most: float | None = None
    ) -> None:
        """One part, and the promises it was to keep."""
        print(f"  {name:<46}{figure.wall:>8.2f} s{figure.cpu:>9.2f} s of CPU{figure.peak:>8.0f} MiB")
        self._kept(figure.wall, seconds, "s")
        self._kept(figure.peak, most, "MiB")

    def least(self, name: str, figure: float, promised: float) -> None:
        """A rate that is to be reached."""
        print(f"  {name:<46}{figure:>8,.0f}")
        if figure < promised:
            self._miss(f"fewer than the {promised:,.0f} promised")

    def _kept(self, figure: float, promised: float | None, unit: str) -> None:
        if promised is not None and figure >= promised:
            self._miss(f"not under the {promised:g} {unit} promised")

    def _miss(self, what: str) -> None:
        self.missed += 1
        print(f"    {what}")


def us_list(promises: Promises, folder: Path, title: str, jobs: Jobs) -> None:
    """A US list from its file until it can be searched, and the same file again."""
    first = apart("search", str(folder), jobs)
    print(f"{title}, {first.done:,} rows")
    promises.told("from the file until it can be searched", first, 10, 300)
    promises.told("the same file again", apart("take", str(folder), jobs), 3, 300)


def us(promises: Promises, folder: Path) -> None:
    """The publishers' own files, where they are at hand."""
    if all(Path(file).exists() for _, files in REAL for file in files.values()):
        us_list(promises, folder, "Consolidated Screening List and SDN", REAL)
    else:
        print("real lists skipped: set SEKISHO_DATA")


def generated(promises: Promises, folder: Path) -> None:
    """A made-up list of full size, and again with a line more at its end."""
    file = folder / "consolidated.json"
    consolidated(file, ENTRIES)
    jobs: Jobs = [(str(DECLARED / "us-csl.toml"), {"main": str(file)})]
    us_list(promises, folder, "generated", jobs)
    with file.open("a", encoding="utf-8") as end:
        end.write("\n")
    promises.told("other bytes that say the same", apart("take", str(folder), jobs), None, 300)


def ftm(promises: Promises, folder: Path) -> None:
    """A long stream of entities."""
    count = promises.entities
    declaration, file = folder / "bench-ftm.toml", folder / "entities.json"
    declaration.write_text(STREAM, "utf-8")
    entities(file, count)
    taken = apart("take", str(folder), [(str(declaration), {"main": str(file)})])
    print(f"FollowTheMoney, {count:,} entities, {file.stat().st_size / MEBI:,.0f} MiB")
    promises.told("from the file into the store", taken, None, 1024)
    promises.least("entities a second on the clock", count / taken.wall, 10_000)
    print(f"  {'entities a second of CPU':<46}{count / taken.cpu:>8,.0f}")
    promises.told("beside it: its lines parsed as JSON, no more", apart("parse", str(file)))


def past(promises: Promises, folder: Path) -> None:
    """Past days of a store of many snapshots."""
    file = folder / "consolidated.json"
    consolidated(file, ENTRIES)
    with Archive.open(folder / "store.sqlite", create=True) as archive:
        _remember(archive, file)
    size = (folder / "store.sqlite").stat().st_size / MEBI
    print(f"a store of {SNAPSHOTS} snapshots, from each to the next one entry in {CHANGED}: {size:,.0f} MiB")
    for edition in (0, SNAPSHOTS // 2, SNAPSHOTS - 1):
        day = FIRST_DAY + edition
        promises.told(f"opened as known on {dates.iso(day)}", apart("look_back", str(folder), day), 2)


def _remember(archive: Archive, file: Path) -> None:
    """Every snapshot; each drops some entries and has those back that the one before dropped."""
    source = Source.read(DECLARED / "us-csl.toml")
    said = list(Reading({"main": file}, source).said())
    shares = [int(each.statement.entity_id.split("/")[1], 16) % CHANGED for each in said]
    for edition in range(SNAPSHOTS):
        digest = f"{edition:064}"
        retrieval = Retrieval(source.id, tuple(source.lists), "2026-01-01T00:00:00Z", digest, "bench")
        left = (each for each, share in zip(said, shares, strict=True) if share != edition)
        with archive.write() as writer:
            writer.replace(retrieval, left, FIRST_DAY + edition)


def main() -> int:
    """Measure what was asked for, and print the figures."""
    parts: Mapping[str, Callable[[Promises, Path], None]] = {
        each.__name__: each for each in (generated, us, ftm, past)
    }
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(parts))
    parser.add_argument("--entities", type=int, default=1_000_000, help="so many in the stream of ftm")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(parts):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    promises = Promises(asked.entities)
    for name in asked.parts or parts:
        with TemporaryDirectory(prefix="sekisho-bench-") as folder:
            parts[name](promises, Path(folder))
    print(machine())
    return 1 if promises.missed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in-process"]:
        print(json.dumps(measured(sys.argv[2], json.loads(sys.argv[3]))))
        sys.exit(0)
    sys.exit(main())
