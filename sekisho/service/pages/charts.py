"""Outcomes over time, as a picture: a bar a month, the strictest outcome at its foot."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sekisho.formats.register.words import COLOURS, outcome_word
from sekisho.model.measure import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOM, HEIGHT, FOOT, HEAD = 52, 190, 24, 18
"""Width of a month, height of the picture; of the months beneath it, and of the numbers above."""
MONTHS = 12
"""That are shown: the last ones in which anything was decided."""
BAR = 40
"""Width of a bar."""


def months_svg(counts: Sequence[Mapping[str, Any]], language: str) -> str:
    """The picture.

    Args:
        counts: each with its `month` (`2026-11`), `outcome` and `count`.
        language: `en` or `ja`.
    """
    months = sorted({each["month"] for each in counts})[-MONTHS:]
    bars = {
        month: {each["outcome"]: each["count"] for each in counts if each["month"] == month}
        for month in months
    }
    most = max(sum(own.values()) for own in bars.values())
    width = ROOM * len(months)
    drawn = "".join(
        part
        for at, (month, own) in enumerate(bars.items())
        for part in _bar(month, own, ROOM * (at + 0.5), (HEIGHT - FOOT - HEAD) / most, language)
    )
    title = "結論の月別件数" if language == "ja" else "Decisions by month and outcome"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" '
        f'height="{HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="11" '
        f'fill="currentColor"><title>{title}</title>{drawn}</svg>'
    )


def _bar(month: str, own: Mapping[str, int], middle: float, scale: float, language: str) -> Iterator[str]:
    bottom = float(HEIGHT - FOOT)
    for outcome in OUTCOMES:
        if count := own.get(outcome, 0):
            height = count * scale
            bottom -= height
            told = escape(f"{month}: {outcome_word(outcome, language)} {count}")
            yield (
                f'<rect x="{middle - BAR / 2:.1f}" y="{bottom:.1f}" width="{BAR}" '
                f'height="{height:.1f}" fill="{COLOURS[outcome]}"><title>{told}</title></rect>'
            )
    yield f'<text x="{middle:.1f}" y="{bottom - 4:.1f}" text-anchor="middle">{sum(own.values())}</text>'
    yield f'<text x="{middle:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(month)}</text>'
