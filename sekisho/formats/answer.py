"""Answers as JSON: the machine output, stable and versioned; docs/reference/output.md fixes it.

Every value is JSON's own: dates, numbers within bounds and intervals are text. Keys are always there,
but for those of a finding that would be empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sekisho.dates import iso
from sekisho.formats.asking import LANGUAGES, question
from sekisho.formats.tree import branches
from sekisho.model.decision import Answer, Path, Told
from sekisho.truth import NO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sekisho.errors import Problem
    from sekisho.formats.notes import Rejected
    from sekisho.law.facts import Facts
    from sekisho.model.case import Value
    from sekisho.model.decision import Decision, Evidence, Finding

VERSION = 1
"""Of the shapes below; a key that is added does not change it, one that is renamed or dropped does."""

Json: TypeAlias = "dict[str, object]"


def to_dict(answer: Answer, facts: Facts, *, explain: bool = True) -> Json:
    """An answer as JSON has it.

    Args:
        answer: the answer.
        facts: the wording of questions.
        explain: give findings and paths; otherwise they are null.
    """
    return {
        "version": VERSION,
        "case": answer.case,
        "outcome": answer.outcome.value,
        "decisions": [_decision(each, facts, answer.called, explain=explain) for each in answer.decisions],
        "readings": [_decision(each, facts, answer.called, explain=explain) for each in answer.readings],
        "listed": [
            {"path": each.path, "name": each.name, "list": each.list, "entry": each.entry}
            for each in answer.listed
        ],
        "looked_at": list(answer.looked_at),
        "held": [
            {"number": each.number, "covers": each.covers.word, "why": list(each.why)} for each in answer.held
        ],
        "as_of": {"on": str(answer.as_of.on), "known": iso(answer.as_of.known)},
        "basis": {"engine": answer.basis.engine, "law": answer.basis.law, "lists": dict(answer.basis.lists)},
    }


def refusal(rejected: Rejected) -> Json:
    """A case that could not be read: it has no outcome."""
    return {
        "version": VERSION,
        "case": rejected.id,
        "outcome": None,
        "problems": list(map(problem, rejected.problems)),
    }


def problem(each: Problem) -> Json:
    """A problem as JSON has it."""
    at = {"file": each.at.file, "line": each.at.line or None, "path": each.at.path}
    return {**at, "message": each.message, "remedy": each.hint}


def _decision(decision: Decision, facts: Facts, name: Callable[[str], str], *, explain: bool) -> Json:
    finding = decision.explain() if explain else None
    citation = decision.citation
    return {
        "instrument": decision.instrument,
        "measure": decision.measure,
        "reading": decision.reading or None,
        "outcome": decision.outcome.value,
        "latent": decision.latent,
        "under": list(decision.under),
        "state": decision.state.value,
        "rank": citation.rank.value,
        "certainty": citation.certainty,
        "unverified": list(citation.unverified),
        "cites": citation.cites,
        "notice": citation.notice,
        "needs": list(decision.needs),
        "questions": [
            {"fact": need} | {language: question(need, facts, language, name) for language in LANGUAGES}
            for need in decision.needs
        ],
        "paths": None if finding is None else [path(each) for each in paths_of(finding)],
        "finding": None if finding is None else finding_to_dict(finding),
    }


def paths_of(finding: Finding) -> tuple[Path, ...]:
    """Every path that a finding tells, where it holds or may hold and where that decides; each once."""
    return tuple(dict.fromkeys(_paths(finding)))


def has_more_paths(finding: Finding) -> bool:
    """Are there elements that decide and are not told one by one, so that their paths are missing?"""
    return any(
        each.left and all(child.truth is each.truth for child in each.children) for each in _deciding(finding)
    )


def _paths(finding: Finding) -> Iterator[Path]:
    for each in _deciding(finding):
        yield from (evidence for evidence in each.evidence if isinstance(evidence, Path))


def _deciding(finding: Finding) -> Iterator[Finding]:
    """A finding and all under it, where it holds or may hold and where that decides."""
    if finding.truth is not NO:
        yield finding
        for child, decides in branches(finding):
            if decides:
                yield from _deciding(child)


def finding_to_dict(finding: Finding) -> Json:
    """A finding and all under it."""
    condition, at = finding.condition, finding.condition.at
    own: Json = {"label": condition.label, "op": condition.op, "truth": finding.truth.word}
    more: Json = {
        "ja": condition.ja,
        "test": condition.test.text if condition.test is not None else "",
        "over": condition.over,
        "address": finding.address,
        "note": finding.note,
        "evidence": list(map(_evidence, finding.evidence)),
        "needs": list(finding.needs),
        "left": finding.left,
        "at": {"file": at.file, "line": at.line} if at is not None else None,
        "children": list(map(finding_to_dict, finding.children)),
    }
    return own | {key: value for key, value in more.items() if value}


def _evidence(evidence: Evidence) -> Json:
    if isinstance(evidence, Told):
        return {"kind": "fact", "fact": evidence.fact, "value": plain(evidence.value)}
    return {"kind": "path"} | path(evidence)


def path(each: Path) -> Json:
    """A path, step by step."""
    steps = [{"kind": s.kind, "name": s.name, "detail": s.detail, "source": s.source} for s in each.steps]
    return {"address": each.address, "list": each.list, "steps": steps}


def plain(value: Value | None) -> str | bool | list[str] | None:
    """A value as JSON has it."""
    if value is None or isinstance(value, str | bool):
        return value
    return list(value) if isinstance(value, tuple) else str(value)


def asked(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """All needs of some decisions, each once, in their order."""
    return tuple(dict.fromkeys(need for decision in decisions for need in decision.needs))
