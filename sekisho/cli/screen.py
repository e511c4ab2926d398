"""`sekisho screen`: cases in, decisions with their reasons out."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from sekisho.cli.times import question_times
from sekisho.dates import AsOf
from sekisho.errors import InputError, UsageError
from sekisho.formats.report import Report
from sekisho.model.measure import Outcome

if TYPE_CHECKING:
    from sekisho.formats.notes import Rejected
    from sekisho.law.facts import Facts
    from sekisho.model.case import Case
    from sekisho.model.decision import Answer
    from sekisho.screen.run import Screener

MALFORMED = 65
CHUNK = 2048
"""Cases answered at a time: what a progress bar moves by."""


def screen(
    files: Annotated[
        list[str] | None, typer.Argument(help="Files of cases, or - for standard input.")
    ] = None,
    on: Annotated[str, typer.Option(help="The day of the act, where a case gives none.")] = "",
    known: Annotated[str, typer.Option(help="The day of knowledge, where a case gives none.")] = "",
    reading: Annotated[list[str] | None, typer.Option(help="Adopt a reading: press or as-law.")] = None,
    measure: Annotated[
        list[str] | None, typer.Option(help="Look at this instrument or measure only.")
    ] = None,
    lists: Annotated[list[Path] | None, typer.Option("--list", help="An official list file.")] = None,
    bom: Annotated[Path | None, typer.Option(help="A CycloneDX file with the item's components.")] = None,
    case: Annotated[Path | None, typer.Option(help="The case that --bom belongs to.")] = None,
    form: Annotated[Report, typer.Option("--format", help="How answers are written.")] = Report.TEXT,
    out: Annotated[Path | None, typer.Option(help="Write there instead of to standard output.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show the whole rule with its truths.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Show the instruments that answer no-rule too.")
    ] = False,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Answer the cases that can be read.")
    ] = False,
) -> int:
    """Ask the law about every case, and print what it answers and why."""
    from sekisho.law.register import Law
    from sekisho.lists.load import open_store
    from sekisho.screen.run import Screener

    if not files and bom is None:
        raise UsageError("nothing to screen: name a file of cases, or - for standard input")
    if case is not None and bom is None:
        raise UsageError("--case is the case that --bom belongs to; name a lone case file without an option")
    times = question_times(on, known)
    law = Law.load()
    store = open_store(lists or ())
    screener = Screener(law, store, readings=reading or (), measures=measure or (), every=every)
    run = _Run(screener, times, keep_going)
    words = store.names
    cases = (
        _with_bom(bom, case, law.facts, words) if bom is not None else _read(files or [], law.facts, words)
    )
    with _opened(out) as stream:
        answers = _watched(run.answers(cases), form)
        if form is Report.TEXT and stream.isatty() and not explain:
            from sekisho.cli.table import print_table

            print_table(answers, stream)
        else:
            from sekisho.formats.report import write

            write(answers, stream, form, law.facts, explain=explain, names=_called)
    return run.code()


class _Run:
    """One run over cases: what was refused, and the strictest outcome so far."""

    def __init__(self, screener: "Screener", times: AsOf, keep_going: bool) -> None:
        self._screener = screener
        self._times = times
        self._keep_going = keep_going
        self._strictest = Outcome.NO_RULE
        self._refused = 0

    def answers(self, cases: "Iterable[Case | Rejected]") -> "Iterator[Answer | Rejected]":
        """Answers in the order of the cases; what was refused stands in its place."""
        from sekisho.formats.notes import Rejected

        remaining = iter(cases)
        while chunk := list(islice(remaining, CHUNK)):
            read = [each for each in chunk if not isinstance(each, Rejected)]
            answered = self._screener.answers(read, self._times)
            for each in chunk:
                if isinstance(each, Rejected):
                    yield self._refuse(each)
                else:
                    yield self._note(next(answered))

    def code(self) -> int:
        return MALFORMED if self._refused else self._strictest.exit_code

    def _note(self, answer: "Answer") -> "Answer":
        self._strictest = max(self._strictest, answer.outcome, key=lambda outcome: outcome.strictness)
        return answer

    def _refuse(self, rejected: "Rejected") -> "Rejected":
        if not self._keep_going:
            raise InputError(f"{rejected.id} is refused (--keep-going answers the rest)", rejected.problems)
        self._refused += 1
        for problem in rejected.problems:
            print(problem, file=sys.stderr)
        return rejected


def _read(files: list[str], facts: "Facts", lists: frozenset[str]) -> "Iterator[Case | Rejected]":
    from sekisho.formats.read import read

    for file in files:
        if file == "-":
            yield from read(sys.stdin.buffer, facts, name="standard input", lists=lists)
        else:
            yield from read(Path(file), facts, name=file, lists=lists)


def _with_bom(
    bom: Path, case: Path | None, facts: "Facts", lists: frozenset[str]
) -> "Iterator[Case | Rejected]":
    from sekisho.formats.case import with_bom
    from sekisho.formats.cyclonedx import read_bom
    from sekisho.model.case import Case

    try:
        parts = read_bom(bom.read_bytes(), str(bom), facts)
    except OSError as error:
        raise InputError(f"{bom}: cannot be read: {error.strerror}") from error
    if case is None:
        yield parts.case(str(bom))
        return
    for each in _read([str(case)], facts, lists):
        yield with_bom(each, parts) if isinstance(each, Case) else each


@contextmanager
def _opened(out: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears only when it is whole."""
    if out is None:
        yield sys.stdout
        return
    draft = out.with_name(out.name + ".part")
    try:
        with draft.open("w", encoding="utf-8") as stream:
            yield stream
        draft.replace(out)
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)


def _called(answer: "Answer", address: str) -> str:
    return answer.called(address)


def _watched(answers: "Iterator[Answer | Rejected]", form: Report) -> "Iterator[Answer | Rejected]":
    """The same, with a progress bar on a terminal where standard output does not show them as they come."""
    if not sys.stderr.isatty() or (form is Report.TEXT and sys.stdout.isatty()):
        return answers
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    def moving() -> "Iterator[Answer | Rejected]":
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("cases", total=None)
            for answer in answers:
                progress.advance(task)
                yield answer

    return moving()
