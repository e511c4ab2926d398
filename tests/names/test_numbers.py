"""Numbers of registers and their check digits; the true ones are those of published lists and registers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.names.numbers import SCHEMES, fault, identifier

TRUE = [
    ("lei", "5493001KJTIIGC8Y1R12"),
    ("lei", "529900T8BM49AURSDO55"),
    ("uscc", "914403001922038216"),
    ("uscc", "91330000733796106P"),
    ("corporate-number", "1180301018771"),
    ("corporate-number", "7000012050002"),
    ("imo", "IMO 9074729"),
    ("mmsi", "477995123"),
    ("registration", "HRB 1234"),
    ("tax", "7707083893"),
    ("ticker", "0763.HK"),
]


@pytest.mark.parametrize(("scheme", "number"), TRUE)
def test_a_true_number_has_no_fault(scheme: str, number: str) -> None:
    assert fault(scheme, number) == ""


@pytest.mark.parametrize(
    ("scheme", "number"), [each for each in TRUE if each[0] in {"lei", "uscc", "corporate-number"}]
)
def test_every_single_slip_in_a_digit_is_seen(scheme: str, number: str) -> None:
    for at, char in enumerate(number):
        if char.isdigit():
            for other in set("0123456789") - {char}:
                # The weights of the corporate number repeat modulo 9: a 0 for a 9 is not seen.
                if scheme == "corporate-number" and at and {char, other} == {"0", "9"}:
                    continue
                assert fault(scheme, number[:at] + other + number[at + 1 :]), (at, other)


@pytest.mark.parametrize(
    ("scheme", "number", "words"),
    [
        ("lei", "5493001KJTIIGC8Y1R", "18 letters or digits and 2 digits"),
        ("uscc", "91440300I922038216", "other than I, O, S, V, Z"),
        ("corporate-number", "118030101877", "13 digits"),
        ("imo", "9074728", "check digit"),
        ("imo", "IMO", "no letter and no digit"),
        ("mmsi", "47799512", "9 digits"),
        ("registration", " - ", "no letter and no digit"),
    ],
)
def test_a_fault_is_told_in_words(scheme: str, number: str, words: str) -> None:
    assert words in fault(scheme, number)


def test_it_is_compared_by_letters_and_digits_with_its_scheme() -> None:
    assert identifier("LEI", "5493-001k jtii gc8y 1r12") == "lei:5493001KJTIIGC8Y1R12"
    assert identifier("imo", "IMO 9074729") == identifier("imo", "9074729")
    assert identifier("tax", "123") != identifier("registration", "123")


@given(st.sampled_from(SCHEMES), st.text(max_size=40))
def test_no_text_is_too_odd(scheme: str, number: str) -> None:
    assert isinstance(fault(scheme, number), str)
    assert identifier(scheme, number).startswith(f"{scheme}:")
