"""A million rows on a Ray cluster of two nodes of this machine: with one worker, with two, and disturbed.

Promises: two workers 1.5 times as fast as one, best of five; the files of every run are, byte for byte, those
of one process, also where a worker and then the driver are killed in the middle; a worker below 700 MiB.

    .venv/ray/bin/python bench/cluster.py [ROWS] [TIMES] [FOLDER]

Rows are names of suppliers crossed with the worked cases, as whole cases in JSON, in 40 files; reasons are
not kept. Runs with one worker and with two take turns, so that a slow minute of the machine strikes both.
`make test-ray` installs what is needed. With FOLDER what is made stays there.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from machine import machine, table
from scale import alone, apart, bundle, files, job_of, write_cases
from screen import suppliers, templates

from sekisho.engine import run
from sekisho.engine.ray import OnRay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS = 1_000_000
TIMES = 5
FILES = 40
PROMISED_RATIO, PROMISED_PEAK = 1.5, 700


def write(folder: Path, rows: int) -> None:
    """Write suppliers crossed with cases: the rows of a supplier stand together, a case each."""
    names, models = suppliers(), templates()
    told = ((names[number * len(names) // rows], models[number % len(models)]) for number in range(rows))
    write_cases(folder, told, FILES)


# --- what is measured ---


@contextmanager
def cluster(size: int) -> Iterator[str]:
    """A cluster of so many nodes with a processor each, by its address."""
    import ray  # noqa: PLC0415  # a process that starts no cluster need not have it
    from ray.cluster_utils import Cluster  # noqa: PLC0415  # as above

    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0"}
    nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    for _ in range(size - 1):
        nodes.add_node(num_cpus=1)
    try:
        yield nodes.address
    finally:
        ray.shutdown()
        nodes.shutdown()


def clustered(source: str, out: str, frozen: str, nodes: str) -> dict[str, float]:
    """The seconds of a cluster that has answered something before, and the memory of a worker at most."""
    with cluster(int(nodes)) as address:
        engine = OnRay(address)
        run(job_of(f"{source}.warm", f"{out}.warm", frozen), engine)
        start = time.perf_counter()
        summary = run(job_of(source, out, frozen), engine)
        wall = time.perf_counter() - start
        return {"rows": summary.rows, "wall": wall, "peak": max(map(_peak, workers("")), default=0.0)}


def disturbed(source: str, out: str, frozen: str) -> dict[str, float]:
    """A worker is killed after a quarter of the files, the driver after half; then it is run again."""
    program = [sys.executable, "-m", "sekisho", "screen", source, "--engine", "ray", "--reasons", "none"]
    with cluster(2) as address:
        call = [*program, "--address", address, "--bundle", frozen, "--out", out]
        with subprocess.Popen(call, stdout=subprocess.DEVNULL) as driver:
            _wait(driver, out, FILES // 4)
            os.kill(workers("_task")[0], signal.SIGKILL)
            _wait(driver, out, FILES // 2)
            driver.kill()
        before = _done(out)
        subprocess.run(call, stdout=subprocess.DEVNULL, check=False)  # its exit code tells the outcomes
    return {"before": before, "after": _done(out)}


def _wait(driver: subprocess.Popen[bytes], out: str, many: int) -> None:
    while _done(out) < many:
        if driver.poll() is not None:
            sys.exit("the driver ended before it could be killed")
        time.sleep(0.05)


def _done(out: str) -> int:
    """How many files are done."""
    return len(list((Path(out) / "_done").glob("*.json")))


def workers(task: str) -> list[int]:
    """The processes of the cluster that do this just now; idle ones too where it is empty."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdigit() and (path / "cmdline").read_bytes().startswith(f"ray::{task}".encode()):
                found.append(int(path.name))
        except OSError:  # it has ended meanwhile
            continue
    return found


def _peak(process: int) -> float:
    """The memory of a process at most, in MiB."""
    told = Path(f"/proc/{process}/status").read_text("utf-8")
    return next((int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("VmHWM")), 0.0)


# --- measuring ---


def main() -> int:
    """Measure, and print the figures."""
    if find_spec("ray") is None:
        print(
            "cluster: not measured, for Ray is not here; `make test-ray` has it in .venv/ray", file=sys.stderr
        )
        return 0
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    times = int(sys.argv[2]) if len(sys.argv) > 2 else TIMES
    with tempfile.TemporaryDirectory() as made:
        return measure(Path(sys.argv[3] if len(sys.argv) > 3 else made), rows, times)


def measure(folder: Path, rows: int, times: int) -> int:
    """Measure rows over a bundle that is made in a folder, or lies there."""
    frozen, data = str(bundle(folder)), folder / f"crossed-{rows}"
    if not data.exists():
        write(data, rows)
        write(Path(f"{data}.warm"), 2_000)
    out = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
    single = apart(alone, str(data), str(out / "alone"), frozen)
    right = files(out / "alone")
    same = True
    walls: dict[str, list[float]] = {"1": [], "2": []}
    peak = 0.0
    for _ in range(times):
        for nodes, own in walls.items():
            found = apart(clustered, str(data), str(out / "ray"), frozen, nodes)
            own.append(found["wall"])
            peak = max(peak, found["peak"])
            same &= files(out / "ray") == right
            shutil.rmtree(out / "ray")
    ended = apart(disturbed, str(data), str(out / "disturbed"), frozen)
    undisturbed = files(out / "disturbed") == right
    one, two = map(min, walls.values())
    lines = [
        ("one process: rows a second", rows / single["wall"]),
        ("Ray, one worker: rows a second", rows / one),
        ("Ray, two: rows a second", rows / two),
        ("how many times as fast two are", one / two),
        ("MiB at most of a worker", peak),
        ("files done before the driver was killed", ended["before"]),
    ]
    table(f"{rows:,} rows, best of {times}; reasons not kept", lines)
    for name, own in walls.items():
        print(f"seconds with {name}: {' '.join(f'{each:.1f}' for each in own)}")
    print(f"the files of all runs are those of one process: {same}; with both killed: {undisturbed}")
    print(machine())
    return 0 if same and undisturbed and one / two >= PROMISED_RATIO and peak <= PROMISED_PEAK else 1


if __name__ == "__main__":
    parts: dict[str, Callable[..., dict[str, float]]] = {"clustered": clustered, "disturbed": disturbed}
    if len(sys.argv) > 1 and sys.argv[1] in parts:
        print(json.dumps(parts[sys.argv[1]](*sys.argv[2:])))
        sys.exit()
    sys.exit(main())
