"""Names that somebody watches: heard of when anything else is said of whoever may bear them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.desk.beside import drawn
from sekisho.desk.notice import of_watch, post
from sekisho.desk.refusals import MissingError
from sekisho.desk.rights import require
from sekisho.errors import UsageError
from sekisho.law.facts import COUNTRIES
from sekisho.match.query import Query
from sekisho.model.person import Right
from sekisho.model.watch import Watch
from sekisho.store import watches

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.desk.ready import Ready
    from sekisho.model.person import Caller
    from sekisho.store.engine import Archive

LONGEST = 500
"""Characters of a name, and of why it is watched."""


class Watches:
    """The names that are watched in a store."""

    def __init__(self, archive: Archive, rooms: Ready, clock: Callable[[], str] = dates.instant) -> None:
        """Of *archive*, which stays open, by what is ready in *rooms*."""
        self._archive = archive
        self._rooms = rooms
        self._clock = clock

    def watch(self, caller: Caller, name: str, country: str = "", why: str = "") -> Watch:
        """Watch a name.

        Raises:
            ForbiddenError: the caller may not.
            UsageError: the name is empty, something is too long, or the country is none.
        """
        require(caller, Right.RECORD)
        if not name.strip() or max(len(name), len(why)) > LONGEST:
            raise UsageError(f"a name has 1 to {LONGEST} characters, and so has why it is watched")
        if country and country not in COUNTRIES:
            raise UsageError(f"'{country}' is no country; write ISO 3166-1 alpha-2 in lower case, as cn")
        portrait = self._portrait(name, country)
        new = Watch(0, caller.name, name.strip(), country, why, self._clock())
        with self._archive.writing() as connection:
            return watches.watch(connection, new, portrait)

    def watched(self, caller: Caller) -> tuple[Watch, ...]:
        """What the caller watches."""
        with self._archive.reading() as connection:
            return tuple(each for each, _ in watches.watches(connection, caller.name))

    def unwatch(self, caller: Caller, id_: int) -> None:
        """Watch a name no more.

        Raises:
            MissingError: the caller does not watch it.
        """
        with self._archive.writing() as connection:
            if not watches.unwatch(connection, id_, caller.name):
                raise MissingError(f"you do not watch {id_}")

    def wake(self) -> tuple[Watch, ...]:
        """Look up all that is watched once more: those of whom something else is said, which are told."""
        with self._archive.reading() as connection:
            before = watches.watches(connection)
        now = [(each, self._portrait(each.name, each.country)) for each, _ in before]
        moved = [(each, new) for (each, new), (_, old) in zip(now, before, strict=True) if new != old]
        if moved:
            at = self._clock()
            with self._archive.writing() as connection:
                for each, portrait in moved:
                    watches.move(connection, each.id, portrait, at)
                post(connection, [(each.by, of_watch(each)) for each, _ in moved], at)
        return tuple(each for each, _ in moved)

    def _portrait(self, name: str, country: str) -> str:
        with self._rooms.turn():
            return drawn(Query(name.strip(), "", country), self._rooms.knowledge(dates.today())).portrait
