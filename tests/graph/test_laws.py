"""What must hold in every world of owners, whatever its owners hold."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sekisho.dates import Interval
from sekisho.model.case import Range
from sekisho.model.entity import Ownership
from tests.graph.worlds import NAMES, ON, SHARES, Graph, graphs

companies = st.sampled_from(NAMES)


@settings(max_examples=150)
@given(graphs, companies, st.integers(0, 20), st.sampled_from(SHARES))
def test_raising_a_share_never_loosens(graph: Graph, name: str, place: int, more: float) -> None:
    assume(graph.held)
    place %= len(graph.held)
    share = graph.held[place].share or Range(0.0, 100.0)
    raised = Range(min(share.low + more, 100.0), min(share.high + more, 100.0))
    held = replace(graph.held[place], share=raised)
    other = replace(graph, held=(*graph.held[:place], held, *graph.held[place + 1 :]))
    assert other.ask("under", name).truth >= graph.ask("under", name).truth
    before, after = graph.ask("share", name).share, other.ask("share", name).share
    assert after.low >= before.low
    assert after.high >= before.high


@settings(max_examples=100)
@given(graphs, companies, companies, companies, st.booleans())
def test_a_holding_outside_its_days_changes_nothing(
    graph: Graph, name: str, owner: str, asset: str, past: bool
) -> None:
    since, until = (None, Interval(ON - 30, ON - 1)) if past else (Interval(ON + 1, ON + 30), None)
    held = Ownership(owner, asset, Range(100.0, 100.0), control=True, since=since, until=until)
    other = replace(graph, held=(*graph.held, held))
    for relation in ("on", "under", "share"):
        before, after = graph.ask(relation, name), other.ask(relation, name)
        assert (after.truth, after.share) == (before.truth, before.share)


@settings(max_examples=100)
@given(graphs, companies, st.permutations(NAMES))
def test_renaming_changes_nothing(graph: Graph, name: str, order: list[str]) -> None:
    names = dict(zip(NAMES, order, strict=True))
    other = graph.named(names)
    for relation in ("on", "entered", "under", "share", "was-under"):
        before, after = graph.ask(relation, name), other.ask(relation, names[name])
        assert (after.truth, after.share, after.last) == (before.truth, before.share, before.last)


@settings(max_examples=100)
@given(graphs, companies, st.data())
def test_all_together_hold_at_least_what_the_largest_path_does(
    graph: Graph, name: str, data: st.DataObject
) -> None:
    chain = data.draw(st.lists(st.sampled_from(graph.held), max_size=4) if graph.held else st.just([]))
    assume(all(above.asset == below.owner for below, above in pairwise(chain)))
    alone = replace(graph, held=tuple(chain))
    assert graph.ask("share", name).share.low >= alone.ask("share", name).share.low


@settings(max_examples=100)
@given(graphs, companies)
def test_a_sum_is_told_wherever_somebody_who_counts_holds_something(graph: Graph, name: str) -> None:
    found = graph.ask("share", name)
    assert [step.kind for step in found.steps][:1] == (["share"] if found.share.high else [])
