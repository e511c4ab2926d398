"""What yente's routes answer, for the description of the API; a test holds the answers against it.

They are made as text where many are asked for: these models are not on that way.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field


class Total(BaseModel):
    """How many there are."""

    value: int
    relation: Literal["eq"] = "eq"


class Entity(BaseModel):
    """A FollowTheMoney entity; the values of a property may be entities themselves where they are nested."""

    id: str
    caption: str
    schema_: str = Field(alias="schema")
    properties: dict[str, list[str | Entity]]
    datasets: list[str]
    referents: list[str]
    target: bool
    first_seen: str | None
    last_seen: str | None
    last_change: str | None


class Feature(BaseModel):
    """What speaks for or against a match: how far it holds, what it weighs, and what it means."""

    score: float
    weight: float | None
    detail: str
    query: str | None
    candidate: str | None


class Scored(Entity):
    """An entity that may be the one looked for; `match` says that its score reaches the threshold."""

    score: float
    match: bool
    explanations: dict[str, Feature]


class Told(BaseModel):
    """An example as it was understood."""

    id: str | None
    schema_: str = Field(alias="schema")
    properties: dict[str, list[str]]


class Matched(BaseModel):
    """The answer to one example: `total` counts the matches; nobody found clears nobody."""

    status: Literal[200]
    results: list[Scored]
    total: Total
    query: Told


class Matches(BaseModel):
    """The answers to all examples, by their names."""

    responses: dict[str, Matched]
    limit: int


class FacetValue(BaseModel):
    """A value, and how many of those found have it."""

    name: str
    label: str
    count: int


class Facet(BaseModel):
    """The values of a field, the most frequent first."""

    label: str
    values: list[FacetValue]


class Searched(BaseModel):
    """A page of those found."""

    limit: int
    offset: int
    total: Total
    results: list[Entity]
    facets: dict[str, Facet]


class Neighbours(BaseModel):
    """A page of those to whom a property leads."""

    results: list[Entity | str]
    total: Total
    limit: int
    offset: int


class Adjacent(BaseModel):
    """An entity, and by property those to whom it leads."""

    entity: Entity
    adjacent: dict[str, Neighbours]


class Algorithm(BaseModel):
    """A way of matching, and what its features mean."""

    name: str
    description: str
    features: dict[str, Any]
    docs: dict[str, Any]


class Algorithms(BaseModel):
    """The ways of matching: there is one."""

    algorithms: list[Algorithm]
    default: str
    best: str


class Publisher(BaseModel):
    """Who publishes a list."""

    name: str
    country: str | None
    official: bool
    url: str | None


class Dataset(BaseModel):
    """A list, or a collection of them: `index_version` is the snapshot that serves."""

    name: str
    title: str
    summary: str | None
    url: str | None
    load: bool
    version: str
    index_version: str | None
    index_current: bool
    updated_at: str | None
    last_export: str | None
    entity_count: int
    thing_count: int
    publisher: Publisher | None
    children: list[str]


class Catalog(BaseModel):
    """What can be asked: what is stale is answered from all the same, and says so."""

    datasets: list[Dataset]
    current: list[str]
    outdated: list[str]
    index_stale: bool


class Status(BaseModel):
    """That it was done, or is being done."""

    status: Literal["ok"] = "ok"
