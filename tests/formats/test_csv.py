"""Cases in a table."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from sekisho.formats.notes import Rejected
from sekisho.formats.read import read
from sekisho.model.case import Case, Owner, Range, Row

if TYPE_CHECKING:
    from sekisho.errors import Problem
    from sekisho.law.facts import Facts


def rows(data: str, facts: Facts) -> list[Case | Rejected]:
    return list(read(io.BytesIO(data.encode()), facts, name="x.csv"))


def problems(data: str, facts: Facts) -> list[Problem]:
    return [problem for row in rows(data, facts) if isinstance(row, Rejected) for problem in row.problems]


def case(data: str, facts: Facts) -> Case:
    (found,) = rows(data, facts)
    assert isinstance(found, Case), found
    return found


def test_dotted_columns_count_from_one(facts: Facts) -> None:
    read_ = case(
        "id,date,actor.kinds,parties.1.role,parties.1.name,parties.1.owners.1.name,parties.1.owners.1.share,"
        "item.components.1.name,item.components.1.essential,use.network,facts.equipment.user-data,"
        "item.maker.under.s889:a,item.identifiers.pci,note,parties.1.identifiers.uscc\n"
        'A,2018-12-10,federal-agency | defence-ministry,supplier,"Foo, Inc.",Bar,51.5,'
        "chip,TRUE,5g,false,true,19e5,x,914403001922038216\n",
        facts,
    )
    assert read_.actor.facts == {"kinds": ("federal-agency", "defence-ministry")}
    party = Row(
        "parties[0]",
        {"role": "supplier", "name": "Foo, Inc.", "identifiers.uscc": "914403001922038216"},
        (Owner("Bar", None, Range(51.5, 51.5)),),
    )
    assert read_.parties == (party,)
    assert read_.components == (Row("item.components[0]", {"name": "chip", "essential": True}),)
    assert read_.facts == {
        "use.network": "5g",
        "equipment.user-data": False,
        "item.maker.under.s889:a": True,
        "item.identifiers.pci": "19e5",
    }


def test_an_empty_cell_is_absent(facts: Facts) -> None:
    header = "id,action,parties.1.name,parties.2.name,item.components.1.name,use.network\n"
    read_ = case(header + "A,, ,,,\n", facts)
    assert (read_.facts, read_.parties, read_.components) == ({}, None, None)
    second = case(header + "A,,,Foo,,\n", facts)
    assert second.parties == (Row("parties[0]", {"name": "Foo"}),)


def test_json_in_a_cell(facts: Facts) -> None:
    read_ = case(
        'parties,item.components,authorisations\n"[{""name"": ""Foo"", ""owners"": []}]",[],[]\n',
        facts,
    )
    assert read_.parties == (Row("parties[0]", {"name": "Foo"}, ()),)
    assert (read_.components, read_.authorisations) == ((), ())
    shares = case('actor.owners,item.us_content_percent\n"[{""name"": ""Foo""}]","[10, 20]"\n', facts)
    assert shares.facts == {"item.us_content_percent": Range(10, 20)}


def test_text_that_only_looks_like_json_stays_text(facts: Facts) -> None:
    assert case("item.name\n[old] router\n", facts).facts == {"item.name": "[old] router"}


def test_cells_may_break_lines_and_hold_any_script(facts: Facts) -> None:
    read_ = case('item.name,action\r\n"华为\r\n路由器",buy\r\n', facts)
    assert read_.facts == {"item.name": "华为\n路由器", "action": "buy"}


@pytest.mark.parametrize(
    ("header", "message", "hint"),
    [
        ("id,atcion", "there is no column 'atcion'", "did you mean 'action'?"),
        ("id,item.clas", "there is no column 'item.clas'", "did you mean 'item.class'?"),
        ("id,parties.1.nme", "there is no column 'parties.1.nme'", "did you mean 'parties.1.name'?"),
        ("id,parties.name", "does not say which of the parties", "parties.1.role"),
        ("id,parties.0.name", "does not say which of the parties", "count from 1"),
        ("id,parties.99999.name", "does not say which of the parties", "count from 1"),
        ("id,parties.1", "does not say which", "count from 1"),
        ("id,facts.system.importence", "there is no column", "did you mean 'facts.system.importance'?"),
        ("id,item.supplier", "there is no column 'item.supplier'", ""),
        ("id,,action", "column 2 has no name", "name it"),
        ("id,action,action", "the column 'action' stands twice", "keep one"),
        ("id,date.day", "there is no column 'date.day'", ""),
        ("id," + "item.components.1." * 200 + "name", "", ""),
        ("id," + "components.1." * 60 + "name", "", ""),
        ("id,item." + "components.1." * 60 + "name", "goes too deep", "JSON in a cell"),
        ('id,"item', "broken CSV", "stands in"),
    ],
)
def test_a_wrong_header_refuses_the_file(facts: Facts, header: str, message: str, hint: str) -> None:
    results = rows(f"{header}\nA,buy,x\nB,buy,x\n", facts)
    (rejected,) = results
    assert isinstance(rejected, Rejected)
    assert rejected.id == "x.csv"
    (problem,) = rejected.problems
    assert problem.at.line in (1, 3)
    assert message in problem.message
    assert hint in problem.hint


def test_a_table_without_commas(facts: Facts) -> None:
    found = problems("id;action\nA;buy\n", facts)
    assert "do not stand apart by commas" in found[-1].message


def test_an_empty_table(facts: Facts) -> None:
    assert problems("", facts)[0].message == "the file is empty"
    assert rows("id,action\n", facts) == []


def test_broken_rows_do_not_stop_the_others(facts: Facts) -> None:
    results = rows('id,action\nA,buy,more\nB,by\n\nC,"b"uy\nD\nE,buy\nF,"buy\n', facts)
    assert [result.id for result in results if isinstance(result, Case)] == ["E"]
    assert [
        str(problem).split(" (")[0] for problem in problems("id,action\nA,buy,more\nB,by\nC\n", facts)
    ] == [
        "x.csv:2: the row has 3 cells, the header 2",
        "x.csv:3 action: 'by' is not one of the words allowed here",
        "x.csv:4: the row has 1 cells, the header 2",
    ]
    assert all(isinstance(result, Rejected) for result in results if result.id != "E")


def test_a_cell_beside_its_own_columns(facts: Facts) -> None:
    (problem,) = problems('parties,parties.1.name\n"[]",Foo\n', facts)
    assert "columns below it are too" in problem.message


def test_broken_json_in_a_cell(facts: Facts) -> None:
    for cell in ('"[{"', '"[{""a"": 1, ""a"": 2}]"', '"' + "[" * 5000 + '"'):
        (problem,) = problems(f"action,parties\nbuy,{cell}\n", facts)
        assert "broken JSON in the column 'parties'" in problem.message


def test_words_that_are_no_facts_are_refused_as_elsewhere(facts: Facts) -> None:
    found = problems(
        "facts.equipment.user-data,item.us_content_percent,actor.kinds\nyes,many,agency|individual\n", facts
    )
    assert {problem.at.path for problem in found} == {
        "facts.equipment.user-data",
        "item.us_content_percent",
        "actor.kinds[0]",
    }
