"""A run: every row once, whatever was done before, and nothing passed over in silence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from sekisho.bundle import Reasons, decide, opened
from sekisho.engine import Job, local, pieces_of, run, work
from sekisho.engine import job as working
from sekisho.engine import pieces as cutting
from sekisho.errors import InputError, UsageError
from tests.engine.dataset import COLUMNS, REJECTED, ROWS, row, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sekisho.bundle import Bundle
    from sekisho.engine import Done, Piece


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut so small that there is something to put together."""
    monkeypatch.setattr(cutting, "PIECE", 10)
    monkeypatch.setattr(cutting, "ROWS", 4)


def files(out: str) -> dict[str, bytes]:
    """The rows that were written, file by file."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for kind in ("decided", "rejected")
        for path in sorted((Path(out) / kind).iterdir())
    }


def test_every_row_is_decided_or_rejected(job: Job) -> None:
    summary = run(job, local)
    assert (summary.rows, summary.rejected, summary.decided) == (ROWS, REJECTED, ROWS - REJECTED)
    decided = ds.dataset(f"{job.out}/decided").to_table()
    rejected = ds.dataset(f"{job.out}/rejected").to_table()
    assert (len(decided), len(rejected)) == (ROWS - REJECTED, REJECTED)
    assert sorted(decided["case"].to_pylist(), key=int) == [
        *map(str, range(30)), *map(str, range(100, 105)), "200", "202",
    ]  # fmt: skip
    said = [" ".join(each) for each in rejected["problems"].to_pylist()]
    for reason in ("broken JSON", "did you mean 'buy'?", "is not UTF-8", "the row has 2 cells", "broken CSV"):
        assert any(reason in each for each in said), (reason, said)
    assert json.loads((Path(job.out) / "_summary.json").read_text())["rows"] == ROWS
    assert summary.outcomes.total() == summary.decided
    assert dict(summary.review) == {"Zhejiang Dahua Technolgy GmbH": 11}


@pytest.mark.parametrize("many", [30, 31])
def test_loops_are_had_ready_where_many_rows_are_known_to_come(
    job: Job, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Thirty are: those of the Parquet file. Of others nobody knows before they are read."""
    asked: list[Path] = []

    def ready(folder: Path) -> Bundle:
        asked.append(folder)
        return opened(folder)

    monkeypatch.setattr(working, "MANY", many)
    monkeypatch.setattr(working, "hastened", ready)
    assert run(job, local).rows == ROWS
    assert set(asked) == ({Path(job.bundle)} if many == 30 else set())


def test_pieces_answer_what_the_whole_answers(job: Job) -> None:
    run(job, local)
    table = pq.read_table(f"{job.source}/tables/orders.parquet").combine_chunks()
    whole = decide(table.to_batches()[0], opened(Path(job.bundle)), name="tables/orders.parquet")
    rows = ds.dataset(f"{job.out}/decided").to_table().filter(pa.compute.less(ds.field("row"), 99))
    own = {row["case"]: row for row in rows.to_pylist()}
    for each in whole.to_pylist():
        assert own[each["case"]] == each


def test_a_run_that_was_stopped_goes_on_and_comes_to_the_same(job: Job, tmp_path: Path) -> None:
    run(job, local)
    again = replace(job, out=str(tmp_path / "again"))

    def breaking(pieces: Sequence[Piece], job: Job) -> Iterator[Done]:
        yield from local(pieces[:2], job)
        (Path(job.out) / "decided" / ".draft.parquet").write_bytes(b"half")
        work(pieces[2], job)
        (Path(job.out) / "_done" / f"{pieces[2].name}.json").unlink()  # it ended before the mark was there
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(again, breaking)
    done: list[int] = []
    summary = run(again, local, lambda each: done.append(each.done))
    assert summary.kept == 2
    assert len(done) == summary.pieces - 2
    (Path(again.out) / "decided" / ".draft.parquet").unlink()
    assert files(again.out) == files(job.out)
    assert run(again, local).kept == summary.pieces


def test_a_folder_holds_one_run(job: Job) -> None:
    run(job, local)
    with pytest.raises(UsageError, match="holds a run with reasons needed, not all"):
        run(replace(job, reasons=Reasons.ALL), local)
    with pytest.raises(UsageError, match="holds a run with bundle"):
        run(replace(job, address="0" * 64), local)


def test_a_dataset_that_changed_is_refused(job: Job) -> None:
    run(job, local)
    path = Path(job.source) / "cases.jsonl"
    path.write_text(path.read_text("utf-8", errors="replace") + "\n{}")
    with pytest.raises(UsageError, match=r"answers to cases\.jsonl as it was"):
        run(job, local)


def test_files_that_come_later_are_answered_too(job: Job) -> None:
    run(job, local)
    (Path(job.source) / "more.csv").write_text(",".join(COLUMNS) + "\n" + ",".join(row(300, "Northgate")))
    summary = run(job, local)
    assert (summary.rows, summary.kept) == (ROWS + 1, summary.pieces - 1)


def test_a_row_that_is_not_accounted_for_is_an_error(job: Job) -> None:
    run(job, local)
    victim = next((Path(job.out) / "rejected").iterdir())
    victim.unlink()
    with pytest.raises(InputError, match="not every row is accounted for: 1 problem") as error:
        run(job, local)
    assert "run it again" in error.value.diagnostics()


def test_a_piece_that_an_engine_leaves_out_is_an_error(job: Job) -> None:
    with pytest.raises(InputError, match="not every row is accounted for"):
        run(job, lambda pieces, job: local(pieces[1:], job))


def test_a_bundle_of_another_address_is_refused(job: Job) -> None:
    with pytest.raises(InputError, match="this is not the bundle 000"):
        run(replace(job, address="0" * 64), local)


def test_a_damaged_bundle_ends_the_run_before_anything_is_done(job: Job, tmp_path: Path) -> None:
    import shutil

    copy = shutil.copytree(job.bundle, tmp_path / "copy")
    (copy / "law" / "facts.toml").write_text("")
    with pytest.raises(InputError, match="is damaged") as error:
        run(replace(job, bundle=str(copy)), local)
    assert "law/facts.toml: the file is not as it was built" in error.value.diagnostics()


def test_a_table_without_a_column_that_others_have_is_refused(job: Job) -> None:
    table = pq.read_table(f"{job.source}/tables/orders.parquet")
    pq.write_table(table.drop_columns(["item.manufacturer"]), f"{job.source}/tables/other.parquet")
    with pytest.raises(InputError) as error:
        run(job, local)
    assert (
        "tables/other.parquet: the column 'item.manufacturer' is missing, which other files have"
        in error.value.diagnostics()
    )


def test_a_table_without_the_act_is_refused_with_its_file(job: Job) -> None:
    (Path(job.source) / "rows.csv").write_text("id,item.class\n1,camera\n")
    with pytest.raises(InputError) as error:
        run(job, local)
    assert "rows.csv: the column `action` is missing" in error.value.diagnostics()


@pytest.mark.parametrize(
    ("name", "said"), [("a.txt", "files of this kind are not read"), ("", "there is no file")]
)
def test_what_is_no_dataset_is_said(name: str, said: str, tmp_path: Path) -> None:
    if name:
        (tmp_path / name).write_text("x")
    with pytest.raises(InputError) as error:
        pieces_of(str(tmp_path))
    assert said in error.value.diagnostics()


def test_a_broken_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("no table")
    with pytest.raises(InputError, match="cannot be read"):
        pieces_of(str(tmp_path))


def test_one_file_is_a_dataset(job: Job) -> None:
    only = replace(job, source=f"{job.source}/cases.jsonl")
    assert run(only, local).rows == 8


def test_pieces_are_the_same_each_time_and_hold_all_rows(tmp_path: Path) -> None:
    write(tmp_path)
    cut = [piece for piece in pieces_of(str(tmp_path)) if piece.path.endswith(".parquet")]
    assert cut == [piece for piece in pieces_of(str(tmp_path)) if piece.path.endswith(".parquet")]
    assert [(piece.start, piece.rows) for piece in cut] == [(0, 14), (14, 14), (28, 2)]


def test_other_file_systems_are_read_and_written(job: Job) -> None:
    as_uri = replace(job, source=f"file://{job.source}", out=f"file://{job.out}")
    assert run(as_uri, local).rows == ROWS


def test_a_scheme_that_nobody_knows_is_refused(job: Job) -> None:
    with pytest.raises(UsageError, match="nowhere://"):
        run(replace(job, source="nowhere://x"), local)
