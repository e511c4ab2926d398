"""Who bears names, and the names, in columns: what a roster keeps of its entities.

Invariant: a bearer that is taken out is the one that was put in, but for a name told twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, overload

import numpy as np

from sekisho.match.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sekisho.match.near import Ints

PERSON: Final = 1
BODY: Final = 2
CRAFT: Final = 4
SCHEMATA: Final[Mapping[str, int]] = {
    "Person": PERSON,
    "Company": BODY,
    "Organization": BODY,
    "PublicBody": BODY,
    "LegalEntity": PERSON | BODY,
    "Vessel": CRAFT,
    "Airplane": CRAFT,
}
ANY: Final = PERSON | BODY | CRAFT
"""What the schema of an entity allows it to be; one that is not told may be anything."""
BETWEEN: Final = "\x1f"
"""Stands between the identifiers of a bearer."""


class Bearer(NamedTuple):
    """One who bears names: what the roster needs to know of an entity."""

    id: str
    schema: str
    names: tuple[str, ...]
    weak: tuple[str, ...] = ()
    country: str = ""
    born: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Names in columns: those that are not weak first, bearer by bearer, then those that are.

    Attributes:
        texts: as written.
        bearers: whose each is: a place among the bearers.
        weak: whether many may bear it.
        natives: without legal forms, in the letters it is written in, where these are Han, kana or Hangul.
        is_native: whether it is written in Han, kana or Hangul.
        is_latin: whether it is written in Latin letters.
    """

    texts: Texts
    bearers: Ints
    weak: NDArray[np.bool_]
    natives: Texts
    is_native: NDArray[np.bool_]
    is_latin: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What is known of bearers beside their names, in columns; empty where it is not told."""

    ids: Texts
    schemas: Texts
    countries: Texts
    born: Texts
    identifiers: Texts

    @classmethod
    def of(cls, bearers: Sequence[Bearer]) -> Marks:
        """Lay bearers out."""
        return cls(
            Texts.of([each.id for each in bearers]),
            Texts.of([each.schema for each in bearers]),
            Texts.of([each.country for each in bearers]),
            Texts.of([each.born for each in bearers]),
            Texts.of([BETWEEN.join(each.ids) for each in bearers]),
        )

    @classmethod
    def joined(cls, parts: Sequence[Marks]) -> Marks:
        """Put several after one another."""
        return cls(
            Texts.joined([part.ids for part in parts]),
            Texts.joined([part.schemas for part in parts]),
            Texts.joined([part.countries for part in parts]),
            Texts.joined([part.born for part in parts]),
            Texts.joined([part.identifiers for part in parts]),
        )


class Bearers(Sequence[Bearer]):
    """The bearers of a roster, made when they are asked for."""

    __slots__ = ("_names", "marks", "qualified")

    def __init__(self, marks: Marks, names: Names) -> None:
        """Take what is known of them; `qualified` says of whom more than names is."""
        self.marks = marks
        told = [np.diff(texts.starts) > 0 for texts in (marks.countries, marks.born, marks.identifiers)]
        self.qualified: NDArray[np.bool_] = told[0] | told[1] | told[2]
        self._names = names

    def told(self, place: int) -> Bearer:
        """What is told of one beside its names."""
        marks = self.marks
        ids = marks.identifiers[place]
        return Bearer(
            marks.ids[place],
            marks.schemas[place],
            (),
            (),
            marks.countries[place],
            marks.born[place],
            tuple(ids.split(BETWEEN)) if ids else (),
        )

    def main_name(self, place: int) -> str:
        """The first name of one; empty if all its names are weak."""
        names, _ = self._named(place)
        return names[0] if names else ""

    def identified(self) -> dict[str, tuple[int, ...]]:
        """The places of those who bear each identifier."""
        found: dict[str, tuple[int, ...]] = {}
        for place, ids in enumerate(self.marks.identifiers) if self.marks.identifiers.whole else ():
            for each in ids.split(BETWEEN) if ids else ():
                found[each] = (*found.get(each, ()), place)
        return found

    def _named(self, place: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of one, and its weak names."""
        own, strong = self._names.bearers, len(self._names.weak) - int(self._names.weak.sum())
        found = []
        for start, part in ((0, own[:strong]), (strong, own[strong:])):
            first, end = part.searchsorted([place, place + 1]).tolist()
            found.append(tuple(self._names.texts[start + first : start + end]))
        return found[0], found[1]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.marks.ids)

    @overload
    def __getitem__(self, place: int) -> Bearer: ...
    @overload
    def __getitem__(self, place: slice) -> list[Bearer]: ...
    def __getitem__(self, place: int | slice) -> Bearer | list[Bearer]:
        """One bearer, or several."""
        if isinstance(place, slice):
            return [self[at] for at in range(len(self))[place]]
        at = range(len(self))[place]
        names, weak = self._named(at)
        return self.told(at)._replace(names=names, weak=weak)
