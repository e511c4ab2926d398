"""The normal form of names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.names.normal import initial, normalise, tidy, words_of

# Texts in which the characters that matter stand close together.
DENSE = st.text(
    alphabet="aAéÉøŁiıİß.&-'\"’「」・·（株） 5５٥_"
    "ㅎ각ㄱㅏ각がか\u3099华為ーｰｶﾞ\u0301\u0640کيىآ\u200c\u200d\ufe0f\U000e0100"
)


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("Huawei Technologies Co., Ltd.", "huawei technologies co ltd"),
        ("  HUAWEI\tTECHNOLOGIES\u3000CO.,LTD ", "huawei technologies co ltd"),
        ("ＨＵＡＷＥＩ", "huawei"),
        ("AT&T", "at and t"),
        ("Ｒ＆Ｄ", "r and d"),
        ("S.A.", "sa"),
        ("Telefonaktiebolaget L.M. Ericsson", "telefonaktiebolaget lm ericsson"),
        ("J. R. Smith", "j r smith"),
        ("amazon.com", "amazon com"),
        ("А.О. Связь", "ао связь"),
        ("Xi'an", "xian"),
        ("Xi’an", "xian"),
        ("“Huawei”", "huawei"),
        ("Huawei-3Com", "huawei 3com"),
        ("Kuehne–Nagel", "kuehne nagel"),
        ("BONYAD-E TA'AVON-E SEPAH", "bonyad taavon sepah"),
        ("Sherkat-ye Náft", "sherkat naft"),
        ("Lashkar-i-Jhangvi", "lashkar jhangvi"),
        ("A-E Volna", "a e volna"),
        ("Volna-E", "volna e"),
        ("Netaş Telekomünikasyon", "netas telekomunikasyon"),
        ("Møller Łódź Ærø", "moller lodz aero"),
        ("İŞ Straße", "is strasse"),
        ("Хуавэй", "хуавэи"),
        ("Ελλάς", "ελλασ"),
        ("「華為」ルーター", "華為ルーター"),
        ("《华为》", "华为"),
        ("ﾌｧｰｳｪｲ･ｼﾞｬﾊﾟﾝ", "ファーウェイ ジャパン"),
        ("ガ", "ガ"),
        ("か\u3099", "が"),
        ("日立㈱", "日立 株"),
        ("화웨이㈜", "화웨이 주"),
        ("هـواوي", "هواوي"),
        ("هُواوِي", "هواوي"),
        ("هوآوی", "هواوي"),
        ("شرکت", "شركت"),
        ("زد\u200cتی", "زدتي"),
        ("٢٠١١", "2011"),
        ("葛\U000e0100城", "葛城"),
        ("…!?", ""),
        ("", ""),
    ],
)
def test_normal_form(name: str, normal: str) -> None:
    assert normalise(name) == normal


@given(st.text() | DENSE)
def test_normalising_twice_is_normalising_once(name: str) -> None:
    once = normalise(name)
    assert normalise(once) == once


def test_every_character_is_stable_wherever_it_stands() -> None:
    # Without the large uniform blocks of ideographs and syllables, and the halves of surrogate pairs.
    for code in (*range(0x3400), *range(0xA000, 0xAC10), *range(0xE000, 0x20000), *range(0x2F800, 0x2FA20)):
        once = normalise(f"a{chr(code)}가'{chr(code)}")
        assert normalise(once) == once, hex(code)


@given(st.text() | DENSE)
def test_case_and_composition_say_nothing(name: str) -> None:
    # Some letters have no way back from upper case (ı, ſ, ŉ): the fold of the upper case is compared instead.
    assert normalise(name.casefold()) == normalise(name)
    assert normalise(unicodedata.normalize("NFD", name)) == normalise(name)
    assert normalise(unicodedata.normalize("NFKC", name)) == normalise(name)


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_width_says_nothing(name: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in name)
    assert normalise(wide) == normalise(name)
    assert normalise(name.upper()) == normalise(name.lower()) == normalise(name)


@given(st.text() | DENSE)
def test_words_are_parted_by_single_spaces(name: str) -> None:
    normal = normalise(name)
    assert normal == " ".join(normal.split())
    assert unicodedata.is_normalized("NFC", normal)


@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_the_fast_path_is_the_same_path(name: str) -> None:
    # A letter that is not ASCII, set apart by a space, sends the name down the other path.
    assert normalise(f"{name} 华") == f"{normalise(name)} 华".strip()


@given(st.lists(st.text(alphabet="aB.&-'\"(\n\t 5", max_size=12)))
def test_the_words_of_many_names_are_those_of_each(names: list[str]) -> None:
    assert words_of(names) == [tidy(name).split() for name in names]


@given(
    st.text(alphabet="aAbB.&-'(\n 5", max_size=6) | DENSE, st.text(alphabet="aAbB.&-'( 5", max_size=6) | DENSE
)
def test_names_of_other_initials_are_other_names(one: str, other: str) -> None:
    assert not initial(one) or normalise(one).startswith(initial(one))
    if initial(one) and initial(other) and initial(one) != initial(other):
        assert normalise(one) != normalise(other)


@pytest.mark.parametrize(
    ("name", "first"),
    [("Alpha Works", "a"), ("5G", "5"), ("(Alpha)", ""), ("华为", ""), ("Açme", ""), ("", "")],
)
def test_an_initial_is_told_where_it_is_plain(name: str, first: str) -> None:
    assert initial(name) == first
