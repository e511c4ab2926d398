"""Stores that were asked for lately."""

from __future__ import annotations

import gc
from dataclasses import replace
from typing import TYPE_CHECKING

from sekisho.store.recent import KEPT, Recent

if TYPE_CHECKING:
    from sekisho.store.base import Store


def test_the_last_few_are_kept_and_the_others_only_while_somebody_holds_them(store: Store) -> None:
    recent = Recent()
    held = recent.keep("held", replace(store))
    recent.keep("dropped", replace(store))
    for number in range(KEPT):
        recent.keep(number, replace(store))
    gc.collect()
    assert recent.recall("dropped") is None
    assert recent.recall("held") is held
    assert recent.recall("never") is None
    assert recent.recall(0) is None, "what is recalled takes its place among the last few"
    assert recent.recall(KEPT - 1) is not None
