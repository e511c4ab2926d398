"""What the marks of the zones cost on a user's own names: misses and false alarms, mark by mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

PER: Final = 10_000
MARKS: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


class Judged(NamedTuple):
    """A name of the user's whose answer a person has told.

    Attributes:
        listed: whether it is a listed one.
        best: the score of the best bearer found; 0: none.
        own: of the one that it is; 0 where it was not found, or is none.
    """

    listed: bool
    best: float
    own: float


class Cost(NamedTuple):
    """What one mark costs.

    Attributes:
        mark: a score at or above it raises an alarm.
        missed: of 10,000 names that are listed, those that raise none for the right bearer.
        alarms: of 10,000 names that are not listed, those that raise one.
    """

    mark: float
    missed: float | None
    alarms: float | None


def costs(judged: Sequence[Judged], marks: Sequence[float] = MARKS) -> tuple[Cost, ...]:
    """The cost of each mark; None where no name is told that would tell it."""
    listed = [each.own for each in judged if each.listed]
    others = [each.best for each in judged if not each.listed]
    return tuple(
        Cost(
            mark,
            PER * sum(own < mark for own in listed) / len(listed) if listed else None,
            PER * sum(best >= mark for best in others) / len(others) if others else None,
        )
        for mark in marks
    )
