"""`sekisho bundle`: everything that decides in one folder, named by its hash."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sekisho.cli import DATA
from sekisho.cli.choices import Lang, Language
from sekisho.cli.store import AnswerOption, BasisOption, ListsOption, OwnersOption, Sources, SourcesOption
from sekisho.cli.times import question_times
from sekisho.errors import InputError, UsageError
from sekisho.formats.report import Report, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.bundle import Bundle
    from sekisho.formats.notes import Rejected
    from sekisho.model.case import Case


bundle: Final = typer.Typer(
    name="bundle", help="Freeze law and lists in a folder, for engines.", no_args_is_help=True
)
Folder = Annotated[Path, typer.Argument(metavar="BUNDLE", help="The folder that `bundle build` printed.")]


@bundle.command()
def build(
    folder: Annotated[Path, typer.Argument(help="Where bundles are kept; the new one is a folder in it.")],
    on: Annotated[str, typer.Option(help="The day of the act, where a case gives none.")] = "",
    known: Annotated[str, typer.Option(help="The day of knowledge.")] = "",
    reading: Annotated[list[str] | None, typer.Option(help="Adopt a reading: press or as-law.")] = None,
    measure: Annotated[list[str] | None, typer.Option(help="Look at this measure only.")] = None,
    lists: ListsOption = None,
    owners: OwnersOption = None,
    store: AnswerOption = "",
    basis: BasisOption = None,
    sources: SourcesOption = None,
) -> int:
    """Freeze the law and all lists, as known on a day, and print the folder."""
    from sekisho.bundle import build as freeze
    from sekisho.law.register import Law

    times = question_times(on, known)
    given = Sources(lists or [], store, basis, tuple(sources or ()), tuple(owners or ()))
    with given.opened(times.known) as found:
        print(freeze(folder, Law.load(), found, times, readings=reading or (), measures=measure or ()))
    return 0


@bundle.command()
def show(folder: Folder) -> int:
    """Tell what a bundle is frozen at, and what is in it."""
    from sekisho.bundle import manifest

    told = manifest.read(folder)
    rows: dict[str, object] = {
        "address": told.address,
        "on": told.on,
        "known": told.known,
        "sekisho": f"{told.engine}, code {told.code}",
        "law": told.law,
        "readings": ", ".join(told.readings) or "none",
        "measures": ", ".join(told.measures) or "all",
        **told.lists,
        **told.counts,
    }
    width = max(map(len, rows))
    for name, value in rows.items():
        print(f"{name:{width}}  {value:,}" if isinstance(value, int) else f"{name:{width}}  {value}")
    return 0


@bundle.command()
def verify(folder: Folder) -> int:
    """Check every file of a bundle against its manifest, and whether this program can answer from it."""
    from sekisho.bundle import manifest

    told = manifest.read(folder)
    foreign = told.foreign()
    faults = [*told.faults(folder), *([foreign] if foreign else [])]
    for each in faults:
        print(each, file=sys.stderr)
    if not faults:
        print(f"whole: {told.address}")
    return DATA if faults else 0


@bundle.command()
def answer(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="The file with the rows: Parquet, CSV, JSON Lines or JSON.")],
    cases: Annotated[list[str], typer.Argument(metavar="CASE…", help="Ids of the cases, as in the output.")],
    form: Annotated[Report, typer.Option("--format", help="How answers are written.")] = Report.TEXT,
    explain: Annotated[bool, typer.Option("--explain", help="Show the whole rule.")] = False,
    language: Lang = Language.EN,
) -> int:
    """Give the whole answer of some rows again, with its reasons."""
    from sekisho.bundle import opened
    from sekisho.formats.notes import Rejected
    from sekisho.formats.wording import Wording

    frozen = opened(folder)
    wanted = dict.fromkeys(cases)
    found = {each.id: each for each in _cases(file, frozen) if each.id in wanted}
    missing = [name for name in wanted if name not in found]
    if missing:
        raise UsageError(f"{file} has no case '{missing[0]}'; ids stand in the column `case` of the output")
    chosen: list[Case] = []
    for name in wanted:
        each = found[name]
        if isinstance(each, Rejected):
            raise InputError(f"{each.id} is refused", each.problems)
        chosen.append(each)
    answers = list(frozen.screener.answers(chosen, frozen.times))
    write(answers, sys.stdout, form, Wording(frozen.law.facts, language, explain))
    return max(answers, key=lambda each: each.outcome.strictness).outcome.exit_code


def _cases(file: Path, frozen: "Bundle") -> "Iterator[Case | Rejected]":
    if file.suffix != ".parquet":
        from sekisho.formats.read import read

        yield from read(file, frozen.law.facts, name=file.name, lists=frozen.store.names)
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    from sekisho.errors import Location, Problem
    from sekisho.formats.arrow import Rows

    start = 0
    try:
        with pq.ParquetFile(file) as table:
            rows = Rows(table.schema_arrow, frozen.reader, file.name)
            for batch in table.iter_batches():
                yield from rows.read(batch, range(start, start + len(batch)))
                start += len(batch)
    except (OSError, pa.ArrowException) as error:
        problem = Problem(Location(str(file)), str(error).partition("\n")[0], "give a Parquet file")
        raise InputError(f"{file} cannot be read", [problem]) from error
