"""A service over a store of its own, asked without a network; and callers of every sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from sekisho.service.app import create_app
from sekisho.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FastAPI]:
    """A service that is open, over an empty store."""
    made = create_app(Settings(str(tmp_path / "store.sqlite"), open=True))
    yield made
    made.state.desk.close()
    made.state.desk.archive.close()


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """Somebody without an account."""
    return TestClient(app)
