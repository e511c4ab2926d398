"""Why two names scored as they did, in words: made when it is asked for, from what was measured."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sekisho.match.features import MEANINGS, NAMES
from sekisho.match.score import unsound

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        return f"{'for' if self.adds > 0 else 'against'} ({self.adds:+.1f}): {self.words}"


def reasons(features: Mapping[str, float], model: Model, *, person: bool) -> tuple[Reason, ...]:
    """What spoke for and against, the weightiest first.

    Args:
        features: by name, as measured; those that are 0 may be left out.
        model: what they weigh.
        person: whether the pair is one of persons.
    """
    weights = _weights(model)[person]
    told = []
    for name, value in features.items():
        weight, words = weights[name]
        if abs(value * weight) >= LEAST:
            told.append(Reason(name, value, value * weight, words))
    return tuple(sorted(told, key=lambda reason: -abs(reason.adds)))


@lru_cache(maxsize=8)
def _weights(model: Model) -> tuple[Mapping[str, tuple[float, str]], ...]:
    """What each feature weighs, and what it means, for everyone but persons, and for persons."""
    return tuple(
        {name: (weight, words) for name, weight, words in zip(NAMES, own, MEANINGS, strict=True)}
        for own in model.weights.tolist()
    )


def explain(found: Found, model: Model) -> tuple[str, ...]:
    """Why one was found, one reason a line."""
    if found.by_id:
        return ("the identifier asked for is the bearer's own",)
    if found.row < 0:
        return ("nothing was measured: only a person's word joins the two",)
    features, person = found.features, found.is_person
    own = [str(reason) for reason in reasons(features, model, person=person)]
    if found.weak:
        own.append("held back: many may bear this name; a person must judge")
    if found.looked is not None and unsound(found.looked.features[:, found.row]):
        own.append("held back: only a part of the one name sounds like a part of the other")
    base = float(model.biases[int(found.is_person)])
    evidence = math.log(found.score / (1 - found.score)) if 0 < found.score < 1 else 0.0
    return (
        *own,
        f"together with {base:+.1f} for any two names: {evidence:+.1f}, a score of {found.score:.3f}",
    )
