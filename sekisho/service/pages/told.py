"""An answer as a page shows it: each decision with its reasons as a tree, its paths drawn, its notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sekisho.formats.answer import asked, paths_of
from sekisho.formats.html import PICTURES
from sekisho.formats.path_svg import path_svg
from sekisho.formats.retold import answer_of
from sekisho.formats.wording import SHOWN, Wording, basis_of, held_words, notes_of, path_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sekisho.formats.tree import View
    from sekisho.law.facts import Facts
    from sekisho.model.decision import Answer, Decision


@dataclass(frozen=True, slots=True)
class Shown:
    """A decision of an answer.

    Attributes:
        rule: the measure; or the instrument, where none of its measures decided.
        notes: what stands beside the outcome.
        paths: why it is reached, in words.
        pictures: the first of them, drawn.
        tree: the reasons.
    """

    decision: Decision
    rule: str
    notes: tuple[str, ...]
    paths: tuple[str, ...]
    pictures: tuple[str, ...]
    tree: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer.

    Attributes:
        readings: what the readings that nobody adopted would say.
        listed: who stands on a list, in words.
        held: what the licences on file say, in words.
        basis: what it rests on, in one line.
    """

    answer: Answer
    decisions: tuple[Shown, ...]
    readings: tuple[Shown, ...]
    listed: tuple[str, ...]
    held: tuple[str, ...]
    basis: str

    @property
    def needs(self) -> tuple[str, ...]:
        """What would settle what is open."""
        return asked(self.answer.decisions)


def told(answer: Mapping[str, Any], called: Callable[[str], str], facts: Facts, language: str) -> Told:
    """An answer that was recorded, or would be.

    Args:
        answer: as JSON has it.
        called: what the element at an address of its case is called.
        facts: the wording.
        language: `en` or `ja`.
    """
    read, wording = answer_of(answer, called), Wording(facts, language)
    return Told(
        read,
        tuple(_shown(each, read, wording) for each in read.decisions),
        tuple(_shown(each, read, wording) for each in read.readings),
        tuple(f"{each.name} ({each.path}): {each.list}, {each.entry}" for each in read.listed[:SHOWN]),
        tuple(map(held_words, read.held[:SHOWN])),
        basis_of(read.basis),
    )


def _shown(decision: Decision, answer: Answer, wording: Wording) -> Shown:
    finding = decision.explain()
    rule = decision.measure or decision.instrument
    cites, language = decision.citation.cites, wording.language
    drawn = (path_svg(path, answer.case, rule, cites, language) for path in paths_of(finding)[:PICTURES])
    return Shown(
        decision,
        rule,
        tuple(notes_of(decision, language=language)),
        tuple(path_lines(finding, language)),
        tuple(drawn),
        wording.tree(finding, answer),
    )
