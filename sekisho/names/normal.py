"""The normal form of a name: what is left when width, case, marks and punctuation say nothing.

Invariants: `normalise` is idempotent; its result is in Unicode's composed form, in lower case, with words
parted by single spaces and none at the ends. The result is empty for a name without letters or digits.
Spaces of Han, kana and Hangul names are kept here, because legal forms are told apart by them; `keys` drops
them. Simplified and traditional characters stay what they are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from unicodedata import category, decimal, normalize

from sekisho.names.script import Script, script_of

# The one pattern for S.A., K.K., О.О.О.: single letters with dots between them are one word.
_INITIALS: Final = re.compile(r"(?<!\w)[^\W\d_](?:\.[^\W\d_])+\.?(?!\w)")

# Marks around or inside words that no word is parted by: quotation marks and apostrophes of all kinds.
_QUOTES: Final = frozenset("\"'`´‘’‚‛“”„‟′″‹›«»「」『』〈〉《》〝〞〟ʹʺʻʼʽˈ׳״")
_TATWEEL: Final = "\u0640"
_SELECTORS: Final = frozenset(map(chr, (0x034F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10))))
_LATE_SELECTORS: Final = ("\U000e0100", "\U000e01ef")

# Letters that Unicode does not take apart: strokes of Latin, and the Persian and Urdu shapes of yeh and kaf.
_LETTERS: Final = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ی": "ي",
    "ى": "ي",
    "ې": "ي",
    "ے": "ي",
    "ک": "ك",
    "ڪ": "ك",
    "ٱ": "ا",
}
# Where a mark only helps the reader. Elsewhere it makes another letter: か and が, Indic vowels.
_UNMARKED: Final = frozenset({Script.LATIN, Script.GREEK, Script.CYRILLIC, Script.ARABIC})

_ASCII: Final = {
    code: None if chr(code) in _QUOTES else " " for code in range(128) if not chr(code).isalnum()
} | {code: chr(code).lower() for code in range(128) if chr(code).isalnum()}


def normalise(name: str) -> str:
    """A name without what does not tell names apart.

    Width and compatibility forms (NFKC), case, quotation marks and invisible characters go; marks go from
    Latin, Greek, Cyrillic and Arabic letters; `&` becomes *and*; dots within initials join them (S.A. is sa);
    other punctuation, middle dots and hyphens become a space.
    """
    if name.isascii():
        if "." in name:
            name = _INITIALS.sub(_join, name)
        if "&" in name:
            name = name.replace("&", " and ")
        return " ".join(name.translate(_ASCII).split())
    text = normalize("NFKC", normalize("NFKC", name).casefold())
    text = _INITIALS.sub(_join, _unmark(text))
    # Composed again at the end: a quotation mark may have stood between two parts of a Hangul syllable.
    return normalize("NFC", " ".join("".join([_fold(char) for char in text]).split()))


def _join(initials: re.Match[str]) -> str:
    return initials[0].replace(".", "")


def _unmark(text: str) -> str:
    """Drop invisible characters and the marks that do not make another letter."""
    kept: list[str] = []
    bearing = False
    for char in normalize("NFD", text):
        kind = category(char)
        if kind == "Cf" or _selects(char):
            continue
        if kind[0] != "M":
            bearing = char.isalpha() and script_of(char) not in _UNMARKED
            kept.append(char)
        elif bearing:
            kept.append(char)
    return normalize("NFC", "".join(kept))


def _selects(char: str) -> bool:
    """Whether a character only chooses between glyphs of the one before it."""
    first, last = _LATE_SELECTORS
    return char in _SELECTORS or first <= char <= last


@cache
def _fold(char: str) -> str:
    """What one character, already in lower case and without its marks, becomes."""
    if char in _QUOTES or char == _TATWEEL:
        return ""
    if char == "&":
        return " and "
    kind = category(char)
    if kind == "Nd":
        return str(decimal(char))
    return _LETTERS.get(char, char) if kind[0] in "LMN" else " "
