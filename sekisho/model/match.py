"""A name met an entity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sekisho.truth import Truth


@dataclass(frozen=True, slots=True)
class Match:
    """A name met an entity.

    Attributes:
        truth: yes, or unknown where a person must judge.
        name: the entity's name that matched.
        why: how it matched, for a reader.
        near: of an unknown one, that the names are close without being the same; a short name that many bear
            is not close, it is ambiguous.
    """

    entity: str
    truth: Truth
    name: str
    why: str
    near: bool = False
