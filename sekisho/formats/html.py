"""Answers as one HTML page that stands alone: no script, nothing loaded, readable on paper and aloud.

Everything from outside is escaped. Trees are `<details>`: what does not decide is closed, and printing
opens it where the browser can.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TextIO

from sekisho.dates import iso
from sekisho.formats.answer import asked, paths_of
from sekisho.formats.asking import LANGUAGES
from sekisho.formats.notes import Rejected, clean
from sekisho.formats.path_svg import path_svg
from sekisho.formats.standalone import opening
from sekisho.formats.wording import basis_of, held_words, notes_of, path_lines, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.formats.tree import View
    from sekisho.formats.wording import Wording
    from sekisho.model.decision import Answer, Decision, Found, Path

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; }
section { border-top: 2px solid; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #888; padding: .3rem .5rem; text-align: left; vertical-align: top; }
ul { list-style: none; padding-left: 1.2rem; }
.outcome { border: 2px solid; border-radius: .3rem; padding: 0 .4rem; white-space: nowrap; }
.truth { display: inline-block; min-width: 5.5rem; font-weight: 600; }
.evidence, .note { font-size: .9em; }
.evidence { display: block; padding-left: 5.5rem; }
summary { cursor: pointer; }
svg { max-width: 100%; height: auto; }
@media print {
  body { max-width: none; }
  section { break-inside: auto; }
  details::details-content { display: block; content-visibility: visible; height: auto; }
}
"""

PICTURES = 3
"""Paths of one decision that are drawn; all are told in words."""

_HEAD = opening("Decisions", _STYLE)


def write_html(answers: Iterable[Answer | Rejected], out: TextIO, wording: Wording) -> None:
    """Write answers as they come."""
    head = _HEAD
    for number, answer in enumerate(answers, 1):
        parts = _refused(answer) if isinstance(answer, Rejected) else _answer(answer, wording)
        case = answer.id if isinstance(answer, Rejected) else answer.case
        title = f'<section aria-labelledby="case-{number}">\n<h2 id="case-{number}">{_text(case)}</h2>'
        out.writelines(f"{part}\n" for part in (head + title, *parts, "</section>"))
        head = ""
    out.write(f"{head}</main>\n</body>\n</html>\n")


def _text(text: str, language: str = "") -> str:
    shown = escape(clean(text))
    return f'<span lang="{language}">{shown}</span>' if language else shown


def _refused(rejected: Rejected) -> Iterator[str]:
    yield from ('<p><strong class="outcome">refused</strong></p>', "<ul>")
    yield from (f"<li>{_text(str(problem))}</li>" for problem in rejected.problems)
    yield "</ul>"


def _answer(answer: Answer, wording: Wording) -> Iterator[str]:
    when = f"on {_text(str(answer.as_of.on))}, as known on {iso(answer.as_of.known)}"
    yield f'<p><strong class="outcome">{answer.outcome}</strong> {when}</p>'
    decisions = (*answer.decisions, *answer.readings)
    if decisions:
        yield "<table>\n<caption>What each instrument answers</caption>"
        heads = "".join(
            f'<th scope="col">{head}</th>' for head in ("outcome", "rule", "state", "source", "notes")
        )
        yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
        yield from map(_row, decisions)
        yield "</tbody>\n</table>"
    if answer.looked_at:
        yield f"<p>Looked at, without a rule: {_text(', '.join(answer.looked_at))}.</p>"
    if answer.listed:
        yield from ("<h3>On a list</h3>", _items(map(_text, shortened(answer.listed, _listed))))
    if answer.held:
        yield from ("<h3>Licences on file</h3>", _items(map(_text, shortened(answer.held, held_words))))
    if needs := asked(answer.decisions):
        questions = shortened(needs, lambda need: _asked(need, answer, wording))
        yield from ("<h3>To be asked</h3>", _items(questions))
    for decision in decisions:
        yield from _reasons(decision, answer, wording)
    yield f"<p><small>Basis: {_text(basis_of(answer.basis))}</small></p>"


def _items(items: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"


def _listed(found: Found) -> str:
    return f"{found.name} ({found.path}) on {found.list}, as {found.entry}"


def _asked(need: str, answer: Answer, wording: Wording) -> str:
    words = (_text(wording.ask(need, answer, language), language) for language in LANGUAGES)
    return f"<code>{_text(need)}</code>: " + "<br>".join(words)


def _row(decision: Decision) -> str:
    cells = (
        decision.measure or decision.instrument,
        str(decision.state),
        decision.citation.cites,
        "; ".join(notes_of(decision)),
    )
    outcome = f'<th scope="row"><span class="outcome">{decision.outcome}</span></th>'
    return f"<tr>{outcome}{''.join(f'<td>{_text(cell)}</td>' for cell in cells)}</tr>"


def _reasons(decision: Decision, answer: Answer, wording: Wording) -> Iterator[str]:
    finding = decision.explain()
    yield f"<h3>{_text(decision.measure or decision.instrument)}: {decision.outcome}</h3>"
    if paths := paths_of(finding):
        yield _items(map(_text, path_lines(finding)))
        yield from (_picture(path, answer, decision) for path in paths[:PICTURES])
    yield f"<details{' open' if wording.explain else ''}><summary>Reasons</summary>"
    yield _tree(wording.tree(finding, answer))
    yield "</details>"


def _picture(path: Path, answer: Answer, decision: Decision) -> str:
    """A path from the case to the clause, folded away until somebody looks."""
    clause = decision.measure or decision.instrument
    drawn = path_svg(path, answer.case, clause, decision.citation.cites)
    return f"<details><summary>The path as a picture</summary>{drawn}</details>"


def _tree(views: Iterable[View]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{_node(each)}</li>" for each in views) + "\n</ul>"


def _node(node: View) -> str:
    ja = f" {_text(node.ja, 'ja')}" if node.ja else ""
    note = f' <span class="note">[{_text(node.note)}]</span>' if node.note else ""
    evidence = "".join(f'<span class="evidence">{_text(each)}</span>' for each in node.evidence)
    line = f'<span class="truth">{node.truth.word}</span>{_text(node.label)}{ja}{note}{evidence}'
    inner = _tree(node.children) if node.children else ""
    if node.folded:
        count = f"{len(node.folded)} that do not decide"
        inner += f"<details><summary>{count}</summary>{_tree(node.folded)}</details>"
    if node.left:
        inner += f"<p>{node.left} more are counted, not told one by one.</p>"
    return line + inner
