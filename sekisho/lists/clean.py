"""A raw value brought into form: names taken apart, countries as codes, dates as ISO 8601.

Invariants: what cannot be read is said as `unread`, as published, and never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from sekisho import dates
from sekisho.dates import Interval
from sekisho.lists.countries import countries
from sekisho.lists.props import NAMES
from sekisho.lists.words import footnotes, name_of, scopes

if TYPE_CHECKING:
    from collections.abc import Mapping

UNREAD = "unread"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_WRITTEN = (
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})"),
    re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"),
    re.compile(rf"(?P<day>){_MONTH},?\s+(?P<year>\d{{4}})"),
)
_ISO = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ]\d{2}:\d{2}.*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}.*)?")
_SPAN = re.compile(r"(?:between\s+|circa\s+)?(.+?)\s*(?:-|–|\bto\b|\band\b)\s*(?:circa\s+)?(.+)")
_CENTURY = 70
_SHORT_YEAR = 100


class Cleaned(NamedTuple):
    """One value of one property; for the entity, or for its listing."""

    prop: str
    value: str
    listing: bool = False


Cleaner = Callable[[str, str], tuple[Cleaned, ...]]
"""Takes a property and a raw value."""


def cleaner(how: str) -> Cleaner:
    """What brings raw values of a property into form, as the column wants it."""
    return _CLEANERS[how] if how in _CLEANERS else partial(dated, how)


def names(prop: str, raw: str) -> tuple[Cleaned, ...]:
    """A published name, and everything it says besides."""
    name = name_of(raw)
    if prop not in NAMES or name.is_plain:  # somebody else's name, or nothing but a name
        return (Cleaned(prop, name.name),)
    found = [Cleaned(prop, name.name)]
    found += [Cleaned("alias", each) for each in name.aliases]
    found += [Cleaned("weakAlias", each) for each in name.weak]
    found += [Cleaned("previousName", each) for each in name.former]
    if name.affiliate_of:
        found.append(Cleaned("affiliateOf", name.affiliate_of))
    if name.parent:
        found.append(Cleaned("parentName", name.parent))
    found += [Cleaned("scope", each, listing=True) for each in name.scope]
    found += [Cleaned("footnote", each, listing=True) for each in name.marks]
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def country(prop: str, raw: str) -> tuple[Cleaned, ...]:
    """A country by name."""
    code = countries().code(raw)
    if code is None:
        return (Cleaned(UNREAD, raw),)
    return (Cleaned(prop, code),) if code else ()


@lru_cache(maxsize=1 << 14)
def dated(how: str, prop: str, raw: str) -> tuple[Cleaned, ...]:
    """A day, month or year; of a span of years, both ends."""
    found = [date(how, raw)]
    if found[0] is None and (span := _SPAN.fullmatch(raw.strip())):
        found = [date(how, span[1]), date(how, span[2])]
    days = [str(each) for each in found if each is not None]
    return tuple(Cleaned(prop, day) for day in days) if len(days) == len(found) else (Cleaned(UNREAD, raw),)


def noted(prop: str, raw: str) -> tuple[Cleaned, ...]:
    """A text with digits of footnotes in it."""
    text, marks = footnotes(raw)
    return (Cleaned(prop, text), *(Cleaned("footnote", mark, listing=True) for mark in marks))


def scoped(prop: str, raw: str) -> tuple[Cleaned, ...]:
    """Whom else an entry reaches."""
    return tuple(Cleaned(prop, each) for each in scopes(raw)) or (Cleaned(UNREAD, raw),)


_CLEANERS: Mapping[str, Cleaner] = {"name": names, "country": country, "footnote": noted, "scope": scoped}


@lru_cache(maxsize=1 << 14)
def date(how: str, raw: str) -> Interval | None:
    """A day, month or year as it is written; None: it is none.

    Args:
        how: `date-mdy` or `date-dmy` where numbers alone stand for the month; `date` reads no such.
        raw: as published.
    """
    text = raw.strip()
    try:
        if found := _ISO.fullmatch(text):
            return dates.interval(found[1])
        if found := _COMPACT.fullmatch(text):
            return dates.interval("-".join(found.groups()))
        for pattern in _WRITTEN:
            if found := pattern.fullmatch(text):
                return _written(found)
        if (found := _NUMBERS.fullmatch(text)) and how != "date":
            return _numbers(found, month_first=how == "date-mdy")
    except ValueError:
        return None
    return None


def _written(found: re.Match[str]) -> Interval | None:
    name = found["month"][:3].lower()
    if name not in _MONTHS:
        return None
    month = f"{found['year']}-{_MONTHS.index(name) + 1:02}"
    return dates.interval(f"{month}-{int(found['day']):02}" if found["day"] else month)


def _numbers(found: re.Match[str], *, month_first: bool) -> Interval:
    first, second, year = (int(each) for each in found.groups())
    if year < _SHORT_YEAR:
        year += 2000 if year < _CENTURY else 1900
    month, day = (first, second) if month_first else (second, first)
    number = dt.date(year, month, day).toordinal()
    return Interval(number, number)
