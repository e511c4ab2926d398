"""Pairs measured in a loop: the same as in columns, to the last bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.match import cache
from sekisho.match.asked import Asked
from sekisho.match.compare import CORPUS
from sekisho.match.features import NAMES
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Bearer
from sekisho.match.score import held_back
from sekisho.match.way import COLUMNS, Measured
from tests.match.test_pairs import PAIRS
from tests.match.test_sieve import MATCHER, SCHEMATA, name_of

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sekisho.match.loops.letters import written  # there is no such module without it
from sekisho.match.loops.measured import _measure, measured


def told_apart(queries: Sequence[Query], matcher: Matcher = MATCHER) -> list[str]:
    """What is not measured the same of names and all listed ones."""
    roster = matcher.roster
    asked = Asked.of(queries, roster)
    pairs = asked.every(roster)
    loops, columns = (each(asked, roster, matcher.model, *pairs) for each in (measured, COLUMNS.measured))
    assert not (loops.plain and held(columns, matcher)), "none is left as it is that should be held back"
    told = [*NAMES, *(name for name in Measured._fields if name not in ("features", "plain"))]
    ours, theirs = ([*each.features, *each[:4], *each[5:-1]] for each in (loops, columns))
    return [name for name, one, other in zip(told, ours, theirs, strict=True) if differ(one, other)]


def differ(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return one.dtype != other.dtype or not np.array_equal(one, other)


def held(pairs: Measured, matcher: Matcher) -> bool:
    scores = np.ones(len(pairs.told))
    held_back(pairs, matcher.roster.names.weak, scores, matcher.model.marks)
    return bool((scores < 1).any())


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_slips_initials_and_words_glued_together(chance: random.Random) -> None:
    queries = [Query(name_of(chance), chance.choice(SCHEMATA)) for _ in range(4)]
    assert not told_apart(queries)


@pytest.mark.parametrize("start", range(5))
def test_names_of_every_script(start: int) -> None:
    queries = [Query(name, pair.schema) for pair in PAIRS[start::5] for name in (pair.left, pair.right)]
    assert not told_apart(queries)


LONG = "Volna Aleksandrovich Trading of Maplewood and Sons International Marine Services 12 "
STRANGE = ("𒀀𒀂𒀄 Marine", "𒀂𒀀𒀄 Marine", "𒁀𒀭 Volna", "Marine")
"""Cuneiform, which is not read."""


def test_names_of_more_letters_than_a_word_has_bits_and_of_letters_nobody_reads() -> None:
    names = (LONG, LONG * 2, LONG[::-1], LONG.replace("12", "13"), *STRANGE)
    matcher = Matcher.build([Bearer(name, "Company", (name,)) for name in names[1:]], CORPUS)
    assert not matcher.roster.spellings.texts.whole.isascii()
    assert not told_apart([Query(name) for name in (*names, "𒀄𒀂𒀀 Marine", "𒈗𒈗 𒀂𒀀")], matcher)


def test_a_roster_of_more_letters_than_a_loop_knows_is_measured_in_columns() -> None:
    signs = [chr(code) for code in range(0x12000, 0x12100)]
    matcher = Matcher.build([Bearer(sign, "Company", (f"{sign} Marine",)) for sign in signs], CORPUS)
    assert written(matcher.roster) is None
    assert not told_apart([Query(f"{sign} Marine") for sign in signs[::20]], matcher)


def test_it_is_compiled_once_whatever_is_asked_of_whatever_roster(tmp_path: Path) -> None:
    cache.write(tmp_path / "names.roster", MATCHER.roster)
    read = cache.read(tmp_path / "names.roster", MATCHER.roster.lore)
    assert read is not None
    for roster in (MATCHER.roster, read):
        assert not told_apart(
            [Query("Volna Trading"), Query("Вольна 𒀄𒀂𒀀")], Matcher.of(roster, MATCHER.model)
        )
    assert len(_measure.signatures) == 1  # type: ignore[attr-defined]
