"""What a published name says besides the name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.lists.words import Name, footnotes, name_of, scopes


@pytest.mark.parametrize(
    ("text", "name", "scope"),
    [
        (
            "Innovative Equipment and any successor, sub-unit, or subsidiary thereof",
            "Innovative Equipment",
            ("successors", "subsidiaries", "sub-units"),
        ),
        (
            "Poly Technologies Incorporated, and its subunits and successors",
            "Poly Technologies Incorporated",
            ("successors", "sub-units"),
        ),
        (
            "Hoshine Silicon Industry Co., Ltd., and Subsidiaries",
            "Hoshine Silicon Industry Co., Ltd.",
            ("subsidiaries",),
        ),
        (
            "Bingtuan and its subordinate and affiliated entities",
            "Bingtuan",
            ("subordinates", "affiliates"),
        ),
        (
            "AO Kaspersky Lab or any of its predecessors, successors, parents, subsidiaries, or affiliates",
            "AO Kaspersky Lab",
            ("successors", "predecessors", "subsidiaries", "affiliates", "parents"),
        ),
        (
            "Kaspersky Lab, Inc. or any of its successors and assignees",
            "Kaspersky Lab, Inc.",
            ("successors", "assigns"),
        ),
        (
            "Dahua Technology Company (or any subsidiary or affiliate of such entities)",
            "Dahua Technology Company",
            ("subsidiaries", "affiliates"),
        ),
    ],
)
def test_scope_words_leave_the_name_and_keep_their_meaning(
    text: str, name: str, scope: tuple[str, ...]
) -> None:
    assert name_of(text) == Name(name, scope=scope)


@pytest.mark.parametrize(
    ("text", "listed", "of"),
    [
        (
            "Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Hangzhou Huawei Digital Co., Ltd.",
            "Hangzhou Huawei Digital Co., Ltd.",
            "Huawei Technologies Co., Ltd.",
        ),
        (
            "China Electronics Technology Group 13th Institute (CETC 13) subordinate institution: Envoltek",
            "Envoltek",
            "China Electronics Technology Group 13th Institute (CETC 13)",
        ),
        (
            "CNOOC Limited (a subsidiary of China National Offshore Oil Corporation)",
            "CNOOC Limited",
            "China National Offshore Oil Corporation",
        ),
    ],
)
def test_an_affiliated_entity_is_the_one_that_is_listed(text: str, listed: str, of: str) -> None:
    assert name_of(text) == Name(listed, affiliate_of=of)


def test_the_parent_of_an_entry_is_no_name_of_it() -> None:
    found = name_of(
        "Guanghua Chemical (Parent Organization: China National Nuclear Group Corporation (CNNC))"
    )
    assert found == Name("Guanghua Chemical", parent="China National Nuclear Group Corporation (CNNC)")


@pytest.mark.parametrize(
    ("text", "name", "aliases", "former"),
    [
        ("Man, Cho Yan Nathan; a.k.a Nathan Man", "Man, Cho Yan Nathan", ("Nathan Man",), ()),
        (
            "Gazprom, OAO (a.k.a. Open Joint Stock Company Gazprom",
            "Gazprom, OAO",
            ("Open Joint Stock Company Gazprom",),
            (),
        ),
        ("SGM Most OOO (f.k.a., SGM Most Obshchestvo)", "SGM Most OOO", (), ("SGM Most Obshchestvo",)),
        ("SIBERIAN AIRLINES D/B/A S7 AIRLINES", "SIBERIAN AIRLINES", ("S7 AIRLINES",), ()),
        ("a.k.a. Hall, Kreig", "Hall, Kreig", (), ()),
        ("Sabanican Company (a.k.a.", "Sabanican Company", (), ()),
        ("M. Aziz; and", "M. Aziz", (), ()),
        (
            "KTK Group (including three aliases: Jinchuang Group; Jinchuang Holding; and KTK Holding)",
            "KTK Group",
            ("Jinchuang Group", "Jinchuang Holding", "KTK Holding"),
            (),
        ),
        (
            "Lianyun Co. Ltd. (also known as Intermodal Co. and United Co.)",
            "Lianyun Co. Ltd.",
            ("Intermodal Co.", "United Co."),
            (),
        ),
        (
            "Junan Co., Ltd. (also known as Junan Import and Export Co., Ltd.)",
            "Junan Co., Ltd.",
            ("Junan Import and Export Co., Ltd.",),
            (),
        ),
        (
            "GSweet Co. (also known as Sweet; and Food Co., Ltd.; and formerly known as Bio Co., Ltd.)",
            "GSweet Co.",
            ("Sweet", "Food Co., Ltd."),
            ("Bio Co., Ltd.",),
        ),
        (
            "Al Khatt, a.k.a., the following two aliases: —Khatt; and —Khatt Co.",
            "Al Khatt",
            ("Khatt", "Khatt Co."),
            (),
        ),
        ("Choe (a.k.a Choe Chol Min) (DPRK individual)", "Choe", ("Choe Chol Min",), ()),
    ],
)
def test_other_names_are_told_apart(
    text: str, name: str, aliases: tuple[str, ...], former: tuple[str, ...]
) -> None:
    found = name_of(text)
    assert (found.name, found.aliases, found.former) == (name, aliases, former)


@pytest.mark.parametrize(
    ("text", "name", "aliases", "weak"),
    [
        ("Huawei Technologies Co., Ltd. (Huawei)", "Huawei Technologies Co., Ltd.", ("Huawei",), ()),
        (
            "Xinjiang Production and Construction Corps (XPCC)",
            "Xinjiang Production and Construction Corps",
            ("XPCC",),
            (),
        ),
        ("Mesbah Energy Company (MEC)", "Mesbah Energy Company", (), ("MEC",)),
        ("Huawei Device (Dongguan) Co., Ltd.", "Huawei Device (Dongguan) Co., Ltd.", (), ()),
        ("Huawei Technologies (Thailand)", "Huawei Technologies (Thailand)", (), ()),
        ("Fudan Microelectronics (HK)", "Fudan Microelectronics (HK)", (), ()),
    ],
)
def test_a_short_form_is_an_alias_and_a_place_is_not(
    text: str, name: str, aliases: tuple[str, ...], weak: tuple[str, ...]
) -> None:
    assert name_of(text) == Name(name, aliases, weak)


@pytest.mark.parametrize(
    "text",
    [
        "Affiliates International",
        "Success Aviation FZC",
        "Takahashi, Hironobu",
        "Aka Bank",
        "AKA, Mehmet",
        "Majid Kakavand",
        "DAKA Ltd",
        "Branch of PAO Il—Aviastar",
        "Parent Co. and Sons",
        "Ruidakang Technology",
    ],
)
def test_a_name_of_such_words_stays_a_name(text: str) -> None:
    assert name_of(text) == Name(text)


def test_marks_of_footnotes_are_kept_apart() -> None:
    assert name_of("CNOOC Limited*") == Name("CNOOC Limited", marks=("*",))
    assert name_of("Routers^ produced in a foreign country").name == "Routers produced in a foreign country"


@pytest.mark.parametrize(
    ("text", "without", "marks"),
    [
        ("see §§ 734.9(e) 1 and 744.11 of the EAR 2", "see §§ 734.9(e) and 744.11 of the EAR", ("1", "2")),
        (
            "(See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)",
            "(See §§ 734.9(g), 746.8(a)(3), and 744.21(b) of the EAR)",
            ("3",),
        ),
        ("(See §§ 734.9(g)3, 746.8(a)(3) of the EAR)", "(See §§ 734.9(g), 746.8(a)(3) of the EAR)", ("3",)),
        ("(See § 734.9(e) of the EAR)4", "(See § 734.9(e) of the EAR)", ("4",)),
        ("(See § 734.9(e) of the EAR) 5", "(See § 734.9(e) of the EAR)", ("5",)),
        ("items listed in supplement no. 7 to part 746", "items listed in supplement no. 7 to part 746", ()),
        (
            "All items subject to the EAR. (See § 744.11 of the EAR)",
            "All items subject to the EAR. (See § 744.11 of the EAR)",
            (),
        ),
    ],
)
def test_digits_of_footnotes_are_told_from_sections(text: str, without: str, marks: tuple[str, ...]) -> None:
    assert footnotes(text) == (without, marks)


def test_scope_is_read_from_the_words_of_a_statute() -> None:
    assert scopes("or any subsidiary, affiliate, or successor of such entities") == (
        "successors",
        "subsidiaries",
        "affiliates",
    )


@given(st.text(max_size=80))
def test_there_is_always_a_name_where_there_was_text(text: str) -> None:
    assert not text.strip() or name_of(text).name.strip()
