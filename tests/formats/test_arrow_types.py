"""Rows can be taken of columns of whatever type, and say what they said."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from sekisho.formats.arrow_types import plain

VIEW, BYTES = pa.string_view(), pa.binary_view()
WORDS = pa.array(["a", None, "Café"], VIEW)
RUNS = pa.array([2, 3, 6], pa.int32())
PLACES = pa.array([0, 1, 2, None, 0, 0], pa.uint8())
COLUMNS = {
    "texts": pa.array(["a", "b", None, "", "Café", "a text too long to lie within a view"], VIEW),
    "bytes": pa.array([b"a", b"b", None, b"", b"\xff", b"e"], BYTES),
    "lists": pa.array([["a", None], [], None, ["b"], ["c"], ["d"]], pa.list_(VIEW)),
    "large lists": pa.array([["a", None], [], None, ["b"], ["c"], ["d"]], pa.large_list(VIEW)),
    "lists of views": pa.array([["a", None], [], None, ["b"], ["c"], ["d"]], pa.list_view(VIEW)),
    "pairs": pa.array([["a", None], None, ["b", "c"], ["d", "e"], None, None], pa.list_(VIEW, 2)),
    "structs": pa.array([{"n": "a"}, None, {"n": None}, {}, {"n": "b"}, {}], pa.struct([("n", VIEW)])),
    "rows": pa.array([[{"n": "a"}]] * 6, pa.list_(pa.struct([("n", VIEW), ("share", pa.int8())]))),
    "maps": pa.array([[("a", "b")], None, [], [], [("c", None)], []], pa.map_(pa.string(), VIEW)),
    "words": pa.DictionaryArray.from_arrays(PLACES, WORDS),
    "lists of words": pa.ListArray.from_arrays(
        pa.array([0, 1, 1, 2, 4, 5, 6], pa.int32()), pa.DictionaryArray.from_arrays(PLACES, WORDS)
    ),
    "lists of runs": pa.ListArray.from_arrays(
        pa.array([0, 1, 1, 2, 4, 5, 6], pa.int32()), pa.RunEndEncodedArray.from_arrays(RUNS, WORDS)
    ),
    "runs": pc.run_end_encode(pa.array([1, 1, 2, None, None, 3])),
    "runs of texts": pa.RunEndEncodedArray.from_arrays(RUNS, WORDS),
    "runs of lists": pa.RunEndEncodedArray.from_arrays(RUNS, pa.array([["a"], None, []], pa.list_(VIEW))),
}


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("start", [0, 1, 3])
def test_rows_of_any_type_can_be_taken_and_say_what_they_said(name: str, start: int) -> None:
    column = COLUMNS[name].slice(start)
    found = plain(pa.RecordBatch.from_arrays([column], [name])).column(name)
    assert found.to_pylist() == column.to_pylist()
    assert found.take(pa.array([2, 0])).to_pylist() == [column.to_pylist()[place] for place in (2, 0)]


def test_plain_columns_are_left_as_they_are() -> None:
    told = {
        "words": pa.array(["a", "b"]).dictionary_encode(),
        "lists": pa.array([["a"], None]),
        "rows": pa.array([{"n": 1}, {"n": 2}]),
        "maps": pa.array([[("a", "b")], None], pa.map_(pa.string(), pa.string())),
        "nothing": pa.nulls(2),
    }
    batch = pa.RecordBatch.from_pydict(told)
    assert plain(batch) is batch
