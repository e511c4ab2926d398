"""The one function: what a batch answers is what its cases answer, and no row is lost."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.bundle import Bundle, Reasons, decide
from sekisho.bundle.deciding import SCHEMA
from sekisho.errors import InputError
from sekisho.formats.answer import to_dict
from sekisho.model.measure import Outcome
from tests.whole import ROOT, read_case

EXAMPLES = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "examples").glob("*.json"))]
CASES = [case for each in EXAMPLES for case in (each if isinstance(each, list) else [each])]
CASES = [{key: value for key, value in case.items() if key != "known"} for case in CASES]


def batch_of(*cases: object) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"case": [json.dumps(case) for case in cases]})


def answered(bundle: Bundle) -> list[object]:
    cases = [read_case(bundle.law.facts, case) for case in CASES]
    return list(bundle.screener.answers(cases, bundle.times))


def test_it_answers_what_screen_answers(bundle: Bundle) -> None:
    told = decide(batch_of(*CASES), bundle, reasons=Reasons.ALL).to_pylist()
    for row, answer in zip(told, answered(bundle), strict=True):
        assert row["outcome"] == answer.outcome  # type: ignore[attr-defined]
        said = [(each.instrument, each.outcome) for each in answer.decisions]  # type: ignore[attr-defined]
        spoken = [(name, str(outcome)) for name, outcome in said if outcome is not Outcome.NO_RULE]
        assert [(each["instrument"], each["outcome"]) for each in row["decisions"]] == spoken
        assert json.loads(row["reasons"]) == to_dict(answer, bundle.law.facts)  # type: ignore[arg-type]
        assert row["basis"] == bundle.address


def test_there_are_outcomes_of_several_kinds_among_them(bundle: Bundle) -> None:
    assert len(set(decide(batch_of(*CASES), bundle)["outcome"].to_pylist())) > 1


def test_reasons_are_kept_for_the_rows_that_need_them(bundle: Bundle) -> None:
    told = decide(batch_of(*CASES, {"id": "x", "action": "sell", "date": "1990-01-01"}), bundle).to_pylist()
    for row in told:
        assert (row["reasons"] is not None) is (Outcome(row["outcome"]).exit_code != 0)
    assert {row["reasons"] is None for row in told} == {True, False}
    assert decide(batch_of(*CASES), bundle, reasons=Reasons.NONE)["reasons"].null_count == len(CASES)


@given(cut=st.integers(0, len(CASES)), size=st.integers(1, len(CASES)))
def test_any_cut_gives_the_same(bundle: Bundle, cut: int, size: int) -> None:
    whole = batch_of(*CASES[:size])
    cut = min(cut, size)
    parts = [decide(whole.slice(0, cut), bundle), decide(whole.slice(cut), bundle, start=cut)]
    assert pa.Table.from_batches(parts).combine_chunks() == pa.Table.from_batches([decide(whole, bundle)])


def test_what_cannot_be_read_stands_in_its_place_with_the_reason(bundle: Bundle) -> None:
    rows = pa.RecordBatch.from_pydict(
        {
            "case": [
                json.dumps(CASES[0]),
                '{"id": "b", "action": "boy"}',
                "{",
                None,
                '{"action": 1, "action": 2}',
            ]
        }
    )
    told = decide(rows, bundle, name="orders", start=7)
    assert told.schema.equals(SCHEMA, check_metadata=True)
    assert told.schema.metadata == {b"sekisho.columns": b"1"}
    assert told["row"].to_pylist() == [7, 8, 9, 10, 11]
    assert told["case"].to_pylist() == [CASES[0]["id"], "b", "orders:10", "orders:11", "orders:12"]
    first, misspelt, broken, nothing, twice = told["problems"].to_pylist()
    assert first is None
    assert misspelt == ["orders:9 action: 'boy' is not one of the words allowed here (did you mean 'buy'?)"]
    assert broken[0].startswith("orders:10: broken JSON")
    assert nothing[0].startswith("orders:11: the case has to be a table")
    assert "stands twice" in twice[0]
    assert told["outcome"].is_valid().to_pylist() == [True, False, False, False, False]


def test_a_case_of_another_day_of_knowledge_is_refused(bundle: Bundle) -> None:
    told = decide(batch_of({**CASES[0], "known": "2020-01-01"}, {**CASES[0], "known": "2026-11-30"}), bundle)
    (said,) = told["problems"].to_pylist()[0]
    assert said.startswith("row:1 known: it asks what was known on 2020-01-01; the bundle knows 2026-11-30 (")
    assert told["outcome"].to_pylist()[1] is not None


def test_a_batch_without_rows_has_the_columns(bundle: Bundle) -> None:
    assert decide(batch_of(), bundle).schema == SCHEMA
    assert len(decide(batch_of(), bundle)) == 0


def test_a_column_that_no_case_has_refuses_the_batch(bundle: Bundle) -> None:
    with pytest.raises(InputError) as error:
        decide(pa.RecordBatch.from_pydict({"acton": ["buy"], "id": ["1"]}), bundle, name="orders")
    assert "did you mean 'action'?" in error.value.diagnostics()
    assert "the column `action` is missing" in error.value.diagnostics()


def test_names_that_a_person_must_judge_are_told(bundle: Bundle) -> None:
    case = {
        "action": "buy",
        "date": "2021-06-01",
        "actor": {"country": "us", "kinds": ["federal-agency"]},
        "parties": [{"role": "supplier", "name": "Zhejiang Dahua Technolgy GmbH", "country": "de"}],
        "item": {"class": "camera", "manufacturer": "Zhejiang Dahua Technolgy GmbH"},
    }
    told = decide(batch_of(case), bundle).to_pylist()[0]
    assert told["review"] == ["Zhejiang Dahua Technolgy GmbH"]
