"""Findings as a reader sees them: a tree of labels and truths, folded where it does not decide.

Folded are alternatives without influence, exceptions that do not hold, and the elements under `some`
that do not decide; how many is said. What is folded is kept, for who wants to open it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.formats.notes import clean
from sekisho.model.decision import Told
from sekisho.truth import NO, UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sekisho.model.case import Value
    from sekisho.model.decision import Evidence, Finding, Path
    from sekisho.truth import Truth

MOST = 20
"""Elements shown under one `some`."""

_BY_OP = {
    "all": "all of these",
    "any": "one of these",
    "not": "none of these",
    "some": "some",
    "always": "always",
}
STEPS_JA = {
    "case": "案件",
    "item": "品目",
    "part": "部品",
    "maker": "製造者",
    "party": "関係者",
    "actor": "行為者",
    "share": "持分合計",
    "owner": "所有者",
    "name": "名称",
    "sign": "識別子",
    "list": "掲載リスト",
    "clause": "規定",
}
"""What stands before a step of a path, by its kind, for readers of Japanese."""


@dataclass(frozen=True, slots=True)
class View:
    """A finding as it is shown.

    Attributes:
        note: what stands behind the label in brackets.
        folded: children that do not decide.
        left: elements that the note counts and nobody tells one by one.
    """

    truth: Truth
    label: str
    ja: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()
    children: tuple[View, ...] = ()
    folded: tuple[View, ...] = ()
    left: int = 0


def view(finding: Finding, name: Callable[[str], str]) -> View:
    """A finding and all under it, ready to be shown."""
    return _view(finding, name, "")


def _view(finding: Finding, name: Callable[[str], str], over: str) -> View:
    condition = finding.condition
    inside = condition.over if condition.op == "some" else ""
    shown: list[View] = []
    folded: list[View] = []
    for child, decides in branches(finding):
        (shown if decides else folded).append(_view(child, name, inside))
    if inside:
        shown, folded = shown[:MOST], [*shown[MOST:], *folded]
    label = condition.label or _BY_OP.get(condition.op, condition.op)
    if over:
        called = name(finding.address)
        label = f"{over}: {called} ({finding.address})" if called != finding.address else f"{over} {called}"
    evidence = tuple(dict.fromkeys(evidence_text(each) for each in finding.evidence))
    return View(
        finding.truth,
        clean(label),
        condition.ja,
        clean(_note(finding)),
        evidence,
        tuple(shown),
        tuple(folded),
        finding.left,
    )


def branches(finding: Finding) -> Iterator[tuple[Finding, bool]]:
    """The children of a finding, without those that only hold others together; and does each decide?"""
    op, truth = finding.condition.op, finding.truth
    held = finding.children[0] if len(finding.children) == 1 else finding
    if op == "not" and _exceptions(held):
        yield from ((child, truth is not YES and child.truth is not NO) for child in held.children)
        return
    if op == "test" and held is not finding:  # `meets`: the meaning of the definition stands for it
        finding, op = held, held.condition.op
    for child in _inner(finding):
        if op == "some":
            yield child, truth is not NO and child.truth is truth
        else:
            yield child, op != "any" or truth is NO or child.truth is truth


def _inner(finding: Finding) -> Iterator[Finding]:
    """The children, without those that have no words of their own and join like this one."""
    op = finding.condition.op
    for child in finding.children:
        if not child.condition.label and not child.address and child.condition.op == op in ("all", "any"):
            yield from _inner(child)
        else:
            yield child


def _exceptions(finding: Finding) -> bool:
    return bool(finding.children) and all(child.condition.op == "derogation" for child in finding.children)


def _note(finding: Finding) -> str:
    condition = finding.condition
    if condition.op == "some":
        return f"some {condition.over}: {finding.note}" if finding.note else f"some {condition.over}"
    if condition.op == "test" and finding.children and condition.test is not None:
        return condition.test.text
    return finding.note


def evidence_text(evidence: Evidence) -> str:
    """What a leaf rests on, in one line."""
    if isinstance(evidence, Told):
        told = "not told" if evidence.value is None else f"= {value_text(evidence.value)}"
        return clean(f"{evidence.fact} {told}")
    return path_text(evidence)


def path_text(path: Path, language: str = "en") -> str:
    """A path in one line, from the case to the list."""
    steps = []
    for step in path.steps:
        if language == "ja":
            words = f"{STEPS_JA.get(step.kind, step.kind)}：{step.name}"
        else:
            words = f"on {step.name}" if step.kind == "list" else step.name
            words = words if step.kind in ("list", "name") else f"{step.kind} {words}"
        steps.append(words + (f" ({step.detail})" if step.detail else ""))
    return clean(" → ".join(steps))


def value_text(value: Value) -> str:
    """A value as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value)


def tree_lines(view: View, *, verbose: bool = False, language: str = "en", depth: int = 0) -> Iterator[str]:
    """The tree in plain text: truth, label, note and evidence, indented by depth."""
    indent = "  " * depth
    note = f"   [{view.note}]" if view.note else ""
    first, *others = view.evidence or ("",)
    label = view.ja if language == "ja" and view.ja else view.label
    yield f"{indent}{view.truth.word:<8}{label}{note}" + (f"   <- {first}" if first else "")
    yield from (f"{indent}{'':<8}  <- {other}" for other in others)
    children: Iterable[View] = (*view.children, *view.folded) if verbose else view.children
    for child in children:
        yield from tree_lines(child, verbose=verbose, language=language, depth=depth + 1)
    if (counts := _left_out(view, verbose=verbose)) and view.children:
        yield f"{indent}  … {', '.join(counts)}"


def _left_out(view: View, *, verbose: bool) -> list[str]:
    """How many children are folded away, by truth, and how many are not told one by one."""
    folded = () if verbose else view.folded
    counts = [(sum(each.truth is truth for each in folded), truth.word) for truth in (YES, UNKNOWN, NO)]
    told = [f"{count} more {word}" for count, word in counts if count]
    return [*told, f"{view.left} more that are only counted"] if view.left else told
