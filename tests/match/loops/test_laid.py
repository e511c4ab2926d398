"""What is laid out in loops is what is laid out in columns, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sekisho.match.asked import Asked, Met
from sekisho.match.compare import tools
from sekisho.match.loops.laid import met
from sekisho.match.query import Query
from sekisho.match.roster import Bearer, Roster

LISTED = (
    "Huawei Technologies Co., Ltd.",
    "Volna Optics LLC",
    "Data Comm Trading House",
    "Ivanovich Sergei Petrov",
    "Петрова Мария Ивановна",
    "中芯国际集成电路制造有限公司",
    "شركة النور للتجارة",
    "株式会社スバル自動車",
)
LORE = tools()[0]
ASKED = """
Hauwei Tecnolgies Limtied Liabilty Tradnig Datacomm Petrovich Ivanovna Petrovna S. A 12 iii of & Петровна 海思
Nour qqq
"""
WORDS = st.sampled_from(" ".join((*LISTED, ASKED)).split())
NAMES = st.lists(WORDS | st.text("aehinorstv. 华и", max_size=9), max_size=7).map(" ".join)


def roster() -> Roster:
    return Roster.build([Bearer(name, "", (name,)) for name in LISTED], LORE)


ROSTER = roster()


def assert_same(one: Met, other: Met) -> None:
    left, right = one.spellings, other.spellings
    told = [(getattr(one, name), getattr(other, name)) for name in ("keys", "likeness", "initials")]
    columns = ("names", "starts", "words", "units", "marks", "totals", "letters", "initials")
    told += [(getattr(left, name), getattr(right, name)) for name in columns]
    for mine, theirs in told:
        assert mine.dtype == theirs.dtype
        assert np.array_equal(mine, theirs)
    assert list(left.texts) == list(right.texts)
    assert list(left.sorted) == list(right.sorted)


def laid(names: list[str], own: Roster, way: str) -> Met:
    asked = Asked.of([Query(name) for name in names], own, met if way == "loops" else Met.of)
    return Met(asked.spellings, asked.keys, asked.likeness, asked.initials)


@given(st.lists(NAMES, min_size=1, max_size=6))
def test_names_are_laid_out_the_same(names: list[str]) -> None:
    assert_same(laid(names, ROSTER, "loops"), laid(names, ROSTER, "columns"))


def test_what_is_near_listed_words_is_looked_up_when_these_are_first_asked_for() -> None:
    names = ["Sergei Huawei Petrova", "Huawei Ivanovich"]
    fresh = roster()
    assert_same(laid(names, fresh, "loops"), laid(names, roster(), "columns"))
    assert fresh.words.looked_up[fresh.words.places["huawei"]]


@pytest.mark.parametrize("name", ["", "Ltd", "。", "Volna Optics Limtied"])
def test_a_name_with_no_word_and_one_with_a_mistyped_form(name: str) -> None:
    assert_same(laid([name], ROSTER, "loops"), laid([name], ROSTER, "columns"))
