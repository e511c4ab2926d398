"""What a cell of a workbook says, as text."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho.workbooks import text_of


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
