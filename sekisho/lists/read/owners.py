"""A plain table of owners (CSV): `owner,asset,share,votes,control,from,until,source`, one holding a row.

The heading may stand in any order and in any letters; only `owner` and `asset` are needed. `owner_country`
and `asset_country` tell namesakes apart; `owner_kind` and `asset_kind` are `company`, `person`, `state`;
`known` is the day on which a row was made public. Invariants: a name with a country is one party, wherever it
stands; a cell that cannot be read refuses the file, with its line and column.
"""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING, TypeVar

from sekisho import dates
from sekisho.dates import ALWAYS
from sekisho.errors import Location, meant
from sekisho.lists.declaration import MAX_FIELD
from sekisho.lists.read.holding import Edge, Held, holding, list_of
from sekisho.lists.read.row import checked, refused, sniff
from sekisho.lists.share import share, within, yes_no
from sekisho.model.statement import saying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.declaration import Choice
    from sekisho.model.statement import Said

Value = TypeVar("Value")

NEEDED = ("owner", "asset")
COLUMNS = (
    *NEEDED, "share", "votes", "control", "from", "until", "source", "known",
    "owner_country", "asset_country", "owner_kind", "asset_kind",
)  # fmt: skip
KINDS: Mapping[str, str] = {
    "": "LegalEntity", "company": "Company", "person": "Person", "state": "PublicBody",
}  # fmt: skip
HINTS: Mapping[str, str] = {
    "share": "write 51, >=50, <50 or 30..70; leave it empty if nobody tells it",
    "votes": "write 51, >=50, <50 or 30..70; leave it empty if nobody tells them",
    "control": "write yes or no; leave it empty if nobody tells it",
    "from": "write 2020-11-17, 2020-11, 2020, or two of them with .. between",
    "until": "write 2020-11-17, 2020-11, 2020, or two of them with .. between",
    "known": "write a whole day: 2020-11-17",
    "kind": "write company, person or state; leave it empty if nobody tells it",
}


def said(
    files: Mapping[str, Path], fallback: str, *, choice: Choice | None = None, limit: int = MAX_FIELD
) -> Iterator[Said]:
    """Every holding of the files, and who holds and is held.

    Args:
        files: by table; all are read alike.
        fallback: the list of the statements, where `choice` names none.
        choice: the list (`source.list`).
        limit: characters of the longest field.

    Raises:
        InputError: a column or a cell cannot be read.
    """
    listed = list_of(choice, fallback)
    for path in files.values():
        sniff(path, "csv")
        parties: set[str] = set()
        for place, cells in records(path, limit):
            yield from _row(_Row(place, cells), listed, parties)


def records(path: Path, limit: int = MAX_FIELD) -> Iterator[tuple[Location, dict[str, str]]]:
    """The rows, by the names of the columns."""
    csv.field_size_limit(max(csv.field_size_limit(), limit + 1))
    name = path.name
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = heading(next(reader, []), name)
            for cells in reader:
                place = Location(name, reader.line_num)
                if not any(cells):
                    continue
                if len(cells) != len(header):
                    message = f"the row has {len(cells)} fields, not {len(header)}"
                    raise refused(place, message, "a cell with a comma needs quotation marks")
                yield (
                    place,
                    {
                        column: checked(cell.strip(), limit, place, column)
                        for column, cell in zip(header, cells, strict=True)
                    },
                )
    except UnicodeDecodeError as error:
        raise refused(Location(name), f"not UTF-8: {error.reason}", "save it as CSV UTF-8") from error
    except csv.Error as error:
        raise refused(Location(name), f"broken text: {error}", "save it as CSV again") from error


def heading(cells: list[str], name: str) -> list[str]:
    """The columns of a file, in its order.

    Raises:
        InputError: one is unknown, missing or there twice.
    """
    found = [cell.strip().lower().replace(" ", "_") for cell in cells]
    place = Location(name, 1)
    for column in found:
        if column not in COLUMNS:
            raise refused(
                place, f"there is no column '{column}' in a table of owners", meant(column, COLUMNS)
            )
        if found.count(column) > 1:
            raise refused(place, f"the column '{column}' is there twice", "leave one")
    for column in NEEDED:
        if column not in found:
            hint = f"the first line names the columns: {', '.join(COLUMNS)}"
            raise refused(place, f"there is no column '{column}'", hint)
    return found


class _Row:
    """A row whose cells are read one by one."""

    def __init__(self, place: Location, cells: Mapping[str, str]) -> None:
        self.place = place
        self._cells = cells

    def text(self, column: str) -> str:
        return self._cells.get(column, "")

    def read(self, column: str, parse: Callable[[str], Value | None]) -> Value | None:
        """The value of a cell; None: it is empty."""
        text = self.text(column)
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            where = Location(self.place.file, self.place.line, column)
            raise refused(where, str(error), HINTS[column]) from error

    def name(self, column: str) -> str:
        """A name that must be there."""
        if not self.text(column):
            where = Location(self.place.file, self.place.line, column)
            raise refused(where, f"the row names no {column}", f"write the name of the {column}")
        return self.text(column)


def _row(row: _Row, listed: str, parties: set[str]) -> Iterator[Said]:
    since = row.read("known", dates.day)
    ends = []
    for end in NEEDED:
        identity = party(row.name(end), row.text(f"{end}_country"))
        ends.append(identity)
        if identity not in parties:
            parties.add(identity)
            yield from _party(row, end, identity, listed, since)
    held = Held(
        row.read("share", share),
        row.read("votes", share),
        row.read("control", yes_no),
        row.read("from", within),
        row.read("until", within),
    )
    if held.since is not None and held.until is not None and held.until.last < held.since.first:
        raise refused(row.place, "the holding ends before it begins", "exchange 'from' and 'until'")
    parts = (*ends, *(row.text(each) for each in ("share", "votes", "control", "from", "until")))
    edge = Edge(f"own/{_hash(*parts)}", ends[0], ends[1], row.text("source"))
    yield from holding(edge, held, listed, since)


def _party(row: _Row, end: str, identity: str, listed: str, since: int | None) -> Iterator[Said]:
    kind = row.text(f"{end}_kind").lower()
    if kind not in KINDS:
        where = Location(row.place.file, row.place.line, f"{end}_kind")
        raise refused(where, f"'{kind}' is no kind of party", HINTS["kind"])
    say = saying(identity, KINDS[kind], listed, ALWAYS, since)
    yield say("name", row.text(end))
    if country := row.text(f"{end}_country"):
        yield say("country", country.lower())


def party(name: str, country: str) -> str:
    """The id of whoever bears a name in a country."""
    return f"own/{_hash(name, country.lower())}"


def _hash(*parts: str) -> str:
    return hashlib.sha1("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()[:20]
