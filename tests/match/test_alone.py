"""One name asked for by itself comes to the last bit to what it comes to among others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.match.compare import CORPUS
from sekisho.match.initials import Initials
from sekisho.match.laid import PATRONYMIC, Laid, weighed
from sekisho.match.matcher import Matcher
from sekisho.match.postings import piece, pieces
from sekisho.match.query import Query
from sekisho.match.roster import Bearer
from sekisho.match.spell import Spellings
from sekisho.match.texts import Texts
from sekisho.names.analyse import Kind
from tests.match.test_pairs import PAIRS

if TYPE_CHECKING:
    import random

MATCHER = Matcher.build(
    [
        Bearer(
            f"{at}", pair.schema, (pair.right, pair.right.upper()), (pair.left,) * (at % 9 == 0), country="cn"
        )
        for at, pair in enumerate(PAIRS)
    ],
    CORPUS,
)
NAMES = [name for pair in PAIRS for name in (pair.left, pair.right)]
SCHEMATA = ("", "Person", "Company", "Vessel")


def same(matcher: Matcher, queries: list[Query]) -> None:
    """Ask for each name alone and for all of them at once, and one more, so that there are several."""
    many = matcher.look([*queries, Query("Quimby Zephyr")])
    for at, query in enumerate(queries):
        one, own = matcher.look([query]), many.queries == at
        for column in ("bearers", "names", "persons", "scores"):
            assert np.array_equal(getattr(one, column), getattr(many, column)[own]), (query, column)
        assert np.array_equal(one.features, many.features[:, own]), query
        assert one.features.dtype == many.features.dtype


@pytest.mark.parametrize("schema", SCHEMATA)
def test_names_in_every_script(schema: str) -> None:
    same(MATCHER, [Query(name, schema) for name in NAMES])


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_names_mistyped_and_put_together(chance: random.Random) -> None:
    words = [word for name in chance.sample(NAMES, 12) for word in name.split()]
    names = [" ".join(mistyped(word, chance) for word in chance.choices(words, k=chance.randint(1, 7)))]
    names += [chance.choice(NAMES) + chance.choice((" Limtied", " 7", " K. L.", " Co", " Tradnig"))]
    born, country = chance.choice(("", "1961")), chance.choice(("", "cn", "fr"))
    same(MATCHER, [Query(name, chance.choice(SCHEMATA), country, born) for name in names])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20), st.sampled_from(SCHEMATA))
def test_whatever_is_written(name: str, schema: str) -> None:
    same(MATCHER, [Query(name, schema)])


@pytest.mark.parametrize(
    "name", ["", "???", "Co., Ltd.", "the", "\ud800\udfff x", "a" * 3000, "a b c d e f g h", "Gold\x00Finch"]
)
def test_names_that_are_hardly_names(name: str) -> None:
    same(MATCHER, [Query(name)])


def test_who_is_as_good_as_the_best_is_found_alone_too() -> None:
    crowd = [Bearer(f"{at}", "Company", ("Quimby Zephyr Trading",)) for at in range(40)]
    same(Matcher.build(crowd, CORPUS), [Query("Quimby Zephyr Trading"), Query("Quimby Zefyr")])


@given(st.text(min_size=2, max_size=3))
def test_a_piece_is_the_same_by_itself(run: str) -> None:
    _, keys = pieces([run[1:-1]], len(run)) if run[0] == run[-1] == " " else pieces([run], len(run))
    own = run if run[0] == run[-1] == " " else f" {run} "
    told = [piece(own[at : at + len(run)]) for at in range(len(own) - len(run) + 1)]
    assert told == keys.tolist()


@given(st.integers(0, 1024), st.sampled_from(Kind), st.booleans())
def test_a_word_weighs_the_same_by_itself(rare: int, kind: Kind, patronymic: bool) -> None:
    one, none = np.zeros(1, np.int32), np.zeros(1, np.uint32)
    kinds, text = np.array([kind], np.int8), Texts.of(["x"])
    spelt = Spellings(one, np.array([0, 1], np.int32), one, kinds, text, text, [], one, none)
    laid = Laid.of(spelt, np.array([rare], np.int32), np.array([patronymic]))
    assert weighed(rare, kind, patronymic=patronymic) == (laid.units.item(), laid.marks.item())
    assert bool(laid.marks.item() & PATRONYMIC) is patronymic


def test_initials_are_found_the_same_alone() -> None:
    marks = np.array([0, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 9, 12], np.uint32)
    initials = Initials.of(marks)
    for mark in (6, 7, 8, 9, 13, 100):
        together = initials.pairs(np.array([mark], np.uint32)) & 0xFFFFFFFF
        assert sorted(initials.of_one(mark)) == together.tolist()


def mistyped(word: str, chance: random.Random) -> str:
    """A word, one in three times without one of its letters."""
    at = chance.randrange(3 * len(word))
    return word[:at] + word[at + 1 :]
