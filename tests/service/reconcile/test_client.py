"""A client of the reconciliation API that others made, against a service that runs on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
import reconciler

from tests.service.parties import LENS, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:
    yield from running(app)


def test_a_column_of_a_table_is_matched(address: str) -> None:
    names = pd.Series(["Tremaine Lens Optics", "Zhejiang Dahua Technology"])
    found = reconciler.reconcile(
        names,
        type_id="Company",
        property_mapping={"country": pd.Series(["cn", "cn"])},
        reconciliation_endpoint=f"{address}/reconcile/default",
    )
    assert list(found["id"]) == [LENS, "dahua"]
    assert list(found["match"]) == [True, True]
    assert list(found["type_id"]) == ["Company", "Company"]
