"""A name taken apart: its normal form, its legal forms, and its words in Latin letters with what each is.

Invariants: no text is refused; names that differ in width, case, marks or invisible characters only have the
same analysis but for `original`; `analyse_many` gives what `analyse` gives one by one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sekisho.memory import collector_at_rest
from sekisho.names.han import FOLDED
from sekisho.names.legal_form import Forms, split
from sekisho.names.normal import fold_han, fold_tidy, tidy
from sekisho.names.read import Reader
from sekisho.names.script import Script, script_of, unspaced
from sekisho.names.skeleton import skeleton
from sekisho.names.words import Kind, Token, Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Analyser", "Analysis", "Kind", "Token"]

SHORT: Final = 24
"""Letters that a short form in brackets may have."""
LONGEST: Final = 1000
"""Letters of a name beyond which no short form is looked for."""
_BRACKETS: Final = re.compile(r"(?P<rest>[^()]{8,})\((?P<short>[^()]{2,40})\)\W*")
# Legal forms written without a space after the name: SiemensAG. Short ones only after a long word.
_LONG_FORMS: Final = ("gmbh", "coltd", "ltd", "llc", "inc", "corp")
_SHORT_FORMS: Final = ("ag", "se", "nv", "bv", "sa", "spa", "plc")
_GLUED: Final = re.compile(
    rf"^(?P<name>\w{{4,}}?)(?:{'|'.join(_LONG_FORMS)}|(?<=\w{{6}})(?:{'|'.join(_SHORT_FORMS)}))$"
)
_FORMS: Final = _LONG_FORMS + _SHORT_FORMS
"""How what that pattern finds ends: asked first, for it is cheap."""


class Analysis(NamedTuple):
    """What is seen in a name.

    Attributes:
        original: as written.
        full: the folded form of the whole; without spaces if it has Han, kana or Hangul in it.
        core: the same without the legal forms at its ends.
        tokens: the words of the core in Latin letters, by the best reading.
        forms: the classes of the legal forms at its ends, in the order they stand.
        script: of most letters; Latin where there are none.
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
        """The consonants of the words that are names, as sounds, parted by spaces."""
        return " ".join(skeleton(token.text) for token in self.tokens if token.kind is Kind.NAME)


class Analyser:
    """Takes names apart by the words of a corpus."""

    __slots__ = ("_forms", "_reader")

    def __init__(self, forms: Forms, words: Words) -> None:
        """Take names apart by these legal forms, whose names went through `fold_han`, and words."""
        self._forms = forms
        self._reader = Reader(words)

    @classmethod
    def load(cls, root: Path, *more: Path) -> Analyser:
        """Read the words of a corpus.

        Args:
            root: the folder of the corpus.
            more: files of translated names of the user's own, written as `words/translated.toml` is.
        """
        folder = root / "words"
        return cls(Forms.load(folder / "legal_forms.toml", fold_han), Words.load(folder, *more))

    def analyse(self, name: str) -> Analysis:
        """Take one name apart."""
        found = self._analyse(name)
        if ")" in name and (rest := self._without_short_form(name)) is not None:
            words = tuple(token.text for token in rest.tokens)
            return found._replace(readings=tuple(dict.fromkeys((words, *found.readings))))
        return found

    def _without_short_form(self, name: str) -> Analysis | None:
        """A name without the short form that it ends with in brackets, as official names do."""
        found = _BRACKETS.fullmatch(name) if len(name) <= LONGEST else None
        if found is None:
            return None
        core = split(tidy(found["short"]), self._forms)[0].replace(" ", "")
        rest = self._analyse(found["rest"])
        letters = iter(tidy(found["rest"]))
        # Each letter of a short form stands in the name, in the same order: АО «ХСЗ», Хабаровский … Завод.
        return rest if core and len(core) <= SHORT and all(each in letters for each in core) else None

    def _analyse(self, name: str) -> Analysis:
        text = tidy(name)
        if not text.isascii():
            return self._foreign(name, text.translate(FOLDED))
        core, forms = split(text, self._forms)
        tokens = self._reader.latin(core)
        readings = _unglued(core) if not forms and len(tokens) == 1 else ()
        return Analysis(name, text, core, tokens, forms, Script.LATIN, readings)

    def word(self, word: str) -> Analysis:
        """One word, in normal form and plain Latin letters, as it is taken within a name."""
        return Analysis(word, word, word, self._reader.word(word), (), Script.LATIN)

    def bare(self, words: Sequence[str]) -> list[bool]:
        """Which of such words are names as they are written, and no more."""
        return self._reader.bare(words)

    def begins(self, word: str) -> bool:
        """Whether a phrase in plain Latin letters begins with a word."""
        return self._reader.begins(word)

    def one_by_one(self, words: Sequence[str]) -> bool:
        """Whether a name of such words comes to what they are one by one, less legal forms at its ends."""
        glued = len(words) == 1 and _unglued(words[0])
        return not glued and self._reader.one_by_one(words)

    def analyse_many(self, names: Sequence[str]) -> list[Analysis]:
        """Take many names apart, in their order."""
        if len(names) == 1:  # to give the collector rest takes as long as the name does
            return [self.analyse(names[0])]
        with collector_at_rest():
            return list(map(self.analyse, names))

    def _foreign(self, name: str, text: str) -> Analysis:
        """Take a name apart that has other than plain Latin letters."""
        core, forms = split(text, self._forms)
        best, *others = self._reader.foreign(core)
        texts = dict.fromkeys(tuple(token.text for token in way) for way in (best, *others))
        _, *readings = texts
        full = fold_tidy(text)
        bare = full if core == text else fold_tidy(core)
        if unspaced(full):
            full, bare = full.replace(" ", ""), bare.replace(" ", "")
        return Analysis(name, full, bare, best, forms, _script(text), tuple(readings))


def _script(text: str) -> Script:
    found = [script for script in map(script_of, text) if script is not None]
    return max(dict.fromkeys(found), key=found.count, default=Script.LATIN)


def _unglued(core: str) -> tuple[tuple[str, ...], ...]:
    found = _GLUED.match(core) if core.endswith(_FORMS) else None
    return ((found["name"],),) if found else ()
