"""What the corpus states of anybody: as it was read, or as an earlier run kept it (`sekisho.kept`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sekisho.dates import Interval
from sekisho.kept import kept, name_of
from sekisho.model.case import Range
from sekisho.model.entity import Entity, Identifier, ListInfo, Listing, Ownership
from sekisho.names.legal_form import Forms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stated:
    """What the corpus states.

    Attributes:
        forms: the legal forms by which its names were read.
        entities: by id.
        hashes: of its folders, by name.
    """

    forms: Forms
    entities: Mapping[str, Entity]
    listings: tuple[Listing, ...]
    ownerships: tuple[Ownership, ...]
    marks: tuple[Identifier, ...]
    lists: tuple[ListInfo, ...]
    hashes: Mapping[str, str]


PARTS: Final = (Stated, Forms, Entity, Listing, Ownership, Identifier, ListInfo, Interval, Range)
"""The classes that it consists of."""
FOLDERS: Final = ("makers", "marks", "lists", "words", "match")
"""The folders of a corpus that it is read from, or that its hashes are of."""


def stated(root: Path) -> Stated:
    """What a corpus states.

    Raises:
        InputError: something in its files is refused.
    """
    return kept(Stated, lambda: name_of(_texts(root), "lists", "names", "model"), PARTS, lambda: _read(root))


def _texts(root: Path) -> Iterator[tuple[str, bytes]]:
    for name in FOLDERS:
        for path in sorted((*(root / name).glob("*.toml"), *(root / name).glob("*.txt"))):
            yield f"{name}/{path.name}", path.read_bytes()


def _read(root: Path) -> Stated:
    from sekisho.lists.corpus import Corpus  # noqa: PLC0415  # a corpus that is kept is not read again

    forms = Forms.load(root / "words" / "legal_forms.toml")
    read = Corpus(root, forms)
    return Stated(
        forms,
        read.entities,
        tuple(read.listings),
        tuple(read.ownerships),
        tuple(read.marks),
        tuple(read.lists),
        read.hashes,
    )
