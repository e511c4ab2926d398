"""Answers the relations the law names: on, entered, near, under, was-under, share — with path and needs.

*on*: itself on the list; *entered*: since when; *near*: its name is close to that of somebody on it. *under*:
on it, or reached from it by control or half of the shares along any chain. *share*: percent held by those
on it, directly or through companies of which they hold half, added up. *was-under*: the last day of an
ownership that led there and has ended. A list is `L` or `L:part`.

Invariants: a chain ends where nobody states the owners of an owner, and only the owners of the company
asked about are missed; no walk passes a company twice, so circles end.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sekisho.dates import FIRST_DAY, LAST_DAY, Interval
from sekisho.graph.company import HALF, WHOLE, Company, Stake, begun, running, stakes_in
from sekisho.graph.steps import entry_steps, owner_steps
from sekisho.model.case import Range
from sekisho.model.decision import Step
from sekisho.truth import NO, UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sekisho.model.case import Listed
    from sekisho.model.match import Match
    from sekisho.store.base import Store

Asked: TypeAlias = tuple[str, Company, str, int, int]
Way: TypeAlias = "tuple[tuple[Stake, Truth], ...]"
"""A chain of holdings upwards, each with how surely it is this company that is held."""

NONE = Interval(LAST_DAY, FIRST_DAY)
"""Looked for, and there is none: no to every test."""
ANY_DAY = Interval()
ANY_SHARE = Range(0.0, WHOLE)
DIGITS = 9
"""Of a percentage: thirds that add up to one half are one half."""
MOST_SUMMED = 12
"""Holders named in the words of a sum."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The answer to one relation of one company.

    Attributes:
        truth: of a yes-no relation.
        share: of `share`.
        last: of `was-under`; of `entered`, the first day.
        steps: from the company to the entry, where there is one.
        needs: what would settle it: `owners`, `name`, `listed`, `owners[0].control` of the company asked
            about, or a place of another company, from the top of the case (`parties[1].listed`).
    """

    truth: Truth = UNKNOWN
    share: Range = ANY_SHARE
    last: Interval = ANY_DAY
    steps: tuple[Step, ...] = ()
    needs: tuple[str, ...] = ()


class Past(NamedTuple):
    """A holding that has ended, and where it led.

    Attributes:
        last: its last day, as exactly as that is known.
        below: the way up to it, itself included.
        above: the way on from its owner, on its last day.
    """

    last: Interval
    below: Way
    above: Way

    @property
    def way(self) -> Way:
        """The whole way up."""
        return (*self.below, *self.above)


class Reach:
    """Answers relations over a store; asks names of whoever resolves them."""

    def __init__(self, store: Store, resolve: Callable[[Company], tuple[Match, ...]]) -> None:
        """Take the store, and what tells which entities a company may be."""
        self._store = store
        self._resolve = resolve
        self._memo: dict[Asked, Reached] = {}
        self._held: dict[tuple[Company, int], Way] = {}
        self._answers = {
            "on": self._on,
            "entered": self._entered,
            "near": self._near,
            "under": self._under,
            "share": self._share,
            "was-under": self._was_under,
        }

    def ask(self, relation: str, company: Company, listed: str, day: int, known: int) -> Reached:
        """One relation of one company to one list, on a day, as known on a day."""
        asked = (relation, company, listed, day, known)
        answer = self._memo.get(asked)
        if answer is None:
            answer = self._memo[asked] = self._answers[relation](company, listed, day, known)
        return answer

    @property
    def kept(self) -> int:
        """How many answers are remembered."""
        return len(self._memo)

    def forget(self) -> None:
        """Drop what has been answered, to free its memory."""
        self._memo.clear()
        self._held.clear()

    def turning_days(self, company: Company) -> tuple[int, ...]:
        """The days on which an answer about a company may change, in order; between them it cannot."""
        days: set[int] = set()
        for one, _ in self._climb(company, LAST_DAY):
            for match in self._resolve(one):
                for listing in self._store.listings.get(match.entity, ()):
                    days |= {listing.valid.first, listing.valid.last + 1, listing.known}
            for listed in one.listed or ():
                days |= _ends(listed.since) | _ends(listed.until)
            for stake, _ in self._stakes(one, LAST_DAY):
                days |= _ends(stake.since) | _ends(stake.until)
        return tuple(sorted(days))

    def _stakes(self, company: Company, known: int) -> Way:
        """Everybody who holds a company, as far as it was known on a day."""
        asked = (company, known)
        if asked not in self._held:
            self._held[asked] = stakes_in(company, self._store, self._resolve, known)
        return self._held[asked]

    def _climb(
        self, company: Company, known: int, passes: Callable[[Stake, Truth], bool] = lambda *_: True
    ) -> Iterator[tuple[Company, Way]]:
        """The company and all who hold it through holdings that pass, each once, by the shortest way."""
        ways: dict[Company, Way] = {company: ()}
        todo = deque([company])
        while todo:
            here = todo.popleft()
            yield here, ways[here]
            for stake, sure in self._stakes(here, known):
                if stake.owner not in ways and passes(stake, sure):
                    ways[stake.owner] = (*ways[here], (stake, sure))
                    todo.append(stake.owner)

    def _told(self, company: Company, day: int, known: int) -> float:
        """How much of a company is told to be whose: all of it by the case, else by the register's shares."""
        if company.stated is not None or company.person:
            return WHOLE
        held = self._stakes(company, known)
        told = sum(s.share.low for s, sure in held if s.share and min(sure, s.active(day)) is YES)
        return round(told, DIGITS)

    # --- on --------------------------------------------------------------------------------------

    def _on(self, company: Company, listed: str, day: int, known: int) -> Reached:
        name, _, part = listed.partition(":")
        stated = _stated(company, listed, day)
        # Of a part, a statement about the list decides only if it says that there is no entry at all.
        silent = part and any(each.list == name for each in company.listed or ())
        info = self._store.lists.get(name)
        believed = info is not None and info.believed and not silent
        if stated is not None and (stated.truth is not NO or believed):
            return stated
        found: Reached | None = None
        for match in self._resolve(company):
            for listing in self._store.listings_of(match.entity, listed, day, known):
                if found is None or match.truth > found.truth:
                    needs = () if match.truth is YES else ("name",)
                    found = Reached(match.truth, steps=entry_steps(company, match, listing), needs=needs)
        if found is not None:
            return found
        open_list = info is None or (
            info.published <= known and (not info.complete or day < info.complete_from)
        )
        return Reached(UNKNOWN, needs=("listed",)) if open_list else Reached(NO)

    def _entered(self, company: Company, listed: str, day: int, known: int) -> Reached:
        """From which day on it is itself on the list; of several entries, by the earliest."""
        on = self.ask("on", company, listed, day, known)
        if on.truth is not YES:
            return Reached(last=NONE if on.truth is NO else ANY_DAY, steps=on.steps, needs=on.needs)
        begins = [each.since or ANY_DAY for each in company.listed or () if _names(each, listed)]
        for match in () if begins else self._resolve(company):
            entries = self._store.listings_of(match.entity, listed, day, known)
            begins += [Interval(*[each.valid.first] * 2) for each in entries if match.truth is YES]
        first = min(begins, key=lambda each: (each.first, each.last))
        return Reached(last=first, steps=on.steps, needs=() if first.first == first.last else ("listed",))

    def _near(self, company: Company, listed: str, day: int, known: int) -> Reached:
        """Is its name close to that of somebody on the list, without being found to be it?"""
        if self.ask("on", company, listed, day, known).truth is YES:
            return Reached(NO)
        for match in self._resolve(company):
            for listing in self._store.listings_of(match.entity, listed, day, known) if match.near else ():
                return Reached(YES, steps=entry_steps(company, match, listing))
        return Reached(NO)

    # --- under -----------------------------------------------------------------------------------

    def _under(self, company: Company, listed: str, day: int, known: int) -> Reached:
        missed = ("owners",) if self._told(company, day, known) < WHOLE else ()
        for least in (YES, UNKNOWN):
            way = self._way(company, listed, day, known, least)
            if way is not None:
                end = way[-1][0].owner if way else company
                on = self.ask("on", end, listed, day, known)
                needs = (
                    *_open(company, company, way, day),
                    *(_place(company, end, need) for need in on.needs),
                    *missed,
                )
                unsettled = tuple(dict.fromkeys(needs)) if least is UNKNOWN else ()
                return Reached(least, steps=(*owner_steps(way), *on.steps), needs=unsettled)
        return Reached(UNKNOWN if missed else NO, needs=missed)

    def _way(self, company: Company, listed: str, day: int, known: int, least: Truth) -> Way | None:
        """The shortest way up to somebody on the list, every step at least so sure; None: there is none."""
        ways = self._climb(
            company, known, lambda stake, sure: min(stake.active(day), sure, stake.decisive) >= least
        )
        return next(
            (way for one, way in ways if self.ask("on", one, listed, day, known).truth >= least), None
        )

    # --- share -----------------------------------------------------------------------------------

    def _share(self, company: Company, listed: str, day: int, known: int) -> Reached:
        counts = self._counting(company, listed, day, known)
        held = self._held_by(company, counts, day, known)
        missed = max(0.0, WHOLE - self._told(company, day, known))
        share = Range(min(held.low, WHOLE), min(round(held.high + missed, DIGITS), WHOLE))
        steps: tuple[Step, ...] = ()
        if held.high:
            words = self._sum(company, counts, day, known)
            open_ = f" + up to {missed:g} % whose owners nobody tells" if missed else ""
            steps = (
                Step("share", f"{share} %", f"{words}{open_}"),
                *self._onward(company, counts, listed, day, known),
            )
        return Reached(share=share, steps=steps, needs=("owners",) if share.low != share.high else ())

    def _onward(
        self, company: Company, counts: Mapping[Company, Truth], listed: str, day: int, known: int
    ) -> tuple[Step, ...]:
        """The shortest way to somebody on the list through holders that count, else through possible ones."""
        for least in (YES, UNKNOWN):
            if (found := self._counted(company, counts, (listed, day, known), least)) is not None:
                return found
        return ()

    def _counted(
        self, company: Company, counts: Mapping[Company, Truth], asked: tuple[str, int, int], least: Truth
    ) -> tuple[Step, ...] | None:
        """The shortest way through holders who count at least so surely; None: there is none."""
        listed, day, known = asked
        ways = self._climb(
            company, known, lambda stake, sure: min(stake.active(day), sure, counts[stake.owner]) >= least
        )
        for one, way in ways:
            if way and (on := self.ask("on", one, listed, day, known)).truth >= least:
                return (*owner_steps(way), *on.steps)
        return None

    def _sum(self, company: Company, counts: Mapping[Company, Truth], day: int, known: int) -> str:
        """The arithmetic of a share, in words: `30 % of First + 25 % of Second`."""
        parts = []
        for stake, sure in self._stakes(company, known):
            certain = min(stake.active(day), sure, counts[stake.owner])
            if certain is not NO:
                doubt = "" if certain is YES else " perhaps"
                parts.append(f"{stake.share or ANY_SHARE} % of {stake.owner.name}{doubt}")
        more = f" + {len(parts) - MOST_SUMMED} more" if len(parts) > MOST_SUMMED else ""
        return " + ".join(parts[:MOST_SUMMED]) + more

    def _counting(self, company: Company, listed: str, day: int, known: int) -> dict[Company, Truth]:
        """Whose holdings count: theirs who are on the list, and theirs in whom these hold half, and so on."""
        above = [one for one, _ in self._climb(company, known)]
        counts = {one: self.ask("on", one, listed, day, known).truth for one in above}
        changed = True
        while changed:
            changed = False
            for one in reversed(above):
                held = self._held_by(one, counts, day, known)
                half = YES if held.low >= HALF else UNKNOWN if held.high >= HALF else NO
                if half > counts[one]:
                    counts[one], changed = half, True
        return counts

    def _held_by(self, company: Company, counts: Mapping[Company, Truth], day: int, known: int) -> Range:
        """The percentages of those whose holdings count, added up, as far as owners are told."""
        low = high = 0.0
        for stake, sure in self._stakes(company, known):
            active, counted = min(stake.active(day), sure), counts[stake.owner]
            own = stake.share or ANY_SHARE
            low += own.low if active is YES and counted is YES else 0.0
            high += own.high if active is not NO and counted is not NO else 0.0
        return Range(round(low, DIGITS), round(high, DIGITS))

    # --- was-under -------------------------------------------------------------------------------

    def _was_under(self, company: Company, listed: str, day: int, known: int) -> Reached:
        """The latest end that is sure; a possible later one widens it, one that nobody told without limit."""
        sure, maybe = (self._ended(company, listed, day, known, least) for least in (YES, UNKNOWN))
        missed = ("owners",) if self._told(company, day, known) < WHOLE else ()
        shown = sure or maybe
        steps = () if shown is None else (*owner_steps(shown.way), *self._end(shown, listed, known).steps)
        needs = dict.fromkeys((*self._asked_of(company, maybe, listed, day, known), *missed))
        if sure is None:
            return Reached(last=ANY_DAY if needs or maybe else NONE, steps=steps, needs=tuple(needs))
        latest = LAST_DAY if missed else max(sure.last.last, maybe.last.last if maybe else FIRST_DAY)
        wider = latest > sure.last.last
        return Reached(
            last=Interval(sure.last.first, latest), steps=steps, needs=tuple(needs) if wider else ()
        )

    def _ended(self, company: Company, listed: str, day: int, known: int, least: Truth) -> Past | None:
        """The latest end of a holding that led to the list, all of it at least so sure; None: no such."""
        best: Past | None = None
        held = self._climb(
            company, known, lambda stake, sure: min(stake.active(day), stake.decisive, sure) >= least
        )
        for one, way in held:
            for stake, sure in self._stakes(one, known):
                if stake.until is None or min(stake.ended(day), stake.decisive, sure) < least:
                    continue
                above = self._way(stake.owner, listed, stake.until.first, known, least)
                if above is not None and (best is None or stake.until.last > best.last.last):
                    best = Past(stake.until, (*way, (stake, sure)), above)
        return best

    def _end(self, past: Past, listed: str, known: int) -> Reached:
        """How the last company of a way that has ended stood on the list."""
        return self.ask("on", past.way[-1][0].owner, listed, past.last.first, known)

    def _asked_of(
        self, company: Company, past: Past | None, listed: str, day: int, known: int
    ) -> Iterator[str]:
        """What would settle a way that may have ended."""
        if past is not None:
            yield from _open(company, company, past.below, day)
            yield from _open(company, past.below[-1][0].owner, past.above, past.last.first)
            end = past.way[-1][0].owner
            yield from (_place(company, end, need) for need in self._end(past, listed, known).needs)


def _stated(company: Company, listed: str, day: int) -> Reached | None:
    """Does the user himself say that it is on the list? None: he says nothing of any list."""
    if company.listed is None:
        return None
    truth = NO
    for each in company.listed:
        if _names(each, listed):
            truth = max(truth, min(begun(each.since, day), running(each.until, day)))
    steps = (Step("list", listed, "stated in the case", "the case"),) if truth is not NO else ()
    return Reached(truth, steps=steps, needs=("listed",) if truth is UNKNOWN else ())


def _names(stated: Listed, listed: str) -> bool:
    """Is a stated listing one of this list, or of a part of it?"""
    return listed in (stated.list, stated.list.partition(":")[0])


def _open(asked: Company, held: Company, way: Way, day: int) -> Iterator[str]:
    """What the case would have to tell to settle a way up from a company that is not sure."""
    for stake, sure in way:
        for open_, key in (
            (stake.decisive, "control"),
            (begun(stake.since, day), "from"),
            (running(stake.until, day), "until"),
        ):
            if open_ is UNKNOWN and stake.address:
                yield f"{stake.address}.{key}"
        if not stake.address and UNKNOWN in (sure, stake.active(day), stake.decisive):
            yield _place(asked, held, "name" if sure is UNKNOWN else "owners")
        held = stake.owner


def _place(asked: Company, about: Company, key: str) -> str:
    """Where the case tells something of a company: its own row, or one that is still to be written."""
    if about is asked:
        return key
    row = about.row
    return f"{f'parties[{about.name}]' if row is None else row.address}.{key}"


def _ends(interval: Interval | None) -> set[int]:
    """The days around a partly known date on which what hangs on it changes."""
    if interval is None:
        return set()
    return {interval.first, interval.first + 1, interval.last, interval.last + 1}
