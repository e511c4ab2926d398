"""The normal form of a name: what is left when width, case, marks and punctuation say nothing.

Three steps: `tidy` leaves what is read aloud, `normalise` what is looked up, `fold` what is compared across
ways of writing. Invariants: each is idempotent; the results are in Unicode's composed form, in lower case,
with words parted by single spaces and none at the ends, and at most `LONGEST` letters long. A result is empty
for a name without letters or digits. Spaces of Han, kana and Hangul names are kept here, because legal forms
are told apart by them; `keys` drops them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import category, decimal, normalize

from sekisho.names.han import FOLDED
from sekisho.names.homoglyphs import unmasked
from sekisho.names.script import Script, script_of

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST: Final = 1000
"""Letters of a name that are read; what follows is not. The longest of the published lists has about 300."""

# The one pattern for S.A., K.K., О.О.О.: single letters with dots between them are one word.
_INITIALS: Final = re.compile(r"(?<!\w)[^\W\d_](?:\.[^\W\d_])+\.?(?!\w)")

# Marks around or inside words that no word is parted by: quotation marks and apostrophes of all kinds.
_QUOTES: Final = frozenset("\"'`´‘’‚‛“”„‟′″‹›«»「」『』〈〉《》〝〞〟ʹʺʻʼʽˈ׳״")
_TATWEEL: Final = "\u0640"
_SELECTORS: Final = frozenset(map(chr, (0x034F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10))))
_LATE_SELECTORS: Final = ("\U000e0100", "\U000e01ef")

# What fills a name up to hide what stands behind: dropped before a long name is cut.
_FILLING: Final = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
_SPACES: Final = re.compile(r"[\W_]{2,}")

# Letters that Unicode does not take apart: strokes of Latin, and the Persian and Urdu shapes of letters.
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
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ۃ": "ة",
}
# Where a mark only helps the reader. Elsewhere it makes another letter: か and が, Indic vowels.
_UNMARKED: Final = frozenset({Script.LATIN, Script.GREEK, Script.CYRILLIC, Script.ARABIC})
# But these are letters of their own to whoever reads Cyrillic aloud: `tidy` leaves them.
_OWN: Final = {"и\u0306": "й", "у\u0306": "ў", "і\u0308": "ї"}

# Bytes, which are translated sooner than text; a line's end parts many names that are made plain at once.
_KEPT: Final = frozenset("0123456789abcdefghijklmnopqrstuvwxyz\n")
_ASCII: Final = bytes(ord(char if (char := chr(code).lower()) in _KEPT else " ") for code in range(256))
_DROPPED: Final = bytes(code for code in range(128) if chr(code) in _QUOTES)

# Kana: 々 and ゝ repeat the letter before; a dash between two katakana stands for the long vowel.
_REPEATED: Final = re.compile("([\u3400-\u9fff])(々+)|([ぁ-ゖ])(ゝ+)|([ァ-ヺ])(ヽ+)")
_DASHED: Final = re.compile("(?<=[ァ-ヺ])[-‐‑–—―−─](?=[ァ-ヺ])")
_DRAWN_OUT: Final = re.compile("(?<=[ァ-ヺ])ー+(?![ァ-ヺー])")
# Persian links words by a short vowel that some write and some do not: BONYAD-E TA'AVON-E SEPAH.
_LINKED: Final = re.compile("-(?<=[A-Za-z]{2}-)(?:[Yy]?[Ee]|[Ii])(?=[ -][A-Za-z])")
_SMALL: Final = dict(
    zip(
        "ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎ",
        "アイウエオツヤユヨワカケあいうえおつやゆよわ",
        strict=True,
    )
)

_READ_AS: Final = {written: letter for letter, written in zip("иуі", _OWN.values(), strict=True)}
_BARE: Final = str.maketrans(_READ_AS)
_FOLDED: Final = FOLDED | str.maketrans(_SMALL) | str.maketrans(_READ_AS) | str.maketrans("ة", "ه")
_MARKED: Final = "\0"


def normalise(name: str) -> str:
    """A name without what does not tell names apart: tidy, and й, ў and ї without their marks."""
    text = tidy(name)
    return text if text.isascii() else text.translate(_BARE)


def initial(name: str) -> str:
    """The first letter of a name's normal form where it can be seen at once; else empty.

    Names with other initials are other names; it costs little to know.
    """
    first = name[:1]
    return first.lower() if first.isalnum() and name.isascii() else ""


def fold(name: str) -> str:
    """A name without what only tells ways of writing apart.

    Beyond `normalise`: simplified, traditional and Japanese forms of a Han character become one, small kana
    large (キャノン, キヤノン), ة is ه, and a long vowel at the end of a katakana word goes (コンピューター).
    """
    return fold_tidy(tidy(name))


def fold_tidy(text: str) -> str:
    """What `fold` makes of a name that is tidy already."""
    if text.isascii():
        return text
    text = text.translate(_FOLDED)
    return _DRAWN_OUT.sub("", text) if "ー" in text else text


def fold_han(name: str) -> str:
    """A tidy name with the forms of each Han character made one, but all else as it is read aloud."""
    text = tidy(name)
    return text if text.isascii() else text.translate(FOLDED)


def tidy(name: str) -> str:
    """A name without what says nothing to whoever reads it aloud.

    Width and compatibility forms (NFKC), case, quotation marks and invisible characters go; marks go from
    Latin, Greek, Cyrillic and Arabic letters; `&` becomes *and*; dots within initials join them (S.A. is sa);
    other punctuation, middle dots and hyphens become a space; letters of another script that only look like
    those beside them become what they look like (НUAWEI with a Cyrillic Н).
    """
    if len(name) > LONGEST:
        name = _SPACES.sub(" ", _FILLING.sub("", name))[:LONGEST]
    if name.isascii():
        return " ".join(_plain(name).split())[:LONGEST].rstrip()
    text = normalize("NFKC", normalize("NFKC", name).casefold())
    text = _LINKED.sub("", _DASHED.sub("ー", text)) if "-" in text else _DASHED.sub("ー", text)
    folded = (_INITIALS.sub(_join, text) if "." in text else text).translate(_SHAPES)
    if _MARKED in folded:
        folded = _INITIALS.sub(_join, _unmark(text)).translate(_MARKS_KEPT)
    # Composed again at the end: a quotation mark may have stood between two parts of a Hangul syllable.
    text = normalize("NFC", " ".join(folded.split()))
    return _REPEATED.sub(_repeat, unmasked(text))[:LONGEST].rstrip()


def words_of(names: Sequence[str]) -> list[list[str]]:
    """The words of some names in ASCII as `tidy` leaves them, however long, made at once."""
    text = "\n".join(names)
    if text.count("\n") >= max(len(names), 1):
        text = "\n".join(name.replace("\n", " ") for name in names)
    return [line.split() for line in _plain(text).split("\n")][: len(names)]


def _plain(text: str) -> str:
    """Text in ASCII without what says nothing; spaces and ends of lines are left."""
    if "." in text:
        text = _INITIALS.sub(_join, text)
    if "&" in text:
        text = text.replace("&", " and ")
    if "-" in text:
        text = _LINKED.sub("", text)
    return str(text.encode("ascii").translate(_ASCII, _DROPPED), "ascii")


def _join(initials: re.Match[str]) -> str:
    return initials[0].replace(".", "")


def _repeat(found: re.Match[str]) -> str:
    letter, marks = (str(part) for part in found.groups() if part)
    return letter * (1 + len(marks))


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
        elif bearing or (kept and kept[-1] + char in _OWN):
            kept.append(char)
    return normalize("NFC", "".join(kept))


def _selects(char: str) -> bool:
    """Whether a character only chooses between glyphs of the one before it."""
    first, last = _LATE_SELECTORS
    return char in _SELECTORS or first <= char <= last


class _Shapes(dict[int, str]):
    """What each character becomes, found out when it is first met."""

    def __init__(self, marks: str | None) -> None:
        """*marks*: what a mark becomes; None if it stays."""
        super().__init__()
        self._marks = marks

    def __missing__(self, code: int) -> str:
        char = chr(code)
        is_mark = category(char) in _MARKS or _selects(char)
        self[code] = shape = _shape(char) if not is_mark else char if self._marks is None else self._marks
        return shape


_MARKS: Final = frozenset({"Cf", "Mn", "Mc", "Me"})
_SHAPES: Final = _Shapes(marks=_MARKED)
_MARKS_KEPT: Final = _Shapes(marks=None)


def _shape(char: str) -> str:
    """What one character in lower case that is no mark becomes."""
    if char in _QUOTES or char == _TATWEEL:
        return ""
    if char == "&":
        return " and "
    kind = category(char)
    if kind == "Nd":
        return str(decimal(char))
    bare = _unmark(char)
    return _LETTERS.get(bare, bare) if kind[0] in "LN" else " "
