"""A statement as a view of parties needs it, from an archive or from a file given by hand."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A statement as a view needs it.

    Attributes:
        first: the first day on which it holds in the world, and `last` the last one.
        since: the day from which it was believed.
        snapshot: the one that taught it; 0: it is of a file given by hand.
    """

    source: str
    entity: str
    schema: str
    prop: str
    value: str
    list: str
    first: int
    last: int
    since: int
    snapshot: int = 0


class Gone(NamedTuple):
    """A statement that was believed, and is no more.

    Attributes:
        snapshot: the one that no longer had it.
        day: the day of that one.
    """

    row: Row
    snapshot: int
    day: int
