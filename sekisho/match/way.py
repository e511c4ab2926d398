"""The two ways in which names are held against listed ones: in columns, and in compiled loops.

Columns need nothing more than NumPy, and cost much for one name and little each for thousands. Loops need
Numba (the extra `fast`); they cost little in either case, but must be loaded, and compiled once for an
installation. Invariant: both give the same, to the last bit.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple
from warnings import warn

import numpy as np

from sekisho.match.asked import Asked, Met
from sekisho.match.features import measure
from sekisho.match.pairs import align
from sekisho.match.score import is_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sekisho.match.near import Floats, Ints
    from sekisho.match.roster import Roster
    from sekisho.match.score import Model
    from sekisho.match.spell import Spellings

MANY: Final = 2_000
"""Names asked for in a process from which it pays to load loops that were compiled before."""
VERY_MANY: Final = 100_000
"""Names from which it pays to compile them."""


class Measured(NamedTuple):
    """What is measured of pairs, in columns.

    Attributes:
        queries: the name asked for, by place.
        names: the listed name, by place.
        bearers: the bearer of that, by place.
        persons: whether the pair is one of persons.
        features: a row a feature, in the order of :data:`sekisho.match.features.NAMES`.
        evidence: what these add up to, as of :meth:`sekisho.match.score.Model.logits`.
        native: as of :class:`sekisho.match.pairs.Pairs`.
        told: the weight, in units, of the words of the name that says less.
        plain: whether it is known that :func:`sekisho.match.score.held_back` holds none of them back.
    """

    queries: Ints
    names: Ints
    bearers: Ints
    persons: NDArray[np.bool_]
    features: Floats
    evidence: NDArray[np.float64]
    native: Floats
    told: Ints
    plain: bool = False

    def at(self, rows: NDArray[np.intp]) -> Measured:
        """Some of the pairs."""
        evidence, native, told = self.evidence.take(rows), self.native.take(rows), self.told.take(rows)
        places = self.queries.take(rows), self.names.take(rows), self.bearers.take(rows)
        features = self.features.take(rows, axis=1)
        return Measured(*places, self.persons.take(rows), features, evidence, native, told, self.plain)


class Way(NamedTuple):
    """A way to hold names asked for against those of a roster.

    Attributes:
        met: what the words of spellings asked for may meet.
        candidates: the pairs of a spelling asked for and a listed one that are worth measuring.
        measured: what is measured of such pairs, by a model; there must be some.
        ranked: of pairs, the best of each name asked for with each bearer, the best first; they are given by
            their names asked for, in ascending order, listed names, bearers and scores, and are as many a
            name as are wanted, of those of no less than some score.
    """

    met: Callable[[Spellings, Roster], Met]
    candidates: Callable[[Asked, Roster], tuple[Ints, Ints]]
    measured: Callable[[Asked, Roster, Model, Ints, Ints], Measured]
    ranked: Callable[[Ints, Ints, Ints, NDArray[np.float64], int, float], NDArray[np.intp]]


def _measured(asked: Asked, roster: Roster, model: Model, rows: Ints, spellings: Ints) -> Measured:
    pairs = align(asked, roster, rows, spellings)
    features = measure(pairs)
    queries, names = asked.spellings.names.take(rows), roster.spellings.names.take(spellings)
    bearers = roster.names.bearers.take(names)
    persons = is_person(asked.schemata.take(queries), roster.schemata.take(bearers))
    evidence, told = model.logits(features, persons), np.minimum(*pairs.sides.total)
    return Measured(queries, names, bearers, persons, features, evidence, pairs.native, told)


def _ranked(
    queries: Ints, names: Ints, bearers: Ints, scores: NDArray[np.float64], most: int, least: float
) -> NDArray[np.intp]:
    able = (scores >= least).nonzero()[0]
    order = able[np.lexsort((names.take(able), -scores.take(able), queries.take(able)))]
    told: dict[int, set[int]] = defaultdict(set)
    best = []
    columns = order.tolist(), queries.take(order).tolist(), bearers.take(order).tolist()
    for row, query, bearer in zip(*columns, strict=True):
        own = told[query]
        if bearer not in own and len(own) < most:
            own.add(bearer)
            best.append(row)
    return np.array(best, np.intp)


COLUMNS: Final = Way(Met.of, Asked.candidates, _measured, _ranked)


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


def way_for(names: int, compile_all: Callable[[], bool] | None = None) -> Way:
    """The way for so many names more: in loops, once it pays to have these.

    Args:
        names: how many.
        compile_all: has all loops compiled; without it, each is when it is first used.
    """
    if not _chosen.settled:
        _chosen.names += names
        if _chosen.names >= MANY:
            from sekisho.match.loops.place import is_whole  # noqa: PLC0415  # few programs come so far

            if is_whole():
                hasten()
            elif _chosen.names >= VERY_MANY:
                (compile_all or hasten)()
    return _chosen.way


def way_now() -> Way:
    """The way that was chosen for the names that are being looked at."""
    return _chosen.way


def hasten() -> bool:
    """From now on, go in loops: for a process that will be asked for many names, or must answer soon.

    They are loaded now, in half a second. If they are not compiled yet, that is done when they are first
    used, in half a minute: see :meth:`sekisho.match.matcher.Matcher.hasten`.

    Returns:
        Whether there are loops: whether the extra `fast` is installed, and can be loaded.
    """
    if not _chosen.settled:
        try:
            from sekisho.match.loops import LOOPS  # noqa: PLC0415  # Numba takes time to load
        except (ImportError, OSError) as error:  # it refuses a NumPy or a processor that it does not know
            warn(f"names are compared without Numba, which cannot be used: {error}", stacklevel=2)
            in_columns()
        else:
            _chosen.way, _chosen.settled = LOOPS, True
    return _chosen.way is not COLUMNS


def in_columns() -> None:
    """From now on, go in columns, however many names are asked for: to compare both ways."""
    _chosen.way, _chosen.settled = COLUMNS, True
