"""Answers as Markdown, for a file or a ticket: headings, one table, the trees as text.

What comes from outside is escaped, so that a name stays a name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from sekisho.dates import iso
from sekisho.formats.answer import asked, paths_of
from sekisho.formats.asking import question
from sekisho.formats.notes import Rejected, clean
from sekisho.formats.tree import path_text, tree_lines, view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.formats.answer import Names
    from sekisho.law.facts import Facts
    from sekisho.model.decision import Answer, Decision

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
_TICKS = re.compile(r"`+")


def write_markdown(  # how to write is told by keyword
    answers: Iterable[Answer | Rejected],
    out: TextIO,
    facts: Facts,
    names: Names,
    *,
    explain: bool,
    verbose: bool,
) -> None:
    """Write answers as they come."""
    for number, answer in enumerate(answers):
        lines = (
            _refused(answer)
            if isinstance(answer, Rejected)
            else _answer(answer, facts, names, explain, verbose)
        )
        out.write("\n" if number else "# Decisions\n\n")
        out.writelines(f"{line}\n" for line in lines)


def escape(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return _SPECIAL.sub(r"\\\1", clean(text))


def _refused(rejected: Rejected) -> Iterator[str]:
    yield from (f"## {escape(rejected.id)}: refused", "")
    yield from (f"- {escape(str(problem))}" for problem in rejected.problems)


def _answer(answer: Answer, facts: Facts, names: Names, explain: bool, verbose: bool) -> Iterator[str]:  # noqa: FBT001
    yield from (f"## {escape(answer.case)}: {answer.outcome}", "")
    yield f"On {escape(str(answer.as_of.on))}, as known on {iso(answer.as_of.known)}."
    decisions = (*answer.decisions, *answer.readings)
    if decisions:
        yield from ("", "| outcome | rule | state | source | notes |", "| --- | --- | --- | --- | --- |")
        yield from map(_row, decisions)
    if answer.looked_at:
        yield from ("", f"Looked at, without a rule: {escape(', '.join(answer.looked_at))}.")
    if answer.listed:
        yield from ("", "### On a list", "")
        for found in answer.listed:
            yield f"- {escape(found.name)} (`{found.path}`) on {escape(found.list)}, as {escape(found.entry)}"
    if needs := asked(answer.decisions):
        yield from ("", "### To be asked", "")
        for need in needs:
            words = question(need, facts, "en", lambda address: names(answer, address))
            yield f"- {escape(need)}: {escape(words)}"
    for decision in decisions:
        yield from _reasons(decision, answer, names, explain, verbose)
    basis = answer.basis
    yield from ("", escape(f"Basis: sekisho {basis.engine}, law {basis.law[:12]}") + ".")


def _row(decision: Decision) -> str:
    citation = decision.citation
    reading = [f"as the reading '{decision.reading}' has it"] if decision.reading else []
    notes = [*reading, *(f"under: {title}" for title in decision.under), citation.notice]
    if citation.certainty not in ("", "high"):
        notes.append(f"certainty: {citation.certainty}")
    cells = (
        str(decision.outcome),
        decision.measure or decision.instrument,
        str(decision.state),
        citation.cites,
    )
    return f"| {' | '.join(map(escape, (*cells, '; '.join(filter(None, notes)))))} |"


def _reasons(decision: Decision, answer: Answer, names: Names, explain: bool, verbose: bool) -> Iterator[str]:  # noqa: FBT001
    finding = decision.explain()
    paths = paths_of(finding)
    if not paths and not explain:
        return
    yield from ("", f"### {escape(decision.measure or decision.instrument)}: {decision.outcome}")
    if paths:
        yield from ("", *(f"- {escape(path_text(path))}" for path in paths))
    if explain:
        shown = view(finding, lambda address: names(answer, address))
        lines = [line for child in shown.children or (shown,) for line in tree_lines(child, verbose=verbose)]
        longest = max((len(found) for line in lines for found in _TICKS.findall(line)), default=0)
        fence = "`" * max(3, longest + 1)
        yield from ("", f"{fence}text", *lines, fence)
