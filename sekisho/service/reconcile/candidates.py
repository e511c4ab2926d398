"""From a query to the one who is looked for, and from those who were found to candidates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sekisho.lists import ftm
from sekisho.match.score import Zone
from sekisho.service.reconcile.shapes import MOST, Id
from sekisho.service.reconcile.words import known_type, named, prop_of
from sekisho.service.yente.query import made
from sekisho.service.yente.ranking import Bounds, explained
from sekisho.service.yente.schemata import MATCHED, THING, kinds, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sekisho.service.reconcile.shapes import PropertyOf, Query, Value
    from sekisho.service.yente.matching import Results
    from sekisho.service.yente.query import Sought
    from sekisho.service.yente.ranking import Result

LEAST = 0.10
"""The score from which a candidate is shown: a person picks, and may pick nobody."""
FEW = 5
"""Candidates of a query that does not say how many."""
BOUNDS = Bounds(MOST, 1.0, LEAST)


def sought_of(query: Query) -> Sought:
    """Whom a query is about.

    Raises:
        RefusedError: it says neither a name nor a number; there is no such type.
    """
    properties: dict[str, list[Any]] = {}
    for each in query.properties:
        properties.setdefault(prop_of(each.pid), []).extend(_values(each))
    if query.query is not None and query.query.strip():
        properties.setdefault("name", []).insert(0, query.query)
    return made(None, _schema(query), properties)


def limit_of(query: Query) -> int:
    """How many candidates are wanted."""
    return FEW if query.limit is None else min(MOST, int(query.limit))


def told(queries: Mapping[str, Query], results: Results) -> str:
    """The candidates of each query, as JSON."""
    answer = {
        name: {"result": _candidates(found, limit_of(queries[name]), results)}
        for name, found in results.by_name.items()
    }
    return json.dumps(answer)


def _candidates(found: Sequence[Result], limit: int, results: Results) -> list[dict[str, Any]]:
    """A match is taken over without a person: it must be sure, and the only one that is."""
    sure = [each for each in found if each.found.zone is Zone.SAME and each.score >= results.model.marks.same]
    return [
        {
            "id": each.whole.id,
            "name": each.whole.caption,
            "description": described(each),
            "score": round(100 * each.score, 2),
            "match": sure == [each],
            "type": [named(each.whole.schema)],
            "features": [
                {"id": name, "value": told["score"]} for name, told in explained(each, results.model).items()
            ],
        }
        for each in found[:limit]
    ]


def described(each: Result) -> str:
    """What tells one from his namesakes: what he is, where, and on which lists."""
    whole = each.whole
    lists = sorted(map(ftm.dataset, whole.lists))
    homes = (
        value
        for prop in ("country", "jurisdiction", "nationality")
        for value in whole.properties.get(prop, ())
    )
    parts = (label(whole.schema), " ".join(dict.fromkeys(homes)), ", ".join(lists))
    return "; ".join(filter(None, parts))


def _schema(query: Query) -> str:
    """The type of a query; of several, what they have in common."""
    types = [query.type] if isinstance(query.type, str) else query.type or []
    known = [known_type(each) for each in types]
    if len(known) == 1 and known[0] in MATCHED:
        return known[0]
    return "LegalEntity" if known and kinds("LegalEntity").issuperset(known) else THING


def _values(each: PropertyOf) -> list[str | int | float]:
    values: list[Value] = each.v if isinstance(each.v, list) else [each.v]
    plain = (value.name or value.id if isinstance(value, Id) else value for value in values)
    return [value for value in plain if not isinstance(value, bool)]
