"""What matching knows of words beyond their spelling: names that languages share, words that say little.

All of it is data, in `corpus/words/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import tomli

from sekisho.match.near import Slips
from sekisho.names.analyse import Analyser, Kind, Token
from sekisho.names.legal_form import Forms
from sekisho.names.normal import fold_han
from sekisho.names.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LONG: Final = 5
"""Letters from which a mistyped word is taken for a known one: LTDE may be anything, LIMTIED is limited."""
PER: Final = 100_000
"""Suppliers of whom `corpus/words/common.toml` tells how many bear a word."""
FEWEST: Final = 4
"""Of these, so many must bear a word that it tells of."""


@dataclass(frozen=True, eq=False)
class Lore:
    """What is known of words.

    Attributes:
        analyser: by which names are taken apart.
        kin: the group of each given name that other languages write otherwise, from 1.
        meant: long words that say what a company is, does or where it is, as they are written, each with the
            word it goes by and what that is.
        common: of words that many firms of the world share, how many of 100,000 have them.
        forms: words that stand in legal forms.
    """

    analyser: Analyser
    kin: Mapping[str, int]
    meant: Mapping[str, Token]
    common: Mapping[str, int]
    forms: frozenset[str]

    @classmethod
    def load(cls, root: Path) -> Lore:
        """Read what a corpus says.

        Raises:
            ValueError: a name is near two words.
        """
        folder = root / "words"
        forms, words = Forms.load(folder / "legal_forms.toml", fold_han), Words.load(folder)
        kin: dict[str, int] = {}
        for number, (word, others) in enumerate(words.kin.items(), start=1):
            for name in (word, *others):
                if kin.setdefault(name, number) != number:
                    raise ValueError(f"{folder}: {name!r} is near two words; leave it near one")
        parts = [form for table in (forms.starts, forms.ends) for own in table.values() for form, _ in own]
        words_of_forms = frozenset(word for form in parts for word in form.split())
        known = {word: Token(word, Kind.FORM) for word in words_of_forms}
        known |= {written: own[0] for written, own in words.latin.single.items() if len(own) == 1}
        meant = {word: known[word] for word in sorted(known) if len(word) >= LONG and word.isascii()}
        shares = tomli.loads((folder / "common.toml").read_text(encoding="utf-8"))
        common = {word: int(share) for share, shared in shares.items() for word in shared.split()}
        return cls(Analyser(forms, words), kin, meant, common, words_of_forms)

    @cached_property
    def slips(self) -> Slips:
        """By which mistyped words are found among those that are meant."""
        return Slips.of(tuple(self.meant), self.kin)
