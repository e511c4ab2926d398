"""A list file that is given by hand: read through the declaration of its source, for this run only.

Invariants: a file whose layout is not the declared one is refused, with place and remedy; what it says is
known from the publisher's own days, for nobody says when it was retrieved.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.errors import InputError, Location, Problem
from sekisho.lists.brought import brought
from sekisho.lists.declaration import MAIN, OWNERS, Carried
from sekisho.lists.reading import Reading
from sekisho.lists.view import View, rows_of, view
from sekisho.model.entity import ListInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sekisho.lists.source import Source

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class ListFile:
    """What one file says.

    Attributes:
        lists: those it has entries of, complete from the file's own day on; if it gives none, from that of
            its newest entry.
        sha256: of its bytes; of several files, of all in the order of their tables.
        parser: the hash of the declaration by which it was read.
    """

    view: View
    lists: tuple[ListInfo, ...]
    sha256: str
    parser: str

    @staticmethod
    def read(source: Source, path: Path) -> ListFile:
        """Read a file of a source, or the folder of its files.

        Raises:
            InputError: it is refused; every problem says where and why.
            UsageError: the source has several tables, and this is not the folder of their files.
        """
        if path.is_dir() or (source.joined and path.exists()):
            files = brought(source, path).files
        else:
            files = {MAIN: path}
        try:
            digest = _digest(files)
            reading = Reading(files, source)
            found = view([list(rows_of(reading.said(), source.id))])
            published = reading.published()
        except OSError as error:
            problem = Problem(Location(path.name), str(error.strerror), "check the path")
            raise InputError(f"{path.name} cannot be read", [problem]) from error
        if not reading.rows:
            problem = Problem(Location(path.name), "there is no entry in it", "take the publisher's own file")
            raise InputError(f"{path.name} is no list of {source.id}", [problem])
        return ListFile(found, _infos(source, path, found, published), digest, source.parser)


def _infos(source: Source, path: Path, found: View, published: int | None) -> tuple[ListInfo, ...]:
    # An entry may be announced for a day to come: the file is no younger for that.
    days = (each.valid.first for each in found.listings if each.valid.first < LAST_DAY)
    newest = max(days, default=FIRST_DAY)
    since = newest if published is None else published
    if published is not None:
        age = f"{path.name} of {dates.iso(published)}"
    else:
        age = (
            f"{path.name}, newest entry {dates.iso(newest)}"
            if newest > FIRST_DAY
            else f"{path.name}, undated"
        )
    statute = source.about.kind == "statute"
    # Of a file without any day nobody can say when it was whole.
    complete = source.about.complete and (statute or since > FIRST_DAY)
    carried = source.about.lists
    if source.format.kind in OWNERS:  # nobody is listed, but what is said rests on it
        loaded = path.name if published is None else age
        return tuple(
            ListInfo(name, each.title, "user", complete=False, loaded=loaded)
            for name, each in carried.items()
        )
    return tuple(
        ListInfo(
            name,
            own.title,
            source.about.kind,
            complete,
            loaded=age,
            complete_from=FIRST_DAY if statute else since,
            topics=own.topics,
        )
        for name in dict.fromkeys(each.list for each in found.listings)
        for own in (carried.get(name, Carried(name)),)
    )


def _digest(files: Mapping[str, Path]) -> str:
    digest = hashlib.sha256()
    for path in files.values():
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    return digest.hexdigest()
