"""What a BODS relationship says is held, through all its statements, as periods with a share each.

Invariants: what a later statement repeats is one period; where a share changed and nobody says when, the
change lies between the days of the two statements, and both periods are open there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sekisho import dates
from sekisho.dates import FIRST_DAY, Interval
from sekisho.lists.read.holding import Held
from sekisho.lists.share import HAIR, WHOLE
from sekisho.model.case import Range

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SHARES, VOTES = "shareholding", "votingRights"
CONTROL = frozenset(("appointmentOfBoard", "controlViaCompanyRulesOrArticles", "controlByLegalFramework"))
"""Interests that are control; of the others nobody can say without looking."""
SEATS = frozenset(("boardMember", "boardChair"))
_DAY = len("2020-11-17")
NOTHING_MORE = Range(0.0, 0.0)


class Version(Protocol):
    """What is needed of a statement."""

    @property
    def closed(self) -> bool:
        """Does the relationship hold no more?"""

    @property
    def day(self) -> int | None:
        """The day of the statement."""

    @property
    def details(self) -> Mapping[str, Any]:
        """What it says."""


class Seat(NamedTuple):
    """A seat on the board."""

    role: str
    since: Interval | None
    until: Interval | None


def seats(details: Mapping[str, Any]) -> Iterator[Seat]:
    """The seats among the interests."""
    for each in _interests(details):
        if each.get("type") in SEATS:
            yield Seat(str(each["type"]), _when(each.get("startDate")), _when(each.get("endDate")))


def history(versions: Sequence[Version], *, chained: bool) -> tuple[Held, ...]:
    """The periods of a relationship.

    Args:
        versions: its statements, the oldest first.
        chained: is the chain told of which indirect interests are the sum?
    """
    done: list[Held] = []
    running: list[Held] = []
    before: int | None = None
    for version in versions:
        told = held(version.details, chained=chained)
        if version.closed:
            ending = told or running
            running = [_closed(_same(each, running) or each, each, before, version.day) for each in ending]
            break
        if before is not None:
            kept = [each for each in running if _same(each, told)]
            gone = [each for each in running if each not in kept]
            new = [each for each in told if not _same(each, running)]
            done += [_ended(each, new, before, version.day) for each in gone]
            told = [
                each if _same(each, running) else _begun(each, gone, before, version.day) for each in told
            ]
            told = [each._replace(since=(_same(each, running) or each).since) for each in told]
        running, before = told, version.day
    return tuple(dict.fromkeys((*done, *running)))


def _same(one: Held, among: Sequence[Held]) -> Held | None:
    """The period that says the same; its end may have been told meanwhile."""
    return next(
        (each for each in among if each[:3] == one[:3] and (each.since == one.since or one.since is None)),
        None,
    )


def _closed(known: Held, told: Held, before: int | None, day: int | None) -> Held:
    """A period whose relationship holds no more: its end as told, or between the two statements."""
    if told.until is not None or day is None:
        return known._replace(until=told.until or known.until)
    first = before or (known.since.first if known.since else FIRST_DAY)
    return known._replace(until=Interval(min(first, day), day))


def _ended(gone: Held, new: Sequence[Held], before: int, day: int | None) -> Held:
    """A period of which a later statement speaks no more."""
    if gone.until is not None or day is None:
        return gone
    starts = [each.since for each in new if each.since is not None and before <= each.since.first <= day]
    if starts:
        first = min(starts, key=lambda each: each.first)
        return gone._replace(until=Interval(first.first - 1, first.last - 1))
    return gone._replace(until=Interval(before, max(before, day - 1)))


def _begun(new: Held, gone: Sequence[Held], before: int, day: int | None) -> Held:
    """A period that takes the place of another; it cannot have begun before that was told."""
    if not gone or day is None or (new.since is not None and new.since.first > before):
        return new
    return new._replace(since=Interval(min(before + 1, day), day))


def held(details: Mapping[str, Any], *, chained: bool) -> list[Held]:
    """What one statement says is held, by first and last day."""
    groups: dict[tuple[object, object], list[dict[str, Any]]] = {}
    interests = _interests(details)
    for each in interests:
        indirect = each.get("directOrIndirect") == "indirect"
        if each.get("type") not in SEATS and not (indirect and chained):
            groups.setdefault((each.get("startDate"), each.get("endDate")), []).append(each)
    if not interests and isinstance(details.get("interestedParty"), str):
        return [Held()]
    shares_told = any(each.get("type") == SHARES for group in groups.values() for each in group)
    found = []
    for (since, until), group in groups.items():
        share = _sum(each for each in group if each.get("type") == SHARES)
        if share is None and shares_told and not any(each.get("type") == SHARES for each in group):
            share = NOTHING_MORE  # its shares are told with their own days
        votes = _sum(each for each in group if each.get("type") == VOTES)
        control = True if any(each.get("type") in CONTROL for each in group) else None
        found.append(Held(share, votes, control, _when(since), _when(until)))
    return found


def _interests(details: Mapping[str, Any]) -> list[dict[str, Any]]:
    value = details.get("interests")
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _sum(interests: Iterator[dict[str, Any]]) -> Range | None:
    """Interests of one kind added up; None: of one at least nobody tells the size."""
    low = high = 0.0
    found = False
    for each in interests:
        own = _share(each)
        if own is None:
            return None
        found, low, high = True, low + own.low, high + own.high
    return Range(min(low, WHOLE), min(high, WHOLE)) if found else None


def _share(interest: Mapping[str, Any]) -> Range | None:
    """The size of an interest; of one that need not be direct, only the whole says something."""
    share = interest.get("share")
    if not isinstance(share, dict):
        return None
    low, high = share.get("minimum", 0), share.get("maximum", WHOLE)
    if "exact" in share:
        low = high = share["exact"]
    if "exclusiveMinimum" in share:
        low = _number(share["exclusiveMinimum"]) + HAIR
    if "exclusiveMaximum" in share:
        high = _number(share["exclusiveMaximum"]) - HAIR
    found = Range(_number(low), _number(high))
    if not 0 <= found.low <= found.high <= WHOLE:
        return None
    if interest.get("directOrIndirect", "direct") != "direct" and found.low < WHOLE:
        return None
    return found


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else -1.0


def _when(value: object) -> Interval | None:
    try:
        return dates.interval(value[:_DAY]) if isinstance(value, str) else None
    except ValueError:
        return None
