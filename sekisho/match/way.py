"""The two ways in which names are held against listed ones: in columns, and in compiled loops.

Columns need nothing more than NumPy, and cost much for one name and little each for thousands. Loops need
Numba (the extra `fast`); they cost little in either case, but must be loaded, and compiled once for an
installation. Invariant: both give the same, to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sekisho.match.asked import Asked, Met
from sekisho.match.features import measure
from sekisho.match.pairs import align

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.match.near import Floats, Ints
    from sekisho.match.roster import Roster
    from sekisho.match.spell import Spellings

MANY: Final = 2_000
"""Names asked for in a process from which it pays to load loops that were compiled before."""
VERY_MANY: Final = 100_000
"""Names from which it pays to compile them."""


class Measured(NamedTuple):
    """What is measured of pairs.

    Attributes:
        features: a row a feature, in the order of :data:`sekisho.match.features.NAMES`.
        native: as of :class:`sekisho.match.pairs.Pairs`.
        told: the weight, in units, of the words of the name that says less.
    """

    features: Floats
    native: Floats
    told: Ints


class Way(NamedTuple):
    """A way to hold names asked for against those of a roster.

    Attributes:
        met: what the words of spellings asked for may meet.
        candidates: the pairs of a spelling asked for and a listed one that are worth measuring.
        measured: what is measured of such pairs; there must be some.
    """

    met: Callable[[Spellings, Roster], Met]
    candidates: Callable[[Asked, Roster], tuple[Ints, Ints]]
    measured: Callable[[Asked, Roster, Ints, Ints], Measured]


def _in_columns(asked: Asked, roster: Roster, rows: Ints, spellings: Ints) -> Measured:
    pairs = align(asked, roster, rows, spellings)
    return Measured(measure(pairs), pairs.native, np.minimum(*pairs.sides.total))


COLUMNS: Final = Way(Met.of, Asked.candidates, _in_columns)


@dataclass(slots=True)
class _Chosen:
    """What this process does.

    Attributes:
        way: in which names are held against each other now.
        names: asked for so far, while that may still change.
        settled: whether it stays so.
    """

    way: Way
    names: int = 0
    settled: bool = find_spec("numba") is None


_chosen = _Chosen(COLUMNS)


def way_for(names: int) -> Way:
    """The way for so many names more: in loops, once it pays to have these."""
    if not _chosen.settled:
        _chosen.names += names
        if _chosen.names >= MANY:
            from sekisho.match.loops.kept import is_whole  # noqa: PLC0415 — few programs come so far

            if _chosen.names >= VERY_MANY or is_whole():
                hasten()
    return _chosen.way


def hasten() -> bool:
    """From now on, go in loops: for a process that will be asked for many names, or must answer soon.

    They are loaded now, in half a second. If they are not compiled yet, that is done when they are first
    used, in half a minute: see :meth:`sekisho.match.matcher.Matcher.hasten`.

    Returns:
        Whether there are loops: whether the extra `fast` is installed.
    """
    if not _chosen.settled:
        from sekisho.match.loops import LOOPS  # noqa: PLC0415 — Numba takes time to load

        _chosen.way, _chosen.settled = LOOPS, True
    return _chosen.way is not COLUMNS
