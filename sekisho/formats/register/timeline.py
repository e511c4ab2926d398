"""The lives of measures on one axis, as a picture that stands alone or in a page.

One line a measure, under its jurisdiction. Colour is the outcome, shape the state: full in force, hatched
where suspended, an outline before. Every bar tells itself to a reader, and to one who cannot see it.
A question mark before a measure says that the register is less than highly certain of it.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from sekisho.dates import Interval, interval, iso
from sekisho.formats.register.words import COLOURS, outcome_word, state_word
from sekisho.model.measure import Outcome, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.law.timeline import Life, Span

WIDTH, LABELS, MARGIN = 1180, 300, 12
"""Of the picture, of the column of names, and of the edge: in pixels."""
ROW, BAR, HEAD = 22, 14, 34
SINCE = 2016
"""The first year of the axis; what began before starts at the edge."""
AHEAD = 4
"""Years shown after the one of today."""
LETTER = 6.4
"""Width of a letter in a bar; a word that does not fit is left to the title."""


def timeline_svg(
    lives: Iterable[Life], today: int, language: str = "en", link: str = "", *, name: str = ""
) -> str:
    """The picture.

    Args:
        lives: of the measures to show.
        today: a day, drawn as a line.
        language: `en` or `ja`.
        link: where a measure is read, with `{instrument}` and `{block}`; empty: nowhere.
        name: of the picture, where a page holds several.
    """
    last = int(iso(today)[:4]) + AHEAD
    axis = Axis(interval(str(SINCE)).first, interval(str(last)).last)
    parts: list[str] = []
    top = HEAD
    ordered = sorted(lives, key=lambda life: life.country)
    for country, group in groupby(ordered, key=lambda life: life.country):
        parts.append(f'<text x="{MARGIN}" y="{top + 15}" font-weight="700">{escape(country.upper())}</text>')
        top += ROW
        for life in group:
            parts += _row(life, top, axis, _Writing(language, link, name))
            top += ROW
    body = "".join([*years(axis, last, top), *parts, *today_line(axis, today, top)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 10}" width="{WIDTH}" '
        f'height="{top + 10}" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">'
        f"<title>{'規制の経過' if language == 'ja' else 'What every measure was, when'}</title>"
        f"{_hatch(name)}{body}</svg>"
    )


class _Writing(NamedTuple):
    """How a picture is written: see `timeline_svg`."""

    language: str
    link: str
    name: str


def _hatch(name: str) -> str:
    patterns = (
        f'<pattern id="off-{outcome}{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="2.5" height="6" fill="{colour}"/></pattern>'
        for outcome, colour in COLOURS.items()
    )
    return f"<defs>{''.join(patterns)}</defs>"


class Axis:
    """Days to pixels."""

    def __init__(self, first: int, last: int) -> None:
        """From a day to another one."""
        self.first, self.last = first, last
        self._scale = (WIDTH - LABELS - MARGIN) / (last + 1 - first)

    def at(self, day: int) -> float:
        """Where a day begins; what lies outside stands at the edge."""
        return LABELS + (min(max(day, self.first), self.last + 1) - self.first) * self._scale

    def span(self, days: Interval) -> tuple[float, float]:
        """Where a run of days begins, and how wide it is: one day can still be seen."""
        left = self.at(days.first)
        return left, max(self.at(min(days.last, self.last) + 1) - left, 1.5)


def years(axis: Axis, last: int, bottom: int) -> Iterator[str]:
    """A line where each year begins, to the last one."""
    for year in range(SINCE, last + 1):
        left = axis.at(interval(str(year)).first)
        yield f'<path d="M{left:.1f} {HEAD - 10}V{bottom}" stroke="currentColor" opacity=".15"/>'
        yield f'<text x="{left + 3:.1f}" y="{HEAD - 14}" font-size="11" opacity=".8">{year}</text>'


def today_line(axis: Axis, today: int, bottom: int) -> Iterator[str]:
    """A line at a day."""
    left = axis.at(today)
    yield f'<path d="M{left:.1f} {HEAD - 10}V{bottom}" stroke="currentColor" stroke-dasharray="3 3"/>'
    yield f'<text x="{left + 3:.1f}" y="{bottom + 8}" font-size="10">{iso(today)}</text>'


def _row(life: Life, top: int, axis: Axis, writing: _Writing) -> Iterator[str]:
    y = top + 11
    mark = f'<text x="{MARGIN}" y="{y}" font-size="11">?</text>' if life.doubted else ""
    name = f'<text x="{MARGIN + 10}" y="{y}" font-size="11">{escape(life.block)}</text>'
    if writing.link:
        target = escape(writing.link.format(instrument=life.instrument, block=life.block))
        name = f'<a href="{target}">{name}</a>'
    yield f"<g><title>{escape(life.doubts)}</title>{mark}{name}</g>"
    for span in life.spans:
        if span.days.last >= axis.first and span.days.first <= axis.last:
            yield _bar(life, span, top, axis, writing)


def _bar(life: Life, span: Span, top: int, axis: Axis, writing: _Writing) -> str:
    left, width = axis.span(span.days)
    language = writing.language
    word = outcome_word(span.outcome, language)
    told = f"{life.block}: {word}, {state_word(span.state, language)}, {span.days.words}"
    colour, solid = (
        COLOURS[span.outcome],
        span.state is State.IN_FORCE and span.outcome is not Outcome.NO_RULE,
    )
    fill = (
        colour
        if solid
        else f"url(#off-{span.outcome}{writing.name})"
        if span.state is State.SUSPENDED
        else "none"
    )
    dashes = "" if span.state in (State.IN_FORCE, State.SUSPENDED) else ' stroke-dasharray="3 2"'
    shape = (
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{BAR}" rx="2" fill="{fill}" '
        f'stroke="{colour}"{dashes}/>'
    )
    fits = len(word.encode("utf-16-le")) // 2 * (LETTER if word.isascii() else 2 * LETTER) + 6 < width
    shown = word if solid else state_word(span.state, language)
    text = (
        f'<text x="{left + 4:.1f}" y="{top + 10.5}" font-size="10" '
        f'fill="{"#fff" if solid else "currentColor"}">{escape(shown)}</text>'
        if fits and span.state is not State.SUSPENDED
        else ""
    )
    return f'<g role="img" aria-label="{escape(told)}"><title>{escape(told)}</title>{shape}{text}</g>'
