"""Answers as Markdown, for a file or a ticket: headings, one table, the trees as text.

What comes from outside is escaped, so that a name stays a name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from sekisho.dates import iso
from sekisho.formats.answer import asked
from sekisho.formats.notes import Rejected, clean
from sekisho.formats.wording import basis_of, held_words, notes_of, path_lines, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.formats.wording import Wording
    from sekisho.model.decision import Answer, Decision, Found

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
_TICKS = re.compile(r"`+")


def write_markdown(answers: Iterable[Answer | Rejected], out: TextIO, wording: Wording) -> None:
    """Write answers as they come."""
    for number, answer in enumerate(answers):
        lines = _refused(answer) if isinstance(answer, Rejected) else _answer(answer, wording)
        out.write("\n" if number else "# Decisions\n\n")
        out.writelines(f"{line}\n" for line in lines)


def escape(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return _SPECIAL.sub(r"\\\1", clean(text))


def _refused(rejected: Rejected) -> Iterator[str]:
    yield from (f"## {escape(rejected.id)}: refused", "")
    yield from (f"- {escape(str(problem))}" for problem in rejected.problems)


def _answer(answer: Answer, wording: Wording) -> Iterator[str]:
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
        yield from (f"- {line}" for line in shortened(answer.listed, _listed))
    if answer.held:
        yield from ("", "### Licences on file", "")
        yield from (f"- {escape(line)}" for line in shortened(answer.held, held_words))
    if needs := asked(answer.decisions):
        yield from ("", "### To be asked", "")
        questions = shortened(needs, lambda need: f"{escape(need)}: {escape(wording.ask(need, answer))}")
        yield from (f"- {line}" for line in questions)
    for decision in decisions:
        yield from _reasons(decision, answer, wording)
    yield from ("", escape(f"Basis: {basis_of(answer.basis)}") + ".")


def _listed(found: Found) -> str:
    return f"{escape(found.name)} (`{found.path}`) on {escape(found.list)}, as {escape(found.entry)}"


def _row(decision: Decision) -> str:
    cells = (
        str(decision.outcome),
        decision.measure or decision.instrument,
        str(decision.state),
        decision.citation.cites,
        "; ".join(notes_of(decision)),
    )
    return f"| {' | '.join(map(escape, cells))} |"


def _reasons(decision: Decision, answer: Answer, wording: Wording) -> Iterator[str]:
    finding = decision.explain()
    paths = list(path_lines(finding))
    if not paths and not wording.explain:
        return
    yield from ("", f"### {escape(decision.measure or decision.instrument)}: {decision.outcome}")
    if paths:
        yield from ("", *(f"- {escape(line)}" for line in paths))
    if wording.explain:
        lines = list(wording.lines(finding, answer))
        longest = max((len(found) for line in lines for found in _TICKS.findall(line)), default=0)
        fence = "`" * max(3, longest + 1)
        yield from ("", f"{fence}text", *lines, fence)
