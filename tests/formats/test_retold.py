"""An answer that was written as JSON reads as the same answer again, and is shown alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sekisho.dates import AsOf, day, moment
from sekisho.formats.answer import to_dict
from sekisho.formats.read import read
from sekisho.formats.retold import answer_of
from sekisho.formats.wording import Wording
from sekisho.model.case import Called, Case
from sekisho.screen.run import Screener
from tests.whole import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.law.register import Law
    from sekisho.store.base import Store

AS_OF = AsOf(moment("2026-11-30"), day("2026-11-30"))


@pytest.mark.parametrize("file", sorted((ROOT / "examples").glob("*.json")), ids=lambda file: file.name)
def test_an_answer_is_told_again(file: Path, law: Law, store: Store) -> None:
    cases = [each for each in read(file, law.facts, name=file.name) if isinstance(each, Case)]
    screener = Screener(law, store, readings=("press",))
    for case, answer in zip(cases, screener.answers(cases, AS_OF), strict=True):
        told = json.loads(json.dumps(to_dict(answer, law.facts)))
        again = answer_of(told, Called(case))
        assert to_dict(again, law.facts) == told
        assert again == answer
        wording = Wording(law.facts, "ja")
        for one, other in zip(answer.decisions, again.decisions, strict=True):
            assert wording.tree(one.explain(), answer) == wording.tree(other.explain(), again)
