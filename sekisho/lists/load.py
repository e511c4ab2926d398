"""The corpus, the given list files and the lists of an archive, as one store.

Invariants: without an archive there is one store for every day of knowledge; with one, the newest snapshot is
read once, so that an update in the meantime cannot show half of itself. For the lists of a file that is given
by hand, that file speaks and the archive does not.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.lists.declared import Declared
from sekisho.lists.stated import Stated, stated
from sekisho.store.base import Store, gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sekisho.lists.file import ListFile
    from sekisho.lists.source import Source
    from sekisho.lists.view import View
    from sekisho.lists.views import Archived
    from sekisho.model.entity import ListInfo
    from sekisho.store.engine import Archive

CORPUS = Path(__file__).parent.parent / "corpus"
PLAIN = "us-csl"
"""The source of a list file that comes without one: the US Consolidated Screening List."""


def open_store(
    files: Iterable[Path | tuple[str, Path]] = (),
    root: Path = CORPUS,
    *,
    archive: Archive | None = None,
    known: int | None = None,
    upto: int | None = None,
    sources: Mapping[str, Source] | None = None,
) -> Store:
    """Everything that is stated of anybody.

    Args:
        files: official list files, each alone (the US Consolidated Screening List) or with the id of its
            source. A list that is in one counts as complete from its newest entry on.
        root: the corpus.
        archive: answer from its lists, too; it stays open as long as the store is asked. The store is that of
            one day of knowledge, `Store.at` gives others.
        known: that day; None: today.
        upto: as if nothing had been ingested after the snapshot of that number; None: everything counts.
        sources: declarations by id; None: those of the corpus.

    Raises:
        InputError: a file or a declaration is refused.
        UsageError: there is no such source, or no such snapshot.
    """
    given = Given(stated(root), Declared(root, sources))
    for each in files:
        given.add(*((PLAIN, each) if isinstance(each, Path) else each))
    if archive is None:
        return given.store()
    from sekisho.lists.views import Views  # noqa: PLC0415  # the database's library is large, and most runs have none

    return Views(given, archive, upto).at(dates.today() if known is None else known)


class Given:
    """What does not depend on a day of knowledge: the corpus, and the files given by hand."""

    def __init__(self, corpus: Stated, declared: Declared) -> None:
        self._corpus = corpus
        self.declared = declared
        self._files: list[ListFile] = []

    def add(self, source: str, path: Path) -> None:
        """Take a file."""
        from sekisho.lists.file import ListFile  # noqa: PLC0415  # most runs are given none

        self._files.append(ListFile.read(self.declared.needed(source), path))

    @property
    def lists(self) -> frozenset[str]:
        """The lists that are in the files."""
        return frozenset(info.id for file in self._files for info in file.lists)

    def store(self, view: View | None = None, archived: Archived | None = None) -> Store:
        """All of it, and what an archive says, as one store."""
        corpus = self._corpus
        said = [each.view for each in self._files] + ([view] if view else [])
        lists, hashes = self.described(archived)
        return gather(
            [*corpus.entities.values(), *(each for one in said for each in one.entities)],
            corpus.forms,
            [*corpus.listings, *(each for one in said for each in one.listings)],
            [*corpus.ownerships, *(each for one in said for each in one.ownerships)],
            [*corpus.marks, *(each for one in said for each in one.marks)],
            lists.values(),
            hashes,
            corpus.entities,
        )

    def described(self, archived: Archived | None) -> tuple[dict[str, ListInfo], dict[str, str]]:
        """Every list, and what each rests on."""
        lists = {info.id: info for info in self._corpus.lists}
        hashes = dict(self._corpus.hashes)
        own = dict(lists)
        for info, value in [*(archived.lists() if archived else ()), *_of_files(self._files)]:
            mine = own.get(info.id)
            if mine is None:
                lists[info.id] = info
            elif mine.complete and mine.kind == "statute":  # the corpus has the whole of it, for good
                lists[info.id] = replace(mine, loaded=info.loaded)
            else:  # an edition goes by its own age: the list may have changed since the corpus was written
                fresh = {
                    "complete": info.complete,
                    "complete_from": info.complete_from,
                    "loaded": info.loaded,
                }
                lists[info.id] = replace(mine, **fresh)
            if value:
                hashes[info.id] = value
        return lists, hashes


def _of_files(files: Iterable[ListFile]) -> Iterator[tuple[ListInfo, str]]:
    for file in files:
        for info in file.lists:
            yield info, f"{file.sha256[:16]}, declaration {file.parser[:8]}, {info.loaded}"
