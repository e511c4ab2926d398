"""What matching knows of words beyond their spelling: names that languages share, words that say little.

The given names are data (`corpus/match/given.toml`), the other words those of `corpus/words/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import tomli

from sekisho.match.near import Slips
from sekisho.names.analyse import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sekisho.match.near import Floats, Ints
    from sekisho.names.legal_form import Forms
    from sekisho.names.words import Words

LONG: Final = 5
"""Letters from which a mistyped word is taken for a known one: LTDE may be anything, LIMTIED is limited."""


@dataclass(frozen=True, slots=True, eq=False)
class Lore:
    """What is known of words.

    Attributes:
        kin: the group of each given name that other languages write otherwise.
        written: long words that say what a company is, does or where it is, as they are written.
        meant: the word by which each goes, and its kind.
        slips: by which mistyped ones are found.
        places: of each as written.
    """

    kin: Mapping[str, int]
    written: tuple[str, ...]
    meant: tuple[Token, ...]
    slips: Slips
    places: Mapping[str, int]

    @classmethod
    def load(cls, root: Path, forms: Forms, words: Words) -> Lore:
        """Read what the corpus says.

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
        parts = [form for table in (forms.starts, forms.ends) for own in table.values() for form, _ in own]
        known = {word: Token(word, Kind.FORM) for form in parts for word in form.split()}
        known |= {written: tokens[0] for written, tokens in words.latin.single.items() if len(tokens) == 1}
        long = sorted(word for word in known if len(word) >= LONG and word.isascii())
        meant = tuple(known[word] for word in long)
        places = {word: at for at, word in enumerate(long)}
        return cls(kin, tuple(long), meant, Slips.of(long, {}), places)

    def meanings(self, words: Sequence[str]) -> tuple[Ints, Floats]:
        """Of each word, the place among `meant` of the one it is a slip of, and how near; -1 for none."""
        near = self.slips.near(words, self.written)
        long = np.fromiter((len(word) >= LONG for word in words), np.bool_, len(words))
        places, likeness = np.where(long, near.words[:, 0], np.int32(-1)), near.likeness[:, 0]
        for at, word in enumerate(words):
            if (place := self.places.get(word)) is not None:
                places[at], likeness[at] = place, 1
        return places, likeness
