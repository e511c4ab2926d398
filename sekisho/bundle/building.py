"""A law and a store, frozen in a folder named by what is in it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.bundle import manifest, shelf
from sekisho.bundle.manifest import Manifest
from sekisho.errors import InputError, Location, Problem
from sekisho.law.register import CHANGELOG, law_files
from sekisho.screen.run import Screener
from sekisho.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.dates import AsOf
    from sekisho.law.register import Law
    from sekisho.store.base import Store

LAW = "law"


def build(
    folder: Path,
    law: Law,
    store: Store,
    times: AsOf,
    *,
    readings: Iterable[str] = (),
    measures: Iterable[str] = (),
) -> Path:
    """Freeze a law and a store.

    Args:
        folder: where bundles are kept; it is made if it is not there.
        law: the register.
        store: who is who, as known on the day of *times*.
        times: the day of the act for cases that give none, and the day of knowledge.
        readings: names of readings to adopt.
        measures: ids of instruments or measures to look at; none means all.

    Returns:
        The folder of the bundle, in *folder*, named by the first digits of its address. One that is there
        already is left as it is.

    Raises:
        UsageError: a reading or measure does not exist.
        InputError: the folder cannot be written.
    """
    adopted, only = tuple(sorted(readings)), tuple(sorted(measures))
    Screener(law, store, readings=adopted, measures=only)  # refuses what does not exist
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder, prefix=".building-"))
        try:
            return _placed(draft, _written(draft, law, store, times, adopted, only), folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        problem = Problem(Location(str(folder)), str(error.strerror or error), "make room, or name another")
        raise InputError(f"no bundle can be written to {folder}", [problem]) from error


def _written(
    draft: Path,
    law: Law,
    store: Store,
    times: AsOf,
    readings: tuple[str, ...],
    measures: tuple[str, ...],
) -> Manifest:
    for path in (law.root / "facts.toml", law.root / CHANGELOG, *law_files(law.root)):
        if path.is_file():
            copy = draft / LAW / path.relative_to(law.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    counts = shelf.put(draft, store)
    files = sorted(path for path in draft.rglob("*") if path.is_file())
    made = Manifest(
        manifest.VERSION,
        __version__,
        manifest.code(),
        str(times.on),
        dates.iso(times.known),
        readings,
        measures,
        law.digest,
        dict(store.hashes),
        counts,
        {path.relative_to(draft).as_posix(): manifest.hash_of(path) for path in files},
    )
    (draft / manifest.NAME).write_bytes(made.canonical)
    return made


def _placed(draft: Path, made: Manifest, folder: Path) -> Path:
    place = folder / made.address[: manifest.SHORT]
    if not place.exists():
        draft.chmod(0o755)  # a temporary folder is its owner's alone; a bundle is for every worker
        draft.rename(place)
    return place
