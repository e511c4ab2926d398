"""The sounds of a word that survive being written down in another script and back: its consonants.

Vowels are what transcriptions write most differently or not at all; consonants are folded where several ways
of writing stand for one sound.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# In this order: the longest first.
_SOUNDS: Final = (
    (re.compile("shch|tsch|tch|sch"), "c"),
    (re.compile("ch|cz|cs"), "c"),
    (re.compile("sh|sz|zh|dj|dzh|j|gj"), "j"),
    (re.compile("kh|gh|ck|q|g|k|c(?=[aou])"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("ph|v|w"), "f"),
    (re.compile("b"), "p"),
    (re.compile("th|dh|d"), "t"),
    (re.compile("ts|tz|z"), "s"),
    (re.compile("[aeiouyh]"), ""),
)
_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a word in Latin letters, as sounds; the word itself where it has none."""
    if not (word.isascii() and word.isalpha()):
        return word
    bones = word
    for written, sound in _SOUNDS:
        bones = written.sub(sound, bones)
    return _DOUBLED.sub(r"\1", bones) or word
