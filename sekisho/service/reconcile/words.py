"""Types and properties as a person picks them: FollowTheMoney's names, and what they mean in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from sekisho.lists import ftm
from sekisho.lists.read.edges import POINTS
from sekisho.service.yente.refusals import RefusedError
from sekisho.service.yente.schemata import FAR, MATCHED, THING, WIDER, label, props

if TYPE_CHECKING:
    from collections.abc import Iterable

TYPES = tuple(sorted(MATCHED))
"""What rows may be of."""
DATASETS = "datasets"
"""No property of FollowTheMoney's, but what is asked most: the lists on which somebody is."""


AROUND = (
    "sanctions", "ownershipOwner", "ownershipAsset", "directorshipDirector", "directorshipOrganization",
    "parent", "subsidiaries", "identification", "addressEntity", "familyPerson", "familyRelative",
    "unknownLinkFrom", "unknownLinkTo",
)  # fmt: skip
"""Properties that lead to those around a party."""


class Named(TypedDict):
    """What is picked."""

    id: str
    name: str


def named(name: str) -> Named:
    """A type or property, to be picked."""
    return {"id": name, "name": label(name)}


def properties(schema: str) -> tuple[str, ...]:
    """What can be fetched of entities of a type: the values that are stated, and those around them."""
    return (*props(schema), *AROUND, DATASETS)


def known_type(name: str) -> str:
    """A type that rows may be of, or one that is wider.

    Raises:
        RefusedError: it is none.
    """
    if name not in WIDER:
        raise RefusedError(f"there is no type '{name}'; types are {', '.join(TYPES)}")
    return name


def prop_of(pid: str) -> str:
    """The property of an id: `country`, or with its schema `LegalEntity:country`."""
    return pid.rpartition(":")[2]


def is_property(name: str) -> bool:
    """Can it be fetched?"""
    return name == DATASETS or name in _ALL


_ALL = frozenset((*props(THING), *FAR.values(), *ftm.TYPES, *POINTS))


def beginning(prefix: str, names: Iterable[str]) -> list[str]:
    """The names that begin as was typed, or have a word that does."""
    typed = prefix.strip().casefold()
    return [
        each
        for each in names
        if each.casefold().startswith(typed)
        or any(word.startswith(typed) for word in label(each).casefold().split())
    ]
