"""Words of other scripts read in Latin letters, as those who publish names write them.

Cyrillic, Arabic, kana and Hangul have tables here; Han is read as Mandarin, and every other script letter by
letter, by anyascii, which is loaded with the first such word. Invariants: a reading has lower-case ASCII
letters and digits only; a word in Latin letters is its own reading.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from sekisho.names.script import Script, script_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def letters(pairs: str) -> dict[str, str]:
    """A table from pairs written together: the letter and its sound, which may be silent."""
    return {pair[0]: pair[1:] for pair in pairs.split()}


_RUSSIAN: Final = letters(
    "аa бb вv гg дd еe ёe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь "
    "эe юyu яya іi єe ѓgj ќkj љlj њnj ђdj ћc џdz јj ѕdz ґg ўu їi әa ғgh қq ңng өo ұu үu һh ҳh ҷj ӣi "
    "ӯu ҥng"
)
_UKRAINIAN: Final = _RUSSIAN | letters("гh иy йi єie їi юiu яia")
_SERBIAN: Final = _RUSSIAN | letters("хh цc чc шs жz")
_BULGARIAN: Final = _RUSSIAN | letters("ъa щsht хh")
_PASSPORT: Final = _RUSSIAN | letters("йi юiu яia ъie ёyo хh цc")
_ENDINGS: Final = re.compile("(?<=[бвгджзклмнпрстфхцчшщ])[иы]й$")

_ARABIC: Final = letters(
    "اa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وu يi ةa پp "
    "چch ژzh گg ڤv ء"
)
_PERSIAN: Final = _ARABIC | letters("وv ثs ذz ضz")
_GLIDES: Final = letters("وw يy")

_KANA: Final = letters(
    "アa イi ウu エe オo カka キki クku ケke コko ガga ギgi グgu ゲge ゴgo サsa シshi スsu セse ソso "
    "ザza ジji ズzu ゼze ゾzo タta チchi ツtsu テte トto ダda ヂji ヅzu デde ドdo ナna ニni ヌnu ネne "
    "ノno ハha ヒhi フfu ヘhe ホho バba ビbi ブbu ベbe ボbo パpa ピpi プpu ペpe ポpo マma ミmi ムmu "
    "メme モmo ヤya ユyu ヨyo ラra リri ルru レre ロro ワwa ヰi ヱe ヲo ンn ヴvu"
)
_SMALL: Final = letters("ァa ィi ゥu ェe ォo ャya ュyu ョyo ヮwa")
_LARGE: Final = letters("ヵカ ヶケ")
_LONG: Final = re.compile("ou|oo|uu")

# Heads, vowels and tails of Hangul syllables in Unicode's order: as names are written, as revised in 2000.
_HEADS: Final = (
    "k kk n t tt r m p pp s ss _ j jj ch k t p h",
    "g kk n d tt r m b pp s ss _ j jj ch k t p h",
)
_VOWELS: Final = (
    "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i",
    "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i",
)
_TAILS: Final = "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t"
_FIRST: Final = ord("가")
_SYLLABLES: Final = 11172

# Han characters whose reading in names is not the one that Unicode puts first.
_HAN: Final = letters(
    "长chang 重zhong 曾zeng 单shan 乐le 厦xia 都du 朴piao 仇qiu 翟zhai 盖gai 解xie 传chuan 调diao "
    "石shi 盛sheng 朝chao 奇qi 参can 柏bai 薄bo 叶ye 大da 蔚wei 六liu 祭ji 地di 拓tuo 仔zai 率lu"
)


def readings(word: str, name: str = "") -> tuple[str, ...]:
    """The ways to read a word of one script in Latin letters; the best first, none if it has no letters.

    Args:
        word: tidy, and with its Han characters folded.
        name: the name it stands in, whose other letters tell the language.
    """
    if word.isascii():
        return (word,) if word else ()
    script = next((found for found in map(script_of, word) if found is not None), Script.OTHER)
    match script:
        case Script.CYRILLIC:
            found = _cyrillic(word, name or word)
        case Script.ARABIC:
            found = (_arabic(word, _ARABIC), _arabic(word, _PERSIAN))
        case Script.HIRAGANA | Script.KATAKANA:
            found = _kana(word)
        case Script.HANGUL:
            found = _hangul(word)
        case Script.HAN:
            found = ("".join(map(_syllable, word)),)
        case _:
            found = (_other(word),)
    return tuple(dict.fromkeys(filter(None, map(_clean, found))))


def syllables(word: str) -> tuple[str, ...]:
    """The Mandarin syllables of a word in folded Han characters."""
    return tuple(map(_syllable, word))


def _clean(reading: str) -> str:
    return "".join(char for char in reading if char.isascii() and char.isalnum())


def _spell(word: str, letters: Mapping[str, str]) -> str:
    return "".join(letters.get(char, char) for char in word)


def _cyrillic(word: str, name: str) -> tuple[str, ...]:
    """By the language that the name's letters give away; Russian also as passports write it."""
    letters = set(name)
    word = _ENDINGS.sub("ы", word)
    if letters & set("іїєґ") and not letters & set("ыэ"):
        return _spell(word, _UKRAINIAN), _spell(word, _RUSSIAN)
    if letters & set("ђјљњћџ"):
        return _spell(word, _SERBIAN), _spell(word, _RUSSIAN)
    if "ъ" in letters and not letters & set("ыэё"):
        return _spell(word, _BULGARIAN), _spell(word, _RUSSIAN)
    return _spell(word, _RUSSIAN), _spell(word, _PASSPORT)


def _arabic(word: str, table: Mapping[str, str]) -> str:
    """Its consonants and long vowels by one language's table, with an `a` where a short vowel may be."""
    found = []
    for at, char in enumerate(word):
        follows = word[at + 1 : at + 2]
        sound = table.get(char, char)
        glides = sound in {"i", "u"} and (at == 0 or follows == "ا" or word[at - 1] == "ا")
        found.append(_GLIDES[char] if glides else sound)
    return _voiced(list(filter(None, found)))


def _voiced(sounds: list[str]) -> str:
    """Sounds with an `a` between two consonants."""
    reading = ""
    for sound in sounds:
        if reading and reading[-1] not in "aiu" and sound[0] not in "aiu":
            reading += "a"
        reading += sound
    return reading


def _kana(word: str) -> tuple[str, ...]:
    """Hepburn, long vowels as kana write them and, where that differs, short."""
    found: list[str] = []
    doubled = False
    for char in map(_katakana, word):
        if char in _SMALL:
            found[-1:] = [_combined(found[-1] if found else "", _SMALL[char])]
        elif char == "ッ":
            doubled = True
            continue
        elif char != "ー":
            sound = _KANA.get(_LARGE.get(char, char), char)
            found.append(("t" if sound.startswith("ch") else sound[0]) + sound if doubled else sound)
        doubled = False
    reading = "".join(found)
    return reading, _LONG.sub(lambda long: long[0][0], reading)


def _combined(before: str, small: str) -> str:
    """A syllable with the small kana after it: ki + ya, shi + ya, fu + a, te + i."""
    if small[0] == "y" and before.endswith("i"):
        soft = before[:-1]
        return soft + (small[1:] if soft.endswith(("sh", "ch", "j")) else small)
    if before == "u":
        return "w" + small
    return before[:-1] + small if before else small


def _katakana(char: str) -> str:
    return chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char


def _hangul(word: str) -> tuple[str, ...]:
    """As families and firms write themselves (Kim, Chosun), and by the revised romanisation of 2000."""
    tails = _TAILS.split()
    ways = [(heads.split(), vowels.split(), tails) for heads, vowels in zip(_HEADS, _VOWELS, strict=True)]
    return tuple("".join(_block(char, *way) for char in word).replace("_", "") for way in ways)


def _block(char: str, heads: list[str], vowels: list[str], tails: list[str]) -> str:
    code = ord(char) - _FIRST
    if not 0 <= code < _SYLLABLES:
        return ""
    return heads[code // 588] + vowels[code // 28 % 21] + tails[code % 28]


@cache
def _syllable(char: str) -> str:
    return _HAN.get(char) or _clean(_other(char))


def _other(word: str) -> str:
    from anyascii import anyascii  # noqa: PLC0415  # names in Latin letters must not wait for it

    return anyascii(word).lower()
