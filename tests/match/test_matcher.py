"""The matcher asked: candidates, zones, identifiers, weak names, and names made to break it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.match.compare import compare
from sekisho.match.explain import explain
from sekisho.match.features import MEANINGS, NAMES
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Bearer
from sekisho.match.score import Zone

if TYPE_CHECKING:
    import random

CORPUS = Path(__file__).parents[2] / "sekisho" / "corpus"
BEARERS = (
    Bearer("huawei", "Company", ("Huawei Technologies Co., Ltd.", "华为技术有限公司"), country="cn"),
    Bearer("zte", "Company", ("ZTE Corporation", "中兴通讯股份有限公司"), country="cn"),
    Bearer(
        "dahua", "Company", ("Zhejiang Dahua Technology Co., Ltd.", "浙江大华技术股份有限公司"), ("Dahua",)
    ),
    Bearer("honor", "Company", ("Honor Device Co., Ltd.",)),
    Bearer("bank", "Company", ("Bank of Kunlun",), ids=("lei:5493001KJTIIGC8Y1R12",)),
    Bearer("person", "Person", ("Sergei Petrovich Ivanov", "Сергей Петрович ИВАНОВ"), born="1961-04-02"),
    Bearer("ship", "Vessel", ("Silver Lake",), ids=("imo:9074729",)),
    Bearer("hisilicon", "Company", ("海思半导体有限公司",)),
)
MATCHER = Matcher.build(BEARERS, CORPUS)


def best(name: str, schema: str = "") -> tuple[str, Zone]:
    found = MATCHER.match([Query(name, schema)])[0]
    return (found[0].bearer, found[0].zone) if found else ("", Zone.DIFFERENT)


@pytest.mark.parametrize(
    ("name", "bearer"),
    [
        ("HUAWEI TECHNOLOGIES CO LTD", "huawei"),
        ("Huawei Techologies", "huawei"),
        ("華為技術", "huawei"),
        ("НUAWEI Technologies", "huawei"),
        ("Hua\u200bwei Tech\u200bnologies", "huawei"),
        ("中興通訊股份有限公司", "zte"),
        ("Z.T.E. Corp", "zte"),
        ("Dahua Technology Zhejiang", "dahua"),
        ("Sergey P. Ivanov", "person"),
        ("Kunlun Bank", "bank"),
    ],
)
def test_who_is_found(name: str, bearer: str) -> None:
    found, zone = best(name)
    assert found == bearer
    assert zone is not Zone.DIFFERENT


@pytest.mark.parametrize(
    "name",
    [
        "骅威文化股份有限公司",
        "上海大华衡器厂",
        "大華会計事務所",
        "Szennyvíztechnológia Kft",
        "Phi Theta Kappa Honor Society",
        "Co., Ltd.",
        "",
        "???",
        "Corporation",
    ],
)
def test_who_is_not(name: str) -> None:
    assert best(name)[1] is Zone.DIFFERENT


def test_a_letter_more_or_less_in_han_is_never_sure() -> None:
    assert best("海思半导体") == ("hisilicon", Zone.SAME)
    assert best("海斯半导体") == ("hisilicon", Zone.REVIEW)


def test_kana_and_han_are_compared_by_what_they_say() -> None:
    assert best("ファーウェイ技術")[0] == "huawei"
    alone = Matcher.build([Bearer("subaru", "Company", ("斯巴鲁汽车",))], CORPUS)
    found = alone.match([Query("スバル自動車")])[0]
    assert [each.bearer for each in found if each.zone is not Zone.DIFFERENT] == ["subaru"]


def test_the_number_of_a_ship_decides() -> None:
    found = MATCHER.match([Query("Golden Star", "Vessel", ids=("imo:9074729",))])[0][0]
    assert (found.bearer, found.zone) == ("ship", Zone.SAME)


@pytest.mark.parametrize("name", ["M/V Silver Lake", "MV SILVER LAKE", "M.T. Silver Lake"])
def test_what_kind_of_ship_is_no_part_of_its_name(name: str) -> None:
    assert best(name, schema="Vessel") == ("ship", Zone.SAME)


@pytest.mark.parametrize(
    ("left", "right"), [("PowerGridSolutions", "Power Grid Solutions"), ("Gold Finch", "Goldfinch")]
)
def test_the_same_letters_are_the_same_words(left: str, right: str) -> None:
    assert compare(left, right).zone is not Zone.DIFFERENT


def test_a_word_that_many_firms_share_says_little() -> None:
    one, other = compare("Harbour Trading", "Harbour Shipping"), compare("Hytera Trading", "Hytera Shipping")
    assert one.score < other.score


def test_a_weak_name_is_never_sure() -> None:
    assert best("Dahua") == ("dahua", Zone.REVIEW)


def test_an_identifier_decides() -> None:
    (found, *_) = MATCHER.match([Query("Somebody Else", ids=("lei:5493001KJTIIGC8Y1R12",))])[0]
    assert (found.bearer, found.zone, found.by_id) == ("bank", Zone.SAME, True)
    assert explain(found, MATCHER.model) == ("the identifier asked for is the bearer's own",)


def test_another_identifier_of_the_kind_speaks_against() -> None:
    alone, told = (MATCHER.match([Query("Bank of Kunlun", ids=ids)])[0][0] for ids in ((), ("lei:OTHER",)))
    assert told.score < alone.score


def test_country_and_birth_qualify() -> None:
    name = "Sergei Ivanov"
    same, other = (MATCHER.match([Query(name, born=born)])[0][0].score for born in ("1961", "1990-01-01"))
    assert other < MATCHER.match([Query(name)])[0][0].score < same
    abroad = MATCHER.match([Query("Huawei Technologies", country="fr")])[0][0].score
    assert abroad < MATCHER.match([Query("Huawei Technologies", country="cn")])[0][0].score


def test_a_ship_is_no_company() -> None:
    assert best("Silver Lake", schema="Company")[1] is Zone.DIFFERENT
    assert best("Silver Lake", schema="Vessel")[0] == "ship"
    assert best("Silver Lake")[0] == "ship"


def test_reasons_add_up_and_are_words() -> None:
    (found, *_) = MATCHER.match([Query("Huawei Techologies")])[0]
    lines = explain(found, MATCHER.model)
    assert len(lines) > 2
    assert f"{found.score:.3f}" in lines[-1]


def test_every_feature_says_what_it_is() -> None:
    assert len(NAMES) == len(MEANINGS) == len(set(NAMES)) == len(set(MEANINGS))
    assert all(len(words) > 20 and not words.endswith(".") for words in MEANINGS)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(max_size=30) | st.sampled_from([n for each in BEARERS for n in each.names]), max_size=8)
)
def test_a_batch_is_its_singles(names: list[str]) -> None:
    queries = [Query(name) for name in names]
    singles = [MATCHER.match([query])[0] for query in queries]
    assert [told(each) for each in MATCHER.match(queries)] == [told(each) for each in singles]


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_pair_is_measured_to_the_last_bit_as_it_is_alone(chance: random.Random) -> None:
    words = [word for each in BEARERS for name in each.names for word in name.split()]
    names = [" ".join(map(mistyped, chance.sample(words, 3), [chance] * 3)) for _ in range(6)]
    queries = [Query(name, chance.choice(("", "Person", "Company"))) for name in (*names, "Quimby")]
    many = MATCHER.look(queries)
    for at, query in enumerate(queries):
        one, own = MATCHER.look([query]), many.queries == at
        for column in ("bearers", "names", "persons", "scores"):
            assert np.array_equal(getattr(one, column), getattr(many, column)[own]), column
        assert np.array_equal(one.features, many.features[:, own])


def mistyped(word: str, chance: random.Random) -> str:
    """A word, one in three times without one of its letters."""
    at = chance.randrange(3 * len(word))
    return word[:at] + word[at + 1 :]


def told(found: object) -> list[tuple[object, ...]]:
    return [tuple(each)[:6] for each in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name",
    [
        "a" * 1_000_000,
        "华" * 200_000,
        "huawei " * 100_000,
        "\ud800\udfff",
        "\u202eiewauH\u202c",
        "﷽" * 5000,
        "\x00",
    ],
)
def test_nothing_breaks_it(name: str) -> None:
    assert len(MATCHER.match([Query(name)])) == 1


def test_nobody_listed_is_nobody_found() -> None:
    assert Matcher.build((), CORPUS).match([Query("Huawei")]) == [()]
