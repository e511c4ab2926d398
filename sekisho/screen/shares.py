"""The share of each group in each function of a network, and the limits that the law sets on it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sekisho.law.register import walk
from sekisho.model.survey import Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sekisho.law.register import Law

FACT = "network.vendor-share"
"""The fact that a law tests where it limits a share."""


def shares(counted: Sequence[tuple[str, str, bool, bool]]) -> tuple[Share, ...]:
    """The shares by function, those of the whole first.

    Args:
        counted: for each device its function, the group it is of, whether the group is one of the corpus, and
            whether its maker is stated. An empty group is an unknown maker.
    """
    own = {group for _, group, known, _ in counted if known}
    functions = ("", *sorted({function for function, *_ in counted if function}))
    found: list[Share] = []
    for function in functions:
        within = [each for each in counted if not function or each[0] == function]
        stated = Counter(group for _, group, _, is_stated in within if is_stated)
        inferred = Counter(group for _, group, _, is_stated in within if not is_stated)
        unknown = inferred.pop("", 0)
        found += (
            Share(function, group, stated[group], inferred[group], unknown, len(within))
            for group in sorted(own & {*stated, *inferred})
        )
    return tuple(found)


def caps(law: Law, measures: Iterable[str] = ()) -> dict[str, float]:
    """Every limit of the register on the share of a vendor, percent, by the measure that sets it.

    Args:
        law: the register.
        measures: ids of instruments or measures to look at; none means all.
    """
    wanted = frozenset(measures)
    found: dict[str, float] = {}
    for owner, condition in law.conditions():
        if wanted and not {owner, owner.partition("/")[0]} & wanted:
            continue
        for node in walk(condition):
            test = node.test
            if test is not None and test.fact.attr == FACT and test.operator == "above":
                found[owner] = float(str(test.value[0]))
    return found
