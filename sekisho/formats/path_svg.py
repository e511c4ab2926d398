"""A path as a picture: case, product, part, maker, owners, the entry on the list, and the clause it meets.

The picture stands alone or inside a page: no script, nothing loaded, no colour but that of the text around
it, so that it prints and reads on dark and light. Invariants: it holds every step with its detail and source;
everything from outside is escaped; no text leaves its box, for what is too long is broken.
"""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sekisho.formats.notes import clean
from sekisho.formats.tree import STEPS_JA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.model.decision import Path

WIDTH = 640
LEFT, LABEL = 16, 96
"""Where a label begins, and where the text beside it does."""
LINE, PAD, GAP = 18, 10, 26
SIGNS, STRONG = 66, 54
"""Small letters that fit in a line, in plain and in strong type of the widest common face."""
WIDE, CAPITAL = 2.0, 1.25
"""The room of a Han or kana sign and of a capital, in small letters."""
WORDS = {
    "case": "case",
    "item": "item",
    "list": "on the list",
    "name": "known as",
    "share": "together",
    "clause": "clause",
}
"""What stands before a step, where it is not its kind."""


class Box(NamedTuple):
    """One step of the picture: what it is, what stands there, and what makes it so."""

    kind: str
    name: str
    more: tuple[str, ...] = ()


def path_svg(path: Path, case: str = "", clause: str = "", cites: str = "", language: str = "en") -> str:
    """The picture of a path.

    Args:
        path: from the product inwards to the list.
        case: what the case is called; empty: it is left out.
        clause: the measure that the path makes true; empty: it is left out.
        cites: its provision.
        language: of what stands before a step: `en` or `ja`.
    """
    words = STEPS_JA if language == "ja" else WORDS
    boxes = list(_boxes(path, case, clause, cites))
    parts: list[str] = []
    top = 1
    for number, box in enumerate(boxes):
        if number:
            parts.append(_arrow(top))
            top += GAP
        drawn, height = _draw(box, top, words.get(box.kind, box.kind), heavy=box.kind in ("list", "clause"))
        parts += drawn
        top += height
    told = ", ".join(f"{words.get(box.kind, box.kind)} {box.name}" for box in boxes)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 1}" width="{WIDTH}" '
        f'height="{top + 1}" role="img" '
        'font-family="system-ui, sans-serif" font-size="13" fill="currentColor">'
    )
    return f"{head}<title>{_text(told)}</title>{''.join(parts)}</svg>"


def _boxes(path: Path, case: str, clause: str, cites: str) -> Iterator[Box]:
    if case:
        yield Box("case", case)
    for step in path.steps:
        yield Box(step.kind, step.name, tuple(each for each in (step.detail, step.source) if each))
    if clause:
        yield Box("clause", clause, (cites,) if cites else ())


def _draw(box: Box, top: int, label: str, *, heavy: bool) -> tuple[list[str], int]:
    """A box with its text, and its height."""
    names = list(broken(box.name, STRONG))
    more = [line for each in box.more for line in broken(each, SIGNS)]
    height = 2 * PAD + LINE * (len(names) + len(more))
    stroke = 2.5 if heavy else 1
    frame = f'x="2" y="{top}" width="{WIDTH - 4}" height="{height}" rx="6" fill="none"'
    parts = [f'<rect {frame} stroke="currentColor" stroke-width="{stroke}"/>']
    base = top + PAD + LINE - 5
    parts.append(_line(LEFT, base, label, 'opacity=".75"'))
    for number, line in enumerate((*names, *more)):
        strong = 'font-weight="600"' if number < len(names) else 'font-size="12"'
        parts.append(_line(LEFT + LABEL, base + LINE * number, line, strong))
    return parts, height


def _line(left: int, base: int, text: str, style: str) -> str:
    return f'<text x="{left}" y="{base}" {style}>{_text(text)}</text>'


def _arrow(top: int) -> str:
    middle, end = LEFT + LABEL // 2, top + GAP - 3
    return (
        f'<path d="M{middle} {top + 2}V{end}M{middle - 4} {end - 6}L{middle} {end}L{middle + 4} {end - 6}" '
        'fill="none" stroke="currentColor"/>'
    )


def broken(text: str, most: int) -> Iterator[str]:
    """A text in lines that fit, broken between words where there are any.

    Args:
        text: in any script.
        most: small letters that fit in a line.
    """
    line = ""
    for word in clean(text).split():
        for piece in _cut(word, most):
            longer = f"{line} {piece}" if line else piece
            if line and _wide(longer) > most:
                yield line
                longer = piece
            line = longer
    yield line


def _cut(word: str, most: int) -> Iterator[str]:
    """A word, in pieces if it is longer than a line."""
    piece, room = "", float(most)
    for sign in word:
        if (need := _wide(sign)) > room:
            yield piece
            piece, room = "", float(most)
        piece, room = piece + sign, room - need
    yield piece


def _wide(text: str) -> float:
    """How many small letters a text takes the room of."""
    return sum(
        WIDE if unicodedata.east_asian_width(sign) in "WF" else CAPITAL if sign.isupper() else 1.0
        for sign in text
    )


def _text(text: str) -> str:
    return escape(clean(text))
