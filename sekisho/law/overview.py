"""The register at a glance: every instrument in a line.

Plain strings in fixed columns; wide characters count twice.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from sekisho.dates import LAST_DAY, iso
from sekisho.law.force import Calendar, Governing, governs, standing, times_of
from sekisho.model.measure import Block, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sekisho.dates import AsOf
    from sekisho.law.register import Law
    from sekisho.model.measure import Instrument

ANSWERING = ("measure", "flag", "reading")


class Row(NamedTuple):
    """An instrument in the list."""

    id: str
    country: str
    rank: str
    state: str
    since: str
    until: str
    outcomes: str
    title: str


def rows(law: Law, as_of: AsOf) -> list[Row]:
    """Every instrument that was published by the day of knowledge, and where it stands."""
    return [
        row for instrument in law.instruments.values() if (row := row_of(law, instrument, as_of)) is not None
    ]


def listing(law: Law, as_of: AsOf) -> str:
    """The same as a table, one line an instrument."""
    return "\n".join(aligned([Row(*map(str.upper, Row._fields)), *rows(law, as_of)]))


def row_of(law: Law, instrument: Instrument, as_of: AsOf) -> Row | None:
    """An instrument in a line; None: nothing of it was published by then."""
    own = own_words(law, instrument, as_of)
    if own is None:
        return None
    asked = [found for block in instrument.blocks if (found := governs(law, block, as_of)) is not None]
    answering = [found for found in asked if found.block.kind in ANSWERING]
    outcomes = dict.fromkeys(str(found.outcome) for found in answering if found.block.kind != "reading")
    return Row(
        instrument.id,
        own.word("country"),
        own.word("rank"),
        _states(law, answering or [found for found in asked if found.block.kind != "definition"], as_of),
        _since(instrument, as_of),
        "" if own.until == LAST_DAY else iso(own.until),
        ", ".join(outcomes) or ("permitted" if any(each.block.lifts for each in asked) else ""),
        title_of(instrument, as_of, "en"),
    )


def own_words(law: Law, instrument: Instrument, as_of: AsOf) -> Governing | None:
    """What the instrument itself says on a day, as known on a day."""
    block = Block(instrument.id, "note", instrument.id, (Text(None, None, {}, instrument.at),), instrument.at)
    return next(iter(Calendar(law, block).stretches(times_of(as_of))))[0]


def _states(law: Law, asked: Iterable[Governing], as_of: AsOf) -> str:
    return ", ".join(dict.fromkeys(str(standing(law, governing, as_of)) for governing in asked))


def countries(law: Law) -> dict[str, frozenset[str]]:
    """The jurisdictions of a register in their order, each with the ids of its instruments."""
    found: dict[str, set[str]] = {}
    for instrument in law.instruments.values():
        found.setdefault(str(instrument.texts[0].keys.get("country", "")), set()).add(instrument.id)
    return {country: frozenset(found[country]) for country in sorted(found)}


def outcome_words(governing: Governing) -> str:
    """What it answers where it holds; of a removal, by when and what follows."""
    if governing.by is None:
        return str(governing.outcome)
    day = "no day set" if governing.by == LAST_DAY else f"{iso(governing.by)}, then {governing.then}"
    return f"{governing.outcome} {day}"


def _since(instrument: Instrument, as_of: AsOf) -> str:
    """The first day that any text published by then sets."""
    known = [text for text in instrument.texts if (text.published or 0) <= as_of.known]
    return next((str(text.start) for text in known if text.start is not None), "")


def title_of(instrument: Instrument, as_of: AsOf, language: str) -> str:
    """The title of the text in force; in English where one is given and English is asked for."""
    keys = ("title_en", "title") if language == "en" else ("title", "title_en")
    read = [text for text in instrument.texts if _reached(instrument, text, as_of)]
    titles = {key: str(text.keys[key]) for text in read for key in keys if key in text.keys}
    title = next((titles[key] for key in keys if key in titles), instrument.id)
    if language == "en":
        return title
    ja = _mapping(read[-1].keys.get("ja")) | _mapping(read[0].keys.get("ja"))
    return ja.get(title, title)


def _reached(instrument: Instrument, text: Text, as_of: AsOf) -> bool:
    """Was the text published by then, and has it begun? The first text counts before it begins."""
    known = (text.published or instrument.texts[0].published or 0) <= as_of.known
    return known and (
        text is instrument.texts[0] or (text.start is not None and text.start.day <= as_of.on.day)
    )


def _mapping(value: object) -> dict[str, str]:
    return dict(value) if isinstance(value, dict) else {}


def aligned(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines with columns one below the other; wide characters count twice."""
    widths = [
        max(width_of(line[column]) for line in lines) for column in range(len(lines[0]) if lines else 0)
    ]
    for line in lines:
        cells = [cell + " " * (width - width_of(cell)) for cell, width in zip(line, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def width_of(text: str) -> int:
    """The columns that a text takes on a screen."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
