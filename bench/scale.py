"""Datasets over a bundle of the American lists: rows a second and core, memory a worker, and Ray with two.

Promises: 8,000 rows a second and core with distinct names, 80,000 where each name comes ten times; two
workers of a two-node cluster 1.5 times as fast as one, file for file the same; a worker below 700 MiB.

    python bench/scale.py [ROWS] [TIMES] [FOLDER]

Rows are the worked cases crossed with names of suppliers, as whole cases in JSON, in 16 files; beside them
purchases in columns, in one file: names that repeat are held to the promise by these. Reasons are not kept.
A part runs in a process of its own; of several runs the best counts. Without Ray (`make test-ray` installs
it) that part is left out. With FOLDER what is made stays there.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from machine import machine, table

from sekisho.bundle import Reasons, build, manifest, opened
from sekisho.engine import Job, local, run
from sekisho.engine.ray import OnRay
from sekisho.law.register import Law
from sekisho.lists.load import open_store
from sekisho.screen.run import now
from sekisho.store.engine import Archive

ROWS = 100_000
TIMES = 3
GROUP, FILES = 16_384, 16
MEBI = 1 << 20
PROMISED, PROMISED_REPEATED, PROMISED_RATIO, PROMISED_PEAK = 8_000, 80_000, 1.5, 700


# --- what is measured ---


def bundle(folder: Path) -> Path:
    """A bundle of the US lists: the Consolidated Screening List, and OFAC's of blocked persons."""
    from lists import REAL, take  # noqa: PLC0415  # these look at the command line themselves

    if not (folder / "store.sqlite").exists():
        folder.mkdir(parents=True, exist_ok=True)
        take(str(folder), REAL)
    with Archive.open(folder / "store.sqlite") as archive:
        return build(folder / "bundles", Law.load(), open_store(archive=archive), now())


def suppliers_of(many: int) -> list[str]:
    """Distinct names of suppliers: real ones, then these with a number."""
    from screen import suppliers  # noqa: PLC0415  # as above

    real = suppliers()
    return [
        f"{real[n % len(real)]}{' ' + str(n // len(real)) if n >= len(real) else ''}" for n in range(many)
    ]


def write(path: Path, rows: int, each: int) -> None:
    """Write cases with suppliers, each name so many times."""
    from screen import templates  # noqa: PLC0415  # as above

    models = [{key: value for key, value in case.items() if key != "known"} for case in templates()]
    draw = random.Random(20181210)
    names = suppliers_of(rows // each)
    told = [names[number % len(names)] for number in range(rows)]
    draw.shuffle(told)

    def case(number: int, name: str) -> str:
        model = draw.choice(models)
        parties = [*(model.get("parties") or []), {"role": "supplier", "name": name, "country": "ca"}]
        return json.dumps(model | {"id": str(number), "parties": parties}, ensure_ascii=False)

    cases = [case(number, name) for number, name in enumerate(told)]
    _write(path, pa.table({"case": cases}), FILES)


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


def alone(source: str, out: str, frozen: str) -> dict[str, float]:
    """One process: its seconds, and its memory at most."""
    job = job_of(source, out, frozen)
    opened(Path(frozen))
    start, cpu = time.perf_counter(), time.process_time()
    summary = run(job, local)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rows": summary.rows, "wall": wall, "cpu": cpu, "peak": peak, "review": len(summary.review)}


def clustered(source: str, out: str, frozen: str, workers: str) -> dict[str, float]:
    """A Ray cluster of so many nodes with a processor each; it has answered something before."""
    import ray  # noqa: PLC0415  # it need not be there
    from ray.cluster_utils import Cluster  # noqa: PLC0415  # as above

    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0"}
    nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    for _ in range(int(workers) - 1):
        nodes.add_node(num_cpus=1)
    engine = OnRay(nodes.address)
    job = job_of(source, out, frozen)
    run(replace(job, source=f"{source}.warm", out=f"{out}.warm"), engine)
    start = time.perf_counter()
    summary = run(job, engine)
    wall = time.perf_counter() - start
    peak = max((_high(pid) for pid in Path("/proc").iterdir() if pid.name.isdigit()), default=0.0)
    ray.shutdown()
    nodes.shutdown()
    return {"rows": summary.rows, "wall": wall, "peak": peak}


def _high(process: Path) -> float:
    """The memory at most of a process that answers pieces, in MiB."""
    try:
        if not (process / "cmdline").read_bytes().startswith(b"ray::"):
            return 0.0
        told = (process / "status").read_text("utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("VmHWM")), 0.0)


# --- measuring ---


def apart(*call: str) -> dict[str, float]:
    """A part in a process of its own."""
    told = subprocess.run([sys.executable, __file__, *call], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


def best(times: int, *call: str, out: Path) -> dict[str, float]:
    """The run of least seconds; each writes to a folder of its own."""
    found = [
        apart(*(str(out / f"{call[0]}{'-'.join(call[4:])}-{n}") if part == "OUT" else part for part in call))
        for n in range(times)
    ]
    return min(found, key=lambda each: each["wall"])


def files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((out / "decided").iterdir())}


def main() -> int:
    """Measure, and print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    times = int(sys.argv[2]) if len(sys.argv) > 2 else TIMES
    with tempfile.TemporaryDirectory() as made:
        return measure(Path(sys.argv[3] if len(sys.argv) > 3 else made), rows, times)


def measure(folder: Path, rows: int, times: int) -> int:
    frozen = str(bundle(folder))
    out = folder / f"run-{os.getpid()}"
    data = folder / f"data-{rows}"
    if not data.exists():
        write(data / "distinct", rows, 1)
        write(data / "distinct.warm", 2_000, 1)
        write(data / "repeated", rows, 10)
        write_columns(data / "columns", rows, 1)
        write_columns(data / "columns-repeated", rows, 10)
    found = {
        name: best(times, "alone", str(data / name), "OUT", frozen, out=out / name)
        for name in ("distinct", "repeated", "columns", "columns-repeated")
    }
    lines = [
        (f"{name}: rows a second of processor time", each["rows"] / each["cpu"])
        for name, each in found.items()
    ]
    lines += [("distinct: rows a second on the clock", rows / found["distinct"]["wall"])]
    lines += [("distinct: MiB at most, one process", found["distinct"]["peak"])]
    size = sum(map(len, files(out / "distinct" / "alone-0").values()))
    lines += [
        ("bytes a row in", sum(path.stat().st_size for path in (data / "distinct").iterdir()) / rows),
        ("bytes a row out", size / rows),
    ]
    table(f"{rows:,} rows, best of {times}; reasons not kept", lines)
    ok = (
        found["distinct"]["rows"] / found["distinct"]["cpu"] >= PROMISED
        and found["columns-repeated"]["rows"] / found["columns-repeated"]["cpu"] >= PROMISED_REPEATED
        and found["distinct"]["peak"] <= PROMISED_PEAK
    )
    if find_spec("ray") is None:
        print("Ray is not installed here: its part is left out", file=sys.stderr)
    else:
        ok &= on_ray(out / "distinct", str(data / "distinct"), frozen, times)
    print(machine())
    return 0 if ok else 1


def on_ray(out: Path, source: str, frozen: str, times: int) -> bool:
    """One worker and two."""
    one, two = (best(times, "clustered", source, "OUT", frozen, workers, out=out) for workers in ("1", "2"))
    ratio = one["wall"] / two["wall"]
    lines = [
        (f"Ray, {name}: rows a second", each["rows"] / each["wall"])
        for name, each in (("one worker", one), ("two", two))
    ]
    lines += [("Ray: how many times as fast two are", ratio), ("Ray: MiB at most of a worker", two["peak"])]
    table("distinct names, on a Ray cluster of nodes with a processor each", lines)
    same = files(out / "clustered2-0") == files(out / "clustered1-0") == files(out / "alone-0")
    print(f"the files of all runs are the same: {same}")
    return same and ratio >= PROMISED_RATIO and two["peak"] <= PROMISED_PEAK


if __name__ == "__main__":
    parts = {"alone": alone, "clustered": clustered}
    if len(sys.argv) > 1 and sys.argv[1] in parts:
        print(json.dumps(parts[sys.argv[1]](*sys.argv[2:])))
        sys.exit()
    sys.exit(main())
