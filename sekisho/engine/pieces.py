"""A dataset as pieces: what is answered at once, written as one file, and done again if it is lost.

Invariants: every row of the dataset is in one piece; a piece is named by what it is cut from, so that the
same dataset has the same pieces, and one that has changed has others.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from io import BufferedReader
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from sekisho.engine.place import Place, place_of
from sekisho.errors import InputError, Location, Problem, counted
from sekisho.formats.arrow import CASE, PROBLEM
from sekisho.formats.csv import raw_rows
from sekisho.formats.json import loads
from sekisho.formats.lines import Stream
from sekisho.formats.notes import Notes
from sekisho.formats.ocds import cases_in
from sekisho.formats.parts import is_ocds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sekisho.formats.lines import Line

T = TypeVar("T")

ROWS: Final = 65_536
"""Rows of a batch: what is in memory at a time, as columns."""
PIECE: Final = 65_536
"""Rows from which a Parquet file is cut, between its row groups."""
_OCDS: Final = re.compile(r'"(?:ocid|releases|records)"')
"""What a line has that is of OCDS; few others are taken apart twice."""
SUFFIXES: Final = (".parquet", ".csv", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a dataset, or some row groups of it.

    Attributes:
        name: 16 digits: a hash of the path, the size and the time of the file, and of where it is cut.
        path: within the dataset.
        start: the number of its first row in the file.
        groups: the row groups of a Parquet file, the end left out.
        rows: how many there are; None: nobody knows before the file is read.
    """

    name: str
    path: str
    start: int = 0
    groups: tuple[int, int] = (0, 0)
    rows: int | None = None


def pieces_of(source: str) -> list[Piece]:
    """The pieces of a dataset: a file, or all files of a folder at any depth.

    Names that begin with `_` or a dot are passed over, as engines do.

    Raises:
        InputError: there is none, or a file cannot be read or is of no format that is read here.
    """
    root = place_of(source)
    try:
        return _pieces(root)
    except (OSError, pa.ArrowException) as error:
        problem = Problem(Location(source), str(error).partition("\n")[0], "check the path and the files")
        raise InputError(f"{source} cannot be read", [problem]) from error


def _pieces(root: Place) -> list[Piece]:
    files = list(_files(root))
    problems = [
        Problem(Location(path), "files of this kind are not read", f"give {', '.join(SUFFIXES)}")
        for path, info in files
        if info.extension not in {suffix[1:] for suffix in SUFFIXES}
    ]
    if not files:
        problems.append(Problem(Location(root.path), "there is no file", f"give {', '.join(SUFFIXES)}"))
    tables = {} if problems else {path: info for path, info in files if info.extension == "parquet"}
    heads = {path: pq.read_metadata(info.path, filesystem=root.system) for path, info in tables.items()}
    problems += _unlike({path: head.schema.to_arrow_schema().names for path, head in heads.items()})
    if problems:
        raise InputError(f"{root.path} cannot be read: {counted(len(problems), 'problem')}", problems)
    cut = (
        _cut(path, info, heads[path]) if path in heads else [Piece(_name(path, info), path)]
        for path, info in files
    )
    return list(chain.from_iterable(cut))


def _files(root: Place) -> Iterator[tuple[str, fs.FileInfo]]:
    """The files of a dataset with their paths in it, in the order of these."""
    info = root.system.get_file_info(root.path)
    if info.type is fs.FileType.File:
        yield info.base_name, info
        return
    selector = fs.FileSelector(root.path, recursive=True, allow_not_found=True)
    for each in sorted(root.system.get_file_info(selector), key=lambda each: each.path):
        path = each.path.removeprefix(root.path).lstrip("/")
        if each.type is fs.FileType.File and not any(part[0] in "._" for part in path.split("/")):
            yield path, each


def _unlike(columns: dict[str, list[str]]) -> Iterator[Problem]:
    """Tables without a column that others of the dataset have: missing is not the same as unknown."""
    everywhere = dict.fromkeys(chain.from_iterable(columns.values()))
    for path, own in columns.items():
        for name in everywhere.keys() - set(own):
            hint = "give tables of one kind, with nulls where nothing is known"
            yield Problem(Location(path), f"the column '{name}' is missing, which other files have", hint)


def _cut(path: str, info: fs.FileInfo, head: pq.FileMetaData) -> Iterator[Piece]:
    sizes = [head.row_group(number).num_rows for number in range(head.num_row_groups)]
    first = start = rows = 0
    for end, size in enumerate(sizes, start=1):
        rows += size
        if rows >= PIECE or end == len(sizes):
            yield Piece(_name(path, info, f"{first}-{end}"), path, start, (first, end), rows)
            first, start, rows = end, start + rows, 0
    if not sizes:
        yield Piece(_name(path, info), path, rows=0)


def _name(path: str, info: fs.FileInfo, cut: str = "") -> str:
    told = f"{path}\0{info.size}\0{info.mtime_ns}\0{cut}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def batches(source: str, piece: Piece) -> Iterator[pa.RecordBatch]:
    """The rows of a piece.

    Raises:
        InputError: the file has changed since it was cut, or cannot be read.
    """
    root = place_of(source)
    one = root.system.get_file_info(root.path).type is fs.FileType.File
    place = root if one else root / piece.path
    try:
        if piece.path.endswith(".parquet"):
            yield from _of_parquet(place, piece)
            return
        with place.system.open_input_stream(place.path) as raw, BufferedReader(raw) as file:
            stream = Stream(file, piece.path)
            yield from (_of_csv(stream) if piece.path.endswith(".csv") else _of_lines(stream))
    except (OSError, pa.ArrowException) as error:
        problem = Problem(Location(piece.path), str(error).partition("\n")[0], "mend or replace the file")
        raise InputError(f"{piece.path} cannot be read", [problem]) from error


def _of_parquet(place: Place, piece: Piece) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(place.system.open_input_file(place.path)) as file:
        yield from file.iter_batches(ROWS, row_groups=list(range(*piece.groups)), use_threads=False)


def _of_csv(stream: Stream) -> Iterator[pa.RecordBatch]:
    """The rows of a table as text; one whose cells cannot be told apart as a problem."""
    rows = raw_rows(stream)
    header = next(rows, None)
    if header is None or header.problems:
        empty = Problem(Location(stream.name), "the file is empty", "begin with a line of column names")
        raise InputError(f"{stream.name} cannot be read", (empty,) if header is None else header.problems)
    names = [name.strip() for name in header.cells]
    fitting = (row.fitting(len(names), stream.name) for row in rows)
    for some in _some(fitting):
        absent = [None] * len(names)
        cells = zip(*(absent if row.problems else row.cells for row in some), strict=True)
        yield _texts([*names, PROBLEM], [*cells, [_why(row.problems) for row in some]])


def _of_lines(stream: Stream) -> Iterator[pa.RecordBatch]:
    """Lines as whole cases; one that is no text as a problem."""
    told = chain.from_iterable(_cases(line) for line in stream.lines())
    for some in _some(told):
        yield _texts([CASE, PROBLEM], list(zip(*some, strict=True)))


def _cases(line: Line) -> Iterator[tuple[str | None, str | None]]:
    """The cases of a line, as JSON, each with a problem instead or none: of OCDS there may be several."""
    if line.fault is not None:
        yield None, _why([line.fault])
    elif _OCDS.search(line.text) and (data := _published(line.text)) is not None:
        notes = Notes("")
        yield from ((json.dumps(case, ensure_ascii=False), None) for _, case in cases_in(data, notes))
        if notes.problems:
            yield None, _why(notes.problems)
    elif line.text.strip():
        yield line.text, None


def _published(text: str) -> dict[str, Any] | None:
    """What OCDS publishes in a line; None: it is something else, or broken, and is read as a case."""
    try:
        data = loads(text)
    except ValueError:
        return None
    return data if is_ocds(data) else None


def _some(rows: Iterator[T]) -> Iterator[list[T]]:
    """So many rows at a time as a batch has."""
    while some := list(islice(rows, ROWS)):
        yield some


def _why(problems: Sequence[Problem]) -> str | None:
    return "; ".join(f"{each.message} ({each.hint})" for each in problems) or None


def _texts(names: Sequence[str], columns: Iterable[Sequence[str | None]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in columns], list(names))
