"""The files of a source, read once from beginning to end: statements, and what is to be said of the whole.

Invariants: statements are streamed; what the counts say holds only after the last of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sekisho.errors import Location, Problem
from sekisho.lists.clean import date
from sekisho.lists.declaration import MAIN, STATED
from sekisho.lists.mapping import Mapper
from sekisho.lists.read import refused, rows
from sekisho.lists.read.row import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.source import Source
    from sekisho.model.statement import Said


class Reading:
    """One reading of the files of a source.

    Attributes:
        rows: rows of the main table; of a file of statements, its entities.
        entities: those they are about, without listings.
        warnings: what was odd but does not refuse the files.
    """

    def __init__(self, files: Mapping[str, Path], source: Source) -> None:
        self._files = files
        self._absent = [table.name for table in source.joined if table.optional and table.name not in files]
        self._source = source.without(self._absent)
        self._mapper = Mapper(self._source)
        self.rows = 0
        self.entities = 0

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What was odd so far."""
        hint, at = "the publisher has it; what only it says is not known here", Location(self._source.id)
        absent = [
            Problem(at, f"there is no file of the table '{table}'", hint, warning=True)
            for table in self._absent
        ]
        return (*absent, *self._mapper.warnings)

    def said(self) -> Iterator[Said]:
        """Every statement, as it comes.

        Raises:
            InputError: a file is refused, at the latest at its end.
        """
        return self._stated() if self._source.format.kind in STATED else self._mapped()

    def _mapped(self) -> Iterator[Said]:
        yield from self._mapper.said(rows(self._files, self._source))
        self.rows, self.entities = self._mapper.rows, len(self._mapper.entities)

    def _stated(self) -> Iterator[Said]:
        module = import_module(f"sekisho.lists.read.{self._source.format.kind}")  # few read such files
        before = ""
        seen: set[int] = set()  # hashes: what a store learnt of somebody in several editions stands apart
        limit = self._source.checks.max_field
        for each in module.said(self._files, self._source.id, choice=self._source.list, limit=limit):
            _, about, schema, *_ = each.statement
            if about is not before and about != before:
                before = about
                if hash(about) not in seen:
                    seen.add(hash(about))
                    self.rows += 1
                    self.entities += schema != "Sanction"
            yield each

    def published(self) -> int | None:
        """The day that the main file gives as its own; None: it gives none.

        Raises:
            InputError: it should give one, and what stands there is no day.
        """
        where, path = self._source.about.published, self._files[MAIN]
        if where is None:
            return None
        found = where.file.search(path.name) if where.file is not None else None
        if found is None and where.text is not None:
            with path.open("rb") as file:
                head = file.read(HEAD).decode(self._source.format.encoding, "replace")
            found = where.text.search(head)
        if found is None:
            return None
        when = date(where.clean, found[1])
        if when is None or when.first != when.last:
            place = Location(path.name)
            raise refused(place, f"its own date '{found[1]}' is no day", "correct source.published")
        return when.first
