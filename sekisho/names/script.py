"""Which scripts a string is written in.

Only letters count: digits, punctuation, spaces and marks belong to no script, nor does the long vowel
mark ー, which hiragana and katakana share. A letter of any script without a name here is OTHER.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum
from functools import cache
from unicodedata import category


class Script(StrEnum):
    """The scripts that sekisho treats differently from one another."""

    LATIN = "latin"
    GREEK = "greek"
    CYRILLIC = "cyrillic"
    ARABIC = "arabic"
    HAN = "han"
    HIRAGANA = "hiragana"
    KATAKANA = "katakana"
    HANGUL = "hangul"
    OTHER = "other"


# First and last code point of each block, in order; within a block only letters count.
_BLOCKS: tuple[tuple[int, int, Script], ...] = (
    (0x0041, 0x02AF, Script.LATIN),
    (0x0370, 0x03FF, Script.GREEK),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0600, 0x06FF, Script.ARABIC),
    (0x0750, 0x077F, Script.ARABIC),
    (0x0870, 0x08FF, Script.ARABIC),
    (0x1100, 0x11FF, Script.HANGUL),
    (0x1C80, 0x1C8F, Script.CYRILLIC),
    (0x1D00, 0x1D25, Script.LATIN),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x2C60, 0x2C7F, Script.LATIN),
    (0x2E80, 0x2FDF, Script.HAN),
    (0x3005, 0x3007, Script.HAN),
    (0x3021, 0x3029, Script.HAN),
    (0x3041, 0x309F, Script.HIRAGANA),
    (0x30A1, 0x30FA, Script.KATAKANA),
    (0x30FD, 0x30FF, Script.KATAKANA),
    (0x3131, 0x318E, Script.HANGUL),
    (0x31F0, 0x31FF, Script.KATAKANA),
    (0x3400, 0x4DBF, Script.HAN),
    (0x4E00, 0x9FFF, Script.HAN),
    (0xA640, 0xA69F, Script.CYRILLIC),
    (0xA722, 0xA7FF, Script.LATIN),
    (0xA960, 0xA97F, Script.HANGUL),
    (0xAC00, 0xD7FF, Script.HANGUL),
    (0xF900, 0xFAFF, Script.HAN),
    (0xFB00, 0xFB06, Script.LATIN),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFC, Script.ARABIC),
    (0xFF21, 0xFF5A, Script.LATIN),
    (0xFF66, 0xFF6F, Script.KATAKANA),
    (0xFF71, 0xFF9D, Script.KATAKANA),
    (0xFFA0, 0xFFDC, Script.HANGUL),
    (0x1B000, 0x1B16F, Script.HIRAGANA),
    (0x20000, 0x323AF, Script.HAN),
)
_STARTS = tuple(first for first, _, _ in _BLOCKS)
_LONG_VOWEL = "ー\uff70"

_SPACELESS = {Script.HAN, Script.HIRAGANA, Script.KATAKANA, Script.HANGUL}
_UNSPACED = re.compile(
    "".join(["[", *(f"{chr(a)}-{chr(b)}" for a, b, name in _BLOCKS if name in _SPACELESS), "]"])
)


@cache
def script_of(char: str) -> Script | None:
    """The script of one character; None if it is not a letter."""
    if char in _LONG_VOWEL:
        return None
    code = ord(char)
    block = bisect_right(_STARTS, code) - 1
    if block >= 0:
        _, last, script = _BLOCKS[block]
        # 々, 〆 and 〇 are letters of Han names, whatever Unicode files them under.
        if code <= last and (char.isalpha() or (script is Script.HAN and char.isprintable())):
            return script
    return Script.OTHER if char.isalpha() and category(char) != "Lm" else None


def scripts(text: str) -> frozenset[Script]:
    """All scripts that the letters of a text are in."""
    found = {script_of(char) for char in set(text)}
    return frozenset(script for script in found if script is not None)


def unspaced(text: str) -> bool:
    """Whether a text has a letter of Han, kana or Hangul: spaces then say nothing about the name."""
    return not text.isascii() and _UNSPACED.search(text) is not None
