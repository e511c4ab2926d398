"""What every benchmark shares: the best of several runs, a table, and the machine it ran on."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path


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
        print(f"  {name:<58}{figure:>14,.2f}" if figure < 100 else f"  {name:<58}{figure:>14,.0f}")  # noqa: PLR2004


def machine() -> str:
    """The machine and the versions that decide the figures."""
    info = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    processor = names[0] if names else platform.processor()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{processor or 'unknown processor'}, {os.cpu_count()} cores{load}; Python {platform.python_version()}, "
        f"numpy {version('numpy')}, sekisho {version('sekisho')}"
    )
