"""Names from a file and answers into one: CSV, or Parquet by its suffix; every column of the file is kept.

Invariant: a file from which a name could be lost, by an open quotation mark or a comma too many, is refused.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sekisho.cells import harmless
from sekisho.errors import InputError, Location, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import TextIO

    import pyarrow as pa

PARQUET = ".parquet"
ADDED = ("match", "match_name", "match_score", "match_zone")
"""Columns that an answer adds: the bearer's id, its name that met, the score and the zone."""
Columns: TypeAlias = "Mapping[str, Sequence[str]]"
"""Texts to stand beside a table, by their headings."""
_SEPARATORS = (";", "\t")


class Table(NamedTuple):
    """A table as it was read.

    Attributes:
        header: the headings; but for empty ones, each stands once.
        rows: with as many cells as there are headings.
        whole: where it is of Parquet, with the types that it has there.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[object]]
    whole: pa.Table | None = None

    def texts(self, column: str) -> list[str]:
        """The cells of a column, which must be there, as text."""
        at = self.header.index(column)
        return [_text(row[at]) for row in self.rows]


def read(path: Path, *columns: str) -> Table:
    """Read a file.

    Args:
        path: a CSV with a header, or Parquet.
        columns: those that must be there.

    Raises:
        InputError: the file cannot be read without loss, or has no such column.
        UsageError: there is no such file.
    """
    try:
        table = _parquet(path) if path.suffix == PARQUET else _csv(path)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _refused(path, 0, f"this text is not UTF-8: {error.reason}", "save it as CSV UTF-8") from error
    except ValueError as error:
        raise _refused(path, 0, f"it is no {path.suffix.lstrip('.') or 'table'}: {error}") from error
    twice = [name for name in table.header if name and table.header.count(name) > 1]
    if twice:
        raise _refused(path, 1, f"the column '{twice[0]}' stands twice", "name each column once")
    for column in columns:
        if column not in table.header:
            told, only = ", ".join(table.header) or "none", len(table.header) == 1
            parted = only and any(mark in told for mark in _SEPARATORS)
            hint = "save it with commas between the cells" if parted else "name it with --column"
            raise _refused(path, 0, f"there is no column {column!r}; there are: {told}", hint)
    return table


def write(path: Path, table: Table, added: Columns) -> None:
    """Write a table and what stands beside it.

    Raises:
        UsageError: the file cannot be written, and what was there is as it was; or the table has a column of
            such a name already.
    """
    check_free(table, added)
    draft = path.with_name(path.name + ".part")
    try:
        if path.suffix == PARQUET:
            _write_parquet(draft, table, added)
        else:
            with draft.open("w", encoding="utf-8", newline="") as stream:
                write_csv(stream, table, added)
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)


def check_free(table: Table, added: Sequence[str] | Columns) -> None:
    """Is there room for columns of these names?

    Raises:
        UsageError: the table has one of them already.
    """
    for name in added:
        if name in table.header:
            raise UsageError(f"the file has a column '{name}' already, which would be lost; rename it there")


def write_csv(out: TextIO, table: Table, added: Columns) -> None:
    """Write CSV: columns of the table as they were, and no formula in those that stand beside it."""
    writer = csv.writer(out)
    writer.writerow([*table.header, *added])
    for row, *told in zip(table.rows, *added.values(), strict=True):
        writer.writerow([*map(_text, row), *map(harmless, told)])


def _write_parquet(path: Path, table: Table, added: Columns) -> None:
    import pyarrow as pa  # noqa: PLC0415  # only who asks for Parquet waits for it
    import pyarrow.parquet as pq  # noqa: PLC0415  # as above

    whole = table.whole
    if whole is None:
        own = [pa.array([row[at] for row in table.rows], pa.string()) for at in range(len(table.header))]
        whole = pa.table(own, list(table.header))
    for name, texts in added.items():
        whole = whole.append_column(name, pa.array(texts, pa.string()))
    pq.write_table(whole, path)


def _csv(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        try:
            header = next(reader, [])
            rows = []
            for row in filter(None, reader):
                size = len(header)
                if any(cell.strip() for cell in row[size:]):
                    message = f"the row has {len(row)} cells, and there are {size} columns"
                    hint = "does a cell hold a comma? it stands in quotes then"
                    raise _refused(path, reader.line_num, message, hint)
                rows.append(row[:size] + [""] * (size - len(row)))
        except csv.Error as error:
            hint = 'a cell with a comma, a quote or a line break stands in "…", a quote inside it is doubled'
            raise _refused(path, reader.line_num, f"broken CSV: {error}", hint) from error
    return Table(header, rows)


def _parquet(path: Path) -> Table:
    import pyarrow.parquet as pq  # noqa: PLC0415  # only who asks for Parquet waits for it

    whole = pq.read_table(path)
    rows = list(zip(*(column.to_pylist() for column in whole.columns), strict=True))
    return Table(whole.column_names, rows, whole)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _refused(path: Path, line: int, message: str, hint: str = "") -> InputError:
    return InputError(f"{path} cannot be read", [Problem(Location(str(path), line), message, hint)])
