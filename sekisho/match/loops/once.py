"""What loops need of a roster, in the form they take it in: made once, and kept as long as the roster is."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import finalize

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sekisho.match.roster import Roster

Made = TypeVar("Made")
Number = TypeVar("Number", bound=np.generic)


def once(make: Callable[[Roster], Made]) -> Callable[[Roster], Made]:
    """Make something of each roster when it is first wanted; two threads may make it twice at first."""
    kept: dict[int, Made] = {}  # by `id`: to ask a dictionary of weak references takes thirty times as long

    @wraps(make)
    def found(roster: Roster) -> Made:
        place = id(roster)
        if place in kept:
            return kept[place]
        finalize(roster, kept.pop, place, None)
        return kept.setdefault(place, make(roster))

    return found


def fixed(column: NDArray[Number]) -> NDArray[Number]:
    """The same column for reading only.

    To a loop that is another type than a column that may be written to, and each type is compiled for: what
    lies in a file of the cache is of this one, so all is.
    """
    view = np.ascontiguousarray(column).view()
    view.flags.writeable = False
    return view
