"""Every reason that is worth telling is told, the weightiest first, and an explanation consists of these."""

from __future__ import annotations

import pytest

from sekisho.match.compare import CORPUS
from sekisho.match.explain import LEAST, explain, reasons
from sekisho.match.features import MEANINGS, NAMES
from sekisho.match.matcher import Matcher
from sekisho.match.query import Query
from sekisho.match.roster import Bearer

MATCHER = Matcher.build([Bearer("volna", "", ("Volna Trading House Ltd", "Вольна Трейдинг"))], CORPUS)


@pytest.mark.parametrize("name", ["Volna Trading House", "Vollna Tradding", "Вольна", "沃尔纳贸易"])
@pytest.mark.parametrize("schema", ["Person", "Company"])
def test_an_explanation_tells_every_reason_the_weightiest_first(name: str, schema: str) -> None:
    (found,) = MATCHER.match([Query(name, schema)])[0]
    weights = MATCHER.model.weights[int(found.is_person)].tolist()
    own = {
        feature: value * weight for feature, value, weight in zip(NAMES, found.values, weights, strict=True)
    }
    told = reasons(found.values, MATCHER.model, person=found.is_person)
    assert found.is_person == (schema == "Person")
    assert {each.feature: each.adds for each in told} == {k: v for k, v in own.items() if abs(v) >= LEAST}
    assert [abs(each.adds) for each in told] == sorted((abs(each.adds) for each in told), reverse=True)
    assert all(each.words == MEANINGS[NAMES.index(each.feature)] for each in told)
    assert all(each.value == found.features[each.feature] for each in told)
    lines = explain(found, MATCHER.model)
    assert lines[: len(told)] == tuple(map(str, told))
    assert all(
        line.startswith("for (+" if each.adds > 0 else "against (-")
        for line, each in zip(lines, told, strict=False)
    )
