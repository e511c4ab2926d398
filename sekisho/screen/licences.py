"""Licences on file, held against a case: which cover the act, which do not and why, and what is not told.

A case that says itself what is held is believed. One that says nothing is given the licences that cover it;
where none does, and none may, nothing is held. Invariant: a licence that may cover the act, for all that is
told, leaves the question open.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sekisho.dates import FIRST_DAY, LAST_DAY, Interval, iso
from sekisho.match.query import Query
from sekisho.model.case import Range, Row
from sekisho.model.licence import SOON, Held
from sekisho.model.measure import Outcome
from sekisho.names.normal import normalise
from sekisho.truth import NO, UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sekisho.law.facts import Facts
    from sekisho.model.case import Case, Value
    from sekisho.model.decision import Decision, Finding
    from sekisho.model.licence import Account, Amount, Licence
    from sekisho.model.match import Match

APART: Final = frozenset(
    {"manufacturer", "component-manufacturer", "parent", "roaming-partner", "contracting-agency"}
)
"""Roles of those whom a licence need not name: nothing goes to them or comes from them."""

Reason = tuple[Truth, str]


class Licences:
    """The licences of a store, ready to be held against cases."""

    def __init__(
        self, accounts: Sequence[Account], facts: Facts, find: Callable[[Query], tuple[Match, ...]]
    ) -> None:
        """Take the accounts, the closed lists of facts, and who bears a name."""
        self._accounts = accounts
        self._classes = facts.told["item.class"]
        self._find = find

    def held(self, case: Case, day: int) -> tuple[Held, ...]:
        """What each licence says to an act on a day, those that cover it first."""
        told = (self._held(account, case, day) for account in self._accounts)
        return tuple(sorted(told, key=lambda each: -each.covers))

    def given(self, case: Case, day: int) -> Case:
        """The case with what is held for it, where it does not say so itself."""
        if case.authorisations is not None:
            return case
        by_number = {account.licence.number: account.licence for account in self._accounts}
        held = self.held(case, day)
        covering = [by_number[each.number] for each in held if each.covers is YES]
        if not covering and any(each.covers is UNKNOWN for each in held):
            return case
        rows = tuple(Row(f"authorisations[{at}]", _facts(each)) for at, each in enumerate(covering))
        return replace(case, authorisations=rows)

    def _held(self, account: Account, case: Case, day: int) -> Held:
        reasons = list(self._reasons(account, case, day))
        covers = min((truth for truth, _ in reasons), default=YES)
        why = [words for truth, words in reasons if truth is covers and words]
        if covers is YES:
            why = [*_remaining(account, case, day)]
        return Held(account.licence.number, covers, tuple(why))

    def _reasons(self, account: Account, case: Case, day: int) -> Iterator[Reason]:
        """Each condition of a licence with its truth, and what speaks against it or is not told."""
        own = account.licence
        yield _running(own, day)
        yield _among(case.facts, "action", frozenset(own.actions))
        yield _among(case.facts, "use.destination", frozenset(own.destinations))
        yield _among(case.facts, "item.class", self._classes.expand(own.classes))
        yield _among(case.facts, "item.eccn", frozenset(own.eccns))
        if own.parties:
            yield from self._parties(own, case)
        yield _within(case.facts, "quantity", "unit", account.quantity_left)
        yield _within(case.facts, "value", "currency", account.value_left)

    def _parties(self, own: Licence, case: Case) -> Iterator[Reason]:
        if case.parties is None:
            yield UNKNOWN, "who else takes part is not told (parties)"
            return
        for row in case.parties:
            role, name = row.facts.get("role"), row.facts.get("name")
            if role in APART:
                continue
            if name is None:
                yield UNKNOWN, f"the name is not told ({row.address}.name)"
                continue
            truth = max(self._same(str(name), other) for other in own.parties)
            doubt = "may be one it names" if truth is UNKNOWN else "is not one it names"
            yield truth, f"{name} {doubt}"

    def _same(self, name: str, other: str) -> Truth:
        """Are these two names of one company? As far as names and lists tell."""
        if normalise(name) == normalise(other):
            return YES
        one, two = ({each.entity: each.truth for each in self._find(Query(text))} for text in (name, other))
        return max((min(one[entity], two[entity]) for entity in one.keys() & two.keys()), default=NO)


def naming(decision: Decision, case: Case) -> Decision:
    """A permission with the licences on file that it rests on among what it is given under."""
    if decision.outcome is not Outcome.PERMITTED:
        return decision
    numbers = {
        row.address: str(row.facts["name"]) for row in case.authorisations or () if "name" in row.facts
    }
    if not numbers:
        return decision
    drawn = dict.fromkeys(_holding(decision.explain()))
    under = tuple(f"licence {numbers[address]}" for address in drawn if address in numbers)
    return replace(decision, under=(*decision.under, *under))


def _holding(finding: Finding) -> Iterator[str]:
    """The elements of the case that hold, wherever in a rule."""
    if finding.truth is YES and finding.address:
        yield finding.address
    for child in finding.children:
        yield from _holding(child)


def _running(own: Licence, day: int) -> Reason:
    if own.revoked is not None and day >= own.revoked:
        return NO, f"revoked from {iso(own.revoked)}"
    if day < own.valid.first:
        return NO, f"begins on {own.valid.first_text}"
    return (YES, "") if day <= own.valid.last else (NO, f"ended on {own.valid.last_text}")


def _among(facts: Mapping[str, Value], fact: str, allowed: Iterable[str]) -> Reason:
    words = sorted(allowed)
    if not words:
        return YES, ""
    told = facts.get(fact)
    if told is None:
        return UNKNOWN, f"{fact} is not told"
    return (YES, "") if told in words else (NO, f"{fact} is {told}; it allows {', '.join(words)}")


def _within(facts: Mapping[str, Value], what: str, measure: str, left: Amount | None) -> Reason:
    """Does the act stay within what is left? In another unit nobody can tell."""
    if left is None:
        return YES, ""
    told, counted = facts.get(f"item.{what}"), facts.get(f"item.{measure}")
    if not isinstance(told, Range):
        return UNKNOWN, f"item.{what} is not told"
    if counted != left.unit:
        return UNKNOWN, f"item.{measure} is {counted or 'not told'}; it counts {left.unit}"
    if told.high <= left.figure:
        return YES, ""
    if told.low <= left.figure:
        return UNKNOWN, f"{what} may be more than the {left.figure:g} left"
    return NO, f"{what} is {told.low - left.figure:g} {left.unit} more than the {left.figure:g} left"


def _remaining(account: Account, case: Case, day: int) -> Iterator[str]:
    """What is left of a licence after the act, and when it ends."""
    own = account.licence
    for what, left, limit in (
        ("quantity", account.quantity_left, own.quantity),
        ("value", account.value_left, own.value),
    ):
        told = case.facts.get(f"item.{what}")
        if left is not None and limit is not None and isinstance(told, Range):
            yield f"leaves {left.figure - told.high:g} of {limit.figure:g} {limit.unit}"
    if own.valid.last < LAST_DAY:
        days = own.valid.last - day
        yield f"ends on {own.valid.last_text}" + (f", in {days} days" if days <= SOON else "")


def _facts(own: Licence) -> dict[str, Value]:
    """A licence as an authorisation of a case."""
    facts: dict[str, Value] = {"name": own.number, "kind": own.kind, "issuer": own.issuer}
    if own.valid.first != FIRST_DAY:
        facts["from"] = Interval(own.valid.first, own.valid.first)
    if own.valid.last != LAST_DAY:
        facts["until"] = Interval(own.valid.last, own.valid.last)
    return facts
