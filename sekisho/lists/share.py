"""Shares and partly known days as they stand in a file: exact, at least, at most, between, or not told.

A share is percent of the whole. *More than 75* and *less than 50* do not reach their bound: they stay a
ten-thousandth of a percent from it, closer than any register reports. Invariants: what is written here is
read here to the same value.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.dates import Interval
from sekisho.model.case import Range

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE = 100.0
HAIR = 0.0001
"""How far below an excluded bound a share stays."""
NOT_TOLD = frozenset(("", "?", "unknown", "n/a", "-"))
YES_WORDS: Mapping[str, bool] = {
    "yes": True, "true": True, "y": True, "1": True, "no": False, "false": False, "n": False, "0": False,
}  # fmt: skip

_NUMBER = r"(\d{1,3}(?:[.,]\d+)?)\s*%?"
_ONE = re.compile(rf"(>=|<=|>|<|≥|≤)?\s*{_NUMBER}")
_TWO = re.compile(rf"{_NUMBER}\s*(?:\.\.|-|–|to)\s*{_NUMBER}")


@lru_cache(maxsize=1 << 14)
def share(text: str) -> Range | None:
    """A share as it is written: `51`, `51 %`, `>=50`, `<50`, `30..70`; None: nothing is told.

    Raises:
        ValueError: it is no share.
    """
    text = text.strip().lower()
    if text in NOT_TOLD:
        return None
    if (found := _TWO.fullmatch(text)) is not None:
        return _within(_number(found[1]), _number(found[2]), text)
    if (found := _ONE.fullmatch(text)) is None:
        raise ValueError(f"'{text}' is no share")
    value = _number(found[2])
    match found[1]:
        case ">=" | "≥":
            return _within(value, WHOLE, text)
        case "<=" | "≤":
            return _within(0.0, value, text)
        case ">":
            return _within(value + HAIR, WHOLE, text)
        case "<":
            return _within(0.0, value - HAIR, text)
        case _:
            return _within(value, value, text)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _within(low: float, high: float, text: str) -> Range:
    if not 0 <= low <= high <= WHOLE:
        raise ValueError(f"'{text}' is not between 0 and 100 %")
    return Range(low, high)


def words(of: Range) -> str:
    """A share as `share` reads it."""
    low, high = f"{of.low:.10g}", f"{of.high:.10g}"
    return low if low == high else f"{low}..{high}"


def yes_no(text: str) -> bool | None:
    """Yes or no; None: not told.

    Raises:
        ValueError: it is neither.
    """
    text = text.strip().lower()
    if text in NOT_TOLD:
        return None
    if text not in YES_WORDS:
        raise ValueError(f"'{text}' is neither yes nor no")
    return YES_WORDS[text]


@lru_cache(maxsize=1 << 14)
def within(text: str) -> Interval:
    """A day, month or year, or two of them between which something happened: `2020-09-11..2022-01`.

    Raises:
        ValueError: it is no date.
    """
    first, _, last = text.partition("..")
    found = Interval(dates.interval(first).first, dates.interval(last or first).last)
    if found.first > found.last:
        raise ValueError(f"'{text}' ends before it begins")
    return found


def bounds(interval: Interval) -> str:
    """A partly known day as `within` reads it."""
    return f"{interval.first_text}..{interval.last_text}"
