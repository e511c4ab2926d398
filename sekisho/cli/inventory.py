"""`sekisho inventory` and `sekisho assets`: who made what is installed, and what bites."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from sekisho.cli.files import output
from sekisho.cli.screen import Known, Measures, On, Out, Readings
from sekisho.cli.store import AnswerOption, BasisOption, ListsOption, Sources, SourcesOption
from sekisho.cli.times import question_times
from sekisho.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sekisho.assets.registry import Registry
    from sekisho.dates import AsOf
    from sekisho.formats.inventory.source import Inventory
    from sekisho.law.facts import Facts
    from sekisho.model.case import Case
    from sekisho.model.survey import Survey
    from sekisho.screen.run import Screener


class Form(StrEnum):
    """How a survey is written."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


Files = Annotated[
    list[Path], typer.Argument(help="CSV, XLSX, nmap XML, NetBox JSON, snmpwalk text, CycloneDX.")
]
Owner = Annotated[Path | None, typer.Option(help="A case that says whose network it is, and what for.")]
Mapped = Annotated[
    list[str] | None, typer.Option("--map", metavar="COLUMN=FACT", help="What a column holds.")
]
Show = Annotated[bool, typer.Option("--show-mapping", help="Show what each column is taken for, and stop.")]
Registries = Annotated[list[Path] | None, typer.Option("--registry", help="A registry file to ask, too.")]
Cap = Annotated[float | None, typer.Option(min=0, max=100, help="A share in percent to compare with.")]
Format = Annotated[Form, typer.Option("--format", help="How the survey is written.")]
Taken = Annotated[list[Path], typer.Option("--from", help="A registry file that was fetched.")]
Retrieved = Annotated[str, typer.Option(help="The day on which it was retrieved.")]


def inventory(
    files: Files,
    owner: Owner = None,
    on: On = "",
    known: Known = "",
    mapped: Mapped = None,
    show: Show = False,
    registry: Registries = None,
    cap: Cap = None,
    reading: Readings = None,
    measure: Measures = None,
    lists: ListsOption = None,
    store: AnswerOption = "",
    basis: BasisOption = None,
    sources: SourcesOption = None,
    form: Format = Form.TEXT,
    out: Out = None,
) -> int:
    """Tell who made each device of an inventory, on what evidence, and which measures bite."""
    from sekisho.law.register import Law
    from sekisho.screen.run import Screener

    law = Law.load()
    read = _read(files, mapped or [], law.facts)
    if show:
        return _show(files, read)
    times = question_times(on, known)
    with Sources(lists or [], store, basis, tuple(sources or ())).opened(times.known) as opened:
        screener = Screener(law, opened, readings=reading or (), measures=measure or ())
        case = None if owner is None else _case(owner, law.facts, opened.names)
        survey = _survey(screener, read, case, times, registry or [])
    _write(survey if cap is None else survey.against(cap), form, out)
    return max((each.outcome for each in survey.devices), key=lambda each: each.strictness).exit_code


def _survey(
    screener: "Screener", read: "list[Inventory]", owner: "Case | None", times: "AsOf", files: list[Path]
) -> "Survey":
    from sekisho.assets.weigh import Assets
    from sekisho.screen.inventory import Surveyor

    asked = _registries(files)
    known = Assets.load(screener.knowledge.store.marks, asked)
    surveyor = Surveyor(screener, known, owner, times, [each.basis for each in asked])
    devices = [device for each in read for device in each.devices]
    with _progress(len(devices)) as moved:
        return surveyor.survey(devices, moved)


def _read(files: list[Path], mapped: list[str], facts: "Facts") -> "list[Inventory]":
    from sekisho.formats.inventory.columns import mapping_of
    from sekisho.formats.inventory.read import read_inventory

    mapping: Mapping[str, str] = mapping_of(mapped, facts.told)
    return [read_inventory(file, facts, mapping) for file in files]


def _show(files: list[Path], read: "list[Inventory]") -> int:
    for file, each in zip(files, read, strict=True):
        print(f"{file}: {each.form}, {len(each.devices)} devices")
        for column, fact in each.columns:
            print(f"  {column} → {fact or 'left alone'}")
    return 0


def _registries(files: list[Path]) -> "list[Registry]":
    from sekisho.assets.registry import read_registry
    from sekisho.screen.registries import Shelf

    return [*map(read_registry, files), *Shelf().registries()]


def _case(file: Path, facts: "Facts", lists: frozenset[str]) -> "Case":
    from sekisho.formats.notes import Rejected
    from sekisho.formats.read import read

    cases = list(read(file, facts, name=str(file), lists=lists))
    for each in cases:
        if isinstance(each, Rejected):
            raise InputError(f"{each.id} is refused", each.problems)
    found = [each for each in cases if not isinstance(each, Rejected)]
    if len(found) != 1:
        raise UsageError(f"--owner {file}: it holds {len(found)} cases, and one network has one owner")
    return found[0]


@contextmanager
def _progress(total: int) -> "Iterator[Callable[[str, int], object]]":
    """What tells a terminal how far the work is; through a pipe, nothing does."""
    if not sys.stderr.isatty():
        yield lambda _phase, _count: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks = {phase: progress.add_task(phase, total=total) for phase in ("attributed", "judged")}
        yield lambda phase, count: progress.advance(tasks[phase], count)


def _write(survey: "Survey", form: Form, out: Path | None) -> None:
    from sekisho.formats.inventory.page import write_page
    from sekisho.formats.inventory.report import write_csv, write_json, write_text

    with output(out) as stream:
        match form:
            case Form.TEXT:
                write_text(survey, stream)
            case Form.CSV:
                write_csv(survey, stream)
            case Form.JSON:
                write_json(survey, stream)
            case Form.HTML:
                write_page(survey, stream)
            case _:
                assert_never(form)


assets = typer.Typer(
    help="Registries of identifiers: who registered a MAC block, an enterprise number.", no_args_is_help=True
)


@assets.command()
def update(taken: Taken, retrieved: Retrieved = "") -> int:
    """Keep registry files that were fetched, and ask them from now on."""
    from sekisho.screen.registries import Shelf

    day = str(question_times(retrieved, "").on)
    for file in taken:
        kept = Shelf().take(file, day)
        print(f"{kept.title}: {kept.entries} entries, copy of {kept.day}, sha256 {kept.digest[:16]}")
    return 0


@assets.command()
def status() -> int:
    """Show the registries that are asked beside the tables that ship."""
    from sekisho.screen.registries import Shelf

    kept = Shelf().kept()
    for each in kept:
        print(f"{each.title}: {each.entries} entries, copy of {each.day}, sha256 {each.digest[:16]}")
    if not kept:
        print(
            "no registry was taken: only the tables that ship are asked; see 'sekisho assets update --help'"
        )
    return 0
