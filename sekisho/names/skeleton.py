"""The sounds of a word that survive being written down in another script and back: its consonants.

Vowels are what transcriptions write most differently or not at all; consonants are folded where several ways
of writing stand for one sound.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SOUNDS: Final = {
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
_WRITTEN: Final = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a word in Latin letters, as sounds; the word itself where it has none."""
    if not (word.isascii() and word.isalpha()):
        return word
    bones = _WRITTEN.sub(_sound, word)
    return _DOUBLED.sub(r"\1", bones) or word


def _sound(written: re.Match[str]) -> str:
    return _SOUNDS[written[0]]
