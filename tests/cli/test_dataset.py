"""`sekisho screen --engine`: a dataset answered by one process, and what cannot be meant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.dataset as ds
import pytest

from sekisho.bundle import Reasons
from sekisho.cli import main
from sekisho.cli.dataset import Kept
from sekisho.cli.store import NONE
from tests.engine.dataset import COLUMNS, REJECTED, ROWS, row, write

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset") / "in"
    write(folder)
    return folder


def called(dataset: Path, out: Path | None, *options: str) -> int:
    to = [] if out is None else ["--out", str(out)]
    return main(["screen", str(dataset), "--engine", "local", "--store", NONE, *to, *options])


def test_it_is_answered_and_summed_up(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(dataset, tmp_path / "out") == 65, "rows were rejected"
    told = capsys.readouterr()
    assert told.out.startswith(f"{ROWS} rows: {ROWS - REJECTED} decided, {REJECTED} rejected\n")
    assert "1 name for review, most often:\n  Zhejiang Dahua Technolgy GmbH (11)" in told.out
    assert ds.dataset(tmp_path / "out" / "decided").count_rows() == ROWS - REJECTED
    assert told.err.startswith("bundle: ")


def test_the_code_is_that_of_the_strictest_outcome(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(",".join(COLUMNS) + "\n" + ",".join(row(1, "Northgate Switches Ltd")))
    assert called(tmp_path / "in.csv", tmp_path / "out") == 2


def test_a_bundle_is_answered_from(dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bundle", "build", str(tmp_path / "kept"), "--known", "2026-11-30", "--store", NONE]) == 0
    folder = capsys.readouterr().out.strip()
    call = ["screen", str(dataset), "--engine", "local", "--out", str(tmp_path / "out"), "--bundle", folder]
    assert main(call) == 65
    table = ds.dataset(tmp_path / "out" / "decided").to_table()
    assert {basis[:16] for basis in table["basis"].to_pylist()} == {Path(folder).name}
    assert main([*call, "--known", "2020-01-01"]) == 64
    assert "--known is settled in the bundle" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "local"], "--engine answers one dataset"),
        (["--engine", "local", "--out", "x", "--record"], "--record does not go with --engine"),
        (["--engine", "local", "--out", "x", "--address", "auto"], "--address is of a cluster"),
        (["--address", "auto"], "go with --engine local or --engine ray"),
        (["--reasons", "all"], "go with --engine local or --engine ray"),
    ],
)
def test_options_that_cannot_be_meant_together(
    options: Sequence[str], said: str, dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["screen", str(dataset), *options]) == 64
    assert said in capsys.readouterr().err


def test_the_words_of_the_option_are_those_of_the_library() -> None:
    assert [str(each) for each in Kept] == [str(each) for each in Reasons]
