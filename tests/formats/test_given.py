"""A case that was given reads as the same case again, whatever it was read from."""

from __future__ import annotations

import io
import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.errors import InputError, Location
from sekisho.formats.case import case_of
from sekisho.formats.given import Given, of_given, to_given
from sekisho.formats.read import read
from sekisho.model.case import Case, Range
from tests.formats.test_properties import CASES, FACTS
from tests.whole import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sekisho.law.facts import Facts

AT = Location("the record")


def again(case: Case, facts: Facts = FACTS) -> Case:
    """The case, written as JSON and read."""
    told = to_given(case, facts)
    case_told, beside = json.loads(json.dumps([told.case, told.beside]))
    return of_given(Given(case_told, told.unopened, beside), facts, AT)


def files() -> Iterator[Path]:
    yield from sorted((ROOT / "examples").glob("*.*"))
    yield from sorted((ROOT / "tests/golden/bom").rglob("*.json"))


@pytest.mark.parametrize("file", list(files()), ids=lambda file: str(file.relative_to(ROOT)))
def test_what_a_file_tells_is_told_again(file: Path) -> None:
    for case in read(file, FACTS, name=file.name):
        if isinstance(case, Case):
            assert again(case) == case


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_any_case_is_told_again(data: dict[str, Any]) -> None:
    case = case_of(data, AT, FACTS, default_id="a case")
    assert again(case) == case


@settings(max_examples=200, deadline=None)
@given(st.floats(0.001, 1e9), st.sampled_from([">", ">=", "<", "<="]))
def test_every_bound_is_told_again(limit: float, sign: str) -> None:
    written = f"{sign}{limit:.6f}"
    case = case_of({"item": {"quantity": written}}, AT, FACTS, default_id="a case")
    assert isinstance(case.facts["item.quantity"], Range)
    assert again(case) == case


def test_parts_that_nobody_opened_stay_so() -> None:
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"component": {"type": "device", "name": "board", "version": "3"}},
        "components": [
            {
                "type": "device",
                "name": "chip",
                "version": "1",
                "components": [{"type": "device", "name": "die"}],
            }
        ],
    }
    (case,) = _read_json(bill)
    assert case.unopened, "or this shows nothing"
    assert again(case) == case
    assert to_given(case, FACTS).beside["item.components[0]"] == {"version": "1"}


def _read_json(bill: object) -> list[Case]:
    found = list(read(io.BytesIO(json.dumps(bill).encode()), FACTS, name="a.json"))
    return [each for each in found if isinstance(each, Case)]


def test_a_word_that_is_none_any_more_is_refused(build: Callable[..., Case]) -> None:
    told = to_given(build(action="buy"), FACTS)
    with pytest.raises(InputError, match="cannot be read"):
        of_given(Given({**told.case, "action": "acquire"}), FACTS, AT)


def test_infinity_is_never_written(build: Callable[..., Case]) -> None:
    case = build(item={"quantity": ">=5"})
    assert case.facts["item.quantity"] == Range(5, math.inf)
    assert to_given(case, FACTS).case["item"] == {"quantity": ">=5"}
