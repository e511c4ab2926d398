"""From what was matched to the results that are told: ranked, cut off, each with what speaks for and against.

Invariants: a score is what `sekisho match` gives, but for the birth and countries that are told, which are
weighed here as the matcher weighs them; they alone never make a doubtful name a sure one; what a person
judged to be the same is sure.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NamedTuple

from sekisho.match.explain import reasons
from sekisho.match.score import UNSURE, Zone
from sekisho.service.yente.query import HOMES
from sekisho.service.yente.scope import Of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sekisho.match.matcher import Found
    from sekisho.match.score import Model
    from sekisho.service.yente.query import Sought
    from sekisho.service.yente.scope import Scope
    from sekisho.service.yente.view import View
    from sekisho.service.yente.whole import Whole

WORDS: Mapping[str, str] = {
    "country_differs": "none of the countries that are told is the bearer's",
    "born_same": "the dates of birth agree, as far as both are told",
    "born_differs": "the dates of birth differ",
}
"""What the qualifiers mean that are weighed here."""


class Result(NamedTuple):
    """One who may be whom somebody looks for.

    Attributes:
        asked: the name by which he was found.
        added: what else was weighed, by name of the qualifier.
    """

    whole: Whole
    score: float
    found: Found
    asked: str
    added: Mapping[str, float]


class Bounds(NamedTuple):
    """What a client wants of results.

    Attributes:
        limit: how many.
        threshold: the score from which one is a match.
        cutoff: the score from which one is told.
    """

    limit: int
    threshold: float
    cutoff: float


def ranked(
    sought: Sought,
    found: Sequence[Sequence[Found]],
    bounds: Bounds,
    view: View,
    scope: Scope,
    day: int,
    model: Model,
) -> list[Result]:
    """The results of an example, the likeliest first; more than are wanted, so that they can be counted.

    Args:
        sought: the example.
        found: who bears each of its names.
        bounds: what is wanted.
        view: where they are told from.
        scope: of whom it is asked.
        day: on which they are on lists.
        model: how evidence adds up.
    """
    best = _best(sought, found)
    floor = bounds.cutoff
    if sought.born:
        floor = _shifted(floor, -abs(model.qualifiers["born_same"]))
    likely = [key for key, (each, _) in best.items() if _score(each) >= floor]
    results = []
    for key, whole in view.wholes(likely).items():
        if not scope.admits(Of(view, day, whole)):
            continue
        each, name = best[key]
        added = _qualifiers(sought, whole, model)
        score = _weighed(each, sum(added.values()), model)
        if score >= bounds.cutoff:
            results.append(Result(whole, score, each, name, added))
    return sorted(results, key=lambda each: (-each.score, each.whole.id))


def texts(results: Iterable[Result], bounds: Bounds, view: View, day: int, model: Model) -> Iterator[str]:
    """Results as JSON, as many as are wanted."""
    for _, each in zip(range(bounds.limit), results, strict=False):
        more = {
            "score": each.score,
            "match": each.score >= bounds.threshold,
            "explanations": explained(each, model),
        }
        yield f"{view.text(each.whole, day)[:-1]}, {json.dumps(more)[1:]}"


def explained(result: Result, model: Model) -> dict[str, dict[str, Any]]:
    """What speaks for and against a result, by feature."""
    found = result.found
    names = {"query": result.asked, "candidate": found.name}
    told = {}
    for each in reasons(found.values, model, person=found.is_person):
        weight = round(each.adds / each.value, 3)
        told[each.feature] = {"score": round(each.value, 3), "weight": weight, "detail": each.words, **names}
    for name, adds in result.added.items():
        told[name] = {"score": 1.0, "weight": adds, "detail": WORDS[name], **names}
    if found.by_id:
        told["identifier"] = _alone("the identifier asked for is the bearer's own")
    if found.weak:
        told["weak_name"] = _alone("held back: many may bear this name; a person must judge")
    if found.judged:
        told["judgement"] = _alone(found.judged)
    return told


def _alone(words: str) -> dict[str, Any]:
    return {"score": 1.0, "weight": None, "detail": words, "query": None, "candidate": None}


def _best(sought: Sought, found: Sequence[Sequence[Found]]) -> dict[str, tuple[Found, str]]:
    """The best that was found of each bearer, with the name that was asked for."""
    best: dict[str, tuple[Found, str]] = {}
    for query, own in zip(sought.names, found, strict=True):
        for each in own:
            if each.bearer not in best or _score(best[each.bearer][0]) < _score(each):
                best[each.bearer] = (each, query.name)
    return best


def _score(found: Found) -> float:
    return 1.0 if found.judged and found.zone is Zone.SAME else found.score


def _qualifiers(sought: Sought, whole: Whole, model: Model) -> dict[str, float]:
    """What is told on both sides, and is not in the score yet."""
    names = []
    own = {each for prop in HOMES for each in whole.properties.get(prop, ())}
    if len(sought.homes) > 1 and own and sought.homes.isdisjoint(own):
        names.append("country_differs")
    born = whole.properties.get("birthDate", ())
    if sought.born and born:
        agree = any(_agree(sought.born, each) for each in born)
        names.append("born_same" if agree else "born_differs")
    return {name: model.qualifiers[name] for name in names}


def _agree(one: str, other: str) -> bool:
    """Are two dates the same, as far as both are told?"""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _weighed(found: Found, added: float, model: Model) -> float:
    score = _score(found)
    if not added or found.by_id or score == 1.0:
        return score
    weighed = _shifted(score, added)
    if found.zone is not Zone.SAME:
        weighed = min(weighed, max(score, model.marks.same * UNSURE))
    return round(weighed, 4)


def _shifted(score: float, added: float) -> float:
    """A probability with more evidence."""
    if not 0 < score < 1:
        return score
    return 1 / (1 + math.exp(-math.log(score / (1 - score)) - added))
