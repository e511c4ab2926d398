"""What all tests share: the register and the store, each read once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from sekisho.folders import CACHE
from sekisho.law.register import Law
from sekisho.lists.load import open_store
from sekisho.match.index import Index
from sekisho.outside import OWN
from sekisho.screen.run import Screener
from tests.whole import OFFICIAL_LIST, data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.store.base import Store

# A test is never a measurement: a busy machine is no fault of the code.
# How many examples a property is held against, where it does not say so itself: more by `make test-slow`.
settings.register_profile(
    "sekisho", deadline=None, max_examples=int(os.environ.get("SEKISHO_EXAMPLES", "30"))
)
settings.load_profile("sekisho")

TESTS = Path(__file__).parent
LONGEST = (
    "properties/test_properties.py",
    "store/test_crash.py",
    "store/test_model.py",
    "service/pages/test_browser.py",
    "service/test_matrix.py",
    "service/test_hardening.py",
    "service/test_description.py",
    "lists/test_shared.py",
    "desk/test_wake.py",
    "record/test_chain.py",
    "record/test_pdf.py",
    "bundle/test_deciding.py",
    "screen/test_replay.py",
    "service/test_killed.py",
)
"""Files that take longest, begun first: each is given out whole, and nobody is to wait for one at the end."""


def pytest_configure(config: pytest.Config) -> None:
    """Caches lie in a folder of the run, which its workers share: nobody's own decide what a test sees."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="sekisho-tests-", ignore_cleanup_errors=True)
        config.add_cleanup(folder.cleanup)
        os.environ[CACHE] = folder.name


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ranks = {TESTS / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


@pytest.fixture(scope="session", autouse=True)
def _loopback() -> Iterator[None]:
    """What is asked over HTTP stands on loopback, which nobody may ask unless it is named."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OWN, "127.0.0.1")
        yield


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load()


@pytest.fixture(scope="session")
def store() -> Store:
    return open_store()


@pytest.fixture(scope="session")
def index(store: Store) -> Index:
    return Index(store)


@pytest.fixture(scope="session")
def screener(law: Law, store: Store) -> Screener:
    """Answers with everything shown, and no reading adopted."""
    return Screener(law, store, every=True)


@pytest.fixture(scope="session")
def official() -> Store:
    """The store with the real list of July 2026."""
    return open_store([data(OFFICIAL_LIST)])


@pytest.fixture(scope="session")
def official_index(official: Store) -> Index:
    return Index(official)
