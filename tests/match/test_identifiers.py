"""Marks that one bearer has and no other."""

from __future__ import annotations

import pytest

from sekisho.match.identifiers import another_kind, identifier, identifiers_of, kind_of
from sekisho.match.index import Index
from sekisho.match.query import Query
from sekisho.model.entity import Entity, Identifier
from sekisho.names.legal_form import Forms
from sekisho.store.base import gather
from sekisho.truth import UNKNOWN, YES

LEI, OTHER = identifier("lei", "5493001KJTIIGC8Y1R12"), identifier("lei", "529900T8BM49AURSDO55")
STORE = gather(
    (Entity("acme", "Company", ("Acme Optics",), "cn"), Entity("zeta", "Company", ("Zeta Works",))),
    Forms({}, {}, {}, {}, {}),
    (),
    (),
    (
        Identifier("lei", "5493-001K-JTII-GC8Y-1R12", "acme"),
        Identifier("mac", "00:00:00", "acme"),
        Identifier("registration", "HRB 1234", "acme"),
    ),
    (),
    {},
)


def test_it_is_compared_by_letters_and_digits_with_its_kind() -> None:
    assert identifier("LEI", "5493 001k-jtiigc8y1r12") == LEI
    assert kind_of(LEI) == "lei"
    assert identifier("tax", "123") != identifier("registration", "123")


def test_what_several_may_use_is_none() -> None:
    assert identifiers_of(STORE) == {"acme": (LEI, "registration:HRB1234")}


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ((LEI,), (LEI,), ""),
        ((LEI,), (OTHER,), "lei"),
        ((LEI,), ("tax:1",), ""),
        ((LEI, "tax:2"), (LEI, "tax:1"), "tax"),
        ((), (LEI,), ""),
    ],
)
def test_another_of_the_same_kind(one: tuple[str, ...], other: tuple[str, ...], kind: str) -> None:
    assert another_kind(one, other) == kind


def test_it_decides_whatever_the_name_is() -> None:
    (match,) = Index(STORE).find(Query("Wholly Other Name", ids=(LEI,)))
    assert (match.entity, match.truth) == ("acme", YES)
    assert "lei" in match.why


def test_another_one_makes_a_question_of_the_same_name_and_clears_nobody() -> None:
    (match,) = Index(STORE).find(Query("Acme Optics", ids=(OTHER,)))
    assert (match.truth, match.near) == (UNKNOWN, True)
    assert "another lei" in match.why


def test_a_name_and_an_identifier_of_two_bearers_find_both() -> None:
    found = {match.entity: match.truth for match in Index(STORE).find(Query("Zeta Works", ids=(LEI,)))}
    assert found == {"acme": YES, "zeta": YES}
