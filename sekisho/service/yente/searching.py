"""Who is found by some words, narrowed down by what is stated of him, and counted by it.

Found is whoever has all the words in one of his names, whose number or id they are, and whoever the matcher
finds likely. A field is one of yente's, which gathers all properties of a type, or `properties.NAME`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sekisho.lists import ftm
from sekisho.lists.props import ENTITY
from sekisho.match.ask import matcher_of
from sekisho.match.identifiers import KINDS, identifier
from sekisho.match.query import Query
from sekisho.service.yente.columns import of_type
from sekisho.service.yente.refusals import RefusedError
from sekisho.service.yente.schemata import THING, kinds, label
from sekisho.service.yente.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sekisho.match.matcher import Found
    from sekisho.service.yente.view import View

FIELDS: Mapping[str, tuple[str, ...]] = {
    "countries": of_type("country"),
    "identifiers": of_type("identifier"),
    "genders": of_type("gender"),
}
"""What is gathered from the properties of a type."""
DATASETS, SCHEMA, TOPICS = "datasets", "schema", "topics"
FACETS = (DATASETS, SCHEMA, "countries", "identifiers", TOPICS, "genders")
OF_PROPERTY = "properties."
PROPERTY = re.compile(r"[a-zA-Z]{1,64}")
MOST_VALUES = 1000
"""Values of a facet that are told."""
FAINT = 0.10
"""Score from which likeness is enough where it may be fuzzy; else it must be worth a person's look."""


class Filter(NamedTuple):
    """A field, and a value that somebody must have there."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """What a search looks at of somebody; see `scope.Traits`."""

    view: View
    day: int
    key: str

    @property
    def schema(self) -> str:
        """What he is."""
        return self.view.store.entities[self.key].schema

    @property
    def lists(self) -> Collection[str]:
        """Where he is, now or on the day."""
        return self.view.columns.lists().get(self.key, frozenset()) | self.view.listed(self.key, self.day)

    @property
    def topics(self) -> Collection[str]:
        """What he is said to be."""
        stated = self.view.columns.values((TOPICS,)).get(self.key, ())
        return tuple(dict.fromkeys((*stated, *self.view.topics(self.key, self.day))))

    @property
    def changed(self) -> int | None:
        """When what is known of him last changed."""
        return self.view.columns.changed().get(self.key)

    def values(self, field: str) -> Collection[str]:
        """What he has in a field."""
        if field == SCHEMA:
            return (self.schema,)
        if field == DATASETS:
            return {name for listed in self.lists for name in (listed, ftm.dataset(listed))}
        if field == TOPICS:
            return self.topics
        props = FIELDS.get(field) or (field.removeprefix(OF_PROPERTY),)
        return self.view.columns.values(props).get(self.key, ())


class Wanted(NamedTuple):
    """Whom a client wants to see.

    Attributes:
        schema: of which kind.
        filters: what somebody must have.
        every: of several values of one field, must he have every one? Else one of them will do.
    """

    schema: str
    filters: tuple[Filter, ...]
    every: bool


def read_filter(text: str) -> Filter:
    """A filter as it is written, `countries:cn` or `properties.birthDate:1985`.

    Raises:
        RefusedError: it is none, or there is no such field.
    """
    field, colon, value = text.partition(":")
    prop = field.removeprefix(OF_PROPERTY)
    known = field in FACETS or (field != prop and PROPERTY.fullmatch(prop) and _is_stated(prop))
    if not colon or not known:
        raise RefusedError(
            f"filter={text}: write a field and its value, as countries:cn or properties.birthDate:1985; "
            f"fields are {', '.join(FACETS)}"
        )
    return Filter(field, value)


def _is_stated(prop: str) -> bool:
    return prop in ENTITY or prop in ftm.TYPES


def narrowed(keys: Iterable[str], wanted: Wanted, scope: Scope, view: View, day: int) -> list[Row]:
    """Of some, those whom a client wants to see, in their order."""
    own = None if wanted.schema == THING else kinds(wanted.schema)
    by_field: dict[str, set[str]] = {}
    for each in wanted.filters:
        by_field.setdefault(each.field, set()).add(each.value)
    found = []
    for key in keys:
        row = Row(view, day, key)
        if (own is None or row.schema in own) and scope.admits(row) and _fits(row, by_field, wanted.every):
            found.append(row)
    return found


def _fits(row: Row, by_field: Mapping[str, set[str]], every: bool) -> bool:
    return all(
        values.issubset(row.values(field)) if every else not values.isdisjoint(row.values(field))
        for field, values in by_field.items()
    )


def merged(text: str, alike: Sequence[Found], view: View, *, fuzzy: bool) -> list[str]:
    """Everybody who is found by a text, the best first.

    Args:
        text: as it was written.
        alike: whom the matcher found by it.
        view: of whom.
        fuzzy: shall faint likeness do, too?
    """
    scores = dict(view.index.find(text))
    least = FAINT if fuzzy else matcher_of(view.store).model.marks.review
    for each in alike:
        if each.by_id or each.score >= least:
            scores[each.bearer] = max(each.score, scores.get(each.bearer, 0.0))
    own = view.find(text.strip()) if text.strip() else None
    if own is not None and own in view.store.entities:
        scores[own] = 1.0
    there = {key for key in scores if view.store.entities[key].schema != ftm.CATEGORY}
    return sorted(there, key=lambda key: (-round(scores[key], 4), key))


def query_of(text: str) -> Query:
    """What the matcher is asked for a text: a name, or a number of any register."""
    return Query(
        text, ids=tuple(identifier(kind, text) for kind in sorted(KINDS)) if _has_digit(text) else ()
    )


def _has_digit(text: str) -> bool:
    return any(each.isdigit() for each in text)


def facet(name: str, rows: Iterable[Row], titles: Mapping[str, str]) -> dict[str, object]:
    """How many of those found have each value of a field.

    Args:
        name: of the field.
        rows: all that were found.
        titles: of datasets.
    """
    counted: Counter[str] = Counter()
    for row in rows:
        values = row.values(name)
        counted.update({ftm.dataset(each) for each in row.lists} if name == DATASETS else values)
    told = sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:MOST_VALUES]
    labels = titles if name == DATASETS else {}
    return {
        "label": label(name),
        "values": [{"name": each, "label": labels.get(each, each), "count": n} for each, n in told],
    }
