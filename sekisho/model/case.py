"""A case: one act, as told, in the words of the case format.

Absent is unknown, `[]` is looked-and-none, and `kinds` is complete; so every collection here is
either a tuple or None, and every fact is either in the mapping or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.dates import Interval, Moment
    from sekisho.errors import Problem


@dataclass(frozen=True, slots=True)
class Range:
    """A number known only within bounds (percent, for shares); exact where both ends are equal."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g}..{self.high:g}"


Value: TypeAlias = "str | bool | tuple[str, ...] | Range | Moment | Interval"
"""What a fact may hold: a word, yes-no, words, a number, an instant, a date."""


@dataclass(frozen=True, slots=True)
class Owner:
    """One stated owner of a company (FollowTheMoney: Ownership, seen from the asset)."""

    name: str
    country: str | None = None
    share: Range | None = None
    control: bool | None = None
    since: Interval | None = None
    until: Interval | None = None
    owners: tuple[Owner, ...] | None = None

    def __hash__(self) -> int:
        """By name and share: owners are hashed for every row of a batch; few of these differ otherwise."""
        return hash((self.name, self.share))


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing the user states himself; `since` is the day of legal effect."""

    list: str
    since: Interval | None = None
    until: Interval | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One element of a case: a party, the actor, a component, a thing in use, an authorisation.

    Attributes:
        address: where it stands in the case: `parties[0]`, `item.components[1].components[0]`.
        facts: its own facts, by the name after the element's: `role`, `class`, `maker.under.s889:a`.
        owners: who owns the company; None: nobody looked.
        listed: listings stated by the user; None: find them by name.
        uses: what the company uses itself; None: inquiry not made.
    """

    address: str
    facts: Mapping[str, Value]
    owners: tuple[Owner, ...] | None = None
    listed: tuple[Listed, ...] | None = None
    uses: tuple[Row, ...] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One act put to the law.

    Attributes:
        id: name of the case.
        facts: the facts of the case by dotted name: `action`, `item.class`, `use.network` …
        actor: who acts.
        parties: the others involved; None: not told.
        components: every part of the item at any depth, outer before inner; None: nobody looked.
        unopened: addresses of the parts whose own parts nobody looked for.
        authorisations: what is held for this act; None: not told.
        on: the day (or instant) of the act; None: the question's.
        known: the day of knowledge; None: the question's.
        warnings: what its reader found odd and read all the same: where, and how it is mended.
    """

    id: str
    facts: Mapping[str, Value]
    actor: Row = field(default_factory=lambda: Row("actor", {}))
    parties: tuple[Row, ...] | None = None
    components: tuple[Row, ...] | None = None
    unopened: tuple[str, ...] = ()
    authorisations: tuple[Row, ...] | None = None
    on: Moment | None = None
    known: int | None = None
    warnings: tuple[Problem, ...] = field(default=(), compare=False)

    def rows(self) -> Iterator[Row]:
        """Every element."""
        for company in (self.actor, *(self.parties or ())):
            yield company
            yield from company.uses or ()
        yield from self.components or ()
        yield from self.authorisations or ()


class Called:
    """What the elements of a case are called; they are gathered when somebody first asks."""

    __slots__ = ("_case", "_names")

    def __init__(self, case: Case) -> None:
        """Take the case."""
        self._case = case
        self._names: dict[str, str] | None = None

    def __call__(self, address: str) -> str:
        """What the element at an address is called; the address itself where it has no name or is none."""
        if address.startswith("item") and "[" not in address:
            key = "item.manufacturer" if "maker" in address or "manufacturer" in address else "item.name"
            return str(self._case.facts.get(key, address))
        if self._names is None:
            self._names = {row.address: str(row.facts.get("name", row.address)) for row in self._case.rows()}
        return self._names.get(address, address)
