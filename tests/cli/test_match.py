"""`sekisho match` and `sekisho names` as processes."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sekisho.cli.names import compile_
from sekisho.errors import UsageError
from sekisho.match import way
from tests.whole import sekisho

if TYPE_CHECKING:
    from pathlib import Path

ALONE = ("--store", "none")


def test_names_in_any_script_with_what_spoke_for_them() -> None:
    run = sekisho("match", "华为技术有限公司", "Hangzou Hikvison Digital Tech", "--explain", *ALONE)
    assert run.code == 0
    for words in (
        "same: 华为技术有限公司",
        "on hikvision",
        "us-entity-list",
        "for (+",
        "together with",
    ):
        assert words in run.out


def test_a_number_of_the_register_decides_whatever_the_name_is() -> None:
    run = sekisho("match", "Blue Harbour Trading", "--id", "uscc=91440300 1922 0382 16", *ALONE)
    assert run.code == 0, run.err
    assert "same: Huawei Technologies Co., Ltd." in run.out


def test_a_judgement_settles_the_pair_and_is_shown(tmp_path: Path) -> None:
    store = str(tmp_path / "store.sqlite")
    name = "Huawai Technologies GmbH"
    for verdict, entity in (("same", "zte"), ("different", "huawei-technologies")):
        said = ("--by", "ann", "--why", "their own invoice", "--store", store)
        assert sekisho("judge", name, entity, verdict, *said).code == 0
    lines = sekisho("match", name, "--store", store).out.splitlines()
    assert "same: " in lines[1]
    assert "judged same by ann" in lines[2]
    assert not any("Huawei" in line for line in lines[1:-1])
    assert "set aside: huawei-technologies, judged different by ann" in lines[-1]
    file = tmp_path / "names.csv"
    file.write_text(f"name\n{name}\n", encoding="utf-8")
    assert "zte" in sekisho("match", "--file", str(file), "--store", store).out


def test_nobody_is_no_clearance() -> None:
    run = sekisho("match", "Bakery of Kyoto", *ALONE)
    assert run.code == 0
    assert "that clears nobody" in run.out


def test_a_csv_keeps_its_columns_and_gains_answers(tmp_path: Path) -> None:
    file, out = tmp_path / "names.csv", tmp_path / "out.csv"
    file.write_text("id,name\n1,HUAWEI TECHNOLOGIES CO LTD\n2,Bakery of Kyoto\n", encoding="utf-8")
    assert sekisho("match", "--file", str(file), "--out", str(out), *ALONE).code == 0
    first, second = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    assert (first["id"], first["match"], first["match_zone"]) == ("1", "huawei-technologies", "same")
    assert (second["match"], second["match_zone"]) == ("", "different")


def test_parquet_in_and_out(tmp_path: Path) -> None:
    file, out = tmp_path / "names.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.table({"vendor": ["ZTE Corp", None]}), file)
    run = sekisho("match", "--file", str(file), "--column", "vendor", "--out", str(out), *ALONE)
    assert run.code == 0, run.err
    assert pq.read_table(out).column("match").to_pylist() == ["zte", ""]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give names"),
        (("ZTE", "--country", "China"), "no country"),
        (("ZTE", "--schema", "Firm"), "no schema"),
        (("ZTE", "--id", "5493"), "with its kind"),
        (("ZTE", "--id", "vat=1"), "no kind of identifier"),
        (("ZTE", "--id", "lei=5493001KJTIIGC8Y1R13"), "check digit"),
        (("ZTE", "--out", "x.csv"), "--out"),
        (("--file", "nowhere.csv"), "cannot read nowhere.csv"),
    ],
)
def test_a_call_that_cannot_be_meant(arguments: tuple[str, ...], words: str) -> None:
    run = sekisho("match", *arguments, *ALONE)
    assert run.code == 64
    assert words in run.err


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("vendor\nZTE\n", encoding="utf-8")
    run = sekisho("match", "--file", str(file), *ALONE)
    assert run.code == 65
    assert "--column" in run.err


def test_what_the_marks_cost_on_names_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "judged.csv"
    file.write_text(
        'name,listed\nHuawei Techologies,"Huawei Technologies Co., Ltd."\nBakery,\n', encoding="utf-8"
    )
    run = sekisho("names", "calibrate", str(file), *ALONE)
    assert run.code == 0
    assert "2 names: 1 of listed ones, 1 of others" in run.out
    (line,) = (line for line in run.out.splitlines() if line.startswith("0.5 "))
    assert line.split() == ["0.5", "0", "0"]


def test_loops_can_be_compiled_ahead() -> None:
    pytest.importorskip("numba", reason="the extra `fast` is not installed")
    run = sekisho("names", "compile")
    assert run.code == 0
    assert run.out.startswith("compiled: ")


def test_without_numba_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way, "_chosen", way._Chosen(way.COLUMNS, settled=True))
    with pytest.raises(UsageError, match=r"pip install 'sekisho\[fast\]'"):
        compile_()
