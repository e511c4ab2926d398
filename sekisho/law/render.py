"""The law as text for a reader: an instrument as it reads on a day, with its prose, its rules, its dates.

Plain strings, in the words of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.dates import iso
from sekisho.law.overview import listing, width_of
from sekisho.law.rule import LABELS
from sekisho.law.sheet import HEADS, KINDS, OPS, TONGUES, Leaf, sheet, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sekisho.dates import AsOf
    from sekisho.law.register import Law
    from sekisho.law.sheet import Line
    from sekisho.model.measure import Condition

__all__ = ["listing", "show"]


def show(law: Law, instrument: str, as_of: AsOf, language: str = "en") -> str:
    """An instrument as it reads on a day, as known on a day, with the prose of its file.

    Args:
        law: the register.
        instrument: its id.
        as_of: the two times.
        language: `en` or `ja`; clauses without Japanese are shown as they are written.
    """
    found = sheet(law, instrument, as_of, language)
    if found is None:
        return f"{instrument}: nothing of it was published by {iso(as_of.known)}"
    writer = _Writer(as_of, language)
    head = [f"{instrument}: {found.title}", *writer.lines(found.lines), *writer.sections(found.sections)]
    parts = ["\n".join(head)]
    for piece in found.pieces:
        if isinstance(piece, str):
            parts.append(piece)
        elif isinstance(piece, Leaf):
            parts.append("\n".join(writer.leaf(piece)))
    return "\n\n".join(parts)


class _Writer:
    """Writes blocks in one language, for one day."""

    def __init__(self, as_of: AsOf, language: str) -> None:
        self._as_of = as_of
        self._language = language
        self._tongue = TONGUES[language]

    def leaf(self, leaf: Leaf) -> Iterator[str]:
        """A rule: what it is, what it answers, its dates, its tree."""
        kind = KINDS[leaf.block.kind][self._tongue]
        if leaf.unread:
            yield f"{kind} {leaf.block.id}: not published by {iso(self._as_of.known)}"
            return
        yield f"{kind} {leaf.block.id}" + (f": {leaf.title}" if leaf.title else "")
        yield from self.lines(leaf.lines)
        yield from self.sections(leaf.sections)

    def lines(self, lines: Iterable[Line]) -> Iterator[str]:
        """A head, its values one below the other."""
        for line in lines:
            head = HEADS[line.key][self._tongue]
            yield f"  {head}{' ' * max(1, 15 - width_of(head))}{line.value}"

    def sections(self, sections: Mapping[str, Condition]) -> Iterator[str]:
        """The conditions as trees."""
        for name, condition in sections.items():
            yield f"  {LABELS[name][self._tongue]}{self._joined(condition)}"
            yield from self._tree(condition.children, 2)

    def _tree(self, conditions: Iterable[Condition], depth: int) -> Iterator[str]:
        for condition in conditions:
            label = words_of(condition, self._language)
            if condition.test is not None:
                yield f"{'  ' * depth}{label}  [{condition.test.text}]"
                continue
            if label or condition.op != "all":
                joined = self._joined(condition) if label else OPS[condition.op][self._tongue]
                yield f"{'  ' * depth}{label}{joined}{'' if label else self._over(condition)}"
            inner = condition.children
            yield from self._tree(inner, depth + 1 if label or condition.op != "all" else depth)

    def _joined(self, condition: Condition) -> str:
        """How the clauses under a heading are joined; all of them is what a reader takes for granted."""
        if condition.op == "all":
            return ""
        return f" — {OPS[condition.op][self._tongue]}{self._over(condition)}"

    def _over(self, condition: Condition) -> str:
        return f" {condition.over}" if condition.over else ""
