"""From a cold start to one case answered, as a user waits for it: the whole process, best and median of ten.

Promise: under 0.7 seconds, the first time and every other. The first time nothing is kept of the law and the
corpus (docs/reference/cli.md, "What is kept between runs"). As after an installation by pip, the bytecode of
Python is there; it and what is kept stand in a folder that is thrown away. Beside it stands the start of the
interpreter with the two libraries that sekisho cannot do without, so that the figure can be read elsewhere.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from machine import machine, table

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent
CASE = ROOT / "examples" / "1-ministry-server.json"
SCREEN = (sys.executable, "-m", "sekisho", "screen", str(CASE), "--format", "json", "--store", "none")
FLOOR = (sys.executable, "-c", "import numpy, typer")
TIMES = 10
LIMIT = 0.7
"""Seconds."""


def installed(folder: str) -> dict[str, str]:
    """The surroundings of a program whose bytecode, and what it keeps, are in a folder."""
    own = {**os.environ, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode", "SEKISHO_CACHE": f"{folder}/kept"}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    return own


def seconds(command: tuple[str, ...], env: Mapping[str, str]) -> list[float]:
    """How long a command takes, each time it is run but the first."""
    taken = []
    for _ in range(TIMES + 1):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False, env=env)
        taken.append(time.perf_counter() - start)
    return sorted(taken[1:])


def main() -> int:
    """Measure, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        env = installed(folder)
        again = seconds(SCREEN, env)
        first = seconds(SCREEN, {**env, "SEKISHO_CACHE": "none"})
        floor = seconds(FLOOR, env)
    table(
        "seconds from a cold start",
        [
            ("sekisho screen, one case: best", again[0]),
            ("sekisho screen, one case: median", statistics.median(again)),
            ("the same with nothing kept: best", first[0]),
            ("the same with nothing kept: median", statistics.median(first)),
            ("python with numpy and typer, nothing done: best", floor[0]),
            ("ratio of the best", again[0] / floor[0]),
        ],
    )
    print(machine())
    if statistics.median(first) >= LIMIT or statistics.median(again) >= LIMIT:
        print(f"over the promise of {LIMIT} s; on a machine busy with other work, read the ratio instead")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
