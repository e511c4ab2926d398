"""`sekisho screen --engine`: a dataset in, Parquet out, by one process or by a cluster."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TextIO

import typer

from sekisho.cli import DATA
from sekisho.cli.store import Sources
from sekisho.cli.times import question_times
from sekisho.errors import UsageError

if TYPE_CHECKING:
    from sekisho.dates import AsOf
    from sekisho.engine import Summary
    from sekisho.engine.run import Engine
    from sekisho.record.said import Asked
    from sekisho.store.base import Store

EVERY: Final = 10.0
"""Seconds between two lines of progress where there is no terminal."""


class EngineName(StrEnum):
    """What answers a dataset."""

    LOCAL = "local"
    RAY = "ray"


class Kept(StrEnum):
    """For which rows the whole answer is kept; the words of `sekisho.bundle.Reasons`, which loads more."""

    NONE = "none"
    NEEDED = "needed"
    ALL = "all"


EngineOption = Annotated[
    EngineName | None, typer.Option(help="Answer a dataset: local, or ray for a cluster; writes to --out.")
]
AddressOption = Annotated[str, typer.Option(help="With --engine ray: the cluster, as HOST:PORT or auto.")]
BundleOption = Annotated[
    Path | None, typer.Option("--bundle", help="With --engine: what to answer from, frozen before.")
]
FolderOption = Annotated[
    str | None,
    typer.Option("--out", help="Write there, not to standard output; with --engine, a folder."),
]
ReasonsOption = Annotated[Kept, typer.Option(help="With --engine: the rows whose whole answer is kept.")]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked and from what, as the options say; a bundle has settled all of it."""

    on: str
    known: str
    given: Sources
    asked: "Asked"

    @classmethod
    def of(
        cls,
        on: str,
        known: str,
        given: Sources,
        readings: list[str] | None,
        measures: list[str] | None,
        *,
        every: bool,
    ) -> "Question":
        """Take the options."""
        from sekisho.record.said import Asked

        return cls(on, known, given, Asked(tuple(readings or ()), tuple(measures or ()), every))

    @property
    def times(self) -> "AsOf":
        """The two times of the question."""
        return question_times(self.on, self.known)

    def opened(self) -> "AbstractContextManager[Store]":
        """What it is answered from."""
        return self.given.opened(self.times.known)

    def told(self) -> list[str]:
        """The options that were given."""
        own: dict[str, object] = {"on": self.on, "known": self.known}
        own |= {"reading": self.asked.readings, "measure": self.asked.measures}
        own |= {each.name: getattr(self.given, each.name) for each in fields(Sources)}
        return [f"--{_OPTIONS.get(name, name)}" for name, value in own.items() if value]


_OPTIONS: Final = {"lists": "list", "folders": "sources"}


@dataclass(frozen=True, slots=True)
class Fleet:
    """How a dataset is answered; without an engine, the call is about files of cases."""

    engine: EngineName | None
    address: str
    bundle: Path | None
    reasons: Kept

    def wanted(self, alone: "Mapping[str, object]") -> bool:
        """Is it a dataset that is to be answered?

        Args:
            alone: the options that have no meaning for a dataset, by name.

        Raises:
            UsageError: options of both kinds are given.
        """
        if self.engine is None:
            if self.address or self.bundle or self.reasons is not Kept.NEEDED:
                raise UsageError("--address, --bundle and --reasons go with --engine local or --engine ray")
            return False
        if told := [name for name, value in alone.items() if value]:
            raise UsageError(f"{told[0]} does not go with --engine; see `sekisho bundle answer`")
        if self.address and self.engine is not EngineName.RAY:
            raise UsageError("--address is of a cluster: give --engine ray with it")
        return True

    def screen(self, files: list[str], out: str | None, question: Question) -> int:
        """Answer a dataset; 65 where a row was rejected, else the code of the strictest outcome."""
        from sekisho.bundle import Reasons, manifest
        from sekisho.engine import Job, run
        from sekisho.model.measure import Outcome

        if len(files) != 1 or out is None:
            raise UsageError("--engine answers one dataset, a file or a folder, into the folder of --out")
        if self.bundle is not None and (told := question.told()):
            raise UsageError(f"{told[0]} is settled in the bundle: leave it out, or build another bundle")
        folder = self.bundle or _frozen(question)
        job = Job(files[0], out, str(folder), manifest.read(folder).address, Reasons(str(self.reasons)))
        with _watched() as watch:
            summary = run(job, self._engine(), watch)
        sys.stdout.writelines(f"{line}\n" for line in lines_of(summary))
        codes = [Outcome(each) for each in summary.outcomes]
        strictest = max(codes, key=lambda each: each.strictness, default=Outcome.NO_RULE)
        return DATA if summary.rejected else strictest.exit_code

    def _engine(self) -> "Engine":
        if self.engine is EngineName.RAY:
            from sekisho.engine.ray import OnRay

            return OnRay(self.address or None)
        from sekisho.engine import local

        return local


def _frozen(question: Question) -> Path:
    """A bundle of what the options say, in the user's folder of caches."""
    import tempfile

    from sekisho.bundle import build
    from sekisho.folders import cache_folder
    from sekisho.law.register import Law

    kept = (cache_folder() or Path(tempfile.gettempdir())) / "bundles"
    asked = question.asked
    with question.opened() as store:
        folder = build(
            kept, Law.load(), store, question.times, readings=asked.readings, measures=asked.measures
        )
    print(f"bundle: {folder}", file=sys.stderr)
    return folder


@contextmanager
def _watched() -> "Iterator[Callable[[Summary], object]]":
    """What shows how far a run is: a bar on a terminal, else a line now and then."""
    if not sys.stderr.isatty():
        yield _Lines(sys.stderr)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("pieces", total=None)

        def show(summary: "Summary") -> None:
            progress.update(
                task, total=summary.pieces, completed=summary.done, description=f"{summary.rows:,} rows"
            )

        yield show


class _Lines:
    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._next = time.monotonic() + EVERY

    def __call__(self, summary: "Summary") -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            done = f"{summary.done} of {summary.pieces} pieces"
            print(f"{done}, {summary.rows:,} rows, {summary.seconds:,.0f} s", file=self._out, flush=True)


def lines_of(summary: "Summary") -> "Iterator[str]":
    """A summary for a reader."""
    from sekisho.errors import counted
    from sekisho.formats.notes import clean

    yield f"{counted(summary.rows, 'row')}: {summary.decided:,} decided, {summary.rejected:,} rejected"
    kept = f", {summary.kept} of them done before" if summary.kept else ""
    yield f"{counted(summary.pieces, 'piece')}{kept}, {summary.seconds:,.1f} s"
    for outcome, count in summary.outcomes.most_common():
        yield f"  {outcome:18}{count:>14,}"
    if summary.review:
        yield f"{counted(len(summary.review), 'name')} for review, most often:"
        yield from (clean(f"  {name} ({count:,})") for name, count in summary.review.most_common(5))
    yield "slowest pieces:"
    yield from (clean(f"  {took:,.1f} s  {path} ({piece})") for took, path, piece in summary.slowest[:5])
