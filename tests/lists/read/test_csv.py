"""Delimited text to rows, and the ways it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.errors import InputError
from sekisho.lists.declaration import MAIN
from sekisho.lists.read import rows
from tests.lists.declared import HEAD, NAMED, declare

if TYPE_CHECKING:
    from pathlib import Path


def read(
    folder: Path, content: bytes | str, form: str = 'kind = "csv"', more: str = ""
) -> list[dict[str, tuple[str, ...]]]:
    path = folder / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    source = declare(folder, HEAD.replace('kind = "csv"', form) + NAMED + more)
    return [dict(row.values) for row in rows({MAIN: path}, source)]


def refusal(folder: Path, content: bytes | str, form: str = 'kind = "csv"', more: str = "") -> str:
    with pytest.raises(InputError) as caught:
        read(folder, content, form, more)
    return caught.value.diagnostics()


def test_a_table_with_headings(tmp_path: Path) -> None:
    assert read(tmp_path, '\ufeffName,Town\n"A, Inc.", Rome \n\n"B\nC",\n') == [
        {"Name": ("A, Inc.",), "Town": ("Rome",)},
        {"Name": ("B\nC",), "Town": ()},
    ]


def test_a_table_without_headings_and_with_words_for_nothing(tmp_path: Path) -> None:
    form = 'kind = "csv", header = false, columns = ["Name", "Town"], null = "-0-"'
    found = read(tmp_path, '36,-0- \n173,"The Minories, 1"\r\n\x1a', form)
    assert found == [{"Name": ("36",), "Town": ()}, {"Name": ("173",), "Town": ("The Minories, 1",)}]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("Name\tTown\nA\tRome\n", 'kind = "tsv"'),
        ("Name@Town\nA@Rome\n", 'kind = "csv", delimiter = "@"'),
        ("As of today\nName,Town\nA,Rome\n", 'kind = "csv", skip = 1'),
        ("Name,Town\nA,Rome\n".encode("utf-16"), 'kind = "csv", encoding = "utf-16"'),
    ],
)
def test_other_ways_to_write_a_table(tmp_path: Path, content: bytes | str, form: str) -> None:
    assert read(tmp_path, content, form) == [{"Name": ("A",), "Town": ("Rome",)}]


def test_a_quote_may_be_a_letter_like_any_other(tmp_path: Path) -> None:
    assert read(tmp_path, 'Name\tTown\n"A\tRome\n', 'kind = "tsv", quote = ""')[0]["Name"] == ('"A',)


def test_the_place_of_a_row_is_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name\nA\nB\n")
    source = declare(tmp_path, HEAD + NAMED)
    assert [row.place.line for row in rows({MAIN: path}, source)] == [2, 3]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        (
            "<!DOCTYPE html>\n<html><head><title>503 Unavailable</title>",
            "an HTML page stands in place of CSV (“503 Unavailable”)",
        ),
        (b"  \xef\xbb\xbf <html>", "an HTML page stands in place of CSV"),
        ("Name,Town\nA\n", "list.csv:2: the row has 1 fields, not 2"),
        ("Name,Town\nA,B,C\n", "the row has 3 fields, not 2"),
        ("Name;Town\nA;B\n", 'not divided by “,” (say which sign does it: delimiter = ";")'),
        ("Name\tTown\nA\tB\n", 'delimiter = "\\t"'),
        ('Name,Town\nA,"cut sho', "broken text: unexpected end of data"),
        ('Name,Town\nA,"x"y\n', "broken text"),
        ("Name,Name\nA,B\n", "the column 'Name' stands twice"),
        (b"Name,Town\nA,\x00B\n", "list.csv:2: the line holds a NUL byte"),
        (
            b"Name,Town\nA,\xff\n",
            'not utf-8: invalid start byte (say which encoding it has: encoding = "cp1252"',
        ),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, content: bytes | str, message: str) -> None:
    assert message in refusal(tmp_path, content)


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    whole = "Name,Town\n" + "".join(f'"Company {number}","Town, {number}"\n' for number in range(100))
    assert len(read(tmp_path, whole)) == 100
    assert "the row has 1 fields" in refusal(tmp_path, whole[: whole.rindex(',"Town')])


def test_a_field_of_fifty_megabytes_is_refused_on_the_way(tmp_path: Path) -> None:
    assert "a line of over" in refusal(tmp_path, b'Name\n"' + b"x" * 50_000_000 + b'"\n')
    assert "broken text: field larger" in refusal(tmp_path, b'Name\n"' + b"xxxxxxxxx\n" * 5_000_000 + b'"\n')


def test_the_limit_of_a_field_is_the_sources(tmp_path: Path) -> None:
    limit = "[assert]\nmax_field = 10\n"
    assert "a field of 11 characters is over the limit of 10" in refusal(
        tmp_path, "Name\n" + "x" * 11, more=limit
    )
    assert read(tmp_path, "Name\n" + "x" * 10, more=limit)


def test_an_absent_file_and_an_unknown_encoding_are_refused(tmp_path: Path) -> None:
    assert "unknown encoding" in refusal(tmp_path, "Name\nA\n", 'kind = "csv", encoding = "klingon"')
    with pytest.raises(InputError, match="cannot be read"):
        list(rows({MAIN: tmp_path / "absent.csv"}, declare(tmp_path, HEAD + NAMED)))
