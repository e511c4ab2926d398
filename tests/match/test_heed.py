"""A person's word settles a pair that is told with a score, and is shown beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sekisho
from sekisho import dates
from sekisho.match.ask import found, matcher_of
from sekisho.match.explain import explain
from sekisho.match.query import Query
from sekisho.match.score import Zone
from sekisho.model.entity import Entity
from sekisho.model.judgement import Judgement, Verdict, appearance
from sekisho.names.legal_form import Forms
from sekisho.store.base import gather

ACME = Entity("acme", "Company", ("Acme Optronics Ltd",), "cn")
ZETA = Entity("zeta", "Company", ("Zeta Works",), "de")
STORE = gather((ACME, ZETA), Forms({}, {}, {}, {}, {}), (), (), (), (), {})
ALIKE = "Acme Optronix Ltd"


def word(verdict: Verdict, name: str = ALIKE, entity: Entity = ACME, country: str | None = None) -> Judgement:
    return Judgement(
        name, country, entity.id, verdict, "ann", dates.day("2024-05-01"), "seen", appearance(entity)
    )


def told(*judgements: Judgement, name: str = ALIKE, country: str = "") -> list[tuple[str, Zone, str]]:
    store = replace(STORE, judgements=judgements)
    (own,) = sekisho.match([name], store, country=country)
    return [(each.bearer, each.zone, each.judged) for each in own]


def test_nobody_judged_nothing_is_shown() -> None:
    assert [(bearer, said) for bearer, _, said in told()] == [("acme", "")]


@pytest.mark.parametrize(("verdict", "zone"), [(Verdict.SAME, Zone.SAME), (Verdict.UNSURE, Zone.REVIEW)])
def test_same_and_unsure_make_the_zone_and_are_shown(verdict: Verdict, zone: Zone) -> None:
    assert told(word(verdict)) == [("acme", zone, f"judged {verdict} by ann on 2024-05-01: seen")]


def test_different_is_left_out_and_makes_room_for_the_next() -> None:
    twin = replace(ACME, id="twin")
    store = replace(STORE, entities={**STORE.entities, "twin": twin}, judgements=(word(Verdict.DIFFERENT),))
    (own,) = found([Query(ALIKE)], store, most=1)
    assert [each.bearer for each in own] == ["twin"]


def test_a_word_of_another_country_or_name_says_nothing() -> None:
    assert told(word(Verdict.DIFFERENT, country="jp")) == told()
    assert told(word(Verdict.DIFFERENT, name="Acme")) == told()
    assert told(word(Verdict.DIFFERENT, country="jp"), country="jp") == []


def test_same_comes_first_though_nothing_was_measured() -> None:
    first, second = told(word(Verdict.SAME, entity=ZETA))
    assert (first[:2], second[0]) == (("zeta", Zone.SAME), "acme")
    (own,) = sekisho.match([ALIKE], replace(STORE, judgements=(word(Verdict.SAME, entity=ZETA),)))
    assert own[0].features == {}
    assert "a person's word" in explain(own[0], matcher_of(STORE).model)[0]


def test_an_entity_that_changed_since_is_a_question_again() -> None:
    old = replace(word(Verdict.DIFFERENT), seen="of another time")
    ((bearer, zone, said),) = told(old)
    assert (bearer, zone) == (told()[0][0], told()[0][1])
    assert "changed since" in said
    ((*_, unmet),) = [
        each for each in told(replace(old, entity="zeta", verdict=Verdict.SAME)) if each[0] == "zeta"
    ]
    assert "changed since" in unmet


def test_of_somebody_who_is_gone_nothing_is_said() -> None:
    gone = replace(word(Verdict.SAME), entity="nobody")
    assert told(gone) == told()
