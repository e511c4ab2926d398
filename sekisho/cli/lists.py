"""`sekisho lists`: keep published lists up to date, see how they stand, and hand them on."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sekisho import dates
from sekisho.cli import DATA
from sekisho.cli.past import diff, history, show
from sekisho.cli.status import status
from sekisho.cli.store import SourcesOption, StoreOption, keep_of, opened
from sekisho.cli.times import question_times
from sekisho.errors import UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.progress import Progress

    from sekisho.lists.brought import Brought
    from sekisho.lists.source import Source
    from sekisho.lists.update import Updated, Updater
    from sekisho.store.engine import Archive

    Job = tuple[Source, Brought | UsageError | None]
    """A source, and its files where they are brought, or why they cannot be told."""

MEBI: Final = 1 << 20
MOST_SHOWN = 20
"""Problems of one source that are printed; the store keeps more."""

lists: Final = typer.Typer(
    name="lists",
    help="Keep published lists up to date, and ask what they said and when.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
lists.command()(diff)
lists.command()(history)
lists.command()(show)
lists.command()(status)


class Form(StrEnum):
    """The forms in which lists are handed on."""

    FTM = "ftm"
    STATEMENTS = "statements"
    PARQUET = "parquet"


@lists.command()
def update(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Sources; without, all.")] = None,
    brought: Annotated[
        Path | None, typer.Option("--from", help="A file, or a folder of files, that was brought by hand.")
    ] = None,
    retrieved: Annotated[str, typer.Option(help="With --from: the day on which they were retrieved.")] = "",
    only_due: Annotated[bool, typer.Option("--due", help="Leave out sources that are not due yet.")] = False,
    allow_removed: Annotated[
        bool, typer.Option("--allow-removed", help="Take a list from which much vanished: you have looked.")
    ] = False,
    max_size: Annotated[int, typer.Option(min=1, help="MiB that one file may have.")] = 1024,
    max_time: Annotated[float, typer.Option(min=1, help="Seconds that one file may take.")] = 900,
    store: StoreOption = "",
    sources: SourcesOption = None,
) -> int:
    """Retrieve lists, check them, and remember what they say; a refused one leaves the last one serving."""
    from sekisho.lists.fetch import Fetcher, Limits
    from sekisho.lists.place import declared
    from sekisho.lists.update import Updater
    from sekisho.outside import open_client

    if retrieved and brought is None:
        raise UsageError("--retrieved is the day of files that were brought: it needs --from")
    known = declared(sources or ())
    chosen = [_named(each, known) for each in dict.fromkeys(ids or ())] or list(known.values())
    jobs = _jobs(chosen, brought, retrieved, named=bool(ids))
    limits, results = Limits(size=max_size * MEBI, seconds=max_time), []
    with opened(store, create=True) as archive, open_client() as client, _progress() as told:
        for source, files in _due(jobs, archive) if only_due else jobs:
            bars = told(source.id)
            fetcher = Fetcher(client, keep_of(store), limits, bars.received if bars else None)
            updater = Updater(archive, fetcher, allow_removed, bars.read if bars else None)
            updated = _updated(updater, source, files, alone=len(jobs) == 1)
            _print_update(updated, archive)
            results.append(updated)
        if any(each.change is not None and each.status == "new" for each in results):
            _wake(archive, known)
    if not results:
        print("nothing is due" if only_due else "no source has an address; give files with --from")
    return DATA if any(each.error is not None for each in results) else 0


@lists.command("sources")
def list_sources(sources: SourcesOption = None) -> int:
    """Show the sources that are declared: whose they are, where they come from, which lists they carry."""
    from sekisho.lists.place import declared

    for source in declared(sources or ()).values():
        about = source.about
        print(f"{source.id}: {about.title}")
        print(f"  {about.publisher.name}, {about.kind}; {', '.join(source.lists)}")
        if not source.auto:
            print("  updated only when it is named: another source carries the same")
        for table, url in source.urls.items():
            where = "beside its declaration" if url.startswith("file:") else url or "no address: use --from"
            print(f"  {where}" if len(source.tables) == 1 else f"  {table}: {where}")
    return 0


@lists.command()
def export(
    out: Annotated[Path, typer.Option(help="The file to write.")],
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.FTM,
    only: Annotated[list[str] | None, typer.Option("--list", help="This list only; may be repeated.")] = None,
    known: Annotated[str, typer.Option(help="As known on this day; without, today.")] = "",
    store: StoreOption = "",
) -> int:
    """Write what the lists say as FollowTheMoney entities, as statements, or as Parquet."""
    from sekisho.lists.export import export as write

    day = question_times("", known).known
    with opened(store) as archive:
        done = write(archive, out, form.value, day, only)
    entities = f"{done.entities} entities, " if done.entities is not None else ""
    print(f"{out}: {entities}{done.statements} statements")
    if done.left_out:
        print(
            f"left out: {done.left_out} categories and their listings, which FollowTheMoney has no words for"
        )
    return 0


def _named(name: str, known: "Mapping[str, Source]") -> "Source":
    if name in known:
        return known[name]
    near = nearest(name, known)
    hint = f"did you mean '{near}'?" if near else "`sekisho lists sources` shows them"
    raise UsageError(f"no source is called '{name}'; {hint}")


def _updated(
    updater: "Updater", source: "Source", files: "Brought | UsageError | None", *, alone: bool
) -> "Updated":
    """Update one source; what cannot be meant of one of several is its own refusal, and no end of the run."""
    from sekisho.lists.update import Updated

    try:
        if isinstance(files, UsageError):
            raise files
        return updater.update(source, files)
    except UsageError as error:
        if alone:
            raise
        return Updated(source.id, "refused", error=error)


def _jobs(chosen: "list[Source]", path: Path | None, retrieved: str, *, named: bool) -> "list[Job]":
    """Which source is updated, and from where."""
    from sekisho.lists.brought import brought

    if path is None:
        # A source without an address waits for its file, a twin of another until it is named: neither is a
        # failure of a run over all of them.
        return [(each, None) for each in chosen if named or (each.auto and all(each.urls.values()))]
    day = question_times("", retrieved).known if retrieved else None
    if named and len(chosen) == 1:
        return [(chosen[0], brought(chosen[0], path, day))]
    if not path.is_dir():
        raise UsageError("a file is of one source: name it (`sekisho lists sources` shows them)")
    jobs: list[Job] = []
    for each in chosen:
        files = _in_folder(each, path, day)
        if files is None and named:  # it was asked for: that its file is not there is no small thing
            files = UsageError(f"there is no file of {each.id} in {path}")
        if files is not None:
            jobs.append((each, files))
    if not jobs:
        raise UsageError(f"no file in {path} is called like one of a source; name the source it is of")
    return jobs


def _in_folder(source: "Source", folder: Path, day: int | None) -> "Brought | UsageError | None":
    """The files of a source; why they cannot be told; None: there are none."""
    from sekisho.lists.brought import in_folder

    try:
        return in_folder(source, folder, day)
    except UsageError as error:
        return error


def _due(jobs: "list[Job]", archive: "Archive") -> "list[Job]":
    from sekisho.lists.fresh import is_due

    return [job for job in jobs if is_due(archive, job[0], dates.instant())]


def _wake(archive: "Archive", sources: "Mapping[str, Source]") -> None:
    """Decide again what is recorded and touched by what is new, if anything is recorded or watched."""
    from sekisho.store.decisions import page
    from sekisho.store.watches import watches

    with archive.reading() as connection:
        watched = watches(connection)
    if watched or page(archive, limit=1):
        from sekisho.cli.wake import lines, woken

        print("\n".join(lines(woken(archive, sources))))


def _print_update(updated: "Updated", archive: "Archive") -> None:
    for problem in updated.warnings[:MOST_SHOWN]:
        print(problem, file=sys.stderr)
    if updated.change is not None:
        snapshot, change = updated.change.snapshot, updated.change
        counts = f"{snapshot.rows} rows, {snapshot.entities} entities"
        moved = f"{change.added} statements added, {change.removed} removed"
        said = "unchanged" if updated.status == "unchanged" else moved
        print(f"{updated.source}: {counts}; {said} (snapshot {snapshot.id})")
    if updated.error is not None:
        print(f"{updated.source}: refused", file=sys.stderr)
        for told in dict.fromkeys(updated.error.problems) or (updated.error,):
            print(f"  {told}", file=sys.stderr)
        last = archive.snapshots(updated.source)
        serving = (
            f"snapshot {last[-1].id} of {last[-1].retrieved} goes on serving" if last else "there is none yet"
        )
        print(f"{updated.source}: {serving}", file=sys.stderr)


class _Bars:
    """How far one source is: bytes received, then statements read."""

    def __init__(self, bars: "Progress", name: str) -> None:
        self._bars = bars
        self._name = name
        self._task = bars.add_task(name, total=None)

    def received(self, received: int, total: int | None) -> None:
        """So many bytes came, of so many."""
        told = f"{received / MEBI:.1f} MiB" + (f" of {total / MEBI:.1f}" if total else "")
        self._bars.update(self._task, completed=received, total=total, description=f"{self._name}: {told}")

    def read(self, statements: int) -> None:
        """So many statements were read; nobody knows of how many."""
        told = f"{self._name}: {statements} statements"
        self._bars.update(self._task, completed=statements, total=None, description=told)


@contextmanager
def _progress() -> "Iterator[Callable[[str], _Bars | None]]":
    """A bar for each source, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def begun(name: str) -> _Bars:
            for each in bars.task_ids:
                bars.remove_task(each)
            return _Bars(bars, name)

        yield begun
