"""All loops together: whole answers are the same as in columns, and each loop can be had ready before."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.match import way
from sekisho.match.query import Query
from tests.match.test_pairs import PAIRS
from tests.match.test_sieve import MATCHER, SCHEMATA, name_of
from tests.whole import ROOT

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

dispatcher = pytest.importorskip("numba.core.dispatcher", reason="the extra `fast` is not installed")

from sekisho.match import loops  # noqa: E402  # there is no such module without it
from sekisho.match.loops import place  # noqa: E402


def answers(queries: Sequence[Query], way_taken: way.Way, least: float) -> list[list[tuple[object, ...]]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(way, "_chosen", way._Chosen(way_taken, settled=True))
        found = MATCHER.match(queries, 10, least)
    return [[(*each[:6], each.judged, each.features) for each in own] for own in found]


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([0.0002, 0.3, MATCHER.model.marks.review]))
def test_the_same_is_answered_in_loops(chance: random.Random, least: float) -> None:
    queries = [Query(name_of(chance), chance.choice(SCHEMATA), chance.choice(("", "ca"))) for _ in range(8)]
    assert answers(queries, loops.LOOPS, least) == answers(queries, way.COLUMNS, least)


@pytest.mark.parametrize("least", [0.0002, 0.67])
def test_the_same_is_answered_in_every_script(least: float) -> None:
    queries = [Query(name, pair.schema) for pair in PAIRS[::2] for name in (pair.left, pair.right)]
    queries += [Query(pair.left, pair.schema, born="1961", ids=("lei:1",)) for pair in PAIRS[::5]]
    assert answers(queries, loops.LOOPS, least) == answers(queries, way.COLUMNS, least)


def kernels() -> Iterator[tuple[str, Any]]:
    """All functions of the room that are kept, with their names."""
    for module in iter_modules(loops.__path__, f"{loops.__name__}."):
        for name, each in vars(import_module(module.name)).items():
            if isinstance(each, dispatcher.Dispatcher) and each.stats.cache_path:  # others are parts of these
                yield f"{module.name}.{name}", each


def had_ready() -> None:
    """Say which loops are not ready after they were to be, in a program where none was."""
    told: list[bool] = []
    place.now_whole = lambda: told.append(True)
    assert MATCHER.hasten()
    assert told
    assert way.way_for(1) is loops.LOOPS
    assert not [name for name, each in kernels() if not each.signatures]


def test_all_loops_can_be_had_ready() -> None:
    code = "from tests.match.loops.test_whole import had_ready; had_ready()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_each_loop_is_compiled_for_one_kind_of_columns() -> None:
    answers([Query("Volna Trading"), Query("Вольна")], loops.LOOPS, 0.5)
    assert not [name for name, each in kernels() if len(each.signatures) > 1]


def test_without_loops_there_are_none_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way, "_chosen", way._Chosen(way.COLUMNS, settled=True))
    assert not MATCHER.hasten()
