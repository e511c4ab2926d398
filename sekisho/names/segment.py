"""Words of Han, kana and Hangul, which no spaces part, found inside a run of such letters.

Known words are taken from the left, the longest first; what is left between them is read aloud. A known word
in kana or Hangul must begin or end where something else does, or it would be found inside of others; one of a
single letter must end the run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sekisho.names.latin import letters, readings, syllables
from sekisho.names.normal import fold
from sekisho.names.script import Script, script_of
from sekisho.names.words import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.names.words import Table, Tokens

SHORT: Final = 3
"""Kana of a known word that must both begin and end where something else does: タイ stands in タイムズ."""

_KANA: Final = frozenset({Script.KATAKANA, Script.HIRAGANA})
_UNITS: Final = frozenset("市省县区府州镇郡")
_LINKS: Final = frozenset("与和及暨の")
"""Letters that join two known words and are neither: 防卫与空间."""
_AND: Final = (Token("and", Kind.NOISE),)

# The family names of nine in ten Chinese and Koreans, as they begin a name of two to four letters.
_FAMILIES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁"
    "沈任姚卢傅钟姜崔谭廖范汪陆金戴贾韦夏邱侯邹熊孟秦白阎薛尹段雷黎史陶贺顾毛郝龚邵钱严武莫孔汤常温康施牛樊葛"
)
_KOREAN: Final = letters(
    "김kim 이lee 리ri 박pak 최choe 정jong 강kang 조jo 윤yun 장jang 임im 림rim 한han 오o 서so 신sin 권kwon "
    "황hwang 안an 송song 류ryu 유yu 전jon 홍hong 고ko 문mun 양yang 손son 배pae 백paek 허ho 노ro 남nam 심sim "
    "주ju 하ha 곽kwak 성song 차cha 량ryang"
)


def parts(run: str, table: Table) -> Iterator[tuple[str, Tokens | None]]:
    """The parts of a run of Han, kana and Hangul: each with its tokens, or None where it is not known."""
    folded = run.translate(_LIKE)
    kinds = [script_of(char) for char in run]
    start = at = 0
    edge = 0  # where the last known word ended
    place = False
    while at < len(run):
        if place and at == edge and run[at] in _UNITS:
            at += 1
            start = edge = at
            continue
        sizes = table.lengths.get(folded[at])
        size = _longest(folded, kinds, at, edge, table) if sizes else 0
        if not size:
            at += 1
            continue
        if start < at:
            yield run[start:at], _AND if start and run[start:at] in _LINKS else None
        tokens = table.glued[folded[at : at + size]]
        place = tokens[-1].kind is Kind.PLACE
        yield run[at : at + size], tokens
        start = edge = at = _drawn_out(folded, at + size)
    if start < len(run):
        yield run[start:], None


def _longest(run: str, kinds: list[Script | None], at: int, edge: int, table: Table) -> int:
    """Letters of the longest known word at a place; 0 if there is none."""
    begins = at == edge or _parts(kinds, at)
    for size in table.lengths[run[at]]:
        if at + size > len(run) or run[at : at + size] not in table.glued:
            continue
        end = _drawn_out(run, at + size)
        ends = end == len(run) or _parts(kinds, end)
        if size == 1:
            allowed = end == len(run) and at > 0
        elif kinds[at] is Script.HAN:
            allowed = True
        elif kinds[at] in _KANA and size <= SHORT:
            allowed = begins and ends
        else:
            allowed = begins or ends
        if allowed:
            return size
    return 0


def _drawn_out(run: str, at: int) -> int:
    """The place after the long vowel marks at a place: words are known without those at their end."""
    while at < len(run) and run[at] == "ー":
        at += 1
    return at


def _parts(kinds: list[Script | None], at: int) -> bool:
    """Whether the script changes before a place; the long vowel mark belongs to what it follows."""
    before = kinds[at - 1] or (kinds[at - 2] if at > 1 else None)
    return kinds[at] is not None and kinds[at] is not before


def read(part: str, table: Table, *, alone: bool) -> tuple[tuple[str, ...], ...]:
    """The ways to read a part that is not known, each as words; the best first.

    Args:
        part: of letters of one script or several.
        table: of the known words.
        alone: whether the name has nothing else, as those of persons do.
    """
    found: list[tuple[str, ...]] = [()]
    for run in _runs(part):
        ways = _ways(run, table, alone=alone and run == part)
        found = [(*found[min(at, len(found) - 1)], *way) for at, way in enumerate(ways)] + [
            (*each, *ways[-1]) for each in found[len(ways) :]
        ]
    return tuple(dict.fromkeys(each for each in found if each))


def _runs(part: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(part)):
        script, before = script_of(part[at]), script_of(part[at - 1])
        if script is not None and script is not before and before is not None:
            yield part[start:at]
            start = at
    yield part[start:]


def _ways(run: str, table: Table, *, alone: bool) -> list[tuple[str, ...]]:
    first = script_of(run[0])
    if first is Script.HAN:
        return _han(run, table, alone=alone)
    if first is Script.HANGUL and alone and 2 <= len(run) <= 4 and run[0] in _KOREAN:  # noqa: PLR2004  # names of persons have two to four syllables
        family, given = _KOREAN[run[0]], run[1:]
        apart = [(family, *each) for each in zip(*map(readings, given), strict=False)]
        return [*apart, *((family, each) for each in readings(given)), *((each,) for each in readings(run))]
    return [(each,) for each in readings(run)] or [(run,)]


def _han(run: str, table: Table, *, alone: bool) -> list[tuple[str, ...]]:
    """By syllables: up to three as one word, more in twos; then all as one word, and each by itself.

    What sounds like a known name that is written otherwise (骅威, 华为) is not read: it is surely another.
    """
    spoken = syllables(run)
    whole = "".join(spoken)
    if whole in table.taken:
        return [(run,)]
    if len(run) <= 3:  # noqa: PLR2004  # see above
        ways = [(whole,), spoken]
    else:
        ways = [tuple("".join(spoken[at : at + 2]) for at in range(0, len(run), 2)), (whole,), spoken]
    if alone and 2 <= len(run) <= 4 and run[0] in _FAMILIES:  # noqa: PLR2004  # as for Korean names
        ways.insert(0, (spoken[0], "".join(spoken[1:])))
    return [tuple(filter(None, way)) or (run,) for way in ways]


_LIKE: Final = str.maketrans({char: fold(char) for char in "ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎ"})
