"""The collector rests only meanwhile."""

from __future__ import annotations

import gc

import pytest

from sekisho.memory import SELDOM, collect_seldom, collector_at_rest


def test_it_rests_and_comes_back() -> None:
    assert gc.isenabled()
    with collector_at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_comes_back_after_an_error() -> None:
    with pytest.raises(KeyError), collector_at_rest():
        raise KeyError
    assert gc.isenabled()


def test_who_had_sent_it_to_rest_finds_it_resting() -> None:
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_program_of_its_own_looks_seldom_but_looks() -> None:
    before = gc.get_threshold()
    try:
        collect_seldom()
        assert gc.isenabled()
        assert gc.get_threshold() == (SELDOM, *before[1:])
    finally:
        gc.set_threshold(*before)


def test_what_was_made_meanwhile_counts_as_old() -> None:
    with collector_at_rest():
        made = [{} for _ in range(10_000)]  # type: ignore[var-annotated]
    assert gc.get_freeze_count() == 0
    assert not any(each is made for generation in (0, 1) for each in gc.get_objects(generation))


def test_what_is_frozen_stays_so() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with collector_at_rest():
            pass
        assert gc.get_freeze_count() == frozen > 0
    finally:
        gc.unfreeze()
