"""Values of a case: text, words, yes-no, numbers and dates, each read or refused with its remedy.

Every reader returns None where it has noted a problem; what is absent never comes here.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.formats.keys import Kind, Slot
from sekisho.formats.notes import kind_of, quote
from sekisho.model.case import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sekisho.dates import Interval, Moment
    from sekisho.formats.notes import Notes, Place
    from sekisho.model.case import Value

WHOLE = 100
"""Percent of everything."""

LEAVE_OUT = "leave the key out if it is not known"
_BOUND = re.compile(r"(>=|<=|>|<)\s*(\d{1,15}(?:\.\d{1,15})?)")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?")
_PARTIAL = re.compile(r"\d{4}(?:-\d{2})?")


def text(value: object, place: Place, notes: Notes) -> str | None:
    """Some text that says something."""
    if not isinstance(value, str):
        hint = (
            LEAVE_OUT
            if value is None
            else "write it in quotes"
            if isinstance(value, int | float)
            else "write text"
        )
        notes.refuse(place, f"text is needed here, not {kind_of(value)}", hint)
    elif not value.strip():
        notes.refuse(place, "this text is empty", LEAVE_OUT)
    elif not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        notes.refuse(
            place,
            f"{quote(value)} holds half a character",
            "the text was cut or wrongly converted; write it anew",
        )
    else:
        return value
    return None


def word(value: object, slot: Slot, place: Place, notes: Notes) -> str | None:
    """One word of a closed list."""
    if slot.words is None:
        return text(value, place, notes)
    found = text(value, place, notes)
    if found is None or found in slot.words:
        return found
    notes.misspelt(place, f"{quote(found)} is not one of the words allowed here", found, slot.words)
    return None


def words(value: object, slot: Slot, place: Place, notes: Notes) -> tuple[str, ...] | None:
    """A list of words of a closed list."""
    if not isinstance(value, list):
        hint = (
            f'write ["{value}"]'
            if isinstance(value, str) and value in slot.closed
            else "write a list of words"
        )
        notes.refuse(
            place, f"a list is needed here, not {kind_of(value)}", LEAVE_OUT if value is None else hint
        )
        return None
    closed = slot.closed
    wrong = [index for index, each in enumerate(value) if type(each) is not str or each not in closed]
    for index in wrong:
        each = value[index]
        if (found := text(each, (place, index), notes)) is not None:
            message = f"{quote(found)} is not one of the words allowed here"
            notes.misspelt((place, index), message, found, closed)
    return None if wrong else tuple(value)


def yes_no(value: object, place: Place, notes: Notes) -> bool | None:
    """True or false; "yes" is neither."""
    if value is True or value is False:
        return value
    meant = {"yes": "true", "true": "true", "no": "false", "false": "false"}.get(str(value).lower())
    hint = LEAVE_OUT if value is None else f"write {meant} without quotes" if meant else "write true or false"
    shown = quote(value) if isinstance(value, str) else kind_of(value)
    notes.refuse(place, f"true or false is needed here, not {shown}", hint)
    return None


def number(value: object, slot: Slot, place: Place, notes: Notes) -> Range | None:
    """A number, or what is known of one: `[low, high]`, `">=50"`, `"<=49.9"`, `">50"`, `"<50"`."""
    found = _range(value, slot)
    if found is None:
        wanted = "a number from 0 to 100 (percent)" if slot.percent else "a number"
        hint = 'write 49.9, or [30, 50], or ">=50", or "<=49.9"'
        if value is None:
            hint = LEAVE_OUT
        elif isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            hint = "write the number without quotes"
        notes.refuse(place, f"{wanted} is needed here, not {_shown(value)}", hint)
    return found


def _range(value: object, slot: Slot) -> Range | None:
    if isinstance(value, str):
        bound = _BOUND.fullmatch(value.strip())
        low, high = _ends(bound[1], float(bound[2]), slot) if bound is not None else (1.0, 0.0)
    elif isinstance(value, list):
        if len(value) != len(("low", "high")):
            return None
        first, second = _finite(value[0], slot), _finite(value[1], slot)
        if first is None or second is None:
            return None
        low, high = first, second
    else:
        exact = _finite(value, slot)
        return None if exact is None else Range(exact, exact)
    return Range(low, high) if low <= high and (not slot.percent or high <= WHOLE) else None


def _finite(value: object, slot: Slot) -> float | None:
    if type(value) is not int and type(value) is not float:
        return None
    if slot.percent:
        return float(value) if 0 <= value <= WHOLE else None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def _ends(sign: str, limit: float, slot: Slot) -> tuple[float, float]:
    """The closed bounds that a comparison means; `>` and `<` leave out the limit itself."""
    least, most = (0.0, float(WHOLE)) if slot.percent else (-math.inf, math.inf)
    if sign[0] == ">":
        return (limit if sign == ">=" else math.nextafter(limit, math.inf)), most
    return least, (limit if sign == "<=" else math.nextafter(limit, -math.inf))


def _shown(value: object) -> str:
    """What was written instead: quoted where it is short, else named."""
    simple = isinstance(value, str | int | float | dt.date) and not isinstance(value, bool)
    return quote(value) if simple else kind_of(value)


def interval(value: object, place: Place, notes: Notes) -> Interval | None:
    """A day, a month or a year."""
    hint = "write a day that exists (2018-12-10), a month (2018-12) or a year (2018)"
    if isinstance(value, dt.datetime):
        notes.refuse(place, f"{quote(value)} has an hour", f"{hint}; only `date` has an hour")
    elif isinstance(value, str | dt.date):
        try:
            return dates.interval(value)
        except ValueError as error:
            notes.refuse(place, _no_date(value, error), hint)
    else:
        _needs_date(value, place, notes, hint)
    return None


def moment(value: object, place: Place, notes: Notes) -> Moment | None:
    """A full date, or an instant of it with its offset."""
    hint = "write a day that exists (2018-12-10), or with hour and offset (2018-12-10T16:15:00-05:00)"
    if isinstance(value, str | dt.date):
        try:
            return dates.moment(value)
        except (ValueError, OverflowError) as error:
            if isinstance(value, str) and _PARTIAL.fullmatch(value):
                hint = "this date needs its day, as 2018-12-10"
            notes.refuse(place, _no_date(value, error), hint)
            return None
    _needs_date(value, place, notes, hint)
    return None


def day(value: object, place: Place, notes: Notes) -> int | None:
    """A full date, as a day."""
    found = moment(value, place, notes)
    if found is None or found.instant is None:
        return None if found is None else found.day
    notes.refuse(place, "a day without hour is needed here", f"write {dates.iso(found.day)}")
    return None


def _no_date(value: object, error: Exception) -> str:
    why = "its time has no offset" if "offset" in str(error) else str(error)
    return f"{quote(value)} is no date" + ("" if "'" in why else f": {why}")


def _needs_date(value: object, place: Place, notes: Notes, hint: str) -> None:
    shown = "nothing (null)" if value is None else _shown(value)
    notes.refuse(place, f"a date is needed here, not {shown}", LEAVE_OUT if value is None else hint)


READERS: Mapping[Kind, Callable[[object, Slot, Place, Notes], Value | None]] = {
    Kind.TEXT: lambda value, _, place, notes: text(value, place, notes),
    Kind.WORD: word,
    Kind.WORDS: words,
    Kind.YES_NO: lambda value, _, place, notes: yes_no(value, place, notes),
    Kind.NUMBER: number,
    Kind.DATE: lambda value, _, place, notes: interval(value, place, notes),
}


def from_cell(cell: str, slot: Slot) -> object:
    """What the text of a cell (or of a property of a BOM) states, as JSON would state it."""
    if slot.kind is Kind.YES_NO:
        return {"true": True, "false": False}.get(cell.lower(), cell)
    if slot.kind is Kind.NUMBER and _NUMBER.fullmatch(cell):
        return float(cell)
    if slot.kind is Kind.WORDS:
        return [each.strip() for each in cell.split("|")]
    return cell
