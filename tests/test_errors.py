"""Remedies that errors tell: what was probably meant."""

from __future__ import annotations

import pytest

from sekisho.errors import meant, nearest


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("manufacturr", ("manufacturer", "supplier"), "manufacturer"),
        ("sha-256", ("SHA-1", "SHA-256"), "SHA-256"),
        ("covers-item", ("covers", "binds"), "covers"),
        ("zzz", ("manufacturer", "supplier"), ""),
        ("a" * 10_000, ("manufacturer",), ""),
        ("", (), ""),
    ],
)
def test_the_nearest_of_the_known_words(word: str, known: tuple[str, ...], found: str) -> None:
    assert nearest(word, known) == found


def test_how_like_it_must_be_may_be_said() -> None:
    assert nearest("item.colour", ("item.class",)) == "item.class"
    assert nearest("item.colour", ("item.class",), least=0.8) == ""


def test_where_nothing_is_near_the_known_words_are_told_and_the_rest_is_counted() -> None:
    assert meant("bindz", ("covers", "binds")) == "did you mean 'binds'?"
    assert meant("zzz", ("covers", "binds")) == "known are binds, covers"
    assert meant("zzz", [f"word{number:02}" for number in range(14)]).endswith("word11 and 2 more")
