"""A name taken apart."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.names.analyse import Analyser, Analysis, Kind
from sekisho.names.normal import LONGEST
from sekisho.names.script import Script

CORPUS = Path(__file__).resolve().parents[2] / "sekisho" / "corpus"
ANALYSER = Analyser.load(CORPUS)
FRESH = Analyser.load(CORPUS)
# Names whose parts matter, close together.
PARTS = (
    "Huawei 华为 華為 株式会社 (株) 有限公司 ООО شركة Co.,Ltd. ジャパン ー 々 НUA Хуавэй 삼성 ㈜ "
    "имени Z T E 5 II 第一 厂 市 \u200b \u0301 '"
)
MIXED = st.lists(st.sampled_from(PARTS.split()), max_size=8)
TEXTS = (
    st.text()
    | MIXED.map(" ".join)
    | MIXED.map("".join)
    | st.text(st.characters(categories=("Cs", "Lo", "Cf")))
)


def seen(analysis: Analysis) -> tuple[object, ...]:
    """Everything but how the name was written."""
    return analysis.full, analysis.core, analysis.tokens, analysis.forms, analysis.readings


@given(TEXTS)
def test_no_text_is_refused(text: str) -> None:
    found = ANALYSER.analyse(text)
    assert found.original == text
    assert bool(found.full) == bool(found.core)
    assert bool(found.tokens) <= bool(found.core)
    assert all(token.text for token in found.tokens)
    assert all(word for reading in found.readings for word in reading)
    assert tuple(token.text for token in found.tokens) not in found.readings
    assert isinstance(found.skeleton, str)


@given(st.lists(TEXTS, max_size=5))
def test_a_batch_is_its_singles(names: list[str]) -> None:
    assert ANALYSER.analyse_many(names) == [ANALYSER.analyse(name) for name in names]
    assert FRESH.analyse_many(names[::-1])[::-1] == ANALYSER.analyse_many(names)


@given(MIXED.map(" ".join))
def test_width_case_and_marks_do_not_change_what_is_seen(name: str) -> None:
    expected = seen(ANALYSER.analyse(name))
    wide = "".join(
        chr(ord(char) + 0xFEE0) if "!" <= char <= "~" and char not in ".'" else char for char in name
    )
    assert seen(ANALYSER.analyse(wide)) == expected
    assert seen(ANALYSER.analyse(f"\u202e {name}\u200f ")) == expected
    assert seen(ANALYSER.analyse(unicodedata.normalize("NFD", name))) == expected
    assert seen(ANALYSER.analyse(name.swapcase().lower())) == seen(ANALYSER.analyse(name.lower())) == expected


@given(MIXED.map("".join))
def test_traditional_and_simplified_are_one(name: str) -> None:
    assert seen(ANALYSER.analyse(name.replace("华", "華").replace("为", "為"))) == seen(
        ANALYSER.analyse(name.replace("華", "华").replace("為", "为"))
    )


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Huawei", Script.LATIN),
        ("Société", Script.LATIN),
        ("ZTE 中興通訊股份有限公司", Script.HAN),
        ("ファーウェイ日本", Script.KATAKANA),
        ("Хуавэй", Script.CYRILLIC),
        ("هواوي", Script.ARABIC),
        ("삼성", Script.HANGUL),
        ("…", Script.LATIN),
    ],
)
def test_the_script_is_that_of_most_letters(name: str, script: Script) -> None:
    assert ANALYSER.analyse(name).script is script


@pytest.mark.parametrize(
    "name",
    [
        "x" * 1_000_000,
        "ab " * 333_333,
        "华为" * 500_000,
        "\u200b" * 1_000_000 + "Huawei",
        "e\u0301" * 500_000,
        ". " * 500_000 + "Huawei",
        "カー" * 500_000,
        "々" * 1_000_000,
        "و" * 1_000_000,
        "有限公司" * 250_000,
        "co ltd " * 150_000,
        "J." * 500_000,
    ],
    ids=lambda name: name[:4],
)
def test_a_name_of_a_million_letters_is_read_as_far_as_names_go(name: str) -> None:
    found = ANALYSER.analyse(name)
    assert len(found.full) <= LONGEST
    assert found.full != "" or name[0] == "J"


@pytest.mark.parametrize("name", ["\u200b" * 2000 + "Huawei", ". " * 2000 + "Huawei", "H\u0336" * 1200])
def test_filling_does_not_hide_what_stands_behind(name: str) -> None:
    assert ANALYSER.analyse(name).full.startswith("h")


def test_lone_surrogates_are_passed_over() -> None:
    assert ANALYSER.analyse("\ud800Huawei\udfff").full == "huawei"


def test_a_name_that_is_only_a_legal_form_keeps_it_as_its_words() -> None:
    for name in ("Co., Ltd.", "有限公司", "株式会社", "ООО"):
        found = ANALYSER.analyse(name)
        assert found.core == found.full
        assert {token.kind for token in found.tokens} == {Kind.FORM}


def test_the_skeleton_is_of_names_only() -> None:
    assert ANALYSER.analyse("Huawei Technologies").skeleton == ANALYSER.analyse("Хуавэй").skeleton
    assert ANALYSER.analyse("Technologies").skeleton == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("huawei trading", True),
        ("hong kong trading", False),  # a phrase
        ("z t e", False),  # single letters that are one word
        ("siemensag", False),  # a legal form glued to the only word
        ("siemensag trading", True),
    ],
)
def test_which_names_are_what_their_words_are(name: str, *, told: bool) -> None:
    words = name.split()
    assert ANALYSER.one_by_one(words) is told
    alone = tuple(token for word in words for token in ANALYSER.word(word).tokens)
    assert (ANALYSER.analyse(name).tokens == alone) is (told or name == "siemensag")
