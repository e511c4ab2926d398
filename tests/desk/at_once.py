"""Makes calls at the same time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def at_once(calls: Sequence[Callable[[], object]]) -> list[object]:
    """What each gave or raised."""
    outcomes: list[object] = []
    ready = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        ready.wait()
        try:
            outcomes.append(call())
        except Exception as error:  # noqa: BLE001  # it is looked at afterwards
            outcomes.append(error)

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return outcomes
