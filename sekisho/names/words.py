"""Words that names share: descriptors, places, numbers, small words, and names as other languages write them.

They are data (`corpus/words/*.toml`): under each word in Latin letters stand the other ways of writing it, in
any script. Invariants: every way of writing leads to the same tokens; a way of
writing leads to one word only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, TypeAlias

import tomli

from sekisho.names.normal import normalise
from sekisho.names.script import unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


class Kind(IntEnum):
    """What a word of a name is."""

    NAME = 0
    PLACE = 1
    DESCRIPTOR = 2
    NUMBER = 3
    INITIAL = 4
    FORM = 5
    NOISE = 6


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a name in Latin letters, or in its own where they cannot be read, and what it is."""

    text: str
    kind: Kind


Tokens: TypeAlias = tuple[Token, ...]

_FILES = {
    "descriptors.toml": Kind.DESCRIPTOR,
    "places.toml": Kind.PLACE,
    "numbers.toml": Kind.NUMBER,
    "small.toml": Kind.NOISE,
    "forms_within.toml": Kind.FORM,
    "translated.toml": Kind.NAME,
}


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """All words, by every way of writing them in normal form.

    Attributes:
        single: words that stand by themselves.
        phrases: words of several parts, under the first: the others and the tokens, longest first.
        glued: words in Han, kana or Hangul, which need no space around them.
        longest: letters of the longest of these.
    """

    single: Mapping[str, Tokens]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Tokens], ...]]
    glued: Mapping[str, Tokens]
    longest: int

    @classmethod
    def load(cls, folder: Path, *more: Path) -> Words:
        """Read the words of a folder, and of more files of translated names.

        Args:
            folder: with `descriptors.toml` and the others.
            more: files like `translated.toml`, of the user's own; what they say goes before the rest.

        Raises:
            ValueError: a way of writing stands under two words of a file.
        """
        found: dict[str, tuple[str, Kind]] = {}
        files = [(path, Kind.NAME) for path in more]
        files += [(folder / name, kind) for name, kind in _FILES.items() if (folder / name).exists()]
        for path, kind in files:
            for written, word in _read(path):
                found.setdefault(written, (word, kind))
        return _laid_out(found)


def _read(path: Path) -> Iterator[tuple[str, str]]:
    """Every way of writing a word in a file, in normal form, with the word."""
    seen: dict[str, str] = {}
    for word, ways in tomli.loads(path.read_text(encoding="utf-8")).items():
        for written in map(normalise, (word, *ways)):
            if seen.setdefault(written, word) != word:
                raise ValueError(f"{path}: {written!r} is written for {seen[written]!r} and for {word!r}")
    yield from ((written, normalise(word)) for written, word in seen.items())


def _laid_out(found: Mapping[str, tuple[str, Kind]]) -> Words:
    single: dict[str, Tokens] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Tokens]]] = {}
    glued: dict[str, Tokens] = {}
    for written, (word, kind) in found.items():
        tokens = tuple(_tokens(word, kind, found))
        if unspaced(written):
            glued[written.replace(" ", "")] = tokens
            continue
        first, *others = written.split()
        if others:
            phrases.setdefault(first, []).append((tuple(others), tokens))
        else:
            single[first] = tokens
    longest_first = {
        first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in phrases.items()
    }
    return Words(single, longest_first, glued, max(map(len, glued), default=0))


def _tokens(word: str, kind: Kind, found: Mapping[str, tuple[str, Kind]]) -> Iterable[Token]:
    """The tokens of a word that may have several parts, each of its own kind: HiSilicon Semiconductor."""
    parts = word.split()
    if kind is Kind.PLACE or len(parts) == 1:
        return (Token("".join(parts), kind),)
    return (Token(*found.get(part, (part, kind))) for part in parts)
