"""A name taken apart: its normal form, its legal forms, and its words in Latin letters with what each is.

Invariants: no text is refused; names that differ in width, case, marks or invisible characters only
have the same analysis but for `original`; `analyse_many` gives what `analyse` gives one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.names.legal_form import Forms, split
from sekisho.names.normal import normalise
from sekisho.names.script import Script, scripts, unspaced
from sekisho.names.words import Kind, Token, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["Analyser", "Analysis", "Kind", "Token"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is seen in a name.

    Attributes:
        original: as written.
        full: the normal form of the whole; without spaces if it has Han, kana or Hangul in it.
        core: the same without the legal forms at its ends.
        tokens: the words of the core, by the best reading.
        forms: the classes of the legal forms at its ends, in the order they stand.
        script: of most letters; of the first among equals.
        readings: other ways to read the core, as the texts of their words.
    """

    original: str
    full: str
    core: str
    tokens: tuple[Token, ...]
    forms: tuple[str, ...]
    script: Script
    readings: tuple[tuple[str, ...], ...] = ()

    @property
    def skeleton(self) -> str:
        """The sounds of the words that are names, vowels left out."""
        return " ".join(token.text for token in self.tokens if token.kind is Kind.NAME)


class Analyser:
    """Takes names apart by the words of a corpus."""

    __slots__ = ("_forms", "_known", "_words")

    def __init__(self, forms: Forms, words: Words) -> None:
        """Take names apart by these legal forms and words."""
        self._forms = forms
        self._words = words
        self._known: dict[str, tuple[Token, ...]] = {}

    @classmethod
    def load(cls, root: Path, *more: Path) -> Analyser:
        """Read the words of a corpus.

        Args:
            root: the folder of the corpus.
            more: files of translated names of the user's own, as `words/translated.toml` is.
        """
        folder = root / "words"
        return cls(Forms.load(folder / "legal_forms.toml"), Words.load(folder, *more))

    def analyse(self, name: str) -> Analysis:
        """Take one name apart."""
        full = normalise(name)
        core, forms = split(full, self._forms)
        tokens = self._tokens(core)
        if full.isascii():
            return Analysis(name, full, core, tokens, forms, Script.LATIN)
        script = min(scripts(full), default=Script.OTHER)
        if unspaced(full):
            full, core = full.replace(" ", ""), core.replace(" ", "")
        return Analysis(name, full, core, tokens, forms, script)

    def analyse_many(self, names: Iterable[str]) -> list[Analysis]:
        """Take many names apart, in their order."""
        return [self.analyse(name) for name in names]

    def _tokens(self, core: str) -> tuple[Token, ...]:
        parts = core.split()
        return tuple(token for part in parts for token in self._of(part, parts))

    def _of(self, word: str, _: Sequence[str]) -> tuple[Token, ...]:
        found = self._known.get(word)
        if found is None:
            kind = Kind.INITIAL if len(word) == 1 else Kind.NUMBER if word.isdecimal() else Kind.NAME
            found = self._words.single.get(word) or (Token(word, kind),)
            self._known[word] = found
        return found
