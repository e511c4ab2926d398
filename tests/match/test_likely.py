"""Names that are written otherwise: what the zones of a score come to, and what holds a likeness back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.match.index import Index
from sekisho.match.query import Query
from sekisho.model.entity import Entity
from sekisho.store.base import gather
from sekisho.truth import UNKNOWN, YES

if TYPE_CHECKING:
    from sekisho.model.match import Match
    from sekisho.store.base import Store

ACME = Entity(
    "acme", "Company", ("Zhejiang Acme Robotics Technology Co., Ltd.", "アクメロボ"), "cn", weak=("Acme",)
)
OTHERS = tuple(
    Entity(f"other-{number}", "Company", (name,))
    for number, name in enumerate(("Brightlight Trading GmbH", "Kita Shipping K.K.", "Ostrava Steel a.s."))
)
TYPED = "Zhejiang Acme Robotcs Technology"
"""ACME's name with a letter left out."""


def index(like: Store, *entities: Entity) -> Index:
    return Index(gather((*entities, *OTHERS), like.forms, (), (), (), (), {}))


def find(index: Index, name: str, country: str = "") -> dict[str, Match]:
    return {match.entity: match for match in index.find(Query(name, country=country))}


def test_the_zone_same_is_yes_and_tells_the_name_and_the_score(store: Store) -> None:
    match = find(index(store, ACME), TYPED)["acme"]
    assert (match.truth, match.near, match.name) == (YES, False, ACME.names[0])
    assert "score of " in match.why


@pytest.mark.parametrize(
    ("name", "country", "why"),
    [
        (f"{TYPED} GmbH", "", "legal forms"),
        (TYPED, "us", "countries"),
    ],
)
def test_what_contradicts_a_core_contradicts_a_likeness(
    store: Store, name: str, country: str, why: str
) -> None:
    match = find(index(store, ACME), name, country)["acme"]
    assert (match.truth, match.near) == (UNKNOWN, True)
    assert why in match.why


def test_two_that_are_as_close_settle_nothing(store: Store) -> None:
    twin = Entity("twin", "Company", ("Zhejiang Acme Robotics Technology Corporation",), "cn")
    found = find(index(store, ACME, twin), TYPED)
    assert {each.truth for each in found.values()} == {UNKNOWN}
    assert all("others are as close" in each.why for each in found.values())
    assert set(found) == {"acme", "twin"}


def test_two_sources_of_one_entity_are_one(store: Store) -> None:
    again = Entity("again", "Company", ACME.names, "cn")
    assert {each.truth for each in find(index(store, ACME, again), TYPED).values()} == {YES}


@pytest.mark.parametrize("name", ["Acme", "Acme Ltd", "Acme K.K.", "株式会社Acme"])
def test_a_weak_name_only_ever_asks_whatever_legal_form_it_has(store: Store, name: str) -> None:
    found = find(index(store, ACME), name)
    assert all((each.truth, each.near) == (UNKNOWN, False) for each in found.values())
    assert "acme" in found


@pytest.mark.parametrize("name", ["Bakery of Kyoto", "", "???", "GmbH", "有限公司", "Robotics Technology"])
def test_most_names_are_nobodys(store: Store, name: str) -> None:
    assert find(index(store, ACME), name) == {}


def test_what_is_written_the_same_asks_nobody_else(store: Store) -> None:
    near = Entity("near", "Company", (TYPED,), "cn")
    assert set(find(index(store, ACME, near), TYPED)) == {"near"}


def test_names_looked_up_together_find_whom_they_find_alone(store: Store) -> None:
    names = [TYPED, "Acme", "Brightlight Tradng", "Bakery of Kyoto", "", TYPED]
    together = index(store, ACME)
    together.prepare(Query(name) for name in names)
    for name in names:
        assert together.find(Query(name)) == index(store, ACME).find(Query(name))


def test_nobody_who_is_written_the_same_waits_for_the_matcher(store: Store) -> None:
    asked = index(store, ACME)
    asked.prepare([Query(ACME.names[0]), Query("アクメロボ")])
    assert "_likely" not in vars(asked)
