"""Which of the two ways names are held against each other in."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from sekisho.match import way
from sekisho.match.loops import place
from tests.whole import ROOT

loops = pytest.mark.skipif(find_spec("numba") is None, reason="the extra `fast` is not installed")


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way, "_chosen", way._Chosen(way.COLUMNS))


def test_few_names_are_asked_in_columns() -> None:
    assert way.way_for(way.MANY - 1) is way.COLUMNS


@loops
def test_many_names_are_asked_in_loops_where_these_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "is_whole", lambda: True)
    way.way_for(way.MANY - 1)
    assert way.way_for(1) is not way.COLUMNS
    assert way.way_for(1) is not way.COLUMNS, "from then on"


@loops
def test_they_are_compiled_for_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "is_whole", lambda: False)
    assert way.way_for(way.VERY_MANY - 1) is way.COLUMNS
    assert way.way_for(1) is not way.COLUMNS


@loops
def test_who_has_them_compiled_for_very_many_may_see_to_it_that_all_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(place, "is_whole", lambda: False)
    asked: list[bool] = []

    def compile_all() -> bool:
        asked.append(True)
        return way.hasten()

    assert way.way_for(way.VERY_MANY - 1, compile_all) is way.COLUMNS
    assert way.way_for(1, compile_all) is not way.COLUMNS
    assert asked == [True]


@loops
def test_who_must_answer_soon_has_them_at_once() -> None:
    assert way.hasten()
    assert way.way_for(1) is not way.COLUMNS


def test_without_numba_all_is_done_in_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way, "_chosen", way._Chosen(way.COLUMNS, settled=True))
    assert not way.hasten()
    assert way.way_for(way.VERY_MANY) is way.COLUMNS


@loops
def test_where_numba_cannot_be_used_all_is_done_in_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sekisho.match.loops", None)  # what an import says that fails
    with pytest.warns(UserWarning, match="without Numba, which cannot be used"):
        assert not way.hasten()
    assert way.way_for(way.VERY_MANY) is way.COLUMNS


@loops
def test_loops_that_are_not_compiled_are_not_taken() -> None:
    code = "from sekisho.match import way; assert not way.hasten(); assert way.way_for(1) is way.COLUMNS"
    env = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    assert "NUMBA_DISABLE_JIT is set" in run.stderr


def test_who_compares_both_ways_may_stay_in_columns() -> None:
    way.in_columns()
    assert not way.hasten()
    assert way.way_for(way.VERY_MANY) is way.COLUMNS
