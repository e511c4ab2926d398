"""The matrix in text, CSV and JSON: a row a jurisdiction and act, a column a group."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from sekisho.formats.register.words import outcome_word
from sekisho.law.overview import aligned
from sekisho.model.measure import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sekisho.model.matrix import Cell, Plan


def lines(cells: Sequence[Cell], plan: Plan, *, every: bool = False) -> Iterator[tuple[Cell, ...]]:
    """The cells of each jurisdiction and act, in the order of the groups.

    Args:
        cells: of the matrix.
        plan: what was asked.
        every: the lines in which no rule answers, too.
    """
    width = len(plan.groups)
    for start in range(0, len(cells), width):
        line = tuple(cells[start : start + width])
        if every or any(cell.outcome is not Outcome.NO_RULE for cell in line):
            yield line


def matrix_text(cells: Sequence[Cell], plan: Plan, language: str = "en", *, every: bool = False) -> str:
    """The matrix as a table, then what the acts are."""
    told = [("", "", *plan.groups.values())]
    country = ""
    for line in lines(cells, plan, every=every):
        first = line[0]
        shown = first.country if first.country != country else ""
        words = (
            outcome_word(cell.outcome, language) if cell.outcome is not Outcome.NO_RULE else "·"
            for cell in line
        )
        told.append((shown, first.activity, *words))
        country = first.country
    shown_acts = {line[0].activity for line in lines(cells, plan, every=every)}
    acts = [
        (each.id, each.ja if language == "ja" else each.en)
        for each in plan.activities
        if each.id in shown_acts
    ]
    return "\n".join((*aligned(told), "", *aligned(acts))) if acts else ""


def matrix_csv(cells: Sequence[Cell]) -> str:
    """A row a cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("country", "activity", "group", "outcome", "instruments", "clauses"))
    for cell in cells:
        clauses = " ".join(ground.clause for ground in cell.grounds)
        instruments = " ".join(cell.instruments)
        writer.writerow((cell.country, cell.activity, cell.group, cell.outcome, instruments, clauses))
    return out.getvalue().rstrip("\n")


def matrix_json(cells: Sequence[Cell]) -> str:
    """A list of cells."""
    rows = [
        {
            "country": cell.country,
            "activity": cell.activity,
            "group": cell.group,
            "outcome": str(cell.outcome),
            "instruments": list(cell.instruments),
            "grounds": [
                {"clause": each.clause, "certainty": each.certainty, "unverified": list(each.unverified)}
                for each in cell.grounds
            ],
        }
        for cell in cells
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
