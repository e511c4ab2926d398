"""Cases as columns: told and supplied facts, collections with their offsets, authorisations by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sekisho import dates
from sekisho.law.columns import Batch
from sekisho.law.values import Bounds, Column, Words, take
from sekisho.model.case import Case, Range, Row
from sekisho.model.decision import Path as Trail
from sekisho.truth import NO, UNKNOWN, YES
from tests.law.desk import FACTS, as_of, case, decision, instrument, load, measure, outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sekisho.model.measure import FactRef
    from sekisho.truth import Index

AS_OF = as_of("2020-06-15")


def column(batch: Batch, table: str, name: str, rows: list[int] | None = None) -> Column:
    ref = FACTS.refer(name)
    fact = FACTS.lookup(ref)
    assert fact is not None
    size = len(batch) if table == "case" else len(batch.table(table).rows)
    asked = range(size) if rows is None else rows
    asked_of = np.array(asked, np.intp)
    if batch.derives(ref):
        return batch.derived(table, ref, ref.attr, fact, asked_of)
    return take(batch.told(table, ref, ref.attr, fact), asked_of)


def test_words_are_codes_into_what_occurs() -> None:
    told = [{"item": {"class": each}} if each else {} for each in ("router", "switch", None, "router")]
    words = column(
        Batch([case({"action": "buy", **each}) for each in told], AS_OF, FACTS), "case", "item.class"
    )
    assert isinstance(words, Words)
    assert [sorted(words.distinct[code]) if code >= 0 else None for code in words.codes] == [
        ["router"],
        ["switch"],
        None,
        ["router"],
    ]


def test_a_set_of_words_may_be_empty() -> None:
    told = [{"kinds": []}, {}, {"kinds": ["federal-agency", "defence-ministry"]}]
    words = column(Batch([case({"actor": each}) for each in told], AS_OF, FACTS), "case", "actor.kinds")
    assert isinstance(words, Words)
    assert words.codes[1] == -1
    assert words.distinct[words.codes[0]] == frozenset()
    assert words.distinct[words.codes[2]] == {"federal-agency", "defence-ministry"}


def test_a_column_is_built_once() -> None:
    batch = Batch([case()], AS_OF, FACTS)
    first = column(batch, "case", "item.class")
    batch.cases = []  # what was laid out once is not looked for again
    again = column(batch, "case", "item.class")
    assert isinstance(first, Words)
    assert isinstance(again, Words)
    assert first.distinct == again.distinct


def test_the_date_of_the_case_is_that_of_the_question() -> None:
    batch = Batch([case(), case()], [as_of("2020-01-01"), as_of("2020-01-02T10:00:00+09:00")], FACTS)
    bounds = column(batch, "case", "date")
    assert isinstance(bounds, Bounds)
    assert bounds.low.tolist() == [dates.day("2020-01-01"), dates.day("2020-01-02")]
    assert bounds.instants is not None
    assert bounds.instants[1] > 0


def test_collections_are_child_tables() -> None:
    cases = [
        case({"parties": [{"role": "supplier", "uses": [{"name": "a"}, {"name": "b"}]}, {"role": "parent"}]}),
        case({"item": {"components": []}}),
        case({"parties": [{"role": "end-user", "uses": []}], "item": {"components": [{"name": "c"}]}}),
    ]
    batch = Batch(cases, AS_OF, FACTS)
    assert len(batch) == 3
    party = batch.table("party")
    assert party.offsets.tolist() == [0, 2, 2, 3]
    assert party.given.tolist() == [YES, UNKNOWN, YES]
    uses = batch.table("party-use")
    assert uses.offsets.tolist() == [0, 2, 2, 2]
    assert uses.given.tolist() == [YES, UNKNOWN, YES]
    assert batch.case_rows("party-use").tolist() == [0, 0]
    assert batch.case_rows("party").tolist() == [0, 0, 2]
    assert batch.case_rows("case").tolist() == [0, 1, 2]
    # A part whose own parts nobody looked for leaves the whole list open.
    assert batch.table("component").given.tolist() == [UNKNOWN, YES, UNKNOWN]
    assert batch.table("actor-use").given.tolist() == [UNKNOWN] * 3
    assert batch.table("authorisation").given.tolist() == [UNKNOWN] * 3


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({}, YES),
        ({"from": "2020-06-15", "until": "2020-06-15"}, YES),
        ({"from": "2020-06-16"}, NO),
        ({"until": "2020-06-14"}, NO),
        ({"from": "2020-06"}, UNKNOWN),
        ({"from": "2020"}, UNKNOWN),
        ({"until": "2020-06"}, UNKNOWN),
        ({"until": "2020-07"}, YES),
        ({"revoked": "2020-06-15"}, NO),
        ({"revoked": "2020-06-16"}, YES),
        ({"revoked": "2020"}, UNKNOWN),
        ({"from": "2020", "revoked": "2019"}, NO),
    ],
)
def test_an_authorisation_runs_on_the_day(held: Mapping[str, object], expected: int) -> None:
    batch = Batch([case({"authorisations": [{"kind": "waiver", **held}]})], AS_OF, FACTS)
    valid = column(batch, "authorisation", "authorisation.valid")
    assert isinstance(valid, np.ndarray)
    assert valid.tolist() == [expected]


class Lists:
    """Answers every derived fact with the same column, and says so."""

    def __init__(self, answer: Column) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def column(self, batch: Batch, table: str, ref: FactRef, rows: Index) -> Column:
        self.asked.append(f"{table} {rows.tolist()}: {ref.subject}.{ref.relation}.{ref.list}")
        return take(self.answer, rows)

    def evidence(self, batch: Batch, table: str, row: int, ref: FactRef) -> tuple[Trail, ...]:
        return (Trail("item", ref.list, ()),)

    def needs(self, batch: Batch, table: str, row: int, ref: FactRef) -> tuple[str, ...]:
        return ("parties[0].owners",)


PARTIES = [
    {"role": "supplier", "name": "A", "on.huawei": True},
    {"role": "supplier", "name": "B"},
    {"role": "supplier", "name": "C", "on.huawei": False},
]


def test_what_is_stated_wins_over_what_is_supplied() -> None:
    lists = Lists(np.array([NO, UNKNOWN, YES], np.int8))
    batch = Batch([case({"parties": PARTIES})], AS_OF, FACTS, lists)
    truths = column(batch, "party", "party.on.huawei")
    assert isinstance(truths, np.ndarray)
    assert truths.tolist() == [YES, UNKNOWN, NO]
    assert lists.asked == ["party [0, 1, 2]: .on.huawei"]


def test_only_the_rows_that_are_asked_for_are_derived_and_each_once() -> None:
    lists = Lists(np.array([YES, UNKNOWN, YES], np.int8))
    batch = Batch([case({"parties": PARTIES})], AS_OF, FACTS, lists)
    asked = [column(batch, "party", "party.under.huawei", rows) for rows in ([2, 2], [2, 0], [], [0, 1, 2])]
    assert [np.asarray(each).tolist() for each in asked] == [[YES, YES], [YES, YES], [], [YES, UNKNOWN, YES]]
    assert lists.asked == [f"party [{row}]: .under.huawei" for row in (2, 0, 1)]


def test_nobody_is_asked_where_all_is_stated() -> None:
    lists = Lists(np.array([], np.int8))
    batch = Batch([case({"parties": [PARTIES[0], PARTIES[2]]})], AS_OF, FACTS, lists)
    assert np.asarray(column(batch, "party", "party.on.huawei")).tolist() == [YES, NO]
    assert not lists.asked


def test_without_a_supplier_a_derived_fact_is_unknown() -> None:
    truths = column(Batch([case({"parties": PARTIES[1:2]})], AS_OF, FACTS), "party", "party.on.huawei")
    assert isinstance(truths, np.ndarray)
    assert truths.tolist() == [UNKNOWN]


def test_stated_and_supplied_shares_and_words() -> None:
    parties = [{"name": "A", "share.huawei": 30}, {"name": "B"}]
    supplied = Bounds(np.array([0.0, 10.0]), np.array([100.0, 20.0]))
    batch = Batch([case({"parties": parties})], AS_OF, FACTS, Lists(supplied))
    bounds = column(batch, "party", "party.share.huawei")
    assert isinstance(bounds, Bounds)
    assert (bounds.low.tolist(), bounds.high.tolist()) == ([30, 10], [30, 20])
    parts = [{"name": "A", "maker.country": "cn", "components": []}, {"name": "B", "components": []}]
    countries = Words(np.array([-1, 0], np.int32), (frozenset(("tw",)),))
    batch = Batch([case({"item": {"components": parts}})], AS_OF, FACTS, Lists(countries))
    words = column(batch, "component", "component.maker.country")
    assert isinstance(words, Words)
    assert [words.distinct[code] for code in words.codes] == [{"cn"}, {"tw"}]


@pytest.mark.parametrize("parties", [PARTIES, PARTIES[1:2]])
def test_a_supplier_that_answers_in_another_type_is_a_fault(parties: list[object]) -> None:
    words = Lists(Words(np.zeros(3, np.int32), (frozenset(),)))
    with pytest.raises(TypeError, match="another type"):
        column(Batch([case({"parties": parties})], AS_OF, FACTS, words), "party", "party.on.huawei")


def test_words_are_supplied_row_by_row() -> None:
    answer = Words(np.array([-1, 0, 1], np.int32), (frozenset(("cn",)), frozenset(("tw",))))
    parts = [{"name": name, "components": []} for name in "ABC"]
    batch = Batch([case({"item": {"components": parts}})], AS_OF, FACTS, Lists(answer))
    for rows, expected in (([1], ["cn"]), ([2, 0, 1], ["tw", None, "cn"])):
        words = column(batch, "component", "component.maker.country", rows)
        assert isinstance(words, Words)
        got = [None if code < 0 else next(iter(words.distinct[code])) for code in words.codes]
        assert got == expected


def test_an_ownership_that_was_looked_for_and_not_found_is_no_to_both(tmp_path: Path) -> None:
    none = Lists(Bounds(np.array([np.inf]), np.array([-np.inf])))
    for word in ("since", "before"):
        target = f'[target]\n"x" = "item.maker.was-under.huawei {word} 2018-08-13"'
        law = load(tmp_path, instrument(), measure(target=target))
        found = decision(law, supplier=none)
        assert found is not None
        assert found.outcome == "no-rule"


def test_a_moment_and_a_range_in_one_column() -> None:
    rows = (Row("parties[0]", {"share.huawei": Range(1, 2)}), Row("parties[1]", {}))
    batch = Batch([Case("x", {"item.acquired": dates.moment("2020-01-01")}, parties=rows)], AS_OF, FACTS)
    acquired = column(batch, "case", "item.acquired")
    assert isinstance(acquired, Bounds)
    assert acquired.low.tolist() == acquired.high.tolist() == [dates.day("2020-01-01")]
    share = column(batch, "party", "party.share.huawei")
    assert isinstance(share, Bounds)
    assert share.high.tolist() == [2, np.inf]


def test_a_sign_needs_no_name(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(target='[target]\n"x" = "item.sign.s889 is yes"'))
    found = decision(law, {"action": "buy"}, supplier=Lists(np.array([UNKNOWN], np.int8)))
    assert found is not None
    assert found.needs == ("parties[0].owners",)


def test_who_makes_it_is_asked_before_who_owns_it(tmp_path: Path) -> None:
    law = load(tmp_path, instrument(), measure(target='[target]\n"x" = "item.maker.under.huawei is yes"'))
    unnamed, named = {"action": "buy"}, {"action": "buy", "item": {"manufacturer": "M"}}
    lists = Lists(np.array([UNKNOWN], np.int8))
    found = [decision(law, each, supplier=lists) for each in (unnamed, named)]
    assert [each.needs for each in found if each is not None] == [
        ("item.manufacturer",),
        ("parties[0].owners",),
    ]
    assert outcome(law, named) == "unknown"
