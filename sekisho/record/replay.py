"""Decides a recorded case once more: from what it rested on then (replay), or from what is known now (diff).

Invariant: a replay agrees byte by byte or says why it cannot: what the answer rested on must be as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from sekisho.errors import InputError, UsageError
from sekisho.formats.answer import to_dict
from sekisho.record.chain import canonical
from sekisho.screen.run import Screener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sekisho.dates import AsOf
    from sekisho.law.register import Law
    from sekisho.record.said import Asked, Decided
    from sekisho.store.base import Store

    Stores: TypeAlias = "Callable[[int | None, int], Store]"
    """The store of a day of knowledge up to a snapshot; without one, of no archive."""


class Verdict(StrEnum):
    """What came of a replay."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNREADABLE = "cannot be read again"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A decision that was decided again.

    Attributes:
        number: of its entry.
        case: the name of the case.
        why: where it does not agree, what differs or is missing.
    """

    number: int
    case: str
    verdict: Verdict
    why: tuple[str, ...] = ()


def replay(decisions: Iterable[Decided], law: Law, stores: Stores) -> Iterator[Replayed]:
    """Decide again from what each decision rested on."""
    kept: tuple[object, Screener] | None = None
    for told in decisions:
        law_then = told.answer["basis"]["law"]
        if law_then != law.digest:
            why = f"the law text {law_then[:16]} is not the one that is installed ({law.digest[:16]})"
            engine = told.answer["basis"]["engine"]
            yield Replayed(
                told.number, told.case, Verdict.UNREADABLE, (f"{why}; sekisho {engine} came with it",)
            )
            continue
        like = (told.upto, told.asked)
        try:
            if kept is None or kept[0] != like:
                kept = like, _screener(law, stores(told.upto, told.as_of.known), told.asked)
            now = _answered(told, kept[1], told.as_of)
        except (UsageError, InputError) as error:
            yield Replayed(
                told.number, told.case, Verdict.UNREADABLE, tuple(error.diagnostics().splitlines())
            )
            continue
        yield _held(told, now)


def _held(told: Decided, now: Mapping[str, Any]) -> Replayed:
    """What was answered then against what is answered now."""
    then = told.answer
    basis = basis_changes(then["basis"], now["basis"])
    if basis:
        why = tuple(
            f"{name} was {old or 'not there'} and is {new or 'not there'}" for name, old, new in basis
        )
        return Replayed(told.number, told.case, Verdict.UNREADABLE, why)
    if canonical(then) == canonical(now):
        return Replayed(told.number, told.case, Verdict.AGREES)
    keys = tuple(f"{key} differs" for key in sorted({*then, *now}) if then.get(key) != now.get(key))
    return Replayed(told.number, told.case, Verdict.DIFFERS, keys)


def basis_changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """The parts of two bases that differ: name, then, now; empty where it was not there."""
    old, new = (_parts(basis) for basis in (then, now))
    names = dict.fromkeys([*old, *new])
    return tuple(
        (name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name) != new.get(name)
    )


def _parts(basis: Mapping[str, Any]) -> dict[str, str]:
    return {"engine": basis["engine"], "law": basis["law"], **basis["lists"]}


def _screener(law: Law, store: Store, asked: Asked) -> Screener:
    return Screener(law, store, readings=asked.readings, measures=asked.measures, every=asked.every)


def _answered(told: Decided, screener: Screener, times: AsOf, known: int | None = None) -> dict[str, Any]:
    """The case, asked again; with *known*, as known on that day whatever it says itself."""
    case = told.told(screener.law.facts)
    if known is not None:
        case = replace(case, known=known)
    (answer,) = screener.answers([case], times)
    return to_dict(answer, screener.law.facts)


def again(told: Decided, law: Law, store: Store, known: int) -> dict[str, Any]:
    """What is answered to the same case today.

    Args:
        told: the decision.
        law: the register as it is now.
        store: what is known now.
        known: the day of knowledge; the day of the act stays what it was.

    Raises:
        InputError: a word of the case is no word of the case format any more.
        UsageError: a reading or measure that was asked for is no more.
    """
    return asked_again(told, _screener(law, store, told.asked), known)


def asked_again(told: Decided, screener: Screener, known: int) -> dict[str, Any]:
    """The same, by what is ready to be asked in the way the decision was."""
    return _answered(told, screener, replace(told.as_of, known=known), known)
