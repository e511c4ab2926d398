"""The mutation run as a ratchet: what no example misses has a written reason; the share caught only rises.

`survivors.toml` beside the law holds the floor and the reasons. A reason for an error that is caught by
now, or that can no longer be planted, is refused like a survivor without one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import tomli

from sekisho.errors import Location, Problem
from sekisho.law.assemble import assemble
from sekisho.law.examples import read_examples
from sekisho.law.mutate import Report, survivors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.law.examples import ReadCase

SURVIVORS = "survivors.toml"
FLOOR = 0.90
"""The share that must be caught where the file names none."""
SLACK = 0.005
"""How far the share may lie above the floor before the floor is to be raised."""


def mutation_check(root: Path, read_case: ReadCase) -> tuple[Report, list[Problem]]:
    """Plant every error in the law under *root*; what was caught, and what is wrong with that.

    Args:
        root: the folder with `facts.toml` and `survivors.toml`.
        read_case: reads the cases of examples.

    Raises:
        LawError: `facts.toml` cannot be read.
    """
    law, problems = assemble(root, examples=True)
    examples, unreadable = read_examples(law, read_case)
    refused = [problem for problem in (*problems, *unreadable) if not problem.warning]
    if refused:
        return Report(0, ()), refused
    report = survivors(law, examples)
    return report, list(_judged(root, report))


def _judged(root: Path, report: Report) -> Iterator[Problem]:
    path = root / SURVIVORS
    text = path.read_text("utf-8") if path.exists() else ""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        yield Problem(Location(SURVIVORS), f"not TOML: {error}", "see toml.io")
        return
    reasons: dict[str, str] = {}
    for entry in data.get("survivor", []):
        name, why = str(entry.get("id", "")), str(entry.get("why", "")).strip()
        if not why:
            yield Problem(_place(text, name), f"no reason is given for '{name}'", 'write why = "…"')
        if name in reasons:
            yield Problem(_place(text, name), f"'{name}' is written twice", "remove one of them")
        reasons[name] = why
    yield from _matched(text, report, reasons)
    floor = data.get("floor", FLOOR)
    yield from _floor(text, report, floor if isinstance(floor, int | float) else FLOOR)


def _matched(text: str, report: Report, reasons: Mapping[str, str]) -> Iterator[Problem]:
    alive = {mutant.id for mutant in report.survivors}
    for mutant in report.survivors:
        if mutant.id not in reasons:
            message = f"no example would miss this error: {mutant.what}"
            yield Problem(
                mutant.at, message, f"write an example, or a reason in {SURVIVORS} for id = '{mutant.id}'"
            )
    for name in reasons:
        if name not in alive:
            message = f"'{name}' is caught by now, or can no longer be planted"
            yield Problem(_place(text, name), message, "remove it")


def _floor(text: str, report: Report, floor: float) -> Iterator[Problem]:
    at = Location(SURVIVORS, _line(text, r"^floor\s*="))
    if report.caught < floor:
        message = f"the examples catch {report.caught:.3f} of the planted errors; the floor is {floor:.3f}"
        yield Problem(at, message, "write the examples that are missing; the floor is never lowered")
    elif report.caught >= floor + SLACK:
        message = f"the examples catch {report.caught:.3f} of the planted errors; the floor is {floor:.3f}"
        yield Problem(at, message, f"raise it: floor = {int(report.caught * 1000) / 1000:.3f}", warning=True)


def _place(text: str, name: str) -> Location:
    return Location(SURVIVORS, _line(text, re.escape(name)) if name else 0)


def _line(text: str, pattern: str) -> int:
    found = re.search(pattern, text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 0
