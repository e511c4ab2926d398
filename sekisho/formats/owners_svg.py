"""Who holds whom around a company, as a picture: owners to the left of it, holdings to the right.

As `path_svg`: no script, nothing loaded, no colour but that of the text around it; everything from outside is
escaped, and no text leaves its box. How much is held, and when, stands in the box that is farther out.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sekisho.formats.notes import clean
from sekisho.formats.path_svg import broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

BOX, GAP, BETWEEN = 230, 46, 14
"""Width of a box; the room between two columns, and between two boxes of one."""
LINE, PAD = 17, 8
SIGNS, STRONG = 30, 26
"""Small letters that fit in a line, in plain and in strong type."""
DEEP = 3
"""Steps to the owners of owners that are drawn."""
MOST = 14
"""Boxes of a column; a picture with more says how many more there are."""


class Stake(NamedTuple):
    """Somebody holds somebody.

    Attributes:
        owner: his id.
        asset: the id of what he holds.
        words: how much, and when.
    """

    owner: str
    asset: str
    words: str


class _Box(NamedTuple):
    left: float
    top: float
    lines: tuple[str, ...]
    strong: int

    @property
    def height(self) -> int:
        return 2 * PAD + LINE * len(self.lines)


def owners_svg(centre: str, stakes: Iterable[Stake], names: Mapping[str, str], title: str) -> str:
    """The picture.

    Args:
        centre: the id of the company in its middle.
        stakes: all that are known around it.
        names: what each is called, by id.
        title: of the picture, for who cannot see it.
    """
    told = list(stakes)
    columns = [*reversed(list(_outwards(centre, told))), [centre]]
    held = list(dict.fromkeys(each.asset for each in told if each.owner == centre and each.asset != centre))
    middle = len(columns) - 1
    columns += [held] if held else []
    boxes: dict[str, _Box] = {}
    for at, column in enumerate(columns):
        left, top = 1.0 + at * (BOX + GAP), 1.0
        for each in column[:MOST]:
            inner = [] if each == centre else told
            lines = _lines(each, inner, names, held=at > middle)
            boxes[each] = _Box(left, top, *lines)
            top += boxes[each].height + BETWEEN
    height = max(box.top + box.height for box in boxes.values()) + 1
    width = len(columns) * (BOX + GAP) - GAP + 2
    drawn = [
        *_joined(told, boxes),
        *(part for each, box in boxes.items() for part in _draw(box, each == centre)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" width="{width}" '
        f'height="{height:g}" role="img" font-family="system-ui, sans-serif" font-size="13" '
        f'fill="currentColor"><title>{_text(title)}</title>{"".join(drawn)}</svg>'
    )


def left_out(centre: str, stakes: Sequence[Stake]) -> int:
    """How many boxes a picture leaves out."""
    columns = [*_outwards(centre, stakes), list(dict.fromkeys(s.asset for s in stakes if s.owner == centre))]
    return sum(max(0, len(each) - MOST) for each in columns)


def _outwards(centre: str, stakes: Sequence[Stake]) -> Iterator[list[str]]:
    """The owners, then theirs; each once."""
    seen, inner = {centre}, [centre]
    for _ in range(DEEP):
        outer = dict.fromkeys(each.owner for each in stakes if each.asset in inner and each.owner not in seen)
        if not outer:
            return
        seen |= outer.keys()
        inner = list(outer)
        yield inner


def _lines(
    own: str, stakes: Iterable[Stake], names: Mapping[str, str], *, held: bool
) -> tuple[tuple[str, ...], int]:
    """What stands in a box, and how many lines of it are the name."""
    name = tuple(broken(names.get(own, own), STRONG))
    inner = (each for each in stakes if (each.asset if held else each.owner) == own)
    words = dict.fromkeys(each.words for each in inner)
    return (*name, *(line for each in words for line in broken(each, SIGNS))), len(name)


def _joined(stakes: Iterable[Stake], boxes: Mapping[str, _Box]) -> Iterator[str]:
    """A line from each owner to what he holds."""
    for owner, asset in dict.fromkeys((each.owner, each.asset) for each in stakes):
        one, other = boxes.get(owner), boxes.get(asset)
        if one is None or other is None or one.left >= other.left:
            continue
        left, right = one.left + BOX, other.left
        start, end, half = one.top + one.height / 2, other.top + other.height / 2, (left + right) / 2
        yield (
            f'<path d="M{left:g} {start:g}C{half:g} {start:g} {half:g} {end:g} {right - 5:g} {end:g}" '
            'fill="none" stroke="currentColor" opacity=".6"/>'
            f'<path d="M{right - 7:g} {end - 4:g}L{right:g} {end:g}L{right - 7:g} {end + 4:g}z"/>'
        )


def _draw(box: _Box, heavy: bool) -> Iterator[str]:  # noqa: FBT001  # one box of the picture is the heavy one
    stroke = 2.5 if heavy else 1
    yield (
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{BOX}" height="{box.height}" rx="6" fill="none" '
        f'stroke="currentColor" stroke-width="{stroke}"/>'
    )
    for number, line in enumerate(box.lines):
        style = 'font-weight="600"' if number < box.strong else 'font-size="11.5"'
        base = box.top + PAD + LINE * (number + 1) - 4
        yield f'<text x="{box.left + PAD + 2:g}" y="{base:g}" {style}>{_text(line)}</text>'


def _text(text: str) -> str:
    return escape(clean(text))
