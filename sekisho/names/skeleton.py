"""What of a word survives being written down in another script and back: its consonants, and how it sounds.

Vowels are what transcriptions write most differently or not at all; consonants are folded where several ways
of writing stand for one sound. A skeleton has the consonants only. A sound has the vowels too, as the three
that Arabic tells apart, and is closer: Seif is Sayf, Sahraoui is Sahrawi, Oubaida is Ubaydah.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

SOUNDS: Final = {
    **dict.fromkeys(("shch", "tsch", "tch", "sch", "ch", "cz", "cs"), "c"),
    **dict.fromkeys(("sh", "sz", "zh", "dzh", "dj", "gj", "j"), "j"),
    **dict.fromkeys(("kh", "gh", "ck", "ca", "co", "cu", "q", "g", "k"), "k"),
    "x": "ks",
    **dict.fromkeys(("ph", "v", "w"), "f"),
    "b": "p",
    **dict.fromkeys(("th", "dh", "d"), "t"),
    **dict.fromkeys(("ts", "tz", "ds", "dz", "z"), "s"),
    **dict.fromkeys("aeiouyh", ""),
}
_SEVERAL: Final = re.compile(
    "|".join(sorted((each for each in SOUNDS if len(each) > 1), key=len, reverse=True))
)
# What several letters sound as stands in capitals until the single ones have been read: it is not read again.
_SINGLE: Final = {ord(each): sound for each, sound in SOUNDS.items() if len(each) == 1} | {
    code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)
}
SPELT: Final = {
    **dict.fromkeys(("tsch", "tch", "ch"), "C"),
    **dict.fromkeys(("sch", "sz", "sh"), "S"),
    **dict.fromkeys(("dzh", "dj", "zh"), "j"),
    **dict.fromkeys(("ce", "ci", "cy"), "si"),
    "kh": "h",
    "gh": "g",
    "ph": "f",
    "th": "t",
    "dh": "d",
    "ck": "k",
    "x": "ks",
}
"""What is written for a sound in several ways, or with a letter that is read by its neighbours."""
_SPELT_SO: Final = re.compile("|".join(sorted(SPELT, key=len, reverse=True)))
VOWELS: Final = str.maketrans("eyowqcCS", "iiuukkcs")
MUTE: Final = {"e": "bdfgklmnrst", "h": "a"}
"""What is not read at the end of a word, after which letters: French writes an e so, Arabic an h."""
OF_FATHERS: Final = ("au", "ou", "off")
"""What Belarusian ends with where Russian has -ov, and what was written for that once."""
FATHER: Final = 3
"""Letters before that."""
OF: Final = "uv"
"""How it sounds."""
_MUTE: Final = re.compile("|".join(f"(?<=[{after}]){letter}\n" for letter, after in MUTE.items()))
_OF_FATHERS: Final = re.compile(f"(?<=[a-z]{{{FATHER}}})(?:{'|'.join(OF_FATHERS)})\n")
_LONG: Final = re.compile("ai|i{2,}")
_DOUBLED: Final = re.compile(r"([a-z])\1+")
_BETWEEN: Final = "\n"


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a word in Latin letters, as sounds; the word itself where it has none."""
    return skeletons((word,))[0]


def skeletons(words: Sequence[str]) -> list[str]:
    """The skeleton of each of some words, which costs a fraction of asking one by one."""
    plain = [word if word.isascii() and word.isalpha() and word.islower() else "" for word in words]
    heard = _SEVERAL.sub(_sound, _BETWEEN.join(plain)).translate(_SINGLE)
    bones = _DOUBLED.sub(_once, heard).split(_BETWEEN)[: len(words)]
    return [own or word for own, word in zip(bones, words, strict=True)]


def sounds(words: Sequence[str]) -> list[str]:
    """How each of some words in Latin letters sounds, in three vowels; the word itself if not by these."""
    plain = [word if word.isascii() and word.isalpha() and word.islower() else "" for word in words]
    text = _MUTE.sub(_BETWEEN, "".join([f"{word}{_BETWEEN}" for word in plain]))
    text = _OF_FATHERS.sub(OF + _BETWEEN, text)
    heard = _SPELT_SO.sub(_spelt, text).translate(VOWELS)
    sounded = _DOUBLED.sub(_once, _LONG.sub("i", heard)).split(_BETWEEN)
    return [own or word for own, word in zip(sounded, words, strict=False)]


def _spelt(written: re.Match[str]) -> str:
    return SPELT[written[0]]


def _once(doubled: re.Match[str]) -> str:
    return doubled[1]


def _sound(written: re.Match[str]) -> str:
    return SOUNDS[written[0]].upper()
