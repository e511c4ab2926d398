"""Many texts as one: kept end to end, cut where they are asked for.

A list of two million short strings takes two hundred megabytes; end to end they take forty, and lie in a file
as they lie in memory. Invariant: what is cut is what was put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from mmap import mmap
from typing import TYPE_CHECKING, Final, TypeVar, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)
FEW: Final = 1 << 16
"""Texts up to which they are cut once and kept: a list is asked faster than text is cut."""
_NONE: Final = np.zeros(1, np.int32)
"""Where none begin."""


def apart(column: NDArray[Number]) -> NDArray[Number]:
    """A copy of some numbers in memory of their own, which goes back to the system once they are dropped.

    What a growing roster keeps for a while lies between what it keeps for good, and would leave holes there.
    """
    if not column.nbytes:
        return column
    own = np.frombuffer(mmap(-1, column.nbytes), column.dtype, column.size)
    own[:] = column
    return own


class Aside:
    """Texts put aside, in memory of their own."""

    __slots__ = ("_lengths", "_letters")

    def __init__(self, texts: Texts) -> None:
        """Copy texts."""
        self._letters = apart(np.frombuffer(texts.whole.encode("utf-8", "surrogatepass"), np.uint8))
        self._lengths = apart(np.diff(texts.starts))

    @staticmethod
    def joined(parts: list[Aside]) -> Texts:
        """Put several after one another, end to end; the list of them is emptied, so that they make room."""
        lengths = np.concatenate([np.zeros(1, np.int32), *(part._lengths for part in parts)])  # noqa: SLF001  # parts of this class
        letters = np.concatenate([np.zeros(0, np.uint8), *(part._letters for part in parts)])  # noqa: SLF001  # as above
        parts.clear()
        if not len(letters):  # memory that is not written to takes no room
            return Texts("", np.zeros(len(lengths), np.int32))
        return Texts(str(letters.data, "utf-8", "surrogatepass"), lengths.cumsum(out=lengths, dtype=np.int32))


class Texts(Sequence[str]):
    """Texts in their order."""

    __slots__ = ("_cut", "_starts", "_whole")

    def __init__(self, whole: str, starts: NDArray[np.int32]) -> None:
        """Take texts that stand end to end.

        Args:
            whole: all of them.
            starts: where each begins; one place more than there are texts.
        """
        self._whole = whole
        self._starts = starts
        self._cut: list[str] | None = None

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Take texts one by one."""
        own = cls("", _NONE)
        own._cut = list(texts)
        return own

    @classmethod
    def joined(cls, parts: list[Texts]) -> Texts:
        """Put several after one another, end to end; the list of them is emptied, so that they make room."""
        ends = accumulate((len(part.whole) for part in parts), initial=0)
        starts = [part.starts[:-1] + np.int32(end) for part, end in zip(parts, ends, strict=False)]
        whole = "".join([part.whole for part in parts])
        size = sum(map(len, parts))
        parts.clear()
        if not whole:  # memory that is not written to takes no room
            return cls(whole, np.zeros(size + 1, np.int32))
        return cls(whole, np.concatenate((*starts, np.array([len(whole)], np.int32))))

    @property
    def whole(self) -> str:
        """All of them, end to end."""
        return self._whole if self._cut is None or len(self._starts) > 1 else "".join(self._cut)

    @property
    def starts(self) -> NDArray[np.int32]:
        """Where each begins, in letters; one place more than there are texts."""
        if self._cut is None or len(self._starts) > 1:
            return self._starts
        return np.fromiter(accumulate(map(len, self._cut), initial=0), np.int32, len(self._cut) + 1)

    def take(self, places: Sequence[int]) -> list[str]:
        """The texts at some places."""
        if self._cut is None:
            if len(self) > FEW:
                return self._cut_at(places)
            self._cut = list(self)
        cut = self._cut
        return [cut[place] for place in places]

    def __iter__(self) -> Iterator[str]:
        """One after another."""
        return iter(self._between(self._starts.tolist()) if self._cut is None else self._cut)

    def _between(self, starts: Sequence[int]) -> list[str]:
        whole = self._whole
        return [whole[start:end] for start, end in pairwise(starts)]

    def _cut_at(self, places: Sequence[int]) -> list[str]:
        at, whole = np.asarray(places, np.intp), self._whole
        starts, ends = self._starts[at].tolist(), self._starts[at + 1].tolist()
        return [whole[start:end] for start, end in zip(starts, ends, strict=True)]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._starts) - 1 if self._cut is None else len(self._cut)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        """One text, or several."""
        if isinstance(place, slice):
            return self.take(range(len(self))[place])
        if self._cut is not None:
            return self._cut[place]
        return self.take((range(len(self))[place],))[0]
