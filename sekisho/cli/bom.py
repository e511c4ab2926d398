"""`sekisho bom`: the parts of a product, who made them, what each brings about, and what to replace."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.choices import Lang, Language
from sekisho.cli.files import APART, read_whole
from sekisho.cli.keeping import recording
from sekisho.cli.screen import By, Known, Measures, On, Readings, Record
from sekisho.cli.store import AnswerOption, ListsOption, Sources, SourcesOption
from sekisho.cli.times import question_times
from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.formats.bom_report import BomForm, headings_lines, write_bom
from sekisho.formats.wording import Wording

if TYPE_CHECKING:
    from sekisho.cli.keeping import Keep
    from sekisho.dates import AsOf
    from sekisho.law.facts import Facts
    from sekisho.model.bom import Bom
    from sekisho.model.case import Case
    from sekisho.model.screened import ScreenedBom
    from sekisho.screen.run import Screener

File = Annotated[Path, typer.Argument(help="CycloneDX (JSON, XML), SPDX, or a parts list (CSV, XLSX).")]
CaseFile = Annotated[Path | None, typer.Option(help="A file with the one case that the bill belongs to.")]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FACT", help="What a column of a parts list states."),
]
ShowMapping = Annotated[
    bool, typer.Option("--show-mapping", help="Show what each column was taken for, and stop.")
]
Sheet = Annotated[str, typer.Option(help="The sheet of a workbook; else the first.")]
Complete = Annotated[bool, typer.Option("--complete", help="The bill lists every part: somebody looked.")]
Replacing = Annotated[
    bool, typer.Option("--replace", help="The fewest parts whose replacement would lift each.")
]
Declare = Annotated[Path | None, typer.Option(help="Write the supplier's declaration sheet there (XLSX).")]
Filled = Annotated[Path | None, typer.Option("--declared", help="That sheet, filled in by the supplier.")]
Form = Annotated[BomForm, typer.Option("--format", help="How it is written.")]
Every = Annotated[bool, typer.Option("--all", help="Show every part, however many there are.")]


def bom(
    file: File,
    case: CaseFile = None,
    on: On = "",
    known: Known = "",
    reading: Readings = None,
    measure: Measures = None,
    lists: ListsOption = None,
    store: AnswerOption = "",
    sources: SourcesOption = None,
    columns: MapOption = None,
    show_mapping: ShowMapping = False,
    sheet: Sheet = "",
    complete: Complete = False,
    replacing: Replacing = False,
    declare: Declare = None,
    filled: Filled = None,
    form: Form = BomForm.TEXT,
    every: Every = False,
    record: Record = False,
    by: By = "",
    language: Lang = Language.EN,
) -> int:
    """Show the tree of parts with makers, groups and outcomes."""
    from sekisho.law.register import Law
    from sekisho.record.said import Asked
    from sekisho.screen.run import Screener

    times, law = question_times(on, known), Law.load()
    if (read := _bill(file, law.facts, columns or [], sheet, show_mapping)) is None:
        return 0
    bill = _prepared(read, filled, complete, declare)
    asked = Asked(tuple(reading or ()), tuple(measure or ()))
    given = Sources(lists or [], store, None, tuple(sources or ()))
    with recording(record, by, store, asked) as keep, given.opened(times.known) as opened:
        screener = Screener(law, opened, readings=asked.readings, measures=asked.measures)
        told = _case(case, bill, law.facts, opened.names, str(file))
        found = _screened(screener, told, bill, times, replacing, keep)
        write_bom(found, sys.stdout, form, Wording(law.facts, language), whole=every)
    return found.answer.outcome.exit_code


def _screened(
    screener: "Screener", case: "Case", bill: "Bom", times: "AsOf", replacing: bool, keep: "Keep | None"
) -> "ScreenedBom":
    """The bill screened; its whole answer is kept before it is shown, where that is wanted."""
    from sekisho.screen.bom import screen_bom

    found = screen_bom(screener, case, bill, times, replacing=replacing)
    if keep is not None:
        keep(screener, [(case, found.answer)])
    return found


def _bill(file: Path, facts: "Facts", columns: list[str], sheet: str, show: bool) -> "Bom | None":
    """The bill; None: only its columns were asked for, and have been shown."""
    from sekisho.formats.bom import read_any
    from sekisho.lists.countries import countries

    read = read_any(read_whole(file, APART), str(file), facts, countries().code, columns, sheet)
    if not show:
        return read.bom
    if read.headings is None:
        raise UsageError(f"--show-mapping: {file} is no parts list, its fields have names of their own")
    print("\n".join(headings_lines(read.headings)))
    return None


def _prepared(bill: "Bom", filled: Path | None, complete: bool, declare: Path | None) -> "Bom":
    """The bill with what was declared, and said to be whole; the sheet is written where one is wanted."""
    from dataclasses import replace

    if filled is not None:
        from sekisho.formats.declaration import declared
        from sekisho.lists.countries import countries

        bill = declared(bill, read_whole(filled, APART), str(filled), countries().code)
    if complete:
        bill = replace(bill, unopened=(), components=bill.components or ())
    if declare is not None:
        _write(declare, bill)
    return bill


def _case(file: Path | None, bill: "Bom", facts: "Facts", lists: frozenset[str], name: str) -> "Case":
    from sekisho.formats.case import with_bom
    from sekisho.formats.notes import Rejected
    from sekisho.formats.read import read

    if file is None:
        return bill.case(name)
    cases = list(read(file, facts, name=str(file), lists=lists))
    if len(cases) != 1:
        problem = Problem(Location(str(file)), f"it holds {len(cases)} cases", "a bill belongs to one case")
        raise InputError(f"{file} cannot be used", [problem])
    if isinstance(cases[0], Rejected):
        raise InputError(f"{cases[0].id} is refused", cases[0].problems)
    return with_bom(cases[0], bill)


def _write(path: Path, bill: "Bom") -> None:
    from sekisho.formats.declaration import write_declaration

    try:
        path.write_bytes(write_declaration(bill))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
