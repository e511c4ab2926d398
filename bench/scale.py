"""Datasets over a bundle of the American lists: rows a second and core, and memory of a process.

Promises: 8,000 rows a second and core with distinct names, 80,000 where each name comes ten times; a process
below 700 MiB. Beside it, `cluster.py` measures a Ray cluster.

    python bench/scale.py [ROWS] [TIMES] [FOLDER] [WAY]

Rows are the worked cases crossed with names of suppliers, as whole cases in JSON, in 16 files; beside them
purchases in columns, in one file: names that repeat are held to the promise by these. Reasons are not kept.
A part runs in a process of its own; of several runs the best counts. With FOLDER what is made stays there.
WAY is how names are held against each other: in compiled `loops`, by which the promises are held, or in
`columns`; both if it is not given. Loops are compiled, once for a machine, before the clock starts.
"""

from __future__ import annotations

import inspect
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from lists import REAL, take
from machine import machine, table
from screen import suppliers, templates

from sekisho.bundle import Reasons, build, hastened, manifest, opened
from sekisho.engine import Job, local, run
from sekisho.law.register import Law
from sekisho.lists.load import open_store
from sekisho.match.way import in_columns
from sekisho.screen.run import now
from sekisho.store.engine import Archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROWS = 100_000
TIMES = 3
GROUP, FILES = 16_384, 16
MEBI = 1 << 20
LOOPS, COLUMNS = "loops", "columns"
PROMISED, PROMISED_REPEATED, PROMISED_PEAK = 8_000, 80_000, 700


# --- what is measured ---


def bundle(folder: Path) -> Path:
    """A bundle of the US lists: the Consolidated Screening List, and OFAC's of blocked persons."""
    if not (folder / "store.sqlite").exists():
        folder.mkdir(parents=True, exist_ok=True)
        take(str(folder), REAL)
    with Archive.open(folder / "store.sqlite") as archive:
        return build(folder / "bundles", Law.load(), open_store(archive=archive), now())


def suppliers_of(many: int) -> list[str]:
    """Distinct names of suppliers: real ones, then these with a number."""
    real = suppliers()
    return [
        f"{real[n % len(real)]}{' ' + str(n // len(real)) if n >= len(real) else ''}" for n in range(many)
    ]


def write(path: Path, rows: int, each: int) -> None:
    """Write cases with suppliers, each name so many times."""
    models, draw = templates(), random.Random(20181210)
    names = suppliers_of(rows // each)
    told = [names[number % len(names)] for number in range(rows)]
    draw.shuffle(told)
    write_cases(path, ((name, draw.choice(models)) for name in told), FILES)


def write_cases(path: Path, told: Iterable[tuple[str, dict[str, Any]]], files: int) -> None:
    """Write whole cases: each a worked one, as of today, with one more supplier."""

    def case(number: int, name: str, model: dict[str, Any]) -> str:
        parties = [*(model.get("parties") or []), {"role": "supplier", "name": name, "country": "ca"}]
        told = {key: value for key, value in model.items() if key != "known"}
        return json.dumps(told | {"id": str(number), "parties": parties}, ensure_ascii=False)

    cases = [case(number, *each) for number, each in enumerate(told)]
    _write(path, pa.table({"case": cases}), files)


def write_columns(path: Path, rows: int, each: int) -> None:
    """Write purchases in columns, as buyers write them down: a few agencies and goods, days of five years."""
    draw = random.Random(20181210)
    names = suppliers_of(rows // each)
    told = [names[number % len(names)] for number in range(rows)]
    draw.shuffle(told)
    months = [f"{year}-{month:02}-01" for year in range(2019, 2024) for month in range(1, 13)]
    goods = ("switch", "camera", "server", "router", "base-station")
    columns = {
        "id": pa.array(map(str, range(rows))),
        "action": pa.array(["buy"] * rows),
        "date": pa.array(draw.choices(months, k=rows)),
        "actor.country": pa.array(draw.choices(("us", "jp", "au", "gb"), k=rows)),
        "actor.kinds": pa.array([["central-government"]] * rows),
        "item.class": pa.array(draw.choices(goods, k=rows)),
        "parties.1.role": pa.array(["supplier"] * rows),
        "parties.1.name": pa.array(told),
    }
    _write(path, pa.table(columns), 1)


def _write(folder: Path, rows: pa.Table, files: int) -> None:
    """Write a dataset of so many files; all workers have something to do to the end if there are many."""
    folder.mkdir(parents=True)
    size = -(-len(rows) // files)
    for number in range(files):
        part = rows.slice(number * size, size)
        pq.write_table(part, folder / f"part-{number:02}.parquet", row_group_size=GROUP, compression="zstd")


def job_of(source: str, out: str, frozen: str) -> Job:
    return Job(source, out, frozen, manifest.read(Path(frozen)).address, Reasons.NONE)


def alone(source: str, out: str, frozen: str, way: str = LOOPS) -> dict[str, float]:
    """One process: its seconds, and its memory at most."""
    job = job_of(source, out, frozen)
    if way == LOOPS:
        hastened(Path(frozen))
    else:
        opened(Path(frozen))
        in_columns()
    start, cpu = time.perf_counter(), time.process_time()
    summary = run(job, local)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rows": summary.rows, "wall": wall, "cpu": cpu, "peak": peak, "review": len(summary.review)}


# --- measuring ---


def apart(part: Callable[..., dict[str, float]], *call: str) -> dict[str, float]:
    """What a part of a benchmark tells, in a process of its own."""
    program = [sys.executable, inspect.getfile(part), part.__name__, *call]
    told = subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


def best(times: int, source: Path, out: Path, frozen: str, way: str) -> dict[str, float]:
    """The run of least seconds; each writes to a folder of its own."""
    found = [apart(alone, str(source), str(out / str(n)), frozen, way) for n in range(times)]
    return min(found, key=lambda each: each["wall"])


def files(out: Path) -> dict[str, bytes]:
    """What was written, file by file; drafts that a kill left behind are none."""
    paths = (path for path in sorted((out / "decided").iterdir()) if not path.name.startswith("."))
    return {path.name: path.read_bytes() for path in paths}


def main() -> int:
    """Measure, and print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    times = int(sys.argv[2]) if len(sys.argv) > 2 else TIMES
    ways = sys.argv[4:] or [LOOPS, COLUMNS]
    with tempfile.TemporaryDirectory() as made:
        return measure(Path(sys.argv[3] if len(sys.argv) > 3 else made), rows, times, ways)


def measure(folder: Path, rows: int, times: int, ways: Sequence[str]) -> int:
    """Measure rows over a bundle that is made in a folder, or lies there."""
    frozen = str(bundle(folder))
    data = folder / f"data-{rows}"
    if not data.exists():
        write(data / "distinct", rows, 1)
        write(data / "repeated", rows, 10)
        write_columns(data / "columns", rows, 1)
        write_columns(data / "columns-repeated", rows, 10)
    if LOOPS in ways:  # by another process, as it takes memory
        subprocess.run([sys.executable, "-m", "sekisho", "names", "compile"], check=True)
    kept = {
        way: measured(data, folder / f"run-{os.getpid()}-{way}", rows, times, frozen, way) for way in ways
    }
    print(machine())
    return 0 if kept.get(LOOPS, True) else 1


def measured(data: Path, out: Path, rows: int, times: int, frozen: str, way: str) -> bool:
    """Measure in one way, and print the figures; tells whether what is promised is kept."""
    found = {
        name: best(times, data / name, out / name, frozen, way)
        for name in ("distinct", "repeated", "columns", "columns-repeated")
    }
    lines = [
        (f"{name}: rows a second of processor time", each["rows"] / each["cpu"])
        for name, each in found.items()
    ]
    lines += [("distinct: rows a second on the clock", rows / found["distinct"]["wall"])]
    lines += [("distinct: MiB at most, one process", found["distinct"]["peak"])]
    size = sum(map(len, files(out / "distinct" / "0").values()))
    lines += [
        ("bytes a row in", sum(path.stat().st_size for path in (data / "distinct").iterdir()) / rows),
        ("bytes a row out", size / rows),
    ]
    table(f"{rows:,} rows, best of {times}, names in {way}; reasons not kept", lines)
    return (
        found["distinct"]["rows"] / found["distinct"]["cpu"] >= PROMISED
        and found["columns-repeated"]["rows"] / found["columns-repeated"]["cpu"] >= PROMISED_REPEATED
        and found["distinct"]["peak"] <= PROMISED_PEAK
    )


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "alone":
        print(json.dumps(alone(*sys.argv[2:])))
        sys.exit()
    sys.exit(main())
