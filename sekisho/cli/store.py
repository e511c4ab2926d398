"""Which store, which list files and which declarations of sources a command works with."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.errors import UsageError

if TYPE_CHECKING:
    from sekisho.lists.keep import Keep
    from sekisho.store.base import Store
    from sekisho.store.engine import Archive

NONE = "none"
"""Instead of a place: answer from the corpus alone."""
_FILE_OF = re.compile(r"(?P<source>[a-z0-9-]+)=(?P<file>.+)", re.DOTALL)

StoreOption = Annotated[
    str, typer.Option("--store", help="A file, or a PostgreSQL URL; else $SEKISHO_STORE, else yours.")
]
AnswerOption = Annotated[
    str, typer.Option("--store", help="The store of lists, or none; else $SEKISHO_STORE, else yours, if any.")
]
BasisOption = Annotated[
    str | None, typer.Option("--basis", help="Replay: the newest snapshot of an answer's basis, or its file.")
]
ListsOption = Annotated[
    list[str] | None,
    typer.Option("--list", metavar="[ID=]FILE", help="An official list file; ID is its source, else us-csl."),
]
OwnersOption = Annotated[
    list[Path] | None,
    typer.Option("--owners", help="A file of owners: CSV, BODS 0.4, or the folder of GLEIF Level 2."),
]
SourcesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--sources", envvar="SEKISHO_SOURCES", show_envvar=False, help="A folder of declarations of your own."
    ),
]


@contextmanager
def opened(store: str, *, create: bool = False) -> "Iterator[Archive]":
    """The store that is asked for."""
    from sekisho.lists.place import store_place
    from sekisho.store.engine import Archive

    place = store_place(store)
    if place == NONE:
        raise UsageError("'none' is no store: give a file, or a PostgreSQL URL, with --store")
    with Archive.open(place, create=create) as archive:
        yield archive


@dataclass(frozen=True, slots=True)
class Sources:
    """What a question is answered from.

    Attributes:
        lists: list files, as `FILE` or `ID=FILE`.
        store: where the store is; empty: where it is if nobody says.
        basis: the newest snapshot of the basis that is replayed, or a file of the answers; None: all that the
            store holds.
        folders: of declarations.
        owners: files that tell who holds whom.
    """

    lists: list[str]
    store: str = ""
    basis: str | None = None
    folders: tuple[Path, ...] = ()
    owners: tuple[Path, ...] = ()

    @contextmanager
    def opened(self, known: int) -> "Iterator[Store]":
        """All of it, as known on a day; it can be asked until it is left."""
        from sekisho.cli.basis import replayed

        basis = None if self.basis is None else replayed(self.basis)
        without = basis is not None and basis.upto is None  # what was answered without a store is so again
        place = None if without else _place(self.store)
        if place is None:
            if basis is not None and basis.upto is not None:
                raise UsageError(
                    "--basis names a snapshot of a store, and there is none; give it with --store"
                )
            found = self.of(None, known)
            if basis is not None:
                basis.warn(found.hashes)
            yield found
            return
        from sekisho.store.engine import Archive

        with Archive.open(place) as archive:
            upto = None if basis is None else basis.upto
            found = self.of(archive, known, upto)
            if basis is not None:
                basis.warn(found.hashes)
            yield found

    def of(self, archive: "Archive | None", known: int, upto: int | None = None) -> "Store":
        """What the lists, owners and declarations given by hand and an archive say, as known on a day."""
        from sekisho.lists.load import open_store
        from sekisho.lists.place import declared

        files = [_file(each) for each in self.lists]
        if self.owners:
            from sekisho.lists.owning import source_of

            files += [(source_of(each), each) for each in self.owners]
        sources = declared(self.folders) if self.folders else None
        return open_store(files, archive=archive, known=known, upto=upto, sources=sources)


def _file(text: str) -> Path | tuple[str, Path]:
    """A list file; with the id of its source, if there is one before it."""
    found = _FILE_OF.fullmatch(text)
    return Path(text) if found is None or Path(text).exists() else (found["source"], Path(found["file"]))


def _place(given: str) -> str | None:
    """The store to answer from; None: the corpus alone, for there is none, or none is wanted."""
    import os

    from sekisho.lists.place import STORE, store_place

    place = store_place(given)
    if place == NONE:
        return None
    named = given or os.environ.get(STORE, "")
    # Whoever names a store wants that one; whoever names none may have none.
    return place if named or Path(place).is_file() else None


def keep_of(store: str) -> "Keep":
    """Where the original bytes of what is in a store are kept."""
    from sekisho.lists.keep import Keep
    from sekisho.lists.place import keep_folder, store_place

    return Keep(keep_folder(store_place(store)))
