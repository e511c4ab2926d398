"""Which font of a PDF has a letter. None is embedded: every reader of PDF has these or its own for them.

They are the standard fonts, and those of the character collections of Japan, China and Korea (ISO 32000-1,
9.6.2.2 and 9.7.3). A letter that none of them has stands as U+ and its number; the evidence inside has it.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont

from sekisho.formats.notes import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

SANS, MONO = "Helvetica", "Courier"
_ASIAN = {"HeiseiKakuGo-W5": "shift_jis", "STSong-Light": "gbk", "HYGothic-Medium": "cp949"}
"""A font, and the character set whose letters it has."""
_RUN = re.compile(r"[\x20-\x7e\xa0-\xff]+|[^\x20-\x7e\xa0-\xff]+")


def marked(text: str, latin: str = SANS) -> str:
    """Text as reportlab's markup, each stretch of letters in a font that has them.

    Args:
        text: from anywhere.
        latin: the font of Latin letters.
    """
    fonts = _fonts()
    pieces: list[str] = []
    for run in _RUN.findall(clean(text)):
        if run[0] <= "\xff":
            pieces.append(escape(run))
        else:
            pieces += (_in_font(letters, font, latin) for letters, font in _stretches(run, fonts))
    return f'<font name="{latin}">{"".join(pieces)}</font>'


def _in_font(letters: str, font: str, latin: str) -> str:
    if not font:
        return f'<font name="{latin}">{escape("".join(f"[U+{ord(each):04X}]" for each in letters))}</font>'
    return f'<font name="{font}">{escape(letters)}</font>'


def _stretches(run: str, fonts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """A run of letters that are not Latin: whole, if there is a font that has it; else letter by letter."""
    whole = next((font for font, charset in fonts.items() if _has(charset, run)), None)
    if whole is not None:
        yield run, whole
        return
    for letter in run:
        yield letter, next((font for font, charset in fonts.items() if _has(charset, letter)), "")


def _has(charset: str, text: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _fonts() -> dict[str, str]:
    for font in _ASIAN:
        registerFont(UnicodeCIDFont(font))
    return _ASIAN
