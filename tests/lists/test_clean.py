"""Values brought into form: dates and countries."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from sekisho.lists.clean import cleaner, date
from sekisho.lists.countries import Countries, countries, fold
from tests.whole import data

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("how", "raw", "day"),
    [
        ("date", "2019-05-16", "2019-05-16"),
        ("date", "2019-05", "2019-05"),
        ("date", "1950", "1950"),
        ("date", "2019-05-16T16:15:00Z", "2019-05-16"),
        ("date", "20190516", "2019-05-16"),
        ("date", "May 16, 2019", "2019-05-16"),
        ("date", "16 May 2019", "2019-05-16"),
        ("date", "16-May-2019", "2019-05-16"),
        ("date", "Sept. 1, 2020", "2020-09-01"),
        ("date", "3rd June 2021", "2021-06-03"),
        ("date", "Aug 1955", "1955-08"),
        ("date-mdy", "5/16/2019", "2019-05-16"),
        ("date-mdy", "5/16/19", "2019-05-16"),
        ("date-mdy", "5/16/81", "1981-05-16"),
        ("date-dmy", "16/05/2019", "2019-05-16"),
        ("date-dmy", "16.5.2019", "2019-05-16"),
        ("date", "16/05/2019", None),
        ("date-mdy", "16/05/2019", None),
        ("date", "31 June 2019", None),
        ("date", "Mayday 1, 2019", "2019-05-01"),
        ("date", "Foo 1, 2019", None),
        ("date", "soon", None),
    ],
)
def test_dates_as_publishers_write_them(how: str, raw: str, day: str | None) -> None:
    found = date(how, raw)
    assert (None if found is None else str(found)) == day


def test_a_span_of_years_gives_both_ends() -> None:
    assert [each.value for each in cleaner("date")("birthDate", "1951 to 1953")] == ["1951", "1953"]
    assert [each.value for each in cleaner("date")("birthDate", "1979-1982")] == ["1979", "1982"]
    assert [each.prop for each in cleaner("date")("birthDate", "before 1960")] == ["unread"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("China", "cn"),
        ("CHINA, PEOPLE'S REPUBLIC OF", "cn"),
        ("People’s Republic of China", "cn"),
        ("PRC", "cn"),
        ("中国", "cn"),
        ("UK", "gb"),
        ("GB", "gb"),
        ("Turkiye", "tr"),
        ("Côte d'Ivoire", "ci"),
        ("U.A.E.", "ae"),
        ("Korea, North", "kp"),
        ("Korea, South", "kr"),
        ("Crimea Region of Ukraine", "ua"),
        ("Russian Federation", "ru"),
        ("unknown", ""),
        ("Yugoslavia", ""),
        ("Middle East Region", ""),
        ("Ruritania", None),
        ("Korea", None),
        ("Wallis & Futuna", "wf"),
    ],
)
def test_countries_as_publishers_write_them(name: str, code: str | None) -> None:
    assert countries().code(name) == code


def test_every_country_of_the_real_lists_is_known() -> None:
    csl = json.loads(data("lists/us/csl/consolidated-2026-07-09.json").read_text("utf-8"))
    names = {address["country"] for row in csl["results"] for address in row["addresses"]}
    with data("lists/us/ofac/2022-01/add.csv").open(encoding="utf-8", newline="") as file:
        names |= {row[4].strip() for row in csv.reader(file) if len(row) > 4 and row[4].strip() != "-0-"}
    unknown = {name for name in names if countries().code(name) is None}
    assert unknown <= {"Turkish individual", "North Korean entity in China"}  # these slid into the column


def test_the_table_of_countries_is_of_iso_codes() -> None:
    table = countries()
    assert len(set(table.codes.values())) == 250
    assert all(len(code) == 2 and code.islower() for code in table.codes.values())
    assert all(name == fold(name) for name in table.codes)


def test_a_name_of_two_countries_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "countries.toml"
    path.write_text('[names]\na1 = ["A"]\nb1 = ["A"]\n[none]\nwords = []\nformer = []\n')
    with pytest.raises(ValueError, match="both"):
        Countries.read(path)
