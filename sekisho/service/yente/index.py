"""The words of all names, for whoever looks for some of them: a search, and what a client suggests.

It finds whoever has all the words asked for in one name; likeness is the matcher's affair. A name in Han,
kana or Hangul is one word: whoever asks for its beginning finds it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from sekisho.names.normal import normalise
from sekisho.names.script import unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.model.entity import Entity

LAST = "\U0010ffff"


class Index:
    """Names by their words.

    Invariant: an entity is told once, by the name of which most was asked for.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        """Take the names of some entities."""
        self._keys: list[str] = []
        self._sizes: list[int] = []
        postings: dict[str, list[int]] = {}
        for entity in entities:
            for name in (*entity.names, *entity.weak):
                words = dict.fromkeys(words_of(name))
                for word in words:
                    postings.setdefault(word, []).append(len(self._keys))
                self._keys.append(entity.id)
                self._sizes.append(len(words) or 1)
        self._postings = postings
        self._words = sorted(postings)

    def find(self, text: str, *, begun: bool = False) -> dict[str, float]:
        """Who has all words of a text in one name, each with how much of that name they are.

        Args:
            text: the words; there may be any signs between them.
            begun: is the last word perhaps only begun?
        """
        asked = list(dict.fromkeys(words_of(text)))
        if not asked:
            return {}
        *whole, last = asked
        names = set(self._having(last, begun=begun or unspaced(last)))
        for word in whole:
            names &= set(self._having(word, begun=unspaced(word)))
        found: dict[str, float] = {}
        for name in sorted(names):
            key, share = self._keys[name], min(1.0, len(asked) / self._sizes[name])
            found[key] = max(share, found.get(key, 0.0))
        return found

    def _having(self, word: str, *, begun: bool) -> Iterator[int]:
        if not begun:
            yield from self._postings.get(word, ())
            return
        for each in self._words[bisect_left(self._words, word) : bisect_left(self._words, word + LAST)]:
            yield from self._postings[each]


def words_of(text: str) -> list[str]:
    """The words of a text as names are compared."""
    return normalise(text).split()
