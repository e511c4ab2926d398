"""What is kept at hand until anybody writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.desk.people import People
from sekisho.desk.rights import console
from sekisho.model.person import Role
from sekisho.store.engine import Archive
from sekisho.store.unchanged import MOST, Unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture
def kept(path: Path) -> Iterator[Archive]:
    """A store whose connections are kept, as a service opens it."""
    with Archive.open(path, create=True, kept=True) as opened:
        yield opened


class Read:
    """Counts how often it is read."""

    def __init__(self, found: str | None = "found") -> None:
        self.times = 0
        self._found = found

    def __call__(self) -> str | None:
        self.times += 1
        return self._found


def write(archive: Archive) -> None:
    People(archive).create(console("root"), f"somebody-{len(People(archive).accounts())}", Role.VIEWER)


def test_what_was_read_is_at_hand_until_this_or_another_process_writes(kept: Archive, path: Path) -> None:
    unchanged, read = Unchanged[str | None](kept), Read()
    assert unchanged.at_hand("key") is None
    assert [unchanged.recall("key", read) for _ in range(3)] == ["found"] * 3
    assert (unchanged.at_hand("key"), read.times) == ("found", 1)
    write(kept)
    assert unchanged.at_hand("key") is None
    assert (unchanged.recall("key", read), read.times) == ("found", 2)
    with Archive.open(path) as other:
        write(other)
    assert unchanged.at_hand("key") is None


def test_what_is_not_there_is_looked_for_each_time(kept: Archive) -> None:
    unchanged, read = Unchanged[str | None](kept), Read(None)
    assert [unchanged.recall("key", read) for _ in range(2)] == [None, None]
    assert read.times == 2


def test_it_does_not_grow_without_end(kept: Archive) -> None:
    unchanged, read = Unchanged[str | None](kept), Read()
    for number in range(MOST + 1):
        unchanged.recall(number, read)
    assert unchanged.at_hand(MOST) == "found"
    assert unchanged.at_hand(0) is None


def test_where_it_is_not_known_who_writes_everything_is_read_each_time(archive: Archive) -> None:
    unchanged, read = Unchanged[str | None](archive), Read()
    assert archive.stamp() is None
    assert [unchanged.recall("key", read) for _ in range(2)] == ["found"] * 2
    assert (unchanged.at_hand("key"), read.times) == (None, 2)
