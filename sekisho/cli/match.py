"""`sekisho match`: who bears these names?"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.store import AnswerOption, BasisOption, ListsOption, Sources, SourcesOption
from sekisho.cli.times import question_times
from sekisho.errors import UsageError

if TYPE_CHECKING:
    from sekisho.match.matcher import Found, Matcher
    from sekisho.match.query import Query
    from sekisho.store.base import Store

BATCH = 4096
"""Names answered at a time: what a progress bar moves by."""


def match(
    names: Annotated[list[str] | None, typer.Argument(help="Names, in any script.")] = None,
    country: Annotated[str, typer.Option(help="Where the bearer is, as a two-letter code.")] = "",
    schema: Annotated[str, typer.Option(help="What it is: Company, Person, Vessel …")] = "",
    born: Annotated[str, typer.Option(help="When a person was born: a day, a month or a year.")] = "",
    ids: Annotated[
        list[str] | None,
        typer.Option("--id", metavar="KIND=VALUE", help="An identifier, as lei=…: it decides."),
    ] = None,
    file: Annotated[Path | None, typer.Option(help="Names in a file: CSV or Parquet.")] = None,
    column: Annotated[str, typer.Option(help="The column of the file that has them.")] = "name",
    out: Annotated[Path | None, typer.Option(help="Write the file there, with the answers added.")] = None,
    most: Annotated[int, typer.Option(min=1, max=20, help="Bearers told for a name.")] = 3,
    explain: Annotated[bool, typer.Option("--explain", help="Tell what spoke for and against.")] = False,
    known: Annotated[str, typer.Option(help="The day of knowledge.")] = "",
    lists: ListsOption = None,
    store: AnswerOption = "",
    basis: BasisOption = None,
    sources: SourcesOption = None,
) -> int:
    """Find who bears names: the likeliest entities of the register and the lists, with scores and reasons."""
    from sekisho.match.ask import found, matcher_of
    from sekisho.match.judge import Judge, said

    _check(names, country, schema, file, out)
    times = question_times("", known)
    with Sources(lists or [], store, basis, tuple(sources or ())).opened(times.known) as opened:
        asked = _asked(schema, country, born, ids or [])
        if file is not None:
            _match_file(opened, asked, file, column, out or Path("-"))
            return 0
        judge = Judge(opened.judgements, opened.entities)
        queries = [asked(name) for name in names or ()]
        for query, own in zip(queries, found(queries, opened, most), strict=True):
            print(f"“{query.name}”")
            _print(own, opened, matcher_of(opened), explain)
            for each in judge.set_aside(query):
                print(f"  set aside: {each.entity}, {said(each)}")
    return 0


def _check(names: list[str] | None, country: str, schema: str, file: Path | None, out: Path | None) -> None:
    from sekisho.law.facts import COUNTRIES
    from sekisho.match.roster import SCHEMATA

    if bool(names) == (file is not None):
        raise UsageError("give names, or a file of names with --file")
    if out is not None and file is None:
        raise UsageError("--out is for the answers to --file")
    if country and country not in COUNTRIES:
        raise UsageError(f"'{country}' is no country; write ISO 3166-1 alpha-2 in lower case, as cn")
    if schema and schema not in SCHEMATA:
        raise UsageError(f"'{schema}' is no schema that is matched; there are: {', '.join(SCHEMATA)}")


def _asked(schema: str, country: str, born: str, ids: list[str]) -> "Callable[[str], Query]":
    """Makes a query of a name, with what qualifies all of them."""
    from functools import partial

    from sekisho.match.query import Query
    from sekisho.names.numbers import SCHEMES, fault, identifier

    pairs = [each.partition("=") for each in ids]
    if not all(kind and value for kind, _, value in pairs):
        raise UsageError("write an identifier with its kind, as --id lei=5493001KJTIIGC8Y1R12")
    for kind, _, value in pairs:
        if kind not in SCHEMES:
            raise UsageError(f"'{kind}' is no kind of identifier; there are: {', '.join(SCHEMES)}")
        if wrong := fault(kind, value):
            raise UsageError(f"'{value}' is no {kind} number: {wrong}; correct it, or leave --id out")
    told = tuple(identifier(kind, value) for kind, _, value in pairs)
    return partial(Query, schema=schema, country=country, born=born, ids=told)


def _print(found: "Iterable[Found]", store: "Store", matcher: "Matcher", explained: bool) -> None:
    from sekisho.match.explain import explain
    from sekisho.match.score import Zone

    told = [each for each in found if each.zone is not Zone.DIFFERENT or explained]
    if not told:
        print("  nobody in the register or on the lists is likely to bear this name; that clears nobody")
    for each in told:
        entity = store.entities[each.bearer]
        lists = dict.fromkeys(listing.list for listing in store.listings.get(each.bearer, ()))
        on = f", on {', '.join(lists)}" if lists else ""
        print(f"  {each.score:.3f} {each.zone}: {each.name} ({entity.country or 'country not told'}{on})")
        if each.judged:
            print(f"      {each.judged}")
        for line in explain(each, matcher.model) if explained else ():
            print(f"      {line}")


def _match_file(store: "Store", asked: "Callable[[str], Query]", file: Path, column: str, out: Path) -> None:
    from sekisho.match import table
    from sekisho.match.score import Zone

    given = table.read(file, column)
    table.check_free(given, table.ADDED)
    queries = [asked(name) for name in given.texts(column)]
    added: dict[str, list[str]] = {name: [] for name in table.ADDED}
    for found in _watched(store, queries):
        best = found[0] if found and found[0].zone is not Zone.DIFFERENT else None
        told = (
            (best.bearer, best.name, f"{best.score:.4f}", best.zone.value)
            if best
            else ("", "", "", "different")
        )
        for texts, text in zip(added.values(), told, strict=True):
            texts.append(text)
    if str(out) == "-":
        table.write_csv(sys.stdout, given, added)
    else:
        table.write(out, given, added)


def _watched(store: "Store", queries: "list[Query]") -> "Iterator[tuple[Found, ...]]":
    """The answers, with a progress bar on a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    from sekisho.match.ask import found

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("names", total=len(queries))
        for start in range(0, len(queries), BATCH):
            chunk = queries[start : start + BATCH]
            yield from found(chunk, store, most=1)
            progress.advance(task, len(chunk))
