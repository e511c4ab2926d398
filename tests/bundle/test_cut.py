"""Names cut out of whole cases: what is told of each, however it is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from sekisho.bundle.cut import Plan, of_cases

if TYPE_CHECKING:
    from sekisho.bundle import Bundle
    from sekisho.bundle.told import Told

CASE = '{"id": "%s", "action": "buy", "parties": [{"name": "%s", "country": "ca"}]}'


def told(bundle: Bundle, *texts: str | None) -> Told:
    found = of_cases(pa.array(texts, pa.string()), bundle.reader.shape, {}, len(texts))
    assert found is not None
    return found


def names(bundle: Bundle, *texts: str | None) -> list[tuple[str, ...]]:
    """The names of each case that is cut; those of one that is not are none."""
    found = told(bundle, *texts)
    rows = zip(*(own.tolist() for own in found.names), strict=True)
    return [tuple(found.texts[name] for name in row if name >= 0) for row in rows]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Beta", "Beta"),
        ("\\u0048uawei", "Huawei"),
        ('A \\"B\\" C', 'A "B" C'),
        ("C:\\\\", "C:\\"),
        ("caf\\u00e9 \\/ \\ud83d\\ude00", "café / 😀"),
        (" Beta", " Beta"),
        ("{, \\\\", "{, \\"),
        ("name", "name"),
    ],
)
def test_a_name_is_told_as_the_reader_has_it(bundle: Bundle, written: str, name: str) -> None:
    text = CASE % ("a", written)
    assert json.loads(text)["parties"][0]["name"] == name
    found = told(bundle, text, CASE % ("b", "Alpha"))
    assert [found.texts[place] for place in found.names[0].tolist()] == [name, "Alpha"]
    assert found.ids == ["a", "b"]
    assert found.others[0][0].tolist() == [0, 0] or len(set(found.others[0][0].tolist())) == 1


@pytest.mark.parametrize("written", ["", "  ", "\\u0020", "\\ud83d", "\\x", "a\tb", "a\nb", "\\"])
def test_a_case_is_like_no_other_whose_name_says_nothing_or_is_broken(bundle: Bundle, written: str) -> None:
    texts = [CASE % ("a", "Beta"), CASE % ("b", written), CASE % ("c", written)]
    found = told(bundle, *texts)
    kinds = found.others[0][0].tolist()
    assert len(set(kinds)) == len(texts)
    assert [found.rest(found.others[0][0][:1] * 0 + row)[0] is None for row in range(3)] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    "case",
    [
        '{"action": "buy", "why": {"name": "%s"}}',
        '{"action": "buy", "n\\u0061me": "%s", "parties": [{"n\\u0061me": "\\ue0000"}, {"name": "%s"}]}',
        '{"action": "buy", "why": {"id": "%s"}, "\\u0069d": "\\ue0000"}',
        '{"action": "buy", "why": {"name": "%s"}, "parties": [{"n\\u0061me": "\\uE0000"}]}',
        '{"action": "buy", "why": {"name": "%s"}, "parties": [{"n\\u0061me": "\ue0000"}]}',
        '{"action": "buy", "parties": [{"name": "%s", "name": "%s"}]}',
        '{"action": "buy", "parties": [{"name": 7}, {"name": "%s"}]}',
        '{"action": "buy", "use": {"name": "%s"}}',
        '{"action": "buy", "parties": [{"name": "%s"}]',
        '"name": "%s"',
        '["name", "%s"]',
        '{"name" "%s"}',
    ],
)
def test_nothing_is_cut_where_it_is_not_known_what_it_is(bundle: Bundle, case: str) -> None:
    texts = [case.replace("%s", name) for name in ("Alpha", "Beta")]
    assert names(bundle, *texts) == [(), ()]
    assert len(set(told(bundle, *texts).others[0][0].tolist())) == len(texts)


def test_things_are_no_names_and_owners_are(bundle: Bundle) -> None:
    case = {
        "action": "buy",
        "actor": {"name": "A", "uses": [{"name": "a thing", "manufacturer": "B"}]},
        "item": {
            "name": "another",
            "manufacturer": "C",
            "components": [{"name": "a part", "manufacturer": "D"}],
        },
        "parties": [{"name": "E", "owners": [{"name": "F", "owners": [{"name": "G"}]}]}],
        "facts": {},
    }
    assert names(bundle, json.dumps(case), json.dumps(case, indent=2)) == [tuple("ABCDEFG")] * 2


def test_rows_that_say_nothing_stand_between_others(bundle: Bundle) -> None:
    texts = [None, "", CASE % ("a", "Alpha"), None, '"', "\\", CASE % ("b", "Beta"), ""]
    assert names(bundle, *texts) == [(), (), ("Alpha",), (), (), (), ("Beta",), ()]
    column = pa.array(texts, pa.large_string())
    found = of_cases(column.slice(2, 5), bundle.reader.shape, {}, 5)
    assert found is not None
    assert found.ids == ["a", None, None, None, "b"]
    assert found.texts == ["Alpha", "Beta"]
    nothing = of_cases(column.slice(8, 0), bundle.reader.shape, {}, 0)
    assert nothing is not None
    assert nothing.ids == []


def test_nothing_is_planned_where_all_that_is_left_differs(bundle: Bundle) -> None:
    texts = [CASE % (row, "Alpha") + " " * row for row in range(8)]
    plans: dict[bytes, Plan] = {}
    assert of_cases(pa.array(texts), bundle.reader.shape, plans, 7) is None
    assert plans == {}
    assert of_cases(pa.array(texts), bundle.reader.shape, plans, 8) is not None


def test_of_many_names_nothing_is_cut(bundle: Bundle) -> None:
    few, many = (
        json.dumps({"action": "buy", "parties": [{"name": f"N {n}"} for n in range(size)]})
        for size in (16, 17)
    )
    assert [len(own) for own in names(bundle, few, many)] == [16, 0]
