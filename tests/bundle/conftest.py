"""A bundle of the corpus, frozen on one day, that the tests of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.bundle import Bundle, build, opened
from tests.whole import as_of

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.law.register import Law
    from sekisho.store.base import Store


@pytest.fixture(scope="session")
def folder(law: Law, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("bundles"), law, store, as_of("2026-11-30", "2026-11-30"))


@pytest.fixture(scope="session")
def bundle(folder: Path) -> Bundle:
    return opened(folder)
