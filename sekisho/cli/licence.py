"""`sekisho licence`: the licences one holds, what is left of them, and what is drawn on them."""

import csv
import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cells import harmless
from sekisho.cli.choices import Shape
from sekisho.cli.store import StoreOption, opened
from sekisho.cli.times import question_times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sekisho.law.facts import Facts
    from sekisho.model.licence import Account

licence = typer.Typer(
    no_args_is_help=True, help="Licences held: add, list, use, revoke.", rich_markup_mode=None
)
COLUMNS = (
    *("number", "kind", "issuer", "from", "until", "revoked", "actions", "parties", "classes", "eccns"),
    *("destinations", "quantity", "quantity_left", "unit", "value", "value_left", "currency", "drawings"),
)


Number = Annotated[str, typer.Argument(help="The number, as the authority writes it.")]
Many = list[str] | None
By = Annotated[str, typer.Option(help="Who notes it.")]


@licence.command()
def add(
    number: Number,
    issuer: Annotated[str, typer.Option(help="The authority.")],
    kind: Annotated[
        str, typer.Option(help="What it is, as the fact authorisation.kind has it.")
    ] = "export-licence",
    since: Annotated[str, typer.Option("--from", help="The first day.")] = "",
    until: Annotated[str, typer.Option(help="The last day.")] = "",
    action: Annotated[Many, typer.Option(help="An act it allows; repeat it.")] = None,
    party: Annotated[Many, typer.Option(help="One it names: to whom, or with whom; repeat it.")] = None,
    item_class: Annotated[Many, typer.Option("--class", help="A class of items, or a group of them.")] = None,
    eccn: Annotated[Many, typer.Option(help="An export control classification number.")] = None,
    destination: Annotated[Many, typer.Option(help="A country, as a two-letter code.")] = None,
    quantity: Annotated[float | None, typer.Option(help="How much in all.", min=0)] = None,
    unit: Annotated[str, typer.Option(help="What the quantity counts: pieces, kg …")] = "",
    value: Annotated[float | None, typer.Option(help="For how much money in all.", min=0)] = None,
    currency: Annotated[str, typer.Option(help="Of the value, as ISO 4217 has it.")] = "",
    store: StoreOption = "",
) -> int:
    """Put a licence on file, or tell one anew; what a licence does not say, it does not limit."""
    from sekisho import dates
    from sekisho.formats import licence as told
    from sekisho.model.licence import Licence
    from sekisho.store.licences import added

    own = Licence(
        number,
        kind,
        issuer,
        told.span(since, until),
        actions=tuple(action or ()),
        parties=tuple(party or ()),
        classes=tuple(item_class or ()),
        eccns=tuple(eccn or ()),
        destinations=tuple(destination or ()),
        quantity=told.quantity(quantity, unit),
        value=told.value(value, currency),
    )
    return _keep(store, added(told.checked(own, _facts())), dates.today(), create=True)


@licence.command()
def use(
    number: Number,
    case: Annotated[str, typer.Option(help="The name of the act; told again, it replaces what was told.")],
    by: By,
    quantity: Annotated[
        float, typer.Option(help="How much was sent, in the unit of the licence.", min=0)
    ] = 0.0,
    value: Annotated[float, typer.Option(help="For how much, in its currency.", min=0)] = 0.0,
    on: Annotated[str, typer.Option(help="The day of the act.")] = "",
    store: StoreOption = "",
) -> int:
    """Note an act done under a licence; refused where it would exceed what is left."""
    from sekisho import dates
    from sekisho.formats.licence import day as day_of
    from sekisho.model.licence import Drawing
    from sekisho.store.licences import drawn

    day = day_of(on) if on else dates.today()
    return _keep(store, drawn(Drawing(number, case, day, quantity, value, by)), dates.today())


@licence.command()
def revoke(
    number: Number,
    on: Annotated[str, typer.Option(help="The day from which it no longer holds.")],
    store: StoreOption = "",
) -> int:
    """Note that the authority revoked a licence."""
    from sekisho import dates
    from sekisho.formats.licence import day
    from sekisho.store.licences import revoked

    return _keep(store, revoked(number, day(on)), dates.today())


@licence.command("list")
def list_(
    on: Annotated[str, typer.Option(help="The day asked about.")] = "",
    known: Annotated[str, typer.Option(help="The day of knowledge.")] = "",
    form: Annotated[Shape, typer.Option("--format", help="How it is written.")] = Shape.TEXT,
    store: StoreOption = "",
) -> int:
    """List the licences on file with what is left of each, and say which end soon."""
    from sekisho.store.licences import accounts

    times = question_times(on, known)
    with opened(store) as archive:
        found = accounts(archive, times.known)
    if form is Shape.JSON:
        print(json.dumps([_row(each) for each in found], ensure_ascii=False, indent=2))
    elif form is Shape.CSV:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in _row(each).items()} for each in found)
    else:
        for each in found:
            print("\n".join(_told(each, times.on.day)))
        if not found:
            print("no licence is on file")
    return 0


def _facts() -> "Facts":
    from sekisho.law.facts import Facts
    from sekisho.law.register import CORPUS

    return Facts.load(CORPUS / "law" / "facts.toml")


def _keep(
    store: str, change: "Callable[[Mapping[str, Account]], Account]", today: int, *, create: bool = False
) -> int:
    from sekisho import dates
    from sekisho.store.licences import keep

    with opened(store, create=create) as archive:
        kept = keep(archive, change, today, dates.instant())
    print("\n".join(_told(kept, today)))
    return 0


def _row(account: "Account") -> dict[str, object]:
    from sekisho.dates import FIRST_DAY, LAST_DAY, iso

    own = account.licence
    days = {
        "from": None if own.valid.first == FIRST_DAY else own.valid.first_text,
        "until": None if own.valid.last == LAST_DAY else own.valid.last_text,
        "revoked": None if own.revoked is None else iso(own.revoked),
    }
    amounts: dict[str, object] = {}
    for key, measure, limit, left in (
        ("quantity", "unit", own.quantity, account.quantity_left),
        ("value", "currency", own.value, account.value_left),
    ):
        amounts[key], amounts[measure] = limit or (None, None)
        amounts[f"{key}_left"] = left and left.figure
    drawings = [
        {
            "case": each.case,
            "on": iso(each.day),
            "quantity": each.quantity,
            "value": each.value,
            "by": each.by,
        }
        for each in account.drawings
    ]
    told: dict[str, object] = {**days, **amounts, "drawings": drawings}
    return {key: told[key] if key in told else _plain(getattr(own, key)) for key in COLUMNS}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _cell(value: object) -> str:
    if isinstance(value, list):
        return harmless("; ".join(each["case"] if isinstance(each, dict) else str(each) for each in value))
    return "" if value is None else f"{value:g}" if isinstance(value, float) else harmless(str(value))


def _told(account: "Account", day: int) -> list[str]:
    """A licence in lines: what it is, where it stands on a day, what it allows and what is left of it."""
    own = account.licence
    lines = [f"{own.number}: {own.kind} of {own.issuer}, {_standing(account, day)}"]
    limits = (own.actions, own.parties, own.classes, own.eccns, own.destinations)
    for head, words in zip(("acts", "parties", "classes", "eccn", "destinations"), limits, strict=True):
        if words:
            lines.append(f"  {head}: {', '.join(words)}")
    for left, limit in ((account.quantity_left, own.quantity), (account.value_left, own.value)):
        if left is not None and limit is not None:
            lines.append(f"  {left.figure:g} of {limit.figure:g} {limit.unit} left")
    return lines


def _standing(account: "Account", day: int) -> str:
    from sekisho.dates import LAST_DAY, iso
    from sekisho.model.licence import SOON

    own = account.licence
    if own.revoked is not None and day >= own.revoked:
        return f"revoked from {iso(own.revoked)}"
    if day not in own.valid:
        return f"valid {own.valid.words}: not on {iso(day)}"
    left = own.valid.last - day
    return f"valid {own.valid.words}" + (
        f", ends in {left} days" if own.valid.last < LAST_DAY and left <= SOON else ""
    )
