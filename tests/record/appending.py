"""A process that adds entry after entry until it is killed."""

from __future__ import annotations

import multiprocessing
import time
from typing import TYPE_CHECKING, Any

from sekisho.record.chain import Chain
from sekisho.store.engine import Archive

if TYPE_CHECKING:
    from collections.abc import Sequence

AT = "2026-11-30T12:00:00Z"
TOGETHER = 5
"""Entries of one transaction."""


def said(number: int) -> list[tuple[str, dict[str, object]]]:
    """What one transaction says."""
    return [("decision", {"case": f"case {number}", "n": each}) for each in range(TOGETHER)]


def endless(url: str, by: str, told: Any) -> None:  # noqa: ANN401  # an array of multiprocessing has no public type
    """Add entries; *told* holds how many have begun and the last one that was acknowledged."""
    with Archive.open(url) as archive:
        while True:
            told[0] += 1
            told[1] = Chain(archive).append(said(told[0]), by, AT)[-1].number


class Appending:
    """Such a process, in the middle of its work."""

    def __init__(self, url: str, by: str) -> None:
        """Start it, and wait until it has kept something."""
        ways = multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
        context.set_forkserver_preload([__name__])
        self._told: Sequence[int] = context.RawArray("i", [0, 0])
        self._process = context.Process(target=endless, args=(url, by, self._told), daemon=True)
        self._process.start()
        while not self._told[1]:
            assert self._process.is_alive()
            time.sleep(0.0005)

    def kill(self) -> int:
        """Kill it as `kill -9` does; the last entry that it knew to be kept."""
        self._process.kill()
        self._process.join()
        return self._told[1]
