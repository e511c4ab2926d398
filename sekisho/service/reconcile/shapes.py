"""What is asked and answered in the reconciliation API 0.2; a test holds it against the published schemas."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

BATCH = 100
"""Queries, or rows, of a request."""
MOST = 100
"""Candidates of a query."""


class Id(BaseModel):
    """A thing that is told by its id."""

    id: str
    name: str | None = None


Value = str | int | float | bool | Id


class PropertyOf(BaseModel):
    """What is known of whom a query is about."""

    pid: str
    v: Value | list[Value]


class Query(BaseModel):
    """A cell of a table, with what other columns say of it."""

    model_config = ConfigDict(extra="forbid")

    query: str | None = None
    type: str | list[str] | None = None
    limit: float | None = Field(None, ge=0, allow_inf_nan=False)
    properties: list[PropertyOf] = Field(default_factory=list)
    type_strict: Literal["any", "should", "all"] | None = None


class PropertyWanted(BaseModel):
    """A property that is to be fetched; `limit` says how many values of it, 0 all."""

    id: str
    settings: dict[str, Any] = Field(default_factory=dict)


class Extension(BaseModel):
    """Rows that were matched, and what is to be fetched of them."""

    ids: list[str] = Field(max_length=BATCH)
    properties: list[PropertyWanted] = Field(max_length=BATCH)


QUERIES: TypeAdapter[dict[str, Query]] = TypeAdapter(dict[str, Query])
EXTENSION = TypeAdapter(Extension)


class Named(BaseModel):
    """A type, a property, an entity."""

    id: str
    name: str
    description: str | None = None


class Feature(BaseModel):
    """What a score is made of."""

    id: str
    value: float


class Candidate(BaseModel):
    """One who may be meant, 0 to 100; `match` says that he is, and nobody else."""

    id: str
    name: str
    description: str
    score: float
    match: bool
    type: list[Named]
    features: list[Feature]


class Candidates(BaseModel):
    """Those who may be meant by a query, the likeliest first."""

    result: list[Candidate]


class Meta(BaseModel):
    """A property that was fetched."""

    id: str
    name: str


class Extended(BaseModel):
    """What was fetched: by row and property, values of one of the forms of the specification."""

    meta: list[Meta]
    rows: dict[str, dict[str, list[dict[str, Any]]]]


class Suggested(BaseModel):
    """What begins as was typed."""

    code: str = "/api/status/ok"
    status: str = "200 OK"
    prefix: str
    result: list[Named]


class SuggestedEntity(Named):
    """An entity, with what it is."""

    notable: list[Named]


class SuggestedEntities(BaseModel):
    """Entities that have a name as was typed."""

    code: str = "/api/status/ok"
    status: str = "200 OK"
    prefix: str
    result: list[SuggestedEntity]


class Proposed(BaseModel):
    """Properties that can be fetched of entities of a type."""

    type: str
    limit: int
    properties: list[Named]
