"""From a need to the field that asks for it, and from its answer to the case that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sekisho.dates import AsOf, day, moment
from sekisho.errors import Location, UsageError
from sekisho.formats.answer import asked
from sekisho.formats.answering import answered, field_of, standing
from sekisho.formats.case import case_of
from sekisho.formats.given import Given, of_given, to_given
from sekisho.formats.keys import Kind
from sekisho.formats.read import read
from sekisho.law.assemble import assemble
from sekisho.law.examples import read_examples
from sekisho.model.case import Case
from sekisho.screen.run import Screener
from tests.formats.test_properties import FACTS
from tests.whole import ROOT

if TYPE_CHECKING:
    from sekisho.law.register import Law
    from sekisho.store.base import Store

AT = Location("a form")
AS_OF = AsOf(moment("2026-11-30"), day("2026-11-30"))
CASE = {
    "id": "camera",
    "action": "buy",
    "item": {
        "name": "camera",
        "manufacturer": "Foo [Asia] Co., Ltd.",
        "components": [{"name": "lens", "components": []}, {"name": "board", "manufacturer": "Bar K.K."}],
    },
    "parties": [{"name": "Shop", "owners": [{"name": "Fund", "owners": []}]}],
}
GIVEN = Given(CASE, ("item.components[1]",))


@pytest.mark.parametrize(
    ("need", "kind", "some"),
    [
        ("date", Kind.DATE, ""),
        ("action", Kind.WORD, "buy"),
        ("actor.kinds", Kind.WORDS, "federal-agency"),
        ("item.us_content_percent", Kind.NUMBER, ""),
        ("item.components[1].essential", Kind.YES_NO, ""),
        ("item.components[1].class", Kind.WORD, "camera-module"),
        ("item.maker.country", Kind.WORD, "de"),
        ("item.maker.under.s889:a", Kind.YES_NO, ""),
        ("parties[0].owners[0].share", Kind.NUMBER, ""),
        ("parties[Foo [Asia] Co., Ltd.].country", Kind.WORD, "de"),
        ("icts.determination", Kind.WORD, "none"),
        ("authorisations[0].until", Kind.DATE, ""),
    ],
)
def test_a_need_is_a_field(need: str, kind: Kind, some: str) -> None:
    field = field_of(need, FACTS)
    assert field.kind is kind
    assert not some or some in field.words


@pytest.mark.parametrize(
    ("need", "column"),
    [
        ("parties", "role"),
        ("parties[0].owners", "share"),
        ("parties[Foo [Asia] Co., Ltd.].owners[0].owners", "control"),
        ("item.components", "manufacturer"),
        ("actor.uses", "class"),
        ("authorisations", "kind"),
        ("parties[0].listed", "list"),
    ],
)
def test_a_list_is_rows_with_columns(need: str, column: str) -> None:
    field = field_of(need, FACTS)
    assert field.many
    assert column in [each.name for each in field.columns]


def test_identifiers_are_one_row() -> None:
    for need in ("item.identifiers", "item.components[0].identifiers"):
        field = field_of(need, FACTS)
        assert "mac" in [each.name for each in field.columns]
        assert not field.many


def test_the_words_of_a_field_have_their_meaning() -> None:
    assert field_of("actor.kinds", FACTS).means["individual"] == "natural person"


@pytest.mark.parametrize("need", ["nonsense", "item.colour", "parties[0].colour", "facts"])
def test_what_the_case_format_has_no_place_for_is_refused(need: str) -> None:
    with pytest.raises(UsageError):
        field_of(need, FACTS)


@pytest.mark.parametrize(
    ("need", "value", "path"),
    [
        ("date", "2021-06-01", ("date",)),
        ("use.network", "5g", ("use", "network")),
        ("icts.determination", "none", ("facts", "icts.determination")),
        ("actor.kinds", ["individual"], ("actor", "kinds")),
        ("item.components[1].class", "camera-module", ("item", "components", 1, "class")),
        ("parties[0].owners[0].share", 30, ("parties", 0, "owners", 0, "share")),
        ("parties[Shop].country", "jp", ("parties", 0, "country")),
        ("parties[Foo [Asia] Co., Ltd.].owners", [], ("parties", 1, "owners")),
        ("item.maker.country", "de", ("item", "maker.country")),
    ],
)
def test_an_answer_stands_at_its_address(need: str, value: object, path: tuple[str | int, ...]) -> None:
    now = answered(GIVEN, need, value)
    found: Any = now.case
    for key in path:
        found = found[key]
    assert found == value
    assert standing(now, need) == value
    assert "date" not in CASE  # nothing of the case before is changed


def test_who_is_named_elsewhere_gets_an_entry_with_his_part_in_it() -> None:
    for name, role in (("Foo [Asia] Co., Ltd.", "manufacturer"), ("Bar K.K.", "component-manufacturer")):
        now = answered(GIVEN, f"parties[{name}].country", "jp")
        assert now.case["parties"][1] == {"name": name, "role": role, "country": "jp"}  # type: ignore[index]


def test_who_turns_out_to_have_another_name_has_it_everywhere() -> None:
    now: Any = answered(GIVEN, "parties[Foo [Asia] Co., Ltd.].name", "Bar Asia Co., Ltd.").case
    assert now["item"]["manufacturer"] == "Bar Asia Co., Ltd."
    owner: Any = answered(GIVEN, "parties[Fund].name", "Fund AG").case
    assert owner["parties"][0]["owners"][0]["name"] == "Fund AG"
    assert answered(GIVEN, "parties[camera].name", "other").case == CASE  # a thing is no company


def test_parts_are_added_to_those_that_are_told() -> None:
    now = answered(GIVEN, "item.components[1].components", [{"name": "chip"}])
    assert now.unopened == ("item.components[1].components[0]",)
    assert of_given(now, FACTS, AT).unopened == now.unopened
    none = answered(Given(CASE, ("item", "item.components[1]")), "item.components", [])
    assert none.unopened == ("item.components[1]",)
    assert none.case["item"]["components"] == CASE["item"]["components"]  # type: ignore[index]


def test_an_element_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match=r"no parties\[7\]"):
        answered(GIVEN, "parties[7].country", "jp")
    assert standing(GIVEN, "parties[7].country") is None


def test_every_need_of_the_law_has_a_field(law: Law, store: Store) -> None:
    drafts, _ = assemble(law.root, examples=True)
    read, problems = read_examples(drafts, lambda told, at: case_of(told, at, FACTS, default_id="a case"))
    assert not problems
    told = list({each.instrument: each.case for each in read.questions}.values())
    needs = {need for answer in Screener(law, store).answers(told, AS_OF) for need in asked(answer.decisions)}
    assert len(needs) > 5
    for need in needs:
        assert field_of(need, FACTS).name == need


def test_an_example_that_is_answered_is_decided(screener: Screener) -> None:
    (case,) = read(ROOT / "examples" / "2-agency-camera.json", FACTS, name="a")
    assert isinstance(case, Case)
    given = answered(to_given(case, FACTS), "icts.determination", "none")
    (answer,) = screener.answers([of_given(given, FACTS, AT)], AS_OF)
    assert "icts.determination" not in asked(answer.decisions)
