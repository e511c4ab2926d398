"""Whom a whole list reaches through a million holdings: the same answers as `Reach`, for everybody at once.

Holdings are columns, parties are numbers. Who counts is worked out from the list downwards: each party is
raised once or twice (from *no* to *unknown*, to *yes*), and only then its own holdings are looked at, so that
the work grows with the holdings and not with the length of chains. Invariants: the same as in `reach.py`, and
a test holds the two together; circles that nobody on the list holds are never entered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sekisho.dates import FIRST_DAY, LAST_DAY, Interval
from sekisho.graph.company import HALF, WHOLE
from sekisho.graph.reach import DIGITS
from sekisho.truth import NO, UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

    from sekisho.model.entity import Ownership
    from sekisho.truth import Truths

    Floats = npt.NDArray[np.float64]
    Days = npt.NDArray[np.int32]
    Places = npt.NDArray[np.int64]

ALWAYS = Interval(FIRST_DAY, FIRST_DAY)
STILL = Interval(LAST_DAY, LAST_DAY)


class Holdings(NamedTuple):
    """Who holds whom, a holding a place; parties are numbers from 0.

    Attributes:
        owner: who holds.
        asset: what is held.
        share: low and high end, percent; NaN: not told.
        votes: likewise.
        control: does the owner control?
        since: first and last day on which it may have begun.
        until: first and last day on which it may have ended.
    """

    owner: Places
    asset: Places
    share: tuple[Floats, Floats]
    votes: tuple[Floats, Floats]
    control: Truths
    since: tuple[Days, Days]
    until: tuple[Days, Days]

    @staticmethod
    def of(ownerships: Iterable[Ownership], numbers: Mapping[str, int]) -> Holdings:
        """The holdings of a store; *numbers* are those of its entities."""
        held = tuple(ownerships)
        nan = float("nan")
        share = [(nan, nan) if each.share is None else (each.share.low, each.share.high) for each in held]
        votes = [(nan, nan) if each.votes is None else (each.votes.low, each.votes.high) for each in held]
        since = [each.since or ALWAYS for each in held]
        until = [each.until or STILL for each in held]
        control = [UNKNOWN if each.control is None else YES if each.control else NO for each in held]
        return Holdings(
            np.array([numbers[each.owner] for each in held], np.int64),
            np.array([numbers[each.asset] for each in held], np.int64),
            _ends(share),
            _ends(votes),
            np.array(control, np.int8),
            _days(since),
            _days(until),
        )

    def active(self, day: int) -> Truths:
        """Does each hold on a day?"""
        begun = _truths(self.since[1] <= day, self.since[0] > day)
        running = _truths(day <= self.until[0], day > self.until[1])
        return np.minimum(begun, running)

    def decisive(self) -> Truths:
        """Does each control, or hold half of the shares or the votes?"""
        (low, high), (low_votes, high_votes) = self.share, self.votes
        yes = (self.control == YES) | (low >= HALF) | (low_votes >= HALF)
        less = (np.isnan(high) | (high < HALF)) & (np.isnan(high_votes) | (high_votes < HALF))
        return _truths(yes, (self.control == NO) & less)


class Reachable(NamedTuple):
    """What a list reaches, by party.

    Attributes:
        under: on the list, or reached from it by control or half.
        low: least percent that those on the list hold together, by the cascade.
        high: most percent, as far as owners are told.
        missed: percent of which nobody tells the owner: it may be anybody's.
    """

    under: Truths
    low: Floats
    high: Floats
    missed: Floats

    @property
    def half(self) -> Truths:
        """Do those on the list hold one half or more, as far as owners are told?"""
        return _truths(self.low >= HALF, self.high < HALF)


def reachable(holdings: Holdings, listed: Truths, day: int, counting: Truths | None = None) -> Reachable:
    """Whom a list reaches on a day.

    Args:
        holdings: who holds whom.
        listed: of each party, is it on the list, or under it by what others tell?
        day: the day.
        counting: of each party, is it on the list, or held to one half by what others tell? None: as listed.
    """
    active = holdings.active(day)
    edges = _Edges(holdings, len(listed))
    low, high = edges.shares(listed if counting is None else counting, active)
    told = np.bincount(
        holdings.asset, np.where(active == YES, np.nan_to_num(holdings.share[0]), 0.0), len(listed)
    )
    missed = np.maximum(0.0, np.round(WHOLE - told, DIGITS))
    under = edges.under(listed, np.minimum(active, holdings.decisive()))
    return Reachable(under, np.minimum(low, WHOLE), np.minimum(high, WHOLE), missed)


class _Edges:
    """Holdings by their owner."""

    def __init__(self, holdings: Holdings, size: int) -> None:
        self._holdings = holdings
        self._order = np.argsort(holdings.owner, kind="stable")
        self._starts = np.searchsorted(holdings.owner[self._order], np.arange(size + 1))

    def of(self, owners: Places) -> Places:
        """The places of all that these hold."""
        first, last = self._starts[owners], self._starts[owners + 1]
        counts = last - first
        before = np.repeat(np.cumsum(counts) - counts, counts)
        held: Places = self._order[np.arange(counts.sum()) - before + np.repeat(first, counts)]
        return held

    def under(self, listed: Truths, passes: Truths) -> Truths:
        """Those on the list, and those reached from them through holdings that pass."""
        found = np.full(len(listed), NO, np.int8)
        for least in (UNKNOWN, YES):
            seen = listed >= least
            todo = np.flatnonzero(seen)
            while len(todo):
                held = self.of(todo)
                todo = np.unique(self._holdings.asset[held[passes[held] >= least]])
                todo = todo[~seen[todo]]
                seen[todo] = True
            found[seen] = least
        return found

    def shares(self, listed: Truths, active: Truths) -> tuple[Floats, Floats]:
        """What those who count hold of each, at least and at most."""
        low, high = np.zeros(len(listed)), np.zeros(len(listed))
        least = np.where(active == YES, np.nan_to_num(self._holdings.share[0]), 0.0)
        most = np.where(active == NO, 0.0, np.nan_to_num(self._holdings.share[1], nan=WHOLE))
        counts = listed.copy()
        sure, maybe = np.flatnonzero(counts == YES), np.flatnonzero(counts >= UNKNOWN)
        while len(sure) or len(maybe):
            touched = [self._add(low, least, sure), self._add(high, most, maybe)]
            assets = np.unique(np.concatenate(touched))
            half = _truths(np.round(low[assets], DIGITS) >= HALF, np.round(high[assets], DIGITS) < HALF)
            before = counts[assets]
            counts[assets] = np.maximum(before, half)
            sure = assets[(half == YES) & (before < YES)]
            maybe = assets[(half >= UNKNOWN) & (before < UNKNOWN)]
        return np.round(low, DIGITS), np.round(high, DIGITS)

    def _add(self, sums: Floats, shares: Floats, owners: Places) -> Places:
        """Add what owners hold to the sums of their assets; those assets."""
        held = self.of(owners)
        assets: Places = self._holdings.asset[held]
        np.add.at(sums, assets, shares[held])
        return assets


def _truths(yes: npt.NDArray[np.bool_], no: npt.NDArray[np.bool_]) -> Truths:
    return np.where(yes, YES, np.where(no, NO, UNKNOWN)).astype(np.int8)


def _ends(pairs: list[tuple[float, float]]) -> tuple[Floats, Floats]:
    columns = np.array(pairs, np.float64).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]


def _days(intervals: list[Interval]) -> tuple[Days, Days]:
    columns = np.array([(each.first, each.last) for each in intervals], np.int32).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]
