"""What rows of earlier batches came to, for those of later ones that tell the same.

It is kept by a hash of what rows tell but for ids and for names that nobody knows. Invariant: what is kept is
what the bundle answers to such a row in whatever batch, so nothing but time depends on what is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from sekisho.bundle.cut import Plan
    from sekisho.match.query import Query
    from sekisho.truth import Index

    Ways: TypeAlias = tuple[tuple[Query, ...], ...]

KEPT: Final = 32_768
"""Kinds of rows that are kept: some hundred bytes each."""


def key_of(*told: object) -> bytes:
    """A key for what is told, of which Python can write down all that matters: it may be long."""
    return blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=32).digest()


@dataclass(slots=True)
class Seen:
    """What is kept.

    Attributes:
        plans: of whole cases in JSON, what is cut out, by the rest.
        ways: in which names are asked about, each column of names by itself, by what a row tells.
        places: where the answer to a kind of row stands among the answers.
        answers: in columns; None: there is none yet.
    """

    plans: dict[bytes, Plan] = field(default_factory=dict)
    ways: dict[bytes | None, Ways] = field(default_factory=dict)
    places: dict[bytes, int] = field(default_factory=dict)
    answers: pa.RecordBatch | None = None

    def begin(self) -> None:
        """Forget it, before a batch, where it has become much."""
        if max(map(len, (self.plans, self.ways, self.answers or ()))) > KEPT:
            self.plans.clear()
            self.ways.clear()
            self.places.clear()
            self.answers = None

    def place(self, keys: Sequence[bytes | None]) -> Index:
        """Where the answers to kinds of rows stand; -1: they are not kept."""
        places = self.places
        return np.array([-1 if key is None else places.get(key, -1) for key in keys], np.intp)

    def add(self, keys: Sequence[bytes | None], answers: pa.RecordBatch) -> Index:
        """Add answers to kinds of rows, and tell where they stand; who nobody can tell again is not found."""
        begun = 0 if self.answers is None else len(self.answers)
        self.answers = answers if self.answers is None else pa.concat_batches([self.answers, answers])
        self.places.update((key, begun + nth) for nth, key in enumerate(keys) if key is not None)
        return begun + np.arange(len(keys))
