"""Answers as a table on a terminal: one row a decision, the strictest first."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sekisho.model.decision import Answer

if TYPE_CHECKING:
    from sekisho.formats.notes import Rejected
    from sekisho.model.decision import Decision

STYLES: Final = {0: "green", 1: "bold red", 2: "yellow"}
"""By the exit code of the outcome: what stops is red, what a person must look at is yellow."""


def print_table(answers: "Iterable[Answer | Rejected]", stream: TextIO) -> None:
    """Print answers as a table; `--explain` shows the reasons."""
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    for heading in ("case", "outcome", "measure", "state", "why, and what is still to be told"):
        table.add_column(heading, overflow="fold")
    last: Answer | None = None
    for answer in answers:
        if not isinstance(answer, Answer):
            table.add_row(answer.id, Text("refused", style="bold red"), "", "", str(answer.problems[0]))
            continue
        _add(table, answer)
        last = answer
    console = Console(file=stream)
    console.print(table)
    if last is not None:
        lists = "; ".join(f"{name} {value}" for name, value in last.basis.lists.items())
        console.print(
            f"law {last.basis.law} · {lists} · sekisho {last.basis.engine}", style="dim", highlight=False
        )
    console.print("--explain shows the whole rule with its truths; nothing here is legal advice", style="dim")


def _add(table: Table, answer: Answer) -> None:
    if not answer.decisions:
        table.add_row(
            answer.case, _outcome(answer.outcome), "", "", f"{len(answer.looked_at)} instruments looked at"
        )
    for number, decision in enumerate(answer.decisions):
        table.add_row(
            "" if number else f"{answer.case}\n{answer.as_of.on}",
            _outcome(decision.outcome),
            decision.measure or decision.instrument,
            decision.state,
            _why(decision),
        )
    for decision in answer.readings:
        table.add_row(
            "", Text(f"({decision.outcome})", style="dim"), decision.measure, decision.state, _why(decision)
        )
    for found in answer.listed:
        table.add_row(
            "", Text("listed", style="dim"), found.list, "", f"{found.path}: {found.name}, as {found.entry}"
        )


def _outcome(outcome: object) -> Text:
    from sekisho.model.measure import Outcome

    return Text(str(outcome), style=STYLES[Outcome(str(outcome)).exit_code])


def _why(decision: "Decision") -> str:
    parts = [decision.citation.cites]
    if decision.reading:
        parts.insert(0, f"if read so ({decision.reading})")
    if decision.under:
        parts.append(f"under {'; '.join(decision.under)}")
    if decision.citation.notice:
        parts.append(decision.citation.notice)
    if decision.needs:
        parts.append(f"asks for {', '.join(decision.needs)}")
    return "; ".join(part for part in parts if part)
