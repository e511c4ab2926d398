"""Tables of Spark answered over a bundle: the one function, put into `mapInArrow`.

Spark reads, writes, retries and resumes as it does for any other table. Every Python worker opens the bundle
once.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.bundle import Reasons, decide, manifest, opened
from sekisho.errors import InputError, Location, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

COLUMNS: Final = (
    "row bigint, case string, outcome string, decisions array<struct<instrument: string, outcome: string>>, "
    "on date, review array<string>, reasons string, problems array<string>, basis string"
)
"""What comes out, in Spark's words; `row` counts within a partition."""


def screen(df: Any, bundle: Path | str, *, reasons: Reasons | str = Reasons.NEEDED) -> Any:  # noqa: ANN401  # Spark's data frames
    """Answer every row of a data frame.

    Args:
        df: a `pyspark.sql.DataFrame` with the columns of a batch (docs/reference/batches.md).
        bundle: the folder of the bundle. Where an executor does not reach it, it is looked for under its name
            among what the job carries (`spark.sparkContext.addArchive("bundle.zip#NAME")`).
        reasons: the rows for which the whole answer is kept.

    Returns:
        A data frame of as many rows, of `COLUMNS`; those that cannot be read have `problems` and no outcome.

    Raises:
        UsageError: this is no data frame of Spark, or pyspark is not installed.
        InputError: the bundle cannot be used; once rows are asked for, also columns that no case has.
    """
    if find_spec("pyspark") is None:
        raise UsageError("pyspark is not installed: pip install 'sekisho[spark]'")
    if not hasattr(df, "mapInArrow"):
        raise UsageError(f"a data frame of Spark 3.3 or newer is needed, not {type(df).__name__}")
    folder = Path(bundle).absolute()
    address = manifest.checked(folder).address
    return df.mapInArrow(_answering(str(folder), address, Reasons(reasons)), COLUMNS)


def _answering(
    folder: str, address: str, reasons: Reasons
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What runs on the executors: the batches of a partition, answered one after the other."""

    def answered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext  # noqa: PLC0415  # it is there where this runs

        context = TaskContext.get()
        name = f"partition-{context.partitionId() if context is not None else 0}"
        found = opened(_reached(folder))
        if found.address != address:
            problem = Problem(
                Location(folder), f"its address is {found.address}", "give all executors the same"
            )
            raise InputError(f"this is not the bundle {address}", [problem])
        start = 0
        for batch in batches:
            yield decide(batch, found, reasons=reasons, name=name, start=start)
            start += len(batch)

    return answered


def _reached(folder: str) -> Path:
    """The folder of the bundle on this machine."""
    path = Path(folder)
    if (path / manifest.NAME).is_file():
        return path
    from pyspark import SparkFiles  # noqa: PLC0415  # it is there where this runs

    return Path(SparkFiles.get(path.name))
