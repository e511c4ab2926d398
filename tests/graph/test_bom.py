"""The tree of parts, and the fewest to replace: against every set that could be."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.graph.bom import Structure, fewest, lines, structure
from sekisho.graph.flow import Flow
from sekisho.model.bom import ITEM, Bom
from sekisho.model.case import Row

A, B, C, X, Y = (f"item.components[{index}]" for index in range(5))


def rows(*addresses: str, **facts: str) -> tuple[Row, ...]:
    return tuple(Row(address, {"name": address, **facts}) for address in addresses)


def graph(**inside: str) -> Structure:
    """Parts by their letters; what stands nowhere else is in the item."""
    letters = {*inside, *"".join(inside.values())} - {"item"}
    edges = {letter: tuple(inside.get(letter, "")) for letter in sorted(letters)}
    edges[ITEM] = tuple(inside.get("item", "")) or tuple(sorted(letters - {*"".join(inside.values())}))
    return Structure(edges, {part: (part,) for part in edges})


def names(parts: Structure, bad: str) -> list[str]:
    return ["".join(sorted(each)) for each in fewest(parts, frozenset(bad)).sets]


# --- the tree ---


def test_a_part_stands_where_it_is_listed() -> None:
    bom = Bom("b", {}, rows(A, f"{A}.components[0]", B))
    found = structure(bom)
    assert found.inside == {ITEM: (A, B), A: (f"{A}.components[0]",), f"{A}.components[0]": (), B: ()}
    assert [(line.part, line.depth) for line in lines(found)] == [
        (ITEM, 0),
        (A, 1),
        (f"{A}.components[0]", 2),
        (B, 1),
    ]


def test_dependencies_place_what_is_listed_at_the_top() -> None:
    found = structure(Bom("b", {}, rows(A, B, C), shared=((ITEM, A), (ITEM, B), (A, C), (B, C))))
    assert found.inside == {ITEM: (A, B), A: (C,), B: (C,), C: ()}
    assert [line.again for line in lines(found)] == [False] * 5


def test_what_a_bill_says_of_the_item_alone_is_not_taken_for_more() -> None:
    assert structure(Bom("b", {}, rows(A, B), shared=((A, B),))).inside == {ITEM: (A, B), A: (B,), B: ()}


def test_what_only_its_own_part_depends_on_stays_in_the_item() -> None:
    inner = f"{B}.components[0]"
    found = structure(Bom("b", {}, rows(A, B, inner), shared=((ITEM, A), (inner, B))))
    assert found.inside[ITEM] == (A, B)


def test_one_part_number_is_one_part_wherever_it_stands() -> None:
    one = {"name": "Loader", "manufacturer": "M", "identifiers.model": "L-1"}
    places = (f"{A}.components[0]", f"{B}.components[0]")
    other = Row(f"{B}.components[1]", {**one, "manufacturer": "N"})
    found = structure(Bom("b", {}, (*rows(A), Row(places[0], one), *rows(B), Row(places[1], one), other)))
    assert found.places[places[0]] == places
    assert found.inside[A] == (places[0],)
    assert found.inside[B] == (places[0], other.address)


def test_an_assembly_used_twice_is_shown_once() -> None:
    shown = list(lines(graph(a="x", b="x", x="y")))
    assert [(line.part, line.again) for line in shown if line.part in "xy"] == [
        ("x", False),
        ("y", False),
        ("x", True),
    ]


def test_a_bill_without_parts() -> None:
    assert structure(Bom("b", {}, None)).inside == {ITEM: ()}


@pytest.mark.parametrize("levels", [100, 20_000])
def test_depth_has_no_limit_here(levels: int) -> None:
    chain = {str(n): (str(n + 1),) for n in range(levels)} | {str(levels): (), ITEM: ("0",)}
    parts = Structure(chain, {part: (part,) for part in chain})
    assert max(line.depth for line in lines(parts)) == levels + 1
    found = fewest(parts, {str(levels)}, most=3)
    assert found.sets[0] == {str(levels)}
    assert found.more


# --- what to replace ---


def test_three_bad_parts_of_which_two_assemblies_share_one() -> None:
    """The loader is on both boards: no single board takes it out, and both take out the rest with it."""
    parts = graph(x="abp", y="bcq")
    assert names(parts, "abc") == ["xy"]


def test_the_shared_part_itself_counts_once() -> None:
    assert names(graph(x="bp", y="bq"), "b") == ["b"]


def test_the_set_that_leaves_most_as_it_is_comes_first() -> None:
    assert names(graph(x="yp", y="a"), "a") == ["a", "y", "x"]


def test_a_bad_assembly_is_not_mended_by_its_parts() -> None:
    assert names(graph(x="y", y="a"), "ya") == ["y", "x"]


def test_a_way_that_nothing_may_cut_ends_the_search() -> None:
    """Once one part of a path is cut, the rest of it is kept: another way may run through it."""
    edges = {ITEM: ("a", "x"), "a": ("b",), "b": ("c",), "x": ("b",), "c": ()}
    assert Flow(edges, ITEM, ("c",), fixed=("a", "b", "c"), bound=1).value == 2
    assert Flow(edges, ITEM, ("c",), fixed=("a", "c"), bound=1).value == 1


def test_many_sets_are_not_all_named() -> None:
    chains = {f"{c}": f"{c.upper()}" for c in "abcdefgh"}
    found = fewest(graph(**chains), frozenset("ABCDEFGH"), most=5)
    assert len(found.sets) == 5
    assert found.more
    assert found.sets[0] == frozenset("ABCDEFGH")


def test_thousands_of_bad_parts() -> None:
    tops = tuple(f"t{n}" for n in range(3_000))
    edges = {ITEM: tops} | {top: (f"{top}a", f"{top}b") for top in tops}
    edges |= {part: () for inner in list(edges.values())[1:] for part in inner}
    found = fewest(Structure(edges, {}), [part for part in edges if part[-1] in "ab"])
    assert found.sets == (frozenset(tops),)


@st.composite
def bills(draw: st.DrawFn) -> tuple[Structure, frozenset[str]]:
    """Small bills of any shape, circles of part numbers included, with bad parts in them."""
    parts = "abcdefg"[: draw(st.integers(1, 7))]
    edges: dict[str, tuple[str, ...]] = {
        part: tuple(sorted(draw(st.sets(st.sampled_from(parts), max_size=3)) - {part})) for part in parts
    }
    edges[ITEM] = tuple(sorted(draw(st.sets(st.sampled_from(parts), min_size=1, max_size=4))))
    found = Structure(edges, {part: (part,) for part in edges})
    there = sorted(found.below((ITEM,)) - {ITEM})
    return found, frozenset(draw(st.sets(st.sampled_from(there), min_size=1, max_size=4)))


def without(parts: Structure, gone: frozenset[str]) -> frozenset[str]:
    left = {p: tuple(each for each in inner if each not in gone) for p, inner in parts.inside.items()}
    return Structure(left, parts.places).below((ITEM,))


@given(bills())
def test_the_sets_are_all_the_smallest_there_are(bill: tuple[Structure, frozenset[str]]) -> None:
    parts, bad = bill
    there = sorted(set(parts.inside) - {ITEM})
    sizes = (
        {frozenset(each) for each in combinations(there, size) if not without(parts, frozenset(each)) & bad}
        for size in range(1, len(there) + 1)
    )
    smallest = next(sets for sets in sizes if sets)
    found = fewest(parts, bad, most=1_000)
    assert set(found.sets) == smallest
    assert not found.more
    left = [len(without(parts, each)) for each in found.sets]
    assert left[0] == max(left)
