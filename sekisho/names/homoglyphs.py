"""Letters of one script that pass for letters of another: НUAWEI with a Cyrillic Н.

Only a word that mixes scripts, or one that is all look-alikes beside words in Latin letters, is unmasked; a
name that is Cyrillic throughout stays what it is. Upper and lower case are looked at as one, for names come
here in lower case. Invariant: unmasking twice is unmasking once.
"""

from __future__ import annotations

import re
from typing import Final

_LATIN: Final = {
    **dict(zip("авекмнорстухіјѕһԁԛԝьг", "abekmhopctyxijshdqwbr", strict=True)),
    **dict(zip("αβεζηικμνορτυχγ", "abezhikmnoptyxy", strict=True)),
}
_CYRILLIC: Final = dict(zip("abcehkmoptyxij", "авсенкмортухіј", strict=True))
_OTHERS: Final = re.compile("[\u0370-\u052f]")
_OWN: Final = re.compile("[a-z]")


def unmasked(text: str) -> str:
    """A tidy name with look-alikes replaced by the letters they pass for."""
    if _OTHERS.search(text) is None or _OWN.search(text) is None:
        return text
    words = [_word(word) if _OTHERS.search(word) and _OWN.search(word) else word for word in text.split(" ")]
    strange = [at for at, word in enumerate(words) if _OTHERS.search(word)]
    if any(_OWN.search(word) for word in words) and all(set(words[at]) <= _LATIN.keys() for at in strange):
        for at in strange:
            words[at] = _to_latin(words[at])
    return " ".join(words)


def _word(word: str) -> str:
    """A word that mixes scripts, in the one that accounts for all its letters; as it is if none does.

    Where both do, in the one of most letters.
    """
    others, own = _OTHERS.findall(word), _OWN.findall(word)
    latin, cyrillic = all(char in _LATIN for char in others), all(char in _CYRILLIC for char in own)
    if latin and not (cyrillic and len(others) > len(own)):
        return _to_latin(word)
    return "".join(_CYRILLIC.get(char, char) for char in word) if cyrillic else word


def _to_latin(word: str) -> str:
    return "".join(_LATIN.get(char, char) for char in word)
