"""Which store, and which declarations of sources, a command works with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sekisho.lists.keep import Keep
    from sekisho.store.engine import Archive

StoreOption = Annotated[
    str, typer.Option("--store", help="A file, or a PostgreSQL URL; else $SEKISHO_STORE, else yours.")
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

    with Archive.open(store_place(store), create=create) as archive:
        yield archive


def keep_of(store: str) -> "Keep":
    """Where the original bytes of what is in a store are kept."""
    from sekisho.lists.keep import Keep
    from sekisho.lists.place import keep_folder, store_place

    return Keep(keep_folder(store_place(store)))
