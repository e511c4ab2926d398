"""Registries of identifiers that were fetched: their bytes kept by hash, the newest of each kept in use.

Beside the kept files stands `index.json`: which file is which registry, and on which day it was retrieved.
Invariants: a file is read before it is kept, so that what is in use can be read; an index that is broken is
refused, never passed over in silence.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.assets.registry import LARGEST, Registry, read_registry
from sekisho.errors import InputError, Location, Problem
from sekisho.lists.keep import Keep
from sekisho.lists.place import data_folder

if TYPE_CHECKING:
    from pathlib import Path

INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """A registry that is in use.

    Attributes:
        day: of the copy, ISO.
    """

    title: str
    kind: str
    day: str
    digest: str
    entries: int


class Shelf:
    """The folder of registries."""

    def __init__(self, folder: Path | None = None) -> None:
        """Take a folder; None: that in the user's data folder."""
        self._folder = folder or data_folder() / "registries"
        self._keep = Keep(self._folder / "keep")

    def take(self, path: Path, day: str) -> Kept:
        """Keep a registry file, and use it from now on.

        Args:
            path: of the file that was fetched.
            day: on which it was retrieved, ISO.

        Raises:
            InputError: it is no registry that is known, or cannot be kept.
        """
        registry = read_registry(path, day)
        digest = self._keep.adopt(path, limit=LARGEST)
        kept = Kept(registry.title, registry.kind, registry.day, digest, len(registry.names))
        rows = {each.title: each for each in self.kept()} | {kept.title: kept}
        fields = ("title", "kind", "day", "digest", "entries")
        text = json.dumps(
            [{name: getattr(each, name) for name in fields} for each in rows.values()], indent=1
        )
        draft = self._folder / f".{INDEX}.part"
        try:
            draft.write_text(text + "\n", encoding="utf-8")
            draft.replace(self._folder / INDEX)
        except OSError as error:
            problem = Problem(Location(str(self._folder)), str(error.strerror), "make room")
            raise InputError(f"{self._folder} cannot be written", [problem]) from error
        return kept

    def kept(self) -> tuple[Kept, ...]:
        """The registries in use.

        Raises:
            InputError: the index is broken.
        """
        path = self._folder / INDEX
        if not path.is_file():
            return ()
        try:
            return tuple(Kept(**row) for row in json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            problem = Problem(Location(str(path)), str(error), "delete it, and take the registries again")
            raise InputError(f"{path} cannot be read", [problem]) from error

    def registries(self) -> tuple[Registry, ...]:
        """The registries in use, read.

        Raises:
            InputError: kept bytes are gone or changed.
        """
        found = []
        for each in self.kept():
            if not self._keep.holds(each.digest):
                problem = Problem(Location(each.title), "its kept file is gone or changed", "take it again")
                raise InputError(f"the registry {each.title} cannot be read", [problem])
            found.append(read_registry(self._keep.path(each.digest), each.day))
        return tuple(found)
