"""The roster: all names of some entities in columns, ready to be asked.

Invariants: the order of entities and names is that of what it was built from; it is the same whether it was
built or read back.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.match.columns import ANY, PERSON, SCHEMATA, Bearer, Bearers, Marks, Names
from sekisho.match.laid import Laid
from sekisho.match.lore import PER
from sekisho.match.near import spans
from sekisho.match.postings import BUDGET, PIECE_BITS, Postings, listed, pieces, rarity
from sekisho.match.spell import Spellings, spell
from sekisho.match.texts import Texts
from sekisho.match.vocabulary import Words
from sekisho.names.script import unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sekisho.match.lore import Lore
    from sekisho.match.near import Ints
    from sekisho.names.analyse import Analysis

__all__ = ["PERSON", "SCHEMATA", "Bearer", "Roster"]

AT_ONCE: Final = 8192
"""Names taken apart together, to bound what is kept meanwhile."""

Told = tuple[int, str]
"""The place of a bearer and one of its names."""


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """All names of some entities.

    Attributes:
        lore: what is known of words.
        bearers: the entities.
        schemata: what each bearer may be, as bits.
        names: their names.
        spellings: of the names.
        words: the vocabulary.
        postings: spellings by word, and, after all words, by three letters; native ones by two.
        allowed: what the bearer of each spelling may be, as bits.
    """

    lore: Lore
    bearers: Bearers
    schemata: NDArray[np.int8]
    names: Names
    spellings: Laid
    words: Words
    postings: Postings
    allowed: NDArray[np.int8]

    @classmethod
    def build(cls, bearers: Iterable[Bearer], lore: Lore) -> Roster:
        """Analyse and index every name; bearers may come one by one and need not be kept."""
        draft = _Draft(lore)
        weak: list[Told] = []
        coming = iter(bearers)
        count = 0
        while chunk := list(islice(coming, AT_ONCE)):
            draft.marks.append(Marks.of(chunk))
            at = list(enumerate(chunk, start=count))
            draft.add([(place, name) for place, each in at for name in dict.fromkeys(each.names)])
            weak += [(place, name) for place, each in at for name in dict.fromkeys(each.weak)]
            count += len(chunk)
        strong = sum(map(len, draft.bearers))
        for start in range(0, len(weak), AT_ONCE):
            draft.add(weak[start : start + AT_ONCE])
        return draft.roster(strong)

    @classmethod
    def of(
        cls, lore: Lore, marks: Marks, names: Names, spellings: Laid, words: Words, postings: Postings
    ) -> Roster:
        """Put together what was laid out."""
        kinds = {schema: SCHEMATA.get(schema, ANY) for schema in set(marks.schemas)}
        schemata = np.fromiter(map(kinds.__getitem__, marks.schemas), np.int8, len(marks.schemas))
        allowed = schemata[names.bearers[spellings.names]]
        return cls(lore, Bearers(marks, names), schemata, names, spellings, words, postings, allowed)


class _Draft:
    """A roster as it grows."""

    def __init__(self, lore: Lore) -> None:
        self.marks: list[Marks] = []
        self.bearers: list[Ints] = []
        self._lore = lore
        self._places = {word: place for place, word in enumerate(lore.meant)}
        self._texts: list[Texts] = []
        self._natives: list[Texts] = []
        self._spelt: list[Spellings] = []

    def add(self, told: Sequence[Told]) -> None:
        """Take some names apart."""
        analyses = self._lore.analyser.analyse_many([name for _, name in told])
        natives = natives_of(analyses)
        spelt = spell(analyses, self._places, apart=False)
        for word in spelt.unknown:
            self._places[word] = len(self._places)
        self.bearers.append(np.fromiter((at for at, _ in told), np.int32, len(told)))
        self._texts.append(Texts.joined([Texts.of([name for _, name in told])]))
        self._natives.append(Texts.joined([Texts.of(natives)]))
        self._spelt.append(spelt.compact())

    def roster(self, strong: int) -> Roster:
        """What has been taken in, of which so many names are not weak."""
        natives = Texts.joined(self._natives)
        bearers = np.concatenate((*self.bearers, np.zeros(0, np.int32)))
        names = Names(
            Texts.joined(self._texts),
            bearers,
            np.arange(len(bearers)) >= strong,
            natives,
            np.diff(natives.starts) > 0,
        )
        words = Words.of(self._places, self._lore)
        spelt = Spellings.joined(self._spelt, [len(part) for part in self._texts])
        rare = rarity(np.bincount(spelt.words, minlength=len(words.listed)), len(spelt.names))
        shared = np.fromiter((self._lore.common.get(word, 0) for word in words.listed), np.int64, len(rare))
        rare = np.minimum(rare, rarity(shared, PER))
        spellings = Laid.of(spelt, rare[spelt.words], words.patronymics[spelt.words])
        postings = index(spellings, natives, rare)
        return Roster.of(self._lore, Marks.joined(self.marks), names, spellings, words, postings)


def natives_of(analyses: Sequence[Analysis]) -> list[str]:
    """What is compared letter by letter in names of Han, kana and Hangul; empty for all others."""
    return [each.core.replace(" ", "") if unspaced(each.core) else "" for each in analyses]


def index(spellings: Laid, natives: Sequence[str], rare: Ints) -> Postings:
    """List the spellings of every word and of every piece.

    Args:
        spellings: to be listed.
        natives: of the names they are of.
        rare: how rare each word of the vocabulary is.
    """
    count = len(spellings.names)

    def words_of(chosen: Ints) -> tuple[Ints, Ints]:
        first, counts = spellings.starts[chosen], spellings.starts[chosen + 1] - spellings.starts[chosen]
        rows = np.arange(len(chosen), dtype=np.int32).repeat(counts)
        return rows, spellings.words[spans(first, counts)]

    def pieces_of(chosen: Ints) -> tuple[Ints, Ints]:
        return all_pieces(spellings, natives, chosen)

    bearing = np.zeros(1 << PIECE_BITS, np.int64)
    parts = [np.arange(at, min(at + AT_ONCE, count), dtype=np.int32) for at in range(0, count, AT_ONCE)]
    for part in parts:
        bearing += np.bincount(pieces_of(part)[1], minlength=len(bearing))
    weights = rarity(bearing, count)
    totals = np.zeros((2, count), np.int32)
    totals[0] = spellings.totals
    for part in parts:
        rows, keys = pieces_of(part)
        totals[1, part] = np.bincount(rows, weights[keys], len(part))
    by_word = listed(words_of, totals[0], len(rare), int(BUDGET[0]))
    by_piece = listed(pieces_of, totals[1], len(weights), int(BUDGET[1]))
    starts = np.concatenate((by_word[0], by_word[0][-1] + by_piece[0][1:]))
    each = np.concatenate((by_word[1], by_piece[1]))
    return Postings(starts, each, np.concatenate((rare, weights)), totals)


def all_pieces(spellings: Spellings | Laid, natives: Sequence[str], chosen: Ints) -> tuple[Ints, Ints]:
    """The pieces of some spellings, and of the native letters of their names, as place among them and key."""
    rows, keys = pieces(spellings.texts.take(chosen.tolist()), 3)
    names = spellings.names[chosen].tolist()
    own = [natives[name] for name in names] if natives else []
    if not any(own):
        return rows, keys
    native_rows, native_keys = pieces(own, 2)
    told = np.fromiter(map(bool, own), np.bool_, len(own))[native_rows]
    return np.concatenate((rows, native_rows[told])), np.concatenate((keys, native_keys[told]))
