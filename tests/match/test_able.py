"""Pairs left out before they are aligned: none that reaches the score asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from sekisho.match import matcher
from sekisho.match.able import letters_of
from sekisho.match.asked import Asked
from sekisho.match.query import Query
from tests.match.test_pairs import PAIRS
from tests.match.test_sieve import MATCHER, SCHEMATA, name_of

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

REVIEW = MATCHER.model.marks.review
SPELT = st.text("abcdeinorstzé1", max_size=40)


def found(queries: Sequence[Query], least: float) -> list[list[tuple[str, str, float]]]:
    answers = MATCHER.match(queries, 20, least)
    return [[(each.bearer, each.name, each.score) for each in own] for own in answers]


def all_found(queries: Sequence[Query], least: float) -> list[list[tuple[str, str, float]]]:
    """The same, of all pairs that are looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matcher, "FEW", 10**9)
        return found(queries, least)


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.sampled_from([0.01, 0.3, REVIEW, 0.97]))
def test_whoever_reaches_a_score_is_found(chance: random.Random, least: float) -> None:
    queries = [Query(name_of(chance), chance.choice(SCHEMATA), chance.choice(("", "ca"))) for _ in range(20)]
    assert found(queries, least) == all_found(queries, least)


@pytest.mark.parametrize("least", [0.01, 0.3, REVIEW, 0.97])
def test_in_every_script_whoever_reaches_a_score_is_found(least: float) -> None:
    queries = [Query(pair.left, pair.schema) for pair in PAIRS]
    queries += [Query(pair.left, pair.schema, born="1961", ids=("lei:1",)) for pair in PAIRS[::5]]
    assert found(queries, least) == all_found(queries, least)


def test_most_pairs_of_strangers_are_left_out() -> None:
    queries = [
        Query(f"{name} Bakery of Maplewood Ltd") for name in ("Quimby", "Zzyx", "Fromage", "Riverbend")
    ]
    asked = Asked.of(queries, MATCHER.roster)
    rows, spellings = asked.every(MATCHER.roster)
    assert np.mean(MATCHER.able.chosen(queries, asked, rows, spellings, REVIEW)) < 0.3


@given(SPELT, SPELT)
def test_signs_differ_by_no_more_than_letters_do(one: str, other: str) -> None:
    left, right = letters_of([one, other]).tolist()
    assert (left ^ right).bit_count() <= Indel.distance(one, other)
    assert left == letters_of([one[::-1]]).item()
