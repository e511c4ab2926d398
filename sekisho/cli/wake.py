"""`sekisho wake`: hold the recorded decisions against the lists as they are now."""

from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.store import SourcesOption, StoreOption, opened
from sekisho.errors import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.desk.wake import Waking
    from sekisho.lists.source import Source
    from sekisho.store.engine import Archive

SAME, OTHER = 0, 1
MOST = 50
"""Changed outcomes that are printed; the queue has all of them."""


def wake(
    every: Annotated[
        bool, typer.Option("--all", help="Decide all again that still stand: after a change of the law.")
    ] = False,
    store: StoreOption = "",
    sources: SourcesOption = None,
) -> int:
    """Decide those recorded cases again that newer lists touch; a changed outcome awaits a person."""
    from sekisho.lists.place import declared

    with opened(store) as archive:
        waking = woken(archive, declared(sources or ()), every=every)
    print("\n".join(lines(waking)))
    return OTHER if waking.changed else SAME


def woken(archive: "Archive", sources: "Mapping[str, Source]", *, every: bool = False) -> "Waking":
    """Hold decisions and watched names of a store against its lists, and tell those who asked."""
    from sekisho.desk.notice import Notices
    from sekisho.desk.ready import Ready
    from sekisho.desk.wake import Waker
    from sekisho.desk.watch import Watches
    from sekisho.law.register import Law

    law = Law.load()
    rooms = Ready(archive, law, sources)
    waking = Waker(archive, law, rooms).wake(every=every)
    Watches(archive, rooms).wake()
    Notices(archive).send()
    return waking


def lines(waking: "Waking") -> "Iterator[str]":
    """What came of it, for a reader."""
    names = f"{counted(waking.names, 'name')} looked up, something else is said of {waking.other:,}"
    yield f"{names}; {counted(len(waking.again), 'decision')} decided again"
    for change in waking.changed[:MOST]:
        entries = f"entry {change.decision}, after {change.before}"
        yield f"  {change.case}: {change.was}, now {change.now} ({entries})"
    if len(waking.changed) > MOST:
        yield f"  and {len(waking.changed) - MOST:,} more, in the queue"
    others = len(waking.otherwise) - len(waking.changed)
    if others:
        yield f"  {counted(others, 'decision')} with the same outcome for other reasons"
    for number, why in waking.refused:
        yield f"  entry {number} cannot be decided again: {why}"
