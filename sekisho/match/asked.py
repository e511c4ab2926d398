"""The names asked for, in columns, and the spellings of a roster that may be theirs.

Invariants: the candidates of a name are the same whatever is asked beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from sekisho.match.columns import ANY, BODY, SCHEMATA
from sekisho.match.laid import Laid
from sekisho.match.lore import LONG
from sekisho.match.near import KEPT
from sekisho.match.postings import BUDGET, UNIT, Wanted, hashed
from sekisho.match.query import Query
from sekisho.match.roster import all_pieces, is_latin, natives_of
from sekisho.match.spell import spell
from sekisho.match.texts import Texts
from sekisho.match.vocabulary import initials_of, patronymics_of
from sekisho.names.analyse import Kind
from sekisho.names.vessel import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Ints, Longs, Near
    from sekisho.match.roster import Roster
    from sekisho.match.spell import Spellings
    from sekisho.match.vocabulary import Words

__all__ = ["Asked", "Query"]

SURELY: Final = 0.85
"""How near a legal form a word must be to be taken for it mistyped: DISABILITY is not LIABILITY."""
KEYS: Final = KEPT + 1
"""Words that a word asked for may meet: itself, and those near it."""


class Met(NamedTuple):
    """Spellings asked for, with what their words may meet; the attributes are those of :class:`Asked`."""

    spellings: Laid
    keys: Ints
    likeness: Floats
    initials: NDArray[np.uint32]

    @classmethod
    def of(cls, spelt: Spellings, roster: Roster) -> Met:
        """Hold the words of spellings against the vocabulary of a roster."""
        words = roster.words
        beyond = words.slips.near(spelt.unknown, words.listed)
        spelt = amended(spelt, roster, beyond)
        keys, likeness = _met(spelt.words, words, beyond)
        sons = words.patronymics.take(spelt.words, mode="clip")
        initials = words.initials.take(spelt.words, mode="clip")
        new = (spelt.words >= len(words.listed)).nonzero()[0]
        if len(new):
            fresh = spelt.words[new] - len(words.listed)
            sons[new] = patronymics_of(spelt.unknown)[fresh]
            initials[new] = initials_of(spelt.unknown)[fresh]
        laid = Laid.of(spelt, _rare(spelt, roster, keys, likeness, new), sons)
        return cls(laid, keys, likeness, initials)


Meeting: TypeAlias = "Callable[[Spellings, Roster], Met]"


class Asked(NamedTuple):
    """Names asked for.

    Attributes:
        schemata: what each bearer may be, as bits.
        natives: as of :class:`sekisho.match.columns.Names`.
        is_native: likewise.
        is_latin: likewise.
        spellings: of the names.
        keys: the words that each word of the spellings may meet: itself first; -1 where there are fewer.
        likeness: how far it meets them, 0 to 1.
        initials: the first letters of the words of the spellings.
    """

    schemata: NDArray[np.int8]
    natives: Texts
    is_native: NDArray[np.bool_]
    is_latin: NDArray[np.bool_]
    spellings: Laid
    keys: Ints
    likeness: Floats
    initials: NDArray[np.uint32]

    @classmethod
    def of(cls, queries: Sequence[Query], roster: Roster, met: Meeting = Met.of) -> Asked:
        """Analyse names.

        Args:
            queries: with the names.
            roster: of the listed ones.
            met: holds the words of spellings against the vocabulary of a roster.
        """
        names = [bare(each.name) if each.schema == "Vessel" else each.name for each in queries]
        schemata = np.array([SCHEMATA.get(query.schema, ANY) for query in queries], np.int8)
        analyses = roster.lore.analyser.analyse_many(names)
        found = met(spell(analyses, roster.words.places, apart=True), roster)
        natives = natives_of(analyses)
        return cls(
            schemata,
            natives,
            np.array([bool(text) for text in natives], np.bool_),
            is_latin(analyses),
            *found,
        )

    def candidates(self, roster: Roster) -> tuple[Ints, Ints]:
        """Pairs of a spelling asked for and a spelling of the roster, each once, in ascending order."""
        bearers, names = roster.names.bearers, roster.spellings.names
        pairs = roster.postings.candidates(
            self._wanted(roster), roster.allowed, lambda places: bearers.take(names.take(places))
        )
        more = roster.initials.pairs(self.spellings.initials)
        if len(more):
            asked, listed = more >> 32, more & 0xFFFFFFFF
            able = self.schemata[self.spellings.names[asked]] & roster.allowed[listed] & BODY
            pairs = np.union1d(pairs, more[able > 0])
        return self._with_words(roster, pairs)

    def every(self, roster: Roster) -> tuple[Ints, Ints]:
        """Every pair of a spelling asked for and a spelling of the roster that both have words."""
        asked, listed = len(self.spellings.names), len(roster.spellings.names)
        return self._with_words(roster, (np.arange(asked)[:, None] << 32 | np.arange(listed)).ravel())

    def _with_words(self, roster: Roster, pairs: Longs) -> tuple[Ints, Ints]:
        """The pairs that have words on both sides: letters alone are no ground to compare."""
        asked, listed = (pairs >> 32).astype(np.int32), pairs.astype(np.int32)
        own, other = self.spellings.starts, roster.spellings.starts
        kept = own.take(asked + 1) > own.take(asked)
        kept &= other.take(listed + 1) > other.take(listed)
        return (asked, listed) if np.count_nonzero(kept) == len(kept) else (asked[kept], listed[kept])

    def _wanted(self, roster: Roster) -> Wanted:
        """What the roster is asked: by words, those of the names and those near them, and by pieces."""
        own, postings = self.spellings, roster.postings
        size, count = len(roster.words.listed), len(own.names)
        spellings = np.arange(count, dtype=np.int32)
        owners = spellings.repeat(own.starts[1:] - own.starts[:-1])
        flat = self.keys.ravel()
        met = ((flat >= 0) & (flat < size)).nonzero()[0]
        at, words = met // KEYS, flat.take(met)
        worth = np.minimum(own.units.take(at), postings.weights.take(words)) * self.likeness.ravel().take(met)
        rows, pieces = all_pieces(own, self.natives, spellings)
        pieces = pieces + np.int32(size)
        weights = postings.weights.take(pieces)
        totals = np.empty((count, 2), np.int64)
        totals[:, 0] = own.totals
        totals[:, 1] = np.bincount(rows, weights, count)
        beside = self._side_by_side(roster, owners) if postings.bits else None
        whose, pairs, worths = beside or (owners[:0], words[:0], words[:0])
        return Wanted(
            np.concatenate((2 * owners.take(at), 2 * whose, 2 * rows + 1)),
            np.concatenate((words, pairs, pieces)),
            np.concatenate((worth.astype(np.int32), worths, weights)),
            totals.ravel(),
            self.schemata.take(own.names),
        )

    def _side_by_side(self, roster: Roster, owners: Ints) -> tuple[Ints, Ints, Ints]:
        """Every two words side by side, one of them perhaps mistyped, of which many listed names have one.

        Returns:
            Whose spelling it is, the key, and what it is worth.
        """
        postings, size = roster.postings, len(roster.words.listed)
        known = (self.keys >= 0) & (self.keys < size)
        keys = np.where(known, self.keys, 0)
        cut = postings.starts[keys + 1] - postings.starts[keys] >= BUDGET[0]
        worth = np.minimum(self.spellings.units[:, None], postings.weights[keys]) * self.likeness
        at = (owners[1:] == owners[:-1]).nonzero()[0]
        left = np.concatenate((np.zeros(KEYS, np.intp), np.arange(1, KEYS)))
        right = np.concatenate((np.arange(KEYS), np.zeros(KEYS - 1, np.intp)))
        one, other = (at[:, None], left), (at[:, None] + 1, right)
        met = known[one] & known[other] & (cut[one] | cut[other])
        words = keys.view(np.uint32)
        hashes = hashed(words[one][met], words[other][met], postings.bits).view(np.int32)
        worths = np.minimum(worth[one] + worth[other], UNIT)[met].astype(np.int32)
        return owners[at[met.nonzero()[0]]], hashes + np.int32(len(postings.weights)), worths


def _met(asked: Ints, words: Words, beyond: Near) -> tuple[Ints, Floats]:
    """What each of some words meets, and how far.

    Args:
        asked: words by place; those of *beyond* follow after the end of the vocabulary.
        words: the vocabulary.
        beyond: what is near the words it lacks.
    """
    keys = np.empty((len(asked), KEYS), np.int32)
    likeness = np.empty((len(asked), KEYS), np.float32)
    keys[:, 0], likeness[:, 0] = asked, 1
    known = asked < len(words.listed)
    at = known.nonzero()[0]
    words.look_up(asked[at])
    own = asked.take(at)
    keys[at, 1:], likeness[at, 1:] = words.near.words.take(own, axis=0), words.near.likeness.take(own, axis=0)
    if len(at) < len(asked):
        at = (~known).nonzero()[0]
        fresh = asked[at] - len(words.listed)
        keys[at, 1:], likeness[at, 1:] = beyond.words[fresh], beyond.likeness[fresh]
    return keys, likeness


def _rare(spelt: Spellings, roster: Roster, keys: Ints, likeness: Floats, new: NDArray[np.intp]) -> Ints:
    """How rare each word asked for is.

    A word that nobody bears is as rare as can be, unless it is a slip of one that many bear.
    """
    rare = roster.postings.weights.take(np.minimum(spelt.words, len(roster.words.listed) - 1))
    if len(new):
        nearest, near = keys[new, 1], likeness[new, 1]
        slip = UNIT - ((UNIT - roster.postings.weights[nearest]) * near).astype(np.int32)
        rare[new] = np.where(nearest >= 0, slip, UNIT)
    return rare


def amended(spelt: Spellings, roster: Roster, beyond: Near) -> Spellings:
    """With the word meant where one is mistyped that says little: LIMTIED, TRADNIG.

    Args:
        spelt: spellings of the names asked for.
        roster: what is listed.
        beyond: what is near the unknown words.
    """
    if not spelt.unknown:
        return spelt
    words, meant = roster.words, roster.lore.meant
    size = len(words.listed)
    nearest = beyond.words[:, 0].tolist()
    tokens = {
        unknown: token
        for unknown, place in enumerate(nearest)
        if place >= 0
        and len(spelt.unknown[unknown]) >= LONG
        and (token := meant.get(words.listed[place])) is not None
        and (token.kind != Kind.FORM or beyond.likeness[unknown, 0] > SURELY)
    }
    if not tokens:
        return spelt
    own, kinds = spelt.words.copy(), spelt.kinds.copy()
    texts = [list(spelt.texts), list(spelt.sorted)]
    for at in (own >= size).nonzero()[0].tolist():
        unknown = int(own[at]) - size
        if (token := tokens.get(unknown)) is not None:
            kinds[at] = token.kind
            own[at] = words.places.get(token.text, own[at])
            if token.kind == Kind.FORM:  # take a mistyped legal form out of the letters that are compared
                row, form = int(spelt.starts.searchsorted(at, "right")) - 1, spelt.unknown[unknown]
                for each in texts:
                    each[row] = each[row].replace(form, "") or each[row]
    letters = np.fromiter(map(len, texts[0]), np.int32, len(texts[0]))
    written, in_order = map(Texts.of, texts)
    return spelt._replace(words=own, kinds=kinds, texts=written, sorted=in_order, letters=letters)
