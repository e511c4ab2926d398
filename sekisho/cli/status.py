"""`sekisho lists status`: how every source stands, and which one speaks for which list."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from sekisho import dates
from sekisho.cli.store import SourcesOption, StoreOption, opened
from sekisho.cli.times import question_times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.lists.fresh import Standing

HEAD: Final = ("source", "snapshot", "retrieved", "age", "rows", "entities", "next due", "")
MOST_SHOWN: Final = 20
"""Problems of one source that are printed; the store keeps more."""
UNKNOWN: Final = "a name not found is unknown"


def status(
    known: Annotated[str, typer.Option(help="As of this day; without, today.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Show the sources that hold nothing, too.")] = False,
    store: StoreOption = "",
    sources: SourcesOption = None,
) -> int:
    """Show how old each list is, what is in it, when it is due again, who speaks for it, the last problem."""
    from sekisho.lists.fresh import standings
    from sekisho.lists.place import declared

    with opened(store) as archive:
        found = standings(archive, declared(sources or ()), question_times("", known).known)
        print(f"store {archive}")
    shown = [each for each in found if every or each.snapshot is not None or each.failure is not None]
    _print_columns([HEAD, *map(_row, shown)])
    for each in shown:
        if each.snapshot is not None and each.serves is not None:
            print(f"{each.id} speaks for {', '.join(each.serves) or 'no list: others are newer'}")
    for each in shown:
        if each.failure is not None:
            print(f"last problem of {each.id}, {each.failure.at}: {each.failure.message}")
            for problem in each.failure.problems[:MOST_SHOWN]:
                print(f"  {problem}")
    if left := len(found) - len(shown):
        print(f"never retrieved: {left} more that are declared; --all shows them")
    return 0


def _row(each: "Standing") -> tuple[str, ...]:
    notes = [f"not declared here: {UNKNOWN}"] if each.source is None else []
    ended = each.source.about.ended if each.source is not None else None
    if each.stale and ended is not None:
        notes.append(f"kept until {dates.iso(ended)}: {UNKNOWN}")
    elif each.stale:
        notes.append(f"stale: {UNKNOWN}" if each.snapshot is not None else "never retrieved")
    if each.failure is not None:
        notes.append("the last update failed, see below")
    due = each.due or "-"
    if each.source is not None and not all(each.source.urls.values()):
        due = "waits for a file"
    elif each.source is not None and not each.source.auto:
        due = "when it is named"
    snapshot = each.snapshot
    if snapshot is None:
        due = "now" if due == "-" else due
        return (each.id, "-", "-", "-", "-", "-", due, "; ".join(notes))
    counts = (str(snapshot.rows), str(snapshot.entities))
    return (each.id, str(snapshot.id), snapshot.retrieved, f"{each.age} d", *counts, due, "; ".join(notes))


def _print_columns(rows: "Iterable[tuple[str, ...]]") -> None:
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
