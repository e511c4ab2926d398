"""One name as its spellings, in plain numbers: what `spell`, `asked` and `laid` do in columns for many.

Invariant: a word is worth, and meets, to the last bit what it does in columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sekisho.match.asked import meant_by, slipped, without
from sekisho.match.kept import keep
from sekisho.match.laid import weighed
from sekisho.match.postings import UNIT
from sekisho.match.spell import letters_of, spellings_of, written_of
from sekisho.match.vocabulary import is_patronymic
from sekisho.names.analyse import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sekisho.match.kept import Key
    from sekisho.match.near import Near
    from sekisho.match.roster import Roster
    from sekisho.names.analyse import Analysis


class Word(NamedTuple):
    """A word asked for.

    Attributes:
        meets: the words of the vocabulary that it may meet, and how far; itself first, where it is known.
        keys: by which these lead to spellings, and how far, in the same order.
        is_known: whether the vocabulary has it.
        rare: how rare it is, up to `UNIT`.
        patronymic: whether it is one.
        begins: its first letter.
        meant: if it is a word mistyped that says little: the kind of that one.
    """

    meets: list[tuple[int, float]]
    keys: list[tuple[Key, float]]
    is_known: bool
    rare: int
    patronymic: bool
    begins: int
    meant: int | None = None


class Spelling(NamedTuple):
    """One way to spell the name.

    Attributes:
        words: in their order.
        units: what each says.
        marks: what each is.
        text: its letters.
        sorted: the same with the words in the order of the alphabet.
    """

    words: list[Word]
    units: list[int]
    marks: list[int]
    text: str
    sorted: str


def spelt(analysis: Analysis, roster: Roster) -> Iterator[Spelling]:
    """The spellings of a name, with what their words may meet."""
    spelt = tuple(spellings_of(analysis, roster.words.places))
    written, known = written_of(analysis), _words(spelt, roster)
    for spelling in spelt:
        text, turned = letters_of(spelling, written)
        words, units, marks = [], [], []
        for each, kind in spelling:
            word = known[each]
            if word.meant == Kind.FORM:  # take a mistyped legal form out of the letters that are compared
                text, turned = without(text, each), without(turned, each)
            unit, bits = weighed(
                word.rare, kind if word.meant is None else word.meant, patronymic=word.patronymic
            )
            words.append(word)
            units.append(unit)
            marks.append(bits)
        yield Spelling(words, units, marks, text, turned)


def _words(spelt: Sequence[tuple[tuple[str, int], ...]], roster: Roster) -> dict[str, Word]:
    """What the words of spellings may meet."""
    places = roster.words.places
    texts = dict.fromkeys(word for spelling in spelt for word, _ in spelling)
    found = {word: _known(place, roster) for word in texts if (place := places.get(word)) is not None}
    unknown = [word for word in texts if word not in found]
    if unknown:
        near = roster.words.slips.near(unknown, roster.words.listed)
        found |= {word: _unknown(word, near, at, roster) for at, word in enumerate(unknown)}
    return found


def _known(place: int, roster: Roster) -> Word:
    """A word of the vocabulary."""
    found = roster.kept.words.get(place)
    if found is not None:
        return found
    words = roster.words
    if not words.looked_up.item(place):
        words.look_up(np.array([place], np.int32))
    meets = [(place, 1.0), *_near(words.near, place)]
    keys = _keys(meets, roster)
    son, begins = words.patronymics.item(place), words.initials.item(place)
    return keep(roster.kept.words, place, Word(meets, keys, True, keys[0][0].rare, son, begins))  # noqa: FBT003


def _unknown(word: str, near: Near, at: int, roster: Roster) -> Word:
    """A word that the vocabulary lacks."""
    meets = list(_near(near, at))
    nearest, likeness = meets[0] if meets else (-1, 0.0)
    token = meant_by(word, nearest, likeness, roster)
    kind = None if token is None else int(token.kind)
    if token is not None and (place := roster.words.places.get(token.text)) is not None:
        return _known(place, roster)._replace(meant=kind)
    keys = _keys(meets, roster)
    rare = slipped(keys[0][0].rare, likeness) if keys else UNIT
    son, begins = is_patronymic(word), ord(word[0]) if word else 0
    return Word(meets, keys, False, rare, son, begins, kind)  # noqa: FBT003


def _keys(meets: Sequence[tuple[int, float]], roster: Roster) -> list[tuple[Key, float]]:
    return [(roster.postings.key(place), fit) for place, fit in meets]


def _near(near: Near, at: int) -> Iterator[tuple[int, float]]:
    """The words near one, and how near."""
    for place, likeness in zip(near.words[at].tolist(), near.likeness[at].tolist(), strict=True):
        if place < 0:
            return
        yield place, likeness
