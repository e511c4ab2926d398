"""The candidates of names asked for, in one loop: what :meth:`sekisho.match.asked.Asked.candidates` finds.

Invariant: they are the same, in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sekisho.match.columns import BODY
from sekisho.match.initials import KEPT
from sekisho.match.loops.compiled import Columns, compiled, part
from sekisho.match.loops.near import letters_of
from sekisho.match.loops.once import fixed, once
from sekisho.match.loops.wanted import (
    FOUND,
    PIECES,
    WORDS,
    Listed,
    Room,
    Sought,
    by_pieces,
    by_words,
    count_of,
    room_for,
    size_for,
)
from sekisho.match.postings import AT_LEAST, BUDGET, FITS, MOST, UNIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sekisho.match.asked import Asked
    from sekisho.match.near import Ints, Longs
    from sekisho.match.roster import Roster

_SPREAD: Final = 0x9E3779B1
_LOW: Final = (1 << 32) - 1


def candidates(asked: Asked, roster: Roster) -> tuple[Ints, Ints]:
    """Pairs of a spelling asked for and a spelling of the roster, each once, in ascending order."""
    own, natives = asked.spellings, asked.natives.whole
    columns = (
        asked.schemata,
        own.names,
        own.starts,
        asked.keys,
        asked.likeness,
        own.units,
        own.totals,
        own.initials,
        own.letters,
        letters_of(own.texts.whole),
        asked.natives.starts if natives else own.starts[:0],
        letters_of(natives),
    )
    found: tuple[Ints, Ints] = _candidates(columns, _listed(roster))
    return found


@once
def _listed(roster: Roster) -> Columns:
    """The columns of :class:`Listed`."""
    postings, initials = roster.postings, roster.initials
    columns: tuple[NDArray[Any], ...] = (
        postings.starts,
        postings.spellings,
        postings.weights,
        postings.totals,
        roster.allowed,
        roster.spellings.names,
        roster.spellings.starts,
        roster.names.bearers,
        initials.marks,
        initials.spellings,
    )
    return len(roster.words.listed), postings.bits, *map(fixed, columns)


@compiled
def _candidates(own_columns: Columns, columns: Columns) -> tuple[Ints, Ints]:
    asked, listed = Sought(*own_columns), Listed(*columns)
    room = room_for(asked, listed)
    rows = np.empty(len(asked.names) * FOUND, np.int32)
    spellings = np.empty(len(asked.names) * FOUND, np.int32)
    count, letters = 0, 0
    for own in range(len(asked.names)):
        start, letters = letters, letters + asked.letters[own]
        if asked.starts[own] == asked.starts[own + 1]:  # letters alone are no ground to compare
            continue
        allowed, found = asked.schemata[asked.names[own]], 0
        for kind in (WORDS, PIECES):
            if kind == WORDS:
                keys, total = by_words(asked, listed, own, room), asked.totals[own]
            else:
                keys = by_pieces(asked, listed, own, start, room)
                total = room.worths[:keys].sum()
            found = _best(listed, room, keys, kind, total, allowed, found)
        found = _by_initials(listed, room, asked.marks[own], allowed & BODY, found)
        before = -1
        for at in range(found):
            _put(room.found, at + 1, room.found[at])
        for spelling in room.found[:found]:
            if spelling != before and listed.starts[spelling] < listed.starts[spelling + 1]:
                rows[count], spellings[count] = own, spelling
                count += 1
            before = spelling
    return rows[:count].copy(), spellings[:count].copy()


@part
def _best(listed: Listed, room: Room, keys: int, kind: int, total: int, allowed: int, found: int) -> int:
    """How many spellings are found, with the best of those that so many keys lead to."""
    best, most, kept, able, least = room.found[found:], MOST[kind], 0, 0, 0
    table, ranks, totals = room.table, room.ranks, listed.totals[kind]
    for slot in room.slots[: _met(listed, room, keys, kind)]:
        spelling, shared = table[slot] >> 32, table[slot] & _LOW
        length = total + totals[spelling] + 1
        if shared * FITS >= least * length and allowed & listed.allowed[spelling]:
            rank = FITS - 1 - min(int(shared / length * FITS), FITS - 1) << 32 | spelling
            ranks[able] = rank
            able += 1
            if kept < most or rank < best[most - 1]:
                kept = min(kept + 1, most)
                _put(best, kept, rank)
                if kept == most:  # what fits less than the last of these need not be ranked
                    least = FITS - 2 - (best[most - 1] >> 32)
    if kept == most and best[0] >> 32 == best[most - 1] >> 32:
        kept = _as_good(listed, room, able, best, most)
    for at in range(kept):
        best[at] &= _LOW
    return found + kept


@part
def _as_good(listed: Listed, room: Room, able: int, best: Longs, most: int) -> int:
    """How many are the best, with those as good as these of as many bearers as are wanted."""
    same = 0
    for rank in room.ranks[:able]:
        if rank >> 32 == best[0] >> 32:
            same += 1
            _put(room.ranks, same, rank)
    bearers = room.slots  # no longer in use
    several, kept = 0, most
    for rank in room.ranks[:same]:
        bearer = listed.bearers[listed.names[rank & _LOW]]
        if several < most and not (bearers[:several] == bearer).any():
            bearers[several], best[kept] = bearer, rank
            several, kept = several + 1, kept + 1
    return kept


@part
def _met(listed: Listed, room: Room, keys: int, kind: int) -> int:
    """How many spellings are met by some keys, with what they share."""
    some, read = _rationed(listed, room, keys, kind)
    table, slots, starts, postings = room.table, room.slots, listed.keys, listed.postings
    last = size_for(read) - 1
    table[: last + 1] = -1
    met = 0
    for at in range(some):
        place = room.order[at] & _LOW
        key, worth = room.keys[place], min(room.worths[place], UNIT)
        for posting in range(starts[key], starts[key] + room.counts[at]):
            spelling = np.int64(postings[posting])
            slot = (spelling * _SPREAD >> 7) & last
            entry = table[slot]
            while (entry >= 0) & (entry >> 32 != spelling):
                slot = slot + 1 & last
                entry = table[slot]
            slots[met] = slot  # no branches: no processor guesses what is new
            met += entry < 0
            table[slot] = max(entry, spelling << 32) + worth
    return met


@part
def _rationed(listed: Listed, room: Room, keys: int, kind: int) -> tuple[int, int]:
    """How many keys lead to spellings, the rarest first; and to how many these lead that are read."""
    starts, weights, order, some = listed.keys, listed.weights, room.order, 0
    for at in range(keys):
        key = room.keys[at]
        if starts[key] < starts[key + 1]:
            some += 1
            rare = weights[key] if key < len(weights) else UNIT
            _put(order, some, UNIT - rare << 32 | at)
    left, read = BUDGET[kind], 0
    for at in range(some):
        held = count_of(listed, room.keys[order[at] & _LOW])
        room.counts[at] = min(held, max(left, AT_LEAST))
        left, read = left - held, read + room.counts[at]
    return some, read


@part
def _put(ranked: Longs, count: int, number: int) -> None:
    """Make a number one of so many in ascending order, the last of which may be lost."""
    at = count - 1
    while at > 0 and ranked[at - 1] > number:
        ranked[at] = ranked[at - 1]
        at -= 1
    ranked[at] = number


@part
def _by_initials(listed: Listed, room: Room, mark: int, allowed: int, found: int) -> int:
    """How many spellings are found, with those that are the initials of this one, or it is theirs."""
    if mark:
        wanted = np.uint32(mark ^ 1)
        at: Any = np.searchsorted(listed.marks, wanted)
        end = min(at + KEPT, len(listed.marks))
        while at < end and listed.marks[at] == wanted:
            if allowed & listed.allowed[listed.marked[at]]:
                room.found[found] = listed.marked[at]
                found += 1
            at += 1
    return found
