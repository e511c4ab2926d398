"""`sekisho law matrix`, `sweep`, `diff` and `build`: the whole register at once."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.choices import Lang, Language, Shape
from sekisho.cli.law import HERE, Country, Folder, Known, On, law
from sekisho.cli.store import AnswerOption, Sources
from sekisho.cli.times import question_times
from sekisho.dates import AsOf, today
from sekisho.errors import InputError, UsageError

if TYPE_CHECKING:
    from sekisho.law.facts import Facts
    from sekisho.law.register import Law
    from sekisho.model.case import Case


Form = Annotated[Shape, typer.Option("--format", help="How it is written.")]
Every = Annotated[bool, typer.Option("--all", help="Show the lines in which no rule answers, too.")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="What the actor is: telecom-operator …")]
Countries = Annotated[list[str] | None, typer.Option("--country", help="Only this jurisdiction.")]


def matrix(
    on: On = "",
    known: Known = "",
    store: AnswerOption = "",
    form: Form = Shape.TEXT,
    every: Every = False,
    language: Lang = Language.EN,
    root: Folder = HERE,
) -> int:
    """Ask every jurisdiction about every group in typical acts: each cell is the strictest outcome."""
    from sekisho.formats.register.matrix import matrix_csv, matrix_json, matrix_text
    from sekisho.formats.register.plan import read_plan
    from sekisho.law.register import Law
    from sekisho.screen.matrix import matrix as ask

    law, times, plan = Law.load(root), question_times(on, known), read_plan(root)
    with Sources([], store).opened(times.known) as opened:
        cells = ask(law, opened, times, plan, grounds=form is not Shape.TEXT)
    if form is Shape.TEXT:
        print(matrix_text(cells, plan, language, every=every))
    else:
        print(matrix_csv(cells) if form is Shape.CSV else matrix_json(cells))
    return 0


def sweep(
    file: Annotated[Path, typer.Argument(help="A file with one case.")],
    known: Known = "",
    country: Countries = None,
    store: AnswerOption = "",
    form: Form = Shape.TEXT,
    language: Lang = Language.EN,
    root: Folder = HERE,
) -> int:
    """Put one case to every jurisdiction on every day: where and when might it have gone ahead?"""
    from sekisho.formats.register.sweep import sweep_csv, sweep_json, sweep_text
    from sekisho.law.register import Law
    from sekisho.screen.run import Screener
    from sekisho.screen.sweep import sweep as ask

    law, times = Law.load(root), question_times("", known)
    case = _one_case(file, law.facts)
    _there(law, country or [])
    with Sources([], store).opened(times.known) as opened:
        told = ask(case, Screener(law, opened), times.known, country or ())
    if form is Shape.TEXT:
        print(sweep_text(told, language))
    else:
        print(sweep_csv(told) if form is Shape.CSV else sweep_json(told))
    return 0


def diff(
    first: Annotated[str, typer.Argument(metavar="DAY", help="The day before.")],
    second: Annotated[str, typer.Argument(metavar="[DAY]", help="The day after; today if left out.")] = "",
    known: Known = "",
    country: Country = "",
    kind: Kinds = None,
    root: Folder = HERE,
) -> int:
    """Show what changed in the law between two days, for everybody or for one kind of actor.

    Each day is read as it was known then; --known reads both as known on one day.
    """
    from sekisho.law.diff import changes, told
    from sekisho.law.register import Law

    law = Law.load(root)
    _there(law, [country] if country else [])
    before, after = (_as_of(each, known) for each in (first, second or today_text()))
    if before.on.day > after.on.day:
        raise UsageError(f"{first} is after {second}: give the earlier day first")
    if not country and not kind:
        print(told(changes(law, before, after)))
        return 0
    from sekisho.lists.load import open_store
    from sekisho.model.case import Case, Row
    from sekisho.screen.concern import concerning
    from sekisho.screen.run import Screener

    _kinds(law.facts, kind or [])
    facts = ({"country": country} if country else {}) | ({"kinds": tuple(kind)} if kind else {})
    asking = Case("somebody", {}, Row("actor", facts))
    print(told(changes(law, before, after, concerning(asking, Screener(law, open_store())))))
    return 0


def build(
    folder: Annotated[Path, typer.Argument(help="Where the pages go.")],
    on: On = "",
    known: Known = "",
    store: AnswerOption = "",
    root: Folder = HERE,
) -> int:
    """Write the whole register as pages, in English and Japanese, to be read from a disk or a server."""
    from sekisho.formats.register.plan import read_plan
    from sekisho.formats.register.site import build as write
    from sekisho.law.register import Law
    from sekisho.screen.concern import aimed_at
    from sekisho.screen.matrix import matrix as ask
    from sekisho.screen.run import Screener

    law, times, plan = Law.load(root), question_times(on, known), read_plan(root)
    with Sources([], store).opened(times.known) as opened:
        cells, screener = ask(law, opened, times, plan, grounds=True), Screener(law, opened)
        names = {group: opened.entities[group].names[0] for group in plan.groups}
        aims = {group: aimed_at(name, screener, times.known) for group, name in names.items()}
        count = write(law, times, cells, plan, aims, folder)
    print(f"{count} pages; open {folder / 'index.html'}")
    return 0


def today_text() -> str:
    """Today as ISO 8601."""
    from sekisho.dates import iso

    return iso(today())


def _as_of(on: str, known: str) -> AsOf:
    times = question_times(on, known or on)
    return AsOf(times.on, times.known)


def _one_case(file: Path, facts: "Facts") -> "Case":
    from sekisho.formats.notes import Rejected
    from sekisho.formats.read import read

    cases = list(
        read(file, facts, name=str(file)) if str(file) != "-" else read(sys.stdin.buffer, facts, name="-")
    )
    if len(cases) != 1:
        raise UsageError(f"{file} holds {len(cases)} cases; a sweep is about one")
    if isinstance(cases[0], Rejected):
        raise InputError(f"{cases[0].id} is refused", cases[0].problems)
    return cases[0]


def _there(law: "Law", asked: list[str]) -> None:
    from sekisho.law.overview import countries

    known = countries(law)
    for each in asked:
        if each not in known:
            raise UsageError(f"the register has no jurisdiction '{each}'; it has {', '.join(known)}")


def _kinds(facts: "Facts", asked: list[str]) -> None:
    known = sorted(facts.told["actor.kinds"].values or ())
    for each in asked:
        if each not in known:
            raise UsageError(f"there is no kind of actor '{each}'; known are {', '.join(known)}")


for command in (matrix, sweep, diff, build):
    law.command()(command)
