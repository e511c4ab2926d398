"""The golden pairs: two names by themselves, in the ways in which names are written differently."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import NamedTuple

import pytest

from sekisho.match.compare import Comparison, compare
from sekisho.match.score import Zone
from tests.whole import ROOT

FILE = ROOT / "tests" / "golden" / "names" / "pairs.txt"


class Pair(NamedTuple):
    left: str
    right: str
    verdict: str
    schema: str
    ease: str
    category: str


def read() -> list[Pair]:
    pairs, category = [], ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ---"):
            category = line.strip("# -")
        elif line and not line.startswith("#"):
            left, right, verdict, schema, ease = line.split("\t")
            pairs.append(Pair(left, right, verdict, schema, ease, category))
    return pairs


PAIRS = read()


@cache
def compared() -> list[Comparison]:
    return [compare(pair.left, pair.right, pair.schema) for pair in PAIRS]


def alarms() -> list[bool]:
    return [each.zone is not Zone.DIFFERENT for each in compared()]


def test_the_file_is_whole() -> None:
    assert len(PAIRS) >= 400
    assert len(Counter(pair.category for pair in PAIRS)) >= 10
    assert {pair.verdict for pair in PAIRS} == {"same", "different"}
    assert {pair.ease for pair in PAIRS} == {"clear", "hard"}
    assert len({(pair.left, pair.right) for pair in PAIRS}) == len(PAIRS)


def test_no_clear_pair_is_misjudged() -> None:
    wrong = [
        f"{pair.left} | {pair.right}: {each.score}, should be {pair.verdict} ({pair.category})"
        for pair, each, alarm in zip(PAIRS, compared(), alarms(), strict=True)
        if pair.ease == "clear" and alarm != (pair.verdict == "same")
    ]
    assert not wrong


def test_most_pairs_are_judged_well() -> None:
    told = Counter(zip((pair.verdict for pair in PAIRS), alarms(), strict=True))
    right, false, missed = told["same", True], told["different", True], told["same", False]
    assert 2 * right / (2 * right + false + missed) >= 0.9


@pytest.mark.parametrize("category", sorted({pair.category for pair in PAIRS}))
def test_no_category_is_forgotten(category: str) -> None:
    own = [
        alarm == (pair.verdict == "same")
        for pair, alarm in zip(PAIRS, alarms(), strict=True)
        if pair.category == category
    ]
    assert sum(own) / len(own) >= 0.8


def test_the_order_of_two_names_hardly_matters() -> None:
    for pair, each in list(zip(PAIRS, compared(), strict=True))[::7]:
        turned = compare(pair.right, pair.left, pair.schema)
        assert abs(turned.score - each.score) < 0.45, (pair, each.score, turned.score)
