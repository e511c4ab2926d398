"""Names held back as nobody's: none that the matcher, asked without them, would take for anybody."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.match.ceiling import bounds
from sekisho.match.columns import PERSON
from sekisho.match.compare import CORPUS
from sekisho.match.features import NAMES
from sekisho.match.index import MANY, Index
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Bearer
from sekisho.match.sieve import Sieve
from sekisho.names.normal import normalise, words_of
from tests.match.test_pairs import PAIRS

if TYPE_CHECKING:
    from sekisho.store.base import Store

LISTED = (
    *(Bearer(f"{at}", pair.schema, (pair.right,)) for at, pair in enumerate(PAIRS[::3])),
    Bearer("initials", "Company", ("A B Marine Trading", "J. Silver Holdings")),
    Bearer("one word", "Company", ("Powergridsolutions", "Hikvision")),
    Bearer("weak", "Company", ("Honor Device",), ("Honor",)),
)
MATCHER = Matcher.build(LISTED, CORPUS)
WRITTEN = frozenset(
    word for each in LISTED for name in (*each.names, *each.weak) for word in normalise(name).split()
)
SIEVE = Sieve(MATCHER.roster, MATCHER.model, WRITTEN)
MARK = MATCHER.model.marks.review - 1e-4
SCHEMATA = ("", "Person", "Company")
COMMON = (
    "the",
    "of",
    "and",
    "co",
    "ltd",
    "inc",
    "sa",
    "group",
    "services",
    "systems",
    "limited",
    "corporation",
    "5",
    "12",
    "a",
    "b",
    "j",
)
NOBODY = ("quimby", "zzyx", "bakery", "fromage", "maplewood", "siemensag")
WORDS = sorted({*WRITTEN, *COMMON, *NOBODY})


def slip(word: str, chance: random.Random) -> str:
    """A word with a letter left out, doubled, changed or moved."""
    at = chance.randrange(len(word) + 1)
    other = chance.choice("aeinrst")
    return chance.choice(
        (word, word[:at] + word[at + 1 :], word[:at] + other + word[at:], word[:at] + other + word[at + 1 :])
    )


def name_of(chance: random.Random) -> str:
    """A name of words that are listed, common or nobody's, some mistyped, some glued together."""
    words = [chance.choice(WORDS) for _ in range(chance.randrange(1, 6))]
    words = [slip(word, chance) if chance.random() < 0.3 else word for word in words]
    return "".join(word + chance.choice((" ", " ", " ", " ", "-", "", ". ", " & ")) for word in words)


def best(query: Query) -> float:
    """The best score of a name against all names of the roster."""
    return float(MATCHER.look([query], everything=True).scores.max(initial=0))


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_who_is_held_back_has_no_pair_for_a_person_to_see(chance: random.Random) -> None:
    queries = [Query(name_of(chance), chance.choice(SCHEMATA), "ca") for _ in range(20)]
    for query, through in zip(queries, SIEVE.through(queries).tolist(), strict=True):
        assert through or best(query) < MARK, query


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_feature_is_beyond_its_bounds(chance: random.Random) -> None:
    names = [name_of(chance) for _ in range(20)]
    names = [
        each
        for each, held in zip(names, ~SIEVE.through([Query(name) for name in names]), strict=True)
        if held
    ]
    for name, (words,) in zip(names, map(words_of, ([each] for each in names)), strict=True):
        looked = MATCHER.look([Query(name)], everything=True)
        persons = MATCHER.roster.schemata[looked.bearers] == PERSON
        latin = MATCHER.roster.names.is_latin[looked.names]
        sides = (persons & latin, ~persons & latin, persons & ~latin, ~persons & ~latin)
        for side, known in SIEVE.known([words]).items():
            least, most = bounds(known)
            chosen = sides[side]
            for row, feature in enumerate(NAMES):
                seen = looked.features[row, chosen]
                assert not len(seen) or least[row] - 1e-5 <= seen.min(), (name, feature)
                assert not len(seen) or seen.max() <= most[row] + 1e-5, (name, feature)


def test_the_golden_names_find_whom_they_found() -> None:
    queries = [Query(pair.left, pair.schema) for pair in PAIRS]
    through = SIEVE.through(queries)
    for query, passed in zip(queries, through.tolist(), strict=True):
        assert passed or best(query) < MARK, query


def test_most_names_of_nobody_are_held_back() -> None:
    chance = random.Random(7)  # noqa: S311 — no secret
    letters = "bcdfghklmnprstv", "aeiou"
    made = ["".join(chance.choice(letters[at % 2]) for at in range(6)) for _ in range(200)]
    names = [" ".join(chance.sample(made, 2)) + " Bakery Ltd" for _ in range(200)]
    assert np.mean(SIEVE.through([Query(name) for name in names])) < 0.3


@pytest.mark.parametrize(
    "query",
    [
        Query("华为技术"),
        Query("Müller"),
        Query("Quimby Zzyx (QZ)"),
        Query("Quimby Zzyx", born="1961"),
        Query("Quimby Zzyx", ids=("lei:1",)),
        Query("Quimby Zzyx", "Vessel"),
        Query("q u i m by"),
        Query("quimby " * 30),
        Query("\n"),
        Query(""),
        Query("Ltd"),
        Query("of the"),
        Query("Power Grid Solutions"),
        Query("hik vision"),
    ],
)
def test_what_cannot_be_told_is_let_through(query: Query) -> None:
    assert SIEVE.through([query]).tolist() == [True]


def test_a_mistyped_legal_form_does_not_let_a_name_through() -> None:
    queries = [Query("Quimby Zzyx Limtied"), Query("Riverbend Copmany")]
    assert SIEVE.through(queries).tolist() == [False, False]
    assert max(map(best, queries)) < MARK


def test_a_name_is_told_of_as_it_is_alone() -> None:
    chance = random.Random(11)  # noqa: S311 — no secret
    queries = [Query(name_of(chance)) for _ in range(300)]
    fresh = Sieve(MATCHER.roster, MATCHER.model, WRITTEN)
    alone = [bool(fresh.through([query])[0]) for query in queries]
    assert SIEVE.through(queries).tolist() == alone


def test_many_names_are_found_as_each_is(store: Store) -> None:
    chance = random.Random(3)  # noqa: S311 — no secret
    names = [pair.left for pair in PAIRS] + [name_of(chance) for _ in range(200)]
    names += [name for each in store.entities.values() for name in each.names]
    queries = list(dict.fromkeys(Query(name, country="ca") for name in names))
    together, alone = Index(store), Index(store)
    together.prepare(queries)
    assert len(queries) > MANY
    for query in queries:
        assert together.find(query) == alone.find(query)
