"""Whole cases in JSON, with their names cut out: what is left tells which of them are alike.

A column is read as the one text that it is in memory: where its quotation marks stand tells its texts, and
those after certain keys are cut out. What is left of a case is read once, with something else in their
places, and tells what they are. Invariants: a case is cut only where it is sound, whatever names stand in
it; nothing that is left of it is a name or its id.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from sekisho.bundle.seen import key_of
from sekisho.bundle.told import Told, firsts, number
from sekisho.formats.json import loads
from sekisho.formats.keys import Bearer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from sekisho.formats.keys import Element, Shape
    from sekisho.truth import Index

    _Bytes = npt.NDArray[np.uint8]
    Rest = tuple[bytes, ...]
    """What is left of a case: what stands before, between and after the texts that are cut out."""

MANY: Final = 16
"""Names of a case up to which they are cut out."""
_ID: Final = "id"
_QUOTE, _ESCAPE = b'"\\'
_BLANKS: Final = b" \t\r\n"
_STANDIN: Final = "\ue000%d"
"""What is read in the place of a text: letters that mean nothing to anybody."""


_TAKEN: Final = re.compile(rb"\xee\x80\x80|\\u[eE]000")
"""Where the first letter of these stands already, as it is or as an escape."""


class Plan(NamedTuple):
    """What is cut out of cases that are equal in the rest.

    Attributes:
        cut: whether anything is: not where there is much of it, or it is not known what each is.
        id: which of the texts cut out is the id; None: the case has none.
        names: which of them are names of companies.
    """

    cut: bool = False
    id: int | None = None
    names: tuple[int, ...] = ()


def keys_of(shape: Shape) -> list[bytes]:
    """The keys after which a case has an id, or a name."""
    slots = (item for element in shape.elements.values() for item in element.slots.items())
    return sorted({key.encode() for key, slot in slots if slot.bearer} | {_ID.encode()})


def of_cases(column: pa.Array, shape: Shape, plans: dict[bytes, Plan], most: int) -> Told | None:
    """What whole cases tell; one that is not cut is like no other. None: there is too much that is left.

    Args:
        column: of texts.
        shape: of the cases.
        plans: those that were made before, to which new ones are added.
        most: different texts that may be left of them.
    """
    pieces = _pieces(column, keys_of(shape))
    rest, kinds = _rests(pieces)
    if len(rest) - 1 > most:
        return None
    codes, texts = pieces.codes, _Texts(pieces)
    keys = list(map(key_of, rest))
    made = [
        plans.get(key) or plans.setdefault(key, _plan(own, shape))
        for key, own in zip(keys, rest, strict=True)
    ]
    names = _places([plan.names for plan in made])
    ids = _places([() if plan.id is None else (plan.id,) for plan in made])[:, 0]
    cut = np.array([plan.cut for plan in made], np.bool_)[kinds] & texts.sound

    def standing(place: Index) -> Index:
        """Codes of the texts in a place of each row, by the kind of its rest; -1: there is none."""
        own = place[kinds]
        there = cut & (own >= 0)
        return np.where(there, codes[np.where(there, pieces.first + 2 * own + 1, 0)], -1)

    others = np.where(cut, kinds, len(made) + np.arange(len(kinds)))
    return Told(
        [(others, len(made) + len(kinds))],
        *texts.named([standing(place) for place in names.T]),
        texts.taken(standing(ids)),
        lambda rows: [rest[kinds[row]] if cut[row] else None for row in rows.tolist()],
    )


def _plan(rest: Rest, shape: Shape) -> Plan:
    """What is cut out where this is left."""
    standins = {_STANDIN % place: place for place in range(len(rest) - 1)}
    if len(standins) > MANY + 1 or any(map(_TAKEN.search, rest)):
        return Plan()
    filled = b"".join(part + own.encode() for part, own in zip(rest, (*standins, ""), strict=True))
    try:
        case = loads(filled.decode())
    except ValueError:
        return Plan()
    if not isinstance(case, dict):
        return Plan()
    told: list[tuple[Bearer | None, object]] = [(None, case[_ID])] if _ID in case else []
    told += _named(case, shape.elements["case"], shape)
    places = [standins.get(text, -1) if isinstance(text, str) else -1 for _, text in told]
    if sorted(places) != [*range(len(standins))] or len(places) - (_ID in case) > MANY:
        return Plan()
    names = tuple(at for (bearer, _), at in zip(told, places, strict=True) if bearer in _COMPANIES)
    return Plan(cut=True, id=places[0] if _ID in case else None, names=names)


_COMPANIES: Final = (Bearer.COMPANY, Bearer.OWNER)


def _named(data: object, element: Element, shape: Shape) -> Iterator[tuple[Bearer, object]]:
    """Whatever stands for a name in a table and in those in it, and who bears it."""
    for key, value in data.items() if isinstance(data, dict) else ():
        slot = element.slots.get(key)
        if slot is not None and slot.bearer:
            yield slot.bearer, value
        elif slot is not None and slot.element:
            inner = shape.elements[slot.element]
            for each in value if isinstance(value, list) else [value]:
                yield from _named(each, inner, shape)


def _places(told: Sequence[tuple[int, ...]]) -> Index:
    """Places of each kind as a table, at least one wide; -1: there are no more."""
    places = np.full((len(told), max([1, *map(len, told)])), -1)
    for kind, own in enumerate(told):
        places[kind, : len(own)] = own
    return places


class _Pieces(NamedTuple):
    """Texts taken apart: of each row what is left and what is cut out by turns, what is left first and last.

    Attributes:
        first: of each row, its first piece.
        counts: of each row, how many texts are cut out.
        codes: of each piece, its place among the distinct ones.
        distinct: these, as bytes.
    """

    first: Index
    counts: Index
    codes: Index
    distinct: pa.Array


def _pieces(column: pa.Array, keys: Sequence[bytes]) -> _Pieces:
    """Texts taken apart where one stands after one of these keys."""
    column = column.fill_null("").cast(pa.large_binary())
    _, ends, letters = column.buffers()
    offsets = np.frombuffer(ends, np.int64)[column.offset : column.offset + len(column) + 1]
    begin, end = int(offsets[0]), int(offsets[-1])
    letters, offsets = (letters or pa.py_buffer(b"")).slice(begin, end - begin), offsets - begin
    starts, ends = _cuts(np.frombuffer(letters, np.uint8), offsets, keys)
    counts = np.diff(np.searchsorted(starts, offsets))
    bounds = np.append(np.sort(np.concatenate([offsets[:-1], starts, ends])), offsets[-1])
    pieces = pa.Array.from_buffers(
        pa.large_binary(), len(bounds) - 1, [None, pa.py_buffer(bounds.astype(np.int64)), letters]
    ).dictionary_encode()
    first = np.arange(len(column)) + 2 * (np.cumsum(counts) - counts)
    return _Pieces(first, counts, pieces.indices.to_numpy().astype(np.intp), pieces.dictionary)


def _cuts(data: _Bytes, offsets: Index, keys: Sequence[bytes]) -> tuple[Index, Index]:
    """Where texts begin and end that stand after one of some keys."""
    begins, ends = _texts(data, offsets)
    sizes, found = ends[:-1] - begins[:-1], []
    for key in keys:
        at = np.flatnonzero(sizes == len(key))
        for place, letter in enumerate(key):
            at = at[data[begins[at] + place] == letter]
        after, size = ends[at] + 1, begins[at + 1] - ends[at] - 2
        colon = data[after] == ord(":")
        plain = colon & (size == 1)
        spaced = np.flatnonzero(size == len(": "))
        plain[spaced] = colon[spaced] & (data[after[spaced] + 1] == ord(" "))
        for own in np.flatnonzero(~plain & (size > 0)).tolist():
            between = data[after[own] : after[own] + size[own]].tobytes()
            plain[own] = between.strip(_BLANKS) == b":"
        found.append(at[plain] + 1)
    cut = np.sort(np.concatenate(found))
    return begins[cut], ends[cut]


def _texts(data: _Bytes, offsets: Index) -> tuple[Index, Index]:
    """Where the texts of JSON begin and end, as far as it is sound."""
    is_mark = data == _QUOTE
    is_mark[_escaped(data)] = False
    marks = is_mark.nonzero()[0]
    counts = np.diff(np.searchsorted(marks, offsets))
    # One that has no partner in its row is of a broken case.
    alone = np.cumsum(counts)[counts % 2 == 1] - 1
    marks = np.delete(marks, alone) if len(alone) else marks
    return marks[::2] + 1, marks[1::2]


def _escaped(data: _Bytes) -> Index:
    """Places of the letters that stand behind an odd number of backslashes."""
    behind = (data == _ESCAPE).nonzero()[0] + 1
    last = np.flatnonzero(np.diff(behind, append=len(data) + 2) > 1)  # of a run of backslashes
    ends: Index = behind[last[np.diff(last, prepend=-1) % 2 == 1]]
    return ends[ends < len(data)]


def _rests(pieces: _Pieces) -> tuple[list[Rest], Index]:
    """What is left of texts, each once, and the place of each among these; of many cuts it is not told."""
    kinds = np.zeros(len(pieces.first), np.intp)
    rests: list[Rest] = [(b"",)]
    for many in np.unique(pieces.counts[pieces.counts <= MANY + 1]).tolist():
        rows = np.flatnonzero(pieces.counts == many)
        parts = pieces.codes[pieces.first[rows][:, None] + 2 * np.arange(many + 1)]
        own = number(((column, len(pieces.distinct)) for column in parts.T), len(rows))
        first = firsts(own)
        kinds[rows] = own + len(rests)
        told = iter(pieces.distinct.take(pa.array(parts[first].ravel())).to_pylist())
        rests += zip(*[told] * (many + 1), strict=True)
    return rests, kinds


class _Texts:
    """The texts that are cut out.

    Attributes:
        sound: of each row, whether all of its texts are, and say something.
    """

    def __init__(self, pieces: _Pieces) -> None:
        """Take pieces."""
        rows = np.repeat(np.arange(len(pieces.counts)), pieces.counts)
        nth = np.arange(len(rows)) - (np.cumsum(pieces.counts) - pieces.counts)[rows]
        codes = pieces.codes[pieces.first[rows] + 2 * nth + 1]
        used = np.unique(codes)
        self._texts = _said(pieces.distinct.take(pa.array(used)).cast(pa.large_string()).to_pylist())
        self._place = np.full(len(pieces.distinct) + 1, -1)  # of each code among these; the last is of none
        self._place[used] = np.arange(len(used))
        broken = np.array([text is None for text in self._texts], np.bool_)
        self.sound = np.ones(len(pieces.counts), np.bool_)
        self.sound[rows[broken[self._place[codes]]]] = False

    def taken(self, codes: Index) -> list[str | None]:
        """The texts of some codes; None for -1."""
        texts = [*self._texts, None]
        return [texts[place] for place in self._place[codes].tolist()]

    def named(self, columns: Sequence[Index]) -> tuple[list[str], list[Index]]:
        """The texts in columns of codes, each once, and the columns as places among them; -1 stays."""
        used = np.unique(np.concatenate([self._place[codes] for codes in columns]))
        texts: dict[str | None, int] = {}
        place = np.full(len(self._texts) + 1, -1)
        own = used[used >= 0].tolist()
        place[own] = [texts.setdefault(self._texts[each], len(texts)) for each in own]
        told = [text for text in texts if text is not None]
        return told, [place[self._place[codes]] for codes in columns]


def _said(texts: Sequence[str]) -> list[str | None]:
    """What texts say that stand in JSON so; None: nothing, or it is broken, or holds half a letter."""
    whole = "".join(texts)
    if "\\" not in whole and whole.isprintable():  # as a rule
        return [text if text.strip() else None for text in texts]
    return list(map(_told, texts))


def _told(text: str) -> str | None:
    """What a text says that stands in JSON so."""
    if "\\" in text or not text.isprintable():
        try:
            text = str(loads(f'"{text}"'))
        except ValueError:
            return None
    is_whole = text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)
    return text if is_whole and text.strip() else None
