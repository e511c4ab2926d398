"""Back-ups: all of a store in a folder, from which it can be had again on any database.

A back-up is itself a store, in SQLite, with the original bytes of what was retrieved beside it and a note of
what there is in it. Invariant: whatever is backed up or restored was counted, its record followed to its end.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.lists.keep import Keep
from sekisho.lists.place import FILE, KEEP
from sekisho.record.chain import Chain
from sekisho.store.copying import copied, counts
from sekisho.store.engine import Archive
from sekisho.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NOTE = "backup.json"


def back_up(archive: Archive, keep: Keep, folder: Path, at: str) -> Mapping[str, int]:
    """Copy a store, as it stands at one moment, with all that it keeps.

    Args:
        archive: others may go on using it.
        keep: its kept files.
        folder: a new one.
        at: the instant, ISO 8601 in UTC.

    Returns:
        How many rows each table has.

    Raises:
        UsageError: the folder is there already, or cannot be made.
        InputError: the record does not hold.
        StoreError: the store cannot be read.
    """
    draft = folder.with_name(f".{folder.name}.part")
    if folder.exists():
        raise UsageError(f"{folder} is there already; name a new folder")
    try:
        draft.mkdir(parents=True)
    except OSError as error:
        raise UsageError(
            f"cannot make {draft}: {error.strerror}; remove it, or name another folder"
        ) from error
    try:
        with Archive.open(draft / FILE, create=True) as copy:
            rows = copied(archive, copy)
            note = {"sekisho": __version__, "at": at, "rows": dict(rows), "record": _held(copy)}
        _copy_kept(keep, Keep(draft / KEEP))
        (draft / NOTE).write_text(json.dumps(note, indent=2) + "\n", "utf-8")
        draft.replace(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return rows


def restore(folder: Path, place: str, keep: Keep) -> Mapping[str, int]:
    """Make a store of a back-up again.

    Args:
        folder: the back-up.
        place: where there is no store yet: a file, or the URL of an empty PostgreSQL database.
        keep: where its kept files go.

    Returns:
        How many rows each table has.

    Raises:
        InputError: the folder is no back-up, or not as it was made.
        UsageError: there is a store at *place*.
        StoreError: it cannot be written.
    """
    note = _noted(folder)
    with Archive.open(folder / FILE) as copy:
        if counts(copy) != note["rows"] or _held(copy) != note["record"]:
            raise _refused(folder, "it does not hold what it held when it was made")
        with Archive.open(place, create=True) as archive:
            rows = copied(copy, archive)
            if _held(archive) != note["record"]:
                raise _refused(folder, f"its record did not arrive whole in {archive}")
    _copy_kept(Keep(folder / KEEP), keep)
    return rows


def _noted(folder: Path) -> Mapping[str, object]:
    try:
        note = json.loads((folder / NOTE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _refused(folder, f"{NOTE} cannot be read: {error}") from error
    if not isinstance(note, dict) or not {"rows", "record"} <= note.keys():
        raise _refused(folder, f"{NOTE} does not say what there is in it")
    return note


def _held(archive: Archive) -> str:
    """The hash of the newest entry of the record, which was followed to there."""
    links = Chain(archive).verify()
    if links.problems:
        hint = "`sekisho record verify` says where"
        raise InputError(f"the record of {archive} does not hold; {hint}", links.problems)
    return links.hash


def _copy_kept(source: Keep, target: Keep) -> None:
    """Copy the kept files that are not there yet. Each is hashed on its way."""
    for path in sorted(source.folder.glob("??/*")):
        if not target.holds(path.name):
            found = target.adopt(path)
            if found != path.name:
                raise _refused(path, "its bytes are not those that were kept")


def _refused(path: Path, why: str) -> InputError:
    hint = "take another back-up; nothing of this one was deleted"
    return InputError(f"{path} cannot be used", [Problem(Location(str(path)), why, hint)])
