"""A screened bill as text, JSON or CSV. A tree too long to read is shown where there is something to see."""

from __future__ import annotations

import csv
import json
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO, assert_never

from sekisho.cells import harmless
from sekisho.errors import counted
from sekisho.formats.answer import asked
from sekisho.formats.notes import clean
from sekisho.formats.tree import value_text
from sekisho.model.measure import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sekisho.formats.headings import Headings
    from sekisho.formats.wording import Wording
    from sekisho.model.screened import Part, Replace, ScreenedBom

LONG = 200
"""Lines of a tree that is shown whole without being asked for."""
MOST_ASKED = 20
"""Questions that are shown; the rest is counted."""
NOTHING = "nothing to replace: no measure restricts the act as it is told; what is unknown stays to be asked"
_OPEN = Outcome.UNKNOWN.strictness
_COLUMNS = (
    *("address", "depth", "name", "manufacturer", "groups", "supplier", "brand", "model", "origin"),
    *("class", "class_by", "essential", "quantity", "places", "outcome", "by", "why"),
)
_KEYS = {"model": "identifiers.model", "class_by": "class.by", "quantity": "device.quantity"}


class BomForm(StrEnum):
    """How a screened bill is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def write_bom(
    found: ScreenedBom, out: TextIO, form: BomForm, wording: Wording, *, whole: bool = False
) -> None:
    """Write a screened bill.

    Args:
        found: the bill.
        out: where to.
        form: how.
        wording: for whom.
        whole: in text, show every part, however many there are.
    """
    match form:
        case BomForm.TEXT:
            out.writelines(f"{clean(line)}\n" for line in text_lines(found, wording, whole=whole))
        case BomForm.JSON:
            json.dump(to_dict(found), out, ensure_ascii=False, indent=1)
            out.write("\n")
        case BomForm.CSV:
            rows = csv.writer(out, lineterminator="\n")
            rows.writerow(_COLUMNS)
            for part in found.parts:
                row = _row(part)
                rows.writerow([_cell(row[column]) for column in _COLUMNS])
        case _:
            assert_never(form)


def headings_lines(headings: Headings) -> Iterator[str]:
    """What the columns of a parts list were taken for."""
    yield f"columns in line {headings.line} ({headings.read_as}); --map COLUMN=fact corrects, COLUMN=- skips"
    for column in headings.columns:
        if column.name:
            source = f", source {column.source}" if column.source > 1 else ""
            yield f"  {column.name}: {column.fact + source + ', ' if column.fact else ''}{column.note}"


# --- text ---


def text_lines(found: ScreenedBom, wording: Wording, *, whole: bool) -> Iterator[str]:
    """A screened bill in plain text."""
    answer = found.answer
    yield f"{answer.case}: {answer.outcome}   ({answer.as_of})"
    for decision in answer.decisions:
        yield f"  {decision.outcome}  {decision.measure or decision.instrument}: {decision.citation.cites}"
    yield ""
    shown = set(_shown(found.parts, whole=whole))
    left = 0
    for place, part in enumerate(found.parts):
        if place not in shown:
            left += 1
            continue
        yield from _left_out(left)
        left = 0
        yield "  " * part.depth + _part_line(part)
        yield from (f"{'  ' * part.depth}    {each}" for each in part.judged.why)
    yield from _left_out(left)
    yield ""
    parts = {part.address: part for part in found.parts[1:]}
    nobody = sum("manufacturer" not in part.facts for part in parts.values())
    yield f"{counted(len(parts), 'part')}; of {nobody} nobody says who made them" + (
        " (--declare asks)" if nobody else ""
    )
    if found.replace == ():
        yield NOTHING
    names = {part.address: part.name for part in found.parts}
    for each in found.replace or ():
        yield from _replace_lines(each, names)
    needs = asked(answer.decisions)
    for need in needs[:MOST_ASKED]:
        yield f"to be asked: {need}: {wording.ask(need, answer)}"
    if len(needs) > MOST_ASKED:
        yield f"… {len(needs) - MOST_ASKED} more to be asked; --format json has all"
    lists = "; ".join(f"{name} {value}" for name, value in answer.basis.lists.items())
    yield f"sekisho {answer.basis.engine}, law {answer.basis.law}, {lists}"


def _shown(parts: Sequence[Part], *, whole: bool) -> Iterator[int]:
    """The lines that are shown: all, or parts that are restricted or of a group, with what is around them."""
    if whole or len(parts) <= LONG:
        yield from range(len(parts))
        return
    around: list[int] = []
    for place, part in enumerate(parts):
        del around[part.depth :]
        around.append(place)
        if part.depth <= 0 or part.judged.groups or part.judged.outcome.strictness > _OPEN:
            yield from around


def _left_out(count: int) -> Iterator[str]:
    if count:
        yield f"  … {count} that raise no more than questions (--all shows them)"


def _part_line(part: Part) -> str:
    facts = part.facts
    maker = facts.get("manufacturer")
    groups = f" [{', '.join(part.judged.groups)}]" if part.judged.groups else ""
    words = [
        f"{part.name}: {maker or 'maker unknown'}{groups}",
        *(str(facts[key]) for key in ("identifiers.model", "origin") if isinstance(facts.get(key), str)),
    ]
    if "class" in facts:
        words.append(f"{facts['class']}" + (f" (by {facts['class.by']})" if "class.by" in facts else ""))
    words.append(f"{part.judged.outcome}" + (f" ({', '.join(part.judged.by)})" if part.judged.by else ""))
    if part.places > 1:
        words.append(f"at {part.places} places")
    return "; ".join(words) + ("; as above" if part.again else "")


def _replace_lines(found: Replace, names: Mapping[str, str]) -> Iterator[str]:
    head = f"to lift {found.outcome} of {found.instrument}: "
    if found.why == "case":
        yield f"{head}no part helps: it rests on the item, the parties or the use"
    elif found.why:
        yield f"{head}no single part decides: several do together"
    for number, each in enumerate(found.sets):
        count = f"{len(each)} part{'s' if len(each) > 1 else ''}"
        text = "; ".join(f"{names[address]} ({address})" for address in each)
        yield (f"{head}replace {count}: " if not number else "  or as few: ") + text
    if found.more:
        yield "  there may be other sets as small"
    if found.then is not None:
        yield f"  then {found.instrument} answers: {found.then}"


# --- data ---


def to_dict(found: ScreenedBom) -> dict[str, object]:
    """A screened bill as JSON has it."""
    answer = found.answer
    return {
        "case": answer.case,
        "outcome": str(answer.outcome),
        "as_of": {"on": str(answer.as_of.on), "known": answer.as_of.known},
        "decisions": [
            {
                "instrument": d.instrument,
                "measure": d.measure,
                "outcome": str(d.outcome),
                "needs": list(d.needs),
            }
            for d in answer.decisions
        ],
        "parts": [_row(part) for part in found.parts],
        "replace": [
            {
                "instrument": each.instrument,
                "outcome": str(each.outcome),
                "sets": [list(addresses) for addresses in each.sets],
                "more": each.more,
                "then": None if each.then is None else str(each.then),
                "why_not": each.why,
            }
            for each in found.replace or ()
        ],
        "basis": {
            "engine": answer.basis.engine,
            "law": answer.basis.law,
            "lists": dict(answer.basis.lists),
        },
    }


def _row(part: Part) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(_COLUMNS)
    for column in _COLUMNS:
        value = part.facts.get(_KEYS.get(column, column))
        row[column] = None if value is None else value if isinstance(value, bool) else value_text(value)
    return row | {
        "address": part.address,
        "depth": part.depth,
        "groups": list(part.judged.groups),
        "places": part.places,
        "outcome": str(part.judged.outcome),
        "by": list(part.judged.by),
        "why": list(part.judged.why),
    }


def _cell(value: object) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return harmless(text)
