"""A device as an inventory has it, what it says of itself, and who is taken to have made it.

Words: a *sign* is one thing that points to somebody; an *attribution* is what all signs together come to. An
attribution is never a clearance: where no sign points to anybody, the maker is unknown, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.errors import Location


class Confidence(StrEnum):
    """How sure the maker of a device is, surest first."""

    STATED = "stated"
    """A person or a bill of the device says so."""
    HIGH = "high"
    """Two signs of different kinds agree, and nothing weighty speaks against it."""
    MEDIUM = "medium"
    """One weighty sign, or several light ones."""
    LOW = "low"
    """A light sign, or weighty ones that contradict each other."""
    UNKNOWN = "unknown"
    """No sign names a maker."""


@dataclass(frozen=True, slots=True)
class Device:
    """One device of an inventory.

    Attributes:
        id: its name there.
        at: where it stands.
        told: what it says of itself, by kind of sign: `mac`, `snmp`, `sysdescr`, `entity`, `model` …
        maker: who a person says has made it; empty: nobody says.
        name: what it is called, a model for example.
        facts: what is told of it in the words of the case format: `item.class`, `use.part` …
    """

    id: str
    at: Location
    told: Mapping[str, tuple[str, ...]]
    maker: str = ""
    name: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that a device says of itself, and to whom it points.

    Attributes:
        kind: `mac`, `snmp`, `sysdescr` …
        value: as the device says it.
        maker: who it points to; empty: nobody.
        entity: the company of the corpus that this is; empty: none.
        weight: how much it counts, 0 (names software, or a part) to 4 (names the maker in so many words).
        says: how it points there, for a reader.
        source: who says so, with its day.
    """

    kind: str
    value: str
    maker: str
    entity: str = ""
    weight: float = 0.0
    says: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is taken to have made a device.

    Attributes:
        maker: empty: unknown.
        entity: the company of the corpus that this is; empty: none.
        signs: what was weighed, weightiest first; those that speak against the maker too.
        against: other makers that a weighty sign points to.
        why: the reason, in a sentence.
    """

    maker: str
    entity: str
    confidence: Confidence
    signs: tuple[Sign, ...] = ()
    against: tuple[str, ...] = ()
    why: str = ""
