"""The machine output: its keys, and that every value is JSON's own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.dates import Interval, Moment, day, moment
from sekisho.formats.answer import VERSION, finding_to_dict, paths_of, plain, refusal, to_dict
from sekisho.model.case import Range
from tests.formats import answers
from tests.whole import ROOT

if TYPE_CHECKING:
    from sekisho.law.facts import Facts
    from sekisho.model.case import Value

DECISION = {
    *(
        "instrument",
        "measure",
        "reading",
        "outcome",
        "latent",
        "under",
        "state",
        "rank",
        "certainty",
        "unverified",
    ),
    *("cites", "notice", "needs", "questions", "paths", "finding"),
}


def test_an_answer_has_the_documented_keys(facts: Facts) -> None:
    data: dict[str, Any] = to_dict(answers.answer(), facts)
    assert json.loads(json.dumps(data)) == data
    assert list(data) == [
        *(
            "version",
            "case",
            "outcome",
            "decisions",
            "readings",
            "listed",
            "looked_at",
            "held",
            "as_of",
            "basis",
        ),
    ]
    assert (data["version"], data["case"], data["outcome"]) == (VERSION, "A1", "prohibited")
    (decision,) = data["decisions"]
    assert set(decision) == set(data["readings"][0]) == DECISION
    assert (decision["reading"], data["readings"][0]["reading"]) == (None, "press")
    assert (decision["state"], decision["rank"], decision["certainty"]) == ("in force", "statute", "medium")
    assert data["as_of"] == {"on": "2019-05-16T17:00:00-04:00", "known": "2020-01-01"}
    assert data["basis"] == {"engine": "0.1.0", "law": "ab" * 32, "lists": {"s889": "cd"}}
    listed = {"path": "parties[0]", "name": "華為", "list": "us-entity-list", "entry": "Huawei Technologies"}
    assert data["listed"] == [listed]


def test_the_documented_example_has_the_same_keys(facts: Facts) -> None:
    page = (ROOT / "docs/reference/output.md").read_text("utf-8")
    example, *_ = map(json.loads, re.findall(r"```json\n(.*?)```", page, re.DOTALL))
    data: dict[str, Any] = json.loads(json.dumps(to_dict(answers.answer(), facts)))
    for documented, made in (
        (example, data),
        (example["decisions"][0], data["decisions"][0]),
        (example["decisions"][0]["questions"][0], data["decisions"][0]["questions"][0]),
        (example["decisions"][0]["paths"][0], data["decisions"][0]["paths"][0]),
        (example["decisions"][0]["paths"][0]["steps"][0], data["decisions"][0]["paths"][0]["steps"][0]),
        (example["listed"][0], data["listed"][0]),
        (example["as_of"], data["as_of"]),
        (example["basis"], data["basis"]),
    ):
        assert list(documented) == list(made)
    for key in (
        *DECISION,
        *data,
        "label",
        "op",
        "ja",
        "test",
        "over",
        "address",
        "note",
        "evidence",
        "at",
        "children",
    ):
        assert f"| `{key}` |" in page


def test_needs_are_addresses_and_questions_their_words(facts: Facts) -> None:
    def called(address: str) -> str:
        return {"item.components[0]": "chip"}.get(address, address)

    data: dict[str, Any] = to_dict(answers.answer(called=called), facts)
    (decision,) = data["decisions"]
    assert decision["needs"] == ["item.components[0].essential", "parties"]
    assert decision["questions"][0] == {
        "fact": "item.components[0].essential",
        "en": "Is “chip” substantial or essential to the whole?",
        "ja": "「chip」は全体にとって実質的または不可欠な部品ですか。",
    }


def test_paths_are_those_that_decide(facts: Facts) -> None:
    assert paths_of(answers.finding()) == (answers.HUAWEI,)
    data: dict[str, Any] = to_dict(answers.answer(), facts)
    (path,) = data["decisions"][0]["paths"]
    assert (path["address"], path["list"]) == ("item.components[0]", "s889:a")
    assert path["steps"][2] == {"kind": "maker", "name": "海思", "detail": "cn", "source": ""}


def test_a_finding_leaves_out_what_is_empty() -> None:
    data: dict[str, Any] = finding_to_dict(answers.finding())
    (clause,) = data["children"]
    assert clause["children"][0] == {
        "label": "the act",
        "op": "test",
        "truth": "yes",
        "ja": "行為",
        "test": "x is y",
        "evidence": [{"kind": "fact", "fact": "action", "value": "buy"}],
        "at": {"file": "us/law.md", "line": 12},
    }
    part = clause["children"][3]
    assert (part["over"], part["note"]) == ("component", "1 yes, 2 no")
    assert part["children"][0]["address"] == "item.components[0]"
    assert part["children"][0]["children"][0]["evidence"][0]["kind"] == "path"


def test_without_explanation_nothing_is_built(facts: Facts) -> None:
    def built() -> None:
        pytest.fail("the finding was built")

    answer = answers.answer(decisions=(answers.decision(),), readings=())
    object.__setattr__(answer.decisions[0], "explain", built)
    data: dict[str, Any] = to_dict(answer, facts, explain=False)
    assert data["decisions"][0]["finding"] is data["decisions"][0]["paths"] is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        (True, True),
        ("buy", "buy"),
        (("a", "b"), ["a", "b"]),
        (Range(25, 25), "25"),
        (Range(0, 49.9), "0..49.9"),
        (moment("2019-05-16T17:00:00-04:00"), "2019-05-16T17:00:00-04:00"),
        (Moment(day("2019-05-16")), "2019-05-16"),
        (Interval(day("2018-12-01"), day("2018-12-31")), "2018-12"),
        (Interval(day("2018-12-01"), day("2018-12-30")), "2018-12-01..2018-12-30"),
    ],
)
def test_values_are_jsons_own(value: Value | None, shown: object) -> None:
    assert plain(value) == shown


def test_a_refused_case_has_problems_and_no_outcome() -> None:
    assert refusal(answers.rejected()) == {
        "version": VERSION,
        "case": "A3",
        "outcome": None,
        "problems": [
            {
                "file": "x.jsonl",
                "line": 3,
                "path": "date",
                "message": "'2018-02-30' is no date",
                "remedy": "write a day that exists",
            },
        ],
    }
