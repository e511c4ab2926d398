"""A crash at any moment, two writers, a full disk: the last whole snapshot stays, on both databases."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from sekisho.store.engine import Archive
from sekisho.store.fault import StoreError
from tests.store.interrupted import ENTITIES, Ingesting, ingest
from tests.store.sayings import DAY, believed, many, names, put, retrieval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.postgresql import Cluster

KILLS = 12


def _told(edition: int) -> set[str]:
    return {
        f"{each.statement.entity_id}.{each.statement.prop}={each.statement.value}"
        for each in many(edition, ENTITIES)
    }


def _check_whole(archive: Archive, last: int) -> None:
    """The store holds the editions up to the last one, each whole."""
    digests = [each.sha256 for each in archive.snapshots()]
    assert digests == [retrieval(content=edition).sha256 for edition in range(1, last + 1)]
    assert [each.entities for each in archive.snapshots()] == [ENTITIES] * last
    assert believed(archive, DAY + last) == (_told(last) if last else set())


def test_killed_at_any_moment_no_half_snapshot_is_left(url: str) -> None:
    with Archive.open(url, create=True) as archive:
        started = time.perf_counter()
        ingest(archive, 1)
        ingest(archive, 2)
        span = (time.perf_counter() - started) / 2  # how long an ingest takes here
        last, inside = 2, 0
        chance = random.Random(889)  # noqa: S311  # moments, not secrets
        for _ in range(KILLS):
            process = Ingesting(url, last + 1)
            time.sleep(chance.uniform(0, 1.5 * span))
            begun, done = process.kill()
            last = len(archive.snapshots())
            assert done <= last <= begun
            inside += last < begun
            _check_whole(archive, last)
        ingest(archive, last + 1)
        _check_whole(archive, last + 1)
    assert inside >= KILLS // 2, "hardly any was killed in the middle of an ingest"


def test_the_second_writer_waits(archive: Archive, url: str) -> None:
    order = []
    with Archive.open(url) as other:

        def second() -> None:
            with other.write(wait=30) as writer:
                order.append("second")
                writer.replace(retrieval(content=2), names("b=Beta"), DAY + 1)

        with archive.write() as writer:
            thread = threading.Thread(target=second)
            thread.start()
            time.sleep(0.3)
            order.append("first")
            writer.replace(retrieval(content=1), names("a=Alpha"), DAY)
        thread.join()
    assert order == ["first", "second"]
    assert [each.id for each in archive.snapshots()] == [1, 2]
    assert (believed(archive, DAY), believed(archive, DAY + 1)) == ({"a.name=Alpha"}, {"b.name=Beta"})


def test_the_second_writer_gives_up_cleanly(archive: Archive, url: str) -> None:
    put(archive, names("a=Alpha"))
    with Archive.open(url) as other:
        with archive.write() as writer:
            with pytest.raises(StoreError, match="another update is writing"), other.write(wait=0.2):
                pytest.fail("there are two writers")
            writer.replace(retrieval(content=2), names("b=Beta"), DAY + 1)
        put(other, names("c=Gamma"), DAY + 2)
    assert [each.id for each in archive.snapshots()] == [1, 2, 3]


def test_a_killed_writer_lets_the_next_one_in(archive: Archive, url: str) -> None:
    Ingesting(url, 1).kill()
    put(archive, names("a=Alpha"))
    assert "a.name=Alpha" in believed(archive, DAY + 2000)


# --- a full disk ---


def _check_full(archive: Archive, make_room: Callable[[], None], *, returns: bool = True) -> None:
    """An ingest for which there is no room fails with a clear error, and loses nothing.

    Args:
        archive: on a disk that is small.
        make_room: makes it a large one.
        returns: is what a failed ingest took free again at once? A server keeps it until it tidies up, and
            whether a few statements still find a page with room is chance.
    """
    put(archive, names("a=Alpha"))
    with pytest.raises(StoreError, match=r"no room left.*nothing was changed") as caught:
        put(archive, many(1, 8_000), DAY + 1)
    assert "make room" in str(caught.value)
    assert believed(archive, DAY + 1) == {"a.name=Alpha"}
    assert [each.id for each in archive.snapshots()] == [1]
    if returns:
        put(archive, names("a=Alfa"), DAY + 1)
    make_room()
    assert put(archive, many(1, 8_000), DAY + 2).added == 32_000


def test_a_full_database_is_told_and_nothing_lost(tmp_path: Path) -> None:
    limit = [400]
    with Archive.open(tmp_path / "store.sqlite", create=True) as archive:

        def limited(connection: object, record: object) -> None:
            connection.execute(f"PRAGMA max_page_count = {limit[0]}")  # type: ignore[attr-defined]

        event.listen(archive._engine, "connect", limited)
        _check_full(archive, lambda: limit.__setitem__(0, 1_000_000))


@pytest.fixture
def disk() -> Iterator[Path]:
    """A disk of four megabytes, in a folder that the server may enter."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("no small disk: only root can mount one")
    folder = Path(tempfile.mkdtemp(prefix="sekisho-disk-"))
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("no small disk: it cannot be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


def _grow(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=400m", str(disk)], check=True)


def test_a_full_disk_is_told_and_nothing_lost(disk: Path) -> None:
    with Archive.open(disk / "store.sqlite", create=True) as archive:
        _check_full(archive, lambda: _grow(disk))


def test_a_full_disk_of_the_server_is_told_and_nothing_lost(cluster: Cluster, disk: Path) -> None:
    shutil.chown(disk, "postgres")
    cluster.sql(f"CREATE TABLESPACE small LOCATION '{disk}'")
    cluster.sql("CREATE SCHEMA full_disk")
    url = cluster.url("full_disk%20-cdefault_tablespace%3Dsmall")
    try:
        with Archive.open(url, create=True) as archive:
            _check_full(archive, lambda: _grow(disk), returns=False)
    finally:
        cluster.sql("DROP SCHEMA full_disk CASCADE")
        cluster.sql("DROP TABLESPACE small")
