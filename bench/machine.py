"""What every benchmark shares: the best of several runs, a table, the machine, and where real data are."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SEKISHO_SHARED") or ROOT.parent / "shared")
"""What is no part of the project; where it is absent, a benchmark makes up its own cases, or says so."""
DATA = Path(os.environ.get("SEKISHO_DATA") or SHARED / "data")


def best(run: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest of several runs: the one least disturbed by others on the machine."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def table(title: str, rows: Iterable[tuple[str, float]]) -> None:
    """Print figures under a title."""
    print(title)
    for name, figure in rows:
        print(f"  {name:<58}{figure:>14,.2f}" if figure < 100 else f"  {name:<58}{figure:>14,.0f}")


def machine() -> str:
    """The machine and the versions that decide the figures."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.processor()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{processor or 'unknown processor'}, {os.cpu_count()} cores{load}; "
        f"Python {platform.python_version()}, numpy {version('numpy')}, sekisho {version('sekisho')}"
    )
