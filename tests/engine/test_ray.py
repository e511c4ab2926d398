"""Ray, as far as it can be told without it; test_cluster.py has the cluster."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from sekisho.bundle import opened
from sekisho.engine.ray import OnRay, packed, unpacked
from sekisho.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"the engine ray is not installed: pip install 'sekisho\[ray\]'"):
        OnRay()


def test_a_bundle_that_is_sent_is_the_same(
    frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    address, fetched = opened(frozen).address, []

    def parcel() -> dict[str, bytes]:
        fetched.append(1)
        return packed(frozen)

    folder = unpacked(address, parcel)
    assert unpacked(address, parcel) == folder
    assert len(fetched) == 1, "it is fetched once a machine"
    assert opened(folder).address == address
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
