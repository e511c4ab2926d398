"""Limits how often a password may be tried: for a name from one place, for a name, and from one place.

Invariants: an attempt is counted before it is looked at, so that a hundred at once are a hundred; a name that
nobody has is counted like any other; nobody waits longer than :data:`LONGEST`, whatever others try.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.desk.refusals import AttemptsError
from sekisho.desk.token import hashed
from sekisho.store import people

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

PAIR, NAME, PLACE = 5, 50, 50
"""Failures without a wait: of a name from one place, of a name from anywhere, from one place at all."""
FIRST, LONGEST = 5, 900
"""Seconds to wait after the first failure beyond, doubled with each further one; and at most."""
KEPT = 24 * 60 * 60
"""Seconds after which a failure is forgotten."""


def _counted(name: str, place: str) -> Mapping[str, int]:
    """What an attempt is counted under, with the failures that cost no wait."""
    told = {f"pair {place} {name}": PAIR, f"name {name}": NAME, f"place {place}": PLACE}
    return {hashed(about): free for about, free in told.items()}


def count(connection: Connection, name: str, place: str, now: str) -> None:
    """Count an attempt as if it failed.

    Raises:
        AttemptsError: it comes too soon, and is not to be looked at; then it is not counted.
    """
    counted = _counted(name, place)
    found = people.attempts(connection, counted, now)
    wait = max((dates.between(now, until) for _, until in found.values()), default=0)
    if wait > 0:
        raise AttemptsError(wait)
    for about, free in counted.items():
        failed = found.get(about, (0, now))[0] + 1
        beyond = failed - free
        pause = 0 if beyond < 0 else min(LONGEST, FIRST << min(beyond, 16))
        until = dates.later(now, pause)
        people.put_attempt(connection, about, failed, until, dates.later(now, KEPT), now)


def came_off(connection: Connection, name: str, place: str, now: str) -> None:
    """Take back an attempt that did not fail, and forget those of that name from there.

    Not all of the name from anywhere: else whoever guesses elsewhere begins anew each time its owner comes.
    """
    pair, *wider = _counted(name, place)
    people.drop_attempt(connection, pair)
    for about, (failed, _) in people.attempts(connection, wider, now).items():
        people.put_attempt(connection, about, failed - 1, now, dates.later(now, KEPT), now)
