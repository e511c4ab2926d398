"""What is measured of two names, told by examples a reader can check by eye."""

from __future__ import annotations

from functools import cache

import pytest

from sekisho.match.compare import compare


@cache
def measured(left: str, right: str, schema: str) -> dict[str, float]:
    return dict(compare(left, right, schema).features)


@pytest.mark.parametrize(
    ("left", "right", "schema", "feature", "value"),
    [
        ("Oleg Larin", "Oleg Valentinovich Larin", "Person", "ends_met", 1),
        ("Oleg Larin", "Oleg Valentinovich Larin", "Person", "asked_same", 1),
        ("Oleg Larin", "Oleg Kozlov", "Person", "last_differs", 1),
        ("Oleg Larin", "Boris Larin", "Person", "first_differs", 1),
        ("Oleg Larin", "Larin Oleg", "Person", "equal", 1),
        ("Oleg Petrovich Larin", "Oleg Ivanovich Larin", "Person", "father_differs", 1),
        ("Oleg Petrovich Larin", "Boris Petrovich Larin", "Person", "kin", 1),
        ("Olga Petrovna Larina", "Olga Petrovna Kozlova", "Person", "kin", 1),
        ("Volna Trading", "Volna Trading LLC", "Company", "both_covered", 1),
        ("Volna Trading", "Volna Shipping", "Company", "trade_differs", 1),
        ("Volna Tomsk", "Volna Omsk", "Company", "place_differs", 1),
        ("Plant 7 Volna", "Plant 9 Volna", "Company", "numbers_clash", 1),
        ("Plant 7 Volna", "Plant Volna", "Company", "number_differs", 1),
        ("General Trading Company", "Volna Trading", "Company", "no_name", 1),
        ("Volna", "Volna Trading", "Company", "one_word", 1),
        ("Qingdao Industrial Co", "QINGDAO IND CO", "Company", "equal", 1),
        ("Volna Trading", "Вольна Трейдинг", "Company", "read", 1),
        ("Sarmad", "سرمد", "Company", "consonants_alike", 1),
        ("Oleg Larin", "Larin Oleg", "Person", "asked_same_or_in_order", 1),
        ("Oleg Larin", "Boris Larin", "Person", "first_differs_or_last_differs", 1),
        ("Вольна Аларм Кадис Терон Мавикс", "Volna Alarm Kadis Teron Maviks", "Company", "many_covered", 1),
    ],
)
def test_a_feature_says_what_it_says(left: str, right: str, schema: str, feature: str, value: float) -> None:
    assert measured(left, right, schema).get(feature) == pytest.approx(value)


@pytest.mark.parametrize(
    ("left", "right", "schema", "feature"),
    [
        ("Oleg Larin", "Oleg Valentinovich Larin", "Person", "father_differs"),
        ("Oleg Larin", "Oleg Valentinovich Larin", "Person", "last_differs"),
        ("Oleg Petrovich Larin", "Oleg Petrovitch Larin", "Person", "kin"),
        ("Oleg Petrovich Larin", "Boris Ivanovich Larin", "Person", "kin"),
        ("Oleg Larin", "Boris Petrovich Larin", "Person", "kin"),
        ("Volna Trading", "Volna", "Company", "trade_differs"),
        ("Volna Trading", "Volna Shipping", "Company", "both_covered"),
        ("Plant 7 Volna", "Volna Plant VII", "Company", "number_differs"),
        ("Volna Trading", "Zarya Trading", "Company", "named_evidence"),
        ("Volna Trading", "Volna Trading", "Company", "consonants_alike"),
        ("Volna Trading", "Volna Trading", "Company", "read_and_evidence"),
    ],
)
def test_a_feature_is_nothing_where_it_fails(left: str, right: str, schema: str, feature: str) -> None:
    assert feature not in measured(left, right, schema)


def test_words_in_their_order_are_more_alike_than_turned() -> None:
    turned, straight = (
        measured("Larin Oleg", "Oleg Larin", "Person"),
        measured("Oleg Larin", "Oleg Larin", "Person"),
    )
    assert turned["alike"] == straight["alike"] == 1
    assert turned.get("in_order", 0) < straight["in_order"] == 1


def test_a_patronymic_is_not_nearly_the_name_of_the_father() -> None:
    assert measured("Aleksandr Kozlov", "Mikhail Aleksandrovich Kozlov", "Person")["first_differs"] == 1


@pytest.mark.parametrize(("left", "right"), [("ZTX", "ZTE"), ("Romik", "Ropik"), ("Romikov", "Ropikov")])
def test_a_slip_counts_for_less_the_longer_the_name(left: str, right: str) -> None:
    short = measured(left, right, "Company")["short_and_unlike"]
    assert short == pytest.approx((1 - len(left) / 10) ** 2)
