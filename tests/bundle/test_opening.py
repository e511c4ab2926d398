"""Opening: a bundle that is not whole, or not of this engine, is refused with the file and the remedy."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from sekisho.bundle import manifest, opened
from sekisho.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(folder, tmp_path / folder.name)


def refused(folder: Path) -> str:
    with pytest.raises(InputError) as error:
        opened(folder)
    return error.value.diagnostics()


@pytest.mark.parametrize("name", ["law/facts.toml", "store/entities.arrow", "names.roster"])
def test_one_changed_byte_is_found(copy: Path, name: str) -> None:
    path = copy / name
    path.write_bytes(path.read_bytes()[:-1] + b"\xfe")
    said = refused(copy)
    assert f"{path}: the file is not as it was built (build it anew: sekisho bundle build)" in said


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "store" / "listings.arrow").unlink()
    assert "store/listings.arrow: the file is missing" in refused(copy)


def test_a_file_too_many_is_named(copy: Path) -> None:
    (copy / "law" / "more.md").write_text("# more")
    assert "law/more.md: the manifest does not name this file (take it out)" in refused(copy)


def test_a_bundle_of_another_version_is_refused(copy: Path) -> None:
    _change(copy, engine="9.9.9")
    assert "it was built by sekisho 9.9.9; this is" in refused(copy)
    assert "install sekisho 9.9.9, or build it anew" in refused(copy)


def test_a_bundle_of_other_code_is_refused(copy: Path) -> None:
    _change(copy, code="0" * 16)
    assert "built by other code or other words of the same version" in refused(copy)


def test_a_bundle_of_another_layout_is_refused(copy: Path) -> None:
    _change(copy, version=2)
    assert "its layout is version 2, not 1" in refused(copy)


def test_what_is_no_bundle_is_said(tmp_path: Path) -> None:
    assert "is no bundle" in refused(tmp_path)
    (tmp_path / manifest.NAME).write_text("[]")
    assert "it is no manifest of a bundle" in refused(tmp_path)


def test_a_bundle_is_opened_once_a_process(folder: Path) -> None:
    assert opened(folder) is opened(folder)


def _change(folder: Path, **values: object) -> None:
    path = folder / manifest.NAME
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **values}), "utf-8")
