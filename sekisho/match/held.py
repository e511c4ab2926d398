"""One spelling held against listed ones, word by word in plain numbers: what `pairs` does in columns.

Invariant: what the words of a pair come to is to the last bit what they come to in columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from sekisho.match.kept import keep
from sekisho.match.laid import PATRONYMIC
from sekisho.match.pairs import INITIAL_FITS, KNOWN, NEARLY, OWN, Sides
from sekisho.match.postings import UNIT
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sekisho.match.roster import Roster
    from sekisho.match.wording import Spelling

_NEARLY: Final = float(NEARLY)
_KNOWN: Final = int(KNOWN)
_OWN: Final = int(OWN)
_NAME: Final = 1 << Kind.NAME
_INITIAL: Final = 1 << Kind.INITIAL


Side: TypeAlias = "tuple[tuple[float, ...], tuple[int, int, int, int]]"
"""What the words of one side come to: as of `Shares`, and words, total, lacks and has of `Sides`."""


class Listed(NamedTuple):
    """A listed spelling.

    Attributes:
        words: places in the vocabulary.
        units: what each says.
        marks: what each is.
        unmet: what they come to where none of them is met.
        initial: whether one of them is an initial.
    """

    words: list[int]
    units: list[int]
    marks: list[int]
    unmet: Side
    initial: bool

    @classmethod
    def of(cls, roster: Roster, place: int) -> Listed:
        """The spelling at a place of a roster, which has words."""
        own = roster.spellings
        part = slice(own.starts.item(place), own.starts.item(place + 1))
        units, marks = own.units[part].tolist(), own.marks[part].tolist()
        unmet = _side(units, marks, [0.0] * len(units))
        return cls(own.words[part].tolist(), units, marks, unmet, _has_initial(marks))


class Held(NamedTuple):
    """A spelling asked for, ready to be held against listed ones.

    Attributes:
        spelling: what it is.
        meets: of each word of the vocabulary that its words may meet: which of these do, and how far.
        unmet: what its words come to where none of them is met.
        initial: whether one of them is an initial.
        sides: what its words come to, by how well each is met.
    """

    spelling: Spelling
    meets: dict[int, list[tuple[int, float]]]
    unmet: Side
    initial: bool
    sides: dict[tuple[float, ...], Side]

    @classmethod
    def of(cls, spelling: Spelling) -> Held:
        """Prepare a spelling, which has words."""
        meets: dict[int, list[tuple[int, float]]] = {}
        for at, word in enumerate(spelling.words):
            for place, fit in word.meets:
                meets.setdefault(place, []).append((at, fit))
        unmet = _side(spelling.units, spelling.marks, [0.0] * len(spelling.units))
        return cls(spelling, meets, unmet, _has_initial(spelling.marks), {})

    def against(self, listed: Listed, roster: Roster, *, exact: bool) -> tuple[Side, Side]:
        """What both sides come to.

        Args:
            listed: the other spelling.
            roster: which has it.
            exact: whether both have the same letters, and so the same words, however spaces part them.
        """
        own, met = self.spelling, self._met(listed)
        initial = self.initial or listed.initial
        if not (met or initial or exact):
            return self.unmet, listed.unmet
        mine, theirs = [float(exact)] * len(own.units), [float(exact)] * len(listed.units)
        for at, other, fit in met:
            if fit > mine[at]:  # noqa: PLR1730  # a call costs more than all the rest of this
                mine[at] = fit
            if fit > theirs[other]:  # noqa: PLR1730
                theirs[other] = fit
        if initial:
            self._begin(listed, mine, theirs, roster)
        as_met = tuple(mine)  # many listed names meet the same words
        side = self.sides.get(as_met)
        if side is None:
            side = self.sides[as_met] = _side(own.units, own.marks, mine)
        return side, _side(listed.units, listed.marks, theirs)

    def _met(self, listed: Listed) -> list[tuple[int, int, float]]:
        """Which words meet, and how far."""
        marks = self.spelling.marks
        return [
            (at, other, fit)
            for other, word in enumerate(listed.words)
            if word in self.meets
            for at, fit in self.meets[word]
            if fit == 1 or not _apart(marks[at], listed.marks[other])
        ]

    def _begin(self, listed: Listed, mine: list[float], theirs: list[float], roster: Roster) -> None:
        """Let initials meet the words that begin with them."""
        begins, marks = roster.words.initials, self.spelling.marks
        for other, (word, kind) in enumerate(zip(listed.words, listed.marks, strict=True)):
            letter = begins.item(word)
            for at, own in enumerate(self.spelling.words):
                if own.begins == letter and (kind | marks[at]) & _INITIAL:
                    mine[at] = max(mine[at], INITIAL_FITS)
                    theirs[other] = max(theirs[other], INITIAL_FITS)


def hold(
    held: Mapping[int, Held],
    rows: Sequence[int],
    spellings: Sequence[int],
    exact: Sequence[bool],
    roster: Roster,
) -> Sides:
    """Hold pairs of spellings against each other.

    Args:
        held: the spellings asked for, by row.
        rows: pair by pair.
        spellings: the spelling of the roster.
        exact: whether the two have the same letters.
        roster: which is asked.
    """
    kept = roster.kept.spellings
    shares: list[float] = []
    counts: list[int] = []
    others: list[Side] = []
    for row, place, same in zip(rows, spellings, exact, strict=True):
        listed = kept.get(place)
        if listed is None:
            listed = keep(kept, place, Listed.of(roster, place))
        mine, other = held[row].against(listed, roster, exact=same)
        shares += mine[0]
        counts += mine[1]
        others.append(other)
    for other in others:
        shares += other[0]
        counts += other[1]
    size = 2 * len(others)
    columns = np.array(shares, np.float32).reshape(size, -1).T.copy()
    return Sides.of(columns, *np.array(counts, np.int32).reshape(size, -1).T.copy())


def _side(units: Sequence[int], marks: Sequence[int], best: Sequence[float]) -> Side:
    """What the words of one side come to.

    Args:
        units: what each says.
        marks: what each is.
        best: how well each is met.
    """
    total, met, same, lost, named, initials, lacks, has = max(sum(units), 1), 0, 0, 0, 0, 0, 0, 0
    for each, kind, fit in zip(units, marks, best, strict=True):
        has |= kind
        if not fit:
            lacks |= kind
            if each > lost:  # noqa: PLR1730  # a call costs more than all the rest of this
                lost = each
            continue
        part = int(each * fit)
        met += part
        if kind & _NAME:
            named += part
        if fit == 1:
            same += each
            continue
        if each - part > lost:  # noqa: PLR1730
            lost = each - part
        lacks |= kind & ~PATRONYMIC if fit >= _NEARLY else kind
        initials += fit == INITIAL_FITS
    count = len(units)
    shares = met / total, same / total, lost / UNIT, best[0], best[-1], named / UNIT, initials / count
    return shares, (count, total, lacks, has & _OWN)


def _apart(mine: int, other: int) -> bool:
    """Whether words of two kinds do not nearly meet: what is known for what it is, a patronymic and none."""
    return bool((mine & _KNOWN and other & _KNOWN) or (mine ^ other) & PATRONYMIC)


def _has_initial(marks: Sequence[int]) -> bool:
    return any(mark & _INITIAL for mark in marks)
