"""What changed in the law between two days.

Each side is read as it was known on its own day, unless one day of knowledge is asked of both. What is told
is what each measure, flag and exception was, and which keys of its text are others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sekisho.law.force import governs, standing
from sekisho.law.overview import aligned, outcome_words
from sekisho.model.measure import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sekisho.dates import AsOf
    from sekisho.law.force import Governing
    from sekisho.law.register import Law
    from sekisho.model.measure import Block

TOLD = ("measure", "flag", "derogation")
NOTHING = "-"
"""What a block is before it is published."""
_DATING = ("from", "until", "published", "certainty", "unverified", "ja")


class Change(NamedTuple):
    """A block that is not on the second day what it was on the first.

    Attributes:
        kind: measure, flag or derogation.
        before: its outcome and state; `-` before it was published.
        after: the same on the second day.
        keys: those of its text that are others.
    """

    block: str
    kind: str
    before: str
    after: str
    keys: tuple[str, ...]


def everybody(_: Governing) -> bool:
    """Whom a rule concerns, where nobody in particular asks."""
    return True


def changes(
    law: Law, before: AsOf, after: AsOf, concerns: Callable[[Governing], bool] = everybody
) -> Iterator[Change]:
    """Every block that changed, in the order of the register.

    Args:
        law: the register.
        before: the first two times.
        after: the second.
        concerns: whether a text is about the one who asks.
    """
    for block in law.blocks.values():
        if block.kind not in TOLD:
            continue
        one, other = governs(law, block, before), governs(law, block, after)
        if not any(each is not None and concerns(each) for each in (one, other)):
            continue
        was, now = (_stood(law, block, each, at) for each, at in ((one, before), (other, after)))
        keys = _differing(one, other)
        if was != now or keys:
            yield Change(block.id, block.kind, was, now, keys)


def told(changed: Iterator[Change]) -> str:
    """The same as text, a line a block."""
    lines = [
        (
            each.block,
            f"{each.before} → {each.after}" if each.before != each.after else each.after,
            f"({', '.join(each.keys)})" if each.keys else "",
        )
        for each in changed
    ]
    return "\n".join(aligned(lines)) if lines else "nothing changed"


def _stood(law: Law, block: Block, governing: Governing | None, at: AsOf) -> str:
    if governing is None:
        return NOTHING
    state = standing(law, governing, at)
    if block.kind == "derogation" or state is State.ENDED:
        return str(state)
    return f"{outcome_words(governing)}, {state}"


def _differing(one: Governing | None, other: Governing | None) -> tuple[str, ...]:
    """The keys of what a text says, dates and certainty apart; what begins or ends is told by its state."""
    if one is None or other is None or one is other:
        return ()
    keys = [key for key in {**one.keys, **other.keys} if key not in _DATING]
    return tuple(key for key in keys if one.keys.get(key) != other.keys.get(key))
