"""A licence as people tell it, checked at the border: what it names must be words that a case may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.dates import FIRST_DAY, LAST_DAY, Interval
from sekisho.errors import UsageError
from sekisho.law.facts import COUNTRIES
from sekisho.model.licence import Amount, Licence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.law.facts import Facts

_WORDS = {
    "actions": "action",
    "classes": "item.class",
    "destinations": "use.destination",
}
"""Which fact the words of a field are values of."""
KIND = "authorisation.kind"


def checked(licence: Licence, facts: Facts) -> Licence:
    """The licence, if it says what a case may say.

    Raises:
        UsageError: it has no number or authority, ends before it begins, or a word is not the case format's.
    """
    for what, text in (("the number", licence.number), ("the authority", licence.issuer)):
        if not text.strip():
            raise UsageError(f"{what} is empty; a licence has a number and an authority")
    _known(KIND, [licence.kind], facts)
    for field, name in _WORDS.items():
        _known(name, getattr(licence, field), facts)
    if licence.valid.last < licence.valid.first:
        raise UsageError(
            f"it ends on {licence.valid.last_text}, before it begins on {licence.valid.first_text}"
        )
    return licence


def span(since: str, until: str) -> Interval:
    """The days of a licence; an empty end is none.

    Raises:
        UsageError: an end is no day.
    """
    return Interval(day(since) if since else FIRST_DAY, day(until) if until else LAST_DAY)


def quantity(figure: float | None, unit: str) -> Amount | None:
    """How much it allows in all; None: that is not limited.

    Raises:
        UsageError: one is told without the other.
    """
    return _amount(figure, unit, "quantity and unit")


def value(figure: float | None, currency: str) -> Amount | None:
    """For how much money it allows in all; None: that is not limited.

    Raises:
        UsageError: one is told without the other.
    """
    return _amount(figure, currency, "value and currency")


def day(text: str) -> int:
    """A day.

    Raises:
        UsageError: it is none.
    """
    try:
        return dates.day(text)
    except ValueError as error:
        raise UsageError(f"{text}: {error}; write a day as 2026-12-31") from error


def _amount(figure: float | None, unit: str, both: str) -> Amount | None:
    if (figure is None) != (not unit):
        raise UsageError(f"{both} go together")
    return None if figure is None else Amount(figure, unit)


def _known(name: str, words: Iterable[str], facts: Facts) -> None:
    fact = facts.told[name]
    known = COUNTRIES if name == "use.destination" else (fact.values or frozenset()) | set(fact.groups)
    for word in words:
        if word not in known:
            raise UsageError(f"'{word}' is no value of {name}; `sekisho facts` lists them")
