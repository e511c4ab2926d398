"""Bar charts as tables: every figure is text, and the bars are drawn by the page's own style.

So a chart is as wide as the screen or the sheet, is read aloud like any table, and needs no colour, no
script and no fetching.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STYLE = """
table.chart { border-collapse: collapse; width: 100%; max-width: 52rem; }
.chart th, .chart td { border: 0; padding: .12rem .4rem; vertical-align: middle; }
.chart th { font-weight: normal; text-align: right; width: 14rem; }
.chart td.figure { width: 9rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
.track { position: relative; display: flex; height: 1rem; }
.track, .track i { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.track i { display: block; height: 100%; box-sizing: border-box; background: var(--bar); min-width: 1px; }
.track i.grave { background: var(--grave); }
.track i.flag { background: var(--flag); }
.track i.open { background: var(--open); }
.track i.inferred {
  background: repeating-linear-gradient(45deg, var(--bar) 0 3px, transparent 3px 6px);
  border: 1px solid var(--bar);
}
.track i.may { border: 1px dashed var(--open); background: none; }
.track i.limit { position: absolute; top: -.15rem; height: 1.3rem; width: 2px; background: var(--grave); }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .3rem 0; padding: 0; list-style: none; }
.legend .track { display: inline-flex; width: 1.6rem; height: .8rem; margin-right: .4rem; }
.legend .track i { flex: 1; }
.legend .track i.limit { left: 50%; height: 1.1rem; }
@media (max-width: 40rem) {
  .chart tr { display: grid; grid-template-columns: 1fr auto; padding: .15rem 0; }
  .chart th { text-align: left; width: auto; }
  .chart td { grid-column: 1 / 3; grid-row: 2; }
  .chart td.figure { grid-column: 2; grid-row: 1; width: auto; }
}
"""
"""Of the charts; the page sets the colours `--bar`, `--grave`, `--flag` and `--open`."""


class Bar(NamedTuple):
    """A row of a chart.

    Attributes:
        label: what it is about.
        pieces: lengths from left to right, each with its kind: `grave`, `flag`, `open`, `inferred`, `may`; or
            empty.
        told: the figures in words.
        marks: lengths at which a limit is marked.
    """

    label: str
    pieces: Sequence[tuple[float, str]]
    told: str
    marks: Sequence[float] = ()

    @property
    def length(self) -> float:
        """Of all pieces."""
        return sum(length for length, _ in self.pieces)


def bars(rows: Sequence[Bar], whole: float = 0.0) -> str:
    """A chart of horizontal bars.

    Args:
        rows: from top to bottom.
        whole: the length that fills the width; 0: the longest bar.
    """
    most = whole or max((row.length for row in rows), default=0) or 1
    drawn = "\n".join(_row(row, most) for row in rows)
    return f'<table class="chart">\n<tbody>\n{drawn}\n</tbody>\n</table>'


def legend(kinds: Mapping[str, str]) -> str:
    """What the kinds of pieces mean: words by kind; `limit` is the line of one."""
    return '<ul class="legend">' + "".join(_meaning(kind, words) for kind, words in kinds.items()) + "</ul>"


def _meaning(kind: str, words: str) -> str:
    return f'<li><span class="track" aria-hidden="true"><i{_kind(kind)}></i></span>{escape(words)}</li>'


def _row(row: Bar, most: float) -> str:
    pieces = "".join(_piece(length / most, kind) for length, kind in row.pieces if length)
    return (
        f'<tr><th scope="row">{escape(row.label)}</th>'
        f'<td><div class="track" aria-hidden="true">{pieces}{_marks(row.marks, most)}</div></td>'
        f'<td class="figure">{escape(row.told)}</td></tr>'
    )


def _piece(share: float, kind: str) -> str:
    return f'<i{_kind(kind)} style="width:{share:.2%}"></i>'


def _marks(marks: Iterable[float], most: float) -> str:
    return "".join(f'<i class="limit" style="left:{mark / most:.2%}"></i>' for mark in dict.fromkeys(marks))


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
