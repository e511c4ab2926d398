"""What was believed on a day as Arrow tables, and as Parquet to ship.

Invariants: rows stand in the order of `Archive.statements`; memory does not grow with the store, except
for the one function that gives a whole table; a Parquet file says in itself of which day and snapshot it is,
and reads back as the same statements.
"""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from sekisho import dates
from sekisho.errors import InputError, Location, Problem
from sekisho.model.statement import Said
from sekisho.store.belief import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from sekisho.store.engine import Archive

EPOCH = 719_163  # the ordinal of 1970-01-01, from which Arrow counts
_WORD = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("entity_id", pa.string(), nullable=False),
        pa.field("schema", _WORD, nullable=False),
        pa.field("prop", _WORD, nullable=False),
        pa.field("value", pa.string(), nullable=False),
        pa.field("list", _WORD, nullable=False),
        pa.field("original", pa.string()),
        pa.field("lang", _WORD),
        pa.field("valid_from", pa.date32(), nullable=False),
        pa.field("valid_to", pa.date32(), nullable=False),
        pa.field("known_from", pa.date32(), nullable=False),
    ]
)
"""The columns of `belief.COLUMNS`, with their types."""
ROW_GROUP = 100_000


def reader(
    archive: Archive, known: int, lists: Iterable[str] | None = None, upto_snapshot: int | None = None
) -> pa.RecordBatchReader:
    """What was believed on a day, a record batch at a time; arguments as of `Archive.statements`."""
    schema, rows = _begin(archive, known, lists, upto_snapshot)
    return pa.RecordBatchReader.from_batches(schema, (_batch(each, schema) for each in rows))


def table(
    archive: Archive, known: int, lists: Iterable[str] | None = None, upto_snapshot: int | None = None
) -> pa.Table:
    """The same as one table, in memory."""
    return reader(archive, known, lists, upto_snapshot).read_all().unify_dictionaries()


def write_parquet(
    archive: Archive,
    path: Path,
    known: int,
    lists: Iterable[str] | None = None,
    upto_snapshot: int | None = None,
) -> int:
    """Write what was believed on a day to a Parquet file; how many statements those were.

    The file is there when it is whole, or not at all.

    Raises:
        InputError: it cannot be written.
    """
    schema, rows = _begin(archive, known, lists, upto_snapshot)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    count = 0
    try:
        with pq.ParquetWriter(draft, schema, compression="zstd") as writer:
            for group in _groups(rows):
                writer.write_table(pa.Table.from_batches([_batch(group, schema)]), ROW_GROUP)
                count += len(group)
        draft.replace(path)
    except OSError as error:
        problem = Problem(
            Location(str(path)), str(error.strerror or error), "make room, or give another path"
        )
        raise InputError(f"{path} cannot be written", [problem]) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return count


def read_parquet(path: Path) -> Iterator[Said]:
    """The statements of a Parquet file, as a source says them: each since the day from which it was known.

    Raises:
        InputError: it is no such file.
    """
    try:
        with pq.ParquetFile(path) as file:
            missing = [name for name in SCHEMA.names if name not in file.schema_arrow.names]
            if missing:
                raise _refused(path, f"it has no column '{missing[0]}'")
            for batch in file.iter_batches(columns=SCHEMA.names):
                for statement, since in statements(_rows(path, batch)):
                    yield Said(statement, since)
    except (pa.ArrowException, OSError) as error:
        raise _refused(path, str(error).partition("\n")[0]) from error


def _begin(
    archive: Archive, known: int, lists: Iterable[str] | None, upto_snapshot: int | None
) -> tuple[pa.Schema, Iterator[list[tuple[Any, ...]]]]:
    """The schema with what it is of, and the rows."""
    upto = archive.latest() if upto_snapshot is None else upto_snapshot
    told = {"sekisho.known": dates.iso(known), "sekisho.snapshot": str(upto)}
    return SCHEMA.with_metadata(told), archive.batches(known, lists, upto)


def _batch(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.RecordBatch:
    arrays = []
    for field, values in zip(schema, zip(*rows, strict=True), strict=True):
        if field.type == pa.date32():
            days = pa.array([value - EPOCH for value in values], pa.int32())
            arrays.append(days.cast(pa.date32()))
        elif field.type == _WORD:
            arrays.append(pa.array(values, pa.string()).dictionary_encode())
        else:
            arrays.append(pa.array(values, field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _rows(path: Path, batch: pa.RecordBatch) -> list[tuple[Any, ...]]:
    columns = []
    for field in SCHEMA:
        column = batch.column(field.name)
        if column.null_count and not field.nullable:
            raise _refused(path, f"'{field.name}' is empty in some rows")
        if field.type == pa.date32():
            columns.append([value + EPOCH for value in column.cast(pa.int32()).to_pylist()])
        else:
            columns.append(column.cast(pa.string()).to_pylist())
    return list(zip(*columns, strict=True))


def _groups(batches: Iterable[list[tuple[Any, ...]]]) -> Iterator[list[tuple[Any, ...]]]:
    """Batches put together to groups of rows."""
    gathered: list[list[tuple[Any, ...]]] = []
    for batch in batches:
        gathered.append(batch)
        if sum(map(len, gathered)) >= ROW_GROUP:
            yield list(chain.from_iterable(gathered))
            gathered = []
    if gathered:
        yield list(chain.from_iterable(gathered))


def _refused(path: Path, message: str) -> InputError:
    hint = "give a file written by `sekisho lists export --format parquet`"
    return InputError(f"{path.name} is refused", [Problem(Location(path.name), message, hint)])
