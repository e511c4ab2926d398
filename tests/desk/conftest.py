"""What is done at a desk is kept in a store: its tests have both databases, and a clock of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.desk.people import People
from sekisho.desk.rights import console
from sekisho.model.person import Role
from tests.store.conftest import archive, cluster, empty, empty_database, empty_file, engine, place, url

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.model.person import Caller
    from sekisho.store.engine import Archive

__all__ = ["archive", "cluster", "empty", "empty_database", "empty_file", "engine", "place", "url"]


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = "2026-11-30T12:00:00Z"

    def __call__(self) -> str:
        return self.now

    def wait(self, seconds: int) -> None:
        self.now = dates.later(self.now, seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(archive: Archive, clock: Clock) -> People:
    return People(archive, clock)


@pytest.fixture
def hired(people: People) -> Callable[..., Caller]:
    """Makes an account and gives whoever has signed in to it."""

    def hire(name: str, role: Role = Role.ANALYST) -> Caller:
        people.create(console("root"), name, role)
        caller = people.session(people.begin(people.account(name)))
        assert caller is not None
        return caller

    return hire
