"""`sekisho names`: how names are matched, and what it costs to trust it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.store import AnswerOption, BasisOption, ListsOption, Sources, SourcesOption
from sekisho.cli.times import question_times
from sekisho.errors import UsageError

if TYPE_CHECKING:
    from sekisho.match.calibrate import Judged
    from sekisho.match.matcher import Matcher

names = typer.Typer(no_args_is_help=True, help="How names are matched, and what it costs to trust it.")


@names.callback()
def _names() -> None:
    """How names are matched, and what it costs to trust it."""


@names.command()
def calibrate(
    file: Annotated[Path, typer.Argument(help="Your own names, judged: CSV or Parquet.")],
    column: Annotated[str, typer.Option(help="The column that has them.")] = "name",
    truth: Annotated[
        str, typer.Option(help="The column with the listed name each is; empty where it is nobody listed.")
    ] = "listed",
    schema: Annotated[str, typer.Option(help="What they are: Company, Person …")] = "",
    known: Annotated[str, typer.Option(help="The day of knowledge.")] = "",
    lists: ListsOption = None,
    store: AnswerOption = "",
    basis: BasisOption = None,
    sources: SourcesOption = None,
) -> int:
    """Tell what each mark would cost on your names: misses and false alarms per 10,000."""
    from sekisho.match.ask import matcher_of
    from sekisho.match.calibrate import costs
    from sekisho.match.table import read

    given = read(file, column, truth)
    asked = list(zip(given.texts(column), map(str.strip, given.texts(truth)), strict=True))
    times = question_times("", known)
    with Sources(lists or [], store, basis, tuple(sources or ())).opened(times.known) as opened:
        matcher = matcher_of(opened)
    judged = _judge(matcher, asked, schema)
    listed = sum(each.listed for each in judged)
    print(f"{len(judged):,} names: {listed:,} of listed ones, {len(judged) - listed:,} of others")
    marks = matcher.model.marks
    print(f"the marks in force: review from {marks.review}, same from {marks.same}\n")
    print("mark    missed of 10,000 listed    false alarms of 10,000 others")
    for cost in costs(judged):
        print(f"{cost.mark:<8}{_figure(cost.missed):>23}{_figure(cost.alarms):>33}")
    return 0


@names.command("compile")
def compile_() -> int:
    """Compile what compares names, once for you on this machine; needs the extra `fast`."""
    from sekisho.match.compare import tools
    from sekisho.match.loops.place import made
    from sekisho.match.matcher import Matcher
    from sekisho.match.roster import Roster

    lore, model = tools()
    if not Matcher.of(Roster.build([], lore), model).hasten():
        raise UsageError("numba is not installed, or cannot be used: pip install 'sekisho[fast]'")
    kept = made()
    print(
        "compiled, for this program only: there is no folder of caches"
        if kept is None
        else f"compiled: {kept}"
    )
    return 0


def _judge(matcher: "Matcher", told: list[tuple[str, str]], schema: str) -> "list[Judged]":
    from sekisho.match.calibrate import Judged
    from sekisho.match.query import Query
    from sekisho.names.normal import normalise

    known: dict[str, set[str]] = {}
    for bearer in matcher.roster.bearers:
        for name in (bearer.id, *bearer.names, *bearer.weak):
            known.setdefault(normalise(name), set()).add(bearer.id)
    judged = []
    for (_, listed), found in zip(
        told, matcher.match([Query(name, schema) for name, _ in told], 10), strict=True
    ):
        meant = known.get(normalise(listed), set())
        own = max((each.score for each in found if each.bearer in meant), default=0.0)
        judged.append(Judged(bool(listed), found[0].score if found else 0.0, own))
    return judged


def _figure(value: float | None) -> str:
    return "not told" if value is None else f"{value:,.0f}"
