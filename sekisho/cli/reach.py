"""`sekisho reach`: everybody whom a list reaches through a table of owners."""

import csv
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from sekisho.cells import harmless
from sekisho.cli.store import AnswerOption, BasisOption, ListsOption, Sources, SourcesOption
from sekisho.cli.times import question_times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.screen.reach import Caught

COLUMNS = ("name", "country", "under", "half", "share_low", "share_high", "holders")


class Form(StrEnum):
    """How the companies are written."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def reach(
    listed: Annotated[
        str, typer.Argument(metavar="LIST", help="The list, or a part: us-entity-list, s889:a.")
    ],
    owners: Annotated[Path, typer.Option("--owners", help="The table of owners, as CSV.")],
    on: Annotated[str, typer.Option(help="The day asked about.")] = "",
    known: Annotated[str, typer.Option(help="The day of knowledge.")] = "",
    form: Annotated[Form, typer.Option("--format", help="How they are written.")] = Form.TEXT,
    lists: ListsOption = None,
    store: AnswerOption = "",
    basis: BasisOption = None,
    sources: SourcesOption = None,
) -> int:
    """Tell whom a list reaches through a table of owners: by half of the shares, or by control."""
    from sekisho.formats.wording import lists_of
    from sekisho.law.register import Law
    from sekisho.screen.reach import sweep
    from sekisho.screen.run import Screener

    times = question_times(on, known)
    with Sources(lists or [], store, basis, tuple(sources or ())).opened(times.known) as opened:
        found = sweep(owners, listed, Screener(Law.load(), opened).knowledge, times)
        if form is not Form.TEXT:
            _write(found.caught, form, sys.stdout)
            return 0
        for each in found.caught:
            country = f" ({each.country})" if each.country else ""
            share = f"{each.low:g}" if each.low == each.high else f"{each.low:g}..{each.high:g}"
            print(f"{each.name}{country}: under {each.under.word}; {share} %, one half {each.half.word}")
            print(f"  {each.holders}")
        print(
            f"\n{listed} on {times}: {found.found:,} of {found.parties:,} parties are on it or under it by "
            f"what is known besides; through {found.holdings:,} holdings it reaches "
            f"{len(found.caught):,} more.\n"
            "Who is not named here is not known to be free of it."
        )
        print(lists_of(opened.hashes))
    return 0


def _write(found: "Iterable[Caught]", form: Form, out: TextIO) -> None:
    rows = [
        (each.name, each.country, each.under.word, each.half.word, each.low, each.high, each.holders)
        for each in found
    ]
    if form is Form.JSON:
        json.dump([dict(zip(COLUMNS, row, strict=True)) for row in rows], out, ensure_ascii=False, indent=1)
        out.write("\n")
        return
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([harmless(each) if isinstance(each, str) else each for each in row] for row in rows)
