"""The roster: all names of some entities in columns, ready to be asked.

Invariants: the order of entities and names is that of what it was built from; it is the same whether it was
built or read back.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sekisho.match.columns import ANY, PERSON, SCHEMATA, Bearer, Bearers, Marks, Names
from sekisho.match.initials import Initials
from sekisho.match.laid import Laid
from sekisho.match.lore import FEWEST
from sekisho.match.near import spans
from sekisho.match.postings import (
    BUDGET,
    LETTERS,
    NATIVE,
    PAIRED,
    PIECE_BITS,
    TOGETHER,
    Postings,
    hashed,
    listed,
    ordinary,
    pieces,
    rarity,
)
from sekisho.match.spell import Spellings, spell
from sekisho.match.texts import Aside, Number, Texts, apart
from sekisho.match.vocabulary import Words
from sekisho.names.script import unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from sekisho.match.lore import Lore
    from sekisho.match.near import Ints, Longs
    from sekisho.names.analyse import Analysis

__all__ = ["PERSON", "SCHEMATA", "Bearer", "Roster"]

AT_ONCE: Final = 8192
"""Names taken apart together, to bound what is kept meanwhile."""

Told = tuple[int, str]
"""The place of a bearer and one of its names."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
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
        initials: spellings by the initials that they have, or may be.
    """

    lore: Lore
    bearers: Bearers
    schemata: NDArray[np.int8]
    names: Names
    spellings: Laid
    words: Words
    postings: Postings
    allowed: NDArray[np.int8]
    initials: Initials

    @classmethod
    def build(cls, bearers: Iterable[Bearer], lore: Lore) -> Roster:
        """Analyse and index every name; bearers may come one by one and need not be kept."""
        draft = _Draft(lore)
        weak: list[Told] = []
        coming = iter(bearers)
        count = 0
        while chunk := list(islice(coming, AT_ONCE)):
            draft.know(chunk)
            at = list(enumerate(chunk, start=count))
            draft.add([(place, name) for place, each in at for name in dict.fromkeys(each.names)])
            weak += [(place, name) for place, each in at for name in dict.fromkeys(each.weak)]
            count += len(chunk)
        strong = draft.names
        for start in range(0, len(weak), AT_ONCE):
            draft.add(weak[start : start + AT_ONCE])
        return draft.roster(strong)


class _Draft:
    """A roster as it grows; it gives away what it has when the roster is made: there is no room for both."""

    def __init__(self, lore: Lore) -> None:
        self._marks: list[Marks] = []
        self.names = 0
        self._lore = lore
        self._places = {word: place for place, word in enumerate(lore.meant)}
        self._words = 0
        self._texts: dict[str, list[Aside]] = defaultdict(list)
        self._columns: dict[str, list[NDArray[Any]]] = defaultdict(list)

    def know(self, bearers: Sequence[Bearer]) -> None:
        """Take what is known of some bearers beside their names."""
        self._marks.append(Marks.joined([Marks.of(bearers)]))
        kinds = [SCHEMATA.get(each.schema, ANY) for each in bearers]
        self._columns["schemata"].append(np.array(kinds, np.int8))

    def add(self, told: Sequence[Told]) -> None:
        """Take some names apart."""
        analyses = self._lore.analyser.analyse_many([name for _, name in told])
        spelt = spell(analyses, self._places, apart=False)
        for word in spelt.unknown:
            self._places[word] = len(self._places)
        texts = {
            "names": Texts.of([name for _, name in told]),
            "natives": natives_of(analyses),
            "written": spelt.texts,
            "in order": spelt.sorted,
        }
        columns = {
            "latin": is_latin(analyses),
            "bearers": np.fromiter((at for at, _ in told), np.int32, len(told)),
            "names": spelt.names + np.int32(self.names),
            "starts": spelt.starts[:-1] + np.int32(self._words),
            "words": spelt.words,
            "kinds": spelt.kinds,
            "initials": spelt.initials,
        }
        for name, each in texts.items():
            self._texts[name].append(Aside(each))
        for name, column in columns.items():
            self._columns[name].append(apart(column))
        self.names += len(told)
        self._words += len(spelt.words)

    def roster(self, strong: int) -> Roster:
        """What has been taken in, of which so many names are not weak."""
        words = Words.of(self._places, self._lore)
        natives = Aside.joined(self._texts["natives"])
        is_native = np.diff(natives.starts) > 0
        weak = np.arange(self.names, dtype=np.int32) >= strong
        texts = Aside.joined(self._texts["names"])
        names = Names(
            texts, self._taken("bearers", np.int32), weak, natives, is_native, self._taken("latin", np.bool_)
        )
        written = Aside.joined(self._texts["written"])
        spelt = Spellings(
            self._taken("names", np.int32),
            np.append(self._taken("starts", np.int32), np.int32(self._words)),
            self._taken("words", np.int32),
            self._taken("kinds", np.int8),
            written,
            Texts(Aside.joined(self._texts["in order"]).whole, written.starts),
            [],
            np.diff(written.starts),
            self._taken("initials", np.uint32),
        )
        rare = rarity(np.bincount(spelt.words, minlength=len(words.listed)), len(spelt.names))
        shared = np.fromiter((self._lore.common.get(word, 0) for word in words.listed), np.int64, len(rare))
        rare = np.minimum(rare, ordinary(shared, FEWEST))
        spellings = Laid.of(spelt, rare[spelt.words], words.patronymics[spelt.words])
        postings = index(spellings, natives, rare)
        schemata = self._taken("schemata", np.int8)
        allowed = schemata[names.bearers[spellings.names]]
        bearers = Bearers(Marks.joined(self._marks), names)
        initials = Initials.of(spellings.initials)
        return Roster(self._lore, bearers, schemata, names, spellings, words, postings, allowed, initials)

    def _taken(self, name: str, kind: type[Number]) -> NDArray[Number]:
        return np.concatenate((np.zeros(0, kind), *self._columns.pop(name, ())))


def natives_of(analyses: Sequence[Analysis]) -> Texts:
    """What is compared letter by letter in names of Han, kana and Hangul; empty for all others."""
    return Texts.of([each.core.replace(" ", "") if unspaced(each.core) else "" for each in analyses])


def is_latin(analyses: Sequence[Analysis]) -> NDArray[np.bool_]:
    """Which names are written in Latin letters."""
    return np.array([each.core.isascii() for each in analyses], np.bool_)


def index(spellings: Laid, natives: Texts, rare: Ints) -> Postings:
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
    borne = np.bincount(spellings.words, minlength=len(rare))
    by_word = listed(words_of, totals[0], borne, int(BUDGET[0]))
    by_piece = listed(pieces_of, totals[1], bearing, int(BUDGET[1]))
    tables = [by_word, by_piece, *_side_by_side(spellings, totals[0], borne, parts)]
    ends = accumulate(len(spellings) for _, spellings in tables)
    starts = [own[1:] + np.int32(end - len(each)) for (own, each), end in zip(tables, ends, strict=True)]
    return Postings(
        np.concatenate((np.zeros(1, np.int32), *starts)),
        np.concatenate([each for _, each in tables]),
        np.concatenate((rare, weights)),
        totals,
    )


def _side_by_side(
    spellings: Laid, totals: Ints, borne: Longs, parts: Sequence[Ints]
) -> Iterator[tuple[Ints, Ints]]:
    """List the spellings of two words side by side of which one is borne by more than are listed of it.

    Args:
        spellings: to be listed.
        totals: of each: how long it is.
        borne: how many of them bear each word.
        parts: the places of all of them.
    """
    cut = borne >= BUDGET[0]
    words = spellings.words
    count = int((cut[words[:-1]] | cut[words[1:]]).sum())
    if count < PAIRED:
        return
    bits = max(count.bit_length() - 1, 1)

    def pairs_of(chosen: Ints) -> tuple[Ints, Ints]:
        first = spellings.starts[chosen]
        counts = np.maximum(spellings.starts[chosen + 1] - first - 1, 0)
        rows = np.arange(len(chosen), dtype=np.int32).repeat(counts)
        at = spans(first, counts)
        both = (cut[words[at]] | cut[words[at + 1]]).nonzero()[0]
        left, right = words[at[both]].view(np.uint32), words[at[both] + 1].view(np.uint32)
        return rows[both], hashed(left, right, bits).view(np.int32)

    bearing = np.zeros(1 << bits, np.int64)
    for part in parts:
        np.add.at(bearing, pairs_of(part)[1], 1)
    yield listed(pairs_of, totals, bearing, TOGETHER)


def all_pieces(spellings: Spellings | Laid, natives: Texts, chosen: Ints) -> tuple[Ints, Ints]:
    """The pieces of some spellings, and of the native letters of their names, as place among them and key."""
    rows, keys = pieces(spellings.texts.take(chosen.tolist()), LETTERS)
    own = natives.take(spellings.names[chosen].tolist()) if natives.whole else []
    if not any(own):
        return rows, keys
    native_rows, native_keys = pieces(own, NATIVE)
    told = np.fromiter(map(bool, own), np.bool_, len(own))[native_rows]
    return np.concatenate((rows, native_rows[told])), np.concatenate((keys, native_keys[told]))
