"""Words near other words: slips, sounds and kin, found through hashes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from sekisho.match.near import KEPT, Slips

WORDS = (
    "huawei",
    "technologies",
    "technology",
    "sergei",
    "sergey",
    "mohammed",
    "yusuf",
    "giuseppe",
    "hikvision",
    "abdelrazak",
    "zte",
    "sahrawi",
    "1234",
    "12345678",
    "nizhnekamskneftekhimtransport",
)
KIN = {"yusuf": 1, "giuseppe": 1}
SLIPS = Slips.of(WORDS, KIN)


def near(word: str, slips: Slips = SLIPS, words: tuple[str, ...] = WORDS) -> dict[str, float]:
    found = slips.near([word], words)
    row = zip(found.words[0].tolist(), found.likeness[0].tolist(), strict=True)
    return {words[place]: likeness for place, likeness in row if place >= 0}


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("hauwei", "huawei"),  # two letters changed places
        ("huawi", "huawei"),
        ("huaweii", "huawei"),
        ("hikvizion", "hikvision"),
        ("hikvisoin", "hikvision"),
        ("technolgoeis", "technologies"),  # two slips in a long word
        ("muhamad", "mohammed"),  # the same sounds
        ("yusuf", "giuseppe"),  # the same name in another language
        ("sahraoui", "sahrawi"),  # another consonant, and the same sound
        ("nizhnekamskneftekhimtranport", "nizhnekamskneftekhimtransport"),  # a slip beyond the letters hashed
    ],
)
def test_what_is_near(word: str, meant: str) -> None:
    assert 0 < near(word)[meant] < 1


@pytest.mark.parametrize(
    "word",
    [
        "ztx",  # a slip makes another short name
        "1235",  # a number with a slip is another number
        "12345679",
        "huwai",  # two slips in a short word
        "华为",
        "",
    ],
)
def test_what_is_not_near(word: str) -> None:
    assert near(word) == {}


def test_no_word_is_near_itself_and_the_nearest_comes_first() -> None:
    found = near("sergei")
    assert "sergei" not in found
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_more_words_are_as_if_they_had_been_there() -> None:
    grown = Slips.of(WORDS[:4], KIN).plus(WORDS[4:])
    for word in (*WORDS, "hauwei", "muhamad"):
        assert near(word, grown) == near(word)


def test_no_more_than_are_kept() -> None:
    crowd = tuple(f"kozlov{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    assert len(near("kozlov", Slips.of(crowd, {}), crowd)) == KEPT


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abk", min_size=1, max_size=10), min_size=1, max_size=12, unique=True))
def test_every_slip_is_found_and_a_batch_is_its_singles(words: list[str]) -> None:
    slips = Slips.of(words, {})
    together = slips.near(words, words)
    for at, word in enumerate(words):
        alone = slips.near([word], words)
        assert together.words[at].tolist() == alone.words[0].tolist()
        assert together.likeness[at].tolist() == alone.likeness[0].tolist()
        found = {words[place] for place in alone.words[0].tolist() if place >= 0}
        for other in words:
            shorter = min(len(word), len(other))
            slip = OSA.distance(word, other) <= 1 + (shorter >= 8)
            if shorter >= 4 and other != word and slip:
                assert other in found
