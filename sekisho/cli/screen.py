"""`sekisho screen`: cases in, decisions with their reasons out."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from sekisho.cli import DATA
from sekisho.cli.choices import Lang, Language
from sekisho.cli.dataset import (
    AddressOption,
    BundleOption,
    EngineOption,
    Fleet,
    FolderOption,
    Kept,
    Question,
    ReasonsOption,
)
from sekisho.cli.files import APART, output, read_whole
from sekisho.cli.keeping import recording
from sekisho.cli.store import AnswerOption, BasisOption, ListsOption, OwnersOption, Sources, SourcesOption
from sekisho.dates import AsOf
from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.formats.report import Report, write
from sekisho.formats.wording import Wording
from sekisho.model.measure import Outcome

if TYPE_CHECKING:
    from sekisho.cli.keeping import Keep
    from sekisho.formats.notes import Rejected
    from sekisho.law.facts import Facts
    from sekisho.law.register import Law
    from sekisho.model.case import Case
    from sekisho.model.decision import Answer
    from sekisho.record.said import Asked
    from sekisho.screen.run import Screener
    from sekisho.store.base import Store

CHUNK = 2048
"""Cases answered at a time: what a progress bar moves by."""
KEPT = 64
"""Answers kept in one transaction: they are shown once it is done."""


Files = Annotated[list[str] | None, typer.Argument(help="Files of cases, or - for standard input.")]
On = Annotated[str, typer.Option(help="The day of the act, where a case gives none.")]
Known = Annotated[str, typer.Option(help="The day of knowledge, where a case gives none.")]
Readings = Annotated[list[str] | None, typer.Option(help="Adopt a reading: press or as-law.")]
Measures = Annotated[list[str] | None, typer.Option(help="Look at this instrument or measure only.")]
BomFile = Annotated[Path | None, typer.Option(help="A CycloneDX file with the item's components.")]
CaseFile = Annotated[Path | None, typer.Option(help="The case that --bom belongs to.")]
Form = Annotated[Report, typer.Option("--format", help="How answers are written.")]
Out = Annotated[Path | None, typer.Option(help="Write there instead of to standard output.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show the whole rule with its truths.")]
Every = Annotated[bool, typer.Option("--all", help="Show the instruments that answer no-rule too.")]
Record = Annotated[bool, typer.Option("--record", help="Keep every answer in the record of the store.")]
By = Annotated[str, typer.Option(help="With --record: who asks.")]
KeepGoing = Annotated[bool, typer.Option("--keep-going", help="Answer the cases that can be read.")]


def screen(
    files: Files = None,
    on: On = "",
    known: Known = "",
    reading: Readings = None,
    measure: Measures = None,
    lists: ListsOption = None,
    owners: OwnersOption = None,
    store: AnswerOption = "",
    basis: BasisOption = None,
    sources: SourcesOption = None,
    bom: BomFile = None,
    case: CaseFile = None,
    form: Form = Report.TEXT,
    out: FolderOption = None,
    explain: Explain = False,
    every: Every = False,
    keep_going: KeepGoing = False,
    record: Record = False,
    by: By = "",
    language: Lang = Language.EN,
    engine: EngineOption = None,
    address: AddressOption = "",
    bundle: BundleOption = None,
    reasons: ReasonsOption = Kept.NEEDED,
) -> int:
    """Ask the law about every case, and print what it answers and why."""
    from sekisho.law.register import Law

    given = Sources(lists or [], store, basis, tuple(sources or ()), tuple(owners or ()))
    question = Question.of(on, known, given, reading, measure, every=every)
    alone = {"--bom": bom, "--case": case, "--explain": explain, "--all": every, "--record": record}
    if (fleet := Fleet(engine, address, bundle, reasons)).wanted(alone):
        return fleet.screen(files or [], out, question)
    law, asked = Law.load(), question.asked
    with recording(record, by, store, asked) as keep, question.opened() as opened:
        run = _Run(_screener(law, opened, asked), question.times, keep_going, keep)
        cases = _cases(files or [], bom, case, law.facts, opened.names)
        _write(run.answers(cases), out, form, Wording(law.facts, language, explain))
    return run.code()


def _screener(law: "Law", store: "Store", asked: "Asked") -> "Screener":
    from sekisho.screen.run import Screener

    return Screener(law, store, readings=asked.readings, measures=asked.measures, every=asked.every)


def _cases(
    files: list[str], bom: Path | None, case: Path | None, facts: "Facts", lists: frozenset[str]
) -> "Iterator[Case | Rejected]":
    if case is not None and bom is None:
        raise UsageError("--case is the case that --bom belongs to; name a lone case file without an option")
    if not files and bom is None:
        raise UsageError("nothing to screen: name a file of cases, or - for standard input")
    if files and bom is not None:
        raise UsageError("name the case that --bom belongs to with --case")
    return _read(files, facts, lists) if bom is None else _with_bom(bom, case, facts, lists)


def _write(answers: "Iterator[Answer | Rejected]", out: str | None, form: Report, wording: Wording) -> None:
    with output(None if out is None else Path(out)) as stream:
        _print(_watched(answers, form), stream, form, wording)


def _print(answers: "Iterator[Answer | Rejected]", stream: TextIO, form: Report, wording: Wording) -> None:
    """Write the answers as asked; on a terminal, a table."""
    if form is Report.TEXT and stream.isatty() and not wording.explain:
        from sekisho.cli.table import print_table

        print_table(answers, stream)
    else:
        write(answers, stream, form, wording)


class _Run:
    """One run over cases: what was refused, and the strictest outcome so far."""

    def __init__(
        self, screener: "Screener", times: AsOf, keep_going: bool, keep: "Keep | None" = None
    ) -> None:
        self._screener = screener
        self._times = times
        self._keep_going = keep_going
        self._keep = keep
        self._strictest = Outcome.NO_RULE
        self._refused = 0

    def answers(self, cases: "Iterable[Case | Rejected]") -> "Iterator[Answer | Rejected]":
        """Answers in the order of the cases; what was refused stands in its place."""
        from sekisho.formats.notes import Rejected

        remaining = iter(cases)
        while chunk := list(islice(remaining, CHUNK)):
            read = [each for each in chunk if not isinstance(each, Rejected)]
            for warning in (warning for each in read for warning in each.warnings):
                print(warning, file=sys.stderr)
            answered = self._answered(read)
            for each in chunk:
                if isinstance(each, Rejected):
                    yield self._refuse(each)
                else:
                    yield self._note(next(answered))

    def _answered(self, cases: "list[Case]") -> "Iterator[Answer]":
        """Answers; where they are to be kept, none is shown before it is."""
        answers = self._screener.answers(cases, self._times)
        if self._keep is None:
            yield from answers
            return
        pairs = zip(cases, answers, strict=True)
        while some := list(islice(pairs, KEPT)):
            self._keep(self._screener, some)
            yield from (answer for _, answer in some)

    def code(self) -> int:
        return DATA if self._refused else self._strictest.exit_code

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
    from sekisho.formats.notes import Rejected
    from sekisho.model.case import Case

    parts = read_bom(read_whole(bom, APART), str(bom), facts)
    if case is None:
        yield parts.case(str(bom))
        return
    for each in _read([str(case)], facts, lists):
        try:
            yield with_bom(each, parts) if isinstance(each, Case) else each
        except InputError as error:
            yield Rejected(each.id, error.problems or (Problem(Location(str(bom)), str(error)),))


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
