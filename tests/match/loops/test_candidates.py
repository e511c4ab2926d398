"""Candidates found in a loop: the same as in columns, in the same order."""

from __future__ import annotations

from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.match import cache
from sekisho.match.asked import Asked
from sekisho.match.compare import CORPUS
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Bearer
from tests.match.test_initials import MATCHER as SHORT
from tests.match.test_pairs import PAIRS
from tests.match.test_postings import WORDS, crowd, many_spellings
from tests.match.test_sieve import MATCHER, SCHEMATA, name_of

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sekisho.match.roster import Roster

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sekisho.match.loops.candidates import _candidates, candidates  # no such module without it


def found(queries: Sequence[Query], roster: Roster) -> int:
    """How many candidates are found of names, asked together and one by one, the same in either way."""
    for each in (queries, *((query,) for query in queries)):
        asked = Asked.of(each, roster)
        ours, theirs = candidates(asked, roster), asked.candidates(roster)
        for one, other in zip(ours, theirs, strict=True):
            assert one.dtype == other.dtype
            assert one.tolist() == other.tolist()
    return len(candidates(Asked.of(queries, roster), roster)[0])


@pytest.fixture(scope="module")
def crowded() -> Iterator[Matcher]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("sekisho.match.roster"), "PAIRED", 1)
        yield Matcher.build(crowd(), CORPUS)


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_slips_and_words_glued_together(chance: random.Random) -> None:
    found([Query(name_of(chance), chance.choice(SCHEMATA)) for _ in range(4)], MATCHER.roster)


def test_names_of_every_script() -> None:
    queries = [Query(name, pair.schema) for pair in PAIRS for name in (pair.left, pair.right)]
    assert found(queries, MATCHER.roster) > len(PAIRS)


def test_words_side_by_side_of_which_many_names_have_one(crowded: Matcher) -> None:
    assert crowded.roster.postings.bits
    names = [" ".join(words) for words in combinations(WORDS, 3)]
    assert found([Query(name.replace("m", "n"), "Company") for name in names], crowded.roster) > len(names)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=16), st.data())
def test_long_names_of_words_that_many_have(crowded: Matcher, words: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.lists(st.integers(0, 2), min_size=len(words), max_size=len(words)))
    found([Query(" ".join(word[at:] for word, at in zip(words, cut, strict=True)))], crowded.roster)


def test_as_many_bearers_of_names_as_good_as_the_best() -> None:
    roster = Matcher.build(many_spellings(), CORPUS).roster
    assert found([Query("Quimby Zephyr Trading Ltd"), Query("Zephyr Quimby Trading")], roster) > 24


def test_initials_and_what_they_stand_for() -> None:
    names = ("IRISL", "Digital Media Lab", "DML", "I.R.I.S.L.")
    for schema in SCHEMATA:
        found([Query(name, schema) for name in names], SHORT.roster)
    assert found([Query("Digital Media Lab", "Company")], SHORT.roster)


@pytest.mark.parametrize("name", ["", "Ltd", "x", "𒀀𒀂", "\ud800 Volna", "of the"])
def test_names_of_no_words_or_letters(name: str) -> None:
    found([Query("Volna"), Query(name), Query("Marine")], MATCHER.roster)
    assert found([], MATCHER.roster) == 0


def test_nobody_is_listed() -> None:
    assert found([Query("Volna Optics")], Matcher.build([], CORPUS).roster) == 0


def test_a_roster_from_a_file_is_read_by_the_same_loop(tmp_path: Path) -> None:
    roster = Matcher.build([Bearer("volna", "Company", ("Volna Optics",))], CORPUS).roster
    cache.write(tmp_path / "one.roster", roster)
    kept = cache.read(tmp_path / "one.roster", roster.lore)
    assert kept is not None
    for each in (roster, kept):
        asked = Asked.of([Query("Volna Optik"), Query("华为")], each)
        assert np.array_equal(candidates(asked, each), asked.candidates(each))
    assert len(_candidates.signatures) == 1  # type: ignore[attr-defined]
