"""Cases as somebody might tell them: every word from `facts.toml`, every company from the register or nobody.

What is drawn is true to the register: a company that the register knows has the country it has there, no
owner is stated whom the register knows already, and nobody is said to be off a list that he is on. So a fact
that is filled in can only add to what was known. Whatever may be left out is left out at random.
"""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from sekisho.law.register import Law, walk
from sekisho.lists.load import open_store
from sekisho.match.index import Index
from sekisho.match.query import Query
from sekisho.screen.run import Screener
from sekisho.truth import NO
from tests.told import BITING
from tests.whole import as_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from sekisho.law.facts import Fact
    from sekisho.store.base import Store

Told = dict[str, Any]
Place = tuple[str | int, ...]
"""A place in a case: `("parties", 0, "owners")`."""

STRANGERS = ("Alpha Works", "Beta Trading", "Gamma Holding", "Delta Fund", "Epsilon Imports")
NAMED = (
    *("Huawei Technologies Co., Ltd.", "HiSilicon Technologies Co., Ltd.", "ZTE Corporation"),
    *("Hangzhou Hikvision Digital Technology Co., Ltd.", "Zhejiang Dahua Technology Co., Ltd."),
    *("Hytera Communications Corporation Limited", "Futurewei Technologies, Inc."),
)
"""Companies that the law has in mind; drawn as often as all others together."""
DAYS = (
    *("2012-10-08", "2016-06-01", "2018-05-01", "2018-08-01", "2018-12-07", "2019-05-16"),
    *("2019-05-17", "2019-09-01", "2020-09-01", "2021-06-01", "2023-06-01", "2026-07-01"),
)
ZONES = ("Z", "-04:00", "+09:00")
COUNTRIES = ("jp", "us", "au", "nz", "gb", "pt", "cn", "ir", "kp", "de")
MARKS = (
    {"brand": "Huawei"},
    {"brand": "Nokia"},
    {"identifiers": {"mac": "00:E0:FC:00:00:01"}},
    {"identifiers": {"snmp": "1.3.6.1.4.1.9.1"}},
)
NOT_UNKNOWN = frozenset(
    # Absent, these say something: without limit, or everything there is.
    {"from", "until", "revoked", "date", "known", "id"}
)


@dataclass(frozen=True)
class World:
    """The register and the store that all cases are put to, and what is drawn from them."""

    law: Law
    store: Store
    index: Index

    @property
    def words(self) -> dict[str, Fact]:
        """Every fact that a case may state."""
        return dict(self.law.facts.told)


@cache
def world() -> World:
    """Read once; Hypothesis asks often."""
    store = open_store()
    return World(Law.load(), store, Index(store))


@cache
def screener(readings: tuple[str, ...] = ()) -> Screener:
    """Answers with everything shown."""
    return Screener(world().law, world().store, readings=readings, every=True)


@cache
def tested(name: str) -> tuple[str, ...]:
    """The words of a fact that the law asks for, and those it does not: both are worth telling."""
    fact = world().words[name]
    asked: set[str] = set()
    for node in (node for _, condition in world().law.conditions() for node in walk(condition)):
        if node.test is not None and node.test.fact.attr in (name, name.rpartition(".")[2]):
            asked |= fact.expand(str(value) for value in node.test.value)
    return tuple(sorted(asked & (fact.values or frozenset())))


@cache
def value(name: str) -> SearchStrategy[Any]:
    """Something that a fact may hold, by its type in `facts.toml`."""
    fact = world().words[name]
    match fact.type:
        case "yes-no":
            return st.booleans()
        case "number":
            return st.integers(0, 100) | st.sampled_from([[30, 60], ">=50", "<=49.9"])
        case "date":
            return st.sampled_from(["2017", "2018-08", "2019-05-16", "2021-01-01"])
        case "words":
            return st.lists(st.sampled_from(sorted(fact.values or ())), min_size=1, max_size=2, unique=True)
        case "word" if fact.values is None:
            return st.sampled_from(["3A090", "EAR99"])
    often = st.sampled_from(tested(name) or tuple(sorted(fact.values or ())))
    if name.endswith(("country", "origin", "from", "destination")):
        return often | st.sampled_from(COUNTRIES)
    return often | st.sampled_from(sorted(fact.values or ()))


def table(keys: dict[str, SearchStrategy[Any]]) -> SearchStrategy[Told]:
    """A table with any of these keys."""
    return st.fixed_dictionaries({}, optional=keys)


@cache
def known_names() -> tuple[str, ...]:
    """Names that the register knows surely, each meaning one entity."""
    names = [entity.names[0] for entity in world().store.entities.values() if entity.schema != "Person"]
    return tuple(name for name in names if [m.truth.word for m in world().index.find(Query(name))] == ["yes"])


def home(name: str) -> str | None:
    """The country that the register gives a company."""
    found = world().index.find(Query(name))
    return world().store.entities[found[0].entity].country if found else None


@cache
def on_entity_list(name: str) -> bool:
    """May it be on the Entity List, ever?"""
    return any(
        listing.list == "us-entity-list"
        for match in world().index.find(Query(name))
        for listing in world().store.listings.get(match.entity, ())
    )


@cache
def owners_of(name: str) -> set[str]:
    """The entities that the register says hold a company, ever."""
    matches = world().index.find(Query(name))
    return {each.owner for match in matches for each in world().store.owners.get(match.entity, ())}


@cache
def owner(of: str) -> SearchStrategy[Told]:
    """Somebody who holds a company, and whom the register does not know to hold it."""
    known = owners_of(of)
    names = [n for n in (*known_names(), *STRANGERS) if n != of and not _is_one_of(n, known)]
    parts = {
        "share": st.integers(1, 100) | st.sampled_from([[30, 60], ">=50", "<=49.9"]),
        "control": st.booleans(),
        "until": st.sampled_from(["2018-12", "2020", "2022-12-20"]),
    }
    bad = [name for name in names if name in NAMED]
    chosen = st.sampled_from(bad) | st.sampled_from(names)
    return st.builds(lambda name, told: {"name": name, **told}, chosen, table(parts))


def _is_one_of(name: str, entities: set[str]) -> bool:
    return any(
        match.truth is not NO and match.entity in entities for match in world().index.find(Query(name))
    )


@cache
def owners(of: str) -> SearchStrategy[list[Told]]:
    """Owners that differ in name."""
    return st.lists(owner(of), max_size=2, unique_by=lambda each: each["name"])


@st.composite
def company(draw: st.DrawFn, names: tuple[str, ...], stem: str) -> Told:
    """A party or the actor, true to the register."""
    name = draw(st.sampled_from(names))
    is_known = bool(world().index.find(Query(name)))
    country = home(name)
    kinds = value("party.kinds").filter(lambda kinds: not (is_known and "individual" in kinds))
    parts: dict[str, SearchStrategy[Any]] = {
        "kinds": value("actor.kinds").filter(lambda kinds: not (is_known and "individual" in kinds))
        if stem == "actor"
        else kinds,
        "owners": owners(name),
        "uses": st.lists(thing(stem), max_size=2),
    }
    if not is_known or country is not None:
        parts["country"] = st.just(country) if is_known else value(f"{stem}.country")
    if not on_entity_list(name):
        parts["listed"] = st.just([]) if is_known else st.sampled_from([[], [{"list": "us-entity-list"}]])
    if stem == "party":
        parts["role"] = value("party.role")
    return {"name": name, **draw(table(parts))}


@cache
def maker() -> SearchStrategy[str]:
    """Who made a thing."""
    return st.sampled_from(NAMED) | st.sampled_from(known_names()) | st.sampled_from(STRANGERS)


@cache
def thing(stem: str) -> SearchStrategy[Told]:
    """Something a company uses."""
    parts = table({"class": value(f"{stem}-use.class"), "manufacturer": maker()})
    return st.builds(lambda told, marks: {"name": "a thing in use", **told, **marks}, parts, marks())


@cache
def marks() -> SearchStrategy[Told]:
    """What a thing says of itself, or nothing."""
    return st.just({}) | st.sampled_from(MARKS)


@st.composite
def part(draw: st.DrawFn, depth: int = 2) -> Told:
    """A part of the item, with parts of its own or with nobody having looked."""
    keys: dict[str, SearchStrategy[Any]] = {
        name: value(f"component.{name}") for name in ("class", "origin", "essential")
    }
    keys["manufacturer"] = maker()
    keys["components"] = st.lists(part(depth - 1), max_size=2) if depth else st.just([])
    return {"name": f"part {draw(st.integers(0, 99))}", **draw(table(keys)), **draw(marks())}


@cache
def item() -> SearchStrategy[Told]:
    """The item."""
    keys: dict[str, SearchStrategy[Any]] = {
        name: value(f"item.{name}") for name in ("class", "origin", "acquired", "eccn", "us_content_percent")
    }
    keys |= {"manufacturer": maker(), "components": st.lists(part(), max_size=2), "name": st.just("an item")}
    return st.builds(lambda told, own: {**told, **own}, table(keys), marks())


@cache
def facts() -> SearchStrategy[Told]:
    """Further legal facts, as many as there are."""
    heads = (
        "action",
        "date",
        "actor",
        "party",
        "item",
        "component",
        "actor-use",
        "party-use",
        "it",
        "use",
        "authorisation",
    )
    names = [name for name in world().words if name.partition(".")[0] not in heads]
    return table({name: value(name) for name in names})


@cache
def use() -> SearchStrategy[Told]:
    """What it is used for."""
    return table(
        {name.removeprefix("use."): value(name) for name in world().words if name.startswith("use.")}
    )


@cache
def authorisation() -> SearchStrategy[Told]:
    """A licence or approval."""
    return table(
        {
            "kind": value("authorisation.kind"),
            "issuer": st.sampled_from(["BIS", "METI", "DNI"]),
            "until": st.sampled_from(["2018", "2022-09-30"]),
            "revoked": st.sampled_from(["2018-06-01"]),
        }
    )


@st.composite
def anything(draw: st.DrawFn) -> Told:
    """A case, with anything left out that may be left out; most of these no rule touches."""
    names = draw(st.permutations((*draw(st.sets(st.sampled_from(known_names()), max_size=3)), *STRANGERS)))
    parties = st.lists(st.sampled_from(names[1:]), max_size=3, unique=True).flatmap(
        lambda chosen: st.tuples(*(company((name,), "party") for name in chosen)).map(list)
    )
    keys: dict[str, SearchStrategy[Any]] = {
        "actor": company((names[0],), "actor"),
        "parties": parties,
        "item": item(),
        "use": use(),
        "facts": facts(),
        "authorisations": st.lists(authorisation(), max_size=2),
    }
    return {"action": draw(value("action")), "date": draw(st.sampled_from(DAYS)), **draw(table(keys))}


@st.composite
def variations(draw: st.DrawFn) -> Told:
    """A case that a rule bites or nearly bites, with a few things told otherwise."""
    base = copy.deepcopy(draw(st.sampled_from(BITING)))
    base.pop("id", None)
    other = draw(anything())
    for key in draw(st.sets(st.sampled_from(sorted(other)), max_size=2)):
        both = isinstance(other[key], dict) and isinstance(base.get(key), dict)
        base[key] = {**base[key], **other[key]} if both and key in ("use", "facts", "item") else other[key]
    if draw(st.booleans()) and "item" in base:
        base["item"]["manufacturer"] = draw(maker())
    parties = base.get("parties", [])
    if parties and draw(st.booleans()):
        role = parties[0].get("role")
        told = draw(company((draw(maker()),), "party"))
        parties[0] = {**told, **({} if role is None else {"role": role})}
    seen: set[str] = {base.get("actor", {}).get("name", "")}
    base["parties"] = [each for each in parties if each["name"] not in seen and not seen.add(each["name"])]  # type: ignore[func-returns-value]
    return base


def cases() -> SearchStrategy[Told]:
    """A case."""
    return variations() | variations() | variations() | anything()


def places(told: Any, at: Place = ()) -> list[Place]:  # noqa: ANN401
    """Everything in a case that may be left out, and is then unknown.

    An owner's own owners are not among them: a chain ends where nobody states them. Nor is one mark of a
    thing beside another: identifiers and brand together are what it says of itself.
    """
    if isinstance(told, list):
        return [place for index, each in enumerate(told) for place in places(each, (*at, index))]
    if not isinstance(told, dict):
        return []
    found: list[Place] = []
    for key, each in told.items():
        if (
            key in NOT_UNKNOWN
            or (key == "name" and "owners" in at)
            or (key == "name" and not _is_company(at))
        ):
            continue
        found.append((*at, key))
        if key not in ("identifiers", "listed", "kinds"):
            found += places(each, (*at, key))
    return found


def _is_company(at: Place) -> bool:
    return at == ("actor",) or (at[:1] == ("parties",) and len(at) == len(("parties", 0)))


def without(told: Told, left_out: set[Place]) -> Told:
    """The same case with some places left out."""

    def copied(value: Any, at: Place) -> Any:  # noqa: ANN401
        if isinstance(value, list):
            return [copied(each, (*at, index)) for index, each in enumerate(value)]
        if not isinstance(value, dict):
            return value
        return {key: copied(each, (*at, key)) for key, each in value.items() if (*at, key) not in left_out}

    copy: Told = copied(told, ())
    return copy


def times(first: dt.date, last: dt.date) -> SearchStrategy[Told]:
    """A day of the act, or an hour of it, and perhaps a day of knowledge."""
    days = st.dates(first, last).map(dt.date.isoformat) | st.sampled_from(DAYS)
    hours = st.builds("{}T{:02}:15:00{}".format, days, st.integers(0, 23), st.sampled_from(ZONES))
    return st.fixed_dictionaries({"date": days | hours}, optional={"known": days})


@st.composite
def renamed(draw: st.DrawFn, told: Told) -> Told:
    """The same case with some of its companies called otherwise; those called alike, alike or not."""
    names = dict(zip(sorted(_names(told)), draw(st.permutations(STRANGERS + NAMED)), strict=False))
    kept = draw(st.sets(st.sampled_from(sorted(names)))) if names else set()
    other: Told = _called(told, {old: old if old in kept else new for old, new in names.items()})
    return other


def _names(told: Any) -> set[str]:  # noqa: ANN401
    """Every name of a company in a case."""
    if isinstance(told, list):
        return set().union(*map(_names, told))
    if not isinstance(told, dict):
        return set()
    own = {told[key] for key in ("name", "manufacturer") if key in told}
    return own.union(*map(_names, told.values()))


def _called(told: Any, names: dict[str, str]) -> Any:  # noqa: ANN401
    if isinstance(told, list):
        return [_called(each, names) for each in told]
    if not isinstance(told, dict):
        return told
    return {
        key: names.get(value, value) if key in ("name", "manufacturer") else _called(value, names)
        for key, value in told.items()
    }


@st.composite
def filled(draw: st.DrawFn) -> tuple[Told, Told]:
    """A case, and the same with facts filled in that were unknown."""
    full = draw(cases())
    all_places = places(full)
    most = draw(st.sampled_from([1, 2, 6]))
    left_out = draw(st.sets(st.sampled_from(all_places), min_size=1, max_size=most)) if all_places else set()
    return without(full, left_out), full


AS_OF = as_of("2020-09-01", "2026-07-01")
