"""A Ray cluster of two nodes: whatever is killed in the middle, the files are those of one process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from sekisho.bundle.manifest import SHORT
from sekisho.engine import Job, local, pieces_of, run
from sekisho.engine.ray import OnRay, packed
from sekisho.errors import InputError
from tests.engine.dataset import MAKERS, case, write
from tests.whole import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

ray = pytest.importorskip("ray", reason="ray is not installed here: `make test-ray` does that, and runs this")
pytestmark = pytest.mark.slow

FILES, LINES = 16, 400
Nodes: TypeAlias = Any
"""Ray's own cluster for tests, which need not be installed."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Nodes]:
    """Two nodes, each with a processor."""
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("PYTHONPATH", str(ROOT))
        nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
        nodes.second = nodes.add_node(num_cpus=1)
        yield nodes
        ray.shutdown()
        nodes.shutdown()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many rows that there is a middle in which something can be killed."""
    folder = tmp_path_factory.mktemp("large")
    write(folder / "in")
    for file in range(FILES):
        numbers = range(file * LINES, (file + 1) * LINES)
        lines = [case(number, f"{MAKERS[number % 3]} {number % 97}") for number in numbers]
        (folder / "in" / f"more-{file:02}.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


@pytest.fixture(scope="module")
def single(large: Path, frozen: Path) -> Job:
    """The same by one process."""
    from sekisho.bundle import manifest

    job = Job(str(large / "in"), str(large / "single"), str(frozen), manifest.read(frozen).address)
    run(job, local)
    return job


@pytest.fixture
def job(single: Job, tmp_path: Path) -> Job:
    return replace(single, out=str(tmp_path / "out"))


def files(out: str) -> dict[str, bytes]:
    """The rows that were written, file by file; drafts that a kill left behind are none."""
    paths = (path for kind in ("decided", "rejected") for path in (Path(out) / kind).iterdir())
    return {path.name: path.read_bytes() for path in sorted(paths) if not path.name.startswith(".")}


def workers() -> list[int]:
    """The processes that are answering pieces just now."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdigit() and (path / "cmdline").read_bytes().startswith(b"ray::_task"):
                found.append(int(path.name))
        except OSError:  # it has ended meanwhile
            continue
    return found


def test_two_nodes_write_what_one_process_writes(cluster: Nodes, single: Job, job: Job) -> None:
    summary = run(job, OnRay(cluster.address))
    assert summary.rows == FILES * LINES + 42
    assert files(job.out) == files(single.out)


def test_a_worker_that_is_killed_changes_nothing(cluster: Nodes, single: Job, job: Job) -> None:
    killed: list[int] = []

    def kill(summary: object) -> None:
        if not killed and (at_work := workers()):
            os.kill(at_work[0], signal.SIGKILL)
            killed.append(at_work[0])

    run(job, OnRay(cluster.address), kill)
    assert killed
    assert files(job.out) == files(single.out)


def test_a_driver_that_is_killed_goes_on(cluster: Nodes, single: Job, job: Job) -> None:
    program = [sys.executable, "-m", "sekisho", "screen", job.source, "--engine", "ray"]
    call = [*program, "--address", cluster.address, "--bundle", job.bundle, "--out", job.out]
    marks = Path(job.out) / "_done"
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as driver:
        while driver.poll() is None and not (marks.is_dir() and len(list(marks.glob("*.json"))) >= 3):
            time.sleep(0.05)
        assert driver.poll() is None, "it ended before it could be killed"
        driver.kill()
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 65, done.stderr
    assert "of them done before" in done.stdout
    assert files(job.out) == files(single.out)


def test_a_machine_without_the_bundle_is_sent_it(
    cluster: Nodes, single: Job, job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, here = Path(tempfile.gettempdir()) / "sekisho-bundles" / job.address[:SHORT], Path(job.bundle)
    shutil.rmtree(kept, ignore_errors=True)  # an earlier run may have been sent it

    def gone(folder: Path) -> dict[str, bytes]:
        found = packed(folder)
        folder.rename(tmp_path / "elsewhere")
        return found

    monkeypatch.setattr("sekisho.engine.ray.packed", gone)
    try:
        run(job, OnRay(cluster.address))
    finally:
        (tmp_path / "elsewhere").rename(here)
    assert kept.is_dir()
    assert files(job.out) == files(single.out)


def test_what_cannot_be_read_is_said_as_it_is_without_a_cluster(
    cluster: Nodes, single: Job, job: Job
) -> None:
    with pytest.raises(InputError) as error:
        list(OnRay(cluster.address)(pieces_of(job.source)[:1], replace(job, address="0" * 64)))
    assert "this is not the bundle" in error.value.diagnostics()


def test_a_node_that_is_lost_changes_nothing(cluster: Nodes, single: Job, job: Job) -> None:
    lost: list[object] = []

    def lose(summary: object) -> None:
        if not lost:
            lost.append(cluster.second)
            cluster.remove_node(cluster.second, allow_graceful=False)

    run(job, OnRay(cluster.address), lose)
    assert lost
    assert files(job.out) == files(single.out)
