"""The declarations of sources, each read when it is asked for: a question needs few of them.

Invariants: a declaration of the corpus stands in a file that is called after its source.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sekisho.lists.source import Source


class Declared:
    """Declarations by the id of their source.

    Attributes:
        order: their ids, as they are declared.
        get: the declaration of a source; None: it has none.
    """

    def __init__(self, root: Path, sources: Mapping[str, Source] | None) -> None:
        self._folder = root / "lists" / "sources"
        self._sources = sources
        self.order = tuple(path.stem for path in sorted(self._folder.glob("*.toml")))
        if sources is not None:
            self.order = tuple(sources)
        self.get = lru_cache(maxsize=None)(self._get)

    def _get(self, name: str) -> Source | None:
        if self._sources is not None:
            return self._sources.get(name)
        from sekisho.lists.source import Source  # noqa: PLC0415  # most runs read no declaration

        return Source.read(self._folder / f"{name}.toml") if name in self.order else None

    def needed(self, name: str) -> Source:
        """The declaration of a source.

        Raises:
            UsageError: it has none.
        """
        found = self.get(name)
        if found is None:
            raise UsageError(f"there is no source '{name}'; `sekisho lists sources` names those there are")
        return found
