"""A dataset answered, piece by piece: what was done before is kept, and every row is accounted for.

Invariants: a folder holds the run of one dataset over one bundle; a piece whose mark is there is not done
again; a run ends well only where each piece has its mark, its files have the rows that it says, and the rows
that came in are those decided and those rejected.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pyarrow.parquet as pq
from pyarrow import fs

from sekisho.bundle.deciding import VERSION
from sekisho.engine.job import DECIDED, REJECTED, Done, mark_of, output_of, work
from sekisho.engine.pieces import pieces_of
from sekisho.engine.place import Place, place_of
from sekisho.errors import InputError, Location, Problem, UsageError, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sekisho.engine.job import Job
    from sekisho.engine.pieces import Piece


Engine: TypeAlias = "Callable[[Sequence[Piece], Job], Iterable[Done]]"
"""Does pieces in any order, and tells of each when it is done."""

MANIFEST: Final = "_run.json"
SUMMARY: Final = "_summary.json"
SHOWN: Final = 10
"""Names for review, and slow pieces, that a summary has."""


@dataclass(slots=True)
class Summary:
    """What a run comes to so far.

    Attributes:
        pieces: how many there are.
        done: how many of them are done.
        kept: how many of these were done by an earlier run.
        outcomes: how many rows have each.
        review: names that a person must judge, with the number of rows that bear them.
        slowest: the pieces that took longest: path, name, seconds.
        seconds: since this run began.
    """

    pieces: int
    done: int = 0
    kept: int = 0
    rows: int = 0
    decided: int = 0
    rejected: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    review: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, done: Done) -> None:
        """Count a piece."""
        self.done += 1
        self.rows += done.rows
        self.decided += done.decided
        self.rejected += done.rejected
        self.outcomes.update(done.outcomes)
        self.review.update(done.review)
        self.slowest = sorted([*self.slowest, (done.seconds, done.path, done.piece)], reverse=True)[:SHOWN]

    def told(self) -> dict[str, object]:
        """The summary as JSON has it."""
        names = dict(self.review.most_common(SHOWN))
        slowest = [{"path": path, "piece": name, "seconds": took} for took, path, name in self.slowest]
        counts = {
            key: getattr(self, key) for key in ("pieces", "done", "kept", "rows", "decided", "rejected")
        }
        return {
            **counts,
            "outcomes": dict(self.outcomes.most_common()),
            "names_for_review": len(self.review),
            "review": names,
            "slowest": slowest,
            "seconds": round(self.seconds, 3),
        }


def local(pieces: Sequence[Piece], job: Job) -> Iterator[Done]:
    """The engine of one process."""
    return (work(piece, job) for piece in pieces)


def run(job: Job, engine: Engine, watch: Callable[[Summary], object] | None = None) -> Summary:
    """Answer a dataset; where it was begun before, go on.

    Args:
        job: the dataset, the bundle, and where to write.
        engine: does the pieces.
        watch: told of the summary after each piece.

    Raises:
        UsageError: the folder holds another run.
        InputError: something cannot be read or written, or a row is not accounted for. What is done is kept.
    """
    begun = time.perf_counter()
    pieces, out = pieces_of(job.source), place_of(job.out)
    try:
        _begin(out, job, pieces)
        before = _marks(out, pieces)
        summary = Summary(len(pieces), kept=len(before))
        for each in before.values():
            summary.add(each)
        todo = [piece for piece in pieces if piece.name not in before]
        rows = sum(piece.rows or 0 for piece in todo)
        for each in engine(todo, replace(job, rows=rows)):
            summary.add(each)
            summary.seconds = time.perf_counter() - begun
            if watch is not None:
                watch(summary)
        summary.seconds = time.perf_counter() - begun
        _account(out, pieces, summary)
        (out / SUMMARY).write(json.dumps(summary.told(), ensure_ascii=False, indent=1).encode())
    except OSError as error:
        problem = Problem(Location(job.out), str(error), "make room, then run it again: what is done is kept")
        raise InputError(f"{job.out} cannot be written", [problem]) from error
    return summary


def _begin(out: Place, job: Job, pieces: Sequence[Piece]) -> None:
    """Note what is run; refused where the folder holds something else."""
    told = {"version": VERSION, "bundle": job.address, "reasons": str(job.reasons), "source": job.source}
    text = (out / MANIFEST).read()
    before: dict[str, Any] = {**told, "pieces": {}} if text is None else json.loads(text)
    for key in ("version", "bundle", "reasons"):
        if before[key] != told[key]:
            message = f"{job.out} holds a run with {key} {before[key]}, not {told[key]}"
            raise UsageError(f"{message}; give another folder, or what that run was given")
    names = {piece.name: piece.path for piece in pieces}
    gone = sorted(path for name, path in before["pieces"].items() if name not in names)
    if gone:
        message = f"{job.out} holds answers to {gone[0]} as it was, which has changed or gone since"
        raise UsageError(f"{message}; give another folder")
    (out / MANIFEST).write(json.dumps({**told, "pieces": names}, ensure_ascii=False, indent=1).encode())


def _marks(out: Place, pieces: Iterable[Piece]) -> dict[str, Done]:
    """What was done before."""
    folder = mark_of(out, "any").path.rpartition("/")[0]
    selector = fs.FileSelector(folder, allow_not_found=True)
    there = {info.base_name for info in out.system.get_file_info(selector)}
    found = {}
    for piece in pieces:
        if f"{piece.name}.json" in there:
            found[piece.name] = Done(**json.loads(mark_of(out, piece.name).read() or b"{}"))
    return found


def _account(out: Place, pieces: Sequence[Piece], summary: Summary) -> None:
    """Every row that came in is in a file: counted again, from the files.

    Raises:
        InputError: it is not.
    """
    marks = _marks(out, pieces)
    problems = [
        Problem(Location(piece.path), "it was not done", "run it again: what is done is kept")
        for piece in pieces
        if piece.name not in marks
    ]
    for name, done in marks.items():
        written = {kind: _rows(output_of(out, kind, name)) for kind in (DECIDED, REJECTED)}
        if written != {DECIDED: done.decided, REJECTED: done.rejected} or done.rows != sum(written.values()):
            message = f"{done.rows} rows came in, and its files have {sum(written.values())}"
            hint = f"delete {mark_of(out, name).path} and run it again"
            problems.append(Problem(Location(done.path), message, hint))
    if problems or summary.rows != summary.decided + summary.rejected:
        raise InputError(f"not every row is accounted for: {counted(len(problems), 'problem')}", problems)


def _rows(place: Place) -> int:
    if place.system.get_file_info(place.path).type is not fs.FileType.File:
        return 0
    return int(pq.read_metadata(place.path, filesystem=place.system).num_rows)
