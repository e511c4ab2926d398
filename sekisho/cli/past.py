"""`sekisho lists diff`, `history` and `show`: what changed, and what was believed of whom."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho import dates
from sekisho.cli.store import StoreOption, opened
from sekisho.cli.times import question_times
from sekisho.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.lists.past import Entry, Event
    from sekisho.model.statement import Statement
    from sekisho.store.engine import Archive

MOST_FOUND = 20
"""Bearers of one name that are shown."""


class ChangeForm(StrEnum):
    """The forms in which changes are written."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def diff(
    source: Annotated[str, typer.Argument(metavar="ID", help="The source.")],
    older: Annotated[str, typer.Argument(metavar="A", help="The older snapshot: its number, or a day.")] = "",
    newer: Annotated[str, typer.Argument(metavar="B", help="The newer one; without, the last.")] = "",
    form: Annotated[ChangeForm, typer.Option("--format", help="How it is written.")] = ChangeForm.TEXT,
    store: StoreOption = "",
) -> int:
    """Show who was added, removed and changed between two snapshots; without them, by the last change."""
    from sekisho.lists.changes import changes_between, write_csv, write_json, write_text

    with opened(store) as archive:
        found = changes_between(archive, source, older, newer)
    writers = {ChangeForm.TEXT: write_text, ChangeForm.CSV: write_csv, ChangeForm.JSON: write_json}
    writers[form](found, sys.stdout)
    return 0


def history(
    entity: Annotated[str, typer.Argument(help="Its id, or one of its names.")],
    store: StoreOption = "",
) -> int:
    """Show what the lists said of an entity, in the order in which it was learnt."""
    from sekisho.lists.past import caption, events

    with opened(store) as archive:
        for identity in _found(archive, entity, dates.today()):
            beliefs = archive.history(identity)
            own = [each.statement for each in beliefs if each.statement.entity_id == identity]
            print(f"{caption(own, identity)} ({identity})")
            for event in events(beliefs):
                _print_event(event)
    return 0


def show(
    entity: Annotated[str, typer.Argument(help="Its id, or one of its names.")],
    on: Annotated[str, typer.Option(help="The day asked about.")] = "",
    known: Annotated[str, typer.Option(help="The day of knowledge.")] = "",
    store: StoreOption = "",
) -> int:
    """Show an entity and its listings as they stood on a day, as known on a day."""
    from sekisho.lists.past import portrait

    times = question_times(on, known)
    with opened(store) as archive:
        found = [
            drawn
            for identity in _found(archive, entity, times.known)
            if (drawn := portrait(archive.history(identity), identity, times)) is not None
        ]
    print(f"“{entity}” on {times}")
    if not found:
        print("  nothing was known of it; that clears nobody")
    for each in found:
        print(f"  {each.caption} ({each.id})")
        _print_said(each.statements, "    ")
        for entry in each.entries:
            _print_entry(entry, str(times.on))
    return 0


def _found(archive: "Archive", entity: str, known: int) -> tuple[str, ...]:
    """The ids that are meant."""
    from sekisho.lists.load import CORPUS
    from sekisho.lists.past import find
    from sekisho.names.legal_form import Forms

    found = find(archive, entity, known, Forms.load(CORPUS / "words" / "legal_forms.toml"))
    if not found:
        hint = "give the id or the whole name; `sekisho who` looks for names that are only like it"
        raise UsageError(f"nobody on the lists of {archive} is or was called “{entity}”; {hint}")
    for left_out in found[MOST_FOUND:]:
        print(f"also called so: {left_out}", file=sys.stderr)
    return found[:MOST_FOUND]


def _print_event(event: "Event") -> None:
    from sekisho.lists.changes import in_words

    how = ", by the publisher's own date: inherited, not witnessed" if event.inherited else ""
    print(f"{dates.iso(event.day)}  {event.source}, snapshot {event.snapshot}{how}")
    for sign, statements in (("+", event.added), ("-", event.removed)):
        for each in statements:
            listed = each.list if each.schema == "Sanction" else ""
            print(f"    {sign} {in_words(each.prop, each.value, listed)}")


def _print_entry(entry: "Entry", on: str) -> None:
    force = f"in force on {on}" if entry.holds else f"not in force on {on}"
    how = " (inherited, not witnessed)" if entry.inherited else ""
    why = f"; {entry.why}" if entry.why else ""
    known = f"known from {dates.iso(entry.known_from)}{how}"
    print(f"    on {entry.list}, {entry.valid.words}{why}: {force}; {known}")
    _print_said([each for each in entry.statements if each.prop != "entity"], "      ")


def _print_said(statements: "Iterable[Statement]", indent: str) -> None:
    for each in statements:
        lang = f" [{each.lang}]" if each.lang else ""
        published = f" (as published: {each.original})" if each.original is not None else ""
        print(f"{indent}{each.prop}: {each.value}{lang}{published}")
