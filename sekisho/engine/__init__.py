"""Whole datasets answered over a bundle, cut into pieces: by one process, or by a cluster."""

from sekisho.engine.job import Done, Job, work
from sekisho.engine.pieces import Piece, pieces_of
from sekisho.engine.run import Engine, Summary, local, run

__all__ = ["Done", "Engine", "Job", "Piece", "Summary", "local", "pieces_of", "run", "work"]
