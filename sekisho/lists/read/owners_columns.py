"""A table of owners as columns, for files of a million rows: each distinct word is read once.

Invariants: it reads what `owners.py` reads, with the same meaning; where something cannot be read, that
reader is asked, so that the refusal has its line and column.
"""

from __future__ import annotations

import csv as standard
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from sekisho.dates import FIRST_DAY, LAST_DAY, Interval
from sekisho.errors import Location
from sekisho.lists.read.owners import NEEDED, heading, said
from sekisho.lists.read.row import refused, sniff
from sekisho.lists.share import share, within, yes_no
from sekisho.model.case import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy.typing as npt

Ends: TypeAlias = Range | Interval
NOT_TOLD = Range(float("nan"), float("nan"))
ALWAYS = Interval(FIRST_DAY, FIRST_DAY)
STILL = Interval(LAST_DAY, LAST_DAY)
BLOCK = 1 << 24


class Columns(NamedTuple):
    """The holdings of a file, a row a place.

    Attributes:
        parties: name and country of each party; the others name them by their place here.
        share: low and high end, percent; NaN: not told.
        control: 2 yes, 1 not told, 0 no.
        since: first and last day on which it may have begun.
    """

    parties: Sequence[tuple[str, str]]
    owner: npt.NDArray[np.int64]
    asset: npt.NDArray[np.int64]
    share: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
    votes: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
    control: npt.NDArray[np.int8]
    since: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]
    until: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


def columns(path: Path) -> Columns:
    """The columns of a file.

    Raises:
        InputError: a column or a cell cannot be read.
    """
    try:
        return _columns(_table(path))
    except (ValueError, pa.ArrowException) as error:
        for _ in said({"main": path}, path.name):  # it says where
            pass
        raise refused(Location(path.name), str(error), "save it as CSV UTF-8") from error


def _table(path: Path) -> dict[str, pa.ChunkedArray]:
    sniff(path, "csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = heading(next(standard.reader(file, strict=True), []), path.name)
    read = csv.read_csv(
        path,
        csv.ReadOptions(column_names=names, skip_rows=1, block_size=BLOCK),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )
    return {name: pc.utf8_trim_whitespace(read[name]) for name in names}


def _columns(table: dict[str, pa.ChunkedArray]) -> Columns:
    rows = len(table["owner"])
    parties, ends = _parties(table, rows)
    found: dict[str, list[npt.NDArray[Any]]] = {}
    for name, parse, absent in (
        ("share", share, NOT_TOLD),
        ("votes", share, NOT_TOLD),
        ("from", within, ALWAYS),
        ("until", within, STILL),
    ):
        found[name] = _pairs(table.get(name), parse, absent, rows)
    control = np.ones(rows, np.int8)
    if "control" in table:
        words, codes = _distinct(table["control"])
        control = np.array([{True: 2, None: 1, False: 0}[yes_no(word)] for word in words], np.int8)[codes]
    since, until = found["from"], found["until"]
    if bool((until[1] < since[0]).any()):
        raise ValueError("a holding ends before it begins")
    return Columns(
        parties,
        ends[0],
        ends[1],
        (found["share"][0], found["share"][1]),
        (found["votes"][0], found["votes"][1]),
        control,
        (since[0].astype(np.int32), since[1].astype(np.int32)),
        (until[0].astype(np.int32), until[1].astype(np.int32)),
    )


def _parties(
    table: dict[str, pa.ChunkedArray], rows: int
) -> tuple[list[tuple[str, str]], list[npt.NDArray[np.int64]]]:
    """Everybody who is named, and who stands at each end of each row."""
    keys = []
    for end in NEEDED:
        if bool(pc.any(pc.equal(table[end], "")).as_py()):
            raise ValueError(f"a row names no {end}")
        country = table.get(f"{end}_country")
        country = pa.chunked_array([pa.array([""] * rows)]) if country is None else pc.utf8_lower(country)
        keys.append(pc.binary_join_element_wise(table[end], country, "\x1f"))
    both = pa.chunked_array([*keys[0].chunks, *keys[1].chunks])
    words, codes = _distinct(both)
    parties = []
    for word in words:
        name, _, country = word.rpartition("\x1f")
        parties.append((name, country))
    numbers = codes.astype(np.int64)
    return parties, [numbers[:rows], numbers[rows:]]


def _pairs(
    column: pa.ChunkedArray | None, parse: Callable[[str], Ends | None], absent: Ends, rows: int
) -> list[npt.NDArray[Any]]:
    """Both ends of what stands in a column."""
    if column is None:
        words, codes = [""], np.zeros(rows, np.int64)
    else:
        words, codes = _distinct(column)
    read = [(parse(word) if word else None) or absent for word in words]
    ends = [(each.low, each.high) if isinstance(each, Range) else (each.first, each.last) for each in read]
    both = np.array(ends).reshape(-1, 2)[codes]
    return [both[:, 0], both[:, 1]]


def _distinct(column: pa.ChunkedArray) -> tuple[list[str], npt.NDArray[np.int64]]:
    """The distinct words of a column, and which stands in each row."""
    coded = pc.dictionary_encode(column).unify_dictionaries()
    if not coded.num_chunks:
        return [], np.zeros(0, np.int64)
    codes = np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in coded.chunks])
    return coded.chunk(0).dictionary.to_pylist(), codes.astype(np.int64)
