"""One case across the world and over time: a line a jurisdiction, in text, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.formats.register.words import days_words, outcome_word
from sekisho.law.overview import aligned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.dates import Interval
    from sekisho.model.matrix import Stretch

    Swept = Mapping[str, Sequence[Stretch]]


def sweep_text(swept: Swept, language: str = "en") -> str:
    """A line a stretch, the jurisdiction before its first; in `en` or `ja`."""
    lines = [
        (
            country if not place else "",
            outcome_word(each.outcome, language),
            days_words(each.days, language),
            ", ".join(each.instruments),
        )
        for country, stretches in swept.items()
        for place, each in enumerate(stretches)
    ]
    return "\n".join(aligned(lines)) if lines else ""


def sweep_csv(swept: Swept) -> str:
    """A row a stretch."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("country", "from", "until", "outcome", "instruments"))
    for country, since, until, each in _rows(swept):
        writer.writerow((country, since or "", until or "", each.outcome, " ".join(each.instruments)))
    return out.getvalue().rstrip("\n")


def sweep_json(swept: Swept) -> str:
    """A list of stretches; an end that is not there is null."""
    rows = [
        {
            "country": country,
            "from": since,
            "until": until,
            "outcome": str(each.outcome),
            "instruments": list(each.instruments),
        }
        for country, since, until, each in _rows(swept)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _rows(swept: Swept) -> Iterator[tuple[str, str | None, str | None, Stretch]]:
    for country, stretches in swept.items():
        for each in stretches:
            yield country, *_ends(each.days), each


def _ends(days: Interval) -> tuple[str | None, str | None]:
    return (
        None if days.first == FIRST_DAY else days.first_text,
        None if days.last == LAST_DAY else days.last_text,
    )
