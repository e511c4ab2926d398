"""The manifest of a bundle: what it is frozen at, and the hash of every file in it.

The address of a bundle is the SHA-256 of its manifest in canonical JSON (RFC 8785). Since the manifest names
the hash of every file, two bundles with one address answer alike; one changed byte anywhere gives another.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import rfc8785

from sekisho.errors import InputError, Location, Problem, counted
from sekisho.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME: Final = "manifest.json"
VERSION: Final = 1
"""Of the layout of a bundle."""
SHORT: Final = 16
"""Digits of an address that are enough to name a folder."""
REBUILD: Final = "build it anew: sekisho bundle build"
_PACKAGE: Final = Path(__file__).parent.parent
_READ_BY_CODE: Final = ("words", "match", "parts")
"""Folders of the corpus that the engine reads itself: a bundle does not hold them, it names their hash."""


@dataclass(frozen=True)
class Manifest:
    """What a bundle is.

    Attributes:
        version: of the layout.
        engine: the version of sekisho that built it.
        code: :func:`code`, of the engine that built it.
        on: the day or instant of the act, for cases that give none.
        known: the day of knowledge, ISO 8601; a bundle knows no other.
        readings: those adopted.
        measures: ids looked at only; none: all.
        law: the hash of the law text.
        lists: what each list rests on, as in the basis of an answer.
        counts: of what is in it, by kind.
        files: SHA-256 by path within the folder.
    """

    version: int
    engine: str
    code: str
    on: str
    known: str
    readings: tuple[str, ...]
    measures: tuple[str, ...]
    law: str
    lists: Mapping[str, str]
    counts: Mapping[str, int]
    files: Mapping[str, str] = field(repr=False)

    @cached_property
    def address(self) -> str:
        """The hash that names the bundle: 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical).hexdigest()

    @property
    def canonical(self) -> bytes:
        """The manifest as it is hashed and kept."""
        told = asdict(self)
        return rfc8785.dumps({**told, "readings": list(self.readings), "measures": list(self.measures)})

    def faults(self, folder: Path) -> Iterator[Problem]:
        """The files of a folder that are not as the manifest says; those it does not name among them."""
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        for name in sorted(there - self.files.keys() - {NAME}):
            yield Problem(Location(str(folder / name)), "the manifest does not name this file", "take it out")
        for name, digest in self.files.items():
            at = Location(str(folder / name))
            if name not in there:
                yield Problem(at, "the file is missing", REBUILD)
            elif hash_of(folder / name) != digest:
                yield Problem(at, "the file is not as it was built", REBUILD)

    def foreign(self) -> Problem | None:
        """Why this program cannot answer from it; None: it can."""
        if self.version != VERSION:
            return Problem(Location(NAME), f"its layout is version {self.version}, not {VERSION}", REBUILD)
        if self.engine != __version__:
            hint = f"install sekisho {self.engine}, or {REBUILD}"
            return Problem(
                Location(NAME), f"it was built by sekisho {self.engine}; this is {__version__}", hint
            )
        if self.code != code():
            message = "it was built by other code or other words of the same version"
            return Problem(Location(NAME), message, f"run the same build everywhere, or {REBUILD}")
        return None


def read(folder: Path) -> Manifest:
    """The manifest of a bundle.

    Raises:
        InputError: there is none, or it cannot be read.
    """
    path = folder / NAME
    try:
        told = json.loads(path.read_text("utf-8"))
        sequences = {name: tuple(told[name]) for name in ("readings", "measures")}
        return Manifest(**{**told, **sequences})
    except OSError as error:
        hint = "name the folder that `sekisho bundle build` printed"
        problem = Problem(Location(str(path)), str(error.strerror or error), hint)
        raise InputError(f"{folder} is no bundle", [problem]) from error
    except (ValueError, TypeError, KeyError) as error:
        problem = Problem(Location(str(path)), f"it is no manifest of a bundle: {error}", REBUILD)
        raise InputError(f"{folder} is no bundle", [problem]) from error


def checked(folder: Path) -> Manifest:
    """The manifest of a bundle that is whole, and that this program can answer from.

    Raises:
        InputError: it is not whole, or was built by another engine; the problems say which files.
    """
    manifest = read(folder)
    foreign = manifest.foreign()
    if foreign is not None:
        raise InputError(f"the bundle {folder} cannot be used here", [foreign])
    faults = list(manifest.faults(folder))
    if faults:
        raise InputError(f"the bundle {folder} is damaged: {counted(len(faults), 'problem')}", faults)
    return manifest


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def code() -> str:
    """A hash of the engine: its Python, and what it reads of the corpus whatever store it answers from."""
    own = hashlib.sha256()
    corpus = _PACKAGE / "corpus"
    read_too = (path for name in _READ_BY_CODE for path in (corpus / name).rglob("*.toml"))
    for path in sorted((*_PACKAGE.rglob("*.py"), *read_too)):
        own.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode() + path.read_bytes())
    return own.hexdigest()[:SHORT]
