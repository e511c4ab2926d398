"""Spark with two executors, which are processes of their own: the rows are those of one process."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sekisho import spark
from sekisho.bundle import Reasons, build, decide, opened
from sekisho.errors import InputError, UsageError
from tests.engine.dataset import MAKERS, case
from tests.whole import ROOT, as_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sekisho.law.register import Law
    from sekisho.store.base import Store

ROWS = 100_000
APART = "pyspark is not installed here: `make test-spark` does that, and runs this"


@pytest.fixture(scope="session")
def frozen(law: Law, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("bundles"), law, store, as_of("2026-11-30", "2026-11-30"))


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Spark with two executors."""
    sql = pytest.importorskip("pyspark.sql", reason=APART)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        built = sql.SparkSession.builder.master("local-cluster[2,1,1024]")
        for key, value in {
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "8192",
            "spark.executorEnv.PYTHONPATH": str(ROOT),
        }.items():
            built = built.config(key, value)
        made = built.getOrCreate()
        yield made
        made.stop()


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'sekisho\[spark\]'"):
        spark.screen(None, tmp_path)


def test_what_is_no_data_frame_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: name)
    with pytest.raises(UsageError, match="not dict"):
        spark.screen({}, tmp_path)


def test_two_executors_give_the_rows_of_one_process(session: Any, frozen: Path, tmp_path: Path) -> None:  # noqa: ANN401
    texts = [case(number, f"{MAKERS[number % 3]} {number % 997}") for number in range(ROWS - 1)] + ['{"id": ']
    pq.write_table(pa.table({"case": texts}), tmp_path / "in.parquet", row_group_size=10_000)
    df = session.read.parquet(str(tmp_path / "in.parquet")).repartition(6)
    spark.screen(df, frozen, reasons=Reasons.NONE).write.parquet(str(tmp_path / "out"))
    told = pq.read_table(tmp_path / "out")
    bundle = opened(frozen)
    wanted = pa.Table.from_batches(
        [decide(each, bundle, reasons=Reasons.NONE) for each in pa.table({"case": texts}).to_batches(8192)]
    )
    assert len(told) == ROWS
    assert told["problems"].null_count == ROWS - 1
    # Where a row stood is Spark's affair, and what has no id is called after that.
    same = [name for name in wanted.column_names if name not in ("row", "problems")]
    named = [table.filter(table["problems"].is_null()).select(same) for table in (told, wanted)]
    one, other = (table.sort_by("case").combine_chunks() for table in named)
    assert one.equals(other.cast(one.schema))


def test_a_bundle_that_was_changed_meanwhile_is_refused(session: Any, frozen: Path, tmp_path: Path) -> None:  # noqa: ANN401
    import shutil

    copy = shutil.copytree(frozen, tmp_path / "copy")
    df = session.createDataFrame([(json.dumps({"action": "buy"}),)], "case string")
    asked = spark.screen(df, copy)
    (copy / "law" / "facts.toml").write_text("")
    with pytest.raises(Exception, match="is damaged"):
        asked.collect()
    with pytest.raises(InputError, match="is damaged"):
        spark.screen(df, copy)


def test_a_bundle_that_the_job_carries_is_found(session: Any, frozen: Path, tmp_path: Path) -> None:  # noqa: ANN401
    import shutil

    copy = shutil.copytree(frozen, tmp_path / "sent" / frozen.name)
    packed = shutil.make_archive(str(copy), "zip", copy)
    session.sparkContext.addArchive(f"{packed}#{copy.name}")
    df = session.createDataFrame([(json.dumps({"id": "a", "action": "buy"}),)], "case string")
    asked = spark.screen(df, copy)
    shutil.rmtree(copy)
    (row,) = asked.collect()
    assert (row["case"], row["basis"][:16]) == ("a", frozen.name)
    assert json.loads(row["reasons"])["outcome"] == row["outcome"], (
        "an act of which nothing is told is unknown"
    )
