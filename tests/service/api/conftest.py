"""Callers of the API by role, all at one service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.model.person import Role
from tests.service.callers import as_caller

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient


@pytest.fixture
def analyst(app: FastAPI) -> TestClient:
    """Ann, who asks and judges."""
    return as_caller(app, Role.ANALYST, "ann")
