"""A company as a case tells of it: its owners, where they are told, and when they hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.dates import LAST_DAY
from sekisho.graph.company import Company, Stake, World, begun, company_of, running, stakes_in
from sekisho.model.case import Listed, Owner, Range, Row
from sekisho.model.entity import Entity, Ownership
from sekisho.model.match import Match
from sekisho.names.legal_form import Forms
from sekisho.store.base import gather
from sekisho.truth import NO, UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from sekisho.dates import Interval
    from sekisho.store.base import Store


def holding(
    share: Range | None = None,
    control: bool | None = None,
    since: Interval | None = None,
    until: Interval | None = None,
) -> Stake:
    return Stake(Company("Owner"), share, control, since, until)


@pytest.mark.parametrize(
    ("share", "control", "decisive"),
    [
        (None, True, YES),
        (None, False, NO),
        (None, None, UNKNOWN),
        (Range(50, 50), None, YES),
        (Range(50, 50), False, YES),
        (Range(50, 100), None, YES),
        (Range(49.9, 49.9), True, YES),
        (Range(49.9, 49.9), False, NO),
        (Range(49.9, 49.9), None, UNKNOWN),
        (Range(0, 0), None, UNKNOWN),
        (Range(40, 60), False, UNKNOWN),
        (Range(40, 60), None, UNKNOWN),
        (Range(0, 50), False, UNKNOWN),
    ],
)
def test_who_decides(share: Range | None, control: bool | None, decisive: Truth) -> None:
    assert holding(share, control).decisive is decisive


@pytest.mark.parametrize(
    ("written", "day", "has_begun", "still_runs"),
    [
        ("2018-02-06", "2018-02-05", NO, YES),
        ("2018-02-06", "2018-02-06", YES, YES),
        ("2018-02-06", "2018-02-07", YES, NO),
        ("2018-02", "2018-01-31", NO, YES),
        ("2018-02", "2018-02-01", UNKNOWN, YES),
        ("2018-02", "2018-02-15", UNKNOWN, UNKNOWN),
        ("2018-02", "2018-02-28", YES, UNKNOWN),
        ("2018-02", "2018-03-01", YES, NO),
        ("2018", "2017-12-31", NO, YES),
        ("2018", "2018-12-31", YES, UNKNOWN),
        ("2018", "2019-01-01", YES, NO),
    ],
)
def test_dates_that_are_partly_known(written: str, day: str, has_begun: Truth, still_runs: Truth) -> None:
    interval, on = dates.interval(written), dates.day(day)
    assert begun(interval, on) is has_begun
    assert running(interval, on) is still_runs
    assert holding(since=interval).active(on) is has_begun
    assert holding(until=interval).active(on) is still_runs
    assert holding(until=interval).ended(on) == 2 - still_runs


def test_without_dates_it_holds_always() -> None:
    day = dates.day("2018-12-10")
    assert holding().active(day) is YES
    assert holding().ended(day) is NO


def test_words_say_what_is_known() -> None:
    full = holding(Range(51, 51), True, dates.interval("2018-02-06"), dates.interval("2022-12"))
    for word in ("51 %", "controls", "2018-02-06", "until 2022-12"):
        assert word in full.words()
    assert "40..60 %" in holding(Range(40, 60)).words()
    assert holding().words()
    assert "%" not in holding().words()


def row(name: str | None, owners: tuple[Owner, ...] | None = None, place: int = 0, **facts: str) -> Row:
    told = facts if name is None else {"name": name, **facts}
    return Row(f"parties[{place}]", told, owners)


def test_absent_owners_are_not_an_empty_list() -> None:
    absent, empty = company_of(row("A"), None), company_of(row("A", ()), None)
    assert absent is not None
    assert empty is not None
    assert absent.stated is None
    assert empty.stated == ()
    assert absent != empty


def test_what_a_row_tells_is_kept() -> None:
    listed = (Listed("us-entity-list"),)
    told = Row("actor", {"name": "A", "country": "jp", "kinds": ("individual",)}, None, listed)
    assert company_of(told, None) == Company("A", "jp", person=True, listed=listed)


def test_owners_of_owners_are_told_in_place_or_in_a_row_of_their_own() -> None:
    inner = Owner("Inner", share=Range(60, 60))
    rows = {
        "a": row("A", (Owner("B"), Owner("C", owners=(inner,)), Owner("D"))),
        "b": row("B", (Owner("Top", control=True),), place=1, country="cn"),
        "c": row("C", (Owner("Other"),), place=2),
    }
    world = World(rows, str.lower)
    company = company_of(rows["a"], world)
    assert company is not None
    b, c, d = (stake.owner for stake in company.stated or ())
    assert b.country == "cn"
    assert [(stake.owner.name, stake.address) for stake in b.stated or ()] == [
        ("Top", "parties[1].owners[0]")
    ]
    assert [(stake.owner.name, stake.address) for stake in c.stated or ()] == [
        ("Inner", "owners[1].owners[0]")
    ]
    assert d.stated is None


def test_an_owner_that_says_nobody_holds_it_is_believed() -> None:
    rows = {"a": row("A", (Owner("B", owners=()),)), "b": row("B", (Owner("Top"),), place=1)}
    company = company_of(rows["a"], World(rows, str.lower))
    assert company is not None
    assert [stake.owner.stated for stake in company.stated or ()] == [()]


def register() -> Store:
    entities = [Entity(name, "Company", (name,), "cn") for name in ("Top", "Other", "Low")]
    ownerships = [
        Ownership("Top", "Low", Range(60, 60), source="a register", certainty="medium"),
        Ownership("Other", "Low", Range(40, 40), source="a register", certainty="high"),
    ]
    return gather(entities, Forms({}, {}, {}, {}, {}), (), ownerships, (), (), {})


def resolve(company: Company) -> tuple[Match, ...]:
    known = {"Top": ("Top", YES), "Low": ("Low", YES), "Lo": ("Low", UNKNOWN), "To": ("Top", UNKNOWN)}
    if company.name not in known:
        return ()
    entity, truth = known[company.name]
    return (Match(entity, truth, entity, "a test"),)


def held(company: Company) -> list[tuple[str, str, Truth]]:
    stakes = stakes_in(company, register(), resolve, LAST_DAY)
    return [(stake.owner.name, stake.source, sure) for stake, sure in stakes]


def test_the_case_speaks_first_and_only_of_whom_it_names() -> None:
    said = Company("Low", owners=(Stake(Company("Top"), None, False, None, None, "owners[0]", "the case"),))
    assert held(said) == [("Top", "the case", YES), ("Other", "a register", YES)]


def test_what_the_register_doubts_is_said() -> None:
    assert held(Company("Low")) == [("Top", "a register (medium)", YES), ("Other", "a register", YES)]


def test_of_whom_only_a_person_could_tell_nothing_is_replaced() -> None:
    said = Company("Low", owners=(Stake(Company("To"), None, False, None, None, "owners[0]", "the case"),))
    assert [name for name, _, _ in held(said)] == ["To", "Top", "Other"]


def test_owners_of_whom_one_may_be_are_as_sure_as_the_name() -> None:
    assert {sure for _, _, sure in held(Company("Lo"))} == {UNKNOWN}


def test_a_person_has_the_owners_the_case_insists_on_and_no_others() -> None:
    assert held(Company("Low", person=True)) == []
