"""What an answer rested on, read again from its basis: which snapshot, and which files were given by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SNAPSHOT = re.compile(r"\bsnapshot (\d+) of ")
DECLARATION = re.compile(r"\bdeclaration (\w+),")
"""What a list says of the declaration by which it was read."""


def newest(bases: Iterable[Mapping[str, str]]) -> int | None:
    """The newest snapshot that any of them rests on; None: no store was asked."""
    found = (int(each) for lists in bases for said in lists.values() for each in _SNAPSHOT.findall(said))
    return max(found, default=None)


def by_hand(lists: Mapping[str, str]) -> dict[str, str]:
    """The hash of each file that was given by hand, by list: what no snapshot has, but a declaration read."""
    return {
        name: said.partition(",")[0]
        for name, said in lists.items()
        if DECLARATION.search(said) and not _SNAPSHOT.search(said)
    }
