"""A store in each database: a SQLite file, and a schema of its own in a private PostgreSQL cluster."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from sekisho.store.engine import Archive
from tests.postgresql import private_cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.postgresql import Cluster

ENGINES = ("sqlite", "postgresql")
_number = itertools.count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with private_cluster() as made:
        yield made


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the address of a store that is not there yet, a new one each time."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"store-{next(_number)}.sqlite")
    cluster: Cluster = request.getfixturevalue("cluster")

    def schema() -> str:
        name = f"store_{next(_number)}"
        cluster.sql(f"CREATE SCHEMA {name}")
        return cluster.url(name)

    return schema


@pytest.fixture
def url(place: Callable[[], str]) -> str:
    """The address of a store that is not there yet."""
    return place()


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    """An empty store."""
    with Archive.open(url, create=True) as opened:
        yield opened
