"""Reads a board of answers: what the instruments of one jurisdiction say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from sekisho.law.decide import Board


def strictest(board: Board, instruments: Collection[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Of each case the strictness of the strictest answer, and the instruments that give it.

    Args:
        board: the answers.
        instruments: the ids of those that count; where none of them answers, none is named.
    """
    places = [place for place, name in enumerate(board.instruments) if name in instruments]
    codes = board.codes[places]
    told = []
    for row, most in enumerate(codes.max(axis=0, initial=0).tolist()):
        deciding = [place for at, place in enumerate(places) if codes[at, row] == most > 0]
        told.append((most, tuple(board.instruments[place] for place in deciding)))
    return told
