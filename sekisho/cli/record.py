"""`sekisho record`: what was decided, by whom, and proof that nothing of it was changed since."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sekisho.cli.files import read_whole, write_new
from sekisho.cli.proof import diff, export, replay, verdict
from sekisho.cli.store import StoreOption, opened
from sekisho.errors import UsageError
from sekisho.model.entry import Disposition, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.model.entry import Entry

record = typer.Typer(
    no_args_is_help=True, help="The record of what was decided, and its proof.", rich_markup_mode=None
)
for command in (export, replay, diff):
    record.command()(command)


class Shape(StrEnum):
    """How entries are written."""

    TEXT = "text"
    JSONL = "jsonl"


STAMP = ".tsr"
"""What the time stamp of an anchor has after the anchor's name."""
Number = Annotated[int, typer.Argument(help="The number of an entry.", min=1)]
By = Annotated[str, typer.Option(help="Who says it.")]
AnchorFile = Annotated[Path | None, typer.Option("--anchor", help="A file that `record anchor` wrote.")]


@record.command("list")
def list_(
    case: Annotated[str, typer.Option(help="Only the entries about this case.")] = "",
    form: Annotated[Shape, typer.Option("--format", help="How it is written.")] = Shape.TEXT,
    store: StoreOption = "",
) -> int:
    """List the entries, the oldest first."""
    from sekisho.record.chain import Chain, whole

    with opened(store) as archive:
        empty = True
        for entry in Chain(archive).entries(case=case or None):
            empty = False
            print(_line(entry) if form is Shape.TEXT else whole(entry))
    if empty and form is Shape.TEXT:
        print("nothing is recorded" + (f" about {case}" if case else ""))
    return 0


@record.command()
def show(number: Number, store: StoreOption = "") -> int:
    """Show an entry with all it says, as JSON."""
    from sekisho.record.chain import Chain, whole

    with opened(store) as archive:
        entry = Chain(archive).entry(number)
    print(json.dumps(json.loads(whole(entry)), ensure_ascii=False, indent=2))
    return 0


@record.command()
def anchor(
    out: Annotated[Path, typer.Option(help="A new file, to be kept where nobody who decides can write.")],
    authority: Annotated[
        str, typer.Option("--tsa", metavar="URL", help="A time stamping authority (RFC 3161) that dates it.")
    ] = "",
    store: StoreOption = "",
) -> int:
    """Note how far the record has come, so that it can be shown later that its end is still there."""
    from sekisho import dates
    from sekisho.record.anchor import write_anchor
    from sekisho.record.chain import Chain

    with opened(store) as archive:
        made = Chain(archive).anchor(dates.instant())
    write_anchor(made, out)
    print(f"entry {made.number}: {made.hash}")
    if authority:
        from sekisho.record.stamp import ask

        stamp = out.with_name(out.name + STAMP)
        write_new(stamp, [ask(out.read_bytes(), authority)])
        print(f"dated by {authority}: {stamp}")
    return 0


@record.command()
def verify(
    file: Annotated[Path | None, typer.Argument(help="An evidence file; else the record itself.")] = None,
    anchor: AnchorFile = None,
    roots: Annotated[
        Path | None,
        typer.Option("--tsa-roots", help="Root certificates, in PEM, of who dated the anchor."),
    ] = None,
    store: StoreOption = "",
) -> int:
    """Follow the chain: was anything changed, dropped or moved?"""
    from sekisho.record.anchor import read_anchor

    mark = None if anchor is None else read_anchor(anchor)
    if roots is not None:
        _dated(anchor, roots)
    if file is not None:
        from sekisho.record.file import read

        return verdict(read(file, mark).links, mark is not None)
    from sekisho.record.chain import Chain

    with opened(store) as archive:
        links = Chain(archive).verify(mark)
    return verdict(links, mark is not None)


@record.command()
def answer(
    number: Number,
    need: Annotated[str, typer.Argument(help="What the decision asks for, as it is written there.")],
    value: Annotated[str, typer.Argument(help="The answer: JSON, or else text.")],
    by: By,
    why: Annotated[str, typer.Option(help="Where it is known from.")] = "",
    store: StoreOption = "",
) -> int:
    """Keep a person's answer to what a decision asks for; ask the case again with it to have it decided."""
    from sekisho import dates
    from sekisho.formats.json import loads
    from sekisho.record.chain import Chain
    from sekisho.record.said import need as answered

    try:
        told = loads(value)
    except ValueError:
        told = value
    with opened(store) as archive:
        chain = Chain(archive)
        print(_line(*chain.append([answered(chain.entry(number), need, told, why)], by, dates.instant())))
    return 0


@record.command()
def dispose(
    number: Number,
    word: Annotated[Disposition, typer.Argument(help="What becomes of it.")],
    by: By,
    why: Annotated[str, typer.Option(help="The reason, for whoever asks later.")],
    rule: Annotated[str, typer.Option(help="Only of what this instrument or measure found.")] = "",
    store: StoreOption = "",
) -> int:
    """Keep a person's word on a decision. The decision itself stays as it is.

    In a store with accounts, `waived` is a proposal, which somebody else approves.
    """
    from sekisho.cli.people import told
    from sekisho.desk.people import People
    from sekisho.desk.review import Review

    with opened(store) as archive:
        print(told(Review(archive).dispose(People(archive).console(by), number, word, why, rule)))
    return 0


def _dated(anchor: Path | None, roots: Path) -> None:
    """Say when an anchor was made, by the stamp beside it."""
    from sekisho.record.stamp import verify

    if anchor is None:
        raise UsageError("--tsa-roots tells when an anchor was made: name its file with --anchor")
    stamp = anchor.with_name(anchor.name + STAMP)
    stamped, bytes_, trusted = map(read_whole, (stamp, anchor, roots))
    print(f"the anchor was there at {verify(stamped, bytes_, trusted, str(stamp))}")


def _line(entry: "Entry") -> str:
    """An entry in a line."""
    return f"{entry.number}  {entry.at}  {entry.by}  {_words(entry)}"


def _words(entry: "Entry") -> str:
    try:
        body = json.loads(entry.body)
    except ValueError:
        return f"{entry.kind}: it cannot be read; `sekisho record verify` says what happened to it"
    match entry.kind:
        case Kind.DECISION:
            return f"{body['case']}: {body['answer']['outcome']}"
        case Kind.NEED:
            return f"{body['case']}: {body['need']} = {json.dumps(body['value'], ensure_ascii=False)}"
        case Kind.DISPOSITION:
            rule = f" {body['rule']}" if body["rule"] else ""
            return f"{body['case']}: {body['disposition']} entry {body['decision']}{rule}: {body['why']}"
        case Kind.JUDGEMENT:
            return f"judged {body['name']} and {body['entity']}: {body['verdict']}: {body['why']}"
        case Kind.PROPOSAL | Kind.REVIEW | Kind.TASK | Kind.ACCOUNT:
            return _among_persons(entry.kind, body)
        case _:
            return entry.kind


def _among_persons(kind: str, body: "Mapping[str, Any]") -> str:
    """What persons said to each other, and what became of their accounts."""
    match kind:
        case Kind.PROPOSAL if body["proposes"] == Kind.JUDGEMENT:
            return f"proposed: {body['name']} and {body['entity']}: {body['verdict']}: {body['why']}"
        case Kind.PROPOSAL:
            return f"proposed: {body['case']}: {body['disposition']} entry {body['decision']}: {body['why']}"
        case Kind.REVIEW:
            return f"{body['word']} what entry {body['proposal']} proposes: {body['why']}".removesuffix(": ")
        case Kind.TASK:
            to = f" to {body['to']}" if body["to"] else ""
            return f"task {body['task']} {body['change']}{to}: {body['why']}".removesuffix(": ")
        case _:
            return f"account {body['account']}: {body['change']}"
