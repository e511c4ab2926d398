"""What a list says, one property at a time, and the retrieval that taught us.

The field's atom (FollowTheMoney: Statement): in list L, entity E has the property P set to V, valid on
these days. When we knew it is the store's to say, never the list's: see `store/`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sekisho.dates import ALWAYS

if TYPE_CHECKING:
    from sekisho.dates import Interval


class Statement(NamedTuple):
    """In list L, entity E has the property P set to V.

    A tuple, like `Said`: there are millions, and none is made faster.

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
    valid: Interval = ALWAYS


class Said(NamedTuple):
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


@lru_cache(maxsize=1 << 12)
def _tail(valid: Interval) -> str:
    return f"\x1f{valid.first_text}\x1f{valid.last_text}"


class Say(Protocol):
    """Says that an entity has a property set to a value; *raw* is what is hashed, where that is another."""

    def __call__(  # noqa: D102  # above
        self,
        prop: str,
        value: str,
        raw: str | None = None,
        original: str | None = None,
        lang: str | None = None,
    ) -> Said: ...


def saying(entity_id: str, schema: str, listed: str, valid: Interval, since: int | None) -> Say:
    """What a list says of one entity, property by property.

    The same as `Statement` and `Said` with `statement_id`, in half the time, for streams of millions: what
    stays the same is written once, and the tuples are made without the detour of their own `__new__`.
    """
    head = f"{listed}\x1f{entity_id}\x1f{schema}\x1f"
    tail = _tail(valid)
    new, sha1 = tuple.__new__, hashlib.sha1

    def say(
        prop: str, value: str, raw: str | None = None, original: str | None = None, lang: str | None = None
    ) -> Said:
        hashed = f"{head}{prop}\x1f{value if raw is None else raw}{tail}".encode()
        key = sha1(hashed, usedforsecurity=False).hexdigest()
        statement = new(Statement, (key, entity_id, schema, prop, value, listed, original, lang, valid))
        return new(Said, (statement, since))

    return say
