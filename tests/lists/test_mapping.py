"""Rows to statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.dates import ALWAYS, Interval
from sekisho.errors import InputError
from sekisho.lists.declaration import MAIN
from sekisho.lists.props import ENTITY, LISTING, OURS
from sekisho.lists.reading import Reading
from tests.lists.ask import missing
from tests.lists.declared import HEAD, NAMED, declare, reading, said, values
from tests.whole import NO_FTM

if TYPE_CHECKING:
    from pathlib import Path

LISTED = """
[entity]
id = ["No"]
[entity.columns]
Name    = { prop = "name", clean = "name" }
Country = { prop = "country", clean = "country" }
[listing]
id = ["No", "From"]
[listing.columns]
From = { prop = "startDate", clean = "date", valid = "from", since = true }
To   = { prop = "endDate", clean = "date", valid = "to" }
"""
ROWS = 'No,Name,Country,From,To\n1,"Huawei Technologies Co., Ltd. (Huawei)",PRC,2019-05-16,\n'


def test_an_entity_and_its_listing(tmp_path: Path) -> None:
    found = [each.statement for each in said(tmp_path, HEAD + LISTED, ROWS)]
    told = {(each.schema, each.prop): each for each in found}
    entity = told["LegalEntity", "name"]
    listing = told["Sanction", "entity"]
    assert (entity.value, entity.original) == (
        "Huawei Technologies Co., Ltd.",
        "Huawei Technologies Co., Ltd. (Huawei)",
    )
    assert told["LegalEntity", "alias"].value == "Huawei"
    assert told["LegalEntity", "country"].value == "cn"
    assert listing.value == entity.entity_id
    assert listing.entity_id.startswith(entity.entity_id + "/")
    assert told["Sanction", "entry"].value == "Huawei Technologies Co., Ltd. (Huawei)"
    assert told["Sanction", "authority"].value == "Us"
    assert {each.list for each in found} == {"mine"}


def test_days_are_of_the_listing_and_never_of_the_entity(tmp_path: Path) -> None:
    found = said(tmp_path, HEAD + LISTED, ROWS.replace("2019-05-16,", "2019-05-16,2020-08-17"))
    day = dates.day("2019-05-16")
    assert {each.since for each in found} == {day}
    assert {each.statement.valid for each in found if each.statement.schema == "Sanction"} == {
        Interval(day, dates.day("2020-08-17"))
    }
    entity = [each.statement for each in found if each.statement.schema != "Sanction"]
    assert {each.valid for each in entity} == {ALWAYS}
    assert not {"startDate", "endDate", "incorporationDate", "birthDate"} & {each.prop for each in entity}


def test_ids_are_of_raw_values(tmp_path: Path) -> None:
    """Another way to clean changes the value and no id."""
    plain = HEAD + LISTED.replace(', clean = "name"', "").replace(', clean = "country"', "")
    cleaned = {each.statement.id for each in said(tmp_path, HEAD + LISTED, ROWS)}
    raw = {each.statement.id for each in said(tmp_path, plain, ROWS)}
    assert raw < cleaned


def test_values_of_one_text_have_ids_of_their_own(tmp_path: Path) -> None:
    rows = "No,Name,Country,From,To\n1,A (also known as B; and C),,,\n"
    found = [each.statement for each in said(tmp_path, HEAD + LISTED, rows)]
    assert [each.value for each in found if each.prop == "alias"] == ["B", "C"]
    assert len({each.id for each in found}) == len(found)


def test_the_same_file_says_the_same(tmp_path: Path) -> None:
    assert said(tmp_path, HEAD + LISTED, ROWS) == said(tmp_path, HEAD + LISTED, ROWS)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "No,Nmae,Country,From,To\n1,A,,,\n",
            "the column 'Nmae' is neither used nor ignored; 'Name' is not there",
        ),
        ("No,Name,Country,From,To,More\n1,A,,,,x\n", "the column 'More' is neither used nor ignored"),
        ("No,Name,Country,From\n1,A,,\n", "no row has the column 'To'"),
        ("No,Name,Country,From,To\n,A,,,\n", "the row has nothing to tell it by"),
        ("No,Name,Country,From,To\n1,A,,May,\n", "'May' is no date"),
        ("No,Name,Country,From,To\n1,A,,16/05/2019,\n", "'16/05/2019' is no date"),
    ],
)
def test_a_file_of_another_layout_is_refused(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        said(tmp_path, HEAD + LISTED, rows)
    assert message in caught.value.diagnostics()


def test_a_file_whose_columns_change_midway_is_refused(tmp_path: Path) -> None:
    text = HEAD.replace('"csv"', '"jsonl"') + NAMED
    with pytest.raises(InputError, match="refused") as caught:
        said(tmp_path, text, '{"Name": "A"}\n{"Name": "B", "Other": "x"}\n')
    assert "'Other' is neither used nor ignored" in caught.value.diagnostics()


def test_an_ignored_column_needs_no_more_than_its_reason(tmp_path: Path) -> None:
    text = HEAD + LISTED + '[ignore]\nMore = "the same in every row"\n'
    assert said(tmp_path, text, "No,Name,Country,From,To,More\n1,A,,,,x\n")


def test_problems_are_collected_up_to_a_limit(tmp_path: Path) -> None:
    rows = "No,Name,Country,From,To\n" + "1,A,,never,\n" * 200
    with pytest.raises(InputError) as caught:
        said(tmp_path, HEAD + LISTED, rows)
    assert len(caught.value.problems) == 50
    assert "list.csv:2 From" not in str(caught.value.problems[1])


def test_what_cannot_be_read_is_kept_as_published_and_warned_of(tmp_path: Path) -> None:
    found = reading(tmp_path, HEAD + LISTED, "No,Name,Country,From,To\n1,A,Ruritania,,\n")
    all_said = list(found.said())
    assert values(all_said, "unread") == ["Ruritania"]
    assert not values(all_said, "country")
    assert "'Ruritania' cannot be read" in str(found.warnings[0])


def test_a_listing_that_ends_before_it_begins_keeps_its_beginning(tmp_path: Path) -> None:
    found = reading(tmp_path, HEAD + LISTED, "No,Name,Country,From,To\n1,A,,2020-01-02,2020-01-01\n")
    valid = next(each.statement.valid for each in found.said() if each.statement.schema == "Sanction")
    assert str(valid) == "2020-01-02..9999-12-31"
    assert "before it begins" in str(found.warnings[0])


def test_a_lookup_corrects_and_the_published_stays(tmp_path: Path) -> None:
    text = (
        HEAD
        + LISTED
        + '[[lookup]]\ncolumn = "Name"\nmatch = ["Huawie"]\nvalue = "Huawei"\nwhy = "misspelt"\n'
    )
    found = said(tmp_path, text, "No,Name,Country,From,To\n1,Huawie,,,\n")
    statement = next(each.statement for each in found if each.statement.prop == "name")
    assert (statement.value, statement.original) == ("Huawei", "Huawie")


def test_a_lookup_may_say_several_things_or_nothing(tmp_path: Path) -> None:
    lookups = """
[[lookup]]
column = "Country"
match  = ["both"]
value  = ["Iran", "Iraq"]
why    = "two in one"
[[lookup]]
column = "Country"
match  = ["-"]
value  = []
why    = "nothing"
"""
    found = said(tmp_path, HEAD + LISTED + lookups, "No,Name,Country,From,To\n1,A,both,,\n2,B,-,,\n")
    assert values(found, "country") == ["ir", "iq"]


COLUMNS = """
[entity]
id = ["Name"]
[entity.schema]
column  = "Type"
values  = { P = "Person" }
match   = { '^F/V' = "Vessel" }
default = "LegalEntity"
[entity.columns]
Name    = { prop = "name", split = ";", as = "alias", weak = { column = "Weak", values = ["yes"] } }
Other   = { prop = { column = "Kind", values = { f = "previousName" }, default = "alias" } }
Street = { prop = "address", join = ["Street", "Town"], with = " / ",only = { column = "Type", match = '.' } }
Remarks = [
    { prop = "birthDate", pick = 'DOB (?:circa )?([^;]+)', clean = "date", lang = "en" },
    { prop = "notes" },
]
[ignore]
Weak = "only asked"
"""


def test_the_ways_to_read_a_column(tmp_path: Path) -> None:
    header = "Name,Weak,Other,Kind,Street,Town,Type,Remarks\n"
    rows = "A;B,,C,f,1 Way,Rome,P,DOB circa 1950; x\nD,yes,E,,2 Way,,,\n"
    found = said(tmp_path, HEAD + COLUMNS, header + rows)
    assert values(found, "name") == ["A"]
    assert values(found, "alias") == ["B", "E"]
    assert values(found, "weakAlias") == ["D"]
    assert values(found, "previousName") == ["C"]
    assert values(found, "address") == ["1 Way / Rome"]
    assert values(found, "birthDate") == ["1950"]
    assert values(found, "notes") == ["DOB circa 1950; x"]
    schemata = {each.statement.schema for each in found}
    assert schemata == {"Person", "LegalEntity", "Sanction"}
    born = next(each.statement for each in found if each.statement.prop == "birthDate")
    assert (born.lang, born.original) == ("en", "circa 1950") or born.lang == "en"


def test_rows_of_one_entity_come_together(tmp_path: Path) -> None:
    rows = ROWS + '1,"Huawei Technologies Co., Ltd. (Huawei)",Hong Kong,2020-08-17,\n'
    found = reading(tmp_path, HEAD + LISTED, rows)
    all_said = list(found.said())
    assert (found.rows, found.entities) == (2, 1)
    assert len(set(values(all_said, "entity", "Sanction"))) == 1
    assert len({each.statement.entity_id for each in all_said if each.statement.prop == "entity"}) == 2


def test_names_told_apart_are_entities_of_their_own(tmp_path: Path) -> None:
    text = (
        HEAD
        + '[entity]\nid = []\napart = true\n[entity.columns]\nName = { prop = "name", split = " and " }\n'
    )
    found = reading(tmp_path, text, "Name\nA and B\nB\n")
    all_said = list(found.said())
    assert (found.rows, found.entities) == (2, 2)
    assert values(all_said, "name") == ["A", "B", "B"]
    assert values(all_said, "entry") == ["A", "B", "B"]


def test_only_some_rows_are_wanted_and_all_are_counted(tmp_path: Path) -> None:
    text = HEAD + 'only = { Type = ["a", "b"], Name = { match = "^[A-Z]" } }\n' + NAMED
    found = reading(tmp_path, text, "Name,Type\nA,a\nB,c\nd,a\n")
    assert values(list(found.said()), "name") == ["A"]
    assert (found.rows, found.entities) == (3, 1)


def test_a_row_of_an_undeclared_list_is_refused(tmp_path: Path) -> None:
    lists = '[source.list]\ncolumn = "L"\nvalues = { X = "list-x" }\n'
    assert {each.statement.list for each in said(tmp_path, HEAD + lists + NAMED, "Name,L\nA,X\n")} == {
        "list-x"
    }
    with pytest.raises(InputError) as caught:
        said(tmp_path, HEAD + lists + NAMED, "Name,L\nA,Y\n")
    assert "no list is declared for 'Y'" in caught.value.diagnostics()
    assert not said(tmp_path, HEAD + lists + 'other = "ignore"\n' + NAMED, "Name,L\nA,Y\n")


TABLES = """
[[table]]
name  = "alt"
key   = "id"
joins = "No"
[table.columns]
alias  = { prop = "alias", weak = { column = "weak", values = ["1"] } }
street = { prop = "address", join = ["street", "town"] }
[table.ignore]
weak = "only asked"
"""


def test_other_tables_are_joined_and_read_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "main.csv").write_text(ROWS)
    (tmp_path / "alt.csv").write_text("id,alias,weak,street,town\n1,HW,1,,\n1,华为,,Bantian,Shenzhen\n")
    source = declare(tmp_path, HEAD + LISTED + TABLES)
    files = {MAIN: tmp_path / "main.csv", "alt": tmp_path / "alt.csv"}
    found = list(Reading(files, source).said())
    assert values(found, "weakAlias") == ["HW"]
    assert values(found, "alias") == ["Huawei", "华为"]
    assert values(found, "address") == ["Bantian, Shenzhen"]


@pytest.mark.parametrize(
    ("alt", "more", "message"),
    [
        ("id,alias,weak,street,town\n7,X,,,\n", "", "'7' of table 'alt' is in no row of the main table"),
        ("no,alias,weak,street,town\n1,X,,,\n", "", "table 'alt' has no column 'id'"),
        ("id,alias,weak,street,town\n1,X,,,\n1,Y,,,\n", "many = false\n", "'1' stands twice in 'alt'"),
        ("id,alias,weak,street,town,new\n1,X,,,,z\n", "", "the column 'alt.new' is neither used nor ignored"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(tmp_path: Path, alt: str, more: str, message: str) -> None:
    (tmp_path / "main.csv").write_text(ROWS)
    (tmp_path / "alt.csv").write_text(alt)
    source = declare(tmp_path, HEAD + LISTED + TABLES.replace('key   = "id"\n', 'key   = "id"\n' + more))
    with pytest.raises(InputError) as caught:
        list(Reading({MAIN: tmp_path / "main.csv", "alt": tmp_path / "alt.csv"}, source).said())
    assert message in caught.value.diagnostics()


def test_a_missing_or_unknown_file_is_refused(tmp_path: Path) -> None:
    source = declare(tmp_path, HEAD + LISTED + TABLES)
    for files in ({MAIN: tmp_path}, {MAIN: tmp_path, "alt": tmp_path, "atl": tmp_path}):
        with pytest.raises(InputError, match=r"is missing|no table is"):
            list(Reading(files, source).said())


def test_canaries_are_looked_for_among_cleaned_names(tmp_path: Path) -> None:
    text = HEAD + LISTED + '[assert]\nmust_contain = ["HUAWEI", "ZTE Corporation"]\n'
    found = list(reading(tmp_path, text, ROWS).said())
    assert missing(declare(tmp_path, text), found) == ("ZTE Corporation",)


@pytest.mark.parametrize(
    ("where", "name", "day"),
    [
        ("{ file = '(\\d{4}-\\d{2}-\\d{2})' }", "list-2026-07-09.csv", "2026-07-09"),
        ("{ text = 'As of,(.+)', clean = 'date-mdy' }", "list.csv", "2019-05-16"),
        ("{ text = 'Until,(.+)' }", "list.csv", None),
    ],
)
def test_the_file_may_say_its_own_day(tmp_path: Path, where: str, name: str, day: str | None) -> None:
    text = HEAD.replace('"csv"', '"csv", skip = 1') + f"published = {where}\n" + NAMED
    found = reading(tmp_path, text, "As of,5/16/2019\nName\nA\n", name)
    assert found.published() == (None if day is None else dates.day(day))
    assert len(list(found.said())) > 1


def test_a_day_of_its_own_that_is_none_is_refused(tmp_path: Path) -> None:
    text = HEAD + "published = { text = 'Name,(.+)' }\n" + NAMED
    with pytest.raises(InputError, match="is no day"):
        reading(tmp_path, text, "Name,soon\nA,\n").published()


def test_properties_are_followthemoneys_or_named_as_ours() -> None:
    model = pytest.importorskip("followthemoney", reason=NO_FTM).model
    parties = ("LegalEntity", "Company", "Organization", "PublicBody", "Person", "Vessel", "Airplane")
    theirs = {name for schema in parties for name in model.get(schema).properties}
    assert not {name for name in ENTITY if name not in theirs and name not in OURS}
    assert not {name for name in LISTING if name not in model.get("Sanction").properties and name not in OURS}
    assert all(OURS.values())
