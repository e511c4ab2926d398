"""What rows of earlier batches came to, for those of later ones that tell the same.

It is kept by a hash of what rows tell but for ids and for names that nobody knows. Invariant: what is kept is
what the bundle answers to such a row in whatever batch, so nothing but time depends on what is kept.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from sekisho.bundle.cut import Plan
    from sekisho.match.query import Query
    from sekisho.truth import Index

    Ways: TypeAlias = tuple[tuple[Query, ...], ...]

KEPT: Final = 32_768
"""Kinds of rows that are kept: some hundred bytes each."""


def key_of(parts: Iterable[bytes]) -> bytes:
    """A key for what is told in parts, however long they are."""
    told = blake2b(digest_size=32)
    for part in parts:
        told.update(b"%d:" % len(part))
        told.update(part)
    return told.digest()


@dataclass(slots=True)
class Seen:
    """What is kept.

    Attributes:
        plans: of whole cases in JSON, what is cut out, by the rest.
        ways: in which names are asked about, each column of names by itself, by what a row tells.
    """

    plans: dict[bytes, Plan] = field(default_factory=dict)
    ways: dict[bytes | None, Ways] = field(default_factory=dict)
    _places: dict[bytes, int] = field(default_factory=dict)
    """Where the answer to a kind of row stands among the answers."""
    _answers: pa.RecordBatch | None = None
    _asked: Lock = field(default_factory=Lock)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Hold others off while a batch is answered, before which is forgotten what has become much."""
        with self._asked:
            if max(map(len, (self.plans, self.ways, self._answers or ()))) > KEPT:
                self.plans.clear()
                self.ways.clear()
                self._places.clear()
                self._answers = None
            yield

    def answers(
        self, keys: Sequence[bytes | None], answer: Callable[[Index], pa.RecordBatch]
    ) -> pa.RecordBatch:
        """The answers to kinds of rows; new ones are kept, but for those that nobody can tell again.

        Args:
            keys: of at least one kind; None: it is like nothing else.
            answer: answers the kinds in some places, of which nothing is kept.
        """
        places = np.array([-1 if key is None else self._places.get(key, -1) for key in keys], np.intp)
        told = [] if self._answers is None else [self._answers]
        new = np.flatnonzero(places < 0)
        if len(new):
            told.append(answer(new))
        kept = told[0] if len(told) == 1 else pa.concat_batches(told)
        if len(new):
            places[new] = np.arange(len(kept) - len(new), len(kept))
            own = zip((keys[place] for place in new.tolist()), places[new].tolist(), strict=True)
            self._answers = kept  # first: whatever ends this here, no place points beyond what is kept
            self._places.update((key, place) for key, place in own if key is not None)
        return kept.take(pa.array(places))
