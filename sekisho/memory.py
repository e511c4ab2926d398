"""Python's own housekeeping, where it costs more than it gives."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

SELDOM: Final = 50_000
"""Objects, more than were freed, after which a program of its own looks for cycles among them."""


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let Python not look for cycles meanwhile.

    For work that makes many objects and no cycles: each of them would be looked at several times, a sixth of
    the whole. Memory is still freed as soon as nothing refers to it. What was made meanwhile counts as old:
    else the collector, when it comes back, would look at all of that first.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if not gc.get_freeze_count():  # whoever keeps objects frozen has a reason
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def collect_seldom() -> None:
    """Let Python look for cycles seldom, from now on: for a program of its own.

    A start makes tens of thousands of objects that stay; to look at them after every seven hundred took a
    tenth of it.
    """
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
