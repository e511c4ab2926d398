"""Days, instants, intervals and the two times of every question.

A *day* is the proleptic ordinal of a date (an int), so that dates live in columns. Law is valid
on closed intervals of days, [from, until]; an act or a text may also carry an hour with its
offset. This is the only module that may ask what day it is.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

FIRST_DAY = 1
LAST_DAY = dt.date.max.toordinal()
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed run of days; a year or a month is the run of its days."""

    first: int = FIRST_DAY
    last: int = LAST_DAY

    def __contains__(self, day: int) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        """As it was written: a day, a month, a year; else both ends."""
        first, last = self.first_text, self.last_text
        if first == last:
            return first
        for length in (len("2018"), len("2018-12")):
            if first[:length] == last[:length] and interval(first[:length]) == self:
                return first[:length]
        return f"{first}..{last}"

    @property
    def words(self) -> str:
        """The run in words: `from 2019-05-16`, `2016-03-08 to 2017-03-29`, `without limit`."""
        since = "" if self.first == FIRST_DAY else self.first_text
        until = "" if self.last == LAST_DAY else self.last_text
        if since and until:
            return f"{since} to {until}"
        return f"from {since}" if since else f"until {until}" if until else "without limit"

    @property
    def first_text(self) -> str:
        """The first day as ISO 8601."""
        return iso(self.first)

    @property
    def last_text(self) -> str:
        """The last day as ISO 8601."""
        return iso(self.last)


ALWAYS = Interval()


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or an instant of it.

    Attributes:
        day: the local day.
        instant: seconds since 1970 in UTC; None means somewhen on that day.
        text: as it was written.
    """

    day: int
    instant: int | None = None
    text: str = ""

    def __str__(self) -> str:
        return self.text or iso(self.day)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The two times of a question: the day in the world, and the day of knowledge."""

    on: Moment
    known: int

    def __str__(self) -> str:
        return f"{self.on} as known on {iso(self.known)}"


def today() -> int:
    """The local day on which this is asked."""
    return dt.datetime.now(dt.UTC).astimezone().date().toordinal()


def instant() -> str:
    """This instant in UTC, to the second, as ISO 8601."""
    return dt.datetime.now(dt.UTC).strftime(_INSTANT)


def later(at: str, seconds: int) -> str:
    """The instant so many seconds after *at*, both as :func:`instant` gives them: text in its order."""
    return (dt.datetime.strptime(at, _INSTANT) + dt.timedelta(seconds=seconds)).strftime(_INSTANT)  # noqa: DTZ007  # UTC, as it says


def between(first: str, last: str) -> int:
    """Seconds from one instant to another one, both as :func:`instant` gives them."""
    ends = (dt.datetime.strptime(each, _INSTANT) for each in (last, first))  # noqa: DTZ007  # as above
    return int((next(ends) - next(ends)).total_seconds())


def iso(day: int) -> str:
    """A day as ISO 8601."""
    return dt.date.fromordinal(day).isoformat()


def day(text: str) -> int:
    """A full date as a day.

    Raises:
        ValueError: it is not a full ISO 8601 date.
    """
    return dt.date.fromisoformat(text).toordinal()


def moment(value: str | dt.date | dt.datetime) -> Moment:
    """A full date, or a date and time with its offset.

    Raises:
        ValueError: it is neither, or the time has no offset.
    """
    if isinstance(value, str):
        if len(value) == len("2018-12-10"):
            return Moment(day(value), None, value)
        value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            message = f"the time {value.isoformat()} has no offset"
            raise ValueError(message)
        return Moment(value.date().toordinal(), int(value.timestamp()), value.isoformat())
    return Moment(value.toordinal(), None, value.isoformat())


def interval(value: str | dt.date) -> Interval:
    """A date, a month or a year as the run of its days.

    Raises:
        ValueError: it is none of the three.
    """
    if isinstance(value, dt.date):
        return Interval(value.toordinal(), value.toordinal())
    found = _DATE.fullmatch(value)
    if found is None:
        message = f"'{value}' is no date, month or year (2018-12-10, 2018-12, 2018)"
        raise ValueError(message)
    year, month, day_of_month = (int(part) if part else None for part in found.groups())
    first = dt.date(year or 0, 1 if month is None else month, 1 if day_of_month is None else day_of_month)
    if day_of_month is not None:
        last = first
    elif month is not None:
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    else:
        last = dt.date(first.year, 12, 31)
    return Interval(first.toordinal(), last.toordinal())
