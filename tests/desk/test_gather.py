"""What waits is worked on together, in its order, and all of it, also when the thread is closed meanwhile."""

from __future__ import annotations

from queue import Queue
from threading import Event, Thread
from time import monotonic

import pytest

from sekisho.desk.gather import BusyError, Gathering


def test_what_came_meanwhile_is_one_batch() -> None:
    batches: list[list[int]] = []
    begun, go = Event(), Event()

    def work(some: object) -> None:
        batches.append(list(some))  # type: ignore[call-overload]  # they are numbers
        begun.set()
        go.wait(10)

    gathering: Gathering[int] = Gathering("test", work, together=4)
    gathering.put([0])
    begun.wait(10)
    gathering.put([1, 2])
    gathering.put([3, 4, 5])
    go.set()
    gathering.close()
    assert batches == [[0], [1, 2, 3, 4], [5]]


def test_the_first_of_several_waits_a_moment_for_the_others_and_who_is_alone_for_nobody() -> None:
    batches: list[list[int]] = []
    told = Queue[int]()

    def work(some: object) -> None:
        batches.append(list(some))  # type: ignore[call-overload]  # they are numbers
        told.put(len(batches))

    gathering: Gathering[int] = Gathering("test", work, together=4, moment=60)
    begun = monotonic()
    gathering.put([0])
    told.get(timeout=10)
    gathering.put([1, 2, 3])
    told.get(timeout=10)
    assert monotonic() - begun < 10, "they waited for others, though none had been there before"
    for each in (4, 5, 6):
        gathering.put([each])
    told.get(timeout=10)
    gathering.put([7])
    gathering.close()
    assert batches == [[0], [1, 2, 3], [4, 5, 6], [7]]


def test_many_at_once_lose_nothing() -> None:
    found: list[int] = []
    gathering: Gathering[int] = Gathering("test", found.extend, together=7)

    def put(first: int) -> None:
        for each in range(first, first + 500):
            gathering.put([each])

    threads = [Thread(target=put, args=(first,)) for first in range(0, 4000, 500)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gathering.close()
    assert sorted(found) == list(range(4000))


def test_too_many_are_sent_away_whole_and_nothing_comes_in_after_the_end() -> None:
    begun, go = Event(), Event()
    found: list[int] = []

    def work(some: object) -> None:
        begun.set()
        go.wait(10)
        found.extend(some)  # type: ignore[arg-type]  # they are numbers

    gathering: Gathering[int] = Gathering("test", work, together=1, waiting=3)
    gathering.put([0])
    begun.wait(10)
    gathering.put([1, 2])
    with pytest.raises(BusyError, match="2 wait already"):
        gathering.put([3, 4])
    gathering.put([5])
    go.set()
    gathering.close()
    with pytest.raises(BusyError, match="closing"):
        gathering.put([6])
    assert found == [0, 1, 2, 5]
