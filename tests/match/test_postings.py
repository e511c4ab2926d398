"""Postings: what leads to a name whose every word many other names have."""

from __future__ import annotations

from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sekisho.match.compare import CORPUS
from sekisho.match.matcher import Matcher
from sekisho.match.postings import BUDGET, LITTLE, ORDINARY, UNIT, hashed, ordinary
from sekisho.match.query import Query
from sekisho.match.roster import Bearer

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = ("vermilion", "cormorant", "tamarisk", "halberd", "quillon", "bergamot", "palisade", "obsidian")
LETTERS = "bcdfghjklmnpqrstvwz"


def crowd() -> Iterator[Bearer]:
    """Short names, so many that those of each word are listed in part only; and longer ones of these."""
    for word in WORDS:
        for one in range(int(BUDGET[0]) + 50):
            letters = "".join(LETTERS[(one * step + step) % len(LETTERS)] for step in (1, 7, 11))
            yield Bearer(f"{word} {one}", "Company", (f"{letters}{one} {word}",))
    for words in combinations(WORDS, 4):
        yield Bearer(" ".join(words), "Company", (" ".join(words),))


@pytest.fixture(scope="module")
def matcher() -> Iterator[Matcher]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("sekisho.match.roster"), "PAIRED", 1)
        yield Matcher.build(crowd(), CORPUS)


def test_two_words_side_by_side_lead_to_a_name_of_common_words(matcher: Matcher) -> None:
    assert matcher.roster.postings.bits
    missed = []
    for words in combinations(WORDS, 4):
        for at in range(4):
            mistyped = " ".join(word[1:] if place == at else word for place, word in enumerate(words))
            (found,) = matcher.match([Query(mistyped, "Company")], most=10)
            missed += [mistyped] * (" ".join(words) not in {each.bearer for each in found})
    assert not missed


def test_a_list_whose_words_are_all_listed_whole_has_no_such_keys() -> None:
    few = Matcher.build([Bearer("one", "Company", ("Vermilion Cormorant",))], CORPUS)
    assert few.roster.postings.bits == 0
    assert few.match([Query("Vermilon Cormorant")])[0][0].bearer == "one"


def many_spellings() -> Iterator[Bearer]:
    """One who has a name in more spellings than are wanted, and others who have it in one."""
    forms = ("Ltd", "Limited", "Co", "Inc", "Corp", "GmbH", "LLC", "PLC", "BV", "SA", "AG", "Oy")
    names = tuple(f"{word} Trading {form}" for form in forms for word in ("Quimby Zephyr", "Zephyr Quimby"))
    yield Bearer("crowd", "Company", names)
    yield from (Bearer(f"other {at}", "Company", ("Quimby Zephyr Trading Ltd",)) for at in range(4))


def test_who_has_a_name_in_many_spellings_crowds_out_nobody() -> None:
    crowded = Matcher.build(many_spellings(), CORPUS)
    (found,) = crowded.match([Query("Quimby Zephyr Trading Ltd")], most=10)
    assert {each.bearer for each in found} == {each.id for each in many_spellings()}


def test_the_order_of_two_words_does_not_matter() -> None:
    left, right = np.arange(1000, dtype=np.uint32), np.arange(1000, 0, -1, dtype=np.uint32)
    keys = hashed(left, right, 9)
    assert (keys == hashed(right, left, 9)).all()
    assert keys.min() >= 0
    assert keys.max() < 1 << 9
    assert len(np.unique(keys)) > 200


def test_what_more_firms_share_says_less() -> None:
    nobody, few, *more, all_of_them = ordinary(np.array([0, 4, 8, 256, 100_000]), 4).tolist()
    assert (nobody, few) == (UNIT, round(ORDINARY * UNIT))
    assert few > more[0] > more[1] > all_of_them == round(LITTLE * UNIT)
