"""Brings lists up to date while others go on asking, and then what that touches: decisions and watched names.

Invariants: one process renews one set of sources at a time; a source that is refused leaves its last snapshot
serving and does not stop the others; how far it is can be looked at as a job; what changed is told to those
who asked, after it is kept.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sekisho import dates
from sekisho.desk.gather import Gathering
from sekisho.desk.jobs import Progress
from sekisho.desk.notice import Notices
from sekisho.desk.refusals import MissingError
from sekisho.desk.rights import require
from sekisho.desk.wake import Waker
from sekisho.desk.watch import Watches
from sekisho.errors import SekishoError, UsageError
from sekisho.model.job import Sort, Stand
from sekisho.model.person import Right
from sekisho.store import jobs as kept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sekisho.desk.ready import Ready
    from sekisho.desk.wake import Waking
    from sekisho.law.register import Law
    from sekisho.lists.keep import Keep
    from sekisho.lists.source import Source
    from sekisho.lists.update import Updated
    from sekisho.model.job import Job
    from sekisho.model.person import Caller
    from sekisho.store.engine import Archive

WAITING = 8
"""Renewals that may wait for one process."""
PAUSE = 1.0
"""Seconds between two words of how far it is."""
MOST_TOLD = 20
"""Problems of a source that are kept, and changed outcomes."""
log = logging.getLogger("sekisho.desk")


class Renewal:
    """Renews the lists of a store."""

    def __init__(
        self,
        archive: Archive,
        law: Law,
        rooms: Ready,
        sources: Callable[[], Mapping[str, Source]],
        keep: Keep,
    ) -> None:
        """Begin to take them in.

        Args:
            archive: it stays open.
            law: the register.
            rooms: what its lists are asked through.
            sources: tells by id what is declared; asked when somebody wants something of it.
            keep: has the original bytes of what is retrieved.
        """
        self._archive = archive
        self._sources = sources
        self._keep = keep
        self._waker = Waker(archive, law, rooms)
        self._watches = Watches(archive, rooms)
        self._notices = Notices(archive)
        self._work: Gathering[tuple[Job, tuple[Source, ...]]] = Gathering("renewal", self._some, 1, WAITING)

    def close(self) -> None:
        """Take nothing more in, and wait until what was taken in is done."""
        self._work.close()

    def renew(self, caller: Caller, ids: Sequence[str] = ()) -> Job:
        """Have sources brought up to date; without *ids*, all that have an address.

        Raises:
            ForbiddenError: the caller may not.
            MissingError: there is no such source.
            UsageError: none of them has an address.
            BusyError: too many renewals wait.
        """
        require(caller, Right.LISTS)
        chosen = tuple(self._named(each) for each in dict.fromkeys(ids)) or tuple(
            each for each in self._sources().values() if each.auto and all(each.urls.values())
        )
        without = [each.id for each in chosen if not all(each.urls.values())]
        if without or not chosen:
            raise UsageError(
                f"{', '.join(without) or 'no source'} has no address; bring the file with --from"
            )
        with self._archive.writing() as connection:
            told = ", ".join(each.id for each in chosen)
            job = kept.add(connection, dates.instant(), caller.name, Sort.LISTS, told)
            self._work.put([(job, chosen)])
        return job

    def _named(self, name: str) -> Source:
        found = self._sources().get(name)
        if found is None:
            raise MissingError(f"there is no source '{name}'; see the lists")
        return found

    def _some(self, some: Sequence[tuple[Job, tuple[Source, ...]]]) -> None:
        for job, sources in some:
            progress = Progress(self._archive, job)
            try:
                self._one(sources, progress)
            except SekishoError as error:
                progress.end(Stand.FAILED, str(error))
            except Exception:
                log.exception("job %d", job.number)
                progress.end(Stand.FAILED, "a fault of sekisho; the log of the service has it")

    def _one(self, sources: Sequence[Source], progress: Progress) -> None:
        progress.count(len(sources))
        updates = []
        for source in sources:
            updates.append(self._updated(source, _Spoken(progress, source.id)))
            progress.step()
        woken = self._woken(_Spoken(progress, "decisions")) if any(map(_moved, updates)) else None
        result = {"sources": [_source(each) for each in updates], "waking": woken and _waking(woken)}
        refused = sum(each.error is not None for each in updates)
        note = f"{refused} of {len(updates)} refused" if refused else ""
        progress.end(Stand.DONE, note, result=json.dumps(result, ensure_ascii=False))

    def _updated(self, source: Source, spoken: _Spoken) -> Updated:
        from sekisho.lists.fetch import Fetcher  # noqa: PLC0415  # a service need not wait for it to begin
        from sekisho.lists.update import Updater  # noqa: PLC0415  # as above
        from sekisho.outside import open_client  # noqa: PLC0415  # as above

        with open_client() as client:
            fetcher = Fetcher(client, self._keep, progress=spoken.received)
            return Updater(self._archive, fetcher, progress=spoken.read).update(source)

    def _woken(self, spoken: _Spoken) -> Waking:
        """Decide again what is touched, and tell those who asked."""
        woken = self._waker.wake(progress=spoken.woken)
        self._watches.wake()
        self._notices.send()
        return woken


class _Spoken:
    """How far one source is, in words, now and then."""

    def __init__(self, progress: Progress, name: str) -> None:
        self._progress = progress
        self._name = name
        self._last = 0.0

    def received(self, got: int, total: int | None) -> None:
        """So many bytes came."""
        of = f" of {total / 2**20:.1f}" if total else ""
        self._say(f"{got / 2**20:.1f}{of} MiB")

    def read(self, statements: int) -> None:
        """So many statements were read."""
        self._say(f"{statements:,} statements")

    def woken(self, what: str, count: int) -> None:
        """So many names were looked up, or decisions decided."""
        self._say(f"{count:,} {what}")

    def _say(self, words: str) -> None:
        now = time.monotonic()
        if now - self._last >= PAUSE:
            self._last = now
            self._progress.say(f"{self._name}: {words}")


def _moved(updated: Updated) -> bool:
    return updated.status == "new"


def _source(updated: Updated) -> dict[str, Any]:
    change, error = updated.change, updated.error
    problems = [] if error is None else [str(each) for each in error.problems[:MOST_TOLD]] or [str(error)]
    return {
        "source": updated.source,
        "status": updated.status,
        "snapshot": change.snapshot.id if change else None,
        "added": change.added if change else 0,
        "removed": change.removed if change else 0,
        "problems": problems,
    }


def _waking(woken: Waking) -> dict[str, Any]:
    changed = [asdict(each) for each in woken.changed[:MOST_TOLD]]
    counts = {"names": woken.names, "again": len(woken.again), "otherwise": len(woken.otherwise)}
    return {**counts, "outcomes": len(woken.changed), "changed": changed}
