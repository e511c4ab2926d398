"""The roster: all names of some entities in columns, ready to be asked.

Invariants: nothing here changes after it is built, but for near words, which are looked up when first asked
for and then kept; the order of entities and names is that of what it was built from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.match.near import KEPT, Near
from sekisho.match.postings import PIECE_BITS, UNIT, Postings, pieces
from sekisho.match.spell import spell, vocabulary_of
from sekisho.names.script import unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from sekisho.match.lore import Lore
    from sekisho.match.near import Floats, Ints, Slips
    from sekisho.match.spell import Spellings
    from sekisho.names.analyse import Analysis

WORTH: Final = np.array([1.0, 0.45, 0.4, 0.7, 0.25, 0.05, 0.05], np.float32)
"""What a word of each kind says of who bears the name, against a name proper."""

OF_PATRONYMIC: Final = 0.35
_PATRONYMIC: Final = re.compile(
    "...(?:[oe]v[iy]t?ch|[oe]wits?ch|[aeiy]vna|ovna|evna|[ao]vich|yevich|[ae]vych|yovych|ovits)$"
)

PERSON: Final = 1
BODY: Final = 2
CRAFT: Final = 4
SCHEMATA: Final[Mapping[str, int]] = {
    "Person": PERSON,
    "Company": BODY,
    "Organization": BODY,
    "PublicBody": BODY,
    "LegalEntity": PERSON | BODY,
    "Vessel": CRAFT,
    "Airplane": CRAFT,
}
ANY: Final = PERSON | BODY | CRAFT
"""What the schema of an entity allows it to be; one that is not told may be anything."""


class Bearer(NamedTuple):
    """One who bears names: what the roster needs to know of an entity."""

    id: str
    schema: str
    names: tuple[str, ...]
    weak: tuple[str, ...] = ()
    country: str = ""
    born: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Names in columns.

    Attributes:
        texts: as written.
        bearers: whose each is: a place among the bearers.
        weak: whether many may bear it.
        natives: without legal forms, in the letters it is written in, where these are Han, kana or Hangul.
        is_native: whether it is written in Han, kana or Hangul.
    """

    texts: Sequence[str]
    bearers: Ints
    weak: NDArray[np.bool_]
    natives: list[str]
    is_native: NDArray[np.bool_]


@dataclass(slots=True, eq=False)
class Words:
    """The vocabulary: distinct words with what is near them.

    Attributes:
        places: of each word.
        listed: the words by place.
        slips: by which near words are found; those of a word are looked up once.
        initials: the first letter of each.
        patronymics: whether each is one.
    """

    places: dict[str, int]
    listed: list[str]
    slips: Slips
    initials: NDArray[np.uint32]
    patronymics: NDArray[np.bool_]
    near: Near = field(init=False)
    looked_up: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        size = len(self.listed)
        self.near = Near(np.full((size, KEPT), -1, np.int32), np.zeros((size, KEPT), np.float32))
        self.looked_up = np.zeros(size, np.bool_)

    @classmethod
    def of(cls, places: Iterable[str], lore: Lore) -> Words:
        """The words that lore knows, which no name need have, and after them the words of names."""
        own = [word for word in places if word not in lore.meant]
        listed = [*lore.meant, *own]
        places = {word: place for place, word in enumerate(listed)}
        return cls(places, listed, lore.slips.plus(own), initials_of(listed), patronymics_of(listed))

    def near_to(self, asked: Ints, beyond: Near) -> tuple[Ints, Near]:
        """What is near each of some words.

        Args:
            asked: words by place; those of *beyond* follow after the end of the vocabulary.
            beyond: what is near the words the vocabulary lacks.

        Returns:
            The row of each word asked for, and the rows.
        """
        distinct, rows = np.unique(asked, return_inverse=True)
        known = distinct[: distinct.searchsorted(len(self.listed))]
        new = known[~self.looked_up[known]]
        if len(new):
            found = self.slips.near([self.listed[word] for word in new.tolist()], self.listed)
            self.near.words[new], self.near.likeness[new] = found.words, found.likeness
            self.looked_up[new] = True
        words, likeness = self.near.words[known], self.near.likeness[known]
        if len(known) < len(distinct):
            others = distinct[len(known) :] - len(self.listed)
            words = np.concatenate((words, beyond.words[others]))
            likeness = np.concatenate((likeness, beyond.likeness[others]))
        return rows.astype(np.int32), Near(words, likeness)


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
        by_word: spellings by word.
        by_piece: spellings by three letters; native spellings by two.
        weights: of the words of the spellings, 0 to 1.
        initials: the first letters of these words.
        patronymics: whether each of these words is one.
        allowed: what the bearer of each spelling may be, as bits.
    """

    lore: Lore
    bearers: tuple[Bearer, ...]
    schemata: NDArray[np.int8]
    names: Names
    spellings: Spellings
    words: Words
    by_word: Postings
    by_piece: Postings
    weights: Floats
    initials: NDArray[np.uint32]
    patronymics: NDArray[np.bool_]
    allowed: NDArray[np.int8]

    @classmethod
    def build(cls, bearers: Iterable[Bearer], lore: Lore) -> Roster:
        """Analyse and index every name."""
        own = tuple(bearers)
        told = [(at, name, False) for at, each in enumerate(own) for name in dict.fromkeys(each.names)]
        told += [(at, name, True) for at, each in enumerate(own) for name in dict.fromkeys(each.weak)]
        analyses = lore.analyser.analyse_many([name for _, name, _ in told])
        names = Names(
            [name for _, name, _ in told],
            np.array([at for at, _, _ in told], np.int32),
            np.array([weak for _, _, weak in told], np.bool_),
            *natives_of(analyses),
        )
        words = Words.of(vocabulary_of(analyses), lore)
        spellings = spell(analyses, words.places, apart=False)
        schemata = np.array([SCHEMATA.get(each.schema, ANY) for each in own], np.int8)
        by_word, by_piece = _index(spellings, names, len(words.listed))
        sons = words.patronymics[spellings.words]
        weights = weigh(by_word.weights[spellings.words], spellings.kinds, sons)
        initials = words.initials[spellings.words]
        allowed = schemata[names.bearers[spellings.names]]
        return cls(
            lore,
            own,
            schemata,
            names,
            spellings,
            words,
            by_word,
            by_piece,
            weights,
            initials,
            sons,
            allowed,
        )


def natives_of(analyses: Sequence[Analysis]) -> tuple[list[str], NDArray[np.bool_]]:
    """What is compared letter by letter in names of Han, kana and Hangul, and which names are."""
    natives = [each.core.replace(" ", "") if unspaced(each.core) else "" for each in analyses]
    return natives, np.fromiter(map(bool, natives), np.bool_, len(natives))


def _index(spellings: Spellings, names: Names, size: int) -> tuple[Postings, Postings]:
    count = len(spellings.names)
    owners = np.arange(count, dtype=np.int32).repeat(np.diff(spellings.starts))
    by_word = Postings.of(spellings.words, owners, size, count, WORTH[spellings.kinds])
    rows, keys = all_pieces(spellings, names.natives)
    return by_word, Postings.of(keys, rows, 1 << PIECE_BITS, count)


def all_pieces(spellings: Spellings, natives: Sequence[str]) -> tuple[Ints, Ints]:
    """The pieces of spellings, and of the native letters of their names, as spelling and key."""
    rows, keys = pieces(spellings.texts, 3)
    own = [natives[name] for name in spellings.names.tolist()] if any(natives) else []
    if not own:
        return rows, keys
    native_rows, native_keys = pieces(own, 2)
    told = np.fromiter(map(bool, own), bool, len(own))[native_rows]
    rows = np.concatenate((rows, native_rows[told]))
    keys = np.concatenate((keys, native_keys[told]))
    order = rows.argsort(kind="stable")
    return rows[order], keys[order]


def initials_of(words: Sequence[str]) -> NDArray[np.uint32]:
    """The first letter of each word."""
    return np.array(words, "U1").view(np.uint32)


def weigh(rare: Ints, kinds: NDArray[np.int8], patronymics: NDArray[np.bool_]) -> Floats:
    """How much each word says, 0 to 1: how rare it is, by what its kind is worth.

    A patronymic says whose child one is, which many are.
    """
    worth = WORTH[kinds] * np.where(patronymics, np.float32(OF_PATRONYMIC), np.float32(1))
    return (rare.astype(np.float32) / np.float32(UNIT) * worth).astype(np.float32)


def patronymics_of(words: Sequence[str]) -> NDArray[np.bool_]:
    """Which words are patronymics, as East Slavic languages form them."""
    return np.fromiter((_PATRONYMIC.search(word) is not None for word in words), np.bool_, len(words))
