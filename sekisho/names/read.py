"""The words of a name, each with what it is, and the other ways to read them.

Invariants: reading depends on the name and the words alone; what is read once is known for the next name.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from sekisho.names import segment
from sekisho.names.latin import readings
from sekisho.names.normal import fold_tidy
from sekisho.names.script import unspaced
from sekisho.names.words import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sekisho.names.words import Phrases, Tokens, Words

KEPT: Final = 1 << 17
"""Words whose tokens are remembered."""
MOST: Final = 4
"""Ways to read a name, the best included."""
GLUED: Final = 6
"""Letters from which a word may begin with an Arabic article: Alhakim, not Alali."""
GIVEN: Final = 4
"""Letters that a name must have to be found at the end of another: Abdulaziz."""
SPELT: Final = 3
"""Single letters in a row that are one word: Z T E."""

_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")
_ROMAN: Final = {
    each: Token(str(number), Kind.NUMBER)
    for number, each in enumerate(
        ("ii", "iii", "iv", "", "vi", "vii", "viii", "ix", "", "xi", "xii"), start=2
    )
    if each
}
_AL: Final = Token("al", Kind.NOISE)
_ARTICLES: Final = ("al", "el")
_DIN: Final = re.compile("([a-z]{3,}?)(?:[aeiu]dd|[ae]ld)(?:in|een|ine)")
_DINS: Final = ("in", "een", "ine")
"""How what that pattern finds ends: asked first, for it is cheap."""
_DIN_ITSELF: Final = Token("din", Kind.NAME)
_FATHERS: Final = ("ch", "na", "ts")
"""How patronymics end, likewise."""
_OF_FATHER: Final = re.compile("([a-z]{3,}?)[iy]?(?:[oeai]v(?:[iy]t?ch|[iy]ts|(na))|[ae]u(na))")
_GIVEN: Final = ("", "y", "o", "i", "a")
"""What a given name has at its end before a patronymic is made of it."""
_SERVANTS: Final = re.compile("abd(?:[aeo]u?[lrsdnz]|u[lrsdnz]|[aeou])?")
_SERVANT_OF: Final = re.compile(r"abd(?:[aeu]|ou)(?:l|([rsdnz])(?=\1))(?P<name>[a-z]{4,})")
_SERVANT: Final = Token("abd", Kind.NAME)
_ARTICLE: Final = re.compile("(?:ال|لل)(?=[\u0621-\u06d3]{3})")
# What Russian makes of a place: Серпуховский, of Serpukhov.
_OF_PLACE: Final = re.compile("([а-яё]{4,})ск(?:ий|ая|ое|ие|ого|ой|их|им|ом|ую)")
_RUNS: Final = re.compile(r"[0-9a-z]+|[^0-9a-z]+")


class Reader:
    """Reads the words of names by a corpus."""

    __slots__ = ("_known", "_phrases", "_sounds", "_words")

    def __init__(self, words: Words) -> None:
        """Read by these words."""
        self._words = words
        self._phrases: Phrases = words.latin.phrases
        self._known: dict[str, Tokens] = {}
        self._sounds: dict[tuple[str, bool], tuple[Tokens, ...]] = {}

    def latin(self, core: str) -> Tokens:
        """The tokens of a name in plain Latin letters."""
        parts = core.split(" ")
        found: list[Token] = []
        known, phrases = self._known, self._phrases
        at, size, letters = 0, len(parts), 0
        while at < size:
            part = parts[at]
            if part in phrases and (phrase := _phrase(phrases[part], parts, at)) is not None:
                length, tokens = phrase
                found += tokens
                at += length
                continue
            each = known.get(part)
            found += self._learn(part) if each is None else each
            letters += len(part) == 1
            at += 1
        return tuple(found) if letters < SPELT else _joined(found)

    def word(self, word: str) -> Tokens:
        """The tokens of one word in plain Latin letters, by itself."""
        found = self._known.get(word)
        return self._learn(word) if found is None else found

    def bare(self, words: Sequence[str]) -> list[bool]:
        """Which words in plain Latin letters are names as they stand: no table has them, nor are they two."""
        table, taken_apart = self._words.latin, self._taken_apart
        return [_is_letters(word) and table.of(word) is None and not taken_apart(word) for word in words]

    def one_by_one(self, words: Sequence[str]) -> bool:
        """Whether `latin` reads the words of a name each by itself: they have no phrase and spell nothing."""
        phrases = self._phrases
        return sum(len(word) == 1 for word in words) < SPELT and not any(
            word in phrases and _phrase(phrases[word], words, at) for at, word in enumerate(words)
        )

    def begins(self, word: str) -> bool:
        """Whether a phrase in plain Latin letters begins with a word."""
        return word in self._phrases

    def foreign(self, core: str) -> list[Tokens]:
        """The ways to read a name that has other than plain Latin letters, the best first; at least one.

        Two ways may come to the same.
        """
        parts = core.split(" ")
        if len(parts) == 1:
            return list(map(_once, self._part(core, core, alone=True)))
        folded = [fold_tidy(part) for part in parts]
        found: list[tuple[Tokens, ...]] = []
        at = 0
        while at < len(parts):
            phrase = self._phrase(folded, at)
            if phrase is None:
                found.append(self._part(parts[at], core, alone=False))
                at += 1
            else:
                length, tokens = phrase
                spoken = [self._part(part, core, alone=False)[-1] for part in parts[at : at + length]]
                found.append((tokens, tuple(chain.from_iterable(spoken))))
                at += length
        return list(map(_once, _combined(found)))

    def _phrase(self, folded: Sequence[str], at: int) -> tuple[int, Tokens] | None:
        """The longest phrase in any letters that begins at a place."""
        for phrases in (self._words.others.phrases, self._phrases):
            options = phrases.get(folded[at])
            if options and (found := _phrase(options, folded, at)) is not None:
                return found
        return None

    def _learn(self, word: str) -> Tokens:
        if len(self._known) >= KEPT:
            self._known.clear()
        found = self._words.latin.of(word) or self._taken_apart(word) or (_unknown(word),)
        if word:
            self._known[word] = found
        return found if word else ()

    def _taken_apart(self, word: str) -> Tokens:
        """A name that is made of others: Jamaleddine, Abdurrauf, Mykolaivna; nothing if it is none."""
        if word.endswith(_FATHERS) and (son := _OF_FATHER.fullmatch(word)):
            return self._of_father(son[1], "ovna" if son[2] or son[3] else "ovich")
        if word.startswith(_SERVANT.text):
            return self._servant(word)
        if word.endswith(_DINS) and (glued := _DIN.fullmatch(word)):
            return (*self._learn(glued[1]), _DIN_ITSELF)
        if word.startswith(_ARTICLES) and len(word) >= GLUED:
            known = self._words.latin.single.get(word[2:])
            if known is not None and known[0].kind is Kind.NAME:
                return (_AL, *known)
        return ()

    def _of_father(self, father: str, ending: str) -> Tokens:
        """A patronymic by the father's name as it is known: Mykolaivna and Nikolaevna are of one father."""
        for end in _GIVEN:
            known = self._words.latin.single.get(father + end, ())
            if len(known) == 1 and known[0].kind is Kind.NAME:
                return (Token(known[0].text + ending, Kind.NAME),)
        return ()

    def _servant(self, word: str) -> Tokens:
        """A servant of one of God's names, which is what follows: Abdulrauf, Abdurrauf."""
        parted = (word[end:] for end in range(len(word) - GIVEN, len(_SERVANT.text) - 1, -1))
        for name in parted:
            known = self._words.latin.single.get(name)
            if known and known[0].kind is Kind.NAME and _SERVANTS.fullmatch(word[: -len(name)]):
                return (_SERVANT, *known)
        found = _SERVANT_OF.fullmatch(word)
        return (_SERVANT, Token(found["name"], Kind.NAME)) if found else ()

    def _part(self, part: str, core: str, *, alone: bool) -> tuple[Tokens, ...]:
        """The ways to read what stands between two spaces."""
        if part.isascii():
            return (self.latin(part),)
        if not unspaced(part):
            return self._word(part, core)
        runs = _RUNS.findall(part)
        alone = alone and len(runs) == 1
        return _combined(
            [(self.latin(run),) if run.isascii() else self._run(run, alone=alone) for run in runs]
        )

    def _run(self, run: str, *, alone: bool) -> tuple[Tokens, ...]:
        """The ways to read letters that no spaces part: known words as what they mean, then as they sound."""
        table = self._words.others
        parts = list(segment.parts(run, table))
        alone = alone and len(parts) == 1
        found: list[tuple[Tokens, ...]] = []
        for part, tokens in parts:
            heard = self._heard(part, alone=alone and tokens is None)
            if tokens is None:
                found.append(heard)
            elif tokens[-1].kind is Kind.NAME:
                found.append((tokens, *(way for way in heard[:1] if way[0].text != part)))
            else:
                found.append((tokens, tokens, *heard[:1]))
        return _combined(found)

    def _heard(self, part: str, *, alone: bool) -> tuple[Tokens, ...]:
        """The ways a part sounds."""
        found = self._sounds.get((part, alone))
        if found is None:
            if len(self._sounds) >= KEPT:
                self._sounds.clear()
            ways = segment.read(part, self._words.others, alone=alone)
            found = tuple(tuple(map(_unknown, way)) for way in ways)
            self._sounds[part, alone] = found
        return found

    def _word(self, word: str, core: str) -> tuple[Tokens, ...]:
        """The ways to read a word of a script that parts words by spaces."""
        table = self._words.others
        tokens = table.of(fold_tidy(word))
        if tokens is None and (article := _ARTICLE.match(word)):
            ways = self._word(word[article.end() :], core)
            return tuple((_AL, *way) for way in ways)
        heard = readings(word, core)
        if tokens is None and (place := _OF_PLACE.fullmatch(word)):
            heard = (*heard[:1], *readings(place[1], core)[:1], *heard[1:])
        spoken = tuple(self._taken_apart(each) or (_unknown(each),) for each in heard) or (
            (Token(word, Kind.NAME),),
        )
        if tokens is None:
            return spoken
        return (tokens, *spoken) if tokens[-1].kind is Kind.NAME else (tokens, tokens, *spoken)


def _phrase(
    options: Sequence[tuple[tuple[str, ...], Tokens]], parts: Sequence[str], at: int
) -> tuple[int, Tokens] | None:
    """The longest phrase that begins at a place: how many parts it has, and its tokens."""
    for others, tokens in options:
        end = at + 1 + len(others)
        if end <= len(parts) and all(map(_is_written, others, parts[at + 1 : end])):
            return end - at, tokens
    return None


def _is_written(written: str, part: str) -> bool:
    return part.startswith(written[:-1]) if written[-1] == "*" else part == written


def _is_letters(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word not in _ROMAN


def _unknown(word: str) -> Token:
    """A word no table has."""
    if _is_letters(word):
        return Token(word, Kind.NAME)
    if len(word) == 1 and word.isalpha():
        return Token(word, Kind.INITIAL)
    if word.isdecimal():
        return Token(word.lstrip("0") or "0", Kind.NUMBER)
    if word in _ROMAN:
        return _ROMAN[word]
    ordinal = _ORDINAL.fullmatch(word) if word[:1].isdigit() else None
    return Token(ordinal[1], Kind.NUMBER) if ordinal else Token(word, Kind.NAME)


def _joined(tokens: list[Token]) -> Tokens:
    """Tokens with three or more initials in a row made one word."""
    found: list[Token] = []
    row: list[Token] = []
    for token in (*tokens, None):
        if token is not None and token.kind is Kind.INITIAL:
            row.append(token)
            continue
        found += row if len(row) < SPELT else [Token("".join(each.text for each in row), Kind.NAME)]
        row = []
        found += [token] if token is not None else []
    return tuple(found)


def _combined(found: Sequence[tuple[Tokens, ...]]) -> tuple[Tokens, ...]:
    """The ways to read some parts one after another; one that has fewer is read by its last."""
    found = [ways for ways in found if ways]
    if len(found) == 1:
        return found[0][:MOST]
    most = min(MOST, max(map(len, found), default=1))
    return tuple(
        tuple(chain.from_iterable(ways[place if place < len(ways) else -1] for ways in found))
        for place in range(most)
    )


def _once(tokens: Sequence[Token]) -> Tokens:
    """Tokens without those said before, as official names say them again in brackets."""
    texts = [token.text for token in tokens]
    if len(set(texts)) == len(texts):
        return tuple(tokens)
    return tuple(token for at, token in enumerate(tokens) if token.text not in texts[: max(at - 1, 0)])
