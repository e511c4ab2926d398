"""Bar charts as SVG within a page: no script, no fetching; readable without colour and by screen readers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, LABEL, LINE = 720, 220, 24
"""Of a chart, of the room for labels, of a bar with its gap; in user units."""
_BAR, _COUNT = 14, 60


def bars(title: str, rows: Sequence[tuple[str, float]], unit: str = "") -> str:
    """Horizontal bars, one a row, each with its figure.

    Args:
        title: what the chart shows.
        rows: label and figure.
        unit: written after each figure.
    """
    most = max((figure for _, figure in rows), default=0) or 1
    room = WIDTH - LABEL - _COUNT
    told = "; ".join(f"{label}: {_figure(figure)}{unit}" for label, figure in rows)
    lines = [
        f'<svg role="img" viewBox="0 0 {WIDTH} {LINE * max(len(rows), 1)}" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>",
    ]
    for number, (label, figure) in enumerate(rows):
        top = number * LINE
        length = room * figure / most
        text = top + _BAR + 1
        lines += [
            f'<text x="{LABEL - 8}" y="{text}" text-anchor="end">{escape(_short(label))}</text>',
            f'<rect x="{LABEL}" y="{top + 3}" width="{length:.1f}" height="{_BAR}"/>',
            f'<text x="{LABEL + length + 6:.1f}" y="{text}">{_figure(figure)}{escape(unit)}</text>',
        ]
    return "\n".join((*lines, "</svg>"))


def _figure(figure: float) -> str:
    return f"{figure:g}" if figure == int(figure) else f"{figure:.1f}"


def _short(label: str, most: int = 32) -> str:
    return label if len(label) <= most else label[: most - 1] + "…"
