"""Callers of a service, as the tests need them: by role, without passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from sekisho.desk.rights import RIGHTS
from sekisho.model.person import Caller, Role
from sekisho.service.asking import caller

if TYPE_CHECKING:
    from fastapi import FastAPI


def as_caller(app: FastAPI, role: Role, name: str = "") -> TestClient:
    """Somebody with a role asks from now on, whoever it was before."""
    who = Caller(name or role.value, role, RIGHTS[role])
    app.dependency_overrides[caller] = lambda: who
    return TestClient(app)
