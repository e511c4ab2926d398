"""Words that names share: descriptors, places, numbers, small words, and names as other languages write them.

They are data (`corpus/words/*.toml`): under each word in Latin letters stand the other ways of writing it,
in any script. Invariants: every way of writing leads to the same tokens; within a file a way of writing leads
to one word only, and of two files the first in `FILES` decides. Ways in other scripts are laid out when the
first such name is met: names in Latin letters do not wait for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

import tomli

from sekisho.names.decline import ENDINGS, LONGEST
from sekisho.names.normal import fold
from sekisho.names.script import Script, script_of, unspaced

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
Phrases: TypeAlias = "Mapping[str, tuple[tuple[tuple[str, ...], Tokens], ...]]"
"""Words of several parts, under the first part: the other parts and the tokens, longest first."""

FILES: Final = {
    "translated.toml": Kind.NAME,
    "given.toml": Kind.NAME,
    "places.toml": Kind.PLACE,
    "descriptors.toml": Kind.DESCRIPTOR,
    "numbers.toml": Kind.NUMBER,
    "small.toml": Kind.NOISE,
    "forms_within.toml": Kind.FORM,
}
KIN: Final = "~"
"""Before a word that is near another, as another language has it, and not the same: Luis, Lewis."""
_WHOLE: Final = frozenset({Kind.FORM, Kind.NOISE})
HEAD: Final = 3
"""Letters that a way of writing that ends in an asterisk has at least before it."""
JOINING: Final = ("o", "о")
"""How a stem ends to which another word is joined: радиозавод, биохимия."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Ways of writing in normal form, with their tokens.

    Attributes:
        single: words that stand by themselves.
        phrases: words of several parts.
        stems: beginnings of words, without the asterisk.
        heads: the first letters of these.
        glued: words in Han, kana or Hangul, which need no space around them.
        lengths: how many letters these may have, by the first letter; longest first.
        taken: names in Latin letters that have a way of writing in Han.
    """

    single: Mapping[str, Tokens]
    phrases: Phrases
    stems: Mapping[str, Tokens]
    heads: frozenset[str]
    glued: Mapping[str, Tokens]
    lengths: Mapping[str, tuple[int, ...]]
    taken: frozenset[str]

    def of(self, word: str) -> Tokens | None:
        """The tokens of a word in normal form, by itself or by its stem; None if it is not known."""
        found = self.single.get(word)
        if found is None and word[:HEAD] in self.heads:
            for size in range(len(word), max(HEAD, len(word) - LONGEST) - 1, -1):
                stem = word[:size]
                if stem in self.stems and (stem.endswith(JOINING) or word[size:] in ENDINGS):
                    return self.stems[stem]
        return found


class Words:
    """All words of a corpus.

    Attributes:
        kin: under a word, others that are near it and not the same.
    """

    def __init__(self, files: Iterable[tuple[Path, Kind]]) -> None:
        """Read files of words; where two have the same way of writing, the first decides.

        Raises:
            ValueError: within a file, a way of writing in Latin letters stands under two words.
        """
        self.kin: dict[str, list[str]] = {}
        self._latin: dict[str, tuple[str, Kind]] = {}
        self._others: list[tuple[Path, str, str, Kind]] = []
        for path, kind in files:
            seen: dict[str, str] = {}
            for word, ways in tomli.loads(path.read_text(encoding="utf-8")).items():
                for way in (word, *ways):
                    if way.startswith(KIN):
                        self.kin.setdefault(word, []).append(way.removeprefix(KIN))
                    elif way.isascii():
                        written = way if way.isalnum() and way.islower() else _written(way)
                        self._add(self._latin, seen, (path, written, word, kind))
                    else:
                        self._others.append((path, way, word, kind))

    @classmethod
    def load(cls, folder: Path, *more: Path) -> Words:
        """Read the words of a folder of a corpus, and of more files of translated names.

        Args:
            folder: with the files that `FILES` names.
            more: files like `translated.toml`, of the user's own; what they say goes before the rest.

        Raises:
            ValueError: within a file, a way of writing in Latin letters stands under two words.
        """
        files = [(path, Kind.NAME) for path in more]
        return cls([*files, *((folder / name, kind) for name, kind in FILES.items())])

    @cached_property
    def latin(self) -> Table:
        """The ways of writing in plain Latin letters."""
        return self._laid_out(self._latin)

    @cached_property
    def others(self) -> Table:
        """The ways of writing in all other letters.

        Raises:
            ValueError: within a file, a way of writing stands under two words.
        """
        found: dict[str, tuple[str, Kind]] = {}
        seen: dict[Path, dict[str, str]] = {}
        for path, way, word, kind in self._others:
            self._add(found, seen.setdefault(path, {}), (path, _written(way), word, kind))
        return self._laid_out(found)

    @staticmethod
    def _add(
        found: dict[str, tuple[str, Kind]], seen: dict[str, str], entry: tuple[Path, str, str, Kind]
    ) -> None:
        path, written, word, kind = entry
        if seen.setdefault(written, word) != word:
            raise ValueError(f"{path}: {written!r} stands under {seen[written]!r} and under {word!r}")
        found.setdefault(written, (word, kind))

    def _laid_out(self, found: Mapping[str, tuple[str, Kind]]) -> Table:
        single: dict[str, Tokens] = {}
        stems: dict[str, Tokens] = {}
        glued: dict[str, Tokens] = {}
        phrases: dict[str, list[tuple[tuple[str, ...], Tokens]]] = {}
        for written, (word, kind) in found.items():
            tokens = tuple(self._tokens(word, kind))
            first, *others = written.split()
            if unspaced(written):
                glued[written.replace(" ", "")] = tokens
            elif others:
                phrases.setdefault(first, []).append((tuple(others), tokens))
            elif first.endswith("*"):
                stems[first[:-1]] = tokens
            else:
                single[first] = tokens
        longest_first = {
            first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in phrases.items()
        }
        taken = frozenset(
            tokens[0].text
            for written, tokens in glued.items()
            if len(tokens) == 1 and tokens[0].kind is Kind.NAME and script_of(written[0]) is Script.HAN
        )
        sizes: dict[str, set[int]] = {}
        for written in glued:
            sizes.setdefault(written[0], set()).add(len(written))
        lengths = {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}
        heads = frozenset(stem[:HEAD] for stem in stems)
        return Table(single, longest_first, stems, heads, glued, lengths, taken)

    def _tokens(self, word: str, kind: Kind) -> Iterator[Token]:
        """The tokens of a word that may have several parts, each of its own kind: hisilicon semiconductor."""
        parts = word.split()
        if kind is Kind.PLACE or len(parts) == 1:
            yield Token("".join(parts), kind)
            return
        for part in parts:
            yield Token(part, kind) if kind in _WHOLE else Token(*self._latin.get(part, (part, kind)))


def _written(way: str) -> str:
    """A way of writing as it is looked up; the asterisk of a stem stays."""
    return fold(way) + "*" * way.endswith("*")
