"""A store in each database: a SQLite file, and one in a private PostgreSQL cluster.

An empty store is a copy of one that is made once: to make its tables takes ten times as long.
"""

from __future__ import annotations

import itertools
import shutil
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
def engine(request: pytest.FixtureRequest) -> str:
    """Which database a store is in."""
    return str(request.param)


@pytest.fixture
def place(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the address of a store that is not there yet, a new one each time: a file, or a schema."""
    if engine == "sqlite":
        return lambda: str(tmp_path / f"store-{next(_number)}.sqlite")
    cluster: Cluster = request.getfixturevalue("cluster")

    def schema() -> str:
        name = f"store_{next(_number)}"
        cluster.sql(f"CREATE SCHEMA {name}")
        return cluster.url(name)

    return schema


@pytest.fixture
def url(place: Callable[[], str], request: pytest.FixtureRequest) -> str:
    """The address of a store: of the one that a test has open, or of one that is not there yet."""
    if "archive" not in request.fixturenames:
        return place()
    empty: str = request.getfixturevalue("empty")
    return empty


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    """An empty store."""
    with Archive.open(url) as opened:
        yield opened


@pytest.fixture
def empty(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store: of a file, or of a database."""
    name = f"store_{next(_number)}"
    if engine == "sqlite":
        yield str(shutil.copyfile(request.getfixturevalue("empty_file"), tmp_path / f"{name}.sqlite"))
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    cluster.sql(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('empty_database')}")
    yield cluster.url(database=name)
    cluster.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that has an empty store in it, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "store.sqlite"
    Archive.open(path, create=True).close()
    return path


@pytest.fixture(scope="session")
def empty_database(cluster: Cluster) -> str:
    """The name of a database that has an empty store in it, to be copied."""
    cluster.sql("CREATE DATABASE empty")
    Archive.open(cluster.url(database="empty"), create=True).close()
    return "empty"
