"""Holds README.md against what it counts and lists: measures of the law, and commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sekisho.model.measure import Instrument

GRID = re.compile(
    r"^sekisho ([a-z|]+)(?: ([a-z]+(?:\|[a-z]+)+))?", re.MULTILINE
)  # a line of the list of commands


def size_of_law(instruments: Iterable[Instrument]) -> str:
    """How much law there is, in the words in which the page has to say it."""
    acts = tuple(instruments)
    measures = sum(block.kind == "measure" for act in acts for block in act.blocks)
    places = len({act.id.partition("-")[0] for act in acts})
    return f"{len(acts)} instruments of {places} jurisdictions with {measures} measures"


def wrong(text: str, law: str, commands: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines of the page and what is wrong there.

    Args:
        text: the page.
        law: how much law there is, in the page's words.
        commands: every command, `sekisho law list`; a page names all, those of a group by their last words.
    """
    if law not in " ".join(text.split()):
        yield 1, f"does not say that there are {law}"
    there = _groups(commands)
    named: set[str] = set()
    for found in GRID.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        heads, told = found[1].split("|"), set((found[2] or "").split("|")) - {""}
        named |= set(heads)
        for head in heads:
            if head not in there:
                yield line, f"names `sekisho {head}`, which is no command"
            elif told ^ there[head]:
                yield line, f"does not list the commands of `sekisho {head}`: {'|'.join(sorted(there[head]))}"
    for head in sorted(there.keys() - named):
        yield 1, f"does not list `sekisho {head}`"


def _groups(commands: Iterable[str]) -> Mapping[str, set[str]]:
    """The first word of each command, and what may follow it; nothing follows `screen`."""
    there: dict[str, set[str]] = {}
    for command in commands:
        _, head, *rest = command.split()
        there.setdefault(head, set()).update(rest[:1])
    return there
