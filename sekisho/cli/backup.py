"""`sekisho backup` and `sekisho restore`: all of a store in a folder, and again out of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.store import StoreOption, keep_of, opened
from sekisho.errors import counted

if TYPE_CHECKING:
    from collections.abc import Mapping


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    store: StoreOption = "",
) -> int:
    """Copy the store as it stands, whoever goes on using it, with the files it keeps."""
    from sekisho import dates
    from sekisho.record.backup import back_up

    with opened(store) as archive:
        rows = back_up(archive, keep_of(store), folder, dates.instant())
    print(f"{folder}: {_told(rows)}")
    return 0


def restore(
    folder: Annotated[Path, typer.Argument(help="What `sekisho backup` wrote.")],
    store: StoreOption = "",
) -> int:
    """Make a store of a back-up again, where there is none: in a file, or in a PostgreSQL database."""
    from sekisho.lists.place import store_place
    from sekisho.record.backup import restore as restored

    place = store_place(store)
    rows = restored(folder, place, keep_of(store))
    print(f"{folder} is restored: {_told(rows)}")
    return 0


def _told(rows: "Mapping[str, int]") -> str:
    return f"{counted(rows['statement'], 'statement')}, and the record with its {rows['entry']:,} entries"
