"""From a need to its question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sekisho.formats.asking import question

if TYPE_CHECKING:
    from sekisho.law.facts import Facts


def ask(need: str, facts: Facts, language: str = "en") -> str:
    return question(need, facts, language, lambda address: f"<{address}>")


@pytest.mark.parametrize(
    ("need", "words"),
    [
        ("date", "Give the hour if a rule turns on it."),
        ("action", "What is to be done?"),
        ("use.network", "On which network is it used?"),
        ("system.importance", "For what reason"),
        ("item.manufacturer", "Who made the item (“<item>”)?"),
        ("item.components", "Which parts does the item (“<item>”) hold"),
        (
            "item.components[0].components[12].essential",
            "Is “<item.components[0].components[12]>” substantial",
        ),
        ("item.components[0].components", "Which parts does the part “<item.components[0]>” hold"),
        ("item.components[0].manufacturer", "Who made the part “<item.components[0]>”?"),
        ("parties", "Who else is involved"),
        ("parties[1].owners", "Who owns or controls <parties[1]>"),
        ("parties[1].role", "What part does <parties[1]> play"),
        ("parties[Foo Co., Ltd.].owners", "Who owns or controls Foo Co., Ltd."),
        ("parties[Foo Co., Ltd.].country", "In which country is Foo Co., Ltd. established?"),
        ("parties[0].owners[2].owners", "Who owns or controls <parties[0].owners[2]>"),
        ("parties[0].uses", "Which equipment and services does <parties[0]> use"),
        (
            "parties[0].uses[1].class",
            "What kind of thing is “<parties[0].uses[1]>”, which the other party uses?",
        ),
        ("actor.uses[1].class", "which the actor uses?"),
        ("actor.uses[1].manufacturer", "Who made “<actor.uses[1]>”, which is in use?"),
        ("actor.uses[1].identifiers", "Which identifiers does the part “<actor.uses[1]>” show"),
        ("actor.owners", "Who owns or controls the actor"),
        ("authorisations", "Which licences, waivers or approvals"),
        (
            "authorisations[0].until",
            "From which day to which does the authorisation “<authorisations[0]>” run",
        ),
        ("parties[0].on.us-entity-list", "Is <parties[0]> itself on us-entity-list?"),
        ("item.maker.under.s889:a", "Is <item.maker> on s889:a, or controlled"),
        ("item.sign.s889", "Does an identifier or the brand of “<item>” point to somebody on s889?"),
        ("item.components[0].maker.country", "In which country is the maker of “<item.components[0]>”"),
    ],
)
def test_every_need_has_its_question(facts: Facts, need: str, words: str) -> None:
    asked = ask(need, facts)
    assert asked.startswith(words) or words in asked
    assert asked.count("{") == 0
    assert re.search("[ぁ-ん]", ask(need, facts, "ja"))


@pytest.mark.parametrize("need", ["", "what.is.this", "parties[0].nothing", "]", "a].b", "item.bom"])
def test_what_nobody_wrote_a_question_for_is_asked_by_its_name(facts: Facts, need: str) -> None:
    assert ask(need, facts) == need
