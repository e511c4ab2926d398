"""The collector rests only meanwhile."""

from __future__ import annotations

import gc

import pytest

from sekisho.memory import collector_at_rest


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
