"""Record batches as cases: columns state what a CSV of the same columns states."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from sekisho.errors import InputError
from sekisho.formats.arrow import Rows
from sekisho.formats.case import CaseReader
from sekisho.formats.keys import shape_of
from sekisho.formats.notes import Rejected
from tests.whole import read_case

if TYPE_CHECKING:
    from sekisho.law.register import Law
    from sekisho.model.case import Case


@pytest.fixture
def reader(law: Law) -> CaseReader:
    return CaseReader(shape_of(law.facts))


def read(batch: pa.RecordBatch, reader: CaseReader) -> list[Case | Rejected]:
    return list(Rows(batch.schema, reader, "t").read(batch, range(len(batch))))


WANTED = {
    "id": "7",
    "action": "buy",
    "date": "2021-06-01",
    "actor": {"country": "us", "kinds": ["federal-agency"]},
    "parties": [
        {"role": "supplier", "name": "Northgate"},
        {"role": "carrier", "name": "Swift", "owners": []},
    ],
    "item": {
        "class": "switch",
        "us_content_percent": 12.5,
        "components": [{"name": "chip", "essential": True}],
    },
}
TEXT = {
    "id": "7",
    "action": "buy",
    "date": "2021-06-01",
    "actor.country": "us",
    "actor.kinds": "federal-agency",
    "parties.2.role": "carrier",
    "parties.1.role": "supplier",
    "parties.1.name": "Northgate",
    "parties.2.name": "Swift",
    "parties.2.owners": "[]",
    "item.class": "switch",
    "item.us_content_percent": "12.5",
    "item.components": '[{"name": "chip", "essential": true}]',
}
TYPED = TEXT | {
    "id": 7,
    "date": dt.date(2021, 6, 1),
    "actor.kinds": ["federal-agency"],
    "parties.2.owners": [],
    "item.us_content_percent": Decimal("12.5"),
    "item.components": [{"name": "chip", "essential": True}],
}
NESTED = {
    "id": "7",
    "action": "buy",
    "date": dt.datetime(2021, 6, 1),  # noqa: DTZ001  # as engines without a type for days write one
    "actor": {"country": "us", "kinds": ["federal-agency"], "name": None},
    "parties": [
        {"role": "supplier", "name": "Northgate", "owners": None},
        {"role": "carrier", "name": "Swift", "owners": []},
    ],
    "item": {
        "class": "switch",
        "us_content_percent": 12.5,
        "components": [{"name": "chip", "essential": True}],
    },
}


@pytest.mark.parametrize("told", [TEXT, TYPED, NESTED], ids=["text", "typed", "nested"])
def test_columns_state_the_case(told: dict[str, object], reader: CaseReader, law: Law) -> None:
    table = {name: pa.array([value]) for name, value in told.items() if value != []}
    table |= {name: pa.array([[]], pa.list_(pa.string())) for name, value in told.items() if value == []}
    (case,) = read(pa.RecordBatch.from_pydict(table), reader)
    assert case == read_case(law.facts, WANTED)


def test_null_and_empty_text_are_absent(reader: CaseReader, law: Law) -> None:
    batch = pa.RecordBatch.from_pydict(
        {"action": ["buy", "buy"], "id": ["a", "a"], "item.class": [None, " "], "parties.1.name": ["", None]}
    )
    bare = read_case(law.facts, {"id": "a", "action": "buy"})
    assert read(batch, reader) == [bare, bare]


def test_words_kept_as_a_dictionary_are_read_as_words(reader: CaseReader, law: Law) -> None:
    actions = pa.array(["buy", "sell", "buy"]).dictionary_encode()
    batch = pa.RecordBatch.from_arrays([pa.array(["a", "b", "c"]), actions], ["id", "action"])
    wanted = [
        read_case(law.facts, {"id": i, "action": a})
        for i, a in zip("abc", ["buy", "sell", "buy"], strict=True)
    ]
    assert read(batch, reader) == wanted


def test_bytes_that_are_no_text_refuse_their_row_only(reader: CaseReader) -> None:
    batch = pa.RecordBatch.from_pydict(
        {"action": [b"buy", b"buy"], "parties.1.name": [b"Caf\xe9", b"Caf\xc3\xa9"]}
    )
    bad, good = read(batch, reader)
    assert isinstance(bad, Rejected)
    assert str(bad.problems[0]) == "t:1 parties.1.name: byte 0xe9 is not UTF-8 (write the text as UTF-8)"
    assert not isinstance(good, Rejected)


def test_a_broken_cell_refuses_its_row_only(reader: CaseReader) -> None:
    batch = pa.RecordBatch.from_pydict({"action": ["buy", "buy"], "parties.1.owners": ["[{", "[]"]})
    bad, good = read(batch, reader)
    assert isinstance(bad, Rejected)
    assert "broken JSON in the column 'parties.1.owners'" in str(bad.problems[0])
    assert not isinstance(good, Rejected)


def test_two_columns_for_one_thing_refuse_the_row_that_fills_both(reader: CaseReader) -> None:
    batch = pa.RecordBatch.from_pydict(
        {"action": ["buy"] * 2, "item": ['{"class": "switch"}'] * 2, "item.name": ["x", None]}
    )
    both, one = read(batch, reader)
    assert isinstance(both, Rejected)
    assert "columns below it are too" in str(both.problems[0])
    assert not isinstance(one, Rejected)


def test_an_hour_without_its_zone_refuses_the_row(reader: CaseReader) -> None:
    hour = dt.datetime(2019, 5, 16, 17, 0)  # noqa: DTZ001  # that is what is refused
    (row,) = read(pa.RecordBatch.from_pydict({"action": ["buy"], "date": [hour]}), reader)
    assert isinstance(row, Rejected)
    assert "no offset" in str(row.problems[0])


def test_a_problem_told_beside_a_row_refuses_it(reader: CaseReader) -> None:
    batch = pa.RecordBatch.from_pydict({"action": [None, "buy"], "problem": ["too few cells", None]})
    bad, good = read(batch, reader)
    assert isinstance(bad, Rejected)
    assert str(bad.problems[0]) == "t:1: too few cells"
    assert not isinstance(good, Rejected)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["id", "actor.country"], "the column `action` is missing (say what is done: buy, export …)"),
        (["action", "actor.contry"], "there is no column 'actor.contry' (did you mean 'actor.country'?)"),
        (["case", "id"], "it stands beside the column `case` (give one or the others)"),
        (["action", "id", "id"], "the column 'id' stands twice"),
    ],
)
def test_columns_that_cannot_be_meant_refuse_the_batch(
    columns: list[str], said: str, reader: CaseReader
) -> None:
    with pytest.raises(InputError) as error:
        Rows(pa.schema([(name, pa.string()) for name in columns]), reader, "t")
    assert said in error.value.diagnostics()
