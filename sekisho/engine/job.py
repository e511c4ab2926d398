"""One piece of a dataset, answered: what a worker does, wherever it runs.

Invariants: what a piece comes to depends on the piece and the bundle alone, byte by byte, so that doing it
again changes nothing; it counts as done once its mark is there, and the mark is written last; every row of it
is decided or rejected.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sekisho.bundle import Reasons, decide, hastened, opened
from sekisho.bundle.deciding import SCHEMA
from sekisho.engine.pieces import Piece, batches
from sekisho.engine.place import Place, place_of
from sekisho.errors import InputError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

DECIDED: Final = "decided"
REJECTED: Final = "rejected"
MARKS: Final = "_done"
MANY: Final = 50_000
"""Rows from which workers have compiled loops ready, and compile them if nobody has on their machine."""
_ENCODED: Final[Mapping[str, Any]] = {
    "use_dictionary": [
        "outcome",
        "decisions.list.element.instrument",
        "decisions.list.element.outcome",
        "on",
        "review.list.element",
        "problems.list.element",
        "basis",
    ],
    "column_encoding": {"row": "DELTA_BINARY_PACKED"},
}
"""What repeats is written once in a file; rows are counted on, and what they are called is another each."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with every piece of a dataset.

    Attributes:
        source: the dataset: a path or URI.
        out: the folder to write to.
        bundle: the folder of the bundle.
        address: of the bundle.
        reasons: the rows for which the whole answer is kept.
        rows: that are still to be answered, as far as anybody knows beforehand.
    """

    source: str
    out: str
    bundle: str
    address: str
    reasons: Reasons = Reasons.NEEDED
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What a piece came to.

    Attributes:
        piece: its name.
        path: of its file, within the dataset.
        outcomes: how many rows have each.
        review: names that a person must judge, with the number of rows that bear them.
        seconds: how long it took.
    """

    piece: str
    path: str
    rows: int
    decided: int
    rejected: int
    outcomes: Mapping[str, int] = field(default_factory=dict)
    review: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def work(piece: Piece, job: Job) -> Done:
    """Answer a piece, and write what it comes to.

    Raises:
        InputError: it cannot be read, or has not the rows it should have; nothing is marked as done.
    """
    begun = time.perf_counter()
    bundle = (hastened if job.rows >= MANY else opened)(Path(job.bundle))
    if bundle.address != job.address:
        problem = Problem(
            Location(job.bundle), f"its address is {bundle.address}", "give the same to all workers"
        )
        raise InputError(f"this is not the bundle {job.address}", [problem])
    out = place_of(job.out)
    tally = _Tally()
    with ExitStack() as files:
        writers = _Writers(out, piece.name, files)
        start = piece.start
        for batch in batches(job.source, piece):
            told = decide(batch, bundle, reasons=job.reasons, name=piece.path, start=start)
            start += len(batch)
            tally.add(told)
            writers.write(told)
    rows = start - piece.start
    if piece.rows is not None and rows != piece.rows:
        message = f"it has {rows} rows here, and said it has {piece.rows}"
        problem = Problem(Location(piece.path), message, "do not write to a dataset while it is read")
        raise InputError(f"{piece.path} has changed", [problem])
    done = Done(
        piece.name,
        piece.path,
        rows,
        tally.decided,
        rows - tally.decided,
        dict(sorted(tally.outcomes.items())),
        dict(sorted(tally.review.items())),
        round(time.perf_counter() - begun, 3),
    )
    mark_of(out, piece.name).write(json.dumps(asdict(done), ensure_ascii=False).encode())
    return done


def mark_of(out: Place, piece: str) -> Place:
    """The file that says that a piece is done."""
    return out / MARKS / f"{piece}.json"


def output_of(out: Place, kind: str, piece: str) -> Place:
    """The file of the rows of a piece that were decided, or rejected."""
    return out / kind / f"part-{piece}.parquet"


class _Tally:
    """What is counted over the batches of a piece."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.review: Counter[str] = Counter()

    @property
    def decided(self) -> int:
        return self.outcomes.total()

    def add(self, told: pa.RecordBatch) -> None:
        """Count a batch."""
        for each in told["outcome"].drop_null().value_counts().to_pylist():
            self.outcomes[each["values"]] += each["counts"]
        for each in pc.list_flatten(told["review"]).value_counts().to_pylist():
            self.review[each["values"]] += each["counts"]


class _Writers:
    """The files of a piece; that of the rejected rows is there only where there are such."""

    def __init__(self, out: Place, piece: str, files: ExitStack) -> None:
        self._out = out
        self._piece = piece
        self._files = files
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._open(DECIDED)

    def write(self, told: pa.RecordBatch) -> None:
        """Write each row to where it belongs."""
        is_decided = told["outcome"].is_valid()
        every = told["outcome"].null_count == 0
        for kind, chosen in ((DECIDED, is_decided), (REJECTED, pc.invert(is_decided))):
            rows = told if every and kind == DECIDED else told.filter(chosen)
            if len(rows):
                (self._writers.get(kind) or self._open(kind)).write_batch(rows)

    def _open(self, kind: str) -> pq.ParquetWriter:
        stream = self._files.enter_context(output_of(self._out, kind, self._piece).written())
        writer = pq.ParquetWriter(stream, SCHEMA, compression="zstd", **_ENCODED)
        self._writers[kind] = self._files.enter_context(writer)
        return writer
