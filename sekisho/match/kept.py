"""What of a roster was looked at in plain numbers, for one name at a time: it is the same for the next name.

Invariant: it is of the roster alone, and may be dropped at any time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from sekisho.match.held import Listed
    from sekisho.match.wording import Word

MOST: Final = 1 << 14
"""Things of a kind that are remembered."""
Thing = TypeVar("Thing")
Value = TypeVar("Value")


class Key(NamedTuple):
    """What leads to spellings: a word, a piece of a few letters, or two words side by side.

    Attributes:
        rare: how rare it is, up to `UNIT`.
        start: where its postings begin.
        held: how many there are.
    """

    rare: int
    start: int
    held: int


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What is remembered.

    Attributes:
        spellings: listed ones, by place.
        words: of the vocabulary, by place.
        pieces: by their letters.
    """

    spellings: dict[int, Listed] = field(default_factory=dict)
    words: dict[int, Word] = field(default_factory=dict)
    pieces: dict[str, Key] = field(default_factory=dict)


def keep(kept: dict[Thing, Value], name: Thing, value: Value) -> Value:
    """Remember something; all else is forgotten where it is too much."""
    if len(kept) >= MOST:
        kept.clear()
    kept[name] = value
    return value
