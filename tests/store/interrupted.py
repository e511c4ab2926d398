"""A process that ingests one edition after another until it is killed."""

from __future__ import annotations

import multiprocessing
import time
from typing import TYPE_CHECKING, Any

from sekisho.store.engine import Archive
from tests.store.sayings import DAY, many, retrieval

if TYPE_CHECKING:
    from collections.abc import Sequence

ENTITIES = 800


def ingest(archive: Archive, edition: int) -> None:
    """Take in one edition."""
    with archive.write() as writer:
        writer.replace(retrieval(content=edition), many(edition, ENTITIES), DAY + edition)


def endless(url: str, edition: int, told: Any) -> None:  # noqa: ANN401  # an array of multiprocessing has no public type
    """Ingest *edition* and those after it; *told* holds the last one begun and the last one committed."""
    with Archive.open(url) as archive:
        while True:
            told[0] = edition
            ingest(archive, edition)
            told[1] = edition
            edition += 1


class Ingesting:
    """Such a process, in the middle of its work."""

    def __init__(self, url: str, edition: int) -> None:
        """Start it with *edition*, and wait until it has begun."""
        ways = multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
        context.set_forkserver_preload([__name__])  # what is imported need not be imported twenty times
        self._told: Sequence[int] = context.RawArray("i", [0, edition - 1])
        self._process = context.Process(target=endless, args=(url, edition, self._told), daemon=True)
        self._process.start()
        while self._told[0] < edition:
            assert self._process.is_alive()
            time.sleep(0.0005)

    def kill(self) -> tuple[int, int]:
        """Kill it as `kill -9` does; the last edition it began, and the last it knew to be committed."""
        self._process.kill()
        self._process.join()
        return self._told[0], self._told[1]
