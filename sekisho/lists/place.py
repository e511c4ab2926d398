"""Where things are, if nobody says otherwise: the store, the kept bytes, the declarations of sources."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.errors import UsageError
from sekisho.folders import of_user

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.lists.source import Source

DECLARED = Path(__file__).parent.parent / "corpus" / "lists" / "sources"
STORE = "SEKISHO_STORE"
"""The variable that names the store."""
KEPT = "SEKISHO_KEEP"
"""The variable that names the folder of kept files."""
FILE, KEEP = "store.sqlite", "keep"


def store_place(given: str = "") -> str:
    """The store: as given, else `$SEKISHO_STORE`, else a file in the user's data folder."""
    return given or os.environ.get(STORE, "") or str(data_folder() / FILE)


def keep_folder(store: str) -> Path:
    """The folder of kept files: `$SEKISHO_KEEP`, else beside the store's file, else in the user's data."""
    if given := os.environ.get(KEPT, ""):
        return Path(given).expanduser().absolute()
    path = store.removeprefix("sqlite:///")
    return data_folder() / KEEP if "://" in path else Path(path).expanduser().absolute().parent / KEEP


def data_folder() -> Path:
    """Where this system keeps the data of a user's programs."""
    return of_user("XDG_DATA_HOME", "Library/Application Support", ".local/share")


def declared(folders: Iterable[Path] = ()) -> dict[str, Source]:
    """The sources of the corpus, and those in folders of the user's own, by id.

    Raises:
        InputError: a declaration is refused.
        UsageError: a folder is none, or a source has the id of another.
    """
    from sekisho.lists.source import sources  # noqa: PLC0415  # who only asks where the store is waits for less

    found = sources(DECLARED)
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"{folder} is no folder; --sources takes one with declarations in it")
        own = sources(folder)
        if twice := sorted(own.keys() & found.keys()):
            raise UsageError(f"{folder} declares '{twice[0]}' again; give it another id")
        found |= own
    return found
