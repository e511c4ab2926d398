"""What the law answered to cases, kept for later ones of which the same is told and known.

The law asks one thing after another about those whom a case names, and goes on by what it hears. What it
asked is kept as a trail, for the shape of the case (see :mod:`sekisho.law.shapes`): a case of this shape that
hears the same on the same trail is answered the same, whomever it names.

Invariants: a trail has every question that the answer hangs on, and those it has beyond them tell more apart
than need be, never less; a number means one question for as long as trails are kept.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from sekisho.law.columns import Batch
from sekisho.law.decide import Board
from sekisho.screen.alike import begins, some

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from sekisho.dates import AsOf
    from sekisho.law.facts import Fact, Facts
    from sekisho.law.values import Column
    from sekisho.model.case import Case
    from sekisho.model.measure import FactRef
    from sekisho.screen.supply import Knowledge
    from sekisho.truth import Index

KEPT: Final = 4_096
"""Answers that are kept: some kilobytes each."""
TURNS: Final = 3
"""Times that the law is asked about a batch at most: first of cases alike one, at last all that are left."""

Trail: TypeAlias = "tuple[tuple[int, int], ...]"
"""Questions by number, each with a row of the case, counted from its first in the table."""
Heard: TypeAlias = "tuple[object, ...]"
"""The answers to the questions of a trail."""


class Watched(Batch):
    """Cases of which it is noted what the law asks about those whom they name.

    Attributes:
        asked: by table and name there, a fact and the rows of which it was asked.
    """

    def __init__(
        self, cases: Sequence[Case], as_of: Sequence[AsOf], facts: Facts, supplier: Knowledge
    ) -> None:
        """Lay out cases."""
        super().__init__(cases, as_of, facts, supplier)
        self.asked: dict[tuple[str, str], tuple[FactRef, list[Index]]] = {}

    def derived(self, table: str, ref: FactRef, attr: str, fact: Fact, rows: Index) -> Column:
        """A derived fact of some rows of a table."""
        self.asked.setdefault((table, attr), (ref, []))[1].append(rows)
        return super().derived(table, ref, attr, fact, rows)


class Told(NamedTuple):
    """Cases that are asked about.

    Attributes:
        knowledge: who knows those named in them.
        shapes: of each case, in words that mean the same for any batch.
    """

    batch: Batch
    knowledge: Knowledge
    shapes: Sequence[Hashable]


class Answered:
    """What one law, asked in one way, answered to cases."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._numbers: dict[tuple[str, str], int] = {}
        self._questions: list[tuple[str, FactRef]] = []
        """By number: a table, and a fact that was asked there."""
        self._shapes: dict[Hashable, dict[Trail, dict[Heard, int]]] = {}
        """Where on the board the answer to a case stands, by its shape and by what it hears on a trail."""
        self._board: Board | None = None

    def board(self, cases: Told, ask: Callable[[Batch], Board]) -> Board:
        """The answers to a batch.

        Args:
            cases: at least one.
            ask: asks the law about those for which nothing is kept.
        """
        if self._board is not None and self._board.codes.shape[1] > KEPT:
            self._shapes.clear()
            self._board = None
        places = np.full(len(cases.shapes), -1)
        left = self._look(cases, places, range(len(places)))
        for turn in range(TURNS):
            if not left:
                break
            alike = {(cases.shapes[row], heard): row for row, heard in left.items()}
            chosen = sorted(left if turn == TURNS - 1 else alike.values())
            self._ask(cases, places, chosen, ask)
            left = self._look(cases, places, sorted(left.keys() - set(chosen)))
        board = self._board
        assert board is not None, "a case is asked about, or something is kept"  # noqa: S101
        return Board(board.instruments, board.codes[:, places], board.shown[:, places])

    def _look(self, cases: Told, places: Index, rows: Iterable[int]) -> dict[int, tuple[Heard, ...]]:
        """Enter the places of answers that are kept; of the other cases, what they hear on each trail."""
        told: dict[int, tuple[Heard, ...]] = dict.fromkeys(rows, ())
        kept = {row: self._shapes.get(cases.shapes[row], {}) for row in told}
        trails = [(row, trail) for row, own in kept.items() for trail in own]
        for (row, trail), heard in zip(
            trails, self._heard(cases.batch, cases.knowledge, trails), strict=True
        ):
            told[row] += (heard,)
            places[row] = kept[row][trail].get(heard, places[row])
        return {row: heard for row, heard in told.items() if places[row] < 0}

    def _ask(self, cases: Told, places: Index, rows: Sequence[int], ask: Callable[[Batch], Board]) -> None:
        """Ask the law about some cases, and keep what it answers."""
        watched = Watched(*some(cases.batch, np.array(rows)), cases.knowledge)
        board, kept = ask(watched), self._board
        places[rows] = np.arange(len(rows)) + (0 if kept is None else kept.codes.shape[1])
        trails = list(enumerate(self._trails(watched)))
        heard = self._heard(watched, cases.knowledge, trails)
        for row, (_, trail), own in zip(rows, trails, heard, strict=True):
            self._shapes.setdefault(cases.shapes[row], {}).setdefault(trail, {})[own] = int(places[row])
        self._board = board if kept is None else _beside(kept, board)

    def _trails(self, watched: Watched) -> list[Trail]:
        """What was asked about each case."""
        trails: list[list[tuple[int, int]]] = [[] for _ in watched.cases]
        for (table, attr), (ref, asked) in watched.asked.items():
            number = self._numbers.setdefault((table, attr), len(self._questions))
            if number == len(self._questions):
                self._questions.append((table, ref))
            rows = np.unique(np.concatenate(asked))
            cases = watched.case_rows(table)[rows]
            nth = rows - begins(watched, table)[cases]
            for case, row in zip(cases.tolist(), nth.tolist(), strict=True):
                trails[case].append((number, row))
        return [tuple(sorted(trail)) for trail in trails]

    def _heard(self, batch: Batch, knowledge: Knowledge, trails: Sequence[tuple[int, Trail]]) -> list[Heard]:
        """What cases hear, each on a trail."""
        begin = {table: begins(batch, table).tolist() for table in {table for table, _ in self._questions}}
        begin_of = [begin[table] for table, _ in self._questions]
        asked = [[(number, begin_of[number][case] + nth) for number, nth in trail] for case, trail in trails]
        rows: list[dict[int, None]] = [{} for _ in self._questions]
        for number, row in chain.from_iterable(asked):
            rows[number][row] = None
        told = [
            dict(zip(own, knowledge.said(batch, table, ref, list(own)), strict=True)) if own else {}
            for (table, ref), own in zip(self._questions, rows, strict=True)
        ]
        return [tuple(told[number][row] for number, row in each) for each in asked]


def _beside(one: Board, other: Board) -> Board:
    """The answers to more cases."""
    return Board(
        one.instruments,
        np.concatenate([one.codes, other.codes], axis=1),
        np.concatenate([one.shown, other.shown], axis=1),
    )
