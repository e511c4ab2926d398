"""A person's word settles a pair, until either side is no longer what was judged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.match.index import Index
from sekisho.match.query import Query
from sekisho.model.entity import Entity
from sekisho.model.judgement import Judgement, Verdict, appearance
from sekisho.names.legal_form import Forms
from sekisho.store.base import gather
from sekisho.truth import UNKNOWN, YES

if TYPE_CHECKING:
    from sekisho.store.base import Store

DAY = dates.day("2024-05-01")
ACME = Entity("acme", "Company", ("Acme Optics Ltd",), "cn", ("Acme",))
ZETA = Entity("zeta", "Company", ("Zeta Works",), "de")
NO_FORMS = Forms({}, {}, {}, {}, {})
STORE = gather((ACME, ZETA), NO_FORMS, (), (), (), (), {})


def word(
    verdict: Verdict, name: str = "Acme", entity: Entity = ACME, country: str | None = None, why: str = "seen"
) -> Judgement:
    return Judgement(name, country, entity.id, verdict, "ann", DAY, why, appearance(entity))


def index(*judgements: Judgement, store: Store = STORE) -> Index:
    return Index(replace(store, judgements=judgements))


def test_an_ambiguous_name_stays_open_without_a_judgement() -> None:
    (match,) = index().find(Query("Acme"))
    assert match.truth is UNKNOWN


def test_same_is_yes_and_says_who_and_why() -> None:
    (match,) = index(word(Verdict.SAME, why="their own invoice")).find(Query("Acme"))
    assert (match.entity, match.truth) == ("acme", YES)
    for told in ("same", "ann", "2024-05-01", "their own invoice"):
        assert told in match.why


def test_different_takes_the_pair_away_and_no_other() -> None:
    judged = index(word(Verdict.DIFFERENT))
    assert judged.find(Query("Acme")) == ()
    assert judged.find(Query("Zeta Works"))
    assert judged.find(Query("Acme Optics Ltd"))[0].truth is YES


def test_unsure_opens_a_sure_match() -> None:
    (match,) = index(word(Verdict.UNSURE, name="Zeta Works", entity=ZETA)).find(Query("Zeta Works"))
    assert match.truth is UNKNOWN


def test_a_name_that_no_rule_finds_may_be_judged_the_same() -> None:
    (match,) = index(word(Verdict.SAME, name="Brightlight Trading")).find(Query("Brightlight  TRADING"))
    assert (match.entity, match.truth) == ("acme", YES)


@pytest.mark.parametrize("verdict", Verdict)
def test_another_country_is_another_bearer(verdict: Verdict) -> None:
    judged = index(word(verdict, country="jp"))
    assert judged.find(Query("Acme")) == index().find(Query("Acme"))
    assert judged.find(Query("Acme", country="jp")) != index().find(Query("Acme", country="jp"))


def test_the_last_word_counts() -> None:
    assert index(word(Verdict.DIFFERENT), word(Verdict.SAME)).find(Query("Acme"))[0].truth is YES
    assert index(word(Verdict.SAME), word(Verdict.DIFFERENT)).find(Query("Acme")) == ()


@pytest.mark.parametrize(
    "changed",
    [
        replace(ACME, names=("Acme Optics Ltd", "Acme Lenses")),
        replace(ACME, country="hk"),
        replace(ACME, weak=("Acme", "AO")),
        replace(ACME, schema="LegalEntity"),
    ],
)
def test_when_the_entity_has_changed_a_judgement_settles_nothing(changed: Entity) -> None:
    store = gather((changed, ZETA), STORE.forms, (), (), (), (), {})
    (match,) = index(word(Verdict.DIFFERENT), store=store).find(Query("Acme"))
    assert match.truth is UNKNOWN
    assert "changed since" in match.why
    (found,) = index(word(Verdict.SAME, name="Brightlight"), store=store).find(Query("Brightlight"))
    assert found.truth is UNKNOWN, "what was judged the same is a question again, and not clear"


def test_the_order_of_names_is_no_change() -> None:
    one, other = replace(ACME, names=("A", "B")), replace(ACME, names=("B", "A"))
    assert appearance(one) == appearance(other)


def test_a_judgement_of_nobody_here_does_nothing() -> None:
    gone = Entity("gone", "Company", ("Gone",))
    assert index(word(Verdict.SAME, entity=gone)).find(Query("Acme")) == index().find(Query("Acme"))


def test_two_names_of_one_spelling_share_a_judgement() -> None:
    assert index(word(Verdict.DIFFERENT, name="ＡＣＭＥ")).find(Query("acme")) == ()
