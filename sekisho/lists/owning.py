"""Which source a file of owners is of, told by what stands at its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem
from sekisho.lists.read.row import sniff

if TYPE_CHECKING:
    from pathlib import Path

TABLE, BODS, GLEIF = "owners-csv", "owners-bods", "owners-gleif"
START = 1 << 16
SIGNS = (
    (b"RelationshipRecord", GLEIF),
    (b"Relationship.StartNode.NodeID", GLEIF),
    (b'"statementI', BODS),
    (b'"statementi', BODS),
    (b'"bods', BODS),
)
"""What stands near the beginning of a file, and whose it then is."""


def source_of(path: Path) -> str:
    """The id of the source that reads a file of owners, or the folder of GLEIF's two files.

    Raises:
        InputError: it is no table of owners, no BODS and none of GLEIF's files.
    """
    if path.is_dir():
        return GLEIF
    head = sniff(path, "csv")[:START]
    for sign, source in SIGNS:
        if sign in head:
            return source
    first = head.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace").lower()
    if {"owner", "asset"} <= {cell.strip().strip('"') for cell in first.split(",")}:
        return TABLE
    hint = "give a CSV with the columns owner and asset, BODS 0.4, or GLEIF Level 2"
    problem = Problem(Location(path.name, 1), "nobody can see what it tells of owners", hint)
    raise InputError(f"{path.name} is no file of owners", [problem])
