"""Conditions: the groups, the operators, the one quantifier, and what is refused of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.law.clause import COLLECTIONS, GROUPS, OPERATORS
from sekisho.law.predicates import PREDICATES
from sekisho.model.measure import Condition, FactRef
from tests.law.desk import block, instrument, load, measure, refused

if TYPE_CHECKING:
    from pathlib import Path


def read(tmp_path: Path, section: str, more: str = "") -> Condition:
    law = load(tmp_path, instrument(), measure(target=section), more)
    found = law.blocks["T/m"].texts[0].keys["target"]
    assert isinstance(found, Condition)
    return found


def shape(condition: Condition) -> str:
    """A condition in one line."""
    if condition.test is not None:
        return f"{condition.label}:{condition.test.text}"
    inside = ", ".join(shape(child) for child in condition.children)
    return f"{condition.label}:{condition.op}{' ' * bool(condition.over)}{condition.over}({inside})"


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ('[target]\n"a" = "item.class is router"', "target:all(a:item.class is router)"),
        (
            '[target.any]\n"a" = "item.class is router"\n"b" = "item.class is switch"',
            "target:any(a:item.class is router, b:item.class is switch)",
        ),
        (
            '[target."neither".not.any]\n"a" = "item.class is router"\n"b" = "item.class is switch"',
            "target:all(neither:not(:any(a:item.class is router, b:item.class is switch)))",
        ),
        (
            '[target.all.any]\n"a" = "item.class is router"',
            "target:all(:any(a:item.class is router))",
        ),
        (
            (
                '[target."to one".some.party]\n"r" = "party.role in buyer-side"\n'
                '[target."to one".some.party.x.not]\n"o" = "party.under.huawei is no"'
            ),
            (
                "target:all(to one:some party("
                ":all(r:party.role in buyer-side, x:not(o:party.under.huawei is no))))"
            ),
        ),
        (
            '[target."s".some.party.some.party-use]\n"r" = "party-use.class is router"',
            "target:all(s:some party(:some party-use(:all(r:party-use.class is router))))",
        ),
        (
            '[target]\nvideo = { "cam" = "item.class in video-any telecom-any" }',
            "target:all(video:all(cam:item.class in video-any telecom-any))",
        ),
    ],
)
def test_a_group(section: str, expected: str, tmp_path: Path) -> None:
    assert shape(read(tmp_path, section)) == expected


def test_a_test_is_taken_apart(tmp_path: Path) -> None:
    section = (
        '[target]\n"n" = "network.vendor-share above 35"\n'
        '"d" = "item.acquired since 2018-08-13"\n"m" = "item meets T/d"'
    )
    definition = block("definition", 'id = "T/d"\ncites = "x"\n[means]\n"c" = "it.maker.under.s889:a is yes"')
    number, date, meets = (child.test for child in read(tmp_path, section, definition).children)
    assert number is not None
    assert (number.fact, number.operator, number.value) == (
        FactRef("case", "network.vendor-share"),
        "above",
        (35.0,),
    )
    assert date is not None
    assert date.value == (dates.moment("2018-08-13"),)
    assert meets is not None
    assert (meets.fact, meets.value) == (FactRef("case", "item"), ("T/d",))
    inside = load(tmp_path, instrument(), measure(), definition).blocks["T/d"].texts[0].keys["means"]
    assert isinstance(inside, Condition)
    assert inside.children[0].test is not None
    assert inside.children[0].test.fact == FactRef("it", "maker.under.s889:a", "maker", "under", "s889:a")


def test_every_node_knows_its_line_and_its_japanese(tmp_path: Path) -> None:
    section = (
        'ja = { "to one" = "誰かに", "r" = "役割" }\n[target."to one".some.party]\n'
        '"r" = "party.role in buyer-side"'
    )
    (group,) = read(tmp_path, section).children
    leaf = group.children[0].children[0]
    assert (group.ja, leaf.ja) == ("誰かに", "役割")
    lines = (tmp_path / "law.md").read_text("utf-8").split("\n")
    assert group.at is not None
    assert leaf.at is not None
    assert lines[group.at.line - 1].startswith('[target."to one"')
    assert lines[leaf.at.line - 1].startswith('"r"')
    assert group.children[0].at == group.at


def test_always_is_for_exceptions(tmp_path: Path) -> None:
    off = block(
        "derogation",
        'id = "T/off"\nof = "T/m"\ntitle = "x"\ncites = "x"\neffect = "suspends"\nwhen = "always"',
    )
    law = load(tmp_path, instrument(), measure(), off)
    when = law.blocks["T/off"].texts[0].keys["when"]
    assert isinstance(when, Condition)
    assert when.op == "always"


@pytest.mark.parametrize(
    ("section", "words", "hint"),
    [
        ('[target]\n"a" = "item.class is"', "is not three parts", "fact operator value"),
        ('[target]\n"a" = ""', "is not three parts", "fact operator value"),
        ('[target]\n"a" = "item.class iz router"', "'iz' is no operator", "did you mean 'is'?"),
        (
            '[target]\n"a" = "item.clas is router"',
            "there is no fact 'item.clas'",
            "did you mean 'item.class'?",
        ),
        ('[target]\n"a" = "item.class is routr"', "never has the value 'routr'", "did you mean 'router'?"),
        (
            '[target]\n"a" = "item.class is surveillance-camera"',
            "never has the value 'surveillance-camera'",
            "did you mean 'camera'?",
        ),
        (
            '[target]\n"a" = "item.class is zzz"',
            "never has the value 'zzz'",
            "known are accelerator, access-node,",
        ),
        (
            '[target]\n"a" = "use.network is zzz"',
            "never has the value 'zzz'",
            "known are 4g, 5g, full-fibre, internal",
        ),
        (
            '[target]\n"a" = "actor.nationality is jp"',
            "there is no fact 'actor.nationality'",
            "actor. has country, kinds; docs/reference/facts.md has all",
        ),
        ('[target]\n"a" = "item.class is telecom-any"', "never has the value 'telecom-any'", ""),
        ('[target]\n"a" = "equipment.user-data is true"', "never has the value 'true'", ""),
        ('[target]\n"a" = "equipment.user-data in yes no"', "'in' does not fit", "use is"),
        (
            '[target]\n"a" = "actor.kinds is federal-agency"',
            "'is' does not fit 'actor.kinds', a words fact",
            "use has",
        ),
        (
            '[target]\n"a" = "network.vendor-share above 10 20"',
            "is not three parts",
            "'above' takes one value",
        ),
        ('[target]\n"a" = "item meets T/x T/y"', "names 2 definitions", "meets takes one definition"),
        ('[target]\n"a" = "item meets T/x"', "there is no definition 'T/x'", ""),
        ('[target]\n"a" = 7', "neither a test nor a group", ""),
        (
            '[target."a".some]\nparty = { "x" = "party.country is cn" }\ncomponent = {}',
            "'some' in 'a' is about",
            "one of",
        ),
        ('[target."a".all."b"]', "the group 'b' is empty", ""),
        ('[target."a".any.all]', "'all' in '' holds no clause", ""),
    ],
)
def test_what_is_refused(section: str, words: str, hint: str, tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, instrument(), measure(target=section))
    assert words in problem.message
    assert hint in problem.hint
    assert problem.at.line > 0


def test_every_bad_clause_of_a_group_is_named(tmp_path: Path) -> None:
    section = '[target.any]\n"a" = "item.x is y"\n"b" = "item.z is y"\n"c" = "item.class is router"'
    assert len(refused(tmp_path, instrument(), measure(target=section))) == 2


def test_it_is_not_named_beside_another_thing(tmp_path: Path) -> None:
    body = 'id = "T/d"\ncites = "x"\n[means."a part".some.component]\n"same" = "it.class is router"'
    (problem,) = refused(tmp_path, instrument(), measure(), block("definition", body))
    assert problem.message == "'it' is not bound here"


def test_the_words_are_closed_lists() -> None:
    assert set(OPERATORS) == {*PREDICATES, "meets"}
    assert len(OPERATORS) == 9
    assert set(COLLECTIONS).isdisjoint(GROUPS)
    assert all(predicate.__doc__ for predicate in PREDICATES.values())
