"""MAC blocks that ship: `corpus/marks/blocks.txt`, where one line holds many.

A day and a title, then `[id]` of a company of `makers/` and the blocks that it has registered: six hex digits
(MA-L), seven (MA-M) or nine (MA-S). Lines with # are remarks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.errors import Location, Problem
from sekisho.model.entity import Identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTHS = (6, 7, 9)
_HEX = frozenset("0123456789abcdef")


def read_blocks(text: str, file: str) -> Iterator[Identifier | Problem]:
    """Every block as an identifier of its company, and what is wrong with the others.

    Args:
        text: of the file.
        file: its name, for problems.
    """
    entity, told = "", {"day": "", "title": ""}
    for number, line in enumerate(text.splitlines(), 1):
        first, _, rest = line.partition(" ")
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            entity = line.strip("[]")
        elif first in told and not entity:
            told[first] = rest
        else:
            source = f"{told['title']}, copy of {told['day']}"
            for block in line.split():
                if entity and len(block) in LENGTHS and _HEX.issuperset(block):
                    yield Identifier("mac", block, entity, source, "high")
                else:
                    what = f"'{block}' is no MAC block of a company"
                    yield Problem(Location(file, number), what, "six, seven or nine small hex digits")
