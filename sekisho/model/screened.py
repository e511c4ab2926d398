"""A bill of materials as it was screened: what each part comes to, and what to replace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.model.case import Value
    from sekisho.model.decision import Answer
    from sekisho.model.measure import Outcome


@dataclass(frozen=True, slots=True)
class Judged:
    """What the law says of a part by itself: of the case, were this the item's only part.

    Attributes:
        groups: houses that its maker is of, or, with a question mark, that a sign on it points to.
        outcome: the strictest of those that it brings about, which the case does not have without it.
        by: the instruments of that outcome.
        why: from the part's maker or sign to the list, where it is restricted.
    """

    groups: tuple[str, ...]
    outcome: Outcome
    by: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the tree of parts, the item first.

    Attributes:
        depth: 0 for the item.
        places: at how many places of the bill it stands.
        again: what is inside it has been shown above.
    """

    address: str
    facts: Mapping[str, Value]
    depth: int
    judged: Judged
    places: int = 1
    again: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.facts.get("name", "unnamed"))


@dataclass(frozen=True, slots=True)
class Replace:
    """What to replace so that one instrument no longer restricts the act.

    Attributes:
        sets: the smallest sets of parts, by address, that which leaves most as it is first; empty: no part
            can be replaced to that end, and `why` says why.
        more: there are others as small, or there may be.
        then: what the instrument answers once the first set is replaced by parts that raise no question.
        why: `case`: it rests on the rest of the case; `together`: on several parts at once.
    """

    instrument: str
    outcome: Outcome
    sets: tuple[tuple[str, ...], ...] = ()
    more: bool = False
    then: Outcome | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ScreenedBom:
    """All that is said of a bill.

    Attributes:
        answer: to the case with the whole bill.
        parts: the tree, the item first.
        replace: for each instrument that restricts; None: nobody asked.
    """

    answer: Answer
    parts: tuple[Part, ...]
    replace: tuple[Replace, ...] | None = None
