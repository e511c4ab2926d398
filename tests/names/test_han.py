"""Forms of Han characters."""

from __future__ import annotations

import re
from itertools import pairwise

from sekisho.names.han import FOLDED
from sekisho.names.normal import fold
from sekisho.names.script import Script, scripts


def test_what_others_are_folded_to_is_not_folded_itself() -> None:
    assert not {ord(char) for char in FOLDED.values()} & FOLDED.keys()


def test_only_han_is_folded_each_to_one_character() -> None:
    assert scripts("".join(map(chr, FOLDED)) + "".join(FOLDED.values())) == {Script.HAN}
    assert all(len(char) == 1 for char in FOLDED.values())


def test_the_three_ways_of_writing_come_to_one() -> None:
    triples = (
        "廣広广 澤沢泽 氣気气 發発发 電電电 圖図图 驛駅驿 鐵鉄铁 濱浜滨 邊辺边 寶宝宝 國国国 學学学 會会会"
    )
    for triple in triples.split():
        assert len({fold(char) for char in triple}) == 1, triple


def test_names_that_differ_in_a_character_stay_apart() -> None:
    for one, other in pairwise(re.findall(r"\w+", "华为 骅威 大华 大花 中兴 中新 海康 海达")):
        assert fold(one) != fold(other)
