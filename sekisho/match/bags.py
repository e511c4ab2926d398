"""How alike two names can be at most, letter by letter, in whatever order their letters stand.

Likeness counts the letters that two names have in the same order: of each letter these are no more than the
name has that has fewer.

Invariant: no name is more like another than is said here.
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sekisho.match.near import Floats

FEW: Final = 4096
"""Listed names up to which it costs less to go through all of them than to look a name up."""
AT_ONCE: Final = 256
"""Names held against all listed ones together, so that what is counted stays near the processor."""
_TOGETHER: Final = "jqxz"
"""Letters that few names have: counted as one, which only makes names more alike."""
_OWN: Final = "".join(sorted(set(ascii_lowercase) - set(_TOGETHER)))
_KINDS: Final = np.full(128, len(_OWN) + 1, np.uint8)
"""The row that counts each letter: one for each common letter, one for the rare, one for all else."""
_KINDS[[*map(ord, _OWN)]] = np.arange(len(_OWN))
_KINDS[[*map(ord, _TOGETHER)]] = len(_OWN)


class Bags(NamedTuple):
    """The letters of names.

    Attributes:
        counts: how often each name has each kind of letter, up to 255: a row a kind.
        letters: of each name.
    """

    counts: NDArray[np.uint8]
    letters: Floats

    @classmethod
    def of(cls, texts: Sequence[str]) -> Bags:
        """Count letters."""
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        kinds = _KINDS[np.minimum(codes, len(_KINDS) - 1)]
        rows, names = len(_OWN) + 2, np.arange(len(texts)).repeat(lengths)
        counts = np.bincount(kinds * np.int64(len(texts)) + names, minlength=rows * len(texts))
        return cls(
            np.minimum(counts, 255).astype(np.uint8).reshape(rows, len(texts)), lengths.astype(np.float32)
        )

    def nearest(self, asked: Bags) -> Floats:
        """How like any of these each of some others can be, 0 to 1; these are at most 255 letters long."""
        found = np.zeros(len(asked.letters), np.float32)
        if len(self.letters):
            for start in range(0, len(found), AT_ONCE):
                part = slice(start, start + AT_ONCE)
                found[part] = self._nearest(asked.counts[:, part], asked.letters[part])
        return found

    def _nearest(self, counts: NDArray[np.uint8], letters: Floats) -> Floats:
        both = np.zeros((counts.shape[1], len(self.letters)), np.uint8)
        least = np.empty_like(both)
        for own, other in zip(counts, self.counts, strict=True):
            both += np.minimum(own[:, None], other, out=least)
        alike: Floats = (2 * both.astype(np.float32) / np.maximum(letters[:, None] + self.letters, 1)).max(1)
        return alike
