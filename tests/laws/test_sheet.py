"""The register against the fact sheet it was encoded from: before, on and after every date of the sheet.

The sheet is no part of the project: found through $SEKISHO_SHARED, else beside the repository. The table is
built from both sides; a line of it that differs is shown as such.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from sekisho.dates import LAST_DAY, AsOf, Moment, iso
from sekisho.law.force import governs, standing
from sekisho.law.register import Law
from sekisho.model.measure import State
from tests.whole import SHARED, needed

if TYPE_CHECKING:
    from collections.abc import Iterator

SHEET = SHARED / "law" / "regimes.md"
Measure = dict[str, Any]
LAW = Law.load()
WORDS = {True: "in force", False: "not in force"}
APART: dict[str, tuple[str, frozenset[str]]] = {
    # The days on which the two differ, each with the reason.
    "UK-2018-BT-PRIVATE": ("the sheet has only a year of its principles", frozenset()),
    "AU-2018-5G": (
        "as guidance it speaks from its announcement; the sheet dates the statute that gives it force",
        frozenset({"2018-09-17"}),
    ),
    "US-2017-ZTE-SETTLE": (
        "the settlement is in force, the denial in it suspended until it was activated",
        frozenset({"2017-03-23", "2017-03-24"}),
    ),
    "US-2018-ZTE-SUPERSEDE": (
        "the order is in force, the ten-year denial in it suspended",
        frozenset({"2018-06-08", "2018-06-09"}),
    ),
    "US-2019-EO13873": (
        "the order is in force, but nothing can be prohibited under it before the rule of 2021",
        frozenset({"2019-05-15", "2019-05-16"}),
    ),
    "US-FCC-USF": (
        "the rule is in force, but bites only once the designations are final",
        frozenset({"2020-01-03", "2020-01-04"}),
    ),
    "US-FCC-COVERED-LIST": (
        "the list is published, and its subsidies end sixty days later",
        frozenset({"2021-03-12", "2021-03-13"}),
    ),
    "UK-2020-JUL": (
        "for the sheet a policy is never in force; in the register it speaks as advice until it ended",
        frozenset({"2022-10-12", "2022-10-13"}),
    ),
}


class Line(NamedTuple):
    """A day of an instrument, as one side has it; None: the sheet does not say."""

    instrument: str
    day: str
    sheet: bool | None
    register: bool


def measures() -> list[Measure]:
    """Every measure of the sheet."""
    if not SHEET.exists():
        return []
    blocks = re.findall(r"^```yaml\n(.*?)^```", SHEET.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [each for block in blocks if isinstance(each := yaml.safe_load(block), dict) and "dates" in each]


MEASURES = measures()


def day_of(value: object) -> int | None:
    """A whole day of the sheet; what is only a year, or begins at an hour, is none."""
    return value.toordinal() if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else None


def runs(value: object) -> Iterator[tuple[int, int]]:
    """The runs of days that a key holds."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and (first := day_of(each.get("from"))) is not None:
            yield first, day_of(each.get("to")) or LAST_DAY


def sheet_says(measure: Measure, day: int) -> bool | None:
    """Is it in force on a day? The day on which it ends is told by neither side alike: None."""
    told = measure["dates"]
    start, end = day_of(told["in_force"]), day_of(told["ended"])
    if isinstance(told["in_force"], str):
        start = dt.date.fromisoformat(told["in_force"][:10]).toordinal()
        if day == start:
            return None
    if start is None or day < start:
        return False
    if day == end:
        return None
    within = any(first <= day <= last for first, last in runs(told.get("suspended")))
    return not within and (end is None or day < end)


def register_says(instrument: str, day: int) -> bool:
    """Is any of its measures in force; of an instrument that only permits, any of its exceptions?"""
    as_of = AsOf(Moment(day), LAST_DAY)
    own = LAW.instruments[instrument].blocks
    answering = [each for each in own if each.kind == "measure"] or [each for each in own if each.lifts]
    found = [(each, governs(LAW, each, as_of)) for each in answering]
    return any(text is not None and standing(LAW, text, as_of) is State.IN_FORCE for _, text in found)


def table(measure: Measure) -> Iterator[Line]:
    """A measure on the day before, of and after each date at which it begins, pauses or ends."""
    told = measure["dates"]
    turning = {day_of(told["in_force"]), day_of(told["ended"])} | {
        day for first, last in runs(told.get("suspended")) for day in (first, last)
    }
    days = sorted({day + step for day in turning if day is not None for step in (-1, 0, 1)})
    for day in days:
        yield Line(measure["id"], iso(day), sheet_says(measure, day), register_says(measure["id"], day))


def test_the_sheet_is_there() -> None:
    needed(SHEET, "SEKISHO_SHARED")


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each["id"])
def test_before_on_and_after_every_date_of_the_sheet(measure: Measure) -> None:
    _encoded(measure)
    differing = [line for line in table(measure) if line.sheet not in (None, line.register)]
    expected = APART.get(measure["id"], ("", frozenset()))[1]
    assert {line.day for line in differing} >= expected, "the two agree by now: take it out of APART"
    differing = [line for line in differing if line.day not in expected]
    told = [
        f"{line.day}: sheet {WORDS[bool(line.sheet)]}, register {WORDS[line.register]}" for line in differing
    ]
    assert not told, f"{measure['id']}\n" + "\n".join(told)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each["id"])
def test_every_date_of_the_sheet_is_written_in_the_register(measure: Measure) -> None:
    _encoded(measure)
    instrument = LAW.instruments[measure["id"]]
    text = (LAW.root / instrument.at.file).read_text("utf-8")
    absent = [
        f"{key}: {iso(day)}"
        for key, value in measure["dates"].items()
        for day in _days(value)
        if not any(iso(day + step) in text or _words(day + step) in text for step in (-1, 0, 1))
    ]
    assert not absent, f"{measure['id']} in {instrument.at.file}: {', '.join(absent)}"


def _encoded(measure: Measure) -> None:
    assert measure["id"] in LAW.instruments, "a measure of the sheet that the register has not"


def _days(value: object) -> Iterator[int]:
    for each in value if isinstance(value, list) else [value]:
        if (day := day_of(each)) is not None:
            yield day
    for run in runs(value):
        yield from (day for day in run if day < LAST_DAY)


def _words(day: int) -> str:
    """A day as prose has it: `13 August 2018`."""
    when = dt.date.fromordinal(day)
    return f"{when.day} {when:%B} {when.year}"
