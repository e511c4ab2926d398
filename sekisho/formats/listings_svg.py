"""The listings of a company on the axis of the register's timeline, as a picture: a line a list."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from sekisho.dates import interval, iso
from sekisho.formats.notes import clean
from sekisho.formats.register.timeline import (
    AHEAD,
    BAR,
    HEAD,
    MARGIN,
    ROW,
    SINCE,
    WIDTH,
    Axis,
    today_line,
    years,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.model.entity import Listing


def listings_svg(listings: Iterable[Listing], today: int, title: str) -> str:
    """The picture.

    Args:
        listings: all of them, whenever they hold.
        today: a day, drawn as a line.
        title: of the picture, for who cannot see it.
    """
    last = int(iso(today)[:4]) + AHEAD
    axis = Axis(interval(str(SINCE)).first, interval(str(last)).last)
    parts: list[str] = []
    top = HEAD
    for listed, own in groupby(sorted(listings, key=lambda each: each.list), key=lambda each: each.list):
        parts.append(f'<text x="{MARGIN}" y="{top + 11}" font-size="11">{escape(clean(listed))}</text>')
        parts += _bars(own, top, axis)
        top += ROW
    body = "".join([*years(axis, last, top), *parts, *today_line(axis, today, top)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 10}" width="{WIDTH}" '
        f'height="{top + 10}" role="img" font-family="system-ui, sans-serif" font-size="12" '
        f'fill="currentColor"><title>{escape(clean(title))}</title>{body}</svg>'
    )


def _bars(own: Iterable[Listing], top: int, axis: Axis) -> Iterator[str]:
    for each in own:
        if each.valid.last >= axis.first and each.valid.first <= axis.last:
            left, width = axis.span(each.valid)
            told = clean(f"{each.list}: {each.entry}, {each.valid.words}")
            yield (
                f'<g><title>{escape(told)}</title><rect x="{left:.1f}" y="{top}" width="{width:.1f}" '
                f'height="{BAR}" rx="2" fill="currentColor" fill-opacity=".35" stroke="currentColor"/></g>'
            )
