"""What matching knows of words beyond their spelling: names that languages share, words that say little.

The given names are data (`corpus/match/given.toml`), the other words those of `corpus/words/`.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, eq=False)
class Lore:
    """What is known of words.

    Attributes:
        analyser: by which names are taken apart.
        kin: the group of each given name that other languages write otherwise, from 1.
        meant: long words that say what a company is, does or where it is, as they are written, each with the
            word it goes by and what that is.
        slips: by which mistyped ones are found.
    """

    analyser: Analyser
    kin: Mapping[str, int]
    meant: Mapping[str, Token]
    slips: Slips

    @classmethod
    def load(cls, root: Path) -> Lore:
        """Read what a corpus says.

        Raises:
            ValueError: a given name stands in two groups.
        """
        path = root / "match" / "given.toml"
        groups: list[str] = tomli.loads(path.read_text(encoding="utf-8"))["groups"]
        kin: dict[str, int] = {}
        for number, group in enumerate(groups, start=1):
            for name in group.split():
                if kin.setdefault(name, number) != number:
                    raise ValueError(f"{path}: {name!r} stands in two groups; leave it in one")
        folder = root / "words"
        forms, words = Forms.load(folder / "legal_forms.toml", fold_han), Words.load(folder)
        parts = [form for table in (forms.starts, forms.ends) for own in table.values() for form, _ in own]
        known = {word: Token(word, Kind.FORM) for form in parts for word in form.split()}
        known |= {written: own[0] for written, own in words.latin.single.items() if len(own) == 1}
        meant = {word: known[word] for word in sorted(known) if len(word) >= LONG and word.isascii()}
        return cls(Analyser(forms, words), kin, meant, Slips.of(tuple(meant), kin))
