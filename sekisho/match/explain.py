"""Why two names scored as they did, in words: made when it is asked for, from what was measured."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from sekisho.match.features import MEANINGS, NAMES
from sekisho.match.score import unsound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sekisho.match.matcher import Found
    from sekisho.match.score import Model

LEAST = 0.1
"""What a feature must add to, or take from, the sum of evidence to be told."""


class Reason(NamedTuple):
    """One thing that spoke for or against a match.

    Attributes:
        feature: its name.
        value: how far it holds, 0 to 1.
        adds: what it adds to the sum of evidence; less than 0 where it speaks against.
        words: what it means.
    """

    feature: str
    value: float
    adds: float
    words: str

    def __str__(self) -> str:
        return _line(self.adds, self.words)


class _Weights(NamedTuple):
    """What a model says of persons, or of everyone else.

    Attributes:
        rows: of each feature: its name, what it weighs, and what it means.
        bias: what is added for any two names, in words.
    """

    rows: tuple[tuple[str, float, str], ...]
    bias: str


def reasons(values: Sequence[float], model: Model, *, person: bool) -> tuple[Reason, ...]:
    """What spoke for and against, the weightiest first.

    Args:
        values: the features of a pair, in the order of :data:`sekisho.match.features.NAMES`.
        model: what they weigh.
        person: whether the pair is one of persons.
    """
    return tuple(map(Reason._make, _weighed(values, _weights(model)[person])))


def _weighed(values: Sequence[float], weights: _Weights) -> list[tuple[str, float, float, str]]:
    """The same, as rows that only some who ask make a `Reason` of."""
    found = []
    for value, (name, weight, words) in zip(
        filter(None, values), compress(weights.rows, values), strict=True
    ):
        adds = value * weight
        if not -LEAST < adds < LEAST:
            found.append((name, value, adds, words))
    found.sort(key=lambda row: -abs(row[2]))
    return found


def _line(adds: float, words: str) -> str:
    return f"for (+{adds:.1f}): {words}" if adds > 0 else f"against ({adds:.1f}): {words}"


@lru_cache(maxsize=8)
def _weights(model: Model) -> tuple[_Weights, ...]:
    """What each feature weighs, for everyone but persons, and for persons."""
    return tuple(
        _Weights(tuple(zip(NAMES, own, MEANINGS, strict=True)), f"{bias:+.1f} for any two names")
        for own, bias in zip(model.weights.tolist(), model.biases.tolist(), strict=True)
    )


def explain(found: Found, model: Model) -> tuple[str, ...]:
    """Why one was found, one reason a line."""
    if found.by_id:
        return ("the identifier asked for is the bearer's own",)
    if found.row < 0:
        return ("nothing was measured: only a person's word joins the two",)
    values, weights = found.values, _weights(model)[found.is_person]
    own = [_line(adds, words) for _, _, adds, words in _weighed(values, weights)]
    if found.weak:
        own.append("held back: many may bear this name; a person must judge")
    if unsound(values):
        own.append("held back: only a part of the one name sounds like a part of the other")
    evidence = math.log(found.score / (1 - found.score)) if 0 < found.score < 1 else 0.0
    own.append(f"together with {weights.bias}: {evidence:+.1f}, a score of {found.score:.3f}")
    return tuple(own)
