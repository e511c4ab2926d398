"""Answers the relations the law names: on, under, was-under, share — each with its path and its needs.

*on*: itself on the list. *under*: on it, or reached from it by control or half of the shares along any
chain. *share*: percent held by those on it, directly or through companies of which they hold half, added
up. *was-under*: the last day of an ownership that led there and has ended. A list is `L` or `L:part`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sekisho.dates import ALWAYS, FIRST_DAY, LAST_DAY, Interval
from sekisho.graph.company import HALF, WHOLE, Company, Stake, stakes_in
from sekisho.model.case import Range
from sekisho.model.decision import Step
from sekisho.truth import NO, UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sekisho.graph.company import Named
    from sekisho.model.entity import Listing
    from sekisho.store.base import Store

Asked: TypeAlias = tuple[str, Company, str, int, int]
NONE = Interval(LAST_DAY, FIRST_DAY)
"""Looked for, and there is none: no to every test."""
ANY_DAY = Interval()
ANY_SHARE = Range(0.0, WHOLE)
OFFICIAL = ("us-entity-list",)
"""Lists on which a stated `listed` decides (the case format's closed list)."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The answer to one relation of one company.

    Attributes:
        truth: of a yes-no relation.
        share: of `share`.
        last: of `was-under`.
        steps: from the company to the entry, where there is one.
        needs: what would settle it, relative to the company: `owners`, `name`, `listed`, `owners[0].control`.
    """

    truth: Truth = UNKNOWN
    share: Range = ANY_SHARE
    last: Interval = ANY_DAY
    steps: tuple[Step, ...] = ()
    needs: tuple[str, ...] = ()


class Reach:
    """Answers relations over a store; asks names of whoever resolves them."""

    def __init__(self, store: Store, resolve: Callable[[str, str | None], tuple[Named, ...]]) -> None:
        """Take the store, and a resolver of names to entities."""
        self._store = store
        self._resolve = resolve
        self._memo: dict[Asked, Reached] = {}
        self._open: set[Asked] = set()
        self._circular = False
        self._held: dict[Company, tuple[tuple[Stake, Truth], ...]] = {}
        self._answers = {
            "on": self._on,
            "under": self._under,
            "share": self._share,
            "was-under": self._was_under,
        }

    def ask(self, relation: str, company: Company, listed: str, day: int, known: int) -> Reached:
        """One relation of one company to one list, on a day, as known on a day.

        A circle of owners that meets itself adds nothing there; what was answered inside an open circle
        is not remembered, since from elsewhere the same company may be reached in full.
        """
        asked = (relation, company, listed, day, known)
        if asked in self._memo:
            return self._memo[asked]
        if asked in self._open:
            self._circular = True
            return Reached(NO, Range(0.0, 0.0), NONE)
        self._open.add(asked)
        answer = self._answers[relation](company, listed, day, known)
        self._open.discard(asked)
        if not self._open:
            self._circular = False
        if not self._circular:
            self._memo[asked] = answer
        return answer

    def turning_days(self, company: Company) -> tuple[int, ...]:
        """The days on which an answer about a company may change, in order; between them it cannot."""
        days: set[int] = set()
        for one in self._upwards(company, set()):
            for named in self._resolve(one.name, one.country):
                for listing in self._store.listings.get(named.entity, ()):
                    days |= {listing.valid.first, listing.valid.last + 1, listing.known}
            for listed in one.listed or ():
                days |= _ends(listed.since) | _ends(listed.until)
            for stake, _ in self._stakes(one):
                days |= _ends(stake.since) | _ends(stake.until)
        return tuple(sorted(days))

    def _upwards(self, company: Company, seen: set[Company]) -> Iterator[Company]:
        if company not in seen:
            seen.add(company)
            yield company
            for stake, _ in self._stakes(company):
                yield from self._upwards(stake.owner, seen)

    def _stakes(self, company: Company) -> tuple[tuple[Stake, Truth], ...]:
        if company not in self._held:
            self._held[company] = stakes_in(company, self._store, self._resolve)
        return self._held[company]

    def _on(self, company: Company, listed: str, day: int, known: int) -> Reached:
        if company.listed is not None and listed in OFFICIAL:
            return self._stated(company, listed, day)
        name, _, _ = listed.partition(":")
        found: Reached | None = None
        for named in self._resolve(company.name, company.country):
            for listing in self._store.listings_of(named.entity, listed, day, known):
                steps = _named(company, named), Step("list", listing.list, _entry(listing), listing.cites)
                needs = () if named.truth is YES else ("name",)
                if found is None or named.truth > found.truth:
                    found = Reached(named.truth, steps=tuple(step for step in steps if step), needs=needs)
        info = self._store.lists.get(name)
        if found is not None:
            return found
        if info is None:
            return Reached(UNKNOWN, needs=("listed",))
        open_list = not info.complete and info.published <= known
        return Reached(UNKNOWN, needs=("listed",)) if open_list else Reached(NO)

    @staticmethod
    def _stated(company: Company, listed: str, day: int) -> Reached:
        for each in company.listed or ():
            begun = each.since is None or each.since.last <= day
            over = each.until is not None and each.until.last < day
            if each.list == listed and begun and not over:
                return Reached(YES, steps=(Step("list", listed, "stated in the case", "the case"),))
        return Reached(NO)

    def _under(self, company: Company, listed: str, day: int, known: int) -> Reached:
        best = self.ask("on", company, listed, day, known)
        for stake, sure in self._stakes(company):
            if best.truth is YES:
                break
            above = self.ask("under", stake.owner, listed, day, known)
            truth = min(stake.active(day), sure, above.truth, stake.decisive)
            if truth > best.truth:
                asked = (
                    f"{stake.address}.control" if stake.address and stake.decisive is UNKNOWN else "owners"
                )
                best = Reached(
                    truth, steps=(_step(stake), *above.steps), needs=(asked,) if truth is UNKNOWN else ()
                )
        if best.truth is NO and not self._told(company, day):
            return Reached(UNKNOWN, needs=("owners",))
        return best

    def _told(self, company: Company, day: int) -> bool:
        """Are all owners of a company told: by the case, by the register's shares, or since it has none?"""
        if company.owners is not None or company.person:
            return True
        shares = [
            s.share.low for s, sure in self._stakes(company) if s.share and min(sure, s.active(day)) is YES
        ]
        return sum(shares) >= WHOLE

    def _share(self, company: Company, listed: str, day: int, known: int) -> Reached:
        low = high = told = 0.0
        steps: tuple[Step, ...] = ()
        for stake, sure in self._stakes(company):
            active = min(stake.active(day), sure)
            if active is NO:
                continue
            own = stake.share or ANY_SHARE
            counts, above = self._counts(stake.owner, listed, day, known)
            told += own.low if active is YES else 0.0
            low += own.low if active is YES and counts is YES else 0.0
            high += own.high if counts is not NO else 0.0
            if counts is YES and not steps:
                steps = (_step(stake), *above)
        if not self._told(company, day):
            high += WHOLE - told
        share = Range(min(low, WHOLE), min(max(low, high), WHOLE))
        needs = ("owners",) if share.low != share.high else ()
        return Reached(share=share, steps=steps, needs=needs)

    def _counts(self, owner: Company, listed: str, day: int, known: int) -> tuple[Truth, tuple[Step, ...]]:
        """Does what an owner holds count: is it on the list, or half in the hands of those who are?"""
        on = self.ask("on", owner, listed, day, known)
        if on.truth is YES or not self._stakes(owner):
            return on.truth, on.steps
        through = self.ask("share", owner, listed, day, known)
        half = (
            YES
            if through.share.low >= HALF
            else UNKNOWN
            if self._told(owner, day) and through.share.high >= HALF
            else NO
        )
        return max(on.truth, half), through.steps

    def _was_under(self, company: Company, listed: str, day: int, known: int) -> Reached:
        best = NONE
        steps: tuple[Step, ...] = ()
        for stake, sure in self._stakes(company):
            if stake.ended(day) is not NO and stake.until is not None:
                above = self.ask("under", stake.owner, listed, stake.until.first, known)
                last = stake.until if min(above.truth, stake.decisive, sure) is YES else NONE
            elif min(stake.active(day), stake.decisive, sure) is YES:
                above = self.ask("was-under", stake.owner, listed, day, known)
                last = above.last if above.last != ANY_DAY else NONE
            else:
                continue
            if last != NONE and (best == NONE or last.last > best.last):
                best, steps = last, (_step(stake), *above.steps)
        if best == NONE and not self._told(company, day):
            return Reached(last=ANY_DAY, needs=("owners",))
        return Reached(last=best, steps=steps)


def _ends(interval: Interval | None) -> set[int]:
    """The days around a partly known date on which what hangs on it changes."""
    if interval is None:
        return set()
    return {interval.first, interval.first + 1, interval.last, interval.last + 1}


def _named(company: Company, named: Named) -> Step | None:
    if named.name == company.name:
        return None
    return Step("name", named.name, named.why)


def _step(stake: Stake) -> Step:
    return Step("owner", stake.owner.name, stake.words(), stake.source)


def _entry(listing: Listing) -> str:
    since = f", {listing.valid.words}" if listing.valid != ALWAYS else ""
    doubt = f" ({listing.certainty})" if listing.certainty not in ("", "high") else ""
    return f"as {listing.entry}{since}{doubt}"
