"""Tables of devices: which column is what, what a cell holds, and what is refused."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from sekisho.errors import InputError, UsageError
from sekisho.formats.inventory.columns import mapping_of, take
from sekisho.formats.inventory.read import read_inventory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sekisho.formats.inventory.source import Inventory
    from sekisho.law.register import Law

TABLE = "Host,Manufacturer,MAC Address,Note\ncam-1,Acme,0:11:2:33:44:55,x\n"


def read(folder: Path, law: Law, text: str | bytes, mapping: Mapping[str, str] | None = None) -> Inventory:
    path = folder / "devices.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_inventory(path, law.facts, mapping, "devices.csv")


def test_columns_are_guessed_and_what_is_not_known_is_left_alone(tmp_path: Path, law: Law) -> None:
    found = read(tmp_path, law, TABLE)
    taken = (("Host", "id"), ("Manufacturer", "manufacturer"), ("MAC Address", "mac"), ("Note", ""))
    assert found.columns == taken
    (device,) = found.devices
    assert (device.id, device.maker, device.at.line) == ("cam-1", "Acme", 2)
    assert device.told == {"mac": ("00:11:02:33:44:55",)}


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_stand_apart_by_any_of_three_marks(tmp_path: Path, law: Law, mark: str) -> None:
    (device,) = read(tmp_path, law, TABLE.replace(",", mark)).devices
    assert device.maker == "Acme"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_japanese_tables_as_spreadsheets_save_them(tmp_path: Path, law: Law, encoding: str) -> None:
    text = "機器名,メーカー,型番,MACアドレス\n監視カメラ１,海康威視,DS-2CD2143G0-I,C0-56-E3-00-00-01\n"
    (device,) = read(tmp_path, law, text.encode(encoding)).devices
    assert (device.id, device.maker, device.name) == ("監視カメラ１", "海康威視", "DS-2CD2143G0-I")
    assert device.told["mac"] == ("C0:56:E3:00:00:01",)


def test_a_vendor_is_a_sign_and_no_statement(tmp_path: Path, law: Law) -> None:
    (device,) = read(tmp_path, law, "host,vendor\na,Dahua\n").devices
    assert (device.maker, device.told) == ("", {"vendor": ("Dahua",)})


def test_a_cell_may_hold_several_addresses_and_values_that_say_nothing(tmp_path: Path, law: Law) -> None:
    macs = '"00:00:00:00:00:00;00:E0:FC:00:00:01, 00:E0:FC:00:00:02"'
    text = f"host,mac,model,sysDescr,manufacturer\na,{macs},N/A,<private>,-\n"
    (device,) = read(tmp_path, law, text).devices
    assert (device.maker, device.told) == ("", {"mac": ("00:E0:FC:00:00:01", "00:E0:FC:00:00:02")})


def test_facts_of_the_case_format_have_columns_of_their_own(tmp_path: Path, law: Law) -> None:
    (device,) = read(tmp_path, law, "host,mac,use.part,class\na,00:E0:FC:00:00:01,core,router\n").devices
    assert device.facts == {"item.class": "router", "use.part": "core"}
    mapping = mapping_of(["Where=use.site"], law.facts.told)
    (device,) = read(tmp_path, law, "host,mac,Where\na,00:E0:FC:00:00:01,sensitive\n", mapping).devices
    assert device.facts == {"use.site": "sensitive"}


def test_a_mapping_wins_over_every_guess(tmp_path: Path, law: Law) -> None:
    mapping = mapping_of(["Note=manufacturer", "Manufacturer="], law.facts.told)
    (device,) = read(tmp_path, law, TABLE, mapping).devices
    assert device.maker == "x"


@pytest.mark.parametrize("text", ["x", "=mac", "a=maker", "a=use.parts"])
def test_a_mapping_that_cannot_be_meant(law: Law, text: str) -> None:
    with pytest.raises(UsageError) as refused:
        mapping_of([text], law.facts.told)
    assert text in str(refused.value)


def test_a_mapping_of_a_column_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="did you mean 'Maker'"):
        take(["Maker", "host"], {"Makes": "manufacturer"}, "f")


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (b"", 0, "empty"),
        (b"\n\n", 0, "empty"),
        (b"host,room\na,1\n", 1, "--map"),
        (b"host,mac\n", 1, "no device"),
        (b"host,mac\na,b,c,d\n", 2, "4 cells"),
        (b'host,mac\na,"b"c\n', 2, "broken CSV"),
        (b"host,mac\n\xff\x81\xff,\n", 0, "encoding"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(
    tmp_path: Path, law: Law, text: bytes, line: int, word: str
) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, law, text)
    (problem,) = refused.value.problems
    assert (problem.at.file, problem.at.line) == ("devices.csv", line)
    assert word in str(problem)
    assert problem.hint


def test_a_workbook(tmp_path: Path, law: Law) -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        [None],
        ["Host", "Maker", "Part number"],
        ["a", "Acme", 1234.0],
        [None],
        ["b", None, "DS-2CD1"],
    ):
        sheet.append(row)
    path = tmp_path / "devices.xlsx"
    book.save(path)
    first, second = read_inventory(path, law.facts).devices
    assert (first.id, first.maker, first.name, second.id, second.at.line) == ("a", "Acme", "1234", "b", 5)


def test_a_workbook_is_read_to_its_end_whatever_size_it_says_it_has(tmp_path: Path, law: Law) -> None:
    book = Workbook()
    for row in (["Host", "MAC"], *([f"host-{number}", f"00:E0:FC:00:00:0{number}"] for number in range(5))):
        book.active.append(row)
    whole = io.BytesIO()
    book.save(whole)
    path = tmp_path / "devices.xlsx"
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(path, "w") as smaller:
        for part in archive.namelist():
            content = archive.read(part)
            if part == "xl/worksheets/sheet1.xml":
                assert b'ref="A1:B6"' in content
                content = content.replace(b'ref="A1:B6"', b'ref="A1:B2"')
            smaller.writestr(part, content)
    found = read_inventory(path, law.facts).devices
    assert [device.id for device in found] == [f"host-{number}" for number in range(5)]


def test_a_cell_of_a_workbook_may_hold_lines(tmp_path: Path, law: Law) -> None:
    book = Workbook()
    for row in (["Host", "Model"], ["a", "DS-2CD1\nDS-2CD2"]):
        book.active.append(row)
    path = tmp_path / "devices.xlsx"
    book.save(path)
    (device,) = read_inventory(path, law.facts).devices
    assert device.told["model"] == ("DS-2CD1", "DS-2CD2")


def test_a_remark_beside_the_columns_is_left_alone_as_in_other_tables(tmp_path: Path, law: Law) -> None:
    book = Workbook()
    for row in (("hostname", "mac"), ("a", "00:E0:FC:00:00:01", "retired?"), ("b", "00:E0:FC:00:00:02")):
        book.active.append(row)
    path = tmp_path / "devices.xlsx"
    book.save(path)
    found = read_inventory(path, law.facts)
    assert [each.id for each in found.devices] == ["a", "b"]
    assert found.columns[2:] == (("", ""),)


def test_a_workbook_packed_in_a_way_that_is_not_known_is_refused(tmp_path: Path, law: Law) -> None:
    book = Workbook()
    book.active.append(("hostname",))
    path = tmp_path / "devices.xlsx"
    book.save(path)
    content = path.read_bytes()
    parts = content.split(b"PK\x01\x02")  # the directory, whose entries tell how each part is packed
    deflate64 = (9).to_bytes(2, "little")
    path.write_bytes(b"PK\x01\x02".join([parts[0], *(part[:6] + deflate64 + part[8:] for part in parts[1:])]))
    with pytest.raises(InputError) as refused:
        read_inventory(path, law.facts)
    assert "no workbook" in refused.value.problems[0].message


def test_a_workbook_without_a_sheet_of_cells(tmp_path: Path, law: Law) -> None:
    book = Workbook()
    book.remove(book.active)
    book.create_chartsheet("chart")
    path = tmp_path / "devices.xlsx"
    book.save(path)
    with pytest.raises(InputError, match="devices"):
        read_inventory(path, law.facts)


def test_a_broken_workbook(tmp_path: Path, law: Law) -> None:
    with pytest.raises(InputError):
        read(tmp_path, law, b"PK\x03\x04 and nothing more")


def test_a_file_that_is_not_there(tmp_path: Path, law: Law) -> None:
    with pytest.raises(InputError):
        read_inventory(tmp_path / "absent.csv", law.facts)
