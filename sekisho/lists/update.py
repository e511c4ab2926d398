"""Brings one source up to date: retrieve or adopt its files, read them, check them, remember them.

Invariants: whatever goes wrong, the last good snapshot goes on serving and what went wrong is recorded; the
one writer's lock is held only while the store is written, never while something is retrieved.
"""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from sekisho import dates
from sekisho.errors import InputError, UsageError
from sekisho.lists.declaration import MAIN
from sekisho.lists.fetch import Fetched, adopt
from sekisho.lists.ingest import ingest
from sekisho.lists.reading import Reading
from sekisho.store.writer import Retrieval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sekisho.errors import Problem
    from sekisho.lists.brought import Brought
    from sekisho.lists.fetch import Fetcher
    from sekisho.lists.source import Source
    from sekisho.model.statement import Said
    from sekisho.store.engine import Archive
    from sekisho.store.writer import Change

SUFFIXES: Mapping[str, str] = {"jsonl": "json", "ftm": "json", "statements": "csv"}
"""The end of a file's name, where it is not the kind of its format."""

STEP = 1000
"""Statements from one word of progress to the next."""


@dataclass(frozen=True, slots=True)
class Updated:
    """How an update of a source went.

    Attributes:
        change: what it changed; None: it was refused.
        warnings: what was odd, but no reason to refuse.
        error: why it was refused.
    """

    source: str
    status: Literal["new", "unchanged", "refused"]
    change: Change | None = None
    warnings: tuple[Problem, ...] = ()
    error: InputError | UsageError | None = None


@dataclass(frozen=True, slots=True)
class Updater:
    """Updates sources of one store.

    Attributes:
        allow_removed: take a file from which more vanished than its declaration allows: a person has looked.
        progress: is told, while a file is read, how many statements came so far.
    """

    archive: Archive
    fetcher: Fetcher
    allow_removed: bool = False
    progress: Callable[[int], None] | None = None

    def update(self, source: Source, brought: Brought | None = None) -> Updated:
        """Bring a source up to date.

        Raises:
            UsageError: it has no address and no file was brought, or the day cannot be.
            StoreError: the store cannot be written; nothing was changed.
        """
        day = dates.today() if brought is None or brought.on is None else brought.on
        if day > dates.today():
            raise UsageError(f"{dates.iso(day)} is still to come: nothing was retrieved on that day")
        try:
            got = self._got(source, brought)
        except InputError as error:
            return self._refused(source, error, dates.instant())
        with _named(source, got, brought) as files:
            reading = Reading(files, source)
            try:
                retrieval = _retrieval(source, got, reading.published())
            except InputError as error:
                return self._refused(source, error, dates.instant(), got)
            if day != dates.today():
                retrieval = replace(retrieval, retrieved=f"{dates.iso(day)}T00:00:00Z")
            try:
                change = ingest(
                    self.archive,
                    retrieval,
                    self._watched(reading.said()),
                    day,
                    source.checks,
                    rows=lambda: reading.rows,
                    allow_removed=self.allow_removed,
                )
            except InputError as error:  # it has been recorded
                return Updated(source.id, "refused", warnings=reading.warnings, error=error)
        with self.archive.write() as writer:
            writer.fetched(source.id, _noted(got, retrieval.retrieved))
        status: Literal["new", "unchanged"] = "new" if change.added or change.removed else "unchanged"
        return Updated(source.id, status, change, reading.warnings)

    def _got(self, source: Source, brought: Brought | None) -> Mapping[str, Fetched]:
        """The files of a source, by table, from wherever they come."""
        kinds = {table.name: table.format.kind for table in source.tables}
        if brought is not None:
            return {
                key: adopt(path, self.fetcher.keep, kinds[key.partition("/")[0]])
                for key, path in brought.files.items()
            }
        last = self._last(source)
        for name, url in source.urls.items():
            if not url:
                file = "its file" if name == MAIN else f"the file of its table '{name}'"
                raise UsageError(f"{source.id} has no address for {file}; give it with --from")
        return {name: self._fetched(url, kinds[name], last.get(name)) for name, url in source.urls.items()}

    def _fetched(self, url: str, kind: str, last: Fetched | None) -> Fetched:
        """A file from its address, which may be beside the declaration."""
        if url.startswith("file:"):
            return adopt(Path(url2pathname(urlsplit(url).path)), self.fetcher.keep, kind)
        return self.fetcher.fetch(url, kind, last)

    def _watched(self, said: Iterable[Said]) -> Iterable[Said]:
        return said if self.progress is None else _counted(said, self.progress)

    def _last(self, source: Source) -> Mapping[str, Fetched]:
        """What was retrieved last time, by table."""
        found = self.archive.fetched(source.id) or {}
        keep = self.fetcher.keep
        return {name: Fetched(**(each | {"path": keep.path(each["sha256"])})) for name, each in found.items()}

    def _refused(
        self, source: Source, error: InputError, at: str, got: Mapping[str, Fetched] | None = None
    ) -> Updated:
        sha256 = _digest(got) if got else None
        with self.archive.write() as writer:
            writer.refuse(source.id, at, str(error), error.problems, sha256)
        return Updated(source.id, "refused", error=error)


def _retrieval(source: Source, got: Mapping[str, Fetched], published: int | None) -> Retrieval:
    return Retrieval(
        source.id,
        tuple(source.lists),
        max(each.retrieved for each in got.values()),
        _digest(got),
        f"{source.parser}@{version('sekisho')}",  # what reads a file is its declaration and this code
        published,
    )


def _digest(got: Mapping[str, Fetched]) -> str:
    """The hash of one file; of several, the hash of their hashes by table."""
    if len(got) == 1:
        return next(iter(got.values())).sha256
    lines = "".join(f"{name} {each.sha256}\n" for name, each in sorted(got.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _noted(got: Mapping[str, Fetched], retrieved: str) -> Mapping[str, object]:
    """What the next retrieval needs to know of this one."""
    same = {"path": "", "status": "new", "retrieved": retrieved}
    return {name: asdict(each) | same for name, each in got.items()}


@contextmanager
def _named(
    source: Source, got: Mapping[str, Fetched], brought: Brought | None
) -> Iterator[Mapping[str, Path]]:
    """The files under the names they were published with, for messages name them and some tell their day."""
    with tempfile.TemporaryDirectory(prefix="sekisho-") as folder:
        files = {}
        tables = {table.name: table for table in source.tables}
        for key, each in got.items():
            table = tables[key.partition("/")[0]]
            name = _name(table.url, table.format.kind) if brought is None else brought.files[key].name
            path = Path(folder, table.name, name)
            path.parent.mkdir(exist_ok=True)
            try:
                path.symlink_to(each.path.absolute())
            except OSError:  # a system that grants links to few
                path.write_bytes(each.path.read_bytes())
            files[key] = path
        yield files


def _name(url: str, kind: str) -> str:
    """The name of a file at an address, with an end that tells its kind."""
    name = Path(unquote(urlsplit(url).path)).name or "list"
    suffix = SUFFIXES.get(kind, kind)
    return name if "." in name else f"{name}.{suffix}"


def _counted(said: Iterable[Said], progress: Callable[[int], None]) -> Iterator[Said]:
    for number, each in enumerate(said, 1):
        if number % STEP == 0:
            progress(number)
        yield each
