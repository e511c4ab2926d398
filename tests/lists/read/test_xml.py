"""XML as rows: what is a column, what stands side by side, and what is refused."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from sekisho.lists.read.xml import elements
from tests.lists.read.declare import cells, read, refusal

if TYPE_CHECKING:
    from pathlib import Path

FORM = 'kind = "xml", row = "PERSON|BODY"'


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "list.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def one(folder: Path, inside: str) -> dict[str, str | list[str]]:
    (row,) = cells(read(write(folder, f"<LIST><PERSON {inside}</PERSON></LIST>"), FORM))
    return row


def test_an_attribute_and_a_child_of_text_are_columns(tmp_path: Path) -> None:
    assert one(tmp_path, 'id="7"><NAME> Ann\n  Lee </NAME><NAME/><EMPTY/>') == {
        "#tag": "PERSON",
        "id": "7",
        "NAME": "Ann\nLee",
    }


def test_a_child_that_repeats_has_several_values(tmp_path: Path) -> None:
    assert one(tmp_path, "><CITY>Ise</CITY><CITY>Ube</CITY>")["CITY"] == ["Ise", "Ube"]


def test_what_has_parts_stands_side_by_side(tmp_path: Path) -> None:
    row = one(
        tmp_path,
        "><ALIAS><NAME>A</NAME><QUALITY>Good</QUALITY></ALIAS>"
        "<ALIAS><QUALITY/><NAME/></ALIAS>"
        "<ALIAS><NAME>B</NAME></ALIAS>"
        '<ALIAS q="x"><NAME>C</NAME><NAME>D</NAME></ALIAS>',
    )
    assert row["ALIAS[].NAME"] == ["A", "B", "C", "D"]
    assert row["ALIAS[].QUALITY"] == ["Good", "", "", ""]
    assert row["ALIAS[].q"] == ["", "", "x", ""]


def test_tables_in_tables_keep_step_with_what_they_stand_in(tmp_path: Path) -> None:
    row = one(tmp_path, '><ADDRESS city="Ise"><TEL n="1"/><TEL n="2"/></ADDRESS><ADDRESS city="Ube"/>')
    assert row["ADDRESS[].city"] == ["Ise", "", "Ube"]
    assert row["ADDRESS[].TEL[].n"] == ["1", "2", ""]


def test_the_own_text_of_an_element_with_parts_is_kept(tmp_path: Path) -> None:
    assert one(tmp_path, '><REMARK lang="en">seen</REMARK>')["REMARK[].#text"] == "seen"
    assert one(tmp_path, ">before<X>1</X>")["#text"] == "before"


def test_namespaces_are_left_off(tmp_path: Path) -> None:
    text = (
        '<e:LIST xmlns:e="http://e" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<e:BODY e:id="1"><e:NAME>A</e:NAME><e:TEL xsi:nil="true"/></e:BODY></e:LIST>'
    )
    assert cells(read(write(tmp_path, text), FORM)) == [{"#tag": "BODY", "id": "1", "NAME": "A"}]


def test_a_row_says_in_which_line_it_begins(tmp_path: Path) -> None:
    found = read(write(tmp_path, "<LIST>\n<BODY><N>1</N></BODY>\n\n<BODY><N>2</N></BODY></LIST>"), FORM)
    assert [row.place.line for row in found] == [2, 4]


def test_letters_of_every_script_and_declared_encodings_are_read(tmp_path: Path) -> None:
    names = "<NAME>华为</NAME><NAME>أيمن</NAME><NAME>김정은</NAME><NAME>Иванов</NAME>"
    for codec in ("utf-8", "utf-16"):
        text = f'<?xml version="1.0" encoding="{codec}"?><LIST><BODY>{names}</BODY></LIST>'
        assert cells(read(write(tmp_path, text.encode(codec)), FORM))[0]["NAME"] == [
            "华为",
            "أيمن",
            "김정은",
            "Иванов",
        ]


def test_rows_are_let_go_as_they_are_read(tmp_path: Path) -> None:
    body = "<BODY><NAME>" + "x" * 500 + "</NAME></BODY>\n"
    path = write(tmp_path, "<LIST>" + body * 20_000 + "</LIST>")
    tracemalloc.start()
    count = sum(1 for _ in elements(path, ["BODY"], 10_000))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert most < path.stat().st_size / 3


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(20))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"<!DOCTYPE LIST [{LAUGHS}]><LIST><BODY><NAME>&l19;</NAME></BODY></LIST>",
            "a document type of its own",
        ),
        ('<!DOCTYPE LIST [<!ENTITY f SYSTEM "file:///etc/passwd">]><LIST/>', "a document type of its own"),
        ("<LIST><BODY><NAME>&undeclared;</NAME></BODY></LIST>", "undefined entity"),
        ("<LIST><BODY><NAME>Hua", "no element found"),
        ("<LIST><BODY><NAME>Huawei</NAME></BODY>", "no element found"),
        ("<LIST><BODY><NAME>A</NAMEN></BODY></LIST>", "mismatched tag"),
        ("<LIST><BODY><NAME>A\0B</NAME></BODY></LIST>", "not well-formed"),
        ("<LIST><NOBODY/></LIST>", "there is no element 'PERSON or BODY'"),
        ("<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head></html>", "an HTML page"),
        ('{"results": []}', "not well-formed"),
        ("", "the file is empty"),
        ("<LIST>" + "<a>" * 100, "nested deeper"),
        ('<?xml version="1.0" encoding="x-none"?><LIST/>', "unknown encoding"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    assert said in refusal(lambda: read(path, FORM))


def test_the_page_of_an_error_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "<html><head><title>503 Service Unavailable</title></head></html>")
    assert "503 Service Unavailable" in refusal(lambda: read(path, FORM))


def test_an_external_document_type_is_not_fetched(tmp_path: Path) -> None:
    text = '<!DOCTYPE LIST SYSTEM "http://127.0.0.1:9/list.dtd"><LIST><BODY><NAME>A</NAME></BODY></LIST>'
    assert cells(read(write(tmp_path, text), FORM)) == [{"#tag": "BODY", "NAME": "A"}]


def test_a_field_that_is_too_long_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, f"<LIST><BODY><NAME>{'x' * 200}</NAME></BODY></LIST>")
    assert "a field of 200 characters" in refusal(lambda: read(path, FORM, 100))
    path = write(tmp_path, f"<LIST><BODY><NAME>{'x' * 2000}</NAME></BODY></LIST>")
    assert "an element of over 1,600 characters" in refusal(lambda: read(path, FORM, 100))
