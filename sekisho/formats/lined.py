"""A text whose lines are known by path: for formats that are brought into the shape of JSON first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sekisho.formats.notes import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sekisho.errors import Problem


@dataclass(frozen=True, slots=True)
class Lined:
    """A text that has been read.

    Attributes:
        file: its name.
        lines: where each place begins, by its path.
    """

    file: str
    lines: Mapping[str, int]

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems of this text, each with its line, or that of what is around it."""
        return tuple(shorten(replace(p, at=replace(p.at, line=self._line(p.at.path)))) for p in problems)

    def _line(self, path: str) -> int:
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)
