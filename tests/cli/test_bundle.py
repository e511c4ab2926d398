"""`sekisho bundle`: built, shown, verified, and rows answered again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sekisho.bundle import manifest
from sekisho.cli import main
from sekisho.cli.store import NONE

if TYPE_CHECKING:
    from pathlib import Path

BUY = {"action": "buy", "date": "2021-06-01", "actor": {"country": "us", "kinds": ["federal-agency"]}}
ROWS = [
    {"id": "a", **BUY, "item": {"class": "switch", "manufacturer": "Huawei Technologies Co., Ltd."}},
    {"id": "b", **BUY, "item": {"class": "switch", "manufacturer": "Northgate Switches Ltd"}},
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = tmp_path_factory.mktemp("bundles")
    assert main(["bundle", "build", str(kept), "--known", "2026-11-30", "--store", NONE]) == 0
    (folder,) = kept.iterdir()
    return folder


def test_it_is_shown(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bundle", "show", str(built)]) == 0
    told = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert told["address"].startswith(built.name)
    assert told["known"] == "2026-11-30"
    assert told["measures"] == "all"
    assert int(told["entities"].replace(",", "")) > 100


def test_it_is_verified(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bundle", "verify", str(built)]) == 0
    assert capsys.readouterr().out == f"whole: {manifest.read(built).address}\n"
    stray = built / "stray"
    stray.write_text("")
    try:
        assert main(["bundle", "verify", str(built)]) == 65
        assert "the manifest does not name this file" in capsys.readouterr().err
    finally:
        stray.unlink()


def test_what_is_no_bundle_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bundle", "show", str(tmp_path)]) == 65
    assert "name the folder that `sekisho bundle build` printed" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".parquet", ".jsonl"])
def test_rows_are_answered_again(
    built: Path, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"orders{suffix}"
    lines = [json.dumps(row) for row in ROWS]
    if suffix == ".parquet":
        pq.write_table(pa.table({"case": lines}), file)
    else:
        file.write_text("\n".join(lines))
    assert main(["bundle", "answer", str(built), str(file), "a", "--format", "jsonl"]) == 2
    (line,) = capsys.readouterr().out.splitlines()
    assert (json.loads(line)["case"], json.loads(line)["outcome"]) == ("a", "unknown")
    assert main(["bundle", "answer", str(built), str(file), "c"]) == 64
    assert "has no case 'c'" in capsys.readouterr().err


def test_a_row_that_cannot_be_read_says_why(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "orders.jsonl"
    file.write_text('{"id": "a", "action": "boy"}')
    assert main(["bundle", "answer", str(built), str(file), "a"]) == 65
    assert "did you mean 'buy'?" in capsys.readouterr().err
