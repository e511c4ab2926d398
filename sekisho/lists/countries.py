"""Names of countries as publishers write them, to ISO 3166-1 alpha-2 in small letters.

Invariants: a name leads to one code; what is not in the table is not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).parent.parent / "corpus" / "words" / "countries.toml"
_NOT_LETTERS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Countries:
    """The table.

    Attributes:
        codes: by name, folded.
        nothing: words that say that there is no country to state, folded.
    """

    codes: Mapping[str, str]
    nothing: frozenset[str]

    @staticmethod
    def read(path: Path = FILE) -> Countries:
        """Read the table.

        Raises:
            ValueError: a name stands for two countries.
        """
        data = tomli.loads(path.read_text("utf-8"))
        codes: dict[str, str] = {code: code for code in data["names"]}
        for code, names in data["names"].items():
            for name in names:
                if codes.setdefault(fold(name), code) != code:
                    message = f"'{name}' is both {code} and {codes[fold(name)]}"
                    raise ValueError(message)
        return Countries(codes, frozenset(map(fold, (*data["none"]["words"], *data["none"]["former"]))))

    def code(self, name: str) -> str | None:
        """The code of a country; empty: the words name none; None: they are not known."""
        folded = fold(name)
        return "" if not folded or folded in self.nothing else self.codes.get(folded)


@cache
def countries() -> Countries:
    """The table of the corpus, read once."""
    return Countries.read()


def fold(text: str) -> str:
    """A name without case, accents, dots and apostrophes."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace(".", "").replace("'", "").replace("’", "")
    plain = plain.replace("&", " and ")
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return _NOT_LETTERS.sub(" ", letters).strip()
