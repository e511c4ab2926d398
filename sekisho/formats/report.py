"""Answers written for people and programs, one after the other as they come.

JSON and JSON Lines hold everything. Text, Markdown and HTML hold the same for a reader: the outcome,
what decided, the path, what is still to be asked and the tree. CSV has a row for each decision.
Nothing is written before the first answer is there.
"""

from __future__ import annotations

import csv
import json
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO, assert_never

from sekisho.cells import harmless
from sekisho.dates import iso
from sekisho.formats.answer import asked, paths_of, refusal, to_dict
from sekisho.formats.notes import Rejected, clean
from sekisho.formats.tree import path_text
from sekisho.formats.wording import basis_of, held_words, notes_of, path_lines, shortened
from sekisho.model.decision import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.formats.wording import Wording
    from sekisho.law.facts import Facts
    from sekisho.model.decision import Basis, Decision, Found


class Report(StrEnum):
    """How answers are written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"


COLUMNS = (
    *(
        "case",
        "case_outcome",
        "kind",
        "instrument",
        "measure",
        "reading",
        "outcome",
        "state",
        "rank",
        "certainty",
    ),
    *("under", "needs", "cites", "notice", "paths", "listed", "on", "known", "engine", "law"),
)
"""Of the CSV."""


def write(
    answers: Iterable[Answer | Rejected],
    out: TextIO,
    report: Report,
    wording: Wording,
) -> None:
    """Write answers as they come.

    Args:
        answers: answers, and what was refused, in input order.
        out: where to.
        report: how.
        wording: for whom; JSON and CSV hold everything whatever it says.
    """
    match report:
        case Report.JSON | Report.JSONL:
            _write_json(answers, out, wording.facts, array=report is Report.JSON)
        case Report.CSV:
            _write_csv(answers, out)
        case Report.TEXT:
            _write_text(answers, out, wording)
        case Report.MARKDOWN:
            from sekisho.formats.markdown import write_markdown  # noqa: PLC0415  # few ask for it, and starting counts

            write_markdown(answers, out, wording)
        case Report.HTML:
            from sekisho.formats.html import write_html  # noqa: PLC0415  # as above

            write_html(answers, out, wording)
        case _:
            assert_never(report)


def _write_json(answers: Iterable[Answer | Rejected], out: TextIO, facts: Facts, *, array: bool) -> None:
    """What was answered before a fault still is whole JSON: the array is closed whatever ends it."""
    before = "[\n" if array else ""
    written = False
    try:
        for answer in answers:
            data = refusal(answer) if isinstance(answer, Rejected) else to_dict(answer, facts)
            out.write(before + json.dumps(data, ensure_ascii=False))
            before = ",\n" if array else "\n"
            written = True
    except BaseException:
        if written:
            out.write("\n]\n" if array else "\n")
        raise
    if written:
        out.write("\n]\n" if array else "\n")
    elif array:
        out.write("[]\n")


# --- CSV ---


def _write_csv(answers: Iterable[Answer | Rejected], out: TextIO) -> None:
    rows = csv.writer(out, lineterminator="\n")
    for number, answer in enumerate(answers):
        if number == 0:
            rows.writerow(COLUMNS)
        for row in _refused_row(answer) if isinstance(answer, Rejected) else _rows(answer):
            rows.writerow([harmless(row.get(column, "")) for column in COLUMNS])


def _rows(answer: Answer) -> Iterator[dict[str, str]]:
    case = {
        "case": answer.case,
        "case_outcome": str(answer.outcome),
        "listed": "; ".join(f"{each.path}: {each.name} on {each.list}" for each in answer.listed),
        "on": str(answer.as_of.on),
        "known": iso(answer.as_of.known),
        "engine": answer.basis.engine,
        "law": answer.basis.law,
    }
    for kind, decisions in (("decision", answer.decisions), ("reading", answer.readings)):
        for decision in decisions:
            yield case | {"kind": kind} | _row(decision)
    if not answer.decisions and not answer.readings:
        yield case | {"kind": "none", "outcome": str(answer.outcome)}


def _row(decision: Decision) -> dict[str, str]:
    citation = decision.citation
    return {
        "instrument": decision.instrument,
        "measure": decision.measure or "",
        "reading": decision.reading,
        "outcome": str(decision.outcome),
        "state": str(decision.state),
        "rank": str(citation.rank),
        "certainty": citation.certainty,
        "under": "; ".join(decision.under),
        "needs": "; ".join(decision.needs),
        "cites": citation.cites,
        "notice": citation.notice,
        "paths": "; ".join(map(path_text, paths_of(decision.explain()))),
    }


def _refused_row(rejected: Rejected) -> Iterator[dict[str, str]]:
    yield {"case": rejected.id, "kind": "refused", "notice": "; ".join(map(str, rejected.problems))}


# --- text ---


def _write_text(answers: Iterable[Answer | Rejected], out: TextIO, wording: Wording) -> None:
    bases: list[Basis] = []  # as many as there are days of knowledge between which a list changed
    for answer in answers:
        out.writelines(f"{line}\n" for line in (*text_lines(answer, wording), ""))
        if isinstance(answer, Answer) and answer.basis not in bases:
            bases.append(answer.basis)
    out.writelines(f"{clean(basis_of(each))}\n" for each in bases)


def text_lines(answer: Answer | Rejected, wording: Wording) -> Iterator[str]:
    """An answer in plain text."""
    if isinstance(answer, Rejected):
        yield f"{clean(answer.id)}: refused"
        yield from (f"  {clean(str(problem))}" for problem in answer.problems)
        return
    yield f"{clean(answer.case)}: {answer.outcome}   ({clean(str(answer.as_of))})"
    for decision in answer.decisions:
        yield from _decision_lines(decision, f"{decision.outcome}", answer, wording)
    for decision in answer.readings:  # in brackets: nobody has adopted them
        yield from _decision_lines(decision, f"({decision.outcome})", answer, wording)
    for line in shortened(answer.listed, _listed):
        yield clean(f"  {line}")
    for line in shortened(answer.held, held_words):
        yield clean(f"  {line}")
    needs = asked(answer.decisions)
    for line in shortened(needs, lambda need: f"to be asked: {need}: {wording.ask(need, answer)}"):
        yield clean(f"  {line}")
    if answer.looked_at:
        yield f"  looked at, without a rule: {', '.join(answer.looked_at)}"


def _listed(found: Found) -> str:
    return f"listed: {found.name} ({found.path}) on {found.list} as {found.entry}"


def _decision_lines(decision: Decision, outcome: str, answer: Answer, wording: Wording) -> Iterator[str]:
    who = decision.measure or decision.instrument
    yield clean(f"  {outcome}  {who}: {decision.state}; {decision.citation.cites}")
    yield from (clean(f"      {note}") for note in notes_of(decision, whole=wording.explain))
    finding = decision.explain()
    yield from (f"      {line}" for line in path_lines(finding))
    if wording.explain:
        yield from (f"    {line}" for line in wording.lines(finding, answer))
