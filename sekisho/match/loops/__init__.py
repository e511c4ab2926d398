"""What :mod:`sekisho.match.way` does in loops, compiled by Numba: it is loaded when it is wanted only."""

from __future__ import annotations

from typing import Final

from sekisho.match.loops.candidates import candidates
from sekisho.match.loops.laid import met
from sekisho.match.loops.measured import measured
from sekisho.match.loops.ranked import ranked
from sekisho.match.way import Way

LOOPS: Final = Way(met, candidates, measured, ranked)
