"""What a list says, one property at a time, and the retrieval that taught us.

The field's atom (FollowTheMoney: Statement): in list L, entity E has the property P set to V, valid on
these days. When we knew it is the store's to say, never the list's: see `store/`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sekisho.dates import ALWAYS

if TYPE_CHECKING:
    from sekisho.dates import Interval


@dataclass(frozen=True, slots=True)
class Statement:
    """In list L, entity E has the property P set to V.

    Attributes:
        id: hash of the raw fields; cleaning a value in another way does not change it.
        entity_id: whom it is about; built from raw values of the source.
        schema: FollowTheMoney: `LegalEntity`, `Company`, `Person`, `Vessel`, `Sanction`; or our `Category`.
        prop: FollowTheMoney property, or one of ours.
        value: cleaned.
        list: the list that says so.
        original: as published, where cleaning changed it.
        lang: language of the value, where it is known.
        valid: when it holds in the world, from the publisher's own dates.
    """

    id: str
    entity_id: str
    schema: str
    prop: str
    value: str
    list: str
    original: str | None = None
    lang: str | None = None
    valid: Interval = field(default=ALWAYS)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as a reader yields it.

    Attributes:
        since: the day from which the publisher itself made it public; None: it does not say.
    """

    statement: Statement
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One retrieval of one source: the unit of knowledge.

    Attributes:
        published: the day the file gives as its own; None: it gives none.
        retrieved: ISO 8601 instant in UTC.
        sha256: of the original bytes.
        parser: hash of the declaration that read them.
        inherited: the first of its source: what it holds is known from the publisher's dates, not witnessed.
    """

    id: int
    source: str
    lists: tuple[str, ...]
    published: int | None
    retrieved: str
    sha256: str
    parser: str
    rows: int
    entities: int
    inherited: bool


def statement_id(*raw: str) -> str:
    """The id of a statement: list, entity, schema, property, raw value and ends of validity, hashed."""
    return hashlib.sha1("\x1f".join(raw).encode(), usedforsecurity=False).hexdigest()
