"""Tables of a page as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.lists.read.html import lines
from tests.lists.read.declare import cells, read, refusal

if TYPE_CHECKING:
    from pathlib import Path

FORM = 'kind = "html", row = "Name|Entity"'
HEAD = "<tr><th>Name</th><th>Date</th></tr>"


def write(folder: Path, body: str, title: str = "The list") -> Path:
    path = folder / "page.html"
    path.write_text(f"<html><head><title>{title}</title></head><body>{body}</body></html>", "utf-8")
    return path


def found(folder: Path, body: str) -> list[dict[str, str | list[str]]]:
    return cells(read(write(folder, body), FORM))


def test_every_table_with_a_wanted_heading_is_read(tmp_path: Path) -> None:
    body = (
        f"<table>{HEAD}<tr><td>A</td><td>June 21, 2022</td></tr></table>"
        "<table><tr><th>Menu</th></tr><tr><td>Home</td></tr></table>"
        "<table><thead><tr><th>Entity</th><th>Date</th></tr></thead>"
        "<tbody><tr><td>B</td><td></td></tr></tbody></table>"
    )
    assert found(tmp_path, body) == [{"Name": "A", "Date": "June 21, 2022"}, {"Entity": "B"}]


def test_blanks_references_and_breaks_are_read_as_one_sees_them(tmp_path: Path) -> None:
    row = "<tr><td> A &amp;\n  B&nbsp;Ltd.<script>x()</script></td><td>1<br>2<p>3</p></td></tr>"
    body = f"<table>{HEAD}{row}</table>"
    assert found(tmp_path, body) == [{"Name": "A & B Ltd.", "Date": "1\n2\n3"}]


def test_cells_and_rows_that_nobody_closes_end_with_the_next(tmp_path: Path) -> None:
    body = "<table><tr><th>Name<th>Date<tr><td>A<td>1<tr><td>B<td>2</table>"
    assert found(tmp_path, body) == [{"Name": "A", "Date": "1"}, {"Name": "B", "Date": "2"}]


def test_a_cell_over_several_rows_or_columns_says_so_in_each(tmp_path: Path) -> None:
    body = (
        f"<table>{HEAD}<tr><td>A</td><td rowspan=2>1</td></tr><tr><td>B</td></tr>"
        "<tr><td rowspan='2'>C</td><td>2</td></tr><tr><td>3</td></tr></table>"
    )
    assert [tuple(row.values()) for row in found(tmp_path, body)] == [
        ("A", "1"),
        ("B", "1"),
        ("C", "2"),
        ("C", "3"),
    ]


def test_a_cell_from_end_to_end_heads_what_is_below_it(tmp_path: Path) -> None:
    body = (
        f"<table>{HEAD}<tr><td colspan=2>China</td></tr><tr><td>A</td><td>1</td></tr>"
        "<tr><td colspan=2>Iran</td></tr><tr><td>B</td><td>2</td></tr></table>"
    )
    assert [(row["Name"], row["#section"]) for row in found(tmp_path, body)] == [
        ("A", "China"),
        ("B", "Iran"),
    ]


def test_headings_that_come_again_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    body = f"<table>{HEAD}<tr><td>A</td><td>1</td></tr><tr><td></td><td> </td></tr>{HEAD}</table>"
    assert found(tmp_path, body) == [{"Name": "A", "Date": "1"}]


def test_a_title_above_the_headings_is_passed_over(tmp_path: Path) -> None:
    body = f"<table><tr><th colspan=2>Annex</th></tr>{HEAD}<tr><td>A</td><td>1</td></tr></table>"
    assert found(tmp_path, body) == [{"Name": "A", "Date": "1"}]


def test_a_table_inside_a_table_is_a_table_of_its_own(tmp_path: Path) -> None:
    body = f"<table><tr><td>layout<table>{HEAD}<tr><td>A</td><td>1</td></tr></table></td></tr></table>"
    assert found(tmp_path, body) == [{"Name": "A", "Date": "1"}]


def test_a_page_with_one_table_needs_no_heading(tmp_path: Path) -> None:
    path = write(tmp_path, f"<table>{HEAD}<tr><td>A</td><td>1</td></tr></table>")
    assert cells(read(path, 'kind = "html"')) == [{"Name": "A", "Date": "1"}]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<h1>Access Denied</h1>", "no table has the heading 'Name|Entity': “The list”"),
        ("<table><tr><th>Other</th></tr><tr><td>A</td></tr></table>", "it has Other"),
        (f"<table>{HEAD}<tr><td>A</td></tr></table>", "the row has 1 cells, not 2"),
        (f"<table>{HEAD}<tr><td>A</td><td>1</td><td>2</td></tr></table>", "the row has 3 cells, not 2"),
        (f"<table>{HEAD}<tr><td>A</td><td>1", "ends in the middle of a table"),
        ("<table><tr><th>Name</th><th>Name</th></tr></table>", "'Name' stands twice"),
    ],
)
def test_a_page_that_has_changed_is_refused(tmp_path: Path, body: str, said: str) -> None:
    path = write(tmp_path, body)
    assert said in refusal(lambda: read(path, FORM))


def test_two_tables_and_no_heading_named_are_refused(tmp_path: Path) -> None:
    table = f"<table>{HEAD}<tr><td>A</td><td>1</td></tr></table>"
    path = write(tmp_path, table + table)
    assert "the page has 2 tables" in refusal(lambda: read(path, 'kind = "html"'))


def test_another_encoding_must_be_declared(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(f"<table>{HEAD}<tr><td>华为</td><td>1</td></tr></table>".encode("gb18030"))
    assert "not utf-8" in refusal(lambda: read(path, FORM))
    assert cells(read(path, FORM + ', encoding = "gb18030"'))[0]["Name"] == "华为"


def test_a_field_that_is_too_long_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, f"<table>{HEAD}<tr><td>{'x' * 200}</td><td>1</td></tr></table>")
    assert "a field of 200 characters" in refusal(lambda: read(path, FORM, 100))


def test_the_lines_of_a_page_are_what_one_reads(tmp_path: Path) -> None:
    path = write(
        tmp_path, "<h1>Order</h1><p>one <b>two</b></p><style>p{}</style><ul><li>three<li>four</ul>five"
    )
    assert [text for _, text in lines(path)] == ["Order", "one two", "three", "four", "five"]
