"""Scripts of strings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.names.script import Script, script_of, scripts, unspaced


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Huawei", {Script.LATIN}),
        ("ＺＴＥ", {Script.LATIN}),
        ("Netaş", {Script.LATIN}),
        ("华为", {Script.HAN}),
        ("々〆〇", {Script.HAN}),
        ("ファーウェイ", {Script.KATAKANA}),
        ("ﾌｧｰｳｪｲ", {Script.KATAKANA}),
        ("らーめん", {Script.HIRAGANA}),
        ("화웨이", {Script.HANGUL}),
        ("Хуавэй", {Script.CYRILLIC}),
        ("Ελλάς", {Script.GREEK}),
        ("هواوي", {Script.ARABIC}),
        ("หัวเว่ย", {Script.OTHER}),
        ("ZTEジャパン株式会社", {Script.LATIN, Script.KATAKANA, Script.HAN}),
        ("2011 -- 5G!", {Script.LATIN}),
        ("123 (456) ー ·", set()),
        ("", set()),
    ],
)
def test_scripts_of_a_name(text: str, found: set[Script]) -> None:
    assert scripts(text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华为", True),
        ("ZTEジャパン", True),
        ("화웨이", True),
        ("Huawei", False),
        ("Хуавэй", False),
        ("هواوي", False),
        ("", False),
    ],
)
def test_spaces_say_nothing_in_han_kana_and_hangul(text: str, expected: bool) -> None:
    assert unspaced(text) is expected


@given(st.text())
def test_a_text_has_the_scripts_of_its_characters(text: str) -> None:
    assert scripts(text) == {script_of(char) for char in text} - {None}


@given(st.characters())
def test_what_is_unspaced_is_in_one_of_four_scripts(char: str) -> None:
    if script_of(char) is not None:
        four = {Script.HAN, Script.HIRAGANA, Script.KATAKANA, Script.HANGUL}
        assert unspaced(char) == (script_of(char) in four)
