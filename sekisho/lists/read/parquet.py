"""A Parquet file that `sekisho lists export --format parquet` wrote: statements as another store kept them.

Invariants: ids, values, validities and lists come back as they were, and every statement is known since the
day it was known there; nothing is cleaned, for that was done before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.errors import Location
from sekisho.lists.declaration import MAX_FIELD
from sekisho.lists.read.row import checked, refused
from sekisho.store.arrow import read_parquet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.declaration import Choice
    from sekisho.model.statement import Said


def said(
    files: Mapping[str, Path],
    fallback: str,  # noqa: ARG001  # every statement of such a file names its list
    *,
    choice: Choice | None = None,
    limit: int = MAX_FIELD,
) -> Iterator[Said]:
    """Every statement of the files, in their order.

    Args:
        files: by table; all are read alike.
        fallback: of no use here.
        choice: the lists that are wanted, by their ids in the file (`source.list`); without a column, all.
        limit: characters of the longest value.

    Raises:
        InputError: it is no such file, or has a list that is not declared.
    """
    for path in files.values():
        place = Location(path.name)
        for each in read_parquet(path):
            statement = each.statement
            if choice is not None and choice.column:
                found = choice.of(statement.list)
                if found == "refuse":
                    hint = 'add it to source.list.values, or say other = "ignore"'
                    raise refused(place, f"the list '{statement.list}' is not declared", hint)
                if found == "ignore":
                    continue
            checked(statement.value, limit, place, statement.prop)
            yield each
