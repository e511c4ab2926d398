"""Freezing: what is in it gives its name, and nothing else does."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sekisho.bundle import build, manifest, opened
from sekisho.errors import InputError, UsageError
from tests.whole import ROOT, as_of

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.law.register import Law
    from sekisho.store.base import Store

DAY = as_of("2026-11-30", "2026-11-30")


def test_the_same_is_built_once(law: Law, store: Store, tmp_path: Path) -> None:
    first = build(tmp_path, law, store, DAY)
    assert build(tmp_path, law, store, DAY) == first
    assert [path.name for path in tmp_path.iterdir()] == [first.name], "no draft is left"
    assert manifest.read(first).address.startswith(first.name)


def test_another_process_builds_the_same(folder: Path, tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from sekisho.bundle import build
from sekisho.law.register import Law
from sekisho.lists.load import open_store
from tests.whole import as_of
print(build(Path({str(tmp_path)!r}), Law.load(), open_store(), as_of("2026-11-30", "2026-11-30")).name)
"""
    own = os.environ | {"PYTHONHASHSEED": "7", "SEKISHO_CACHE": "none", "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        [sys.executable, "-c", program], env=own, capture_output=True, text=True, check=False
    )
    assert told.stdout.strip() == folder.name, told.stderr


@pytest.mark.parametrize(
    ("day", "readings", "measures"),
    [
        (as_of("2026-11-29", "2026-11-30"), (), ()),
        (as_of("2026-11-30", "2026-11-29"), (), ()),
        (DAY, ("press",), ()),
        (DAY, (), ("US-889A",)),
    ],
)
def test_what_changes_answers_changes_the_address(
    law: Law, store: Store, folder: Path, tmp_path: Path, day: object, readings: object, measures: object
) -> None:
    other = build(tmp_path, law, store, day, readings=readings, measures=measures)  # type: ignore[arg-type]
    assert other.name != folder.name


def test_all_of_the_store_is_in_it(law: Law, store: Store, folder: Path) -> None:
    frozen = opened(folder).store
    assert list(frozen.entities.items()) == list(store.entities.items())
    for name in ("listings", "owners", "marks", "lists", "hashes", "makers", "judgements", "licences"):
        assert getattr(frozen, name) == getattr(store, name), name
    assert opened(folder).law.digest == law.digest


def test_a_reading_that_is_none_is_refused_before_anything_is_written(
    law: Law, store: Store, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="no reading 'pres'"):
        build(tmp_path / "bundles", law, store, DAY, readings=["pres"])
    assert not (tmp_path / "bundles").exists()


def test_a_place_that_cannot_be_written_is_said(law: Law, store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="no bundle can be written"):
        build(tmp_path / "file", law, store, DAY)


def test_another_law_text_has_another_address(law: Law, store: Store, folder: Path, tmp_path: Path) -> None:
    from sekisho.law.register import Law as Register

    copied = tmp_path / "law"
    for path in law.root.rglob("*"):
        if path.is_file():
            (copied / path.relative_to(law.root)).parent.mkdir(parents=True, exist_ok=True)
            (copied / path.relative_to(law.root)).write_bytes(path.read_bytes())
    one = max(copied.rglob("*.md"))
    one.write_text(one.read_text("utf-8") + "\nA sentence more.\n", "utf-8")
    assert build(tmp_path / "bundles", Register.load(copied), store, DAY).name != folder.name
