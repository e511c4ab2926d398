"""A bundle and a small dataset for the tests of engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.bundle import build
from sekisho.bundle import manifest as manifests
from sekisho.engine import Job
from tests.engine.dataset import write
from tests.whole import as_of

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.law.register import Law
    from sekisho.store.base import Store


@pytest.fixture(scope="session")
def frozen(law: Law, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("bundles"), law, store, as_of("2026-11-30", "2026-11-30"))


@pytest.fixture
def job(frozen: Path, tmp_path: Path) -> Job:
    """A job over a dataset in three formats, with rows that cannot be read."""
    write(tmp_path / "in")
    address = manifests.read(frozen).address
    return Job(str(tmp_path / "in"), str(tmp_path / "out"), str(frozen), address)
