"""A block's text as one rule: the four parts of its condition, in the order in which they are asked.

*caught* is in force and acts and not suspended; the clause itself is caught and not excepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.dates import LAST_DAY, iso
from sekisho.model.measure import Condition, FactRef, Test

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sekisho.dates import Moment
    from sekisho.errors import Location
    from sekisho.model.measure import Block, Key

DATE = FactRef("case", "date")
ACTION = FactRef("case", "action")
UNTIL = "{until}"
"""In the title of a derogation, the place for its last day."""
LABELS: Mapping[str, tuple[str, str]] = {
    "binds": ("who is bound", "義務を負う者"),
    "covers": ("what is covered", "対象となる範囲"),
    "target": ("whose goods, or to whom", "誰の製品か、誰に対してか"),
    "when": ("when", "適用の条件"),
    "means": ("means", "意味"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of a block's condition.

    Attributes:
        acts: the act, who is bound, what is covered, whose goods; or when, or means.
        in_force: its own first and last day; None for a definition.
        unsuspended: that nothing suspends it; None where nothing could.
        unexcepted: that no exception holds; None where there is none.
    """

    acts: Condition
    in_force: Condition | None = None
    unsuspended: Condition | None = None
    unexcepted: Condition | None = None


def rule_of(
    block: Block, keys: Mapping[str, Key], suspending: Sequence[Block], permitting: Sequence[Block]
) -> Rule:
    """Put the parts of a text together.

    Args:
        block: whose text it is.
        keys: the keys that govern.
        suspending: derogations that may suspend it.
        permitting: derogations that may except from it.
    """
    sections = (
        ("means",) if block.kind == "definition" else ("when",) if block.kind == "derogation" else _SECTIONS
    )
    acts = [
        headed(name, condition) for name in sections if isinstance(condition := keys.get(name), Condition)
    ]
    actions = keys.get("actions")
    if isinstance(actions, tuple) and block.kind not in ("definition", "derogation"):
        acts.insert(0, _acts(actions, block.at))
    whole = acts[0] if len(acts) == 1 else Condition("", "all", tuple(acts), at=block.at)
    if block.kind == "definition":
        return Rule(whole)
    return Rule(
        whole, _in_force(keys, block.at), _none_of("suspended", suspending), _none_of("excepted", permitting)
    )


_SECTIONS = ("binds", "covers", "target")


def headed(name: str, condition: Condition) -> Condition:
    """A section's condition under the heading a reader sees."""
    label, ja = LABELS[name]
    return Condition(
        label, condition.op, condition.children, condition.test, condition.over, condition.at, ja
    )


def _acts(actions: tuple[str, ...], at: Location) -> Condition:
    text = f"action in {' '.join(actions)}"
    return Condition("the act", "test", test=Test(ACTION, "in", actions, text), at=at, ja="行為")


def _in_force(keys: Mapping[str, Key], at: Location) -> Condition:
    start, until = keys.get("from"), keys.get("until")
    if start is None:
        return Condition(
            "announced: no day is set", "in-force", test=Test(DATE, "in-force", ()), at=at, ja="発効日未定"
        )
    last = until if isinstance(until, int) else LAST_DAY
    label = f"in force from {start}" + (f" to {iso(last)}" if last < LAST_DAY else "")
    ja = f"{start}から" + (f"{iso(last)}まで" if last < LAST_DAY else "") + "有効"
    test = Test(DATE, "in-force", (_moment(start), last))
    return Condition(label, "in-force", test=test, at=at, ja=ja)


def _moment(start: Key) -> Moment:
    return start  # type: ignore[return-value]  # the reader lets nothing else stand there


_NONE_OF = {
    "suspended": ("not suspended", "停止されていない"),
    "excepted": ("no exception holds", "該当する例外がない"),
}


def _called(block: Block) -> str:
    """What a derogation is called on any day: its title without the place for its last day."""
    return str(block.texts[0].keys.get("title", block.id)).replace(f", to {UNTIL}", "")


def _none_of(what: str, derogations: Sequence[Block]) -> Condition | None:
    if not derogations:
        return None
    label, ja = _NONE_OF[what]
    count = f" ({len(derogations)} looked at)"
    children = tuple(
        Condition(_called(block), "derogation", over=block.id, at=block.at) for block in derogations
    )
    either = Condition("any of these", "any", children, at=derogations[0].at, ja="次のいずれか")
    return Condition(
        label + count, "not", (either,), at=derogations[0].at, ja=f"{ja}（{len(derogations)}件を確認）"
    )
