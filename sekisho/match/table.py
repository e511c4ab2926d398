"""Names from a file and answers into one: CSV, or Parquet by its suffix; every column of the file is kept."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from sekisho.cells import harmless
from sekisho.errors import InputError, Location, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import TextIO

PARQUET = ".parquet"
ADDED = ("match", "match_name", "match_score", "match_zone")
"""Columns that an answer adds: the bearer's id, its name that met, the score and the zone."""


def read(path: Path, column: str) -> list[dict[str, str]]:
    """The rows of a file, as text.

    Args:
        path: a CSV with a header, or Parquet.
        column: the one with the names; it must be there.

    Raises:
        InputError: the file cannot be read, or has no such column.
        UsageError: there is no such file.
    """
    try:
        rows, columns = _parquet(path) if path.suffix == PARQUET else _csv(path)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, csv.Error) as error:
        raise _refused(
            path, f"it is no {path.suffix.lstrip('.') or 'table'} that can be read: {error}"
        ) from error
    if column not in columns:
        told = ", ".join(columns) or "none"
        raise _refused(path, f"there is no column {column!r}; there are: {told}", "name it with --column")
    return rows


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write rows, which all have the columns of the first.

    Raises:
        UsageError: the file cannot be written; what was there is as it was.
    """
    columns = list(rows[0]) if rows else []
    draft = path.with_name(path.name + ".part")
    try:
        if path.suffix == PARQUET:
            import pyarrow as pa  # noqa: PLC0415  # only who asks for Parquet waits for it
            import pyarrow.parquet as pq  # noqa: PLC0415  # as above

            pq.write_table(pa.table({name: [row[name] for row in rows] for name in columns}), draft)
        else:
            with draft.open("w", encoding="utf-8", newline="") as stream:
                write_csv(stream, rows, columns)
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)


def write_csv(out: TextIO, rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> None:
    """Write rows as CSV: columns of the file as they were, and no formula in those that were added."""
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: harmless(row[name]) if name in ADDED else row[name] for name in columns})


def _csv(path: Path) -> tuple[list[dict[str, str]], Iterable[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, restval="")
        rows = [{name: value or "" for name, value in row.items() if name} for row in reader]
        return rows, [name for name in reader.fieldnames or () if name]


def _parquet(path: Path) -> tuple[list[dict[str, str]], Iterable[str]]:
    import pyarrow.parquet as pq  # noqa: PLC0415  # only who asks for Parquet waits for it

    table = pq.read_table(path)
    rows = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in table.to_pylist()
    ]
    return rows, table.column_names


def _refused(path: Path, message: str, hint: str = "") -> InputError:
    return InputError(f"{path} cannot be read", [Problem(Location(str(path)), message, hint)])
