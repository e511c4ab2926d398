"""The distinct words of some names, with what is near them.

Invariant: nothing here changes after it is made, but for near words, which are looked up when first asked for
and then kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.match.near import AT_ONCE, Near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sekisho.match.lore import Lore
    from sekisho.match.near import Ints, Slips

_PATRONYMIC: Final = re.compile(
    "...(?:[oe]v[iy]t?ch|[oe]wits?ch|[aeiy]vna|ovna|evna|[ao]vich|yevich|[ae]vych|yovych|ovits)$"
)
_SONS: Final = ("ch", "vna", "its")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A vocabulary.

    Attributes:
        places: of each word.
        listed: the words by place.
        slips: by which near words are found.
        initials: the first letter of each.
        patronymics: whether each is one.
        near: the words near each.
        looked_up: whether these have been looked up.
    """

    places: dict[str, int]
    listed: list[str]
    slips: Slips
    initials: NDArray[np.uint32]
    patronymics: NDArray[np.bool_]
    near: Near
    looked_up: NDArray[np.bool_]

    @classmethod
    def of(cls, places: dict[str, int], lore: Lore) -> Words:
        """The words that lore knows, which no name need have, and after them the words of names.

        Args:
            places: of all of them, in this order.
            lore: what is known of words.
        """
        listed, size = list(places), len(places)
        return cls(
            places,
            listed,
            lore.slips.plus(listed[len(lore.meant) :]),
            initials_of(listed),
            patronymics_of(listed),
            Near.none(size),
            np.zeros(size, np.bool_),
        )

    def look_up(self, words: Ints | None = None) -> None:
        """Find what is near some words, if that is not known yet; without *words*, near all of them."""
        asked = np.arange(len(self.listed), dtype=np.int32) if words is None else words
        new = asked[~self.looked_up[asked]]
        if not len(new):
            return
        wanted: Ints = np.unique(new)
        for start in range(0, len(wanted), AT_ONCE):
            chosen = wanted[start : start + AT_ONCE]
            found = self.slips.near([self.listed[word] for word in chosen.tolist()], self.listed)
            self.near.words[chosen], self.near.likeness[chosen] = found.words, found.likeness
            self.looked_up[chosen] = True


def initials_of(words: Sequence[str]) -> NDArray[np.uint32]:
    """The first letter of each word."""
    return np.array(words, "U1").view(np.uint32)


def patronymics_of(words: Sequence[str]) -> NDArray[np.bool_]:
    """Which words are patronymics."""
    return np.fromiter(map(is_patronymic, words), np.bool_, len(words))


def is_patronymic(word: str) -> bool:
    """Whether a word is a patronymic, as East Slavic languages form them."""
    return word.endswith(_SONS) and _PATRONYMIC.search(word) is not None
