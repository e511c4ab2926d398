"""Likeness letter by letter, in a loop: the longest common subsequence of two texts, 64 letters at a time.

H. Hyyrö, Bit-parallel LCS-length computation revisited, 2004. Invariant: what is found is what
`rapidfuzz.distance.Indel.normalized_similarity` finds, to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from sekisho.match.loops.compiled import part
from sekisho.match.loops.once import fixed, once
from sekisho.match.pairs import HALF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from sekisho.match.near import Ints
    from sekisho.match.roster import Roster

    Codes = NDArray[np.uint8]
    Bits = NDArray[np.uint64]

CODES: Final = 256
"""What a letter may be: ASCII, a strange letter of the roster, or, as 0, one that the roster has not."""
PLAIN: Final = 128
BLOCK: Final = 64

_END: Final = "\n"
_ENDS: Final = ord(_END)
_single: Any = np.float32
_whole: Any = np.int64
_NONE: Final = np.uint64(0)
_ONE: Final = np.uint64(1)
_ALL: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
# To count the bits of a word: by twos, fours and bytes, and then all bytes at once.
_TWOS: Final = np.uint64(0x5555555555555555)
_FOURS: Final = np.uint64(0x3333333333333333)
_BYTES: Final = np.uint64(0x0F0F0F0F0F0F0F0F)
_SUM: Final = np.uint64(0x0101010101010101)
_BY: Final = (np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(BLOCK - 8))


class Text(NamedTuple):
    """Texts end to end, a byte a letter, and where each begins; one place more than there are."""

    codes: Codes
    starts: Ints


class Written(NamedTuple):
    """The texts of a roster's spellings.

    Attributes:
        texts: as of :class:`sekisho.match.laid.Laid`.
        ordered: with the words in the order of the alphabet.
        starts: where each begins, in either.
        strange: the codes of letters beyond ASCII.
    """

    texts: Codes
    ordered: Codes
    starts: Ints
    strange: Mapping[int, int]

    def others(self, texts: Iterable[str], ordered: Iterable[str]) -> Codes:
        """Other texts in the same codes, for :func:`cut`."""
        return _codes(_END.join((*texts, *ordered, "")), self.strange)


@once
def written(roster: Roster) -> Written | None:
    """The texts of a roster; None where they have more strange letters than there are codes."""
    texts, ordered = roster.spellings.texts, roster.spellings.sorted
    whole, turned = texts.whole, ordered.whole
    strange = [] if whole.isascii() else [ord(letter) for letter in sorted({*whole}) if not letter.isascii()]
    if len(strange) > CODES - PLAIN:
        return None
    codes = {letter: PLAIN + at for at, letter in enumerate(strange)}
    return Written(_codes(whole, codes), _codes(turned, codes), fixed(texts.starts), codes)


def _codes(text: str, strange: Mapping[int, int]) -> Codes:
    if text.isascii():
        return np.frombuffer(text.encode(), np.uint8)
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).tolist()
    return fixed(np.array([code if code < PLAIN else strange.get(code, 0) for code in letters], np.uint8))


@part
def cut(codes: Codes) -> tuple[Text, Text]:
    """Texts that stand one after another, each with its end; and the same in another order after them all."""
    ends = 0
    for code in codes:
        ends += code == _ENDS
    whole, starts = np.empty(len(codes) - ends, np.uint8), np.empty(ends + 1, np.int32)
    starts[0] = place = text = 0
    for code in codes:
        if code == _ENDS:
            text += 1
            starts[text] = place
        else:
            whole[place] = code
            place += 1
    return Text(whole, starts[: ends // 2 + 1]), Text(whole, starts[ends // 2 :])


@part
def size(text: Text, place: int) -> int:
    """Letters of a text."""
    letters: int = text.starts[place + 1] - text.starts[place]
    return letters


@part
def blocks(text: Text, place: int) -> int:
    """Words of 64 bits that have one for each letter of a text."""
    return (size(text, place) + BLOCK - 1) // BLOCK


@part
def spread(text: Text, place: int, bits: Bits) -> None:
    """Set the bits of where each letter stands in a text, a row for 64 of its letters."""
    start = text.starts[place]
    for at in range(text.starts[place + 1] - start):
        bits[at // BLOCK, text.codes[start + at]] |= _ONE << np.uint64(at % BLOCK)


@part
def clear(text: Text, place: int, bits: Bits) -> None:
    """Take the bits of a text out again."""
    start = text.starts[place]
    for at in range(text.starts[place + 1] - start):
        bits[at // BLOCK, text.codes[start + at]] = _NONE


@part
def likeness(bits: Bits, letters: int, codes: Codes, start: int, end: int, states: Bits) -> float:
    """How alike two texts are, from one half to 1, else 0.

    Args:
        bits: where each letter stands in the one.
        letters: of the one.
        codes: with the other.
        start: where that begins.
        end: where it ends.
        states: room for a word for every 64 letters of the one.
    """
    rows = (letters + BLOCK - 1) // BLOCK
    if rows == 1:
        common = _common(bits, codes, start, end)
    else:
        common = _in_blocks(bits, rows, codes, start, end, states)
    both = letters + end - start
    alike = 1 - (both - 2 * common) / both if both else 1.0
    found: float = _single(alike if alike >= HALF else 0)
    return found


@part
def _common(bits: Bits, codes: Codes, start: int, end: int) -> int:
    """Letters of the longest common subsequence of a text and one of no more letters than a word has bits."""
    state = _ALL
    for at in range(start, end):
        met = state & bits[0, codes[at]]
        state = (state + met) | (state - met)
    return _count(~state)


@part
def _in_blocks(bits: Bits, rows: int, codes: Codes, start: int, end: int, states: Bits) -> int:
    """The same of a text and one of any number of letters."""
    states[:rows] = _ALL
    for at in range(start, end):
        code, carried = codes[at], _NONE
        for row in range(rows):
            state = states[row]
            met = state & bits[row, code]
            first = state + met
            total = first + carried
            carried = _ONE if first < met or total < carried else _NONE
            states[row] = total | (state - met)
    common = 0
    for row in range(rows):
        common += _count(~states[row])
    return common


@part
def _count(word: np.uint64) -> int:
    """The bits of a word that are set."""
    word -= (word >> _BY[0]) & _TWOS
    word = (word & _FOURS) + ((word >> _BY[1]) & _FOURS)
    word = (word + (word >> _BY[2])) & _BYTES
    bits: int = _whole((word * _SUM) >> _BY[3])
    return bits
