"""Names that are the first letters of others."""

from __future__ import annotations

import numpy as np
import pytest

from sekisho.match.compare import CORPUS, compare, tools
from sekisho.match.initials import Initials, mark, same
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Bearer

SHIPPING = "Islamic Republic of Iran Shipping Lines"
MATCHER = Matcher.build(
    [
        Bearer("irisl", "Company", (SHIPPING,)),
        Bearer("dml", "Company", ("DML",)),
        Bearer("person", "Person", ("Ivan Rudolf Ilya Sergei Lvov",)),
        *(Bearer(f"other {at}", "Company", (f"Volna {at} Optics",)) for at in range(20)),
    ],
    CORPUS,
)


def marked(name: str) -> int:
    return mark(tools()[0].analyser.analyse(name))


@pytest.mark.parametrize(
    ("long", "short"),
    [
        (SHIPPING, "IRISL"),
        (SHIPPING, "I.R.I.S.L."),
        ("Digital Media Lab Ltd", "DML"),
        ("Petrochemical Industries Development Management Company", "PIDMCO"),
        ("Technology and Development Group Ltd", "T.D.G."),
        ("Burovaya Neft Evraziya", "БНЕ"),
    ],
)
def test_initials_and_what_they_stand_for_have_one_mark_but_for_its_last_bit(long: str, short: str) -> None:
    assert marked(long) == marked(short) | 1
    assert marked(long) != marked(short) != 0


@pytest.mark.parametrize(
    "name", ["", "Volna Optics", "Volnaoptics International Trading"[:11], "华为技术", "A1", "3M"]
)
def test_most_names_are_no_initials(name: str) -> None:
    assert marked(name) == 0


def test_two_long_names_or_two_short_ones_are_not_each_others() -> None:
    marks = np.array([7, 7, 6, 0], np.uint32)
    assert same(marks, np.array([7, 6, 6, 1], np.uint32)).tolist() == [False, True, False, False]


def test_they_are_found_both_ways_and_for_no_person() -> None:
    asked = [Query("IRISL", "Company"), Query("Digital Media Lab", "Company"), Query("IRISL", "Person")]
    first, second, third = MATCHER.match(asked, most=3)
    assert first[0].bearer == "irisl"
    assert first[0].features["initials_same"] == 1
    assert [each.bearer for each in second] == ["dml"]
    assert third == ()


def test_three_letters_say_nothing_and_four_do() -> None:
    assert "initials_same" not in compare("Digital Media Lab", "DML").features
    four = compare("Syrian Islamic Investment Bank", "SIIB").features
    assert four["initials_same"] == 1
    assert "short_and_unlike" not in four


def test_co_may_follow_four_letters_and_not_three() -> None:
    assert marked("Novaya Alaya Sila") != marked("NASCO") | 1
    assert marked("Nordic Atlas Silver Line") == marked("NASLCO") | 1


def test_a_mark_that_nobody_has_meets_nobody() -> None:
    own = Initials.of(np.array([5, 0, 8], np.uint32))
    assert own.pairs(np.array([9, 4, 0, 6], np.uint32)).tolist() == [0 << 32 | 2, 1 << 32 | 0]
    assert own.met(np.array([9, 0, 6], np.uint32)).tolist() == [True, False, False]
    assert not Initials.of(np.zeros(3, np.uint32)).met(np.array([1], np.uint32)).any()
