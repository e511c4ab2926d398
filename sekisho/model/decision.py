"""What is answered: findings, paths, decisions, and the answer to a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sekisho.dates import AsOf
    from sekisho.model.case import Value
    from sekisho.model.licence import Held
    from sekisho.model.measure import Condition, Outcome, Rank, State
    from sekisho.truth import Truth


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path.

    Attributes:
        kind: part, maker, party, actor, share, owner, name, sign or list; a share has its sum as detail.
        name: what stands there.
        detail: what makes the step: a share, the dates, the entry, the alias that matched.
        source: what says so.
    """

    kind: str
    name: str
    detail: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """Why something of the case is reached from a list: from the case inwards to the entry."""

    address: str
    list: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as told (or its absence), which a leaf rests on."""

    fact: str
    value: Value | None


Evidence: TypeAlias = Told | Path


@dataclass(frozen=True, slots=True)
class Finding:
    """A condition with its truth for one case: a node of the explanation tree.

    Attributes:
        address: under `some`, which element this is about.
        evidence: what a leaf rests on.
        needs: of an unknown leaf, the facts of the case that would settle it.
        note: a short count or remark: `1 yes, 13 no`.
        left: under `some`, elements that are counted in the note and not told one by one: there are too many.
    """

    condition: Condition
    truth: Truth
    children: tuple[Finding, ...] = ()
    address: str = ""
    evidence: tuple[Evidence, ...] = ()
    needs: tuple[str, ...] = ()
    note: str = ""
    left: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """The force and the source of what decided.

    Attributes:
        cites: the provision.
        certainty: how sure the register is of it, in its own words.
        unverified: what nobody has confirmed.
        notice: words shown with the outcome; or the note of an instrument without clauses.
    """

    rank: Rank
    cites: str
    certainty: str = ""
    unverified: tuple[str, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one instrument answers to one case.

    Attributes:
        measure: the clause that decided; None: none did.
        reading: the reading's name, where this is one.
        under: titles of all that permit the act.
        needs: facts of the case that would settle what is open, in the order of the text.
        latent: a `no-rule` that would be another outcome but for its state; or a note that holds.
        explain: builds the tree on access; no part of equality.
    """

    instrument: str
    measure: str | None
    outcome: Outcome
    state: State
    citation: Citation
    under: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    reading: str = ""
    latent: bool = field(default=False, kw_only=True)
    explain: Callable[[], Finding] = field(compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Found:
    """A party or maker of the case that stands on a published list, whether or not a measure bites."""

    path: str
    name: str
    list: str
    entry: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rests on: enough to answer again.

    Attributes:
        engine: version of sekisho.
        law: hash of the law text.
        lists: hash, by list or file.
    """

    engine: str
    law: str
    lists: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is answered to one case.

    Attributes:
        outcome: the strictest of the decisions.
        decisions: strictest first, then in the order of the register.
        readings: what the readings not adopted would say.
        looked_at: the instruments asked, where none of them touches the case.
        held: what the licences on file say to the case, where a rule touches it.
        called: what the element at an address of the case is called; the address itself where it has no name.
    """

    case: str
    outcome: Outcome
    decisions: tuple[Decision, ...]
    readings: tuple[Decision, ...]
    listed: tuple[Found, ...]
    as_of: AsOf
    basis: Basis
    looked_at: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    called: Callable[[str], str] = field(default=str, compare=False)
