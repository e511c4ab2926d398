"""The check as a whole: facts.toml, what a refused file does to the others, and the order of problems."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from sekisho.law.assemble import assemble
from sekisho.law.check import check
from sekisho.law.structure import RULES
from sekisho.law.uses import Uses, conditions_under, sound
from tests.law.desk import block, instrument, measure, reader, write

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.errors import Problem

TODAY = dt.date(2026, 11, 24).toordinal()
REVIEWED = 'reviewed = { on = 2026-11-22, by = "A. Reader", against = "the gazette" }\n'
GOOD = instrument(more=REVIEWED) + measure()
EXAMPLES = block(
    "example",
    'name = "a router"\n[case]\naction = "buy"\nitem = { class = "router" }\n[expect.T]\n'
    '2017-12-31 = "no-rule"\n2018-01-01 = "prohibited"',
) + block(
    "example",
    (
        'name = "a switch"\n[case]\naction = "buy"\nitem = { class = "switch" }\n[expect]\n'
        'T = { 2018-01-01 = "no-rule" }'
    ),
)


def found(root: Path, *texts: str) -> list[Problem]:
    return check(write(root, *texts), reader(), TODAY)


def files(root: Path, **texts: str) -> list[str]:
    write(root)
    (root / "law.md").unlink()
    for name, text in texts.items():
        (root / f"{name}.md").write_text(text, "utf-8")
    return [f"{each.at.file}: {each.message}" for each in check(root, reader(), TODAY)]


def test_a_clean_law(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD + EXAMPLES) == []


def test_every_rule_says_what_it_is() -> None:
    assert all(rule.__doc__ for rule in RULES)


def facts(root: Path, old: str, new: str) -> list[str]:
    write(root, GOOD + EXAMPLES)
    path = root / "facts.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    lines = path.read_text("utf-8").split("\n")
    problems = check(root, reader(), TODAY)
    assert all(each.at.file == "facts.toml" for each in problems)
    return [f"{lines[each.at.line - 1]} <- {each.message}" for each in problems]


def test_a_group_named_like_a_value(tmp_path: Path) -> None:
    (problem,) = facts(tmp_path, "[group.video-any]", "[group.camera]")
    assert problem == "[group.camera] <- the group 'camera' is named like a value of 'item.class'"


def test_a_group_of_what_is_never_said(tmp_path: Path) -> None:
    (problem,) = facts(tmp_path, '"eu-institution"]\n\n', '"eu-institute"]\n\n')
    assert problem.endswith("the group 'government' holds 'eu-institute', which 'actor.kinds' never is")


def test_a_group_of_no_fact(tmp_path: Path) -> None:
    (problem,) = facts(tmp_path, "[group.it]\n", '[group.mine]\nof = "item.klass"\nvalues = []\n[group.it]\n')
    assert problem == "[group.mine] <- the group 'mine' is of 'item.klass', which has no list of values"


@pytest.mark.parametrize("text", ["[fact", "[fact.x]\n"])
def test_facts_that_cannot_be_read(text: str, tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "facts.toml").write_text(text, "utf-8")
    (problem,) = check(tmp_path, reader(), TODAY)
    assert problem.at.file == "facts.toml"


def test_problems_stand_by_file_and_line(tmp_path: Path) -> None:
    bad = GOOD + measure("T/b", "colour = 1") + measure("T/a", "size = 1")
    problems = [each for each in found(tmp_path, bad) if not each.warning]
    assert [each.at.line for each in problems] == sorted(each.at.line for each in problems)
    assert len(set(problems)) == len(problems) == 2


OTHER = instrument("U", REVIEWED) + measure("U/m")
WRONG = EXAMPLES.replace('"prohibited"', '"review"')


def test_a_refused_file_does_not_hide_what_is_wrong_in_the_others(tmp_path: Path) -> None:
    messages = files(
        tmp_path, a=GOOD + WRONG, b=OTHER.replace("item.class is router", "item.klass is router")
    )
    assert [message.split(":")[0] for message in messages] == ["a.md", "b.md"]
    assert "expects T to answer review" in messages[0]
    assert "there is no fact 'item.klass'" in messages[1]


@pytest.mark.parametrize(
    "link",
    [
        # U rests on a definition of the refused file.
        instrument("U", REVIEWED) + measure("U/m", target='[target]\n"x" = "item meets B/d"'),
        # An exception that stands there lifts U.
        OTHER,
    ],
)
def test_what_rests_on_a_refused_file_is_not_asked(link: str, tmp_path: Path) -> None:
    broken = (
        instrument("B")
        + block("definition", 'id = "B/d"\ncites = "x"\n[means]\n"a" = "it.klass is router"')
        + block(
            "derogation",
            'id = "B/x"\nof = "U/m"\ntitle = "t"\ncites = "x"\n[when]\n"core" = "use.part is core"',
        )
    )
    example = block("example", 'name = "u"\n[case]\naction = "buy"\n[expect]\nU = { 2020-01-01 = "capped" }')
    messages = files(tmp_path, a=GOOD + EXAMPLES, b=broken, c=link + example)
    assert [message for message in messages if not message.startswith("b.md")] == []
    assert len(messages) == 2


def test_an_amendment_that_cannot_be_read_takes_its_instrument_with_it(tmp_path: Path) -> None:
    amendment = block(
        "amendment", 'of = "T"\ncites = "x"\npublished = 2019-01-01\nfrom = 2019-01-01\ncolour = "red"'
    )
    messages = files(tmp_path, a=GOOD + WRONG, b=OTHER + amendment)
    assert messages == ["b.md: no amendment has a key 'colour'"]


# --- what rests on what ---


def test_uses(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        instrument("W", since="")
        + block("definition", 'id = "W/a"\ncites = "x"\n[means]\n"b" = "it meets W/b"')
        + block(
            "definition", 'id = "W/b"\ncites = "x"\n[means]\n"p".some.party = { "c" = "party.country is cn" }'
        ),
        instrument(more='[binds]\n"x" = "item meets W/a"') + measure(),
        instrument("U")
        + block(
            "derogation",
            'id = "U/d"\nof = "T/m"\ntitle = "t"\ncites = "x"\n[when]\n"core" = "use.part is core"',
        )
        + block(
            "derogation",
            'id = "U/e"\nof = "U/d"\ntitle = "t"\ncites = "x"\n[when]\n"5G" = "use.network is 5g"',
        ),
        instrument("V") + measure("V/m"),
    )
    law, problems = assemble(root)
    assert not problems
    uses = Uses(law)
    assert uses.resting_on(["W/b"]) == {"W/b", "W/a", "T/m"}
    assert uses.answering(["W/b"]) == {"W", "T", "U"}
    assert uses.answering(["U/e"]) == {"T", "U"}
    assert uses.answering(["V/m"]) == {"V"}
    labels = {node.children[0].label for node in conditions_under(law, law.blocks["T/m"])}
    assert labels == {"a router", "x", "core", "5G", "b", "p"}
    assert set(sound(law, frozenset(("law.md",))).instruments) == set()
    assert sound(law, frozenset()).blocks.keys() == law.blocks.keys()
