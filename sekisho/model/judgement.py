"""What a person decided about a name and an entity: the end of a doubt, until either side changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sekisho.model.entity import Entity


class Verdict(StrEnum):
    """Is the bearer of a name the entity? The words are those of FollowTheMoney's users (nomenklatura)."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on whether the bearer of a name is an entity.

    Attributes:
        name: as it was asked about.
        country: of its bearer, as a two-letter code; None: nobody told. Another country is another bearer.
        entity: the id of the entity it was held against.
        by: who judged.
        day: when, as a day number (`dates.day`).
        why: the reason, for whoever asks later.
        seen: :func:`appearance` of the entity when it was judged.
    """

    name: str
    country: str | None
    entity: str
    verdict: Verdict
    by: str
    day: int
    why: str
    seen: str


def appearance(entity: Entity) -> str:
    """A hash of what a person sees of an entity: its schema, names and country, in any order."""
    told = (entity.schema, entity.country or "", *sorted({*entity.names, *entity.weak}))
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]
