"""An example of an entity, as clients describe whom they look for, as the names and marks to be matched."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from sekisho.lists.countries import countries
from sekisho.lists.view import NUMBERS
from sekisho.match.identifiers import identifier
from sekisho.match.query import Query
from sekisho.service.yente.refusals import RefusedError
from sekisho.service.yente.schemata import MATCHED, THING
from sekisho.service.yente.scope import known_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
HOMES = ("country", "jurisdiction", "nationality", "citizenship", "mainCountry")
FIRST, MIDDLE, LAST = "firstName", ("secondName", "middleName", "fatherName"), "lastName"
MOST_NAMES = 50
"""Names of one example: what is asked for is one party, not a list."""
LONGEST = 1000
"""Letters of one value that are looked at."""
CODE = 2
"""Letters of a country's code."""


class Example(BaseModel):
    """Whom a client looks for: what FollowTheMoney would say of him."""

    model_config = ConfigDict(populate_by_name=True)

    id: str | None = None
    schema_: str = Field(alias="schema", max_length=LONGEST)
    properties: dict[str, str | list[Any]]


class Sought(NamedTuple):
    """An example, made ready to be looked for.

    Attributes:
        schema: of FollowTheMoney.
        properties: as they were understood: values as text.
        names: with all that qualifies them.
        born: the date of birth; empty: not told.
        homes: the countries that are told; where there are several, one of them must fit.
    """

    id: str | None
    schema: str
    properties: Mapping[str, tuple[str, ...]]
    names: tuple[Query, ...]
    born: str
    homes: frozenset[str]


def sought(example: Example) -> Sought:
    """Make an example ready.

    Raises:
        RefusedError: its schema is not known or has no names to compare; or as :func:`made`.
    """
    schema = known_schema(example.schema_)
    if schema not in MATCHED:
        raise RefusedError(f"names of the schema '{schema}' are not compared here; ask for a LegalEntity")
    return made(example.id, schema, example.properties)


def made(identity: str | None, schema: str, properties: Mapping[str, str | list[Any]]) -> Sought:
    """Make whom somebody looks for ready.

    Args:
        identity: the client's own id of him.
        schema: what he is; `Thing`: that is not known.
        properties: what is told of him.

    Raises:
        RefusedError: that is neither a name nor a number, or too much.
    """
    told = {prop: tuple(_texts(value)) for prop, value in properties.items()}
    names = tuple(dict.fromkeys((*(name for prop in NAMES for name in told.get(prop, ())), *_of_parts(told))))
    ids = tuple(identifier(scheme, each) for prop, scheme in NUMBERS.items() for each in told.get(prop, ()))
    if not names and not ids:
        raise RefusedError("there is neither a name nor a number to look for; give properties.name")
    if len(names) + len(ids) > MOST_NAMES:
        raise RefusedError(f"there are over {MOST_NAMES} names and numbers; ask for one party at a time")
    homes = frozenset(code for prop in HOMES for each in told.get(prop, ()) if (code := country(each)))
    home = next(iter(homes)) if len(homes) == 1 else ""
    born = told.get("birthDate", ())
    kind = "" if schema == THING else schema
    queries = tuple(Query(name, kind, home, "", ids) for name in names or ("",))
    return Sought(identity, schema, told, queries, born[0] if len(set(born)) == 1 else "", homes)


def country(text: str) -> str:
    """The code of a country, by its code or name; empty: it is none that is known."""
    plain = text.strip()
    if len(plain) == CODE:
        return plain.lower()
    return countries().code(plain) or ""


def _texts(value: str | list[Any]) -> list[str]:
    """The values of a property as text; what is nested or empty says nothing that could be compared."""
    values = [value] if isinstance(value, str) else value
    plain = (each for each in values if isinstance(each, str | int | float) and not isinstance(each, bool))
    return [text for each in plain if (text := str(each).strip()[:LONGEST])]


def _of_parts(told: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Names of a person whose parts are told apart."""
    firsts, lasts = told.get(FIRST, ()), told.get(LAST, ())
    middles = [each for prop in MIDDLE for each in told.get(prop, ())]
    if len(firsts) * len(lasts) * (1 + len(middles)) > MOST_NAMES:
        raise RefusedError(f"the parts of the name make over {MOST_NAMES} names; ask for one party at a time")
    if not firsts or not lasts:
        return list(lasts if lasts and not told.get("name") else ())
    bare = [f"{first} {last}" for first, last in product(firsts, lasts)]
    return bare + [f"{first} {mid} {last}" for first, mid, last in product(firsts, middles, lasts)]
