"""`sekisho judge`: a person says whether the bearer of a name is an entity; `judgements` tells them."""

from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cells import harmless
from sekisho.cli.store import StoreOption, opened
from sekisho.cli.times import question_times
from sekisho.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sekisho.model.judgement import Judgement
    from sekisho.store.engine import Archive

FORMATS = ("text", "json", "csv")
COLUMNS = ("name", "country", "entity", "verdict", "by", "day", "why")


def judge(
    name: Annotated[str, typer.Argument(help="The name that was asked about, in any script.")],
    entity: Annotated[str, typer.Argument(help="The id of the entity, as `sekisho who` shows it.")],
    verdict: Annotated[str, typer.Argument(help="same, different or unsure.")],
    by: Annotated[str, typer.Option(help="Who judges.")],
    why: Annotated[str, typer.Option(help="The reason, for whoever asks later.")],
    country: Annotated[str, typer.Option(help="Where the bearer is, as a two-letter code.")] = "",
    kept: Annotated[bool, typer.Option("--record", help="Note it in the record, too.")] = False,
    store: StoreOption = "",
) -> int:
    """Settle whether the bearer of a name is an entity, until what is known of either changes.

    In a store with accounts, `different` is a proposal, which somebody else approves.
    """
    from sekisho import dates
    from sekisho.law.facts import COUNTRIES
    from sekisho.lists.load import open_store
    from sekisho.model.judgement import Judgement, Verdict, appearance

    if verdict not in set(Verdict):
        raise UsageError(f"'{verdict}' is no verdict; say {', '.join(Verdict)}")
    if country and country not in COUNTRIES:
        raise UsageError(f"'{country}' is no country; write ISO 3166-1 alpha-2 in lower case, as cn")
    for what, text in (("--by", by), ("--why", why), ("the name", name)):
        if not text.strip():
            raise UsageError(f"{what} is empty; a judgement has a name, an author and a reason")
    today = dates.today()
    with opened(store, create=True) as archive:
        known = open_store(archive=archive, known=today).entities.get(entity)
        if known is None:
            raise UsageError(f"there is no entity '{entity}'; `sekisho who NAME` shows ids")
        decided = Judgement(
            name, country or None, entity, Verdict(verdict), by, today, why, appearance(known)
        )
        print(_said(archive, decided, kept))
    return 0


def _said(archive: "Archive", made: "Judgement", kept: bool) -> str:
    """Keep a judgement, or propose it where there are accounts; what came of it."""
    from sekisho import dates
    from sekisho.cli.people import sayer, told
    from sekisho.desk.review import Review
    from sekisho.model.task import Doubt
    from sekisho.store.judgements import record

    if together := sayer(archive, made.by):
        doubt = Doubt(made.name, made.country, made.entity)
        return told(Review(archive).judge(together, doubt, made.verdict, made.seen, made.why))
    at = dates.instant()
    snapshot = record(archive, (made,), made.day, at)
    if kept:
        _note(archive, made, snapshot, at)
    return f"snapshot {snapshot}: {_words(made)}"


def _note(archive: "Archive", made: "Judgement", snapshot: int, at: str) -> None:
    """Say in the record that somebody judged, and which snapshot has it."""
    from sekisho.record.chain import Chain
    from sekisho.record.said import judgement

    Chain(archive).append([judgement(made, snapshot)], made.by, at)


def judgements(
    known: Annotated[str, typer.Option(help="The day of knowledge.")] = "",
    output: Annotated[str, typer.Option("--format", help=f"{', '.join(FORMATS)}.")] = "text",
    store: StoreOption = "",
) -> int:
    """Show what persons decided about names and entities."""
    from sekisho.store.judgements import judgements as standing

    if output not in FORMATS:
        raise UsageError(f"there is no format '{output}'; known are {', '.join(FORMATS)}")
    with opened(store) as archive:
        _write(standing(archive, question_times("", known).known), output)
    return 0


def _write(found: "Sequence[Judgement]", output: str) -> None:
    import csv
    import json
    import sys

    rows = [_row(each) for each in found]
    if output == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    elif output == "csv":
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows)
    else:
        for each in found:
            print(_words(each))
        if not found:
            print("nobody has judged anything here")


def _row(judgement: "Judgement") -> dict[str, str]:
    from sekisho import dates

    told = (
        judgement.name,
        judgement.country or "",
        judgement.entity,
        str(judgement.verdict),
        judgement.by,
        dates.iso(judgement.day),
        judgement.why,
    )
    return dict(zip(COLUMNS, told, strict=True))


def _words(judgement: "Judgement") -> str:
    from sekisho import dates

    home = f" ({judgement.country})" if judgement.country else ""
    said = f"“{judgement.name}”{home} and {judgement.entity}: {judgement.verdict}"
    return f"{said}; {judgement.by}, {dates.iso(judgement.day)}: {judgement.why}"
