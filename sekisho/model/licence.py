"""Licences a user holds: what each allows, what was drawn on it, and what a case would need of it.

FollowTheMoney: `License`. What a field leaves empty, the licence does not limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sekisho.dates import Interval
    from sekisho.truth import Truth


SOON = 60
"""Days before its end from which a licence says so."""


class Amount(NamedTuple):
    """So much of something.

    Attributes:
        unit: what is counted: pieces, kg …; of money, the currency as ISO 4217 has it.
    """

    figure: float
    unit: str


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence or other authorisation, as the authority gave it.

    Attributes:
        number: as the authority writes it.
        kind: a value of the fact `authorisation.kind`: export-licence, waiver …
        issuer: the authority.
        valid: the first and the last day.
        actions: the acts it allows.
        parties: names of those to whom, or with whom, it allows them.
        classes: of the item, values of the fact `item.class`, groups included.
        eccns: export control classification numbers of the item.
        destinations: two-letter codes.
        quantity: how much it allows in all.
        value: for how much money it allows in all.
        revoked: the day from which it no longer holds; None: it was not revoked.
    """

    number: str
    kind: str
    issuer: str
    valid: Interval
    actions: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    eccns: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    quantity: Amount | None = None
    value: Amount | None = None
    revoked: int | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """An act done under a licence, which uses part of it up.

    Attributes:
        licence: its number.
        case: the name of the act; one that is told again replaces what was told before.
        day: of the act.
        quantity: in the unit of the licence.
        value: in its currency.
        by: who noted it.
    """

    licence: str
    case: str
    day: int
    quantity: float = 0.0
    value: float = 0.0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A licence with what is left of it.

    Attributes:
        drawings: what was noted, the oldest first.
    """

    licence: Licence
    drawings: tuple[Drawing, ...] = ()

    @property
    def quantity_left(self) -> Amount | None:
        """What may still be sent; None: the licence does not limit it."""
        limit = self.licence.quantity
        used = sum(each.quantity for each in self.drawings)
        return None if limit is None else Amount(limit.figure - used, limit.unit)

    @property
    def value_left(self) -> Amount | None:
        """For how much; None: the licence does not limit it."""
        limit = self.licence.value
        used = sum(each.value for each in self.drawings)
        return None if limit is None else Amount(limit.figure - used, limit.unit)


@dataclass(frozen=True, slots=True)
class Held:
    """What a licence on file says to a case.

    Attributes:
        covers: whether the act is within it.
        why: what speaks against it or is not told; what is left after the act; when it ends.
    """

    number: str
    covers: Truth
    why: tuple[str, ...] = ()
