"""`sekisho record export`, `replay`, `diff`: a record taken outside, and held against today."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.choices import Lang, Language
from sekisho.cli.files import write_new
from sekisho.cli.store import ListsOption, OwnersOption, Sources, SourcesOption, StoreOption, opened
from sekisho.errors import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.record.chain import Links
    from sekisho.record.difference import Difference
    from sekisho.store.base import Store

SAME, OTHER, UNREADABLE, BROKEN = 0, 1, 2, 65
MOST = 20
"""Problems told one by one: whoever broke a chain may have broken all of it."""
Number = Annotated[int, typer.Argument(help="The number of an entry.", min=1)]


def export(
    file: Annotated[Path, typer.Argument(help="A new file: the evidence, as JSON.")],
    first: Annotated[int, typer.Option("--from", help="The first entry that is shown.", min=1)] = 1,
    until: Annotated[int | None, typer.Option("--to", help="The last one that is shown.", min=1)] = None,
    case: Annotated[str, typer.Option(help="Show only the entries about this case.")] = "",
    html: Annotated[Path | None, typer.Option(help="A new file: the same as a page to be printed.")] = None,
    pdf: Annotated[
        Path | None, typer.Option(help="A new file: the same as a PDF that can be verified.")
    ] = None,
    language: Lang = Language.EN,
    store: StoreOption = "",
) -> int:
    """Write an evidence file, which can be verified without the store."""
    from sekisho.record import evidence
    from sekisho.record.chain import Chain
    from sekisho.record.file import read

    with opened(store) as archive:
        lines = evidence.write(Chain(archive), first, until, case or None)
        write_new(file, map(str.encode, lines))
    written = read(file)
    if html is not None:
        from sekisho.record.page import page

        write_new(html, map(str.encode, page(written, language)))
    if pdf is not None:
        from sekisho.record.pdf import pdf as printed

        write_new(pdf, [printed(file.read_bytes(), language)])
    print(f"{file}: {len(written.entries)} shown, head {written.links.number} {written.links.hash}")
    return verdict(written.links, anchored=True) if written.links.problems else SAME


def replay(
    numbers: Annotated[list[int] | None, typer.Argument(help="Entries; without any, all decisions.")] = None,
    store: StoreOption = "",
    lists: ListsOption = None,
    owners: OwnersOption = None,
    sources: SourcesOption = None,
) -> int:
    """Decide again from what was known then; it must agree byte by byte."""
    from sekisho.law.register import Law
    from sekisho.model.entry import Kind
    from sekisho.record.chain import Chain
    from sekisho.record.replay import Verdict, replay
    from sekisho.record.said import decided

    given = Sources(lists or [], store, None, tuple(sources or ()), tuple(owners or ()))
    worst, count = SAME, 0
    with opened(store) as archive:
        chain = Chain(archive)
        entries = map(chain.entry, numbers) if numbers else chain.entries()
        decisions = (decided(each) for each in entries if numbers or each.kind == Kind.DECISION)

        def stores(upto: int | None, known: int) -> "Store":
            return given.of(None if upto is None else archive, known, upto)

        for each in replay(decisions, Law.load(), stores):
            print(f"{each.number}  {each.case}: {each.verdict}" + "".join(f"\n    {why}" for why in each.why))
            count += 1
            code = {Verdict.AGREES: SAME, Verdict.DIFFERS: OTHER}.get(each.verdict, UNREADABLE)
            worst = OTHER if OTHER in (code, worst) else max(code, worst)
    if not count:
        print("no decision is recorded")
    return worst


def diff(
    number: Number,
    known: Annotated[str, typer.Option(help="The day of knowledge to compare with; else today.")] = "",
    store: StoreOption = "",
    lists: ListsOption = None,
    owners: OwnersOption = None,
    sources: SourcesOption = None,
) -> int:
    """Ask the same case as of now: what has changed in law, lists, owners, parts and licences?"""
    from sekisho.cli.times import question_times
    from sekisho.law.register import Law
    from sekisho.record.chain import Chain
    from sekisho.record.difference import difference
    from sekisho.record.laws import by_title
    from sekisho.record.replay import again
    from sekisho.record.said import decided

    given = Sources(lists or [], store, None, tuple(sources or ()), tuple(owners or ()))
    day = question_times("", known).known
    with opened(store) as archive:
        told = decided(Chain(archive).entry(number))
        law = Law.load()
        now = again(told, law, given.of(archive, day), day)
        found = by_title(difference(told.answer, now), archive, law)
    print("\n".join(_told(told.case, found)))
    return SAME if found.then == found.now else OTHER


def verdict(links: "Links", anchored: bool) -> int:
    """Say what came of following a chain; the exit code."""
    for problem in links.problems[:MOST]:
        print(problem, file=sys.stderr)
    if links.problems:
        print(f"the chain is broken: {counted(len(links.problems), 'problem')}", file=sys.stderr)
        return BROKEN
    print(f"the chain holds to its end, entry {links.number}: {links.hash}")
    if not anchored:
        print("that nothing is missing after it, only an anchor kept elsewhere can show (--anchor)")
    return 0


def _told(case: str, found: "Difference") -> "Iterator[str]":
    then, now = found.known
    change = "still" if found.then == found.now else f"{found.then}, now"
    yield f"{case}: {change} {found.now}   (as known on {then}; now on {now})"
    for title, lines in (("decisions", found.decisions), ("listed", found.listed), ("held", found.held)):
        if lines:
            yield from (f"{title}:", *(f"  {each}" for each in lines))
    if found.basis:
        yield "rests on something else:"
        for kind, name, old, new in found.basis:
            yield f"  {kind}: {name} was {old or 'not there'}, is {new or 'not there'}"
    else:
        yield "nothing that it rests on has changed"
