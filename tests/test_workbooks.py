"""What a cell of a workbook says, as text."""

from __future__ import annotations

import datetime as dt
from itertools import repeat

import pytest

from sekisho.workbooks import MOST_CELLS, MOST_ROWS, rows_of, text_of


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        (dt.datetime(2025, 10, 9), "2025-10-09"),  # noqa: DTZ001  # cells have no zone
        (dt.datetime(2025, 10, 9, 16), "2025-10-09T16:00:00"),  # noqa: DTZ001  # as above
        (dt.date(2025, 10, 9), "2025-10-09"),
        (" Poly  Ltd. ", "Poly Ltd."),
        ("・A_x000D_\n\n ・B", "・A\n・B"),
    ],
)
def test_a_cell_of_a_workbook_as_one_reads_it(cell: object, text: str) -> None:
    assert text_of(cell) == text


def test_what_is_empty_at_the_end_of_a_row_is_left_out() -> None:
    assert list(rows_of([("a", None, "b", None), (None, None), (0, "")])) == [
        (1, ("a", None, "b")),
        (2, ()),
        (3, (0, "")),
    ]


def test_a_sheet_may_not_claim_more_than_a_table_has() -> None:
    with pytest.raises(ValueError, match="1,048,576 rows"):
        sum(1 for _ in rows_of(repeat(())))
    assert sum(1 for _ in rows_of(repeat((), MOST_ROWS))) == MOST_ROWS
    with pytest.raises(ValueError, match="row 2 claims more than 1,024 cells"):
        list(rows_of([("a",), (None,) * MOST_CELLS + ("b",)]))
    with pytest.raises(ValueError, match="20,000,000 cells"):
        sum(1 for _ in rows_of(repeat(("a",) * MOST_CELLS)))
