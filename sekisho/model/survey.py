"""What is found about an inventory: of each device its maker and what bites, of each function the shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.dates import AsOf
    from sekisho.model.decision import Basis
    from sekisho.model.device import Attribution, Device
    from sekisho.model.measure import Outcome, State

WHOLE = 100.0
OWN_CAP = "--cap"
"""By what name the limit of the reader's own goes among those of the law."""


@dataclass(frozen=True, slots=True)
class Bite:
    """What one measure answers about a device.

    Attributes:
        by: the last day of its removal deadline, ISO; `no day` where none is set; empty: there is none.
        needs: facts that would settle it.
    """

    measure: str
    outcome: Outcome
    state: State
    cites: str
    by: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A device, who made it, and what the law says of it.

    Attributes:
        group: the maker under which it is counted; empty: unknown.
        outcome: of the device as it is told: a maker that is only inferred is a red flag at most.
        bites: the measures, strictest first; of a maker that is inferred, those that would bite if confirmed.
        confirmed: did a person state the maker?
        why: of an outcome that hangs on signs, the reason.
    """

    device: Device
    attribution: Attribution
    group: str
    outcome: Outcome
    bites: tuple[Bite, ...] = ()
    confirmed: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """How many devices of one function are of one group.

    Attributes:
        function: network and part, as told; empty: the whole inventory.
        stated: those whose maker a person stated.
        inferred: those whose maker only signs tell.
        unknown: devices of the function whose maker nothing tells, of whatever group they are.
        total: all devices of the function.
    """

    function: str
    group: str
    stated: int
    inferred: int
    unknown: int
    total: int

    @property
    def low(self) -> float:
        """Percent that is sure: what is stated."""
        return WHOLE * self.stated / self.total

    @property
    def likely(self) -> float:
        """Percent if every inferred maker is confirmed, and no unknown one is of the group."""
        return WHOLE * (self.stated + self.inferred) / self.total

    @property
    def high(self) -> float:
        """Percent that it may be at most."""
        return WHOLE * (self.stated + self.inferred + self.unknown) / self.total

    def against(self, cap: float) -> str:
        """`above`, `within`, or `cannot be told` where the maker of some devices decides."""
        if self.low > cap:
            return "above"
        return "within" if self.high <= cap else "cannot be told"


@dataclass(frozen=True, slots=True)
class Survey:
    """All that is found about an inventory.

    Attributes:
        shares: of the groups that the corpus knows, by function.
        caps: limits that the law sets on such shares, percent, by measure.
        registries: what was asked beside the tables that ship, each with its day.
        owned: was it told whose network this is?
    """

    devices: tuple[Judged, ...]
    shares: tuple[Share, ...]
    caps: Mapping[str, float]
    as_of: AsOf
    basis: Basis
    registries: tuple[str, ...]
    owned: bool

    def against(self, cap: float) -> Survey:
        """The same, with a limit of the reader's own (percent) beside those of the law."""
        return replace(self, caps={**self.caps, OWN_CAP: cap})
