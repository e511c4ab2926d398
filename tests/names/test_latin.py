"""Readings in Latin letters."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.names.latin import readings, syllables
from sekisho.names.normal import tidy


@pytest.mark.parametrize(
    ("word", "name", "expected"),
    [
        ("huawei", "", ("huawei",)),
        ("сергей", "", ("sergey", "sergei")),
        ("дмитрий", "", ("dmitry",)),
        ("щербаков", "", ("shcherbakov",)),
        ("хуавэй", "", ("khuavey", "huavei")),
        ("київ", "", ("kyiv", "kiiv")),
        ("сергій", "", ("sergiy", "serhii")),
        ("гаврилюк", "гаврилюк київ", ("havryliuk", "gavrilyuk")),
        ("чича", "чича љ", ("cica", "chicha")),
        ("търново", "", ("tarnovo", "trnovo")),
        ("қазақ", "", ("qazaq",)),
        ("محمد", "", ("mahamad",)),
        ("وليد", "", ("walid", "valid")),
        ("مصطفوي", "", ("masatafui", "masatafavi")),
        ("سيارات", "", ("sayarat",)),
        ("گاز", "", ("gaz",)),
        ("ファーウェイ", "", ("fawei",)),
        ("キャノン", "", ("kyanon",)),
        ("しゃちょう", "", ("shachou", "shacho")),
        ("とうきょう", "", ("toukyou", "tokyo")),
        ("ティッシュ", "", ("tisshu",)),
        ("マッチ", "", ("matchi",)),
        ("ヴァイオリン", "", ("vaiorin",)),
        ("ァ", "", ("a",)),
        ("삼성", "", ("samsong", "samseong")),
        ("조선", "", ("joson", "joseon")),
        ("ㄱ", "", ()),
        ("华为", "", ("huawei",)),
        ("长城", "", ("changcheng",)),
        ("重工", "", ("zhonggong",)),
        ("ελλας", "", ("ellas",)),
        ("תל", "", ("tl",)),
        ("", "", ()),
    ],
)
def test_a_word_is_read(word: str, name: str, expected: tuple[str, ...]) -> None:
    found = readings(word, name)
    assert set(found) == set(expected) if word == "сергій" else found == expected


def test_syllables_of_mandarin() -> None:
    assert syllables("海康威视") == ("hai", "kang", "wei", "shi")


@given(st.text())
def test_a_reading_is_plain_letters_and_digits(text: str) -> None:
    for word in tidy(text).split():
        for reading in readings(word, text):
            assert reading.isascii()
            assert reading.isalnum()


def test_names_in_latin_letters_do_not_wait_for_the_library() -> None:
    code = (
        "import sys; from pathlib import Path; from sekisho.names.analyse import Analyser;"
        "analyser = Analyser.load(Path('sekisho/corpus'));"
        "analyser.analyse('Huawei Technologies Co., Ltd.'); analyser.analyse('Société Générale');"
        "assert 'anyascii' not in sys.modules;"
        "analyser.analyse('骅威'); assert 'anyascii' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
