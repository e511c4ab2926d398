"""What the API's description allows is put to the API: no fault, and no answer that is not described.

The short run draws a few requests of every operation; `make test-slow` puts more than 20,000 in all.
"""

from __future__ import annotations

import os
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import BaseSchema, Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok

from sekisho.desk.rights import RIGHTS
from sekisho.model.person import Caller, Role
from sekisho.service.app import create_app
from sekisho.service.asking import caller
from sekisho.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EACH = int(os.environ.get("SEKISHO_FUZZ", "3"))
"""Requests of each operation."""
PATIENCE = 60
"""Seconds: what answers is made ready with the first question, on machines that do other work, too."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ASK_PUBLISHERS = {"/api/lists/renew", "/updatez"}
"""What would reach into the network, were it let."""
CASE = {"id": "camera-7", "action": "buy", "item": {"class": "camera", "manufacturer": "Dahua"}}


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    """The description of a service that has decided something, asked by somebody who may do everything."""
    place: Path = tmp_path_factory.mktemp("described")
    app = create_app(Settings(str(place / "store.sqlite"), open=True))
    who = Caller("eve", Role.ADMINISTRATOR, RIGHTS[Role.ADMINISTRATOR])
    app.dependency_overrides[caller] = lambda: who
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    for _ in range(3):
        told: Any = {"case": CASE, "measures": ["US-889A"]}
        answer = schema["/api/screen"]["POST"].Case(body=told, media_type="application/json").call()
        assert answer.status_code == HTTPStatus.OK, answer.text
    yield schema
    app.state.desk.close()
    app.state.desk.archive.close()


def test_what_the_description_allows_is_answered_as_it_says(described: BaseSchema) -> None:
    count = 0
    broken: list[str] = []
    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if operation.path in ASK_PUBLISHERS:
            continue
        drawn = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

        @settings(max_examples=EACH, suppress_health_check=list(HealthCheck), deadline=None, database=None)
        @given(st.one_of(drawn))
        def ask(case: Case) -> None:
            nonlocal count
            count += 1
            case.call_and_validate(checks=CHECKS, timeout=PATIENCE)

        try:
            ask()
        except (FailureGroup, Failure) as failure:
            broken.append(f"{operation.label}: {failure}")
    print(f"{count:,} requests")
    assert not broken, "\n\n".join(broken)
    assert count >= EACH
