"""How answers are put into words: the language, how much of the tree, and what stands beside an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sekisho.formats.answer import has_more_paths, paths_of
from sekisho.formats.asking import question
from sekisho.formats.tree import path_text, tree_lines, view
from sekisho.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sekisho.formats.tree import View
    from sekisho.law.facts import Facts
    from sekisho.model.decision import Answer, Basis, Decision, Finding
    from sekisho.model.licence import Held

T = TypeVar("T")
SHOWN = 20
"""Lines of one kind that a reader is shown of an answer; what more there is stands in JSON."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How a reader wants answers.

    Attributes:
        facts: the wording of questions.
        language: of questions and clauses: `en` or `ja`; a clause without Japanese stays as it is written.
        explain: show the trees; in HTML, show them opened.
        verbose: fold nothing in the trees.
    """

    facts: Facts
    language: str = "en"
    explain: bool = False
    verbose: bool = False

    def ask(self, need: str, answer: Answer, language: str = "") -> str:
        """A need as a question."""
        return question(need, self.facts, language or self.language, answer.called)

    def tree(self, finding: Finding, answer: Answer) -> tuple[View, ...]:
        """The clauses of a finding, ready to be shown."""
        shown = view(finding, answer.called)
        return shown.children or (shown,)

    def lines(self, finding: Finding, answer: Answer) -> Iterator[str]:
        """The same in plain text."""
        for child in self.tree(finding, answer):
            yield from tree_lines(child, verbose=self.verbose, language=self.language)


def shortened(lines: Sequence[T], written: Callable[[T], str] = str) -> Iterator[str]:
    """The first of many things as lines, and how many more there are."""
    yield from map(written, lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"… {len(lines) - SHOWN} more; --format json has them"


def path_lines(finding: Finding, language: str = "en") -> Iterator[str]:
    """The first paths that a finding rests on, and how many more there are."""
    paths = [path_text(path, language) for path in paths_of(finding)]
    if has_more_paths(finding):
        yield from paths[:SHOWN]
        yield "… and many more; --explain counts them"
    else:
        yield from shortened(paths)


def held_words(held: Held) -> str:
    """What a licence on file says to a case."""
    says = {Truth.YES: "covers it", Truth.NO: "does not cover it", Truth.UNKNOWN: "may cover it"}[held.covers]
    return f"licence {held.number} {says}" + (f": {'; '.join(held.why)}" if held.why else "")


_NOTES: Mapping[str, tuple[str, str]] = {
    "reading": ("as the reading '{told}' has it", "解釈「{told}」による"),
    "under": ("under: {told}", "根拠となる例外等：{told}"),
    "certainty": ("certainty: {told}", "確かさ：{told}"),
    "unverified": ("unverified: {told}", "未確認：{told}"),
}


def notes_of(decision: Decision, *, whole: bool = True, language: str = "en") -> list[str]:
    """What stands beside an outcome: how it is read, under what, what it warns of, how sure it is.

    Args:
        decision: whose.
        whole: name what is unverified; otherwise it is only counted.
        language: of the words before what the law says, which stands as it is written.
    """

    def note(key: str, told: str) -> str:
        return _NOTES[key][language == "ja"].format(told=told)

    citation = decision.citation
    notes = [note("reading", decision.reading)] if decision.reading else []
    notes += [note("under", title) for title in decision.under]
    notes += [citation.notice] if citation.notice else []
    if citation.certainty not in ("", "high"):
        notes.append(note("certainty", citation.certainty))
    if whole or len(citation.unverified) <= 1:
        return notes + [note("unverified", each) for each in citation.unverified]
    return [*notes, note("unverified", f"{len(citation.unverified)} things, named with --explain")]


def basis_of(basis: Basis) -> str:
    """What an answer rests on, in one line."""
    return f"sekisho {basis.engine}, law {basis.law}, {lists_of(basis.lists)}"


def lists_of(lists: Mapping[str, str]) -> str:
    """The lists that are rested on; those of one file or snapshot together."""
    together: dict[str, list[str]] = {}
    for name, value in lists.items():
        together.setdefault(value, []).append(name)
    return "; ".join(f"{', '.join(names)} {value}" for value, names in together.items())
