"""`sekisho law`: the register as a reader and an author need it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli import DATA
from sekisho.cli.choices import Lang, Language
from sekisho.cli.times import question_times
from sekisho.errors import Problem, UsageError
from sekisho.law.register import CORPUS

if TYPE_CHECKING:
    from sekisho.law.examples import ReadCase
    from sekisho.law.facts import Facts
    from sekisho.law.register import Law

law = typer.Typer(
    no_args_is_help=True,
    help="The register of law: read it, compare days and countries, check it, build its pages.",
    rich_markup_mode=None,
)
Folder = Annotated[Path, typer.Option("--law", help="The folder of law files.")]
On = Annotated[str, typer.Option(help="The day asked about.")]
Known = Annotated[str, typer.Option(help="The day of knowledge.")]
Country = Annotated[str, typer.Option(help="Only this jurisdiction, as a two-letter code.")]
Target = Annotated[str, typer.Option(help="Only what may reach this company.")]
Svg = Annotated[bool, typer.Option("--svg", help="Draw it.")]
HERE = CORPUS / "law"


@law.command("list")
def list_(on: On = "", known: Known = "", root: Folder = HERE) -> int:
    """List the instruments and where each measure stands on a day."""
    from sekisho.law.register import Law, version_of
    from sekisho.law.render import listing

    register = Law.load(root)
    print(listing(register, question_times(on, known)))
    version = version_of(root)
    print(f"\nregister {version}, law {register.digest}" if version else f"\nlaw {register.digest}")
    return 0


@law.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="An instrument's id, or a measure's.")],
    on: On = "",
    known: Known = "",
    language: Lang = Language.EN,
    html: Annotated[bool, typer.Option("--html", help="As a page that stands alone.")] = False,
    root: Folder = HERE,
) -> int:
    """Show an instrument as it reads: its words, its rules, its dates, its citations."""
    from sekisho.law.register import Law

    register = Law.load(root)
    instrument = name.partition("/")[0]
    if instrument not in register.instruments:
        raise UsageError(f"there is no instrument '{instrument}'; see 'sekisho law list'")
    if name not in (instrument, *register.blocks):
        raise UsageError(f"there is no '{name}' in {instrument}; see 'sekisho law show {instrument}'")
    times = question_times(on, known)
    if html:
        from sekisho.formats.register.page import instrument_page

        print(instrument_page(register, instrument, times, language, lone=True))
    else:
        from sekisho.law.render import show as render

        print(render(register, instrument, times, language))
    return 0


@law.command()
def timeline(
    known: Known = "", country: Country = "", target: Target = "", svg: Svg = False, root: Folder = HERE
) -> int:
    """Show what every measure was, when: a line for each, or a picture."""
    from sekisho.formats.register.timeline import timeline_svg
    from sekisho.law.register import Law
    from sekisho.law.timeline import lives
    from sekisho.law.timeline import timeline as render

    register, times = Law.load(root), question_times("", known)
    only = _aimed_at(register, target, times.known) if target else None
    told = lives(register, times.known, country, only)
    print(timeline_svg(told, times.on.day) if svg else render(told))
    return 0


def _aimed_at(register: "Law", target: str, known: int) -> frozenset[str]:
    from sekisho.lists.load import open_store
    from sekisho.screen.concern import aimed_at
    from sekisho.screen.run import Screener

    return aimed_at(target, Screener(register, open_store()), known)


@law.command()
def check(
    root: Folder = HERE,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Count the warnings instead of listing them.")
    ] = False,
) -> int:
    """Refuse what is wrong with the law text, all at once, and run its examples."""
    from sekisho.dates import today
    from sekisho.law.check import check as run
    from sekisho.law.facts import Facts

    facts = Facts.load(root / "facts.toml")
    return _report(run(root, _reader(facts), today(), lists=_lists()), "no problem found", quiet)


@law.command()
def mutate(root: Folder = HERE) -> int:
    """Plant single errors in the law, and tell which no example would miss."""
    from sekisho.law.facts import Facts
    from sekisho.law.ratchet import mutation_check

    facts = Facts.load(root / "facts.toml")
    report, problems = mutation_check(root, _reader(facts))
    caught = report.total - len(report.survivors)
    share = caught / report.total if report.total else 0.0
    return _report(problems, f"{caught} of {report.total} planted errors are caught ({share:.1%})")


def _reader(facts: "Facts") -> "ReadCase":
    """Reads the cases of examples, in the case format."""
    from sekisho.formats.case import case_of

    return lambda data, at: case_of(data, at, facts, default_id="an example")


def _lists() -> frozenset[str]:
    """Every list that the law may name, parts included."""
    from sekisho.lists.load import open_store

    return open_store().names


def _report(problems: list[Problem], fine: str, quiet: bool = False) -> int:
    errors = [problem for problem in problems if not problem.warning]
    for problem in errors if quiet else problems:
        print(problem, file=sys.stderr)
    warnings = len(problems) - len(errors)
    if not errors:
        print(fine + (f", {warnings} warnings" if warnings else ""))
    return DATA if errors else 0
