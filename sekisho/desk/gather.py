"""One thread that takes whatever waits, and works on it together.

Answering a hundred cases at once costs little more than answering one, and so does keeping a hundred entries
in one transaction. What came in while the thread was at work is its next batch. Those who were answered
together ask again together, but one after the other: where a batch had several, the next one waits a moment
for as many, since otherwise the first of them would be worked on alone, and all others would wait for him.
Who asks alone waits for nobody. Invariant: what was taken in is worked on, also when it is closed meanwhile.
"""

from __future__ import annotations

from collections import deque
from threading import Condition, Thread
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from sekisho.errors import SekishoError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


class BusyError(SekishoError):
    """Too much waits already; what was asked was not begun.

    Attributes:
        wait: seconds after which it is worth asking again.
    """

    def __init__(self, message: str, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class Gathering(Generic[T]):
    """Takes things in, and hands them on as many at a time as have come."""

    def __init__(
        self,
        name: str,
        work: Callable[[Sequence[T]], None],
        together: int,
        waiting: int | None = None,
        moment: float = 0.0,
    ) -> None:
        """Begin.

        Args:
            name: of the thread.
            work: what is done with some things; it must not raise.
            together: how many it is given at most.
            waiting: how many may wait at most; None: any number.
            moment: seconds that the first of a batch waits at most for as many as the last one had.
        """
        self._work = work
        self._together = together
        self._most = waiting
        self._moment = moment
        self._last = 0
        self._waits: deque[T] = deque()
        self._came = Condition()
        self._open = True
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, things: Sequence[T]) -> None:
        """Take some things in: all of them or none.

        Raises:
            BusyError: too many wait already, or the desk is closing.
        """
        with self._came:
            if not self._open:
                raise BusyError("the service is closing; ask again in a moment", wait=5)
            if self._most is not None and len(self._waits) + len(things) > self._most:
                raise BusyError(f"{len(self._waits):,} wait already; ask again in a moment", wait=1)
            self._waits.extend(things)
            self._came.notify()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waits)

    def close(self) -> None:
        """Take nothing more in, and wait until all that was taken in is done."""
        with self._came:
            self._open = False
            self._came.notify()
        self._thread.join()

    def _run(self) -> None:
        while some := self._next():
            self._work(some)

    def _next(self) -> list[T]:
        """What waits, as soon as something does; nothing: it is closed."""
        with self._came:
            while self._open and not self._waits:
                self._came.wait()
            until = monotonic() + self._moment
            while self._open and len(self._waits) < self._last and (left := until - monotonic()) > 0:
                self._came.wait(left)
            self._last = min(self._together, len(self._waits))
            return [self._waits.popleft() for _ in range(self._last)]
