"""The Entity List as the Code of Federal Regulations has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho import dates
from sekisho.errors import InputError
from sekisho.lists.declaration import MAIN
from sekisho.lists.load import CORPUS
from sekisho.lists.read import rows
from sekisho.lists.read.us_ecfr import parties
from sekisho.lists.reading import Reading
from sekisho.lists.source import Source
from tests.lists.ask import missing
from tests.lists.declared import values

SOURCE = Source.read(CORPUS / "lists" / "sources" / "us-entity-list-ecfr.toml")
PART = Path(__file__).with_name("ecfr-744.xml").read_text("utf-8")


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "title-15-2026-07-09.xml"
    path.write_text(PART, "utf-8")
    return path


def test_a_row_is_an_entity_with_the_country_above_it(part: Path) -> None:
    found = [
        (row.values["Country"][0].split(",")[0], row.values["Entity.name"][0], *row.values["Entity.of"])
        for row in rows({MAIN: part}, SOURCE)
    ]
    huawei, cetc = (
        "Huawei Technologies Co., Ltd. (Huawei)",
        "China Electronics Technology Group Corporation 13th Research Institute",
    )
    assert found == [
        ("AFGHANISTAN", "Abdul Satar Ghoura"),
        ("CHINA", huawei),
        ("CHINA", "Beijing Huawei Digital Technologies Co., Ltd.", huawei),
        ("CHINA", "Chengdu Huawei Technologies Co., Ltd.", huawei),
        ("CHINA", "Bowei Integrated Circuits", cetc),
        ("CHINA", "Envoltek", cetc),
        ("CHINA", "Beijing Zhipu Huazhang Technology Co., Ltd."),
    ]


def test_the_entry_of_huawei(part: Path) -> None:
    reading = Reading({MAIN: part}, SOURCE)
    every = list(reading.said())
    (identity,) = {each.statement.entity_id for each in every if each.statement.value == "Huawei"}
    found = [each for each in every if each.statement.entity_id.startswith(identity)]
    statements = [each.statement for each in found]
    listing = [each for each in statements if each.schema == "Sanction"]
    assert values(found, "name") == ["Huawei Technologies Co., Ltd."]
    assert values(found, "alias") == ["Huawei", "Shenzhen Huawei Technologies", "Huawei Technology"]
    assert values(found, "country") == ["cn"]
    assert values(found, "footnote") == ["1", "2"]
    assert values(found, "provisions") == [
        "For all items subject to the EAR, see §§ 734.9(e) and 744.11 of the EAR"
    ]
    assert values(found, "reviewPolicy") == ["Presumption of denial."]
    assert values(found, "authorityId") == [
        "84 FR 22963, 5/21/19",
        "84 FR 43495, 8/21/19",
        "85 FR 29853, 5/19/20",
    ]
    assert values(found, "startDate") == ["2019-05-21"]
    assert {str(each.valid) for each in listing} == {"2019-05-21..9999-12-31"}
    assert {each.since for each in found} == {dates.day("2019-05-21")}
    assert reading.published() == dates.day("2026-07-09")
    assert not missing(SOURCE, every)


@pytest.mark.parametrize(
    ("cell", "name", "aliases", "addresses"),
    [
        (["Aero-Caribbean, Havana, Cuba."], "Aero-Caribbean", (), ("Havana, Cuba",)),
        (
            ["ABC Co., Ltd., Room 1, Hong Kong; and Room 2, Macau."],
            "ABC Co., Ltd.",
            (),
            ("Room 1, Hong Kong", "Room 2, Macau"),
        ),
        (
            [
                "Gazprom Neft, OAO, a.k.a., the following one alias:",
                "—Gazprom Neft.",
                "5 Galernaya, Moscow, Russia.",
            ],
            "Gazprom Neft, OAO",
            ("Gazprom Neft",),
            ("5 Galernaya, Moscow, Russia",),
        ),
        (["BNC, a.k.a., Bank National, Havana, Cuba."], "BNC", ("Bank National",), ("Havana, Cuba",)),
        (["BNC a.k.a. Bank National, Havana, Cuba."], "BNC", ("Bank National",), ("Havana, Cuba",)),
        (["Lone Name."], "Lone Name", (), ()),
        (["Lone Company, Inc."], "Lone Company, Inc.", (), ()),
    ],
)
def test_where_a_name_ends(
    cell: list[str], name: str, aliases: tuple[str, ...], addresses: tuple[str, ...]
) -> None:
    (party,) = parties(cell)
    assert (party.name, party.aliases, party.addresses) == (name, aliases, addresses)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "Supplement No. 4 to Part 744",
            "Supplement No. 9 to Part 744",
            "there is no 'Supplement No. 4 to Part 744'",
        ),
        ("<TH>Entity</TH>", "<TH>Party</TH>", "the columns are Country, Party"),
        ("<TD>90 FR 4619, 1/16/25.</TD>", "", "the row has 4 cells, not 5"),
        ("</TBODY></TABLE>", "", "no well-formed XML"),
        (
            "<TH>License review policy</TH>",
            "<TH>Policy</TH>",
            "the column 'Policy' is neither used nor ignored",
        ),
    ],
)
def test_another_layout_is_refused(part: Path, old: str, new: str, message: str) -> None:
    part.write_text(PART.replace(old, new), "utf-8")
    with pytest.raises(InputError) as caught:
        list(Reading({MAIN: part}, SOURCE).said())
    assert message in caught.value.diagnostics()
