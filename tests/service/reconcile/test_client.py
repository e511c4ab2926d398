"""A client of the reconciliation API that others made, against a service that runs on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.service.parties import LENS, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

WHY = "reconciler is not installed (it brings pandas): pip install reconciler"


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:
    yield from running(app)


def test_a_column_of_a_table_is_matched(address: str) -> None:
    reconciler: Any = pytest.importorskip("reconciler", reason=WHY)
    pandas: Any = pytest.importorskip("pandas", reason=WHY)
    names = pandas.Series(["Tremaine Lens Optics", "Zhejiang Dahua Technology"])
    found = reconciler.reconcile(
        names,
        type_id="Company",
        property_mapping={"country": pandas.Series(["cn", "cn"])},
        reconciliation_endpoint=f"{address}/reconcile/default",
    )
    assert list(found["id"]) == [LENS, "dahua"]
    assert list(found["match"]) == [True, True]
    assert list(found["type_id"]) == ["Company", "Company"]
